import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, test } from 'vitest';
import { policySet } from '../../../test/support/policies.ts';
import { sqliteService, testPepper } from '../../../test/support/sqlite-service.ts';
import { admin, codes, dayMs, hourMs, startMs } from '../../../test/support/world.ts';
import { describeContactStore } from '../conformance.ts';
import { schemaVersion } from './schema.ts';

const folders: string[] = [];
const newFile = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'contact-guard-'));
  folders.push(folder);
  return join(folder, 'data', 'guard.db');
};
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

describeContactStore('the embedded store in memory', async (policies, nowMs) => {
  const { service, clock } = await sqliteService({ policies, nowMs });
  return { service, setNow: clock.set, close: () => service.close() };
});

describeContactStore('the embedded store on a file', async (policies, nowMs) => {
  const { service, clock } = await sqliteService({ policies, nowMs, path: newFile() });
  return { service, setNow: clock.set, close: () => service.close() };
});

test('a record whose suppression ends goes with it, also after a write that did not look at the suppression', async () => {
  const path = newFile();
  const { world, service } = await sqliteService({ policies: policySet(''), path });
  const endsMs = startMs + 900 * dayMs;
  await world.suppress({ customerId: 'c1', channel: 'sms', expiresAtMs: endsMs });
  await world.suppress({ customerId: 'c2', channel: 'sms' });
  const db = new DatabaseSync(path, { readOnly: true });
  const ends = () => {
    const found = db.prepare('SELECT expires_ms AS ms FROM customers ORDER BY expires_ms NULLS LAST').all();
    return found.map(({ ms }) => ms);
  };
  // The names of the first contact are new: from then on they are proven.
  for (let times = 0; times < 3; times++)
    for (const customerId of ['c1', 'c2']) {
      const contactId = await world.contact({ customerId, channel: 'push' });
      expect(ends()).toEqual([endsMs, null]);
      if (times > 1) await world.outcome(contactId, 'delivered');
    }
  expect(ends()).toEqual([endsMs, null]);
  db.close();
  await service.close();
});

test('what is over leaves no row behind', async () => {
  const path = newFile();
  const { world, service } = await sqliteService({ policies: policySet(''), path });
  const address = 'c@example.org';
  await world.contact({ customerId: 'c1', address, confirmByMs: startMs + dayMs });
  await world.suppress({ customerId: 'c1', channel: 'sms', expiresAtMs: startMs + dayMs });
  await world.suppress({ customerId: 'c1', address, channel: 'push', expiresAtMs: startMs + dayMs });
  await world.suppress({ address: 'other@example.org', channel: 'email', expiresAtMs: startMs + dayMs });
  // More than are looked at in one commit.
  for (let at = 0; at < 120; at++) await world.contact({ customerId: `many-${at}`, address: `many-${at}@example.org` });
  for (let times = 0; times < 2; times++) {
    world.pass(403 * dayMs);
    await service.tend();
  }
  await service.close();
  const db = new DatabaseSync(path);
  const counts = ['customers', 'customers_cold', 'holds', 'addresses', 'addresses_cold', 'events'].map((table) => [
    table,
    db.prepare(`SELECT count(*) AS rows FROM ${table}`).get()?.['rows'],
  ]);
  db.close();
  expect(counts).toEqual(counts.map(([table]) => [table, 0]));
});

test('customers who are contacted again in the order of the first time share the pages that are written', async () => {
  const path = newFile();
  const { world, service } = await sqliteService({ policies: policySet(''), path });
  const logBytes = () => statSync(`${path}-wal`).size;
  const contactAll = async (): Promise<number> => {
    const before = logBytes();
    for (let at = 0; at < 2000; at += 50)
      await Promise.all(Array.from({ length: 50 }, (_, index) => world.contact({ customerId: `c${at + index}` })));
    return logBytes() - before;
  };
  const first = await contactAll();
  expect(await contactAll()).toBeLessThan(first / 2);
  await service.close();
});

describe('a file', () => {
  const policies = policySet(
    '- { id: one, because: One., when: { channels: [email] }, cap: { limit: 1, window: 24h } }',
  );

  test('opened again keeps contacts, holds, operations, suppressions, consents, entries and revisions', async () => {
    const path = newFile();
    const first = await sqliteService({ policies, path });
    const contact = await first.world.contact({ operationId: 'op', address: 'c@example.org' });
    const denied = await first.world.ask();
    const hold = await first.world.contact({ customerId: 'held', confirmByMs: startMs + hourMs });
    const suppressed = await first.world.suppress({ address: 'c@example.org', channel: 'email', purpose: 'marketing' });
    await first.world.consent({});
    await first.service.close();

    const { world, service } = await sqliteService({ policies, path });
    expect(codes(await world.ask())).toEqual(['suppressed', 'cap']);
    expect(codes(await world.ask({ customerId: 'other', address: 'c@example.org' }))).toEqual(['suppressed']);
    expect(await world.guard.decision(denied.decisionId)).toMatchObject({ ...denied });
    expect((await world.confirm(hold)).allowed).toBe(true);
    await world.lift(suppressed.suppressionId);
    expect(await world.ask({ operationId: 'op', address: 'c@example.org' })).toMatchObject({
      contactId: contact,
      replayed: true,
    });
    expect(await world.guard.consentsOf('c1')).toHaveLength(1);
    expect(await world.guard.policyRevision(policies.revision)).toMatchObject({ active: [{ until: null }] });
    await service.close();
  });

  test('is refused to a second service while the first has it, and free once that is closed', async () => {
    const path = newFile();
    const first = await sqliteService({ policies, path });
    await first.world.contact();
    await expect(sqliteService({ policies, path })).rejects.toThrow(
      `STORE_URL: ${path} is in use by another process; one service works on one SQLite file`,
    );
    await first.world.ask();
    await first.service.close();
    await (await sqliteService({ policies, path })).service.close();
  });

  test('is refused with another pepper, and left as it was', async () => {
    const path = newFile();
    await (await sqliteService({ policies, path })).service.close();
    await expect(sqliteService({ policies, path, pepper: Buffer.alloc(32, 8) })).rejects.toThrow(
      /^ADDRESS_PEPPER: not the pepper this store was made with/,
    );
    await (await sqliteService({ policies, path, pepper: testPepper })).service.close();
  });

  test('of another schema is refused with both versions named', async () => {
    const path = newFile();
    await (await sqliteService({ policies, path })).service.close();
    const db = new DatabaseSync(path);
    db.exec("UPDATE meta SET value = '99' WHERE name = 'schema'");
    db.close();
    await expect(sqliteService({ policies, path })).rejects.toThrow(
      `STORE_URL: the file has schema 99, this program knows ${schemaVersion}`,
    );
  });

  test('that is no database is refused with its path', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'contact-guard-'));
    folders.push(folder);
    await expect(sqliteService({ policies, path: folder })).rejects.toThrow(`STORE_URL: ${folder} cannot be used`);
  });

  test('with a customer record of another format denies that customer safely and nobody else', async () => {
    const path = newFile();
    const first = await sqliteService({ policies, path });
    await first.world.contact();
    await first.service.close();
    const db = new DatabaseSync(path);
    db.exec("UPDATE customers SET hot = CAST(X'63' || substr(hot, 2) AS BLOB)");
    db.close();
    const { world, service } = await sqliteService({ policies, path, nowMs: startMs + dayMs });
    expect(await world.ask()).toMatchObject({
      allowed: false,
      degraded: true,
      reasons: [{ code: 'store-unavailable' }],
    });
    expect((await world.ask({ customerId: 'c2' })).allowed).toBe(true);
    await service.close();
  });
});

test('after an erasure neither the file nor what lies beside it holds the id, the address, a name or the key that opened them', async () => {
  const path = newFile();
  const { world, service } = await sqliteService({
    policies: policySet('- { id: one, because: One., when: { channels: [email] }, cap: { limit: 1, window: 24h } }'),
    path,
  });
  const person = { customerId: 'ann.lee@example.org', address: 'ann.lee@example.net' };
  await world.contact(person);
  await world.ask(person);
  await world.refuse({ ...person, channel: 'sms', address: undefined, signal: 'stop', text: 'Ann Lee says stop' });
  await world.contact({ ...person, channel: 'push', address: undefined, confirmByMs: startMs + dayMs });
  const customer = service.hashes.customer(person.customerId);
  const key = (await service.store.read(customer, ({ record }) => record.key)) as string;
  const raw = Buffer.from(key, 'base64url');
  const [hold] = await service.store.read(customer, ({ record, held }) => held(record.holds.map(({ seq }) => seq)));
  const request = hold?.sealed as string;
  const files = () => Buffer.concat(['', '-wal'].map((end) => readFileSync(path + end)));
  const holds = (bytes: string | Buffer) => files().includes(bytes);
  expect([holds(key), holds(raw), holds(request)]).toEqual([true, true, true]);
  // Whoever reads the log meanwhile.
  const reading = service.guard.decisions({ limit: 100 });
  await world.guard.erase(person.customerId, admin);
  await reading;
  expect([holds(key), holds(raw), holds(request)]).toEqual([false, false, false]);
  for (const clear of [person.customerId, person.address, 'Ann Lee']) expect(holds(clear)).toBe(false);
  await service.close();
});
