/**
 * Removes log entries and what names them. An item of the list of all tells its kind, and that how long it is kept: a process looks through a bucket's
 * list once, and then only at what was added, until something is due.
 */

import type { RedisLink } from './client.ts';
import type { EntryCache } from './entry-cache.ts';
import { type Hit, type Item, knownOf } from './entry-item.ts';
import type { EntryKinds } from './entry-kinds.ts';
import { idOf, itemBytes, keyLength, kindIn, lastStamp, msOf, packStamps, stampIn, stampOf } from './entry-lists.ts';
import { buckets, type Keys } from './keys.ts';

export interface EntryExpiry {
  /** @returns how many entries were removed */
  expire(nowMs: number): Promise<number>;
  remove(bucket: number, items: readonly Item[]): Promise<void>;
  lastLength(): number | undefined;
}

interface Looked {
  /** When the first of those up to `newest` goes. */
  readonly dueMs: number;
  readonly newest: number;
  readonly againMs: number;
  readonly length: number;
}

interface ExpiryTools {
  load(hit: Hit): Promise<Item | undefined>;
  readonly cache: EntryCache;
  readonly kinds: EntryKinds;
}

/** Entries that all streams hold together at most; past it the oldest go, which the log and `/readyz` say long before. */
export const mostEntries = 5_000_000;
/** Most of one bucket in one round. */
const most = 200;
/** What was added may be kept for a shorter time, and the stream grows. */
const lookAgainMs = 600_000;
/** Items looked at by one command. */
const piece = 4096;

export function createEntryExpiry(link: RedisLink, keys: Keys, { load, cache, kinds }: ExpiryTools): EntryExpiry {
  const looked = new Map<number, Looked>();

  const drop = (list: string, stamps: readonly number[], head = 0): Promise<unknown> =>
    link.run('forget', [list], [head, packStamps(stamps)]);

  /** What names an entry goes first, its place among all last: a removal that was cut short is done again. */
  const remove = async (bucket: number, items: readonly Item[], gone: readonly number[] = []): Promise<void> => {
    const stampsOf = (some: readonly Item[]) => some.map(({ stamp }) => stamp).sort((a, b) => a - b);
    // The key that unsealed it goes with the last entry.
    // One that is damaged up to whose it was stays named there, until that list expires: within 30 days of when its newest entry is due.
    for (const [subject, own] of Map.groupBy(items, (item) => knownOf(item)?.subject))
      if (subject !== undefined) await drop(keys.subject(bucket, subject), stampsOf(own), keyLength);
    const all = [...stampsOf(items), ...gone].sort((a, b) => a - b);
    if (all.length === 0) return;
    await link.call((client) => client.xdel(keys.log(bucket), ...all.map(idOf)));
    for (const list of [keys.late(bucket), keys.all(bucket)]) {
      await drop(list, all);
      cache.drop(list, all);
    }
  };

  /** Where nothing says for how long, the entry is gone; damaged, with nothing readable of its kind, it stays until there is no room. */
  const keptUntil = (stamp: number, kind: number, nowMs: number): number => {
    const known = kinds.of(kind);
    if (known) return msOf(stamp) + known.keptMs;
    return kinds.isDamaged(kind) ? Number.POSITIVE_INFINITY : nowMs;
  };

  /** Looks at all items of a bucket that are newer than a stamp. */
  const lookThrough = async (bucket: number, than: number, nowMs: number) => {
    const due: number[] = [];
    let [dueMs, newest] = [Number.POSITIVE_INFINITY, than];
    for (let below = lastStamp, isOver = false; !isOver; ) {
      const items = await cache.find({ list: keys.all(bucket), head: 0, below, most: piece });
      await kinds.learn(items, bucket);
      isOver = items.length / itemBytes < piece;
      for (let place = items.length / itemBytes - 1; place >= 0; place--) {
        below = stampIn(items, place);
        if (below <= than) return { due, dueMs, newest };
        newest = Math.max(newest, below);
        const untilMs = keptUntil(below, kindIn(items, place), nowMs);
        if (untilMs <= nowMs) due.push(below);
        else dueMs = Math.min(dueMs, untilMs);
      }
    }
    return { due, dueMs, newest };
  };

  const tendBucket = async (bucket: number, nowMs: number, before: Looked | undefined): Promise<number> => {
    const isKnown = before !== undefined && before.dueMs > nowMs;
    const found = await lookThrough(bucket, isKnown ? before.newest : 0, nowMs);
    const stamps = found.due.slice(-most);
    const length = await link.call((client) => client.xlen(keys.log(bucket)));
    const over = Math.min(most, length - Math.ceil(mostEntries / buckets)) - stamps.length;
    if (over > 0) {
      const page = await link.call((client) => client.xrange(keys.log(bucket), '-', '+', 'COUNT', over));
      for (const [id] of page) if (!stamps.includes(stampOf(id))) stamps.push(stampOf(id));
    }
    const items = (await Promise.all(stamps.map((stamp) => load({ stamp, bucket })))).flatMap((item) => item ?? []);
    const there = new Set(items.map(({ stamp }) => stamp));
    await remove(
      bucket,
      items,
      stamps.filter((stamp) => !there.has(stamp)),
    );
    const hasMore = over > 0 || found.due.length > most;
    looked.set(bucket, {
      dueMs: hasMore ? nowMs : Math.min(found.dueMs, isKnown ? before.dueMs : Number.POSITIVE_INFINITY),
      newest: found.newest,
      againMs: nowMs + lookAgainMs,
      length: length - items.length,
    });
    return items.length;
  };

  return {
    async expire(nowMs) {
      let removed = 0;
      for (let bucket = 0; bucket < buckets; bucket++) {
        const before = looked.get(bucket);
        if (before === undefined || Math.min(before.dueMs, before.againMs) <= nowMs)
          removed += await tendBucket(bucket, nowMs, before);
      }
      return removed;
    },
    remove,
    lastLength: () =>
      looked.size < buckets ? undefined : [...looked.values()].reduce((sum, { length }) => sum + length, 0),
  };
}
