/** A decision on Redis: the script where it proves the request allowed, else the judge on the record that it handed back. */
import type { WallClock } from '../../clock.ts';
import type { CapState } from '../../engine/decision.ts';
import { matches } from '../../engine/matching.ts';
import { addressKinds } from '../../engine/record/layout.ts';
import { removeContact, type Suppression } from '../../engine/record/record.ts';
import { type DecideInput, type DecideOutcome, decideStep } from '../../engine/steps/decide.ts';
import { basisOf, type StepTools } from '../../engine/steps/step.ts';
import { firstSeq } from '../../ids.ts';
import type { ContactStore } from '../store.ts';
import { createFastPlans, type FastPlan } from './fast-plan.ts';
import type { Read, RecordDeps, Records } from './records.ts';

export interface DecideDeps extends Pick<RecordDeps, 'link' | 'keys' | 'names' | 'now' | 'noteClock' | 'usable'> {
  readonly records: Records;
  readonly clock: WallClock;
  /** The store's clock less this process's, as last seen. */
  readonly differenceMs: () => number;
}

export function createDecide(deps: DecideDeps): ContactStore['decide'] {
  const { link, keys, clock, now, noteClock } = deps;
  const { transact, read, lookAtAddress } = deps.records;
  const fastPlans = createFastPlans(deps.names);

  /** An address that is shared is looked at once more after its contact is recorded: a refusal that came in between takes it back. */
  const decideSlowly = async (
    input: DecideInput,
    stepTools: StepTools,
    untilMs: number | undefined,
    first: Read | undefined,
  ): Promise<DecideOutcome> => {
    const { request } = input.plan;
    const target = { customer: request.customer, address: request.address };
    let sharedWith: ReadonlySet<string> | undefined;
    const outcome = await transact(
      target,
      (state) => {
        sharedWith = state.addressShared ? idsOf(state.ofAddresses) : undefined;
        return decideStep(input, state, stepTools);
      },
      untilMs,
      first,
    );
    if (
      sharedWith === undefined ||
      !request.address ||
      outcome.kind !== 'decided' ||
      outcome.contactId === null ||
      outcome.replayed
    )
      return outcome;
    const again = await lookAtAddress(request.address.hash, '', untilMs);
    const known = sharedWith;
    if (again.suppressions.every((one) => known.has(one.suppressionId))) return outcome;
    await transact(target, ({ record }) => {
      const made = record.contacts.find(
        (contact) => stepTools.contactId(request.customer, contact.seq, contact.atMs) === outcome.contactId,
      );
      if (made) removeContact(record, made.seq);
      record.holds = record.holds.filter((hold) => hold.seq !== made?.seq);
      return { value: undefined, changed: made !== undefined, entries: [] };
    });
    return transact(target, (state) => decideStep(input, state, stepTools), untilMs);
  };

  const decideFast = async (
    input: DecideInput,
    stepTools: StepTools,
    plan: FastPlan,
    untilMs: number | undefined,
  ): Promise<DecideOutcome | Read | undefined> => {
    const { request } = input.plan;
    const reply = (await link.run(
      'decide',
      [keys.customer(request.customer)],
      [
        plan.bytes,
        input.operation ? Buffer.from(input.operation.id + input.operation.body, 'latin1') : '',
        request.address
          ? Buffer.from(
              request.address.hash + String.fromCharCode(addressKinds.indexOf(request.address.kind)),
              'latin1',
            )
          : '',
        Buffer.from([...request.keys.values()].join(''), 'latin1'),
        firstSeq(),
        now(),
      ],
      untilMs,
    )) as [number, number, ...unknown[]];
    const [verdict, nowMs] = reply;
    noteClock(nowMs);
    if (verdict === 2) return undefined;
    if (verdict === 0) return { nowMs, bytes: (reply[2] as Buffer | null) ?? null };
    return {
      kind: 'decided',
      decisionId: input.decisionId,
      atMs: nowMs,
      judgement: {
        allowed: true,
        reasons: [],
        shadow: [],
        retryAtMs: null,
        caps: capStates(input, plan, reply.slice(3) as number[]),
        consentId: undefined,
      },
      contactId: stepTools.contactId(request.customer, reply[2] as number, nowMs),
      replayed: false,
      basis: basisOf(input.plan, stepTools.clock, undefined),
    };
  };

  return async (input, stepTools, untilMs) => {
    deps.usable();
    const { request } = input.plan;
    if (input.mode === 'check') {
      return read(
        { customer: request.customer, address: request.address },
        (state) => decideStep(input, state, stepTools).value,
      );
    }
    // The store's clock is guessed; where that was wrong, the first answer has told it.
    for (let tries = 0; tries < 2; tries++) {
      const plan = fastPlans.for(input, stepTools, clock.nowMs() + deps.differenceMs());
      if (!plan) break;
      const answer = await decideFast(input, stepTools, plan, untilMs);
      if (answer && 'kind' in answer) return answer;
      if (answer) return decideSlowly(input, stepTools, untilMs, answer);
    }
    return decideSlowly(input, stepTools, untilMs, undefined);
  };
}

function idsOf(suppressions: readonly Suppression[]): ReadonlySet<string> {
  return new Set(suppressions.map((one) => one.suppressionId));
}

/** The caps of an allowed decision, itself included; a rule that was counted once for each zone stands with its fullest. */
function capStates(input: DecideInput, plan: FastPlan, used: readonly number[]): CapState[] {
  const states = new Map<number, CapState>();
  plan.caps.forEach((rule, place) => {
    if (rule.mode === 'shadow') return;
    const itself = matches(rule.counts, input.plan.request, input.plan.policies.purposes) ? 1 : 0;
    const count = Math.max((used[place] ?? 0) + itself, states.get(rule.index)?.used ?? 0);
    states.set(rule.index, {
      policy: rule.policy,
      rule: rule.id,
      limit: rule.limit,
      used: count,
      remaining: Math.max(0, rule.limit - count),
    });
  });
  return [...states.values()];
}
