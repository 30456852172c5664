/** What a refusal covers by its signal, purpose and instant, and by the contact that it names. */
import { expect } from 'vitest';
import { codes, crm, dayMs, hourMs, iso, problemOf, startMs } from '../../../test/support/world.ts';
import type { StoreTest } from './harness.ts';

export function signalTests(declare: StoreTest): void {
  declare('each signal suppresses its scope', '', async (w) => {
    const scopes = async (
      signal: 'unsubscribe' | 'stop' | 'complaint' | 'hard_bounce' | 'do_not_contact' | 'pause' | 'harassment',
    ) =>
      (
        await w.refuse({
          customerId: signal,
          address: signal === 'hard_bounce' ? '+4930901820' : undefined,
          channel: 'sms',
          signal,
          untilMs: signal === 'pause' ? startMs + dayMs : undefined,
          keys: { brand: 'a', shop: 'b' },
        })
      ).map(({ channel, purpose, classes, keys, expiresAt }) => [channel, purpose, classes, keys, expiresAt]);
    const brand = { brand: 'a' };
    expect(await scopes('unsubscribe')).toEqual([['sms', '*', ['marketing'], brand, null]]);
    expect(await scopes('stop')).toEqual([['sms', '*', undefined, brand, null]]);
    expect(await scopes('complaint')).toEqual([['*', '*', ['marketing', 'service'], brand, null]]);
    expect(await scopes('pause')).toEqual([['*', '*', ['marketing'], brand, iso(startMs + dayMs)]]);
    expect(await scopes('hard_bounce')).toEqual([['*', '*', undefined, {}, null]]);
    for (const signal of ['do_not_contact', 'harassment'] as const)
      expect(await scopes(signal)).toEqual([['*', '*', ['marketing', 'service', 'transactional'], {}, null]]);
  });

  declare('codes and recalls reach whoever complained or asked never to be contacted again', '', async (w) => {
    for (const signal of ['complaint', 'do_not_contact', 'harassment'] as const) {
      const address = `${signal.replaceAll('_', '-')}@example.org`;
      await w.refuse({ customerId: signal, address, signal });
      for (const fields of [{ customerId: signal }, { customerId: 'another', address }]) {
        for (const purpose of ['service.security', 'legal.notice'])
          expect((await w.ask({ ...fields, purpose })).allowed).toBe(true);
        for (const purpose of ['service.account', 'collections.debt', 'marketing.promotions'])
          expect(codes(await w.check({ ...fields, purpose }))).toContain('suppressed');
        expect((await w.check({ ...fields, purpose: 'transactional.receipt' })).allowed).toBe(signal === 'complaint');
      }
    }
  });

  declare('only a pause has an end, and it needs one', '', async (w) => {
    for (const signal of ['unsubscribe', 'stop', 'complaint', 'do_not_contact', 'harassment'] as const)
      expect(await problemOf(w.refuse({ customerId: 'c1', signal, untilMs: startMs + dayMs }))).toMatchObject({
        status: 422,
        paths: ['until'],
      });
    expect(await problemOf(w.refuse({ customerId: 'c1', signal: 'pause' }))).toMatchObject({
      status: 422,
      paths: ['until'],
    });
    expect((await w.ask()).allowed).toBe(true);
  });

  declare('a refusal that names a purpose is narrowed to it where its signal allows that', '', async (w) => {
    const [narrow] = await w.refuse({ customerId: 'c1', purpose: 'marketing.newsletter' });
    expect(narrow).toMatchObject({ channel: 'email', purpose: 'marketing.newsletter' });
    expect((await w.ask({ purpose: 'marketing.newsletter' })).allowed).toBe(false);
    expect((await w.ask()).allowed).toBe(true);
    expect(await w.refuse({ customerId: 'c2', signal: 'stop', purpose: 'marketing' })).toMatchObject([
      { purpose: '*' },
    ]);
  });

  declare('says since when, and what was refused out of order is in force all the same', '', async (w) => {
    await w.refuse({ customerId: 'c1', signal: 'stop', receivedAtMs: startMs - 3 * dayMs });
    expect((await w.ask()).reasons).toMatchObject([{ since: iso(startMs - 3 * dayMs) }]);
    expect(await problemOf(w.refuse({ customerId: 'c1', receivedAtMs: startMs + hourMs }))).toMatchObject({
      status: 422,
      paths: ['receivedAt'],
    });
  });

  declare('a refusal is not turned away for a clock that is a minute ahead', '', async (w) => {
    const told = (aheadMs: number) => w.refuse({ customerId: 'c1', receivedAtMs: startMs + aheadMs });
    expect(await problemOf(told(60_001))).toMatchObject({ status: 422, paths: ['receivedAt'] });
    expect((await w.ask()).allowed).toBe(true);
    expect(await told(60_000)).toMatchObject([{ since: iso(startMs + 60_000) }]);
    expect(codes(await w.ask())).toEqual(['suppressed']);
  });

  declare('a refusal that names a contact is of its customer and the address it went to', '', async (w) => {
    const contactId = await w.contact({ address: 'c@example.org' });
    await w.refuse({ contactId });
    for (const fields of [{}, { customerId: 'other', address: 'C@example.org' }])
      expect(codes(await w.ask(fields))).toEqual(['suppressed']);
    expect(await problemOf(w.refuse({ contactId: 'con_AAAAAAAAAAAAAAAAAAAAAA' }))).toMatchObject({ status: 404 });
    const late = { contactId: 'con_AAAAAAAAAAAAAAAAAAAAAA', customerId: 'late', signal: 'complaint' } as const;
    expect(await w.guard.refuse({ ...late, channel: 'email', source: 'test' }, crm)).toMatchObject({
      contactKnown: false,
      suppressions: [{ classes: ['marketing', 'service'] }],
    });
    expect((await w.ask({ customerId: 'late' })).allowed).toBe(false);
    expect(await problemOf(w.refuse({ contactId, customerId: 'other' }))).toMatchObject({
      status: 422,
      paths: ['contactId'],
    });
    const text = await w.contact({ customerId: 'c2', channel: 'sms' });
    await w.refuse({ contactId: text, channel: 'sms', signal: 'stop', address: '+14155550100' });
    expect((await w.ask({ customerId: 'c3', channel: 'voice', address: '+14155550100' })).allowed).toBe(true);
    expect((await w.ask({ customerId: 'c3', channel: 'sms', address: '+14155550100' })).allowed).toBe(false);
  });
}
