/** The decision that a prover made (prove.ts, decide.lua), in the words of the judge. */
import { type CapState, capState } from '../decision.ts';
import type { Decided } from '../steps/decide.ts';
import type { AllowedIds } from '../steps/step.ts';
import type { FastPlan } from './fast-plan.ts';

export interface Proven {
  readonly nowMs: number;
  readonly ids: AllowedIds;
  /** What each cap of the plan counts, without this contact. */
  readonly used: readonly number[];
}

export function provenDecision(plan: FastPlan, { nowMs, ids, used }: Proven): Decided {
  const { decisionId, contactId } = ids;
  return {
    kind: 'decided',
    decisionId,
    atMs: nowMs,
    judgement: {
      allowed: true,
      reasons: [],
      shadow: [],
      retryAtMs: null,
      caps: plan.answers.map((answer) => usedOf(answer, used)),
      consentId: undefined,
    },
    contactId,
    replayed: false,
    basis: plan.basis,
  };
}

/** A cap of an allowed decision, itself included; a rule that was counted once for each zone stands with its fullest. */
function usedOf(
  { policy, rule, limit, places, itself }: FastPlan['answers'][number],
  used: readonly number[],
): CapState {
  let count = 0;
  for (const place of places) count = Math.max(count, used[place] as number);
  count += itself;
  return capState(policy, rule, limit, count);
}
