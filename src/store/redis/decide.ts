/** A decision on Redis: the script where it proves the request allowed, else the judge on the parts that it handed back. */
import type { WallClock } from '../../clock.ts';
import { createFastPlans, type FastPlan } from '../../engine/prove/fast-plan.ts';
import { provenDecision } from '../../engine/prove/proven.ts';
import { decodeAddressHot } from '../../engine/record/address.ts';
import { channelBit } from '../../engine/record/cold.ts';
import { addressKinds } from '../../engine/record/layout.ts';
import type { AddressRef, KeyedHash } from '../../engine/request.ts';
import { type DecideInput, type DecideOutcome, decideStep } from '../../engine/steps/decide.ts';
import type { StepTools } from '../../engine/steps/step.ts';
import { firstSeq } from '../../ids.ts';
import { addressKindOf, type Channel } from '../../vocabulary.ts';
import type { ContactStore } from '../store.ts';
import type { Customers, Seen, SeenAddress } from './customers.ts';
import { hashBytes, type PartDeps } from './parts.ts';

export interface DecideDeps extends PartDeps {
  readonly customers: Customers;
  readonly clock: WallClock;
  /** The store's clock less this process's, as last seen. */
  readonly differenceMs: () => number;
}

/** What the script answers, but for a decision that it made. */
type Answer = { readonly seen: Seen } | { readonly lookAt: AddressRef | undefined } | 'plan is over';

export function createDecide(deps: DecideDeps): ContactStore['decide'] {
  const { link, keys, clock, now, noteClock, customers, oneNode } = deps;
  const fastPlans = createFastPlans(deps.names);

  const decideFast = async (
    input: DecideInput,
    stepTools: StepTools,
    plan: FastPlan,
    looked: SeenAddress | undefined,
    untilMs: number | undefined,
  ): Promise<DecideOutcome | Answer> => {
    const { request } = input.plan;
    const place = keys.customer(request.customer);
    const concerned = request.address ?? looked?.ref;
    const there = oneNode && concerned ? keys.address(concerned) : undefined;
    const kind = String.fromCharCode(addressKinds.indexOf(addressKindOf(request.channel)));
    const reply = (await link.run(
      'decide',
      [place.hot, place.cold, ...(there ? [there.hot, there.cold] : [])],
      [
        plan.bytes,
        input.operation ? Buffer.from(input.operation.id + input.operation.body, 'latin1') : '',
        Buffer.from((request.address?.hash ?? '') + kind, 'latin1'),
        request.address || !looked ? '' : hashBytes(looked.ref.hash),
        Buffer.from([...request.keys.values()].join(''), 'latin1'),
        firstSeq(),
        hashBytes(request.customer),
        now(),
      ],
      untilMs,
    )) as [number, number, ...unknown[]];
    const [verdict, nowMs] = reply;
    noteClock(nowMs);
    if (verdict === 2) return 'plan is over';
    if (verdict === 3) return { lookAt: lastReached(reply[2] as Buffer, request.channel) };
    if (verdict === 0) return { seen: seenIn(reply, nowMs, concerned, oneNode ? undefined : looked, request.channel) };
    const [seq, ...used] = reply.slice(2) as number[];
    return provenDecision(input, plan, stepTools, { nowMs, seq: seq as number, used });
  };

  return async (input, stepTools, untilMs) => {
    deps.usable();
    const { request } = input.plan;
    const { customer, address } = request;
    const slowly = (first?: Seen): Promise<DecideOutcome> =>
      customers.transact(customer, (state) => decideStep(input, state, stepTools), untilMs, first);
    if (input.mode === 'check') return customers.read(customer, (state) => decideStep(input, state, stepTools).value);
    const bit = channelBit(request.channel);
    // On a Cluster the address is looked at before the customer's step, and its refusals are for the judge.
    let looked = address && !oneNode ? await customers.lookAt(address) : undefined;
    // The store's clock and where the customer was last reached are guessed; where that was wrong, the answer has told it.
    for (let tries = 0; tries < mostTries; tries++) {
      const plan = fastPlans.for(input, stepTools, clock.nowMs() + deps.differenceMs());
      if (!plan || (looked && decodeAddressHot(looked.hot ?? undefined).suppressed & bit)) break;
      const answer = await decideFast(input, stepTools, plan, looked, untilMs);
      if (answer === 'plan is over') continue;
      if ('seen' in answer) return slowly(answer.seen);
      if ('lookAt' in answer) {
        const { lookAt } = answer;
        looked = lookAt && (oneNode ? { ref: lookAt, hot: null, cold: undefined } : await customers.lookAt(lookAt));
        continue;
      }
      if (address && !oneNode && answer.kind === 'decided')
        await customers.note(customer, address, answer.atMs, looked);
      return answer;
    }
    return slowly();
  };
}

const mostTries = 4;

function lastReached(hash: Buffer, channel: Channel): AddressRef | undefined {
  return hash.length === 0 ? undefined : { kind: addressKindOf(channel), hash: hash.toString('latin1') as KeyedHash };
}

/** The parts that the script handed back; cold ones only where a suppression may cover the channel. */
function seenIn(
  reply: readonly unknown[],
  nowMs: number,
  concerned: AddressRef | undefined,
  looked: SeenAddress | undefined,
  channel: Channel,
): Seen {
  const [hot, cold, addressHot, addressCold] = reply.slice(2).map((value) => (value as Buffer | undefined) ?? null);
  const bit = channelBit(channel);
  const withColds = (((hot?.[2] ?? 0) | (addressHot?.[1] ?? 0)) & bit) !== 0;
  return {
    nowMs,
    hot: hot ?? null,
    cold: withColds ? (cold ?? null) : undefined,
    address:
      looked ??
      (concerned && {
        ref: concerned,
        hot: addressHot ?? null,
        cold: withColds ? (addressCold ?? null) : undefined,
      }),
  };
}
