/** The answer to one question, in the words of the contract (2), with instants as Unix milliseconds; HTTP writes them as ISO text. */
import type { Force, PurposeClass, ReasonCode } from '../vocabulary.ts';

export interface Reason {
  readonly code: ReasonCode;
  readonly policy?: string;
  readonly rule?: string;
  readonly force?: Force;
  readonly message: string;
  readonly limit?: number;
  readonly used?: number;
  readonly window?: string;
  readonly suppressionId?: string;
  readonly channel?: string;
  readonly purpose?: string;
  readonly classes?: readonly PurposeClass[];
  readonly except?: readonly string[];
  readonly sinceMs?: number;
  /** When this reason alone would no longer deny; null where no time helps. */
  readonly retryAtMs: number | null;
}

export interface CapState {
  readonly policy: string;
  readonly rule: string;
  readonly limit: number;
  readonly used: number;
  readonly remaining: number;
}

export function capState(policy: string, rule: string, limit: number, used: number): CapState {
  return { policy, rule, limit, used, remaining: Math.max(0, limit - used) };
}

/** What a decision rested on. */
export interface Basis {
  readonly region: string | null;
  /** Zones as resolved: a list, or `all` for every zone there is. */
  readonly zones: readonly string[] | 'all';
  readonly consentId?: string;
}

/** What judging a request against a customer's state says; pure value, nothing is recorded by it. */
export interface Judgement {
  readonly allowed: boolean;
  readonly reasons: readonly Reason[];
  readonly shadow: readonly Reason[];
  readonly retryAtMs: number | null;
  readonly caps: readonly CapState[];
  readonly consentId: string | undefined;
}
