/** The decision log on Redis: one stream for each bucket, written by the step's own script, merged by readers. */
import type { EntryFilter, EntryPage, StoredEntry } from '../store.ts';
import { purposeCovers } from '../../vocabulary.ts';
import { bucketOf, buckets, type Keys } from './keys.ts';
import type { RedisLink } from './client.ts';

export interface RedisEntries {
  query(filter: EntryFilter, limit: number, cursor: string | undefined): Promise<EntryPage>;
  get(decisionId: string, hint: { atMs: number; bucket: number }): Promise<StoredEntry | undefined>;
  has(decisionId: string, hint: { atMs: number; bucket: number }): Promise<boolean>;
  withKey(json: string, bucket: number | undefined): Promise<StoredEntry>;
  expire(nowMs: number): Promise<number>;
  exportAll(onEntry: (entry: StoredEntry) => Promise<void>, drain: boolean): Promise<number>;
  length(): Promise<number>;
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

type Reply = [id: string, fields: string[]][];

export function createEntries(link: RedisLink, keys: Keys): RedisEntries {
  let nextToExpire = 0;
  const expireFrom = new Map<number, string>();

  const range = async (bucket: number, from: string, to: string, count: number, newestFirst: boolean): Promise<Item[]> => {
    const key = keys.log(bucket);
    const reply = await link.call((client) => (newestFirst ? client.xrevrange(key, to, from, 'COUNT', count) : client.xrange(key, from, to, 'COUNT', count)));
    return (reply as Reply).map(toItem);
  };

  const withKeys = async (items: readonly (Item & { bucket: number })[]): Promise<StoredEntry[]> => {
    const subjects = [...new Set(items.map((item) => keys.subject(item.bucket, item.fields.subject)))];
    const found = new Map<string, string | null>();
    await Promise.all(subjects.map(async (key) => found.set(key, await link.call((client) => client.get(key)))));
    return items.map((item) => ({ json: item.json, key: found.get(keys.subject(item.bucket, item.fields.subject)) ?? undefined }));
  };

  const find = async (decisionId: string, hint: { atMs: number; bucket: number }): Promise<(Item & { bucket: number }) | undefined> => {
    // The id was made by a process's clock, the stream's by the store's.
    let from = `${Math.max(0, hint.atMs - 60_000)}`;
    for (;;) {
      const items = await range(hint.bucket, from, '+', 500, false);
      const item = items.find((one) => one.fields.decisionId === decisionId);
      if (item) return { ...item, bucket: hint.bucket };
      const last = items.at(-1);
      if (!last || items.length < 500) return undefined;
      from = `(${last.idText}`;
    }
  };

  return {
    async query(filter, limit, cursor) {
      const start = readCursor(cursor);
      const from = filter.fromMs === undefined ? '-' : `${filter.fromMs}`;
      const own = filter.subject ? [bucketOf(filter.subject.customer)] : Array.from({ length: buckets }, (_, bucket) => bucket);
      const streams = own.map((bucket) => {
        const before = start && `${bucket <= start.bucket ? '(' : ''}${start.id}`;
        return { bucket, to: before ?? '+', items: [] as Item[], done: false };
      });
      const fill = async (stream: (typeof streams)[number]): Promise<void> => {
        if (stream.done || stream.items.length > 0) return;
        stream.items = await range(stream.bucket, from, stream.to, chunk, true);
        const last = stream.items.at(-1);
        if (!last || stream.items.length < chunk) stream.done = true;
        if (last) stream.to = `(${last.idText}`;
      };
      await Promise.all(streams.map(fill));
      const page: (Item & { bucket: number })[] = [];
      while (page.length <= limit) {
        let newest: (typeof streams)[number] | undefined;
        for (const stream of streams) {
          const head = stream.items[0];
          const best = newest?.items[0];
          if (head && (!best || compareIds(head.id, best.id) > 0)) newest = stream;
        }
        const item = newest?.items.shift();
        if (!newest || !item) break;
        await fill(newest);
        if (fits(item.fields, filter)) page.push({ ...item, bucket: newest.bucket });
      }
      const shown = page.slice(0, limit);
      const last = shown.at(-1);
      return {
        entries: await withKeys(shown),
        nextCursor: page.length > limit && last ? Buffer.from(`${last.idText}.${last.bucket}`).toString('base64url') : null,
      };
    },

    async get(decisionId, hint) {
      const item = await find(decisionId, hint);
      return item && (await withKeys([item]))[0];
    },

    has: async (decisionId, hint) => (await find(decisionId, hint)) !== undefined,

    async withKey(json, bucket) {
      const { subject } = JSON.parse(json) as Fields;
      const tried = bucket === undefined ? Array.from({ length: buckets }, (_, one) => one) : [bucket];
      for (const one of tried) {
        const key = await link.call((client) => client.get(keys.subject(one, subject)));
        if (key !== null) return { json, key };
      }
      return { json, key: undefined };
    },

    async expire(nowMs) {
      let removed = 0;
      for (let step = 0; step < 16; step++) {
        const bucket = nextToExpire;
        nextToExpire = (nextToExpire + 1) % buckets;
        const items = await range(bucket, expireFrom.get(bucket) ?? '-', '+', 200, false);
        const last = items.at(-1);
        if (last && items.length === 200) expireFrom.set(bucket, `(${last.idText}`);
        else expireFrom.delete(bucket);
        const over = items.filter((item) => item.fields.keepUntilMs <= nowMs).map((item) => item.idText);
        if (over.length > 0) removed += await link.call((client) => client.xdel(keys.log(bucket), ...over));
        await link.call((client) => client.xtrim(keys.log(bucket), 'MAXLEN', '~', Math.ceil(mostEntries / buckets)));
      }
      return removed;
    },

    async exportAll(onEntry, drain) {
      let count = 0;
      for (let bucket = 0; bucket < buckets; bucket++) {
        let from = '-';
        for (;;) {
          const items = await range(bucket, from, '+', 500, false);
          const last = items.at(-1);
          if (!last) break;
          for (const entry of await withKeys(items.map((item) => ({ ...item, bucket })))) await onEntry(entry);
          if (drain) await link.call((client) => client.xdel(keys.log(bucket), ...items.map((item) => item.idText)));
          count += items.length;
          from = `(${last.idText}`;
        }
      }
      return count;
    },

    async length() {
      const lengths = await Promise.all(Array.from({ length: buckets }, (_, bucket) => link.call((client) => client.xlen(keys.log(bucket)))));
      return lengths.reduce((sum, one) => sum + one, 0);
    },
  };
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
