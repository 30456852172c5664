/** A decision on Redis: the script where it proves the request allowed, else the judge on the parts that it handed back. */

import type { WallClock } from '../../clock.ts';
import { createFastPlans } from '../../engine/prove/fast-plan.ts';
import { provenDecision } from '../../engine/prove/proven.ts';
import { decodeAddressHot } from '../../engine/record/address.ts';
import { channelBit } from '../../engine/record/cold.ts';
import type { AddressRef } from '../../engine/request.ts';
import { type DecideOutcome, decideStep } from '../../engine/steps/decide.ts';
import { addressKindOf } from '../../vocabulary.ts';
import type { ContactStore } from '../store.ts';
import type { Customers } from './customers.ts';
import { createDecideCalls, type Reply } from './decide-call.ts';
import { createLastReached } from './last-reached.ts';
import type { PartDeps } from './parts.ts';
import type { Place, Value } from './place.ts';
import type { Seen, SeenAddress } from './run-steps.ts';

export interface DecideDeps extends PartDeps {
  readonly customers: Customers;
  readonly clock: WallClock;
  /** The store's clock less this process's, as last seen. */
  readonly differenceMs: () => number;
}

export function createDecide(deps: DecideDeps): ContactStore['decide'] {
  const { link, keys, clock, now, noteClock, customers, oneNode } = deps;
  const fastPlans = createFastPlans(deps.names);
  const ask = createDecideCalls(link, now, { oneNode });
  const lastReached = createLastReached();
  /** On one node the script itself looks at the address. */
  const lookAt = async (ref: AddressRef): Promise<SeenAddress> =>
    oneNode ? { ref, hot: null } : customers.lookAt(ref);

  return async (input, stepTools, untilMs) => {
    deps.usable();
    const { request } = input.plan;
    const { customer, address } = request;
    const slowly = (first?: Seen): Promise<DecideOutcome> => {
      input.expectJudging?.();
      return customers.transact(customer, (state) => decideStep(input, state, stepTools), untilMs, first);
    };
    if (input.mode === 'check') return customers.read(customer, (state) => decideStep(input, state, stepTools).value);
    const place = keys.customer(customer);
    const bit = channelBit(request.channel);
    const addressKind = addressKindOf(request.channel);
    const guessed = address ?? lastReached.get(customer, addressKind);
    // On a Cluster the address is looked at before the customer's step, and its refusals are for the judge.
    let looked = guessed && (await lookAt(guessed));
    // The store's clock and where the customer was last reached are guessed; where that was wrong, the answer has told it.
    for (let tries = 0; tries < mostTries; tries++) {
      const plan = fastPlans.for(input, stepTools, clock.nowMs() + deps.differenceMs());
      if (!plan || (looked && decodeAddressHot(looked.hot ?? undefined).suppressed & bit)) break;
      const there = looked && keys.address(looked.ref);
      const reply = await ask({
        plan,
        customer,
        place,
        there: oneNode ? there : undefined,
        operation: input.operation,
        address,
        addressKind,
        looked: address ? undefined : looked?.ref.hash,
        keys: request.keys,
        allowedIds: stepTools.allowedIds,
        untilMs: untilMs ?? Number.POSITIVE_INFINITY,
      });
      noteClock(reply.nowMs);
      if (reply.kind === 'handed-back')
        return slowly(seenIn(oneNode ? reply : { ...reply, thereHot: looked?.hot ?? null }, place, there, bit));
      if (reply.kind === 'look-at') {
        const ref = reply.hash === '' ? undefined : { kind: addressKind, hash: reply.hash };
        lastReached.set(customer, addressKind, ref);
        looked = ref && (await lookAt(ref));
      }
      if (reply.kind !== 'allowed') continue;
      if (address && !oneNode) await customers.note(customer, address, reply.nowMs, looked);
      return provenDecision(plan, reply);
    }
    return slowly();
  };
}

const mostTries = 4;

/**
 * The parts that the script handed back; a cold one only where a suppression of it may cover the channel. One that should be there and is not may still
 * lie where its slot moves away from, and is read with its hot one: both at one place, or not yet.
 */
export function seenIn(
  { nowMs, hot, cold, thereHot, thereCold }: Extract<Reply, { kind: 'handed-back' }>,
  place: Place,
  there: Place | undefined,
  bit: number,
): Seen {
  const values = new Map<string, Value>([[place.hot, hot]]);
  const covers = (suppressed = 0) => (suppressed & bit) !== 0;
  if (cold && covers(hot?.[2])) values.set(place.cold, cold);
  if (there) values.set(there.hot, thereHot);
  if (there && thereCold && covers(thereHot?.[1])) values.set(there.cold, thereCold);
  return { nowMs, values };
}
