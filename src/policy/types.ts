/**
 * The compiled policy set: what `policy/` makes of the YAML and what `engine/` plans from. Plain immutable data, no I/O.
 * Instants are Unix milliseconds (UTC), durations milliseconds.
 */
import type { Channel, Force, Outcome, PurposeClass, PurposeScope, RefusalSignal } from '../vocabulary.ts';

/** `when`, `unless`, `counts`: all given fields must match; an absent field matches anything. */
export interface Filter {
  readonly channels?: readonly Channel[];
  /** Dotted prefixes: `marketing` covers `marketing.promotions`. */
  readonly purposes?: readonly string[];
  readonly classes?: readonly PurposeClass[];
  /** ISO 3166: `US` covers `US-FL`. */
  readonly regions?: readonly string[];
  readonly callers?: readonly string[];
}

/** Matches when every filter in `when` matches and none in `unless` does. */
export interface Matcher {
  readonly when: readonly Filter[];
  readonly unless: readonly Filter[];
}

export type Clock = 'recipient' | { readonly zone: string };

export type Window =
  | { readonly kind: 'sliding'; readonly ms: number }
  | { readonly kind: 'days'; readonly days: number; readonly clock: Clock }
  | { readonly kind: 'calendar'; readonly unit: 'day' | 'week' | 'month'; readonly clock: Clock }
  | { readonly kind: 'forever' };

/** Minutes from local midnight, half-open; `toMinute` is at most 1440. Sorted, not overlapping. */
export interface Band {
  readonly fromMinute: number;
  readonly toMinute: number;
}

/** Open bands for each day type. `holiday` undefined: a holiday is an ordinary day. */
export interface WeekBands {
  /** Index 0 is Monday, 6 is Sunday; an empty list is a closed day. */
  readonly weekdays: readonly (readonly Band[])[];
  readonly holiday: readonly Band[] | undefined;
}

interface RuleBase {
  /** Position in the set: stable for one revision, used as the rule's identity inside the engine. */
  readonly index: number;
  readonly policy: string;
  readonly id: string;
  readonly force: Force;
  readonly mode: 'enforce' | 'shadow';
  /** In English, or in the first language of the policy. */
  readonly because: string;
  /** By language: `de`. Empty: nobody says in which it is. */
  readonly becauseIn: ReadonlyMap<string, string>;
  /** Which requests the rule applies to (policy's `when` and rule's `when`, not `unless`). */
  readonly applies: Matcher;
  /** Half-open; undefined is unbounded. From the policy's `effective`. */
  readonly effectiveFromMs: number | undefined;
  readonly effectiveUntilMs: number | undefined;
  /** Zones to think of where neither zone nor region is known; undefined: every zone there is. */
  readonly assumeZones: readonly string[] | undefined;
}

export interface CapRule extends RuleBase {
  readonly kind: 'cap';
  readonly limit: number;
  readonly window: Window;
  /** The window as the policy wrote it, for the answer: `24h`, `7 days`, `calendar month`, `forever`. */
  readonly windowText: string;
  readonly per: readonly string[];
  /** Which contacts count: the rule's own `applies`, or its `counts`. */
  readonly counts: Matcher;
  /** True where the rule says `failed: counts`. */
  readonly failedCounts: boolean;
}

export interface HoursRule extends RuleBase {
  readonly kind: 'hours';
  readonly bands: WeekBands;
  readonly clock: Clock;
  /** Regions named in the policy's or the rule's `when`: whose holidays count where the request has no region. */
  readonly whenRegions: readonly string[];
}

export interface CooldownRule extends RuleBase {
  readonly kind: 'cooldown';
  readonly after: readonly Outcome[];
  readonly length:
    | { readonly kind: 'duration'; readonly ms: number }
    | { readonly kind: 'days'; readonly days: number; readonly clock: Clock };
  readonly per: readonly string[];
  readonly counts: Matcher;
}

export interface ConsentRule extends RuleBase {
  readonly kind: 'consent';
  readonly level: 'express' | 'implied';
}

export interface TargetingRule extends RuleBase {
  readonly kind: 'targeting';
  readonly forbid: readonly string[];
  readonly unlessExpressConsent: boolean;
}

export type Rule = CapRule | HoursRule | CooldownRule | ConsentRule | TargetingRule;

/** One purpose of the register. */
export interface Purpose {
  readonly name: string;
  /** In English, or in the first language of the register. */
  readonly describes: string;
  /** By language: `de`. */
  readonly describesIn: ReadonlyMap<string, string>;
  readonly class: PurposeClass;
  readonly onStoreFailure: 'deny' | 'allow';
  readonly record: 'blocks' | 'all';
  /** How long entries are kept: denials, and everything else. */
  readonly retainBlocksMs: number;
  readonly retainOthersMs: number;
}

/** What one refusal signal suppresses. */
export interface RefusalScope {
  readonly signal: Exclude<RefusalSignal, 'text'>;
  /** `same`: the channel the refusal came for; `*`: every channel. */
  readonly channels: 'same' | '*' | readonly Channel[];
  /** Purposes suppressed; a refusal that names a purpose narrows (or names) it only where `narrowable`. */
  readonly purposes: readonly PurposeScope[];
  readonly narrowable: boolean;
  /** The refusal's keys that separate suppressions (a brand, a case); others are ignored. */
  readonly keys: readonly string[];
  /** Milliseconds, or null for ever. Not asked where the signal is `pause`: that lasts until the refusal's own `until`. */
  readonly forMs: number | null;
  /** The first that holds goes before what stands above. */
  readonly cases: readonly RefusalCase[];
}

/** Another scope, by where a refusal came from and what it answered. */
export interface RefusalCase extends Pick<RefusalScope, 'channels' | 'purposes' | 'forMs'> {
  readonly on: readonly string[] | undefined;
  /** Classes of the message answered; one that is not known is of none. */
  readonly to: readonly string[] | undefined;
}

export interface PolicySource {
  readonly file: string;
  readonly text: string;
}

export interface PolicySet {
  /** `sha256:` and 64 hex digits over file names and contents. */
  readonly revision: string;
  readonly rules: readonly Rule[];
  readonly purposes: ReadonlyMap<string, Purpose>;
  readonly refusals: ReadonlyMap<string, RefusalScope>;
  /** Longest finite window or cooldown in milliseconds (local days counted with a day's slack). */
  readonly longestWindowMs: number;
  /** What is valid and surely not meant, such as a rule that can never match. */
  readonly warnings: readonly PolicyProblem[];
  /** The files it was made from, register and refusals included, in name order. */
  readonly sources: readonly PolicySource[];
  /** For `GET /policies`: one line a policy. */
  readonly summaries: readonly {
    readonly policy: string;
    readonly describes: string;
    readonly source: readonly string[];
    readonly force: Force;
    readonly rules: number;
  }[];
}

/** One problem of a policy folder; lines and columns from 1. */
export interface PolicyProblem {
  readonly file: string;
  readonly line: number;
  readonly col: number;
  readonly message: string;
}
