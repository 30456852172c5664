import { afterEach, expect, test } from 'vitest';
import { policySet } from '../../test/support/policies.ts';
import { type SqliteService, sqliteService } from '../../test/support/sqlite-service.ts';
import { admin, codes, minuteMs } from '../../test/support/world.ts';
import { StoreUnavailable } from '../errors.ts';

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
