import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, test } from 'vitest';
import { everyEntry } from '../../../test/support/world.ts';
import { monotonicMs } from '../../clock.ts';
import { UnknownCursor } from '../../errors.ts';
import { createEntryTable } from './entries.ts';
import { createEntryReader, type EntryReader } from './entry-reader.ts';
import { schema } from './schema.ts';

const entry = {
  allowed: false,
  channel: 'email',
  purpose: 'marketing',
  caller: 'crm',
  tags: [],
  subject: 's',
  key: 'k',
  keepUntilMs: 1,
  json: '{}',
};
const count = 20_000;
const madeMs = () => 0;

let folder = '';
let db: DatabaseSync;
function open(): EntryReader {
  folder = mkdtempSync(join(tmpdir(), 'contact-guard-'));
  const path = join(folder, 'guard.db');
  db = new DatabaseSync(path);
  db.exec(`PRAGMA journal_mode = WAL; ${schema}; BEGIN`);
  const table = createEntryTable(db, madeMs);
  for (let at = 0; at < count; at++) {
    const kind = { tags: [`rule:r${at % 5000}`], caller: at % 2 === 0 && at < count / 2 ? 'rare' : 'crm' };
    table.append({ ...entry, ...kind, decisionId: `d${at}`, atMs: at });
  }
  db.exec('COMMIT');
  return createEntryReader(path, db);
}
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

/** How far each thread of this process lets others go first, as Linux says. */
function niceness(): number[] {
  const stats = readdirSync('/proc/self/task').map((task) => readFileSync(`/proc/self/task/${task}/stat`, 'utf8'));
  // The 19th field; the second one may hold spaces.
  return stats.map((stat) => Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]));
}

describe('the thread that reads the log', () => {
  test('lets the others of its process go first on the processors', async () => {
    const reader = open();
    await reader.page(everyEntry, 1);
    // Elsewhere a thread has no place of its own among others.
    if (process.platform === 'linux') {
      expect(niceness()).toContain(Math.max(10, getPriority()));
      expect(niceness()).toContain(getPriority());
    }
    await reader.close();
  });

  test('sees what was committed, while a transaction of this process is under way', async () => {
    const reader = open();
    db.exec('BEGIN IMMEDIATE');
    createEntryTable(db, madeMs).append({ ...entry, decisionId: 'late', atMs: count });
    const page = await reader.page(everyEntry, 1000);
    expect(page.entries).toHaveLength(1000);
    expect(page.nextCursor).not.toBeNull();
    db.exec('COMMIT');
    expect((await reader.after(count, 10)).map(({ seq }) => seq)).toEqual([count + 1]);
    await reader.close();
  });

  test('does nothing for whoever has gone, and answers who comes after', async () => {
    const reader = open();
    const gone = new AbortController();
    const asked = Array.from({ length: 20 }, () => reader.page(everyEntry, 1000, undefined, gone.signal));
    const stays = reader.page(everyEntry, 2);
    gone.abort(new Error('gone'));
    for (const one of await Promise.allSettled(asked)) expect(one).toMatchObject({ reason: { message: 'gone' } });
    expect((await stays).entries).toHaveLength(2);
    await expect(reader.page(everyEntry, 1, undefined, gone.signal)).rejects.toThrow('gone');
    await reader.close();
  });

  test('answers a short question while long ones are under way', async () => {
    const reader = open();
    const order: string[] = [];
    const note = (name: string) => () => void order.push(name);
    // Thousands of kinds fit, and none of them is among the newest entries.
    const long = Array.from({ length: 3 }, () =>
      reader.page({ ...everyEntry, caller: 'rare' }, 1000).then(note('long')),
    );
    const short = reader.page(everyEntry, 1).then(note('short'));
    await Promise.all([...long, short]);
    expect(order[0]).toBe('short');
    await reader.close();
  });

  test('ends at once with what is asked of it refused', async () => {
    const reader = open();
    const asked = Array.from({ length: 200 }, () => reader.page(everyEntry, 1000));
    const all = Promise.allSettled(asked);
    const startMs = monotonicMs();
    await reader.close();
    expect(monotonicMs() - startMs).toBeLessThan(2000);
    expect((await all).at(-1)).toMatchObject({ reason: { message: 'the embedded store is closed' } });
    await expect(reader.page(everyEntry, 1)).rejects.toThrow('the embedded store is closed');
  });

  test('refuses a cursor that it did not give', async () => {
    const reader = open();
    await expect(reader.page(everyEntry, 1, 'x')).rejects.toThrow(UnknownCursor);
    await reader.close();
  });
});
