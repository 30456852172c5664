/** Decisions that go out as one call of decide.lua: each stands alone. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askFor as askIn } from '../../../test/support/asks.ts';
import { type Calls, connectedLink, countCalls } from '../../../test/support/redis-link.ts';
import { monotonicMs } from '../../clock.ts';
import { encodeRecord } from '../../engine/record/codec.ts';
import { emptyRecord } from '../../engine/record/record.ts';
import type { RedisLink } from './client.ts';
import { type Ask, callOf, createDecideCalls, type RawReply, type Reply, repliesIn } from './decide-call.ts';
import { createKeys } from './keys.ts';

const keys = createKeys(`call${process.pid}`);
let link: RedisLink;
let calls: Calls;

beforeAll(async () => {
  link = await connectedLink();
  calls = countCalls(link, 'decide');
});
afterAll(() => link.close());

const askFor = (customer: number, more: Partial<Ask> = {}) => askIn(keys, 0x63, customer, more);

async function callWith(asks: readonly Ask[], now = '') {
  const { keys: touched, args, untilMs } = callOf(asks, now);
  return repliesIn((await link.run('decide', touched, args, untilMs)) as RawReply, asks);
}

test('the decisions of one turn are one call for each sixteen of them, which goes out while others are on their way', async () => {
  const ask = createDecideCalls(link, () => '', { oneNode: true });
  calls.count = 0;
  const asked: Promise<Reply>[] = [];
  const outAfter: number[] = [];
  for (let customer = 0; customer < 34; customer++) {
    asked.push(ask(askFor(customer)));
    outAfter.push(calls.count);
  }
  expect(outAfter.filter((count, place) => count > (outAfter[place - 1] ?? 0))).toEqual([1, 2]);
  expect(outAfter.indexOf(1)).toBe(15);
  expect(outAfter.indexOf(2)).toBe(31);
  expect(new Set((await Promise.all(asked)).map(({ kind }) => kind))).toEqual(new Set(['allowed']));
  expect(calls.count).toBe(3);
});

test('a later decision in the call sees what an earlier one wrote, and its operation counts once', async () => {
  const operation = { id: 'op------', body: 'body--' };
  const replies = await callWith([askFor(100, { operation }), askFor(100), askFor(100, { operation })]);
  expect(replies.map(({ kind }) => kind)).toEqual(['allowed', 'allowed', 'handed-back']);
  const [first, second] = replies.map((reply) => (reply.kind === 'allowed' ? Number(reply.ids.contactId) : undefined));
  expect(second).toBe(((first ?? 0) + 1) % 65_536);
});

test('what cannot be read of one customer is a fault of that decision alone, wherever it stands', async () => {
  const broken = askFor(201);
  await link.call((client) => client.sadd(broken.place.hot, 'no record'));
  const replies = await callWith([broken, askFor(202), broken, askFor(203)]);
  expect(replies.map(({ kind }) => kind)).toEqual(['failed', 'allowed', 'failed', 'allowed']);
  expect(replies[0]).toMatchObject({ message: expect.stringContaining('WRONGTYPE') });
});

test('a decision whose deadline has come writes nothing, and those beside it do', async () => {
  await callWith([askFor(300)]);
  const late = askFor(301, { untilMs: monotonicMs() - 1 });
  const replies = await callWith([late, askFor(302, { untilMs: monotonicMs() + 200 })]);
  expect(replies.map(({ kind }) => kind)).toEqual(['late', 'allowed']);
  expect(await link.call((client) => client.exists(late.place.hot))).toBe(0);
});

test('a plan holds from its first instant on, and at its end no more', async () => {
  const bytes = Buffer.from(askFor(0).plan.bytes);
  bytes.writeUIntLE(5000, 0, 6);
  bytes.writeUIntLE(6000, 6, 6);
  const kinds: string[] = [];
  for (const nowMs of [4999, 5000, 5999, 6000]) {
    const replies = await callWith([askFor(500 + kinds.length, { plan: { bytes } })], String(nowMs));
    kinds.push(...replies.map(({ kind }) => kind));
  }
  expect(kinds).toEqual(['plan-is-over', 'allowed', 'allowed', 'plan-is-over']);
});

test('a call that has read enough leaves the rest, which are asked again', async () => {
  const large = Array.from({ length: 8 }, (_, place) => askFor(400 + place));
  const names = { idOf: () => 1, nameOf: () => 'x' };
  const record = encodeRecord(emptyRecord(1), names, 'for-ever');
  // Unknown bytes at the end are carried along.
  const padded = Buffer.concat([record, Buffer.alloc(100 * 1024)]);
  await link.call((client) => client.mset(...large.flatMap(({ place }) => [place.hot, padded])));
  const replies = await callWith(large);
  expect(replies.map(({ kind }) => kind)).toEqual([
    ...Array.from({ length: 3 }, () => 'allowed'),
    ...Array.from({ length: 5 }, () => 'ask-again'),
  ]);
  const ask = createDecideCalls(link, () => '', { oneNode: true });
  const all = await Promise.all(large.map((one) => ask(one)));
  expect(all.map(({ kind }) => kind)).toEqual(large.map(() => 'allowed'));
});
