/** Refusals by address: for any customer id that uses it, however it is written, also where the request does not carry it (I4). */
import { expect } from 'vitest';
import { codes, dayMs, hourMs, problemOf, startMs } from '../../../test/support/world.ts';
import type { StoreTest } from './harness.ts';

export function addressTests(declare: StoreTest): void {
  declare('an e-mail address binds whoever uses it, however it is written', '', async (w) => {
    await w.suppress({ address: 'Ann.Lee@Example.ORG', channel: 'email' });
    for (const address of [
      'ann.lee@example.org',
      ' ANN.LEE@EXAMPLE.ORG ',
      'ａｎｎ．ｌｅｅ@example.org',
      'Ann Lee <ann.lee@example.org>',
      'ann.lee@example.org.',
      'mailto:ann.lee@example.org',
      '"ann.lee"@example.org',
      '\u200bann.lee@example.org',
      'ann\u00ad.lee@exam\u2060ple.org',
    ]) {
      expect(`${address}: ${codes(await w.ask({ customerId: `id of ${address}`, address }))}`).toBe(
        `${address}: suppressed`,
      );
    }
    for (const address of ['ann.lee@example.com', 'annlee@example.org'])
      expect((await w.ask({ customerId: address, address })).allowed).toBe(true);
  });

  declare('a refusal by address binds whom it was last used for, however long ago that was', '', async (w) => {
    await w.contact({ customerId: 'late', address: 'late@example.org' });
    w.pass(300 * dayMs);
    await w.service.tend();
    await w.refuse({ address: 'late@example.org', signal: 'do_not_contact' });
    expect(codes(await w.ask({ customerId: 'late' }))).toEqual(['suppressed']);
  });

  declare('a phone number binds on every channel of its kind that it covers, however it is written', '', async (w) => {
    await w.suppress({ address: '+1 415 555 0100', channel: '*' });
    for (const channel of ['sms', 'voice', 'whatsapp'] as const) {
      for (const [address, region] of [
        ['+14155550100', undefined],
        ['(415) 555-0100', 'US'],
        ['+1-415-555-0100 ', undefined],
        ['＋１４１５５５５０１００', undefined],
        ['415.555.0100', 'US-CA'],
      ] as const) {
        expect(
          `${channel} ${address}: ${codes(await w.ask({ customerId: `${channel}${address}`, channel, address, region }))}`,
        ).toBe(`${channel} ${address}: suppressed`);
      }
    }
    await w.suppress({ address: '+14155550101', channel: 'sms' });
    expect((await w.ask({ customerId: 'v', channel: 'voice', address: '+14155550101' })).allowed).toBe(true);
    expect((await w.ask({ customerId: 'v', channel: 'sms', address: '+14155550101' })).allowed).toBe(false);
  });

  declare('a national number is read in the region that is named, and not in another country', '', async (w) => {
    const [stop] = await w.refuse({ address: '030 901820', region: 'DE', channel: 'sms', signal: 'stop' });
    expect(codes(await w.ask({ customerId: 'a', channel: 'sms', address: '+49 30 901820' }))).toEqual(['suppressed']);
    expect((await w.ask({ customerId: 'b', channel: 'sms', address: '030 901820', region: 'AT' })).allowed).toBe(true);
    const found = await w.guard.suppressionsOfAddress({ address: '030 901820', channel: 'sms', region: 'DE-BE' });
    expect(found).toMatchObject([{ suppressionId: stop?.suppressionId }]);
    expect(await w.guard.suppressionsOfAddress({ address: '030 901820', channel: '*', region: 'AT' })).toEqual([]);
    await w.suppress({ address: '0262 12 34 56', region: 'FR-RE' });
    expect((await w.ask({ customerId: 'c', channel: 'sms', address: '+262 262 12 34 56' })).allowed).toBe(false);
    for (const fields of [{ region: 'XX' }, { region: 'XX', address: '030 901820' }, { address: '030 901820' }]) {
      const named = 'region' in fields ? ['region'] : ['address'];
      for (const asked of [
        w.refuse({ customerId: 'd', channel: 'sms', signal: 'stop', ...fields }),
        w.suppress({ customerId: 'd', channel: 'sms', ...fields }),
      ])
        expect(await problemOf(asked)).toMatchObject({ status: 422, paths: expect.arrayContaining(named) });
    }
    expect(await problemOf(w.guard.suppressionsOfAddress({ address: '030 901820', channel: 'sms' }))).toMatchObject({
      paths: ['address'],
    });
  });

  declare('a refusal that names a message reads its national number where the message was', '', async (w) => {
    const contactId = await w.contact({ channel: 'sms', address: '+43 30 901820', region: 'AT' });
    await w.refuse({ contactId, address: '030 901820', channel: 'sms', signal: 'stop' });
    expect(codes(await w.ask({ customerId: 'other', channel: 'sms', address: '+4330901820' }))).toEqual(['suppressed']);
  });

  declare('a number that can be read in two ways is refused wherever it is named', '', async (w) => {
    const address = '4915123456789';
    const fields = { address, region: 'DE', channel: 'sms' } as const;
    for (const asked of [
      w.ask(fields),
      w.elsewhere(fields),
      w.refuse({ ...fields, signal: 'stop' }),
      w.suppress(fields),
      w.suppress({ address, region: 'DE' }),
      w.guard.suppressionsOfAddress({ address, channel: 'sms', region: 'DE' }),
      w.guard.suppressionsOfAddress({ address: '+4915112345678.0', channel: '*' }),
    ])
      expect(await problemOf(asked)).toMatchObject({ status: 422, paths: ['address'] });
  });

  declare(
    'with channel * an address that holds @ is e-mail, else one that parses as a number is a phone',
    '',
    async (w) => {
      await w.suppress({ address: 'c@example.org' });
      expect((await w.ask({ address: 'c@example.org' })).allowed).toBe(false);
      expect((await w.ask({ channel: 'push', address: 'c@example.org' })).allowed).toBe(true);
      expect(await problemOf(w.suppress({ address: 'device-token' }))).toMatchObject({
        status: 422,
        paths: ['address'],
      });
      await w.suppress({ address: 'device-token', channel: 'push' });
      expect((await w.ask({ channel: 'push', address: 'device-token' })).allowed).toBe(false);
      expect((await w.ask({ channel: 'in_app', address: 'device-token' })).allowed).toBe(true);
    },
  );

  declare(
    'what cannot be normalised is refused, and nothing is counted',
    '- { id: one, because: One., cap: { limit: 1, window: 24h } }',
    async (w) => {
      for (const fields of [
        { channel: 'email', address: 'nobody' },
        { channel: 'sms', address: '12' },
        { channel: 'sms', address: '415 555 0100' },
        { channel: 'email', address: 'a@b@c.org' },
        { channel: 'push', address: '  ' },
      ] as const) {
        expect(await problemOf(w.ask(fields))).toMatchObject({ status: 422, paths: ['address'] });
      }
      expect((await w.check()).caps[0]).toMatchObject({ used: 0 });
    },
  );

  declare('binds requests without an address for a customer last reached at it', '', async (w) => {
    await w.contact({ address: 'old@example.org' });
    w.pass(hourMs);
    await w.contact({ address: 'new@example.org' });
    await w.suppress({ address: 'new@example.org' });
    expect(codes(await w.ask())).toEqual(['suppressed']);
    expect((await w.ask({ channel: 'sms' })).allowed).toBe(true);
    w.pass(hourMs);
    await w.contact({ address: 'old@example.org' });
    expect((await w.ask()).allowed).toBe(true);
  });

  declare('binds such a customer also when the suppression was there first', '', async (w) => {
    const made = await w.suppress({ address: 'c@example.org', purpose: 'marketing' });
    await w.contact({ address: 'c@example.org', purpose: 'service.account' });
    expect((await w.ask()).reasons).toMatchObject([{ suppressionId: made.suppressionId }]);
    await w.lift(made.suppressionId);
    expect((await w.ask()).allowed).toBe(true);
  });

  declare('binds such a customer long after all history is gone', '', async (w) => {
    await w.contact({ address: 'c@example.org' });
    await w.suppress({ address: 'c@example.org' });
    for (let month = 1; month < 30; month += 4) {
      w.setNow(startMs + month * 31 * dayMs);
      await w.service.tend();
      expect(codes(await w.ask())).toEqual(['suppressed']);
    }
  });

  declare('with customer and address either is enough', '', async (w) => {
    await w.suppress({ customerId: 'c1', address: 'c@example.org' });
    for (const fields of [{}, { address: 'else@example.org' }, { customerId: 'c2', address: 'c@example.org' }])
      expect(codes(await w.ask(fields))).toEqual(['suppressed']);
    expect((await w.ask({ address: 'c@example.org' })).reasons).toHaveLength(1);
    expect((await w.ask({ customerId: 'c2' })).allowed).toBe(true);
  });

  declare(
    'a refusal by address alone also binds the customer whom the last contact there was for; a hard bounce does not',
    '',
    async (w) => {
      await w.contact({ customerId: 'first', address: 'c@example.org' });
      w.pass(hourMs);
      await w.contact({ customerId: 'last', address: 'c@example.org' });
      await w.refuse({ address: 'c@example.org' });
      expect((await w.ask({ customerId: 'last', address: 'else@example.org' })).allowed).toBe(false);
      expect((await w.ask({ customerId: 'first', address: 'else@example.org' })).allowed).toBe(true);
      await w.contact({ customerId: 'b', address: 'bounces@example.org' });
      await w.refuse({ address: 'bounces@example.org', signal: 'hard_bounce' });
      expect((await w.ask({ customerId: 'b', address: 'works@example.org' })).allowed).toBe(true);
      expect((await w.ask({ customerId: 'b', address: 'bounces@example.org' })).allowed).toBe(false);
    },
  );

  declare('a hard bounce binds the address alone, whoever is named and for whatever purpose', '', async (w) => {
    const contactId = await w.contact({ customerId: 'c', address: 'one@example.org' });
    await w.refuse({ contactId, signal: 'hard_bounce' });
    await w.refuse({ customerId: 'c', address: 'two@example.org', signal: 'hard_bounce' });
    for (const address of ['one@example.org', 'two@example.org']) {
      expect(codes(await w.ask({ customerId: 'c', address, purpose: 'service.security' }))).toEqual(['suppressed']);
      expect(codes(await w.ask({ customerId: 'd', address }))).toEqual(['suppressed']);
    }
    expect((await w.ask({ customerId: 'c', address: 'works@example.org' })).allowed).toBe(true);
    expect((await w.ask({ customerId: 'c', channel: 'in_app' })).allowed).toBe(true);
  });

  declare('a hard bounce without an address is refused', '', async (w) => {
    const contactId = await w.contact({ customerId: 'c' });
    for (const fields of [{ customerId: 'c' }, { contactId }])
      expect(await problemOf(w.refuse({ ...fields, signal: 'hard_bounce' }))).toMatchObject({
        status: 422,
        paths: ['address'],
      });
  });

  declare('the last contact to an address may have been recorded from elsewhere', '', async (w) => {
    await w.elsewhere({ customerId: 'new', address: 'c@example.org', atMs: startMs - hourMs });
    await w.elsewhere({ customerId: 'old', address: 'c@example.org', atMs: startMs - 2 * hourMs });
    await w.refuse({ address: 'c@example.org' });
    expect((await w.ask({ customerId: 'new', address: 'else@example.org' })).allowed).toBe(false);
    expect((await w.ask({ customerId: 'old', address: 'else@example.org' })).allowed).toBe(true);
  });

  declare(
    'binds all of two hundred customers of one address, those before and those after, and lifts from all',
    '',
    async (w) => {
      const ids = Array.from({ length: 200 }, (_, i) => `member-${i}`);
      const address = 'office@example.org';
      const settle = (customers: string[], fields: object) =>
        Promise.all(customers.map((customerId) => w.ask({ customerId, ...fields })));
      await settle(ids.slice(0, 150), { address, purpose: 'service.account' });
      const made = await w.suppress({ address, purpose: 'marketing' });
      await settle(ids.slice(150), { address, purpose: 'service.account' });
      const other = await w.second();
      const withIt = await Promise.all(ids.map((customerId, i) => (i % 2 ? w : other).ask({ customerId, address })));
      expect(withIt.filter((answer) => answer.allowed)).toEqual([]);
      const withoutIt = await Promise.all(ids.map((customerId, i) => (i % 2 ? w : other).ask({ customerId })));
      expect(withoutIt.filter((answer) => answer.allowed)).toEqual([]);
      for (const denied of [...withIt, ...withoutIt]) expect(denied.reasons).toHaveLength(1);
      await w.lift(made.suppressionId);
      expect((await settle(ids, { address })).filter((answer) => !answer.allowed)).toEqual([]);
      expect((await settle(ids, {})).filter((answer) => !answer.allowed)).toEqual([]);
    },
  );

  declare('who is reached at an address again a day later is known there from then on', '', async (w) => {
    // Names that are known, so that the next contacts can be proven.
    await w.contact({ customerId: 'other' });
    const customers = ['proven', 'held'];
    const place = (customerId: string) => ({ customerId, address: `${customerId}@example.org` });
    for (const customerId of customers) await w.contact(place(customerId));
    w.pass(dayMs);
    await w.contact(place('proven'));
    await w.contact({ ...place('held'), confirmByMs: w.nowMs() + hourMs });
    w.setNow(startMs + 400 * dayMs + hourMs);
    for (const customerId of customers) {
      await w.refuse({ address: place(customerId).address });
      expect(codes(await w.check({ customerId, address: 'else@example.org' })), customerId).toEqual(['suppressed']);
    }
  });

  declare('what stands at an address outlasts those who are reached there on other channels', '', async (w) => {
    const address = '+14155550100';
    await w.suppress({ address, channel: 'sms', expiresAtMs: startMs + 900 * dayMs });
    for (const customerId of ['a', 'b']) {
      w.pass(hourMs);
      await w.contact({ customerId, address, channel: 'whatsapp' });
    }
    w.setNow(startMs + 900 * dayMs - 1);
    await w.service.tend();
    expect(codes(await w.check({ customerId: 'c', address, channel: 'sms' }))).toEqual(['suppressed']);
    w.pass(1);
    expect((await w.check({ customerId: 'c', address, channel: 'sms' })).allowed).toBe(true);
  });

  declare('a suppression and a first contact at the same instant never miss each other', '', async (w) => {
    const other = await w.second();
    for (let round = 0; round < 20; round++) {
      const address = `c${round}@example.org`;
      const customerId = `c${round}`;
      await Promise.all([
        w.suppress({ address, channel: 'email', purpose: 'marketing' }),
        other.ask({ customerId, address, purpose: 'service.account' }),
      ]);
      for (const fields of [{ customerId, address }, { customerId }])
        expect(codes(await w.ask(fields))).toEqual(['suppressed']);
    }
  });
}
