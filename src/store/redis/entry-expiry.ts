/**
 * Removes log entries and what names them. Those that are kept equally long stand in one list, oldest first, so that one look at its first tells
 * when the next is due; a bucket where nothing is due is not looked at.
 */
import type { RedisLink } from './client.ts';
import type { Item } from './entries.ts';
import {
  idOf,
  keptList,
  keyLength,
  lateList,
  listsOf,
  msOf,
  packStamps,
  stampOf,
  unpackStamps,
} from './entry-lists.ts';
import { buckets, type Keys } from './keys.ts';

export interface EntryExpiry {
  /** @returns how many entries were removed */
  expire(nowMs: number): Promise<number>;
  remove(bucket: number, items: readonly Item[]): Promise<void>;
  lastLength(): number | undefined;
}

interface Looked {
  readonly dueMs: number;
  readonly length: number;
}

/** Entries that all streams hold together at most; past it the oldest go, which the log and `/readyz` say long before. */
export const mostEntries = 5_000_000;
/** Most of one list, or of one bucket that is too full, in one round. */
const most = 200;
/** Another process may have begun to keep entries for a shorter time, and the stream grows. */
const lookAgainMs = 600_000;
const stampBytes = 7;

export function createEntryExpiry(
  link: RedisLink,
  keys: Keys,
  load: (hit: { stamp: number; bucket: number }) => Promise<Item | undefined>,
): EntryExpiry {
  const looked = new Map<number, Looked>();

  const drop = (list: string, stamps: readonly number[], head = 0): Promise<unknown> =>
    link.run('forget', [list], [head, packStamps(stamps)]);

  /** What names an entry goes first, its place among those that are kept as long last: a removal that was cut short is done again. */
  const remove = async (bucket: number, items: readonly Item[], gone: readonly number[] = []): Promise<void> => {
    const subjects = new Map<string, number[]>();
    const lists = new Map<string, number[]>();
    const put = (map: Map<string, number[]>, name: string, stamp: number): void => {
      const stamps = map.get(name);
      if (stamps) stamps.push(stamp);
      else map.set(name, [stamp]);
    };
    const keptLists = new Map<string, number[]>();
    const sorted = [...items].sort((a, b) => a.stamp - b.stamp);
    for (const { stamp, fields } of sorted) {
      const [kept = '', ...others] = listsOf(fields, fields.keepUntilMs - Date.parse(fields.decidedAt));
      put(keptLists, keys.list(bucket, kept), stamp);
      for (const name of others) put(lists, keys.list(bucket, name), stamp);
      put(subjects, keys.subject(bucket, fields.subject), stamp);
    }
    for (const [list, stamps] of lists) await drop(list, stamps);
    // The key that unsealed it goes with the last entry.
    for (const [list, stamps] of subjects) await drop(list, stamps, keyLength);
    const all = [...sorted.map(({ stamp }) => stamp), ...gone].sort((a, b) => a - b);
    if (all.length === 0) return;
    await link.call((client) => client.xdel(keys.log(bucket), ...all.map(idOf)));
    await drop(keys.list(bucket, lateList), all);
    for (const [list, stamps] of keptLists) await drop(list, stamps);
  };

  /** Removes what is due in one list. @returns when the next is */
  const tendList = async (
    bucket: number,
    keptMs: number,
    nowMs: number,
  ): Promise<{ removed: number; dueMs: number }> => {
    const list = keys.list(bucket, keptList(keptMs));
    const first = async (count: number) =>
      unpackStamps(await link.call((client) => client.getrangeBuffer(list, 0, count * stampBytes - 1)));
    const dueMs = (stamp: number | undefined) =>
      stamp === undefined ? Number.POSITIVE_INFINITY : msOf(stamp) + keptMs;
    const [oldest] = await first(1);
    if (dueMs(oldest) > nowMs) return { removed: 0, dueMs: dueMs(oldest) };
    const stamps = (await first(most)).filter((stamp) => dueMs(stamp) <= nowMs);
    const items = (await Promise.all(stamps.map((stamp) => load({ stamp, bucket })))).flatMap((item) => item ?? []);
    const there = new Set(items.map(({ stamp }) => stamp));
    const missing = stamps.filter((stamp) => !there.has(stamp));
    await remove(bucket, items, missing);
    if (missing.length > 0) await drop(list, missing);
    return { removed: items.length, dueMs: dueMs((await first(1))[0]) };
  };

  const tendBucket = async (bucket: number, nowMs: number): Promise<number> => {
    const kept = await link.call((client) => client.smembers(keys.kept(bucket)));
    let removed = 0;
    let dueMs = nowMs + lookAgainMs;
    for (const keptMs of kept.map(Number)) {
      const done = await tendList(bucket, keptMs, nowMs);
      removed += done.removed;
      dueMs = Math.min(dueMs, done.dueMs);
    }
    const length = await link.call((client) => client.xlen(keys.log(bucket)));
    const over = Math.min(most, length - Math.ceil(mostEntries / buckets));
    if (over > 0) {
      const page = await link.call((client) => client.xrange(keys.log(bucket), '-', '+', 'COUNT', over));
      const items = await Promise.all(page.map(([id]) => load({ stamp: stampOf(id), bucket })));
      await remove(
        bucket,
        items.flatMap((item) => item ?? []),
      );
      removed += over;
      dueMs = nowMs;
    }
    looked.set(bucket, { dueMs, length: length - Math.max(0, over) });
    return removed;
  };

  return {
    async expire(nowMs) {
      let removed = 0;
      for (let bucket = 0; bucket < buckets; bucket++) {
        const { dueMs } = looked.get(bucket) ?? { dueMs: 0 };
        if (dueMs <= nowMs) removed += await tendBucket(bucket, nowMs);
      }
      return removed;
    },
    remove,
    lastLength: () =>
      looked.size < buckets ? undefined : [...looked.values()].reduce((sum, { length }) => sum + length, 0),
  };
}
