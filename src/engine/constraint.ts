/**
 * What every check comes down to: from which instant on it would let the request pass, if nothing else happened.
 * One shape for caps, hours, cooldowns, consents and suppressions, so that the exact joint `retryAt` is one short search (judge.ts).
 */
import type { Rule } from '../policy/types.ts';
import type { Reason } from './decision.ts';

export interface Constraint {
  readonly rule: Rule | undefined;
  /** Least instant at or after `atMs` at which this check passes; null where there is none before `limitMs`. */
  nextPassMs(atMs: number, limitMs: number): number | null;
  /** Instants at which something this check rests on ends, for the bound of the search for open hours. */
  readonly endsMs: readonly number[];
  /** The reason, where the check denies at `atMs`. */
  reason(atMs: number, retryAtMs: number | null): Reason;
}

const dayMs = 86_400_000;
/** How far past the last end open hours are searched (contract 2, retryAt). */
export const searchMs = 400 * dayMs;

/** A rule binds only within its `effective` dates: outside of them it passes. */
export function withEffective(rule: Rule, inner: Constraint): Constraint {
  const { effectiveFromMs: fromMs, effectiveUntilMs: untilMs } = rule;
  if (fromMs === undefined && untilMs === undefined) return inner;
  const ends = [...inner.endsMs];
  if (fromMs !== undefined) ends.push(fromMs);
  if (untilMs !== undefined) ends.push(untilMs);
  return {
    rule,
    endsMs: ends,
    nextPassMs(atMs, limitMs) {
      if (fromMs !== undefined && atMs < fromMs) return atMs;
      if (untilMs !== undefined && atMs >= untilMs) return atMs;
      const next = inner.nextPassMs(atMs, limitMs);
      return untilMs !== undefined && (next === null || next > untilMs) ? untilMs : next;
    },
    reason: inner.reason,
  };
}

/** True where the rule is in force at that instant. */
export function inForce(rule: Rule, atMs: number): boolean {
  return (
    (rule.effectiveFromMs === undefined || atMs >= rule.effectiveFromMs) &&
    (rule.effectiveUntilMs === undefined || atMs < rule.effectiveUntilMs)
  );
}

/** A check that no time helps. */
export function neverPasses(rule: Rule, message: string, code: Reason['code']): Constraint {
  return {
    rule,
    endsMs: [],
    nextPassMs: () => null,
    reason: (_atMs, retryAtMs) => ({ code, ...namesOf(rule), message, retryAtMs }),
  };
}

export function namesOf(rule: Rule): { policy: string; rule: string; force: Rule['force'] } {
  return { policy: rule.policy, rule: rule.id, force: rule.force };
}
