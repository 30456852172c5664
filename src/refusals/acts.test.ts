import { afterEach, expect, test } from 'vitest';
import { policySet } from '../../test/support/policies.ts';
import { type SqliteService, sqliteService } from '../../test/support/sqlite-service.ts';
import { admin, codes, dayMs, hourMs, minuteMs, problemOf } from '../../test/support/world.ts';
import type { Suppression } from '../engine/record/record.ts';
import type { StepTools } from '../engine/steps/step.ts';
import { NotAcknowledged, StoreUnavailable } from '../errors.ts';
import { newKey } from '../ids.ts';
import type { Act } from './act.ts';
import { createActs } from './acts.ts';
import { mostSuppressions } from './effect.ts';

let opened: SqliteService | undefined;
afterEach(async () => {
  await opened?.service.close();
  opened = undefined;
});

/** A service that cannot write the customers who are so. */
async function openedWhere(isUnwritable: (customer: string) => boolean): Promise<SqliteService> {
  opened = await sqliteService({
    policies: policySet(''),
    wrap: (store) => ({
      ...store,
      transact(customer, step, writeByMs) {
        if (isUnwritable(customer)) throw new StoreUnavailable('no writes of this customer');
        return store.transact(customer, step, writeByMs);
      },
    }),
  });
  return opened;
}

test('a customer who cannot be written keeps no other from being told what is pending', async () => {
  const unwritable = new Set<string>();
  const { service, world } = await openedWhere((customer) => unwritable.has(customer));
  const customers = ['c1', 'c2', 'c3'];
  for (const customerId of customers) unwritable.add(service.hashes.customer(customerId));
  for (const customerId of customers)
    await expect(world.refuse({ customerId, address: `${customerId}@example.org` })).rejects.toThrow();
  unwritable.delete(service.hashes.customer('c1'));
  unwritable.delete(service.hashes.customer('c3'));
  world.pass(minuteMs);
  await expect(service.tend()).rejects.toThrow('no writes of this customer');
  for (const customerId of ['c1', 'c3']) expect(codes(await world.ask({ customerId }))).toEqual(['suppressed']);
  expect((await world.ask({ customerId: 'c2', address: 'c2@example.org' }).catch(() => undefined))?.allowed).not.toBe(
    true,
  );
  unwritable.clear();
  await service.tend();
  expect(codes(await world.ask({ customerId: 'c2' }))).toEqual(['suppressed']);
});

test('a refusal whose second step failed is in force and acknowledged when it is said again under its operation id', async () => {
  let isDown = true;
  const { service, world } = await openedWhere(() => isDown);
  const said = { customerId: 'c1', address: 'c1@example.org', operationId: 'row-1' };
  await expect(world.refuse(said)).rejects.toThrow();
  isDown = false;
  expect(await world.refuse(said)).toContainEqual(expect.objectContaining({ signal: 'unsubscribe' }));
  expect(await service.store.pendingAddresses()).toEqual([]);
  expect(codes(await world.ask())).toEqual(['suppressed']);
  expect((await world.guard.refusalEvents({ customerId: 'c1', limit: 10 })).events).toHaveLength(1);
});

test('what was left pending of somebody who is erased then binds, and says nothing of the person', async () => {
  let isDown = true;
  const { service, world } = await openedWhere(() => isDown);
  const words = { text: 'my name is Marlow', evidence: { call: 'Marlow' }, keys: { brand: 'marlow' } };
  await expect(
    world.refuse({ customerId: 'c1', address: 'c1@example.org', signal: 'stop', ...words }),
  ).rejects.toThrow();
  isDown = false;
  await world.guard.erase('c1', admin);
  world.pass(minuteMs);
  await service.tend();
  const held = JSON.stringify(await world.guard.exportCustomer('c1'));
  expect(held).toMatch(/"signal":"stop"/);
  expect(held).not.toMatch(/marlow/i);
  expect(codes(await world.ask())).toEqual(['suppressed']);
});

test('what was said again, and is acknowledged to nobody yet, stands when the person opts in by what was said before', async () => {
  let isDown = false;
  const { service, world } = await openedWhere(() => isDown);
  const both = { customerId: 'c1', address: '+14155550142', channel: 'sms', signal: 'stop' } as const;
  const start = async (saidId: string) => {
    const { address, channel, signal } = both;
    return world.guard.optIn({ address, channel, signals: [signal], source: 'test', saidId }, admin);
  };
  const ask = () => world.ask({ channel: 'sms', address: both.address });
  await world.refuse(both);
  isDown = true;
  await expect(world.refuse(both)).rejects.toThrow();
  isDown = false;
  expect(await start('first')).toEqual({ lifted: [] });
  world.pass(minuteMs);
  await service.tend();
  expect(codes(await ask())).toEqual(['suppressed']);
  expect((await start('second')).lifted).toHaveLength(1);
  expect(codes(await ask())).toEqual([]);
});

test('an opt-in that failed half way takes what it was heard for, and nothing that was said again since', async () => {
  let writes = Number.POSITIVE_INFINITY;
  opened = await sqliteService({
    policies: policySet(''),
    wrap: (store) => ({
      ...store,
      transactAddress(address, step, writeByMs) {
        if (--writes < 0) throw new StoreUnavailable('no writes of addresses');
        return store.transactAddress(address, step, writeByMs);
      },
    }),
  });
  const { world } = opened;
  const stopped = { channel: 'sms', signal: 'stop', address: '+14155550142' } as const;
  const start = (saidId: string) => world.guard.optIn({ ...stopped, signals: ['stop'], source: 'test', saidId }, admin);
  const startHalf = async (saidId: string) => {
    writes = 1;
    await expect(start(saidId)).rejects.toThrow();
    writes = Number.POSITIVE_INFINITY;
  };
  await world.refuse(stopped);
  await startHalf('first');
  await world.refuse(stopped);
  expect(await start('first')).toEqual({ lifted: [] });
  expect(codes(await world.ask(stopped))).toEqual(['suppressed']);
  await startHalf('second');
  expect((await start('second')).lifted).toHaveLength(1);
  expect(codes(await world.ask(stopped))).toEqual([]);
});

test('a lift that took nothing, since it was said again, is not shown as its end', async () => {
  let isDown = false;
  const { service, world } = await openedWhere(() => isDown);
  const untilMs = world.nowMs() + hourMs;
  const pause = { customerId: 'c1', address: 'c1@example.org', signal: 'pause', untilMs } as const;
  const [made] = await world.refuse(pause);
  const suppressionId = made?.suppressionId ?? '';
  isDown = true;
  await expect(world.refuse(pause)).rejects.toThrow();
  isDown = false;
  expect(await world.lift(suppressionId)).toMatchObject({ suppressionId });
  expect(codes(await world.ask())).toEqual(['suppressed']);
  await service.tend();
  world.setNow(untilMs);
  const ended = await world.guard.suppression(suppressionId);
  expect(ended).toMatchObject({ suppressionId, signal: 'pause' });
  expect(ended).not.toHaveProperty('liftedAt');
});

test('a consent whose lift failed lifts when it is said again under its operation id', async () => {
  let writes = Number.POSITIVE_INFINITY;
  const { world } = await openedWhere(() => --writes < 0);
  const said = { lifts: true, operationId: 'row-1', purpose: 'marketing' };
  await world.refuse({ customerId: 'c1' });
  world.pass(1);
  // Until what was said is recorded: it is looked for first.
  writes = 2;
  await expect(world.consent(said, admin)).rejects.toThrow();
  writes = Number.POSITIVE_INFINITY;
  expect(codes(await world.ask())).toEqual(['suppressed']);
  expect(await world.consent(said, admin)).toMatchObject({ replayed: true });
  expect(codes(await world.ask())).toEqual([]);
});

test('who finds what was applied pending still tells of it as it was: with the holds that it ended', async () => {
  let isDown = false;
  opened = await sqliteService({
    policies: policySet(''),
    wrap: (store) => ({
      ...store,
      transactAddress: (address, step, written) =>
        store.transactAddress(
          address,
          (state) => {
            // The end of an act, and nothing before it.
            if (isDown && state.cold.pending.length > 0) throw new StoreUnavailable('no writes of this address');
            return step(state);
          },
          written,
        ),
    }),
  });
  const { service, world, lines } = opened;
  const address = 'c1@example.org';
  const hold = await world.contact({ address, confirmByMs: world.nowMs() + hourMs });
  isDown = true;
  await expect(world.refuse({ customerId: 'c1', address })).rejects.toThrow('out of reach');
  isDown = false;
  for (let time = 0; time < 2; time++) {
    world.pass(minuteMs);
    await service.tend();
  }
  const told = lines.map((line) => JSON.parse(line)).filter(({ event }) => event === 'refusal.received');
  expect(told).toEqual([expect.objectContaining({ revoked: [hold] })]);
  expect((await world.guard.refusalEvents({ customerId: 'c1', limit: 10 })).events).toHaveLength(1);
});

test('what is over at an address takes no place there: a list that was full once takes what operators set', async () => {
  const { service, world } = await openedWhere(() => false);
  const address = 'many@example.org';
  const expiresAtMs = world.nowMs() + hourMs;
  const place = { kind: 'email', hash: service.hashes.address('email', address) } as const;
  const set = (brand: number, fields = {}) =>
    world.suppress({ address, channel: 'email', keys: { brand: String(brand) }, ...fields });
  await set(0, { expiresAtMs });
  await service.store.transactAddress(place, ({ cold }) => {
    const [one] = cold.suppressions as [Suppression];
    cold.suppressions = Array.from({ length: mostSuppressions }, (_, brand) => ({
      ...one,
      suppressionId: `${one.suppressionId}${brand}`,
      keys: { brand: String(brand) },
    }));
    return { value: undefined, changed: true };
  });
  expect(await problemOf(set(1))).toMatchObject({ status: 422, paths: ['address'] });
  world.setNow(expiresAtMs);
  await set(1);
  const kept = await service.store.readAddress(place, ({ cold }) => cold.suppressions.length);
  expect(kept).toBe(1);
});

test('a refusal by an address alone is of whoever was reached there within 400 days, and of nobody else', async () => {
  const { world } = await openedWhere(() => false);
  for (const [customerId, afterMs, expected] of [
    ['lately', 400 * dayMs - 1000, ['suppressed']],
    ['long-ago', 400 * dayMs, []],
  ] as const) {
    const address = `${customerId}@example.org`;
    await world.contact({ customerId, address });
    world.pass(afterMs);
    await world.refuse({ address });
    expect(codes(await world.check({ customerId, address: 'other@example.org' })), customerId).toEqual(expected);
  }
});

test('what an address alone said in doubt is known as said by it alone once it is decided, too', async () => {
  const { service, world } = await openedWhere(() => false);
  const said = { address: '+14155550142', channel: 'sms', signal: 'text', text: 'No thanks', source: 'test' } as const;
  const { refusalId } = await world.guard.refuse(said, admin);
  await world.guard.decideReview(refusalId, { decision: 'refusal', by: 'ana' }, admin);
  const place = { kind: 'phone', hash: service.hashes.address('phone', said.address) } as const;
  const standing = await service.store.readAddress(place, ({ cold }) => [...cold.suppressions]);
  expect(standing).toMatchObject([{ signal: 'text', alone: true }]);
});

test('the key of what was said is kept as long as the event, wherever that began', async () => {
  const { service, world } = await openedWhere(() => false);
  await world.refuse({ customerId: 'c1' });
  await world.refuse({ customerId: 'c2', address: 'c2@example.org' });
  for (const customerId of ['c1', 'c2']) {
    const untilMs = await service.store.read(service.hashes.customer(customerId), ({ record }) => record.keyUntilMs);
    expect(untilMs, customerId).toBeGreaterThanOrEqual(world.nowMs() + 400 * dayMs);
  }
});

test('what the ledger did not take is told all the same, once: it is in force', async () => {
  const { service, world } = await openedWhere(() => false);
  const { store, hashes } = service;
  const told: string[] = [];
  const tools = { newKey, register: () => service.policies.current().purposes, contactId: () => '' };
  const acts = createActs(
    store,
    tools as unknown as StepTools,
    ({ eventId }) => told.push(eventId),
    () => Promise.reject(new NotAcknowledged('the ledger does not answer', undefined)),
  );
  const customer = hashes.customer('c1');
  const address = { kind: 'email', hash: hashes.address('email', 'c1@example.org') } as const;
  const act = (eventId: string): Act => ({
    eventId: () => eventId,
    kind: 'refusal',
    customer: undefined,
    address: undefined,
    reachesLast: false,
    drafts: () => [],
    fields: () => ({}),
    secret: undefined,
  });
  await expect(acts.record({ ...act('of a customer'), customer })).rejects.toThrow('the ledger');
  await expect(acts.record({ ...act('of an address'), address })).rejects.toThrow('the ledger');
  await expect(
    acts.say(customer, () => {
      const event = { eventId: 'said', kind: 'erasure', atMs: 1, fields: {}, sealed: undefined } as const;
      return { value: event, changed: false, entries: [] };
    }),
  ).rejects.toThrow('the ledger');
  await world.suppress({ customerId: 'c1', channel: 'sms' });
  const [suppression] = await store.read(customer, (state) => [...state.cold().suppressions]);
  const lift = { eventId: 'lifted', suppression: suppression as Suppression, fields: () => ({}) };
  await expect(acts.lift(lift)).rejects.toThrow('the ledger');
  expect(told).toEqual(['of a customer', 'of an address', 'said', 'lifted']);
});
