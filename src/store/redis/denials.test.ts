/** Denials that are entered by one call of deny.lua: each stands alone, and only where nothing has changed. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Calls, connectedLink, countCalls } from '../../../test/support/redis-link.ts';
import { monotonicMs } from '../../clock.ts';
import type { LogEntry } from '../../engine/log-entry.ts';
import type { KeyedHash } from '../../engine/request.ts';
import type { RedisLink } from './client.ts';
import { createDenials, type Denial } from './denials.ts';
import { itemBytes, stampIn, stampOf } from './entry-lists.ts';
import { createKeys } from './keys.ts';

const keys = createKeys(`deny${process.pid}`);
let link: RedisLink;
let calls: Calls;

beforeAll(async () => {
  link = await connectedLink();
  calls = countCalls(link, 'deny');
});
afterAll(() => link.close());

let made = 0;

/** Of a customer of its own, in the bucket of a letter. */
function denialIn(letter: string, more: Partial<Denial> = {}): Denial {
  const place = keys.customer(`${letter}${String(made).padStart(9, '0')}` as KeyedHash);
  return {
    place,
    hot: null,
    newHot: undefined,
    ttlMs: null,
    address: undefined,
    entry: entryOf(`s${made++}`),
    wantedMs: 100_000,
    untilMs: Number.POSITIVE_INFINITY,
    ...more,
  };
}

function entryOf(subject: string): LogEntry {
  const kind = { allowed: false, channel: 'email', purpose: 'marketing', caller: 'crm', tags: ['code:cap'] };
  const own = { decisionId: `d-${subject}`, subject, key: 'k'.repeat(22), atMs: 5000, keepUntilMs: 105_000 };
  return { ...kind, ...own, json: JSON.stringify({ text: 'Grüße, ≤ 3 ✓', ...own }) };
}

/** What the log holds of a denial: its text, and whether its subject's list names it. */
async function entered({ place, entry }: Denial) {
  const texts = await link.call((client) => client.xrange(keys.log(place.bucket), '-', '+'));
  const list = await link.call((client) => client.getBuffer(keys.subject(place.bucket, entry.subject)));
  return { texts: texts.map(([, [, json]]) => json).filter((json) => json === entry.json), named: list?.length ?? 0 };
}

const whole = { named: 22 + 13 };
const nothing = { texts: [], named: 0 };

test('those of one turn are one call for sixteen of them, on a Cluster for each slot, and are found', async () => {
  for (const [oneNode, expected] of [
    [true, 3],
    [false, 4],
  ] as const) {
    const deny = createDenials(link, keys, oneNode);
    const some = Array.from({ length: 40 }, (_, at) => denialIn(at % 2 ? 'a' : 'b'));
    calls.count = 0;
    expect(await Promise.all(some.map(deny))).toEqual(some.map(() => true));
    expect(calls.count).toBe(expected);
    for (const one of some) expect(await entered(one)).toEqual({ ...whole, texts: [one.entry.json] });
  }
});

test('what fills a call goes out while those behind it are still being judged', async () => {
  const deny = createDenials(link, keys, true);
  calls.count = 0;
  const asked = Array.from({ length: 17 }, () => deny(denialIn('d')));
  expect(calls.count).toBe(1);
  expect(await Promise.all(asked)).toEqual(asked.map(() => true));
  expect(calls.count).toBe(2);
});

test('on a Cluster the calls of all slots go out together, at the end of the turn', async () => {
  let flushes = 0;
  const counted = { ...link, flush: () => flushes++ };
  const deny = createDenials(counted, keys, false);
  const asked = Array.from({ length: 17 }, () => deny(denialIn('e')));
  expect(await Promise.all(asked)).toEqual(asked.map(() => true));
  expect(flushes).toBe(0);
});

test('one whose parts have changed since it was judged is told so and writes nothing; those beside it are written', async () => {
  const deny = createDenials(link, keys, true);
  const [short, long, other] = [Buffer.from([4, 1, 2]), Buffer.alloc(5000, 4), Buffer.from([4, 9])];
  const address = 'deny-address';
  const all = [
    { ...denialIn('c', { hot: short }), stored: short, isWritten: true },
    { ...denialIn('c', { hot: long }), stored: long, isWritten: true },
    { ...denialIn('c', { hot: short }), stored: other, isWritten: false },
    { ...denialIn('c', { hot: long }), stored: short, isWritten: false },
    { ...denialIn('c', { hot: long }), stored: undefined, isWritten: false },
    { ...denialIn('c'), stored: short, isWritten: false },
    { ...denialIn('c', { address: { key: keys.mark(1), seen: null } }), stored: undefined, isWritten: true },
    { ...denialIn('c', { address: { key: keys.mark(1), seen: other } }), stored: undefined, isWritten: false },
    { ...denialIn('c', { address: { key: address, seen: other } }), stored: undefined, isWritten: true },
  ];
  await link.call((client) => client.set(address, other));
  for (const { place, stored } of all) if (stored) await link.call((client) => client.set(place.hot, stored));
  expect(await Promise.all(all.map(deny))).toEqual(all.map(({ isWritten }) => isWritten));
  for (const one of all)
    expect(await entered(one)).toEqual(one.isWritten ? { ...whole, texts: [one.entry.json] } : nothing);
});

test('the key of a first denial is stored with it, and no part is to end sooner than it was', async () => {
  const deny = createDenials(link, keys, true);
  const newHot = Buffer.from([4, 7]);
  const left = async ({ place }: Denial) => {
    const ms = [place.hot, place.cold].map((key) => link.call((client) => client.pttl(key)));
    return (await Promise.all(ms)).map((one) => (one < 0 ? one : Math.ceil(one / 10_000) * 10_000));
  };
  const coldLives: [coldMs: number | null, ttlMs: number | null, hot: number, cold: number][] = [
    [null, 20_000, 20_000, -2],
    [0, 20_000, -1, -1],
    [90_000, 20_000, 90_000, 90_000],
    [20_000, 90_000, 90_000, 90_000],
    [20_000, null, -1, -1],
  ];
  for (const [coldMs, ttlMs, hot, cold] of coldLives) {
    const denial = denialIn('e', { newHot, ttlMs });
    if (coldMs !== null) await link.call((client) => client.set(denial.place.cold, 'cold'));
    if (coldMs) await link.call((client) => client.pexpire(denial.place.cold, coldMs));
    expect(await deny(denial)).toBe(true);
    expect(await link.call((client) => client.getBuffer(denial.place.hot))).toEqual(newHot);
    expect(await left(denial)).toEqual([hot, cold]);
  }
});

test('the key that unseals lives as long as the last entry that it opens', async () => {
  const deny = createDenials(link, keys, true);
  const first = denialIn('i');
  const subject = keys.subject(first.place.bucket, first.entry.subject);
  const leftMs = () => link.call((client) => client.pttl(subject));
  await deny(first);
  await link.call((client) => client.pexpire(subject, 50_000));
  await deny({ ...denialIn('i', { wantedMs: 40_000 }), entry: first.entry });
  expect(await leftMs()).toBeLessThanOrEqual(50_000);
  await deny({ ...denialIn('i', { wantedMs: 60_000 }), entry: first.entry });
  expect(await leftMs()).toBeGreaterThan(60_000);
});

test('hundreds of one bucket and one millisecond are each an entry of its own', async () => {
  const deny = createDenials(link, keys, true);
  const some = Array.from({ length: 300 }, () => denialIn('j'));
  expect(await Promise.all(some.map(deny))).toEqual(some.map(() => true));
  const bucket = some[0]?.place.bucket ?? 0;
  const items = (await link.call((client) => client.getBuffer(keys.all(bucket)))) ?? Buffer.alloc(0);
  const stamps = some.map((_, place) => stampIn(items, place));
  expect(items).toHaveLength(300 * itemBytes);
  expect(new Set(stamps).size).toBe(300);
  const stream = await link.call((client) => client.xrange(keys.log(bucket), '-', '+'));
  expect(stream.map(([id]) => stampOf(id))).toEqual(stamps);
});

test('a fault of one, or its deadline, is none of those beside it', async () => {
  const deny = createDenials(link, keys, true);
  const [broken, late, log, good] = [
    denialIn('f'),
    denialIn('g', { untilMs: monotonicMs() - 1 }),
    denialIn('h'),
    denialIn('g'),
  ];
  await link.call((client) => client.sadd(broken.place.hot, 'no record'));
  await link.call((client) => client.sadd(keys.log(log.place.bucket), 'no stream'));
  const results = await Promise.allSettled([broken, late, log, good].map((one) => deny(one)));
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected', 'fulfilled']);
  expect(String((results[0] as PromiseRejectedResult).reason)).toContain('WRONGTYPE');
  expect(await entered(late)).toEqual(nothing);
  expect(await entered(good)).toEqual({ ...whole, texts: [good.entry.json] });
});
