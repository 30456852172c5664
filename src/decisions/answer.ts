/** A decision in the words of the contract (2): what goes over the wire, and what the log shows. */
import type { CapState, Reason } from '../engine/decision.ts';
import type { Decided } from '../engine/steps/decide.ts';
import type { DecisionAnswer } from '../guard-contract.ts';
import { isoTime } from '../iso-time.ts';
import type { MessageLinks } from './links.ts';

function isoOrNull(ms: number | null): string | null {
  // A suppression may be set to expire past what a date can say: that is never.
  return ms === null || !Number.isFinite(ms) || Math.abs(ms) > 8.64e15 ? null : isoTime(ms);
}

export interface AnswerContext {
  readonly policyRevision: string;
  readonly degraded: boolean;
  readonly minimal: boolean;
  /** Of an allowed contact; a minimal answer says none. */
  readonly links: MessageLinks | undefined;
}

/** An object of any fields, as `DecisionAnswer` is: an interface is none. */
export type FullAnswer = {
  readonly decisionId: string;
  readonly allowed: boolean;
  readonly contactId: string | null;
  readonly reasons: readonly Record<string, unknown>[];
  readonly retryAt: string | null;
  readonly shadow: readonly Record<string, unknown>[];
  readonly caps: readonly CapState[];
  readonly replayed: boolean;
  readonly degraded: boolean;
  readonly policyRevision: string;
  readonly decidedAt: string;
};

export function fullAnswer(decided: Decided, context: Pick<AnswerContext, 'policyRevision' | 'degraded'>): FullAnswer {
  const { judgement } = decided;
  return {
    decisionId: decided.decisionId,
    allowed: judgement.allowed,
    contactId: decided.contactId,
    reasons: judgement.reasons.map(fullReason),
    retryAt: isoOrNull(judgement.retryAtMs),
    shadow: judgement.shadow.map(fullReason),
    caps: judgement.caps,
    replayed: decided.replayed,
    degraded: context.degraded,
    policyRevision: context.policyRevision,
    decidedAt: isoTime(decided.atMs),
  };
}

export function answer(decided: Decided, context: AnswerContext): DecisionAnswer {
  if (!context.minimal) {
    const said = fullAnswer(decided, context);
    return context.links === undefined ? said : { ...said, ...context.links };
  }
  const { judgement } = decided;
  return {
    decisionId: decided.decisionId,
    allowed: judgement.allowed,
    contactId: decided.contactId,
    retryAt: isoOrNull(judgement.retryAtMs),
    reasons: judgement.reasons.map(({ code, policy, rule, retryAtMs }) => ({
      code,
      ...(policy === undefined ? {} : { policy, rule }),
      retryAt: isoOrNull(retryAtMs),
    })),
    replayed: decided.replayed,
    degraded: context.degraded,
  };
}

function fullReason(reason: Reason): Record<string, unknown> {
  if (reason.code === 'cap') {
    // The most usual one: written out in a tenth of the time of a spread.
    const { code, policy, rule, force, message, limit, used, window, retryAtMs } = reason;
    return { code, policy, rule, force, message, limit, used, window, retryAt: isoOrNull(retryAtMs) };
  }
  const { retryAtMs, sinceMs, ...rest } = reason;
  return { ...rest, ...(sinceMs === undefined ? {} : { since: isoTime(sinceMs) }), retryAt: isoOrNull(retryAtMs) };
}
