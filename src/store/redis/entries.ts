/** The decision log on Redis: one stream for each bucket, with lists that name its entries, written by the step's own script, merged by readers. */

import { readable, UnknownCursor } from '../../errors.ts';
import type { Pace } from '../../pace.ts';
import type { EntryFilter, EntryPage, StoredEntry } from '../store.ts';
import type { RedisLink } from './client.ts';
import { createEntryCache } from './entry-cache.ts';
import { createEntryExpiry } from './entry-expiry.ts';
import type { EntryFields, Item } from './entry-item.ts';
import { createEntryKinds } from './entry-kinds.ts';
import { idOf, keyLength, lastStamp, stampAt, stampOf } from './entry-lists.ts';
import {
  createEntryStreams,
  everyBucket,
  type Hit,
  inTurns,
  largestPiece,
  merge,
  type Stream,
  together,
} from './entry-streams.ts';
import { createFind } from './find.ts';
import type { Keys } from './keys.ts';

export interface RedisEntries {
  /** @throws UnknownCursor; the signal's reason once whoever asked has gone */
  query(filter: EntryFilter, limit: number, cursor?: string, signal?: AbortSignal, pace?: Pace): Promise<EntryPage>;
  get(decisionId: string, hint: { atMs: number; bucket: number }): Promise<StoredEntry | undefined>;
  /** Whether this denial, or this allowed decision, is entered: a degraded denial may stand beside the write that went through after all. */
  has(entry: { decisionId: string; allowed: boolean }, hint: { atMs: number; bucket: number }): Promise<boolean>;
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
  /** An id may have been removed since it was found. */
  const load = async ({ stamp, bucket }: Hit): Promise<Item | undefined> => {
    const id = idOf(stamp);
    const [found] = await link.call((client) => client.xrange(keys.log(bucket), id, id));
    return found && toItem(found, bucket);
  };
  const keyOf = (bucket: number, subject: string): Promise<string | undefined> =>
    link.call(async (client) => (await client.getrange(keys.subject(bucket, subject), 0, keyLength - 1)) || undefined);
  const withKeys = (items: readonly Item[], pace?: Pace): Promise<StoredEntry[]> =>
    inTurns(items, async ({ json, bucket, fields }) => ({ json, key: await keyOf(bucket, fields.subject) }), pace);
  const kinds = createEntryKinds(load);
  const { newest, streamsFor } = createEntryStreams(keys, cache.find, kinds);
  const expiry = createEntryExpiry(link, keys, { load, cache, kinds });

  const find = async (
    decisionId: string,
    allowed: boolean,
    { atMs, bucket }: { atMs: number; bucket: number },
  ): Promise<Item | undefined> => {
    const isIt = ({ fields }: Item) => fields.decisionId === decisionId && fields.allowed === allowed;
    // The id was made by a process's clock, the stream's by the store's.
    const to = String(Math.max(0, atMs + Math.max(0, differenceMs()) + dayMs));
    let from = String(Math.max(0, atMs + Math.min(0, differenceMs()) - minuteMs));
    for (;;) {
      const page = await link.call((client) => client.xrange(keys.log(bucket), from, to, 'COUNT', 100));
      const item = page
        .filter(([, [, json]]) => json?.includes(decisionId))
        .map((one) => toItem(one, bucket))
        .find(isIt);
      if (item) return item;
      const end = page.at(-1);
      if (!end || page.length < 100) break;
      from = `(${end[0]}`;
    }
    const span = { list: keys.late(bucket), least: stampAt(Number(to)), below: lastStamp };
    const late = newest(bucket, span, largestPiece);
    for (;;) {
      const { items, bound } = await late.next();
      const item = (await inTurns(items, load)).find((one) => one && isIt(one));
      if (item || bound === undefined) return item;
    }
  };

  const forget = (bucket: number): void => {
    cache.forget(keys.all(bucket));
    cache.forget(keys.late(bucket));
  };

  const oldest = (bucket: number): Stream<Item> => {
    let start = '-';
    return {
      sign: -1,
      async next() {
        const page = await link.call((client) => client.xrange(keys.log(bucket), start, '+', 'COUNT', exportPiece));
        const items = page.map((one) => toItem(one, bucket));
        const bound = items.at(-1)?.stamp;
        if (bound !== undefined) start = `(${idOf(bound)}`;
        return { items, bound };
      },
    };
  };

  return {
    async query(filter, limit, cursor, signal, pace) {
      const hits = merge(streamsFor(filter, limit, readCursor(cursor), { signal, pace }), pace);
      const found: Item[] = [];
      for (let isOver = false; !isOver && found.length <= limit; ) {
        const wanted = Math.min(together, limit + 1 - found.length);
        const some: Hit[] = [];
        while (some.length < wanted && !isOver) {
          const { value, done } = await hits.next();
          if (done) isOver = true;
          else some.push(value);
        }
        signal?.throwIfAborted();
        for (const [at, item] of (await inTurns(some, load, pace)).entries()) {
          if (item && isWithin(item, filter)) found.push(item);
          // Removed by another process.
          if (item === undefined) forget((some[at] as Hit).bucket);
        }
      }
      const shown = found.slice(0, limit);
      const end = shown.at(-1);
      return {
        entries: await withKeys(shown, pace),
        nextCursor:
          found.length > limit && end ? Buffer.from(`${end.stamp}.${end.bucket}`).toString('base64url') : null,
      };
    },

    async get(decisionId, hint) {
      const item = (await find(decisionId, false, hint)) ?? (await find(decisionId, true, hint));
      return item && (await withKeys([item]))[0];
    },

    has: async ({ decisionId, allowed }, hint) => (await find(decisionId, allowed, hint)) !== undefined,

    async at(stamp, bucket) {
      const item = await load({ stamp, bucket });
      return item && (await withKeys([item]))[0];
    },

    expire: expiry.expire,

    async exportAll(onEntry, drain) {
      let count = 0;
      let batch: Item[] = [];
      let handedOut: Item[] = [];
      const handOut = async (): Promise<void> => {
        for (const entry of await withKeys(batch)) await onEntry(entry);
        count += batch.length;
        if (drain) handedOut.push(...batch);
        batch = [];
      };
      const remove = async (): Promise<void> => {
        for (const [bucket, items] of Map.groupBy(handedOut, (item) => item.bucket)) await expiry.remove(bucket, items);
        handedOut = [];
      };
      for await (const item of merge(everyBucket.map(oldest))) {
        batch.push(item);
        if (batch.length < 500) continue;
        await handOut();
        if (handedOut.length >= drainPiece) await remove();
      }
      await handOut();
      await remove();
      return count;
    },

    lastLength: expiry.lastLength,
    renew: () => cache.forget(),
  };
}

function toItem([id, fields]: [id: string, fields: string[]], bucket: number): Item {
  const json = fields[1] ?? '{}';
  return { stamp: stampOf(id), bucket, json, fields: fieldsOf(json) };
}

function fieldsOf(json: string): EntryFields {
  return readable('an entry', () => JSON.parse(json) as EntryFields);
}

/** Stamps and decisions differ where an entry came late, and those of the bucket are everybody's. */
function isWithin({ fields }: Item, { fromMs, toMs, subject }: EntryFilter): boolean {
  const atMs = Date.parse(fields.decidedAt);
  return (
    (fromMs === undefined || atMs >= fromMs) &&
    (toMs === undefined || atMs < toMs) &&
    (subject === undefined || fields.subject === subject.subject)
  );
}

/** @throws UnknownCursor */
function readCursor(cursor: string | undefined): Hit | undefined {
  if (cursor === undefined) return undefined;
  const [stamp, bucket] = Buffer.from(cursor, 'base64url').toString().split('.').map(Number);
  if (!Number.isSafeInteger(stamp) || !Number.isSafeInteger(bucket)) throw new UnknownCursor();
  return { stamp: stamp as number, bucket: bucket as number };
}
