import { DatabaseSync } from 'node:sqlite';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { everyEntry } from '../../../test/support/world.ts';
import type { LogEntry } from '../../engine/log-entry.ts';
import type { KeyedHash } from '../../engine/request.ts';
import type { EntryFilter, EntryPage } from '../store.ts';
import { createEntryTable } from './entries.ts';
import { createEntryQueries, type EntryQueries } from './entry-query.ts';
import { schema } from './schema.ts';

const subject = { customer: 'c'.repeat(10) as KeyedHash, subject: 's3' };
const tagSets = [[], ['code:cap'], ['rule:r1'], ['code:cap', 'policy/rule:p/r1'], ['code:cap', 'policy:p', 'rule:r1']];

/** Runs a page to its end. @returns it, and after how many pieces */
function read(...args: Parameters<EntryQueries['page']>): { page: EntryPage; pieces: number } {
  const work = queries.page(...args);
  for (let pieces = 0; ; pieces++) {
    const step = work.next();
    if (step.done) return { page: step.value, pieces };
  }
}

/** Every combination of what can be asked for. */
const filters: EntryFilter[] = tagSets.flatMap((tags) =>
  Array.from({ length: 2 ** 7 }, (_, bits): EntryFilter => {
    const given = <T>(bit: number, value: T): T | undefined => ((bits >> bit) & 1 ? value : undefined);
    return {
      tags,
      allowed: given(0, false),
      channel: given(1, 'email'),
      purpose: given(2, 'marketing'),
      caller: given(3, 'crm'),
      subject: given(4, subject),
      fromMs: given(5, 100),
      toMs: given(6, 900),
    };
  }),
);

const purposes = ['marketing', 'marketing.a', 'marketingx', 'Marketing.b', 'service'];
const made = Array.from({ length: 1000 }, (_, at): LogEntry => {
  const tags = [at % 3 ? 'code:cap' : 'code:hours', 'policy:p', `rule:r${at % 2}`, `policy/rule:p/r${at % 2}`];
  // Several at one instant, and some that come late.
  const atMs = Math.floor(at / 3) * 3 - (at % 50 === 0 ? 30 : 0);
  const fields = {
    decisionId: `d${at}`,
    atMs,
    allowed: at % 7 === 0,
    channel: at % 2 ? 'email' : 'sms',
    purpose: purposes[at % purposes.length] ?? '',
    caller: at % 4 ? 'crm' : 'shop',
    tags,
    subject: `s${at % 11}`,
    keepUntilMs: atMs + 10_000,
  };
  return { ...fields, key: 'k', json: JSON.stringify(fields) };
});

const madeMs = () => 0;
let queries: EntryQueries;
/** What SQLite was asked to prepare. */
const prepared: string[] = [];
let db: DatabaseSync;
beforeAll(() => {
  db = new DatabaseSync(':memory:');
  db.exec(schema);
  const { prepare } = db;
  db.prepare = (sql) => {
    prepared.push(sql);
    return prepare.call(db, sql);
  };
  const table = createEntryTable(db, madeMs);
  queries = createEntryQueries(db);
  db.prepare = prepare;
  for (const entry of made) table.append(entry);
});

function asked(entry: LogEntry, filter: EntryFilter): boolean {
  return (
    (filter.allowed === undefined || entry.allowed === filter.allowed) &&
    (filter.channel === undefined || entry.channel === filter.channel) &&
    (filter.purpose === undefined ||
      entry.purpose === filter.purpose ||
      entry.purpose.startsWith(`${filter.purpose}.`)) &&
    (filter.caller === undefined || entry.caller === filter.caller) &&
    filter.tags.every((tag) => entry.tags.includes(tag)) &&
    (filter.subject === undefined || entry.subject === filter.subject.subject) &&
    (filter.fromMs === undefined || entry.atMs >= filter.fromMs) &&
    (filter.toMs === undefined || entry.atMs < filter.toMs)
  );
}

describe('a query of the log', () => {
  test('sorts nothing, reads no entry to pass it over, and goes along an index, whatever is asked for', () => {
    const pages = prepared.filter((sql) => sql.includes('ORDER BY at_ms DESC'));
    expect(pages).toHaveLength(3);
    for (const sql of pages) {
      const steps = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[];
      expect(steps.map(({ detail }) => detail).join(), sql).toMatch(
        /^SEARCH entries USING COVERING INDEX entries_by_\w+ \([^,]+\)$/,
      );
    }
  });

  test('reads no further than its page: a few entries of each kind that fits', () => {
    const { pieces } = read({ ...everyEntry, caller: 'shop', tags: ['rule:r1'] }, 5, undefined);
    expect(pieces).toBeLessThan(60);
  });

  test('finds what is common among the newest entries, without a look at each of many kinds', () => {
    const many = new DatabaseSync(':memory:');
    many.exec(schema);
    const table = createEntryTable(many, madeMs);
    for (let at = 0; at < 4000; at++) {
      const fields = {
        ...(made[1] as LogEntry),
        decisionId: `d${at}`,
        atMs: at,
        keepUntilMs: at + 10_000,
        allowed: false,
      };
      table.append({ ...fields, tags: [`rule:r${at % 1000}`], caller: at % 2 ? 'crm' : 'shop' });
    }
    const work = createEntryQueries(many).page({ ...everyEntry, caller: 'crm' }, 100, undefined);
    let pieces = 0;
    let step = work.next();
    for (; !step.done; step = work.next()) pieces++;
    expect(step.value?.entries).toHaveLength(100);
    expect(pieces).toBeLessThan(10);
  });

  test('finds all that was asked for and nothing else, newest first, page by page', () => {
    const newest = made
      .map((entry, seq) => ({ entry, seq }))
      .sort((a, b) => b.entry.atMs - a.entry.atMs || b.seq - a.seq)
      .map(({ entry }) => entry);
    for (const filter of [everyEntry, ...filters]) {
      const found: string[] = [];
      let from: string | undefined;
      do {
        const page = read(filter, 90, from).page;
        found.push(...page.entries.map(({ json }) => json));
        from = page.nextCursor ?? undefined;
      } while (from !== undefined);
      expect(found).toEqual(newest.filter((entry) => asked(entry, filter)).map(({ json }) => json));
    }
  });

  test('a kind goes with its last entry, and one that comes again is found', () => {
    const own = new DatabaseSync(':memory:');
    own.exec(schema);
    const table = createEntryTable(own, madeMs);
    const rare = { ...(made[1] as LogEntry), caller: 'rare' };
    const kinds = () => (own.prepare('SELECT count(*) AS kinds FROM entry_kinds').get() as { kinds: number }).kinds;
    table.append({ ...rare, decisionId: 'first', keepUntilMs: 1 });
    table.append({ ...rare, decisionId: 'second', keepUntilMs: 2 });
    expect([table.expire(1, 10), kinds()]).toEqual([1, 1]);
    expect([table.expire(2, 10), kinds()]).toEqual([1, 0]);
    table.append({ ...rare, decisionId: 'third', keepUntilMs: 2 });
    const step = createEntryQueries(own).page({ ...everyEntry, caller: 'rare' }, 10, undefined);
    let page = step.next();
    while (!page.done) page = step.next();
    expect(page.value?.entries).toHaveLength(1);
  });

  test('hours later, when the kinds are due to be read anew, all of them are known', () => {
    const filter = { ...everyEntry, caller: 'shop' };
    const before = read(filter, 10, undefined).page;
    const laterMs = performance.now() + 2 * 3_600_000;
    vi.spyOn(performance, 'now').mockReturnValue(laterMs);
    try {
      expect(read(filter, 10, undefined).page).toEqual(before);
    } finally {
      vi.restoreAllMocks();
    }
  });

  test('retention goes along an index: where nothing is due it takes a look at each kind', () => {
    const overdue = prepared.filter((sql) => sql.includes('keep_ms LIMIT'));
    expect(overdue).toHaveLength(1);
    for (const sql of overdue) {
      const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[];
      expect(plan.map(({ detail }) => detail)).toEqual([
        'SCAN k',
        'SEARCH e USING COVERING INDEX entries_by_kind (kind=? AND at_ms<?)',
      ]);
    }
  });
});
