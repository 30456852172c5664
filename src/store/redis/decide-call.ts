/**
 * Calls of decide.lua: decisions of one turn of the event loop go out together, sixteen as one call, which reads each plan once, as soon as there are
 * so many. On a Cluster up to 32 at the end of the turn, a call for one node (ADR 0067), or for one slot where a slot has just moved.
 */

import type { Redis } from 'ioredis';
import { monotonicMs } from '../../clock.ts';
import type { FastPlan } from '../../engine/prove/fast-plan.ts';
import { addressKinds } from '../../engine/record/layout.ts';
import type { AddressRef, KeyedHash, Operation } from '../../engine/request.ts';
import type { AllowedIds, StepTools } from '../../engine/steps/step.ts';
import { StoreUnavailable } from '../../errors.ts';
import { firstSeq } from '../../ids.ts';
import type { AddressKind } from '../../vocabulary.ts';
import type { Argument, RedisLink } from './client.ts';
import { connectedNode, ownerOf } from './nodes.ts';
import type { Place, Value } from './place.ts';
import { again, callUntilMs, earlierMs, together, type Waiting } from './together.ts';

/** One decision as the script takes it. */
export interface Ask {
  readonly plan: Pick<FastPlan, 'bytes'>;
  readonly customer: KeyedHash;
  readonly place: Place;
  /** On one node: where the address lies that must be looked at. */
  readonly there: Place | undefined;
  readonly operation: Operation | undefined;
  /** The request's own address. */
  readonly address: AddressRef | undefined;
  /** The kind of address that the channel uses. */
  readonly addressKind: AddressKind;
  /** Where the request has no address: the one that the customer was last reached at, as far as is known. */
  readonly looked: KeyedHash | undefined;
  readonly keys: ReadonlyMap<string, string>;
  /** Both ids of the decision, where the script allows it. */
  readonly allowedIds: StepTools['allowedIds'];
  /** Nothing is written for it from then on (monotonic). */
  readonly untilMs: number;
}

export type Reply = { readonly nowMs: number } & (
  | { readonly kind: 'allowed'; readonly ids: AllowedIds; readonly used: readonly number[] }
  | {
      readonly kind: 'handed-back';
      readonly hot: Value;
      readonly cold: Value;
      readonly thereHot: Value;
      readonly thereCold: Value;
    }
  | { readonly kind: 'plan-is-over' }
  /** Empty: at none. */
  | { readonly kind: 'look-at'; readonly hash: KeyedHash | '' }
  | { readonly kind: 'late' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'ask-again' }
  /** The node does not have the key: ask whoever has its slot. */
  | { readonly kind: 'elsewhere' }
);

/** A slot that moves takes a while, and seldom moves alone: for so long each slot is asked by itself. */
const bySlotMs = 1000;
/** What stands before a Cluster may not let a call for several slots through. */
const refusedMs = 60_000;

/** @returns asks for one decision; @throws StoreUnavailable */
export function createDecideCalls(
  link: RedisLink,
  now: () => string,
  { oneNode }: { readonly oneNode: boolean },
): (ask: Ask) => Promise<Reply> {
  let bySlotUntilMs = 0;

  const outcome = (reply: Reply): Reply | Error | typeof again => {
    switch (reply.kind) {
      // The first of a call is always looked at: whoever was not is nearer to it now.
      case 'ask-again':
        return again;
      case 'elsewhere':
        bySlotUntilMs = monotonicMs() + bySlotMs;
        return again;
      case 'late':
        return new StoreUnavailable('redis: no answer in time');
      case 'failed':
        return link.failed(new Error(reply.message));
      default:
        return reply;
    }
  };

  return together<Ask, Reply, Redis | undefined>({
    most: oneNode ? 16 : 32,
    early: oneNode,
    groups(all) {
      if (oneNode) return [[undefined, all]];
      return monotonicMs() < bySlotUntilMs ? bySlot(all) : byNode(link, all);
    },
    async send(asks, node) {
      try {
        const { keys, args, untilMs } = callOf(asks, now());
        const answer = link.run('decide', keys, args, untilMs, node);
        // The server looks at these while the next ones are read here.
        if (oneNode) link.flush();
        return repliesIn((await answer) as RawReply, asks).map(outcome);
      } catch (error) {
        if (!node) throw error;
        bySlotUntilMs = monotonicMs() + refusedMs;
        if (!(error instanceof StoreUnavailable) || error.unknown) throw error;
        return asks.map(() => again);
      }
    },
    tick: (flush) =>
      setImmediate(() => {
        flush();
        link.flush();
      }),
  });
}

type Asking = Waiting<Ask, Reply>;
/** Of the one node that is asked; undefined: of whoever has the slot. */
type Group = [node: Redis | undefined, asking: Asking[]];

function bySlot(all: readonly Asking[]): Group[] {
  return [...Map.groupBy(all, ({ ask }) => ask.place.bucket).values()].map((group) => [undefined, group]);
}

/** One decision alone, and those of a node without a connection, go by their slots. */
function byNode(link: RedisLink, all: readonly Asking[]): Group[] {
  return [...Map.groupBy(all, ({ ask }) => ownerOf(link.client, ask.place.hot))].flatMap(([name, group]): Group[] => {
    const node = group.length > 1 ? connectedNode(link.masters(), name) : undefined;
    return node ? [[node, group]] : bySlot(group);
  });
}

/** The script's arguments for these decisions. */
export function callOf(
  asks: readonly Ask[],
  now: string,
): { readonly keys: string[]; readonly args: Argument[]; readonly untilMs: number } {
  const untilMs = callUntilMs(asks);
  const plans: Ask['plan'][] = [];
  const keys: string[] = [];
  let packed = '';
  for (const ask of asks) {
    const { place, there } = ask;
    let plan = plans.indexOf(ask.plan);
    if (plan === -1) plan = plans.push(ask.plan) - 1;
    keys.push(place.hot);
    if (there) keys.push(there.hot);
    packed += packedAsk(ask, plan + 1, earlierMs(ask, untilMs));
  }
  // One argument for all: each costs something at both ends.
  const args = [now, plans.length, ...plans.map(({ bytes }) => bytes), Buffer.from(packed, 'latin1')];
  return { keys, args, untilMs };
}

/** One byte a character, as hashes are already. */
function packedAsk(ask: Ask, plan: number, byMs: number): string {
  const { operation, address, looked } = ask;
  const seq = firstSeq();
  let keys = '';
  for (const hash of ask.keys.values()) keys += hash;
  return (
    String.fromCharCode(plan, ask.there ? 2 : 1) +
    String.fromCharCode(byMs & 0xff, (byMs >> 8) & 0xff, (byMs >> 16) & 0xff, (byMs >> 24) & 0xff) +
    String.fromCharCode(seq & 0xff, seq >> 8) +
    ask.customer +
    sized(operation ? operation.id + operation.body : '') +
    sized((address?.hash ?? '') + String.fromCharCode(addressKinds.indexOf(ask.addressKind))) +
    sized(looked ?? '') +
    sized(keys)
  );
}

function sized(text: string): string {
  return String.fromCharCode(text.length) + text;
}

type RawAnswer = Buffer | [0, Value, Value, Value, Value] | [2] | [3, Buffer] | [4] | [5, Buffer] | [6] | [7];
export type RawReply = [number, ...RawAnswer[]];

/** The ids of all that are allowed are asked for before the first is read, so that they are sealed together. */
export function repliesIn([nowMs, ...answers]: RawReply, asks: readonly Ask[]): Reply[] {
  return answers.map((answer, place) => replyIn(answer, nowMs, asks[place] as Ask));
}

function replyIn(answer: RawAnswer, nowMs: number, { customer, allowedIds }: Ask): Reply {
  if (Buffer.isBuffer(answer)) {
    const used: number[] = [];
    for (let at = 2; at < answer.length; at += 2) used.push(answer.readUInt16LE(at));
    return { kind: 'allowed', nowMs, ids: allowedIds(customer, answer.readUInt16LE(0), nowMs), used };
  }
  switch (answer[0]) {
    case 0: {
      const [, hot, cold, thereHot, thereCold] = answer;
      return { kind: 'handed-back', nowMs, hot, cold, thereHot, thereCold };
    }
    case 2:
      return { kind: 'plan-is-over', nowMs };
    case 3:
      return { kind: 'look-at', nowMs, hash: answer[1].toString('latin1') as KeyedHash | '' };
    case 4:
      return { kind: 'late', nowMs };
    case 5:
      return { kind: 'failed', nowMs, message: answer[1].toString() };
    case 6:
      return { kind: 'ask-again', nowMs };
    case 7:
      return { kind: 'elsewhere', nowMs };
  }
}
