import { describe, expect, test } from 'vitest';
import { policySet } from '../../../test/support/policies.ts';
import { sqliteService } from '../../../test/support/sqlite-service.ts';
import { dayMs, startMs } from '../../../test/support/world.ts';
import { entryText } from '../../engine/entry-text.ts';
import { type LogEntry, tagsOf } from '../../engine/log-entry.ts';
import { createEntryTable } from './entries.ts';
import { openDatabase } from './open-database.ts';

const policies = policySet('- { id: one, because: One., cap: { limit: 1, window: forever } }');

/** One list for all: entries of one reason share it. */
const tags = tagsOf([{ code: 'cap' }]);

function entry(decisionId: string, atMs = startMs): LogEntry {
  const head = {
    decisionId,
    atMs,
    allowed: false,
    channel: 'email',
    purpose: 'marketing',
    caller: 'crm',
    subject: 'subject',
    keepUntilMs: atMs + dayMs,
  } as const;
  return { ...head, tags, key: 'key', json: entryText({ ...head, reasons: [] }, {}) };
}

test('an entry is stored with the key that opens it, also where that went with the one before', async () => {
  const { world, service, clock } = await sqliteService({ policies });
  await world.contact();
  const denied = async () => {
    const { decisionId, degraded } = await world.ask();
    return degraded ? undefined : ((await world.guard.decision(decisionId)) as { request: unknown }).request;
  };
  const opened = expect.objectContaining({ customerId: 'c1' });
  expect([await denied(), await denied()]).toEqual([opened, opened]);
  // All that is in the log is over, and the customer's key is still known.
  clock.set(startMs + 1826 * dayMs);
  expect(await service.store.expireEntries()).toBe(2);
  expect(await denied()).toEqual(opened);
  await service.store.exportEntries(async () => {}, true);
  expect(await denied()).toEqual(opened);
  await service.close();
});

test('an entry whose commit was undone leaves nothing that the next one relies on', () => {
  const { db } = openDatabase(':memory:');
  const entries = createEntryTable(db, () => startMs);
  const append = (decisionId: string, end: 'COMMIT' | 'ROLLBACK') => {
    db.exec('BEGIN');
    entries.append(entry(decisionId));
    db.exec(end);
  };
  append('one', 'ROLLBACK');
  entries.reload();
  append('two', 'COMMIT');
  expect([entries.get('one'), entries.get('two')]).toEqual([undefined, { json: entry('two').json, key: 'key' }]);
  expect(db.prepare('SELECT count(*) AS kinds FROM entry_kinds').get()).toEqual({ kinds: 1 });
  db.close();
});

describe('the number of a person in the log', () => {
  const { db } = openDatabase(':memory:');
  const entries = createEntryTable(db, () => startMs);
  const append = (decisionId: string, subject: string, atMs = startMs) =>
    entries.append({ ...entry(decisionId, atMs), subject, key: `key of ${subject}` });
  const keyOf = (decisionId: string) => entries.get(decisionId)?.key;
  const numbers = () => db.prepare('SELECT id, subject, key FROM subjects').all();

  test('is nobody else’s while an entry has it, also of who was forgotten', () => {
    append('one', 'a');
    entries.forget('a');
    append('two', 'b');
    append('three', 'a');
    expect(['one', 'two', 'three'].map(keyOf)).toEqual([undefined, 'key of b', 'key of a']);
  });

  test('goes with the last entry that has it', () => {
    const until = startMs + dayMs;
    expect(append('one', 'c', startMs + 1)).toBe(false);
    expect(entries.expire(until, 10)).toBe(3);
    expect(numbers()).toEqual([]);
    append('four', 'b');
    expect([keyOf('four'), numbers().length]).toEqual(['key of b', 1]);
    expect(db.prepare('SELECT count(*) AS entries FROM entries e JOIN entry_kinds k ON k.id = e.kind').get()).toEqual({
      entries: 1,
    });
  });
});
