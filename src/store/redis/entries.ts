/** The decision log on Redis: one stream for each bucket, written by the step's own script, merged by readers. */

import { purposeCovers } from '../../vocabulary.ts';
import type { EntryFilter, EntryPage, StoredEntry } from '../store.ts';
import type { RedisLink } from './client.ts';
import { bucketOf, buckets, type Keys } from './keys.ts';

export interface RedisEntries {
  query(filter: EntryFilter, limit: number, cursor: string | undefined): Promise<EntryPage>;
  get(decisionId: string, hint: { atMs: number; bucket: number }): Promise<StoredEntry | undefined>;
  /** Whether this denial, or this allowed decision, is entered: a degraded denial may stand beside the write that went through after all. */
  has(entry: { decisionId: string; allowed: boolean }, hint: { atMs: number; bucket: number }): Promise<boolean>;
  withKey(json: string, bucket: number): Promise<StoredEntry>;
  expire(nowMs: number): Promise<number>;
  exportAll(onEntry: (entry: StoredEntry) => Promise<void>, drain: boolean): Promise<number>;
  /** Entries in all streams as the last round of `expire` counted them; undefined before it. */
  lastLength(): number | undefined;
}

/** Entries that all streams hold together at most; past it the oldest go, which the log and `/readyz` say long before. */
export const mostEntries = 5_000_000;
const chunk = 32;

interface Fields {
  readonly decisionId: string;
  readonly allowed: boolean;
  readonly channel: string;
  readonly purpose: string;
  readonly caller: string;
  readonly decidedAt: string;
  readonly subject: string;
  readonly keepUntilMs: number;
  readonly tags: readonly string[];
}

interface Item {
  readonly id: readonly [ms: number, seq: number];
  readonly idText: string;
  readonly json: string;
  readonly fields: Fields;
}

type Placed = Item & { readonly bucket: number };

/** One bucket's entries, a chunk at a time; an empty chunk ends it. */
interface Stream {
  /** 1: newest first, -1: oldest first. */
  readonly sign: 1 | -1;
  next(): Promise<Placed[]>;
}

type Reply = [id: string, fields: string[]][];

const everyBucket: readonly number[] = Array.from({ length: buckets }, (_, bucket) => bucket);

/** @param differenceMs the store's clock less this process's */
export function createEntries(link: RedisLink, keys: Keys, differenceMs: () => number = () => 0): RedisEntries {
  /** Where the next round of each bucket goes on: entries are kept for different times, so that the whole stream is walked, a piece a round. */
  const expireFrom = new Map<number, string>();

  let counted: number | undefined;
  const length = async (): Promise<number> => {
    const lengths = await Promise.all(
      everyBucket.map((bucket) => link.call((client) => client.xlen(keys.log(bucket)))),
    );
    return lengths.reduce((sum, one) => sum + one, 0);
  };

  const range = async (
    bucket: number,
    from: string,
    to: string,
    count: number,
    newestFirst: boolean,
  ): Promise<Item[]> => {
    const key = keys.log(bucket);
    const reply = await link.call((client) =>
      newestFirst ? client.xrevrange(key, to, from, 'COUNT', count) : client.xrange(key, from, to, 'COUNT', count),
    );
    return (reply as Reply).map(toItem);
  };

  const newestFirst = (bucket: number, from: string, to: string): Stream => {
    let end = to;
    return {
      sign: 1,
      async next() {
        const items = await range(bucket, from, end, chunk, true);
        const last = items.at(-1);
        if (last) end = `(${last.idText}`;
        return items.map((item) => ({ ...item, bucket }));
      },
    };
  };

  const oldestFirst = (bucket: number): Stream => {
    let start = '-';
    return {
      sign: -1,
      async next() {
        const items = await range(bucket, start, '+', chunk, false);
        const last = items.at(-1);
        if (last) start = `(${last.idText}`;
        return items.map((item) => ({ ...item, bucket }));
      },
    };
  };

  const withKeys = async (items: readonly Placed[]): Promise<StoredEntry[]> => {
    const subjects = [...new Set(items.map((item) => keys.subject(item.bucket, item.fields.subject)))];
    const found = new Map<string, string | null>();
    await Promise.all(subjects.map(async (key) => found.set(key, await link.call((client) => client.get(key)))));
    return items.map((item) => ({
      json: item.json,
      key: found.get(keys.subject(item.bucket, item.fields.subject)) ?? undefined,
    }));
  };

  const find = async (
    decisionId: string,
    allowed: boolean,
    hint: { atMs: number; bucket: number },
  ): Promise<Placed | undefined> => {
    // The id was made by a process's clock, the stream's by the store's.
    let from = `${Math.max(0, hint.atMs + Math.min(0, differenceMs()) - 60_000)}`;
    for (;;) {
      const items = await range(hint.bucket, from, '+', 500, false);
      const item = items.find(({ fields }) => fields.decisionId === decisionId && fields.allowed === allowed);
      if (item) return { ...item, bucket: hint.bucket };
      const last = items.at(-1);
      if (!last || items.length < 500) return undefined;
      from = `(${last.idText}`;
    }
  };

  return {
    async query(filter, limit, cursor) {
      const start = readCursor(cursor);
      const own = filter.subject ? [bucketOf(filter.subject.customer)] : everyBucket;
      const from = filter.fromMs === undefined ? '-' : `${filter.fromMs}`;
      const page: Placed[] = [];
      const streams = own.map((bucket) => {
        const before = start && `${bucket <= start.bucket ? '(' : ''}${start.id}`;
        return newestFirst(bucket, from, before ?? '+');
      });
      for await (const item of merge(streams)) {
        if (fits(item.fields, filter)) page.push(item);
        if (page.length > limit) break;
      }
      const shown = page.slice(0, limit);
      const last = shown.at(-1);
      return {
        entries: await withKeys(shown),
        nextCursor:
          page.length > limit && last ? Buffer.from(`${last.idText}.${last.bucket}`).toString('base64url') : null,
      };
    },

    async get(decisionId, hint) {
      const item = (await find(decisionId, false, hint)) ?? (await find(decisionId, true, hint));
      return item && (await withKeys([item]))[0];
    },

    has: async ({ decisionId, allowed }, hint) => (await find(decisionId, allowed, hint)) !== undefined,

    async withKey(json, bucket) {
      const { subject } = JSON.parse(json) as Fields;
      const key = await link.call((client) => client.get(keys.subject(bucket, subject)));
      return { json, key: key ?? undefined };
    },

    async expire(nowMs) {
      let removed = 0;
      for (const bucket of everyBucket) {
        const items = await range(bucket, expireFrom.get(bucket) ?? '-', '+', chunk, false);
        const last = items.at(-1);
        if (last && items.length === chunk) expireFrom.set(bucket, `(${last.idText}`);
        else expireFrom.delete(bucket);
        const over = items.filter((item) => item.fields.keepUntilMs <= nowMs).map((item) => item.idText);
        if (over.length > 0) removed += await link.call((client) => client.xdel(keys.log(bucket), ...over));
        await link.call((client) => client.xtrim(keys.log(bucket), 'MAXLEN', '~', Math.ceil(mostEntries / buckets)));
      }
      counted = await length();
      return removed;
    },

    async exportAll(onEntry, drain) {
      let count = 0;
      let batch: Placed[] = [];
      const handOut = async (): Promise<void> => {
        for (const entry of await withKeys(batch)) await onEntry(entry);
        if (drain)
          await Promise.all(
            batch.map((item) => link.call((client) => client.xdel(keys.log(item.bucket), item.idText))),
          );
        count += batch.length;
        batch = [];
      };
      for await (const item of merge(everyBucket.map((bucket) => oldestFirst(bucket)))) {
        batch.push(item);
        if (batch.length >= 500) await handOut();
      }
      await handOut();
      return count;
    },

    lastLength: () => counted,
  };
}

/** Entries of all streams in one order; each stream is read on only as far as the merge needs it. */
async function* merge(streams: readonly Stream[]): AsyncGenerator<Placed> {
  const heads = await Promise.all(streams.map(async (stream) => ({ stream, items: await stream.next() })));
  for (;;) {
    let first: (typeof heads)[number] | undefined;
    for (const head of heads) {
      const [item] = head.items;
      const best = first?.items[0];
      if (item && (!best || compareIds(item.id, best.id) * head.stream.sign > 0)) first = head;
    }
    const item = first?.items.shift();
    if (!first || !item) return;
    if (first.items.length === 0) first.items = await first.stream.next();
    yield item;
  }
}

function toItem([idText, fields]: Reply[number]): Item {
  const [ms = 0, seq = 0] = idText.split('-').map(Number);
  const json = fields[1] ?? '{}';
  return { id: [ms, seq], idText, json, fields: JSON.parse(json) as Fields };
}

function compareIds(a: Item['id'], b: Item['id']): number {
  return a[0] - b[0] || a[1] - b[1];
}

function fits(entry: Fields, filter: EntryFilter): boolean {
  const atMs = Date.parse(entry.decidedAt);
  return (
    (filter.allowed === undefined || entry.allowed === filter.allowed) &&
    (filter.channel === undefined || entry.channel === filter.channel) &&
    (filter.purpose === undefined || purposeCovers(filter.purpose, entry.purpose)) &&
    (filter.caller === undefined || entry.caller === filter.caller) &&
    (filter.fromMs === undefined || atMs >= filter.fromMs) &&
    (filter.toMs === undefined || atMs < filter.toMs) &&
    (filter.subject === undefined || entry.subject === filter.subject.subject) &&
    filter.tags.every((tag) => entry.tags.includes(tag))
  );
}

/** @throws RangeError for a cursor that this store did not make */
function readCursor(cursor: string | undefined): { id: string; bucket: number } | undefined {
  if (cursor === undefined) return undefined;
  const match = /^(\d+-\d+)\.(\d+)$/.exec(Buffer.from(cursor, 'base64url').toString());
  if (!match) throw new RangeError('cursor');
  return { id: match[1] as string, bucket: Number(match[2]) };
}
