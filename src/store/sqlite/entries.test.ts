import { expect, test } from 'vitest';
import { policySet } from '../../../test/support/policies.ts';
import { sqliteService } from '../../../test/support/sqlite-service.ts';
import { dayMs, startMs } from '../../../test/support/world.ts';
import { createEntryTable } from './entries.ts';
import { openDatabase } from './open-database.ts';

const policies = policySet('- { id: one, because: One., cap: { limit: 1, window: forever } }');

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
    entries.append({
      decisionId,
      atMs: startMs,
      allowed: false,
      channel: 'email',
      purpose: 'marketing',
      caller: 'crm',
      tags: [],
      subject: 'subject',
      key: 'key',
      keepUntilMs: startMs + dayMs,
      json: '{}',
    });
    db.exec(end);
  };
  append('one', 'ROLLBACK');
  entries.reload();
  append('two', 'COMMIT');
  expect([entries.get('one'), entries.get('two')]).toEqual([undefined, { json: '{}', key: 'key' }]);
  expect(db.prepare('SELECT count(*) AS kinds FROM entry_kinds').get()).toEqual({ kinds: 1 });
  db.close();
});
