/** Steps of addresses at the port: all or nothing, alone and many at once, and whom an address knows. */
import { expect } from 'vitest';
import { hourMs, startMs } from '../../../test/support/world.ts';
import type { AddressRef } from '../../engine/request.ts';
import { newKey } from '../../ids.ts';
import type { AddressState } from '../store.ts';
import type { StoreTest, StoreWorld } from './harness.ts';

const lastCustomerAt = (w: StoreWorld, address: AddressRef) =>
  w.service.store.readAddress(address, ({ hot }) => hot.lastCustomer);

/** Left at an address. */
const pendingOf = (eventId: string) => ({
  event: { eventId, kind: 'refusal' as const, atMs: startMs, fields: {}, sealed: undefined },
  atMs: startMs,
  customer: undefined,
  standing: [],
  lifts: [],
  secret: undefined,
});

export function portAddressTests(declare: StoreTest): void {
  declare('an address knows the customer whom the newest contact there was for', '', async (w) => {
    const { hashes } = w.service;
    const address = { kind: 'phone' as const, hash: hashes.address('phone', '+14155550100') };
    expect(await lastCustomerAt(w, address)).toBeUndefined();
    await w.contact({ customerId: 'a', channel: 'voice', address: '+14155550100' });
    expect(await lastCustomerAt(w, address)).toBe(hashes.customer('a'));
    w.pass(1);
    await w.contact({ customerId: 'b', channel: 'sms', address: '+14155550100' });
    expect(await lastCustomerAt(w, address)).toBe(hashes.customer('b'));
    await w.elsewhere({ customerId: 'a', channel: 'sms', address: '+14155550100', atMs: startMs - hourMs });
    expect(await lastCustomerAt(w, address)).toBe(hashes.customer('b'));
  });

  declare('a step of an address is all or nothing, and later steps see what it changed', '', async (w) => {
    const { store, hashes } = w.service;
    const address = { kind: 'email' as const, hash: hashes.address('email', 'c@example.org') };
    const broken = store.transactAddress(address, ({ cold }) => {
      cold.key = 'no';
      throw new Error('no');
    });
    await expect(broken).rejects.toThrow('no');
    const event = {
      eventId: 'e1',
      kind: 'refusal',
      atMs: startMs,
      fields: { signal: 'stop' },
      sealed: undefined,
    } as const;
    await store.transactAddress(address, ({ cold }) => {
      expect(cold.key).toBeUndefined();
      cold.key = 'yes';
      return { value: undefined, changed: true, events: [event] };
    });
    expect(await store.readAddress(address, ({ cold }) => cold.key)).toBe('yes');
    expect((await store.events({ address }, 10, undefined)).events).toMatchObject([
      { eventId: 'e1', fields: { signal: 'stop' } },
    ]);
    expect(await store.event({ address }, 'e1')).toMatchObject({ eventId: 'e1' });
    expect(await store.event({ address }, 'e2')).toBeUndefined();
  });

  declare(
    'steps of many addresses at once are done where nothing is stored, each once, and leave the others as they are',
    '',
    async (w) => {
      const { store, hashes } = w.service;
      const at = (n: number) => ({ kind: 'email' as const, hash: hashes.address('email', `c${n}@example.org`) });
      const stepOf = (n: number, value: string) => ({
        address: at(n),
        step: ({ cold }: AddressState) => {
          cold.key = value;
          cold.pending.push(pendingOf(`e${value}`));
          const effect = { atMs: n, standing: [], lifted: [] };
          return { value, changed: true, events: [{ ...pendingOf(`e${value}`).event, sealed: value }], effect };
        },
      });
      const told: number[] = [];
      store.followEffects({ onEffect: ({ atMs }) => told.push(atMs), onGap: () => {} });
      await store.transactAddress(at(3), () => ({ value: 0, changed: true }));
      const steps = Array.from({ length: 200 }, (_, n) => stepOf(n, `first-${n}`));
      // Said twice in one go: the second finds the first.
      const values = await store.transactNewAddresses([...steps, stepOf(7, 'second')]);
      expect(values).toEqual([...steps.map((_, n) => (n === 3 ? undefined : `first-${n}`)), undefined]);
      expect([...new Set(told)].sort((a, b) => a - b)).toEqual(steps.map((_, n) => n).filter((n) => n !== 3));
      expect(await store.readAddress(at(3), ({ cold }) => cold.key)).toBeUndefined();
      const kept = await Promise.all(
        [0, 7, 199].map((n) =>
          store.readAddress(at(n), ({ hot, cold }) => ({ key: cold.key, version: hot.coldVersion })),
        ),
      );
      expect(kept).toEqual([0, 7, 199].map((n) => ({ key: `first-${n}`, version: 1 })));
      expect((await store.events({ address: at(7) }, 10, undefined)).events).toMatchObject([{ eventId: 'efirst-7' }]);
      expect(await store.pendingAddresses()).toHaveLength(199);
      expect(await store.transactNewAddresses(steps)).toEqual(steps.map(() => undefined));
      expect(await store.transactNewAddresses([])).toEqual([]);
    },
  );

  declare('who is written again and again is written on when the count of that has come to its end', '', async (w) => {
    const { store, hashes } = w.service;
    const customer = hashes.customer('c1');
    const address = { kind: 'email' as const, hash: hashes.address('email', 'c@example.org') };
    const lifted = (said: number) => ({ suppressionId: 's', said, atMs: startMs });
    for (let said = 0; said < 3; said++) {
      await store.transact(customer, ({ record, cold }) => {
        if (said === 0) record.coldVersion = 0xfffe;
        cold().lifted.push(lifted(said));
        return { value: undefined, changed: true, coldChanged: true, entries: [] };
      });
      await store.transactAddress(address, ({ hot, cold }) => {
        if (said === 0) hot.coldVersion = 0xfffe;
        cold.lifted.push(lifted(said));
        return { value: undefined, changed: true };
      });
    }
    expect(await store.read(customer, ({ record, cold }) => [record.coldVersion, cold().lifted.length])).toEqual([
      2, 3,
    ]);
    expect(await store.readAddress(address, ({ hot, cold }) => [hot.coldVersion, cold.lifted.length])).toEqual([2, 3]);
  });

  declare('many steps on one address at once lose none of each other', '', async (w) => {
    const other = await w.second();
    const address = { kind: 'email' as const, hash: w.service.hashes.address('email', 'c@example.org') };
    const values = await Promise.all(
      Array.from({ length: 60 }, (_, i) =>
        (i % 2 ? w : other).service.store.transactAddress(address, ({ hot }) => {
          hot.lastMs += 1;
          return { value: hot.lastMs, changed: true };
        }),
      ),
    );
    expect(values.sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
  });

  declare('steps of one customer or one address that are asked at once do not undo each other', '', async (w) => {
    const { store, hashes } = w.service;
    const customer = hashes.customer('c1');
    const address = { kind: 'email' as const, hash: hashes.address('email', 'ann@example.org') };
    let ran = 0;
    const steps = Array.from({ length: 40 }, (_, place) => [
      store.transact(customer, (state) => {
        ran++;
        state.record.key = newKey();
        return { value: undefined, changed: true, entries: [] };
      }),
      store.transactAddress(address, ({ cold }) => {
        ran++;
        cold.pending.push(pendingOf(`ref_${place}`));
        return { value: undefined, changed: true };
      }),
    ]);
    await Promise.all(steps.flat());
    expect(ran).toBe(80);
    expect(await store.readAddress(address, ({ cold }) => cold.pending.length)).toBe(40);
  });
}
