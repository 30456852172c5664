/** What is told of one customer: to whoever answers the person, and to the person (contract 3). */
import { afterEach, expect, test } from 'vitest';
import type { z } from 'zod';
import { policySet } from '../../test/support/policies.ts';
import { type SqliteService, sqliteService } from '../../test/support/sqlite-service.ts';
import { crm, dayMs, hourMs, iso, problemOf, startMs } from '../../test/support/world.ts';
import { StoreUnavailable } from '../errors.ts';
import { customer, customerExport } from '../http/schemas/customers.ts';
import type { ContactStore } from '../store/store.ts';

let opened: SqliteService | undefined;
afterEach(async () => {
  await opened?.service.close();
  opened = undefined;
});

async function open(rules: string, wrap?: (store: ContactStore) => ContactStore) {
  opened = await sqliteService({ policies: policySet(rules), ...(wrap && { wrap }) });
  const { world, service } = opened;
  const json = (value: object): unknown => JSON.parse(JSON.stringify(value));
  return {
    world,
    shown: async () => customer.parse(json(await service.guard.customer('c1', crm))),
    exported: async () => customerExport.parse(json(await service.guard.exportCustomer('c1'))),
  };
}

function nextOf({ next }: z.output<typeof customer>, channel: string, purpose = 'marketing.promotions') {
  return next.find((one) => one.channel === channel && one.purpose === purpose);
}

test('contacts are shown as far back as any rule looks, to the millisecond, and all that are held are exported', async () => {
  const { world, shown, exported } = await open('');
  const contactId = await world.contact();
  world.pass(31 * dayMs - 1);
  expect((await shown()).contacts).toMatchObject([{ contactId }]);
  world.pass(1);
  expect((await shown()).contacts).toEqual([]);
  expect((await exported()).contacts).toMatchObject([{ contactId }]);
});

test('a confirmed hold goes by its contactId, and by none once it is forgotten when that was made', async () => {
  const { world, shown } = await open('- { id: many, because: Many., cap: { limit: 9, window: 90d } }');
  const contactId = await world.contact({ confirmByMs: startMs + 2 * hourMs });
  world.pass(hourMs);
  await world.confirm(contactId);
  expect((await shown()).contacts).toMatchObject([{ contactId, at: iso(startMs + hourMs) }]);
  world.pass(40 * dayMs);
  await world.elsewhere({});
  expect((await shown()).contacts).toMatchObject([{}, { contactId: null, at: iso(startMs + hourMs) }]);
});

test('what was asked for a hold is in the export alone', async () => {
  const { world, shown, exported } = await open('');
  await world.contact({ confirmByMs: startMs + hourMs, keys: { order: 'o-4711' }, targeting: ['health'] });
  expect(JSON.stringify(await shown())).not.toMatch(/4711|health/);
  expect(JSON.stringify(await exported())).toMatch(/4711.*health/);
});

test('where a contact is allowed, the next instant is now', async () => {
  const { shown } = await open(
    '- { id: one, because: One., when: { channels: [sms] }, cap: { limit: 0, window: 24h } }',
  );
  const found = await shown();
  expect(nextOf(found, 'email')).toMatchObject({ allowedNow: true, allowedAt: iso(startMs) });
  expect(nextOf(found, 'sms')).toMatchObject({
    allowedNow: false,
    allowedAt: null,
    reasons: [expect.stringMatching(/^One\./)],
  });
});

test('the next instant is told for the region of the last contact', async () => {
  const { world, shown } = await open(
    '- { id: florida, because: Florida., when: { regions: [US-FL], channels: [sms] }, cap: { limit: 0, window: 24h } }',
  );
  await world.contact({ region: 'US-FL' });
  world.pass(1);
  await world.contact({ region: 'DE' });
  expect(nextOf(await shown(), 'sms')).toMatchObject({ allowedNow: true });
  world.pass(1);
  await world.contact({ region: 'US-FL' });
  expect(nextOf(await shown(), 'sms')).toMatchObject({ allowedNow: false });
});

test('no next instant is told of a customer whom the store cannot judge', async () => {
  let isDown = false;
  const { world, shown } = await open('', (store) => ({
    ...store,
    decide(...asked) {
      if (isDown) throw new StoreUnavailable('away');
      return store.decide(...asked);
    },
  }));
  await world.contact();
  isDown = true;
  expect(await problemOf(shown())).toMatchObject({ code: 'store-unavailable', status: 503 });
});

test('all that was said and decided is exported, however much it is', async () => {
  const { world, exported } = await open('- { id: none, because: None., cap: { limit: 0, window: 24h } }');
  const many = async (work: () => Promise<unknown>): Promise<void> => {
    for (let done = 0; done < 1010; done += 101) await Promise.all(Array.from({ length: 101 }, work));
  };
  await many(() => world.ask());
  await many(() => world.consent({}));
  const { said, decisions } = await exported();
  expect([said.length, decisions.length]).toEqual([1010, 1010]);
});
