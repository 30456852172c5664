/** Bounds of suppressions and consents: an operator is told of the limit, a customer's no is never turned away, and other channels do not pay. */
import { expect } from 'vitest';
import { caller, crm, dayMs, hourMs, iso, problemOf, type Shown, startMs } from '../../../test/support/world.ts';
import type { Suppression } from '../../engine/record/record.ts';
import type { AddressRef, KeyedHash } from '../../engine/request.ts';
import { mostSuppressions } from '../../refusals/effect.ts';
import { mostScopes } from '../../refusals/put-consent.ts';
import type { StoreTest, StoreWorld } from './harness.ts';

const capped = '- { id: one, because: One., when: { channels: [push] }, cap: { limit: 1, window: 24h } }';

async function inChunks(count: number, work: (index: number) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < count; at += 100)
    await Promise.all(Array.from({ length: Math.min(100, count - at) }, (_, index) => work(at + index)));
}

const addressOf = (one: Shown): AddressRef => ({
  kind: 'phone',
  hash: Buffer.from(one['addressHash'] as string, 'base64url').toString('latin1') as KeyedHash,
});

/** As many as may be, of text messages: one is set, and the others are put beside it. */
function fillUp(list: Suppression[]): void {
  const [first] = list as [Suppression];
  while (list.length < mostSuppressions)
    list.push({ ...first, suppressionId: `${first.suppressionId}${list.length}`, signal: `case ${list.length}` });
}

async function fillCustomer(w: StoreWorld, customerId: string, expiresAtMs?: number): Promise<void> {
  const { store, hashes } = w.service;
  await w.suppress({ customerId, channel: 'sms', reason: 'case 0', expiresAtMs });
  await store.transact(hashes.customer(customerId), (state) => {
    fillUp(state.cold().suppressions);
    return { value: undefined, changed: true, coldChanged: true, entries: [] };
  });
}

async function fillAddress(w: StoreWorld, address: string): Promise<AddressRef> {
  const ref = addressOf(await w.suppress({ address, channel: 'sms', reason: 'case 0' }));
  await w.service.store.transactAddress(ref, ({ cold }) => {
    fillUp(cold.suppressions);
    return { value: undefined, changed: true };
  });
  return ref;
}

export function boundTests(declare: StoreTest): void {
  declare('a part that is given back finds its place in a full list, and nothing becomes wider', '', async (w) => {
    const who = { customerId: 'c1', address: '+4915112345678' } as const;
    await w.suppress({ ...who, channel: 'sms', reason: 'case 0' });
    await w.refuse({ ...who, channel: 'voice' });
    await fillCustomer(w, who.customerId);
    await fillAddress(w, who.address);
    w.pass(1);
    const lifter = caller('care', 'consent', 'suppress:lift');
    await w.consent({ channel: 'voice', purpose: 'marketing', lifts: true }, lifter);
    for (const list of [
      await w.guard.suppressionsOfCustomer('c1'),
      await w.guard.suppressionsOfAddress({ ...who, channel: 'voice' }),
    ])
      expect(list.filter((one) => (one as Shown).channel === 'voice')).toMatchObject([
        { classes: ['marketing'], except: ['marketing'] },
      ]);
  });

  declare(
    'a customer has at most 1,000 suppressions: operators are told, refusals become wider ones',
    '',
    async (w) => {
      expect(mostSuppressions).toBe(1000);
      await fillCustomer(w, 'c1');
      for (const fields of [{ customerId: 'c1' }, { customerId: 'c1', address: 'c@example.org' }]) {
        const refused = w.suppress({ ...fields, channel: 'email' });
        await expect(refused).rejects.toMatchObject({
          errors: [{ path: 'customerId', message: expect.stringMatching(/1000/) }],
        });
        expect(await problemOf(refused)).toMatchObject({ status: 422 });
      }
      expect((await w.ask()).allowed).toBe(true);
      // What repeats an earlier one is no further one.
      await w.suppress({ customerId: 'c1', channel: 'sms', reason: 'case 7' });
      const [wide, ...more] = await w.refuse({ customerId: 'c1', purpose: 'marketing.winback', keys: { brand: 'a' } });
      expect([wide, more]).toMatchObject([{ channel: 'email', purpose: '*', keys: {}, expiresAt: null }, []]);
      expect((await w.ask({ purpose: 'service.account', keys: { brand: 'b' } })).allowed).toBe(false);
      expect((await w.ask({ channel: 'voice' })).allowed).toBe(true);
      // By address too, where the address has room and the customer has none.
      const [both] = await w.refuse({ customerId: 'c1', channel: 'voice', address: '+14155550100', signal: 'stop' });
      expect((await w.ask({ channel: 'voice' })).allowed).toBe(false);
      expect((await w.ask({ customerId: 'c2', channel: 'voice', address: '+14155550100' })).allowed).toBe(false);
      // At the customer a second one becomes part of the first; at its own address it stands by its own id, and is lifted by that.
      const other = { channel: 'voice', address: '+14155550101' } as const;
      const [second] = await w.refuse({ customerId: 'c1', ...other });
      expect(await w.guard.suppression(second?.suppressionId ?? '')).toMatchObject({ classes: ['marketing'] });
      expect(await w.lift(second?.suppressionId ?? '')).toBeUndefined();
      expect(await problemOf(w.lift(second?.suppressionId ?? ''))).toMatchObject({ status: 404 });
      expect((await w.check({ customerId: 'c2', ...other })).allowed).toBe(true);
      expect((await w.ask({ channel: 'voice' })).allowed).toBe(false);
      await w.lift(both?.suppressionId ?? '');
      expect((await w.ask({ channel: 'voice' })).allowed).toBe(true);
      expect((await w.guard.suppressionsOfCustomer('c1')).length).toBeLessThan(mostSuppressions + 16);
    },
  );

  declare('what has ended takes nobody’s place', '', async (w) => {
    await fillCustomer(w, 'c1', startMs + hourMs);
    w.pass(hourMs);
    await w.refuse({ customerId: 'c1', address: 'c@example.org', purpose: 'marketing.winback' });
    expect((await w.ask({ purpose: 'marketing.winback' })).allowed).toBe(false);
    expect((await w.ask({ purpose: 'marketing.newsletter' })).allowed).toBe(true);
  });

  declare('an address has at most 1,000 suppressions, and a refusal by it is taken all the same', '', async (w) => {
    await fillAddress(w, '+14155550100');
    expect(await problemOf(w.suppress({ address: '+14155550100', channel: 'voice' }))).toMatchObject({
      status: 422,
      paths: ['address'],
    });
    expect((await w.ask({ channel: 'voice', address: '+14155550100' })).allowed).toBe(true);
    await w.refuse({ address: '+14155550100', channel: 'voice', purpose: 'marketing.winback' });
    expect((await w.ask({ channel: 'voice', address: '+14155550100' })).allowed).toBe(false);
  });

  declare('300 pauses are bounded, and the last of them to end is what binds', '', async (w) => {
    await inChunks(300, (index) =>
      w.refuse({ customerId: 'c1', signal: 'pause', untilMs: startMs + dayMs + index * hourMs }),
    );
    const lastMs = startMs + dayMs + 299 * hourMs;
    expect((await w.guard.suppressionsOfCustomer('c1')).length).toBeLessThan(mostSuppressions + 16);
    w.setNow(lastMs - 1);
    expect(await w.ask()).toMatchObject({ allowed: false, retryAt: iso(lastMs) });
    w.pass(1);
    expect((await w.ask()).allowed).toBe(true);
    expect((await w.guard.refusalEvents({ customerId: 'c1', limit: 1000 })).events).toHaveLength(300);
  });

  declare(
    'a customer has consents of at most 200 scopes: others are told, a withdrawal becomes a wider one',
    '',
    async (w) => {
      expect(mostScopes).toBe(200);
      await inChunks(mostScopes, (index) => w.consent({ channel: 'sms', keys: { brand: String(index) } }));
      const refused = w.consent({ channel: 'email' });
      await expect(refused).rejects.toMatchObject({
        errors: [{ path: 'purpose', message: expect.stringMatching(/200/) }],
      });
      expect(await problemOf(refused)).toMatchObject({ status: 422 });
      // Of a scope that is there already the latest counts.
      w.pass(1);
      await w.consent({ channel: 'sms', keys: { brand: '7' }, level: 'implied' });
      expect(await w.guard.consentsOf('c1')).toHaveLength(mostScopes);
      await w.consent({ channel: 'email', purpose: 'marketing.winback', level: 'withdrawn', keys: { brand: 'x' } });
      expect((await w.ask({ purpose: 'marketing.winback', keys: { brand: 'x' } })).allowed).toBe(false);
      const consents = (await w.guard.consentsOf('c1')) as { level: string; purpose: string; channel: string }[];
      const withdrawn = consents.filter(({ level }) => level === 'withdrawn');
      expect(withdrawn).toMatchObject([{ channel: 'email', purpose: '*' }]);
      expect(withdrawn[0]).not.toHaveProperty('keys');
    },
  );

  declare(
    'a full customer decides on channels that nothing covers without reading or writing the cold part',
    capped,
    async (w) => {
      const { store, hashes } = w.service;
      const customer = hashes.customer('c1');
      await inChunks(mostScopes, (index) =>
        w.consent({ channel: 'sms', keys: { brand: String(index) }, evidence: { form: 'x'.repeat(1000) } }),
      );
      await fillCustomer(w, 'c1');
      // From now on whoever looks through the suppressions fails.
      await store.transact(customer, (state) => {
        state.cold().suppressions.push(unreadable as never);
        return { value: undefined, changed: true, coldChanged: true, entries: [] };
      });
      const looked = () => store.read(customer, (state) => state.cold().suppressions.map(({ channel }) => channel));
      await expect(looked()).rejects.toThrow();
      for (let index = 0; index < 20; index++) {
        expect((await w.check({ address: 'c@example.org' })).allowed).toBe(true);
        expect((await w.ask({ channel: 'voice', operationId: `o${index}` })).allowed).toBe(true);
        expect(await w.ask({ channel: 'voice', operationId: `o${index}` })).toMatchObject({ replayed: true });
        await w.outcome(await w.contact({ address: 'c@example.org' }), 'delivered');
        const confirmByMs = startMs + hourMs;
        const [hold, other] = [await w.contact({ confirmByMs }), await w.contact({ channel: 'voice', confirmByMs })];
        expect(await w.confirm(hold)).toMatchObject({ allowed: true, replayed: false });
        expect(await w.confirm(hold)).toMatchObject({ allowed: true, replayed: true });
        await w.outcome(other, 'cancelled');
        // Denied by a cap alone: judged and entered.
        expect((await w.ask({ channel: 'push' })).allowed).toBe(index === 0);
      }
      await expect(looked()).rejects.toThrow();
    },
  );

  declare('a full address decides on channels that nothing covers without reading its cold part', capped, async (w) => {
    const { store } = w.service;
    const address = '+14155550100';
    await w.contact({ channel: 'whatsapp', address });
    const ref = await fillAddress(w, '+1 (415) 555-0100');
    await store.transactAddress(ref, ({ cold }) => {
      cold.suppressions.push(unreadable as never);
      return { value: undefined, changed: true };
    });
    const denied = w.guard.decide(
      { customerId: 'c2', channel: 'sms', purpose: 'marketing.promotions', mode: 'check', address },
      crm,
    );
    expect(await denied.then(({ allowed }) => allowed).catch(() => 'unreadable')).not.toBe(true);
    for (const customerId of ['c1', 'c2', 'c3'])
      for (const channel of ['voice', 'whatsapp'] as const) {
        expect((await w.check({ customerId, channel, address })).allowed).toBe(true);
        expect((await w.ask({ customerId, channel, address })).allowed).toBe(true);
        expect((await w.ask({ customerId, channel })).allowed).toBe(true);
      }
  });
}

/** Is written as something that who looks through suppressions stumbles over. */
const unreadable = { channel: 'sms', expiresMs: null, toJSON: () => null };
