/** The answer while the store is out of reach: the register says allow or deny, and what this process knows still binds (contract 2). */
import type { Judgement, Reason } from '../engine/decision.ts';
import type { Facts } from '../engine/facts.ts';
import { judge } from '../engine/judge.ts';
import type { Plan } from '../engine/plan.ts';
import type { ZoneClock } from '../engine/zone-clock.ts';

const unavailable: Reason = {
  code: 'store-unavailable',
  message: 'The store is out of reach, so this cannot be judged. Ask again soon, with the same operationId.',
  retryAtMs: null,
};

/** Caps and cooldowns need history and are left out; hours, targeting, consents and suppressions bind as far as they are known here. */
export function judgeDegraded(plan: Plan, known: Facts, clock: ZoneClock, nowMs: number): Judgement {
  const rules = plan.rules.filter((rule) => rule.kind !== 'cap' && rule.kind !== 'cooldown');
  const judged = judge({ ...plan, rules }, known, clock, nowMs);
  const allowed = judged.allowed && plan.purpose.onStoreFailure === 'allow';
  return {
    ...judged,
    allowed,
    reasons: allowed ? [] : [...judged.reasons, unavailable],
    retryAtMs: null,
    caps: [],
  };
}
