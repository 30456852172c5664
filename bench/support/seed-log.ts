/** A decision log as years of use leave it, written in the stores' own format: denials of many callers, rules and people, spread evenly over 400 days. */
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { entryText, readEntryText } from '../../src/engine/entry-text.ts';
import { type LogEntry, tagsOf } from '../../src/engine/log-entry.ts';
import { newKey } from '../../src/ids.ts';
import { kindNumber } from '../../src/store/redis/entry-kinds.ts';
import { packItems, stampAt } from '../../src/store/redis/entry-lists.ts';
import { bucketOf, buckets, createKeys } from '../../src/store/redis/keys.ts';
import { createEntryTable } from '../../src/store/sqlite/entries.ts';
import { schema } from '../../src/store/sqlite/schema.ts';
import { caller, openService, prefix, request } from './service.ts';

export const spanMs = 400 * 86_400_000;
const keptMs = 1825 * 86_400_000;
const channels = ['email', 'sms', 'push', 'voice'];
const purposes = ['marketing.promotions', 'marketing.winback', 'transactional.receipt', 'service.updates'];
/** Among 100,000 strangers a few customers whom the service knows, each with one entry in 2,000. */
export const people = 20;
const strangers = 100_000;

/** As lists name an entry. */
interface Named {
  readonly stamp: number;
  readonly kind: number;
}

interface Person {
  readonly subject: string;
  readonly key: string;
  readonly bucket: number;
}

/** Has the service deny a few customers. @returns what no store reads of such an entry, and who they are */
async function begin(storeUrl: string): Promise<{ rest: unknown; known: Person[] }> {
  const service = await openService({ storeUrl });
  for (let index = 0; index < people; index++) {
    const customer = personId(index);
    const refusal = { channel: 'email', purpose: 'marketing', reason: 'opt_out', source: 'bench' };
    await service.guard.suppress({ customerId: customer, ...refusal }, caller);
    await service.guard.decide(request(0, { customerId: customer }), caller);
  }
  const all = { allowed: undefined, channel: undefined, purpose: undefined, caller: undefined };
  const filter = { ...all, tags: [], subject: undefined, fromMs: undefined, toMs: undefined };
  const { entries } = await service.store.entries(filter, people, undefined);
  if (entries.length !== people) throw new Error(`bench: ${entries.length} entries of ${people} customers`);
  const known = entries.map(({ json, key = '' }, index) => {
    // Newest first.
    const bucket = bucketOf(service.hashes.customer(personId(people - 1 - index)));
    return { subject: readEntryText(json, (head) => head.subject), key, bucket };
  });
  await service.close();
  return { rest: readEntryText(entries[0]?.json ?? '', (_head, rest) => rest), known };
}

export function personId(index: number): string {
  return `person-${index}`;
}

/** Entries oldest first, and whose each is. */
function* made(
  count: number,
  { rest, known }: Awaited<ReturnType<typeof begin>>,
  overMs = spanMs,
): Generator<[LogEntry, Person]> {
  const startMs = Date.now() - spanMs - 60_000;
  const crowd = Array.from({ length: strangers }, (_, index): Person => {
    return { subject: newKey(), key: newKey(), bucket: index % buckets };
  });
  const pick = <T>(list: readonly T[], number: number): T => list[number % list.length] as T;
  for (let at = 0; at < count; at++) {
    const mixed = Math.imul(at, 2_654_435_761) >>> 8;
    const person = mixed % 100 === 0 ? pick(known, Math.floor(mixed / 100)) : pick(crowd, mixed);
    const [code, rule] = [
      pick(['cap', 'hours', 'consent', 'suppressed'] as const, mixed >>> 3),
      `rule-${(mixed >>> 5) % 40}`,
    ];
    const atMs = startMs + Math.floor((at / count) * overMs);
    const fields = {
      decisionId: `dec_${newKey()}`,
      allowed: false,
      atMs,
      channel: pick(channels, mixed >>> 2),
      purpose: pick(purposes, mixed >>> 4),
      // One caller asks one time in 5,000.
      caller: mixed % 5000 === 1 ? 'rare' : `caller-${(mixed >>> 6) % 10}`,
      subject: person.subject,
      keepUntilMs: atMs + keptMs,
    };
    const reasons = [
      { code, policy: 'default', rule, message: 'As one of forty rules says.', retryAtMs: null },
    ] as const;
    const json = entryText({ ...fields, reasons }, rest);
    yield [{ ...fields, tags: tagsOf(reasons), key: person.key, json }, person];
  }
}

/** Past so many entries they are copied inside SQLite, each with an id and an instant of its own; only the text of a copy still says the first's. */
const mostMade = 100_000;

/** Written without its indexes, without a journal, and indexed when all is there: what is left is the file that the service would have written. */
export async function seedSqliteLog(path: string, count: number): Promise<void> {
  const begun = await begin(`sqlite:${path}`);
  const db = new DatabaseSync(path);
  db.exec(
    'PRAGMA journal_mode = DELETE; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -262144; PRAGMA temp_store = MEMORY',
  );
  // It knows the indexes by name, and needs none to append.
  const table = createEntryTable(db, () => 0);
  const found = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'entries'").all();
  for (const { name } of found) db.exec(`DROP INDEX ${name}`);
  db.exec('BEGIN');
  const slices = Math.max(1, Math.round(count / mostMade));
  const sliceMs = Math.floor(spanMs / slices);
  for (const [entry] of made(Math.round(count / slices), begun, sliceMs)) table.append(entry);
  const { first, last } = db
    .prepare('SELECT min(seq) AS first, max(seq) AS last FROM entries WHERE at_ms < ?')
    .get(Date.now() - spanMs + sliceMs) as { first: number; last: number };
  const copy = db.prepare(
    `INSERT INTO entries (decision_id, made_ms, at_ms, allowed, kind, subject, json)
     SELECT 'dec_' || substr(hex(randomblob(11)), 1, 21) || 'A', at_ms + ?1, at_ms + ?1, allowed, kind, subject, json
     FROM entries WHERE seq BETWEEN ?2 AND ?3`,
  );
  for (let slice = 1; slice < slices; slice++) copy.run(slice * sliceMs, first, last);
  db.exec(`COMMIT; ${schema}; PRAGMA journal_mode = WAL`);
  db.close();
}

/** The service's own entries begin after these: a stream takes only what is later. */
export async function seedRedisLog({ url, client }: { url: string; client: Redis }, count: number): Promise<void> {
  const begun = await begin(url);
  const keys = createKeys(prefix);
  // The file is written once, when all is there.
  await client.config('SET', 'appendonly', 'no');
  for (let bucket = 0; bucket < buckets; bucket++) {
    await client.del(keys.log(bucket), keys.all(bucket));
  }
  const all = Array.from({ length: buckets }, (): Named[] => []);
  const subjects = new Map<string, { key: string; items: Named[] }>();
  let lastMs = 0;
  let seq = 0;
  let batch = client.pipeline();
  for (const [entry, { bucket, key }] of made(count, begun)) {
    seq = entry.atMs === lastMs ? seq + 1 : 0;
    lastMs = entry.atMs;
    const stamp = stampAt(entry.atMs) + seq;
    batch.xadd(keys.log(bucket), `${entry.atMs}-${seq}`, 'e', entry.json);
    const item = { stamp, kind: kindNumber(entry, keptMs) };
    all[bucket]?.push(item);
    const subject = keys.subject(bucket, entry.subject);
    const known = subjects.get(subject);
    if (known) known.items.push(item);
    else subjects.set(subject, { key, items: [item] });
    if (batch.length < 1000) continue;
    await batch.exec();
    batch = client.pipeline();
  }
  const write = async (): Promise<void> => {
    if (batch.length < 1000) return;
    await batch.exec();
    batch = client.pipeline();
  };
  for (const [bucket, items] of all.entries()) batch.append(keys.all(bucket), packItems(items));
  for (const [subject, { key, items }] of subjects) {
    batch.set(subject, Buffer.concat([Buffer.from(key), packItems(items)]), 'PX', keptMs);
    await write();
  }
  await batch.exec();
  await client.config('SET', 'appendonly', 'yes');
  while (/aof_rewrite_in_progress:1|aof_rewrite_scheduled:1/.test(await client.info('persistence'))) await sleep(200);
}
