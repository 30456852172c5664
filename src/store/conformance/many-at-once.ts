/** Many who write one customer, or one address, in one moment: all are told, and it is as if one had come after the other. */
import { expect } from 'vitest';
import { admin, codes, crm, hourMs, startMs } from '../../../test/support/world.ts';
import { newKey } from '../../ids.ts';
import type { StoreTest } from './harness.ts';

const few = '- { id: few, because: Few., cap: { limit: 30, window: 24h } }';
const many = Array.from({ length: 200 }, (_, place) => place);

export function manyAtOnceTests(declare: StoreTest): void {
  for (const [who, subject] of Object.entries({
    'a customer': { customerId: 'c1' },
    'a customer and an address': { customerId: 'c1', address: 'ann@example.org' },
  }))
    declare(`two hundred refusals of ${who} in one moment are all recorded, each as one event`, '', async (w) => {
      const said = await Promise.all(
        many.map((place) => w.refuse({ ...subject, keys: { campaign: `k${place % 50}` } })),
      );
      expect(said.every(({ length }) => length > 0)).toBe(true);
      const { events } = await w.guard.refusalEvents({ customerId: 'c1', limit: 1000 });
      expect(new Set((events as { refusalId?: string }[]).map((one) => one.refusalId)).size).toBe(200);
      expect(await w.guard.suppressionsOfCustomer('c1')).toHaveLength(
        new Set(said.flat().map((one) => one.suppressionId)).size,
      );
    });

  declare(
    'of two hundred that must be judged in one moment exactly the limit is allowed, and all are told',
    few,
    async (w) => {
      const confirmByMs = startMs + hourMs;
      const answers = await Promise.all(many.map(() => w.ask({ confirmByMs }, crm)));
      const allowed = answers.filter((one) => one.allowed);
      expect(allowed).toHaveLength(30);
      expect(answers.filter(({ degraded }) => degraded)).toEqual([]);
      expect(await w.entries({ allowed: false })).toHaveLength(170);
      // The request of each hold is there.
      for (const { contactId } of allowed) expect((await w.confirm(contactId ?? '')).allowed).toBe(true);
    },
  );

  declare(
    'a refusal among holds that are made in that moment ends those before it and denies those after it',
    '',
    async (w) => {
      const confirmByMs = startMs + hourMs;
      const hold = () => w.ask({ confirmByMs });
      const before = Array.from({ length: 10 }, hold);
      const refusal = w.guard.refuse(
        { customerId: 'c1', channel: 'email', signal: 'unsubscribe', source: 'test' },
        crm,
      );
      const answers = await Promise.all([...before, ...Array.from({ length: 10 }, hold)]);
      const { revoked } = await refusal;
      const made = answers.flatMap(({ contactId }) => contactId ?? []);
      expect([...revoked].sort()).toEqual([...made].sort());
      for (const { allowed, reasons } of answers) if (!allowed) expect(codes({ reasons })).toEqual(['suppressed']);
      for (const contactId of made) expect(codes(await w.confirm(contactId))).toEqual(['suppressed']);
    },
  );

  declare('each of many questions about one customer is held to the address that it names', '', async (w) => {
    await w.suppress({ address: 'a7@example.org', channel: 'email', purpose: '*' });
    const confirmByMs = startMs + hourMs;
    const places = Array.from({ length: 20 }, (_, place) => place);
    const answers = await Promise.all(
      places.map((place) => w.ask({ address: `a${place % 10}@example.org`, confirmByMs })),
    );
    expect(answers.map((one) => one.allowed)).toEqual(places.map((place) => place % 10 !== 7));
    const { store, hashes } = w.service;
    for (const place of places.slice(0, 7)) {
      const address = { kind: 'email' as const, hash: hashes.address('email', `a${place}@example.org`) };
      expect(await store.readAddress(address, ({ hot }) => hot.lastCustomer)).toBe(hashes.customer('c1'));
    }
  });

  declare('who is erased in that moment stays refused, and what was said before is nobody any more', '', async (w) => {
    const refuse = (place: number) => w.refuse({ customerId: 'c1', signal: 'stop', keys: { campaign: `k${place}` } });
    await refuse(0);
    const before = await Promise.all(Array.from({ length: 3 }, () => w.ask()));
    await Promise.all([refuse(1), w.guard.erase('c1', admin), refuse(2), w.ask()]);
    for (const { decisionId } of before) expect(await w.guard.decision(decisionId)).toMatchObject({ request: null });
    const answers = await Promise.all(Array.from({ length: 5 }, () => w.ask()));
    expect(answers.map((one) => one.allowed)).toEqual([false, false, false, false, false]);
  });

  declare('a step that throws among others leaves nothing of itself, and holds nobody up', '', async (w) => {
    const { store, hashes } = w.service;
    const customer = hashes.customer('c1');
    const address = { kind: 'email' as const, hash: hashes.address('email', 'ann@example.org') };
    const key = newKey();
    const [atCustomer, atAddress] = await Promise.all([
      Promise.allSettled(
        many.map((place) =>
          store.transact(customer, ({ record }) => {
            record.keyUntilMs += 1;
            record.key = key;
            if (place % 3 === 0) throw new Error(`no ${place}`);
            return { value: record.keyUntilMs, changed: true, entries: [] };
          }),
        ),
      ),
      Promise.allSettled(
        many.map((place) =>
          store.transactAddress(address, ({ hot }) => {
            hot.lastMs += 1;
            if (place % 3 === 0) throw new Error(`no ${place}`);
            return { value: hot.lastMs, changed: true };
          }),
        ),
      ),
    ]);
    const fit = many.filter((place) => place % 3 !== 0);
    for (const results of [atCustomer, atAddress]) {
      const told = results.map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason)));
      expect(told.filter((_, place) => place % 3 === 0)).toEqual(
        many.filter((place) => place % 3 === 0).map((place) => `Error: no ${place}`),
      );
      expect(told.filter((_, place) => place % 3 !== 0).sort((a, b) => Number(a) - Number(b))).toEqual(
        fit.map((_, place) => place + 1),
      );
    }
  });
}
