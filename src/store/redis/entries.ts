/** The decision log on Redis: one stream for each bucket, with lists that name its entries, written by the step's own script, merged by readers. */

import { readEntryText } from '../../engine/entry-text.ts';
import { unlessDamaged } from '../../errors.ts';
import type { Pace } from '../../pace.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import type { EntryFilter, EntryPage, StoredEntry } from '../store.ts';
import type { RedisLink } from './client.ts';
import { createEntryCache } from './entry-cache.ts';
import { createEntryExpiry } from './entry-expiry.ts';
import { type Hit, type Item, knownOf } from './entry-item.ts';
import { createEntryKinds } from './entry-kinds.ts';
import { idOf, keyLength, lastStamp, stampAt, stampIn, stampOf } from './entry-lists.ts';
import { merge, type Stream, take } from './entry-merge.ts';
import { createEntryReads, readAtOnce } from './entry-reads.ts';
import { createEntryStreams, everyBucket } from './entry-streams.ts';
import { createFind } from './find.ts';
import type { Keys } from './keys.ts';

export interface RedisEntries {
  /** @throws UnknownCursor; the signal's reason once whoever asked has gone */
  query(filter: EntryFilter, limit: number, cursor?: string, signal?: AbortSignal, pace?: Pace): Promise<EntryPage>;
  get(decisionId: string, hint: { atMs: number; bucket: number }): Promise<StoredEntry | undefined>;
  /**
   * This denial, or this allowed decision, as it is entered, damaged or not: a degraded denial may stand beside the write that went through after all.
   */
  same(
    entry: { decisionId: string; allowed: boolean },
    hint: { atMs: number; bucket: number },
  ): Promise<Item | undefined>;
  remove(item: Item): Promise<void>;
  /** By its stamp; undefined: it is gone. */
  at(stamp: number, bucket: number): Promise<StoredEntry | undefined>;
  expire(nowMs: number): Promise<number>;
  exportAll(onEntry: (entry: StoredEntry) => Promise<void>, drain: boolean): Promise<number>;
  /** Entries in all streams as they were last counted; undefined before that. */
  lastLength(): number | undefined;
  /** What answers may be another server. */
  renew(): void;
}

const exportPiece = 32;
/** What was handed out by a draining export is removed so many at a time. */
const drainPiece = 5000;
const minuteMs = 60_000;
const dayMs = 86_400_000;

export interface EntriesOptions {
  readonly oneNode: boolean;
  /** The store's clock less this process's. */
  readonly differenceMs: () => number;
}

export function createEntries(link: RedisLink, keys: Keys, { oneNode, differenceMs }: EntriesOptions): RedisEntries {
  const cache = createEntryCache(createFind(link, oneNode));
  const reads = createEntryReads(link, keys, oneNode);
  /** It may have been removed since it was found. */
  const load = async (hit: Hit): Promise<Item | undefined> => {
    const json = await reads.json(hit);
    return json === undefined ? undefined : itemOf(hit, json);
  };
  const withKey = async ({ json, bucket, head }: Item): Promise<StoredEntry> => {
    return { json, key: head && (await reads.key(bucket, head.subject)) };
  };
  const kinds = createEntryKinds(load);
  const { newest, streamsFor } = createEntryStreams(keys, cache.find, kinds);
  const expiry = createEntryExpiry(link, keys, { load, cache, kinds });

  /** @returns what is damaged and names the decision, where nothing readable is it */
  const find = async (
    decisionId: string,
    allowed: boolean,
    { atMs, bucket }: { atMs: number; bucket: number },
  ): Promise<Item | undefined> => {
    const isIt = ({ head }: Item) => head?.decisionId === decisionId && head.allowed === allowed;
    // The id was made by a process's clock, the stream's by the store's.
    const to = String(Math.max(0, atMs + Math.max(0, differenceMs()) + dayMs));
    let damaged: Item | undefined;
    let from = String(Math.max(0, atMs + Math.min(0, differenceMs()) - minuteMs));
    for (;;) {
      const page = await link.call((client) => client.xrange(keys.log(bucket), from, to, 'COUNT', 100));
      const named = page.filter(([, [, json]]) => json?.includes(decisionId)).map((one) => toItem(one, bucket));
      const item = named.find(isIt);
      if (item) return item;
      damaged ??= named.find(({ head }) => head === undefined);
      const end = page.at(-1);
      if (!end || page.length < 100) break;
      from = `(${end[0]}`;
    }
    const span = { list: keys.late(bucket), least: stampAt(Number(to)), below: lastStamp };
    const late = merge([newest(bucket, span, readAtOnce)]);
    for (;;) {
      const some = await take(late, readAtOnce);
      const item = (await Promise.all(some.map(load))).find((one) => one && isIt(one));
      if (item) return item;
      if (some.length === 0) return damaged;
    }
  };

  /** Stamps and decisions differ where an entry came late, and those of the bucket are everybody's. */
  const fits = async ({ head, bucket, stamp }: Item, { fromMs, toMs, subject }: EntryFilter): Promise<boolean> => {
    if (head === undefined) {
      // Damaged: it is handed out, so that nobody takes the page for whole; the person's own list says that it is theirs.
      if (subject === undefined) return true;
      const own = { list: keys.subject(bucket, subject.subject), head: keyLength, below: stamp + 1, most: 1 };
      const newest = await cache.find(own);
      return newest.length > 0 && stampIn(newest, 0) === stamp;
    }
    const { atMs } = head;
    return (
      (fromMs === undefined || atMs >= fromMs) &&
      (toMs === undefined || atMs < toMs) &&
      (subject === undefined || head.subject === subject.subject)
    );
  };

  const forget = (bucket: number): void => {
    cache.forget(keys.all(bucket));
    cache.forget(keys.late(bucket));
  };

  const oldest = (bucket: number): Stream<Item> => {
    let [start, stamp] = ['-', 0];
    let items: Item[] = [];
    let isOver = false;
    return {
      sign: -1,
      look() {
        const hit = items.shift();
        if (hit) return { stamp: hit.stamp, hit };
        return isOver ? undefined : { stamp, isUnread: true };
      },
      async readOn() {
        const page = await link.call((client) => client.xrange(keys.log(bucket), start, '+', 'COUNT', exportPiece));
        items = page.map((one) => toItem(one, bucket));
        isOver = items.length === 0;
        stamp = items.at(-1)?.stamp ?? stamp;
        start = `(${idOf(stamp)}`;
      },
    };
  };

  return {
    async query(filter, limit, cursor, signal, pace) {
      const hits = merge(streamsFor(filter, limit, placeOf(cursor)), { signal, pace });
      const found: (Item & StoredEntry)[] = [];
      while (found.length <= limit) {
        const some = await take(hits, Math.min(readAtOnce, limit + 1 - found.length));
        if (some.length === 0) break;
        signal?.throwIfAborted();
        const read = some.map(async (hit) => {
          const item = await load(hit);
          // Removed by another process.
          if (item === undefined) forget(hit.bucket);
          else if (await fits(item, filter)) return { ...item, ...(await withKey(item)) };
        });
        for (const item of await Promise.all(read)) if (item) found.push(item);
        await pace?.rest();
      }
      const shown = found.slice(0, limit);
      const end = shown.at(-1);
      return {
        entries: shown.map(({ json, key }) => ({ json, key })),
        nextCursor: found.length > limit && end ? writeCursor(end.stamp, end.bucket) : null,
      };
    },

    async get(decisionId, hint) {
      const item = (await find(decisionId, false, hint)) ?? (await find(decisionId, true, hint));
      return item && withKey(item);
    },

    async same({ decisionId, allowed }, hint) {
      const item = await find(decisionId, allowed, hint);
      const known = item && knownOf(item);
      return known?.decisionId === decisionId && known.allowed === allowed ? item : undefined;
    },

    remove: (item) => expiry.remove(item.bucket, [item]),

    async at(stamp, bucket) {
      const item = await load({ stamp, bucket });
      return item && withKey(item);
    },

    expire: expiry.expire,

    async exportAll(onEntry, drain) {
      const all = merge(everyBucket.map(oldest));
      let count = 0;
      let handedOut: Item[] = [];
      const remove = async (): Promise<void> => {
        for (const [bucket, items] of Map.groupBy(handedOut, (item) => item.bucket)) await expiry.remove(bucket, items);
        handedOut = [];
      };
      for (;;) {
        const some = await take(all, 2 * readAtOnce);
        for (const entry of await Promise.all(some.map(withKey))) await onEntry(entry);
        count += some.length;
        if (drain) handedOut.push(...some);
        if (some.length === 0 || handedOut.length >= drainPiece) await remove();
        if (some.length === 0) return count;
      }
    },

    lastLength: expiry.lastLength,
    renew: () => cache.forget(),
  };
}

function toItem([id, fields]: [id: string, fields: string[]], bucket: number): Item {
  return itemOf({ stamp: stampOf(id), bucket }, fields[1] ?? '');
}

function itemOf({ stamp, bucket }: Hit, json: string): Item {
  return { stamp, bucket, json, head: unlessDamaged(() => readEntryText(json, (head) => head)) };
}

/** @throws UnknownCursor */
function placeOf(cursor: string | undefined): Hit | undefined {
  if (cursor === undefined) return undefined;
  const [stamp, bucket] = readCursor(cursor);
  return { stamp, bucket };
}
