/** The log's lists as a process meets them that wrote none of it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectedLink, countCalls } from '../../../test/support/redis-link.ts';
import { everyEntry } from '../../../test/support/world.ts';
import { entryText, readEntryText } from '../../engine/entry-text.ts';
import { type LogEntry, tagsOf } from '../../engine/log-entry.ts';
import type { KeyedHash } from '../../engine/request.ts';
import type { EntryFilter, StoredEntry } from '../store.ts';
import type { RedisLink } from './client.ts';
import { createDenials } from './denials.ts';
import { createEntries } from './entries.ts';
import { mostEntries } from './entry-expiry.ts';
import { buckets, createKeys } from './keys.ts';

const keys = createKeys(`entries${process.pid}`);
let link: RedisLink;
beforeAll(async () => {
  link = await connectedLink();
});
afterAll(() => link.close());

const customer = 'a000000000' as KeyedHash;
const { bucket } = keys.customer(customer);
const startMs = 1_000_000;
const [shortMs, longMs] = [1000, 100_000];

/** Of one bucket, a millisecond apart, by ten rules; every second one is kept for a short time, and the first for a long one. */
async function enter(
  count: number,
  fromMs = startMs,
  keptMs?: number,
  stored = (text: string, _at: number) => text,
): Promise<void> {
  const deny = createDenials(link, keys, true);
  for (let at = 0; at < count; at++) {
    const atMs = fromMs + at;
    const fields = {
      decisionId: `d${at}`,
      atMs,
      allowed: false,
      channel: 'email',
      purpose: 'marketing',
      caller: at === 77 ? 'rare' : 'crm',
      reasons: [{ code: 'cap', policy: 'p', rule: `r${at % 10}`, message: '', retryAtMs: null }] as const,
      subject: `s${at % 3}`,
      keepUntilMs: atMs + (keptMs ?? (at % 2 ? shortMs : longMs)),
    };
    const { reasons, ...columns } = fields;
    const json = stored(entryText(fields, []), at);
    const entry: LogEntry = { ...columns, tags: tagsOf(reasons), key: 'k'.repeat(22), json };
    const rest = { hot: null, newHot: undefined, ttlMs: null, address: undefined };
    await deny({ place: keys.customer(customer), ...rest, entry, wantedMs: 1e9, untilMs: Number.POSITIVE_INFINITY });
  }
}

const fresh = () => createEntries(link, keys, { oneNode: true, differenceMs: () => 0 });

const idIn = (entry: StoredEntry | undefined) => readEntryText(entry?.json ?? '', (head) => head.decisionId);

/** Page by page. */
async function found(filter: Partial<EntryFilter>, entries = fresh()): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await entries.query({ ...everyEntry, ...filter }, 7, cursor);
    ids.push(...page.entries.map(idIn));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return ids;
}

test('finds kinds that it did not know, and removes each entry when it is due, whatever stands before it', async () => {
  await enter(200);
  const ids = (fits: (at: number) => boolean) =>
    Array.from({ length: 200 }, (_, at) => at)
      .filter(fits)
      .reverse()
      .map((at) => `d${at}`);
  expect(await found({})).toEqual(ids(() => true));
  expect(await found({ tags: ['rule:r3'] })).toEqual(ids((at) => at % 10 === 3));
  expect(await found({ caller: 'rare' })).toEqual(['d77']);
  expect(await found({ tags: ['rule:r1', 'rule:r3'] })).toEqual([]);
  const ofOne = { subject: { customer, subject: 's1' }, tags: ['rule:r4'], toMs: startMs + 100 };
  expect(await found(ofOne)).toEqual(ids((at) => at % 3 === 1 && at % 10 === 4 && at < 100));

  // Of those that came within a minute of it, the first and the last.
  for (const at of [0, 199]) expect(idIn(await fresh().get(`d${at}`, { atMs: startMs, bucket }))).toBe(`d${at}`);

  const entries = fresh();
  expect(await entries.expire(startMs + shortMs)).toBe(0);
  expect(await entries.expire(startMs + shortMs + 21)).toBe(11);
  expect(await entries.expire(startMs + shortMs + 21)).toBe(0);
  expect(await found({ tags: ['rule:r1'] })).toEqual(ids((at) => at % 10 === 1 && at > 21));
  expect(await fresh().expire(startMs + shortMs + 200)).toBe(89);
  expect(await found({})).toEqual(ids((at) => at % 2 === 0));

  // Cut short: entries that are gone, and of their kind nothing is left that says what it was.
  const gone = ids((at) => at % 10 === 4).map((id) => `${startMs + Number(id.slice(1))}-0`);
  await link.call((client) => client.xdel(keys.log(bucket), ...gone));
  expect(await found({ tags: ['rule:r4'] })).toEqual([]);
  expect(await fresh().expire(startMs + longMs + 200)).toBe(80);
  expect(await link.call((client) => client.exists(keys.all(bucket), keys.late(bucket)))).toBe(0);
});

test('what another process removed is not found, though it was read before, nor hides what came after', async () => {
  const entries = fresh();
  await enter(30);
  const before = await found({}, entries);
  expect(before).toHaveLength(30);
  // They came after those that the stream once held.
  expect(await fresh().expire(startMs + shortMs + 200)).toBe(15);
  expect(await found({}, entries)).toEqual(before.filter((id) => Number(id.slice(1)) % 2 === 0));
  await fresh().exportAll(async () => {}, true);
  await enter(3);
  expect(await found({}, entries)).toEqual(['d2', 'd1', 'd0']);
  expect(await found({ toMs: startMs + 2 }, entries)).toEqual(['d1', 'd0']);
});

test('what is due is removed though there is much of it, and others came meanwhile that are kept for less time, or for more', async () => {
  await fresh().exportAll(async () => {}, true);
  const entries = fresh();
  const hourMs = 3_600_000;
  const beganMs = startMs + hourMs;
  const removed = (afterMs: number) => entries.expire(beganMs + afterMs);
  await enter(450, beganMs, 4 * hourMs);
  expect(await removed(450)).toBe(0);
  await enter(1, beganMs + 500, 2 * hourMs);
  expect(await removed(hourMs)).toBe(0);
  expect(await removed(2 * hourMs + 500)).toBe(1);
  await enter(1, beganMs + 3 * hourMs, 9 * hourMs);
  expect(await removed(3 * hourMs + 1)).toBe(0);
  const all = 4 * hourMs + 450;
  expect([await removed(all), await removed(all), await removed(all), await removed(all)]).toEqual([200, 200, 50, 0]);
  expect(await removed(12 * hourMs)).toBe(1);
});

test('of a bucket that holds more than its share of the most the oldest go, two hundred a round, before they are due', async () => {
  await fresh().exportAll(async () => {}, true);
  const log = keys.log(bucket);
  // A stream takes no stamp below its last one, though that is gone.
  await link.call((client) => client.del(log));
  const share = Math.ceil(mostEntries / buckets);
  await enter(1);
  const [[, fields = []] = []] = await link.call((client) => client.xrange(log, '-', '+'));
  for (let first = 1; first < share + 250; first += 1000)
    await link.call((client) => {
      const many = client.pipeline();
      for (let at = first; at < Math.min(first + 1000, share + 250); at++)
        many.xadd(log, `${startMs + at}-0`, ...fields);
      return many.exec();
    });
  const entries = fresh();
  const left = async () => {
    await entries.expire(startMs + 1);
    const [[oldest] = []] = await link.call((client) => client.xrange(log, '-', '+', 'COUNT', 1));
    return [await link.call((client) => client.xlen(log)), oldest];
  };
  expect(await left()).toEqual([share + 50, `${startMs + 200}-0`]);
  expect(await left()).toEqual([share, `${startMs + 250}-0`]);
  expect(await left()).toEqual([share, `${startMs + 250}-0`]);
  await link.call((client) => client.del(log));
});

test('a page reads 32 entries by one call, and the keys of those by another', async () => {
  await fresh().exportAll(async () => {}, true);
  await enter(70);
  const calls = countCalls(link, 'entries');
  const { entries, nextCursor } = await fresh().query(everyEntry, 64);
  expect(entries.map(({ key }) => key)).toEqual(Array(64).fill('k'.repeat(22)));
  expect(nextCursor).not.toBeNull();
  expect(calls.count).toBe(6);
});

test('a damaged entry stops no expiry, and goes when it is due as soon as another tells its kind', async () => {
  await fresh().exportAll(async () => {}, true);
  // A stream takes no stamp below its last one, though that is gone.
  await link.call((client) => client.del(keys.log(bucket)));
  await enter(3, startMs, shortMs, (text, at) => (at === 1 ? text.slice(0, -9) : text));
  expect(await fresh().expire(startMs + shortMs + 3)).toBe(2);
  expect((await fresh().query(everyEntry, 7)).entries).toHaveLength(1);
  await enter(2, startMs + shortMs, shortMs);
  expect(await found({ tags: ['rule:r0'] })).toEqual(['d0']);
  expect(await fresh().expire(startMs + 2 * shortMs)).toBe(2);
  expect(await found({})).toEqual(['d1']);
});

test('a damaged entry that goes is named nowhere any more, and the key of its person goes with it', async () => {
  await fresh().exportAll(async () => {}, true);
  const list = keys.subject(bucket, 's1');
  await link.call((client) => client.del(keys.log(bucket), list));
  await enter(3, startMs, shortMs, (text, at) => (at === 1 ? text.slice(0, -9) : text));
  expect(await link.call((client) => client.exists(list))).toBe(1);
  await fresh().exportAll(async () => {}, true);
  expect(await link.call((client) => client.exists(list))).toBe(0);
});

test('a damaged entry that came late is on the pages of its own person alone', async () => {
  await fresh().exportAll(async () => {}, true);
  await enter(1, 2 * startMs, longMs);
  await enter(3, startMs, longMs, (text, at) => (at === 1 ? 'x'.repeat(text.length) : text));
  const pageOf = (subject: string) =>
    fresh().query({ ...everyEntry, toMs: startMs + 10, subject: { customer, subject } }, 7);
  expect((await pageOf('s0')).entries.map(idIn)).toEqual(['d0']);
  expect((await pageOf('s1')).entries).toMatchObject([{ json: expect.stringMatching(/^x+$/) }]);
});
