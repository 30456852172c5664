/** Decisions of several slots that go out as one call to the node of a Cluster that has them, and what becomes of them while slots move. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { askFor, oneContact } from '../../../test/support/asks.ts';
import { beginMove } from '../../../test/support/moving-slot.ts';
import { connectedLink } from '../../../test/support/redis-link.ts';
import { type RedisCluster, startRedisCluster } from '../../../test/support/redis-server.ts';
import { monotonicMs } from '../../clock.ts';
import { StoreUnavailable } from '../../errors.ts';
import type { RedisLink } from './client.ts';
import { type Ask, createDecideCalls, type Reply } from './decide-call.ts';
import { createKeys } from './keys.ts';
import { nodeName, ownerOf, slotOf } from './nodes.ts';

const keys = createKeys('node');
let cluster: RedisCluster;
let admins: Redis[];
let link: RedisLink;
let ask: (ask: Ask) => Promise<Reply>;
const calls: { keys: number; direct: boolean }[] = [];
/** What a call for a node is answered with instead of being sent. */
let refusal: StoreUnavailable | undefined;

beforeAll(async () => {
  cluster = await startRedisCluster();
  admins = cluster.ports.map((port) => new Redis({ host: '127.0.0.1', port }));
  const nodes = cluster.ports.map((port) => ({ host: '127.0.0.1', port }));
  link = await connectedLink({ kind: 'cluster', nodes }, 300);
  const { run } = link;
  link.run = (script, touched, args, untilMs, at) => {
    calls.push({ keys: touched.length, direct: at !== undefined });
    if (at && refusal) return Promise.reject(refusal);
    return run(script, touched, args, untilMs, at);
  };
  const { call } = link;
  await Promise.all(link.masters().map((node) => call(() => node.ping())));
});
beforeEach(() => {
  calls.length = 0;
  refusal = undefined;
  ask = createDecideCalls(link, () => '', { oneNode: false });
});
afterAll(async () => {
  link.close();
  for (const admin of admins) admin.disconnect();
  await cluster.stop();
});

let made = 0;

/** A customer whom nobody asked about. */
const newcomer = (bucket: number) => askFor(keys, bucket, ++made, { plan: oneContact });
const everywhere = () => Array.from({ length: 96 }, (_, place) => newcomer(place * 2));
const kinds = async (asks: readonly Ask[]) => (await Promise.all(asks.map(ask))).map(({ kind }) => kind);
const all = (kind: Reply['kind'], asks: readonly Ask[]) => asks.map(() => kind);
const nodeOf = (key: string) => admins.find((admin) => nodeName(admin) === ownerOf(link.client, key)) as Redis;

/** A slot that another node takes over from the one that has it. */
async function move(
  { place: { hot, cold } }: Ask,
  to: 'begun' | 'hot' | 'cold' | 'done',
): Promise<() => Promise<void>> {
  const slot = slotOf(hot);
  const source = nodeOf(hot);
  const target = admins[(admins.indexOf(source) + 1) % 3] as Redis;
  const { send, end } = await beginMove(admins, slot, source, target);
  if (to === 'hot') await send(hot);
  if (to === 'cold') await send(cold);
  if (to === 'done') await end();
  return end;
}

test('the decisions of one turn are one call for each 32 of a node, and what they write lies in its slot', async () => {
  const asks = everywhere();
  expect(await kinds(asks)).toEqual(all('allowed', asks));
  expect(calls.length).toBeLessThanOrEqual(5);
  expect(calls.every(({ direct }) => direct)).toBe(true);
  for (const { place } of asks) {
    const inSlot = await nodeOf(place.hot).call('CLUSTER', 'GETKEYSINSLOT', slotOf(place.hot), 100);
    expect(inSlot).toContain(place.hot);
  }
  expect(await kinds(asks)).toEqual(all('handed-back', asks));
});

test('one decision alone goes by its slot', async () => {
  expect(await kinds([newcomer(7)])).toEqual(['allowed']);
  expect(calls).toEqual([{ keys: 1, direct: false }]);
});

test('where no call for several slots is let through each slot is asked, and nobody is turned away for it', async () => {
  refusal = new StoreUnavailable('redis: not here', { unknown: false });
  const asks = everywhere();
  expect(await kinds(asks)).toEqual(all('allowed', asks));
  calls.length = 0;
  expect(await kinds(asks)).toEqual(all('handed-back', asks));
  expect(calls.some(({ direct }) => direct)).toBe(false);
});

test('what may have been done by a call that failed is not asked again', async () => {
  refusal = new StoreUnavailable('redis: no answer', { unknown: true });
  const asks = everywhere();
  const said = await Promise.allSettled(asks.map(ask));
  expect(said.every(({ status }) => status === 'rejected')).toBe(true);
  expect(calls.every(({ direct }) => direct)).toBe(true);
});

test('a slot that has moved is asked for where it is now, once for each decision, and the others of the call are as they were', async () => {
  const asks = everywhere();
  await kinds(asks);
  const moved = asks[40] as Ask;
  await move(moved, 'done');
  const again = [...asks, ...everywhere()];
  expect(await kinds(again)).toEqual([...all('handed-back', asks), ...all('allowed', asks)]);
  expect(calls.filter(({ direct }) => !direct)).not.toEqual([]);
  expect(ownerOf(link.client, moved.place.hot)).toBe(nodeName(nodeOf(moved.place.hot)));
});

test('while slots are being moved nobody is taken for new, and those of other slots are as they were', async () => {
  const [asks, others] = [everywhere(), everywhere()];
  await kinds(asks);
  const [early, late] = [asks[10] as Ask, asks[11] as Ask];
  const ends = [await move(early, 'begun'), await move(late, 'hot')];
  const isMoving = ({ place: { bucket } }: Ask) => [early, late].some(({ place }) => place.bucket === bucket);
  const settled = (some: readonly Ask[]) =>
    Promise.all(
      some.map((one) =>
        ask({ ...one, untilMs: monotonicMs() + 300 }).then(
          ({ kind }) => kind,
          () => 'out of reach',
        ),
      ),
    );
  const [seen, fresh] = await Promise.all([settled(asks), settled(others)]);
  for (const [place, one] of asks.entries())
    expect(isMoving(one) ? ['handed-back', 'out of reach'] : ['handed-back']).toContain(seen[place]);
  for (const [place, one] of others.entries()) if (!isMoving(one)) expect(fresh[place]).toBe('allowed');
  for (const end of ends) await end();
  expect(await kinds(asks)).toEqual(all('handed-back', asks));
});

test.each(['hot', 'cold'] as const)(
  'of a customer whose %s part alone has left with its slot no cold one is handed back',
  async (part) => {
    const one = newcomer(20);
    const { hot, cold } = one.place;
    expect(await kinds([one])).toEqual(['allowed']);
    const record = (await link.call((client) => client.getBuffer(hot))) as Buffer;
    record[2] = 0xff;
    await link.call((client) => client.set(hot, record));
    await link.call((client) => client.set(cold, '{}'));
    expect(await ask(one)).toMatchObject({ kind: 'handed-back', cold: Buffer.from('{}') });
    const end = await move(one, part);
    expect(await ask(one)).toMatchObject({ kind: 'handed-back', hot: record, cold: null });
    await expect(link.run('read', [hot, cold], [''])).rejects.toThrow(StoreUnavailable);
    await end();
    expect(await ask(one)).toMatchObject({ kind: 'handed-back', cold: Buffer.from('{}') });
  },
);

test('what has no deadline of its own is read once a slot that is being moved has arrived, and ends where it does not', async () => {
  const one = newcomer(30);
  expect(await kinds([one])).toEqual(['allowed']);
  const end = await move(one, 'begun');
  // The cold part is not there, and may be at the other end.
  const read = () => link.run('read', [one.place.hot, one.place.cold], ['']);
  await expect(read()).rejects.toThrow(StoreUnavailable);
  const waiting = read();
  await sleep(50);
  await end();
  expect(await waiting).toEqual([expect.any(Number), expect.any(Buffer), null]);
});
