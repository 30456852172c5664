import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { StoreUnavailable } from '../src/errors.ts';
import type { ContactStore } from '../src/store/store.ts';
import { policySet } from './support/policies.ts';
import { type SqliteService, sqliteService } from './support/sqlite-service.ts';
import { admin, codes, hourMs, problemOf, startMs } from './support/world.ts';

const policies = policySet('');
const security = { purpose: 'service.security' } as const;

let folder: string;
let opened: SqliteService[];
/** What the store does with the writes of refusals from now on; decisions reach it all the same. */
let writes: 'taken' | 'refused' | 'taken and not told' | 'never taken';
let reads: 'answered' | 'refused';

const open = async (): Promise<SqliteService> => {
  const one = await sqliteService({
    policies,
    path: join(folder, 'guard.db'),
    spoolFolder: join(folder, 'spool'),
    wrap: (store): ContactStore => {
      const away = () => new StoreUnavailable('away', { unknown: true });
      const write =
        <A extends unknown[], T>(work: (...args: A) => Promise<T>) =>
        async (...args: A): Promise<T> => {
          if (writes === 'refused') throw away();
          if (writes === 'never taken') throw new Error('cannot be entered');
          const value = await work(...args);
          if (writes === 'taken and not told') throw away();
          return value;
        };
      return {
        ...store,
        transact: write(store.transact) as ContactStore['transact'],
        transactAddress: write(store.transactAddress) as ContactStore['transactAddress'],
        async nowMs() {
          if (reads === 'refused') throw away();
          return store.nowMs();
        },
        async read(...args) {
          if (reads === 'refused') throw away();
          return store.read(...args);
        },
      };
    },
  });
  opened.push(one);
  return one;
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'contact-guard-'));
  opened = [];
  writes = 'taken';
  reads = 'answered';
});
afterEach(async () => {
  for (const { service } of opened) await service.close();
  rmSync(folder, { recursive: true, force: true });
});

const eventsOf = async ({ world }: SqliteService, customerId = 'c1') =>
  (await world.guard.refusalEvents({ customerId, limit: 100 })).events as Record<string, unknown>[];

describe('a refusal that the store cannot take', () => {
  test('is told 503, kept on disk and sealed, and binds at once, while the store is away and when it answers again', async () => {
    const one = await open();
    const { service, world } = one;
    await service.store.close();
    const address = 'c@example.org';
    expect(await problemOf(world.refuse({ customerId: 'c1', signal: 'stop' }))).toMatchObject({ status: 503 });
    await expect(world.refuse({ address, signal: 'stop', text: 'never again' })).rejects.toThrow(/is kept on disk/);
    expect(service.refusalSpool?.waiting()).toBe(2);
    const files = readdirSync(join(folder, 'spool', 'refusals')).filter((file) => file.endsWith('.ndjson'));
    expect(files).toHaveLength(1);
    expect(readFileSync(join(folder, 'spool', 'refusals', files[0] ?? ''), 'utf8')).not.toMatch(
      /customerId|c@example|never again/,
    );
    for (const fields of [{}, { customerId: 'c2', address }])
      expect(codes(await world.ask({ ...security, ...fields }))).toEqual(['suppressed', 'store-unavailable']);
    expect((await world.ask({ ...security, customerId: 'c3' })).allowed).toBe(true);
    expect((await world.ask({ ...security, channel: 'sms' })).allowed).toBe(true);
  });

  test('binds answers of a store that is there for everybody else, until it is entered; then from the store', async () => {
    const { service, world } = await open();
    const contactId = await world.contact({ confirmByMs: startMs + hourMs });
    writes = 'refused';
    expect(await problemOf(world.refuse({}))).toMatchObject({ status: 422 });
    expect(await problemOf(world.refuse({ customerId: 'c1' }))).toMatchObject({ status: 503 });
    writes = 'taken';
    expect(await world.ask()).toMatchObject({
      allowed: false,
      degraded: true,
      reasons: [{ code: 'suppressed' }, { code: 'store-unavailable' }],
    });
    expect(await problemOf(world.confirm(contactId))).toMatchObject({ status: 503 });
    expect(await world.ask({ customerId: 'c2' })).toMatchObject({ allowed: true, degraded: false });
    await service.tend();
    expect(await world.ask()).toMatchObject({ degraded: false, reasons: [{ code: 'suppressed' }] });
    expect(await world.confirm(contactId)).toMatchObject({ allowed: false, reasons: [{ code: 'suppressed' }] });
  });

  test('is entered with when it was received, the contact it answers, and once, whether or not the store had taken it', async () => {
    const one = await open();
    const { service, world, clock } = one;
    const contactId = await world.contact({ address: 'c@example.org' });
    const cases = [
      ['refused', 'answered'],
      ['taken and not told', 'answered'],
      ['refused', 'refused'],
    ] as const;
    for (const [index, [write, read]] of cases.entries()) {
      writes = write;
      reads = read;
      const subject = [{ contactId }, { customerId: 'c1', address: 'c@example.org' }, { contactId }][index] ?? {};
      await problemOf(world.refuse({ ...subject, signal: 'stop', text: `no ${index}` }));
    }
    writes = 'taken';
    reads = 'answered';
    clock.set(startMs + hourMs);
    for (let times = 0; times < 3; times++) await service.tend();
    const events = await eventsOf(one);
    expect(events.map(({ text }) => text).sort()).toEqual(['no 0', 'no 1', 'no 2']);
    for (const event of events) {
      expect(event).toMatchObject({ signal: 'stop', receivedAt: new Date(startMs).toISOString() });
      expect(await world.guard.refusal(event['refusalId'] as string)).toMatchObject({ text: event['text'] });
    }
    expect(codes(await world.ask({ customerId: 'c9', address: 'c@example.org' }))).toEqual(['suppressed']);
    expect(service.refusalSpool?.waiting()).toBe(0);
  });

  test('by an address alone, taken and not told, is entered once whomever it was found to be of', async () => {
    const one = await open();
    const { service, world } = one;
    await world.contact({ address: 'c@example.org' });
    writes = 'taken and not told';
    await problemOf(world.refuse({ address: 'c@example.org', signal: 'stop' }));
    writes = 'taken';
    await service.tend();
    await service.tend();
    expect(await eventsOf(one)).toHaveLength(1);
    expect(await world.guard.suppressionsOfCustomer('c1')).toHaveLength(1);
  });

  test('of an address that is dead binds there alone, whoever was reached there', async () => {
    const { world } = await open();
    await world.contact({ address: 'dead@example.org' });
    await world.contact({ address: 'c@example.org' });
    writes = 'refused';
    await problemOf(world.refuse({ address: 'dead@example.org', signal: 'hard_bounce' }));
    expect(codes(await world.check({ address: 'dead@example.org' }))).toContain('suppressed');
    expect(codes(await world.check({ address: 'c@example.org' }))).not.toContain('suppressed');
  });

  test('outlives the process: the next one is bound by it before anything else, and enters it', async () => {
    const first = await open();
    await first.service.store.close();
    await problemOf(first.world.refuse({ customerId: 'c1', signal: 'stop' }));
    await problemOf(first.world.refuse({ address: 'c@example.org', signal: 'stop' }));
    await first.service.close();
    writes = 'refused';
    const next = await open();
    for (const fields of [{}, { customerId: 'c2', address: 'c@example.org' }])
      expect(codes(await next.world.check(fields))).toContain('suppressed');
    writes = 'taken';
    await next.service.tend();
    expect(await eventsOf(next)).toHaveLength(1);
    expect(codes(await next.world.check({ customerId: 'c2', address: 'c@example.org' }))).toEqual(['suppressed']);
    expect(next.lines.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ event: 'refusals.entered', refusals: 2 }),
    );
  });

  test('by a link, is of what the link says when it is entered, and not of what the record of its contact says', async () => {
    const { service, world } = await open();
    const address = 'c@example.org';
    const contactId = await world.contact({ ...security, address });
    writes = 'refused';
    const hash = service.hashes.address('email', 'other@example.org');
    const answers = { address: { kind: 'email', hash }, purpose: undefined } as const;
    expect(await problemOf(world.refuse({ customerId: 'c1', contactId, answers }))).toMatchObject({ status: 503 });
    writes = 'taken';
    await service.tend();
    expect(codes(await world.check({ customerId: 'c2', address: 'other@example.org' }))).toEqual(['suppressed']);
    expect((await world.check({ customerId: 'c2', address })).allowed).toBe(true);
    expect((await world.check(security)).allowed).toBe(true);
  });

  test('that the spool cannot take binds in this process, which enters it when the store is back, and binds no longer than it stands', async () => {
    const one = await open();
    const { service, world } = one;
    const spool = join(folder, 'spool', 'refusals');
    rmSync(spool, { recursive: true });
    writeFileSync(spool, '');
    writes = 'refused';
    await expect(world.refuse({ customerId: 'c1', signal: 'stop' })).rejects.toThrow(/could not take/);
    expect(codes(await world.check())).toContain('suppressed');
    writes = 'taken';
    await service.tend();
    expect(await world.check()).toMatchObject({ degraded: false, reasons: [{ code: 'suppressed' }] });
    expect(await eventsOf(one)).toHaveLength(1);
    for (const one of await world.guard.suppressionsOfCustomer('c1'))
      await world.lift((one as { suppressionId: string }).suppressionId);
    expect(await world.check()).toMatchObject({ allowed: true, degraded: false });
  });

  test.each(['tried again', 'deleted'] as const)(
    'and never could be entered binds while it stands apart, other processes and the next one too, and no longer once its file is %s',
    async (how) => {
      const spool = join(folder, 'spool', 'refusals');
      const rejects = () => readdirSync(spool).filter((file) => file.endsWith('.rejects'));
      const first = await open();
      writes = 'refused';
      await problemOf(first.world.refuse({ customerId: 'c1', signal: 'stop' }));
      writes = 'never taken';
      await first.service.tend();
      writes = 'taken';
      expect([first.service.refusalSpool?.waiting(), rejects()]).toEqual([0, [expect.any(String)]]);
      expect(codes(await first.world.check())).toContain('suppressed');
      await first.service.close();
      const { service, world } = await open();
      expect(codes(await world.check())).toContain('suppressed');
      await service.tend();
      expect(codes(await world.check())).toContain('suppressed');
      const [file = ''] = rejects();
      if (how === 'deleted') rmSync(join(spool, file));
      else renameSync(join(spool, file), join(spool, file.replace('.rejects', '.ndjson')));
      await service.tend();
      expect(await world.check()).toMatchObject({ allowed: how === 'deleted', degraded: false });
      expect(rejects()).toEqual([]);
    },
  );

  test('a pause that ended while it waited is entered and binds nobody any more', async () => {
    const one = await open();
    writes = 'refused';
    await problemOf(one.world.refuse({ customerId: 'c1', signal: 'pause', untilMs: startMs + hourMs }));
    writes = 'taken';
    one.clock.set(startMs + 2 * hourMs);
    expect(await one.world.check()).toMatchObject({ allowed: true, degraded: false });
    await one.service.tend();
    expect(await eventsOf(one)).toMatchObject([{ signal: 'pause' }]);
    expect((await one.world.check()).allowed).toBe(true);
  });
});

describe('a withdrawn consent that the store cannot take', () => {
  const withdraw = ({ world }: SqliteService, fields: object = {}) =>
    world.consent({ level: 'withdrawn', purpose: '*', evidence: { call: 'never again' }, ...fields });

  test.each(['refused', 'taken and not told'] as const)(
    '(%s) binds at once, and is entered once as of when it was said',
    async (write) => {
      const one = await open();
      const { service, world, clock } = one;
      await world.consent({ purpose: '*', level: 'express' });
      clock.set(startMs + hourMs);
      writes = write;
      await expect(withdraw(one)).rejects.toThrow(/is kept on disk/);
      await expect(withdraw(one, { customerId: 'c2', operationId: 'twice' })).rejects.toThrow(/is kept on disk/);
      await expect(withdraw(one, { customerId: 'c2', operationId: 'twice' })).rejects.toThrow(/is kept on disk/);
      writes = 'taken';
      expect(codes(await world.check())).toContain('suppressed');
      expect((await world.check({ channel: 'sms' })).allowed).toBe(true);
      clock.set(startMs + 2 * hourMs);
      for (let times = 0; times < 3; times++) await service.tend();
      expect(service.refusalSpool?.waiting()).toBe(0);
      const at = new Date(startMs + hourMs).toISOString();
      expect(await world.guard.consentsOf('c1')).toMatchObject([
        { level: 'withdrawn', at, evidence: { call: 'never again' } },
      ]);
      expect((await eventsOf(one)).filter(({ level }) => level === 'withdrawn')).toHaveLength(1);
      expect(await eventsOf(one, 'c2')).toHaveLength(1);
      expect(codes(await world.check())).toEqual(['suppressed']);
    },
  );

  test('is told 422 where it could never be entered, and what gives or what staff sets is not kept', async () => {
    const one = await open();
    writes = 'refused';
    expect(await problemOf(withdraw(one, { atMs: startMs + hourMs }))).toMatchObject({ status: 422, paths: ['at'] });
    expect(await problemOf(withdraw(one, { purpose: 'no.such' }))).toMatchObject({ status: 422 });
    expect(await problemOf(withdraw(one, { level: 'express' }))).toMatchObject({ status: 503 });
    expect(await problemOf(one.world.suppress({ customerId: 'c1' }))).toMatchObject({ status: 503 });
    expect(one.service.refusalSpool?.waiting()).toBe(0);
  });
});

describe('of somebody who is erased while it waits', () => {
  const sayAll = async ({ world }: SqliteService): Promise<void> => {
    const said = { text: 'my name is Marlow', evidence: { call: 'Marlow' }, keys: { brand: 'marlow' } };
    await problemOf(world.refuse({ customerId: 'c1', signal: 'stop', ...said }));
    await problemOf(world.consent({ level: 'withdrawn', channel: 'sms', purpose: '*', evidence: { call: 'Marlow' } }));
  };

  test('in this process it is erased with the rest, and binds', async () => {
    const one = await open();
    const { world, service } = one;
    writes = 'refused';
    await sayAll(one);
    writes = 'taken';
    await world.guard.erase('c1', admin);
    await service.tend();
    expect(JSON.stringify(await world.guard.exportCustomer('c1'))).not.toMatch(/marlow/i);
    for (const channel of ['email', 'sms'] as const)
      expect(codes(await world.check({ channel }))).toEqual(['suppressed']);
  });

  test('in another process it binds when it is entered, and says nothing of the person', async () => {
    const first = await open();
    await first.world.contact({ address: 'c@example.org' });
    writes = 'refused';
    await sayAll(first);
    const denied = await first.world.ask({ address: 'c@example.org', keys: { brand: 'marlow' } });
    expect(denied).toMatchObject({ allowed: false, degraded: true });
    await first.service.close();
    writes = 'taken';
    const spool = join(folder, 'spool');
    renameSync(spool, join(folder, 'elsewhere'));
    const second = await open();
    await second.world.guard.erase('c1', admin);
    await second.service.close();
    rmSync(spool, { recursive: true, force: true });
    renameSync(join(folder, 'elsewhere'), spool);
    const third = await open();
    await third.service.tend();
    expect(third.service.refusalSpool?.waiting()).toBe(0);
    expect(third.service.spool?.waiting()).toBe(0);
    const entries = await third.world.entries();
    expect(entries).toContainEqual(expect.objectContaining({ decisionId: denied.decisionId, request: null }));
    expect(await third.world.entries({ customerId: 'c1' })).toEqual([]);
    const held = JSON.stringify([await third.world.guard.exportCustomer('c1'), await eventsOf(third), entries]);
    expect(held).toMatch(/"signal":"stop"/);
    expect(held).not.toMatch(/marlow/i);
    for (const channel of ['email', 'sms'] as const)
      expect(codes(await third.world.check({ channel }))).toEqual(['suppressed']);
  });
});
