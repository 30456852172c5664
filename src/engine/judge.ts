/**
 * Judges a request against a customer's state at an instant: every reason, the exact joint `retryAt`, what each cap stands at.
 * Pure. Stores call it inside their atomic step; `check`, batch, simulation and policy tests call the same.
 */
import { type Constraint, inForce, searchMs } from './constraint.ts';
import { isCap, ruleConstraint } from './constraints.ts';
import { type CapState, capState, type Judgement, type Reason } from './decision.ts';
import { consentAt, type Facts } from './facts.ts';
import type { Plan } from './plan.ts';
import { ownCapConstraints, suppressionConstraints } from './suppression-constraints.ts';
import type { ZoneClock } from './zone-clock.ts';

/** A bound on the search: each round moves forward past a closed hour or an end, so this is never met by a sane policy. */
const maxRounds = 20_000;

/** Judges every rule and every suppression. */
export function judge(plan: Plan, facts: Facts, clock: ZoneClock, nowMs: number): Judgement {
  const { enforced, shadowed, caps } = ruleConstraints(plan, facts, clock, nowMs);
  const binding = [
    ...suppressionConstraints(plan, facts),
    ...ownCapConstraints(plan, facts, clock, nowMs),
    ...enforced,
  ];
  return conclude(plan, facts, nowMs, { binding, shadowed, caps });
}

/** A replay is judged again by refusals only (contract 2, operationId). `caps` are as they stand. */
export function judgeReplay(plan: Plan, facts: Facts, clock: ZoneClock, nowMs: number): Judgement {
  const binding = suppressionConstraints(plan, facts);
  return conclude(plan, facts, nowMs, { binding, shadowed: [], caps: capStates(plan, facts, clock, nowMs) });
}

/** What every enforced cap in force that applies stands at. */
export function capStates(plan: Plan, facts: Facts, clock: ZoneClock, nowMs: number): CapState[] {
  return ruleConstraints(plan, facts, clock, nowMs).caps;
}

interface Constraints {
  readonly enforced: readonly Constraint[];
  readonly shadowed: readonly Constraint[];
  readonly caps: CapState[];
}

function ruleConstraints(plan: Plan, facts: Facts, clock: ZoneClock, nowMs: number): Constraints {
  const enforced: Constraint[] = [];
  const shadowed: Constraint[] = [];
  const caps: CapState[] = [];
  for (const rule of plan.rules) {
    const constraint = ruleConstraint(rule, plan, facts, clock, nowMs);
    if (!constraint) continue;
    if (rule.mode === 'shadow') {
      shadowed.push(constraint);
      continue;
    }
    enforced.push(constraint);
    if (isCap(constraint) && inForce(rule, nowMs)) {
      const { rule: cap, used } = constraint.cap;
      caps.push(capState(rule.policy, rule.id, cap.limit, used));
    }
  }
  return { enforced, shadowed, caps };
}

function conclude(
  plan: Plan,
  facts: Facts,
  nowMs: number,
  { binding, shadowed, caps }: { binding: readonly Constraint[] } & Omit<Constraints, 'enforced'>,
): Judgement {
  const limitMs = Math.max(lastEndMs(binding, nowMs), lastEndMs(shadowed, nowMs)) + searchMs;
  const reasons = denials(binding, nowMs, limitMs);
  return {
    allowed: reasons.length === 0,
    reasons,
    shadow: denials(shadowed, nowMs, limitMs),
    retryAtMs: reasons.length === 0 ? null : jointPassMs(binding, nowMs, limitMs),
    caps,
    consentId: consentAt(facts.consents ?? [], plan.request, nowMs)?.consentId,
  };
}

function lastEndMs(constraints: readonly Constraint[], nowMs: number): number {
  let lastMs = nowMs;
  for (const { endsMs } of constraints) for (const endMs of endsMs) if (endMs > lastMs) lastMs = endMs;
  return lastMs;
}

function denials(constraints: readonly Constraint[], nowMs: number, limitMs: number): Reason[] {
  const reasons: Reason[] = [];
  for (const constraint of constraints) {
    const nextMs = constraint.nextPassMs(nowMs, limitMs);
    if (nextMs !== nowMs) reasons.push(constraint.reason(nowMs, nextMs));
  }
  return reasons;
}

/**
 * The least instant at which every constraint passes. Leapfrog: a joint solution is never before any constraint's own next pass,
 * so moving to the latest of them loses nothing; it ends when a whole round moves nowhere.
 */
function jointPassMs(constraints: readonly Constraint[], nowMs: number, limitMs: number): number | null {
  let atMs = nowMs;
  for (let round = 0; round < maxRounds; round++) {
    const startMs = atMs;
    for (const constraint of constraints) {
      const nextMs = constraint.nextPassMs(atMs, limitMs);
      if (nextMs === null) return null;
      atMs = nextMs;
    }
    if (atMs === startMs) return atMs;
  }
  return null;
}
