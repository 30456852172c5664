/** Suppressions: what they bind, from when until when, what repeats them, who lifts them (I4). */
import { expect } from 'vitest';
import {
  admin,
  caller,
  codes,
  crm,
  dayMs,
  hourMs,
  iso,
  problemOf,
  type Shown,
  startMs,
} from '../../../test/support/world.ts';
import type { StoreTest } from './harness.ts';

type Keys = Record<string, string>;
const lifter = caller('care', 'suppress', 'suppress:lift');

export function suppressionTests(declare: StoreTest): void {
  declare('by customer it binds that customer at any address, on what it covers, and nobody else', '', async (w) => {
    const made = await w.suppress({ customerId: 'c1', channel: 'email', purpose: 'marketing' });
    expect(await w.ask({ address: 'any@example.org' })).toMatchObject({
      allowed: false,
      retryAt: null,
      reasons: [
        {
          code: 'suppressed',
          suppressionId: made.suppressionId,
          channel: 'email',
          purpose: 'marketing',
          since: iso(startMs),
          retryAt: null,
        },
      ],
    });
    expect((await w.ask({ purpose: 'marketing.winback' })).allowed).toBe(false);
    expect((await w.ask({ purpose: 'triggered.location' })).allowed).toBe(true);
    expect((await w.ask({ channel: 'sms' })).allowed).toBe(true);
    expect((await w.ask({ customerId: 'c2', address: 'any@example.org' })).allowed).toBe(true);
  });

  declare('with channel and purpose * it binds everything, critical purposes too', '', async (w) => {
    await w.suppress({ customerId: 'c1' });
    for (const channel of ['email', 'sms', 'push', 'voice', 'whatsapp', 'in_app', 'post'] as const) {
      expect(codes(await w.ask({ channel, purpose: 'service.security' }))).toEqual(['suppressed']);
    }
  });

  declare('each suppression in force is a reason of its own', '', async (w) => {
    const ids = [
      await w.suppress({ customerId: 'c1' }),
      await w.suppress({ customerId: 'c1', purpose: 'marketing', expiresAtMs: startMs + hourMs }),
      await w.suppress({ address: 'c@example.org' }),
    ];
    const denied = await w.ask({ address: 'c@example.org' });
    expect(denied.reasons.map((reason) => reason['suppressionId']).sort()).toEqual(
      ids.map((one) => one.suppressionId).sort(),
    );
    expect(denied.reasons.map((reason) => reason['retryAt']).sort()).toEqual([iso(startMs + hourMs), null, null]);
  });

  declare('ends at expiresAt to the millisecond', '', async (w) => {
    await w.suppress({ customerId: 'c1', address: 'c@example.org', expiresAtMs: startMs + hourMs });
    w.setNow(startMs + hourMs - 1);
    for (const fields of [{}, { customerId: 'other', address: 'c@example.org' }])
      expect(await w.ask(fields)).toMatchObject({ allowed: false, retryAt: iso(startMs + hourMs) });
    w.pass(1);
    for (const fields of [{}, { customerId: 'other', address: 'c@example.org' }])
      expect((await w.ask(fields)).allowed).toBe(true);
    expect(await w.guard.suppressionsOfCustomer('c1')).toEqual([]);
    expect(await w.guard.suppressionsOfAddress({ address: 'c@example.org', channel: 'email' })).toEqual([]);
    expect(await problemOf(w.suppress({ customerId: 'c1', expiresAtMs: w.nowMs() }))).toMatchObject({
      status: 422,
      paths: ['expiresAt'],
    });
  });

  declare('with keys it binds requests with the same values or without that key', '', async (w) => {
    await w.suppress({ customerId: 'c1', keys: { brand: 'acme', case: '7' } });
    for (const keys of [{ brand: 'acme', case: '7' }, { brand: 'acme' }, { case: '7', other: 'x' }, {}] as Keys[])
      expect((await w.ask({ keys })).allowed).toBe(false);
    for (const keys of [{ brand: 'other', case: '7' }, { brand: 'acme', case: '8' }, { brand: 'ACME' }] as Keys[])
      expect((await w.ask({ keys })).allowed).toBe(true);
  });

  declare('with targeting it binds only requests that name one of these data, `*` any', '', async (w) => {
    await w.suppress({ customerId: 'c1', targeting: ['health', 'purchase-history'] });
    await w.suppress({ customerId: 'c2', targeting: ['*'] });
    const { allowed, reasons } = await w.ask({ targeting: ['age', 'purchase-history'] });
    expect([allowed, reasons[0]?.['message']]).toEqual([
      false,
      expect.stringMatching(/ by any channel when selected by health, purchase-history\.$/),
    ]);
    expect((await w.ask({ targeting: ['age'] })).allowed).toBe(true);
    expect((await w.ask({ targeting: [] })).allowed).toBe(true);
    expect((await w.ask({ customerId: 'c2', targeting: ['age'] })).allowed).toBe(false);
    expect((await w.ask({ customerId: 'c2' })).allowed).toBe(true);
  });

  declare(
    'data is the same however its name is written, in a suppression as in a rule; `*` is any in both',
    `- { id: health, because: No health data., targeting: { forbid: [Health] } }
- { id: agreed, because: Agreed., when: { channels: [sms] }, targeting: { forbid: ["*"], unless: express-consent } }`,
    async (w) => {
      await w.suppress({ customerId: 'c1', targeting: ['Purchase-History'] });
      for (const name of ['purchase-history', 'PURCHASE-HISTORY', 'ｐurchase-history'])
        expect(codes(await w.ask({ targeting: [name] })), name).toEqual(['suppressed']);
      for (const name of ['health', 'Health', 'HEALTH']) {
        const denied = await w.ask({ targeting: ['age', name] });
        expect(denied.reasons, name).toMatchObject([{ code: 'targeting', rule: 'health' }]);
        expect(denied.reasons[0]?.['message']).toContain(`Selected by: ${name}.`);
      }
      expect((await w.ask({ targeting: ['healthy', 'age'] })).allowed).toBe(true);
      expect(codes(await w.ask({ channel: 'sms', targeting: ['age'] }))).toEqual(['targeting']);
      expect((await w.ask({ channel: 'sms', targeting: [] })).allowed).toBe(true);
      await w.consent({ channel: 'sms', level: 'express' });
      expect((await w.ask({ channel: 'sms', targeting: ['age'] })).allowed).toBe(true);
    },
  );

  declare('binds every decision that starts once it was acknowledged, while others run', '', async (w) => {
    const other = await w.second();
    const early = Array.from({ length: 30 }, () => w.ask());
    const acknowledged = w
      .suppress({ customerId: 'c1', address: 'c@example.org' })
      .then(() =>
        Promise.all(
          Array.from({ length: 20 }, (_, i) =>
            (i % 2 ? w : other).ask(i % 3 ? {} : { customerId: `x${i}`, address: 'c@example.org' }),
          ),
        ),
      );
    for (const denied of await acknowledged) expect(codes(denied)).toEqual(['suppressed']);
    await Promise.all(early);
  });

  declare('only the same signal, source, subject, scope and expiry repeats an earlier one', '', async (w) => {
    const fields = { customerId: 'c1', channel: 'sms', purpose: 'marketing', expiresAtMs: startMs + dayMs } as const;
    const first = await w.suppress(fields);
    w.pass(1000);
    expect(await w.suppress({ ...fields, evidence: { ticket: '2' } })).toEqual(first);
    const others = [
      { expiresAtMs: undefined },
      { expiresAtMs: startMs + hourMs },
      { reason: 'another' },
      { source: 'other' },
      { channel: '*' },
      { purpose: '*' },
      { keys: { brand: 'a' } },
      { targeting: ['*'] },
      { address: '+14155550100' },
      { customerId: undefined, address: '+14155550100' },
    ];
    const ids = new Set([first.suppressionId]);
    for (const other of others) ids.add((await w.suppress({ ...fields, ...other })).suppressionId);
    expect(ids.size).toBe(others.length + 1);
  });

  declare('a refusal never merges with an operator’s, and a shorter one never ends the first', '', async (w) => {
    await w.suppress({ customerId: 'c1', channel: 'sms', reason: 'stop', source: 'test' });
    const [stop] = await w.refuse({ customerId: 'c1', channel: 'sms', signal: 'stop' });
    expect(await w.refuse({ customerId: 'c1', channel: 'sms', signal: 'stop' })).toMatchObject([
      { suppressionId: stop?.suppressionId },
    ]);
    await w.suppress({ customerId: 'c1', channel: 'sms', expiresAtMs: startMs + hourMs });
    expect(await w.guard.suppressionsOfCustomer('c1')).toHaveLength(3);
    w.pass(hourMs);
    expect((await w.ask({ channel: 'sms' })).reasons).toHaveLength(2);
  });

  declare('a suppression made again after it ended is a new one', '', async (w) => {
    const fields = { customerId: 'c1', address: 'c@example.org' };
    const first = await w.suppress(fields);
    await w.lift(first.suppressionId);
    const second = await w.suppress(fields);
    expect(second.suppressionId).not.toBe(first.suppressionId);
    expect((await w.ask()).allowed).toBe(false);
  });

  declare('lifted it binds nowhere any more; unknown ones are not found', '', async (w) => {
    const made = await w.suppress({ customerId: 'c1', address: 'c@example.org' });
    await w.contact({ customerId: 'c2', purpose: 'service.account', channel: 'push' });
    await w.lift(made.suppressionId, crm);
    for (const fields of [{}, { address: 'c@example.org' }, { customerId: 'c2', address: 'c@example.org' }])
      expect((await w.ask(fields)).allowed).toBe(true);
    for (const id of [made.suppressionId, 'sup_AAAAAAAAAAAAAAAAAAAAAA', 'x'])
      expect(await problemOf(w.lift(id))).toMatchObject({ status: 404 });
  });

  declare('what the customer refused is lifted only with suppress:lift', '', async (w) => {
    const [refusal] = await w.refuse({ customerId: 'c1', signal: 'do_not_contact' });
    const id = (refusal as Shown).suppressionId;
    expect(await problemOf(w.lift(id, crm))).toMatchObject({ code: 'forbidden', status: 403 });
    expect((await w.ask()).allowed).toBe(false);
    await w.lift(id, lifter);
    expect((await w.ask()).allowed).toBe(true);
  });

  declare('what cannot be meant is refused with the field that says why', '', async (w) => {
    expect(await problemOf(w.suppress({}))).toMatchObject({ status: 422, paths: ['customerId'] });
    expect(await problemOf(w.refuse({}))).toMatchObject({ status: 422, paths: ['customerId'] });
    expect(await problemOf(w.suppress({ customerId: 'c1', purpose: 'marketin' }))).toMatchObject({
      status: 422,
      paths: ['purpose'],
    });
    expect(await problemOf(w.refuse({ customerId: 'c1', purpose: 'marketing.promotions.x' }))).toMatchObject({
      status: 422,
      paths: ['purpose'],
    });
    expect(await problemOf(w.refuse({ customerId: 'c1', signal: 'pause', untilMs: startMs }))).toMatchObject({
      status: 422,
      paths: ['until'],
    });
    expect(await problemOf(w.suppress({ address: 'nothing', channel: '*' }))).toMatchObject({
      status: 422,
      paths: ['address'],
    });
  });

  declare('lookups show keys, and the events evidence, to those who may read them', '', async (w) => {
    const made = await w.suppress({
      customerId: 'c1',
      address: 'c@example.org',
      keys: { brand: 'a' },
      evidence: { ticket: 'T-1' },
    });
    expect(made).toMatchObject({
      keys: { brand: 'a' },
      reason: 'asked by phone',
      source: 'test',
      since: iso(startMs),
      expiresAt: null,
    });
    expect(await w.guard.suppressionsOfCustomer('c1')).toEqual([{ ...made, by: 'customer' }]);
    expect(await w.guard.suppressionsOfAddress({ address: 'C@example.org', channel: 'email' })).toEqual([made]);
    expect(await w.guard.suppressionsOfAddress({ address: 'other@example.org', channel: 'email' })).toEqual([]);
    expect((await w.guard.refusalEvents({ customerId: 'c1', limit: 10 })).events).toMatchObject([
      { event: 'suppression', suppressionId: made.suppressionId, evidence: { ticket: 'T-1' }, keys: { brand: 'a' } },
    ]);
    expect(await w.guard.suppressionsOfCustomer('nobody')).toEqual([]);
  });

  declare('of a customer those are told that bind through the last address of each kind', '', async (w) => {
    const told = async () => (await w.guard.suppressionsOfCustomer('c1')).map((one) => (one as Shown).suppressionId);
    const [first, second, phone] = ['first@example.org', 'second@example.org', '+14155550100'] as const;
    await w.contact({ channel: 'sms', address: phone });
    for (const address of [first, second]) {
      w.pass(1);
      await w.contact({ address });
    }
    const ids = [];
    for (const address of [first, second, phone])
      ids.push((await w.suppress({ address, purpose: 'research' })).suppressionId);
    expect((await told()).sort()).toEqual([ids[1], ids[2]].sort());
    w.pass(1);
    await w.contact({ address: first });
    expect((await told()).sort()).toEqual([ids[0], ids[2]].sort());
  });

  declare('of an address those are told that bind on the channel that is asked for', '', async (w) => {
    const address = '+14155550100';
    const { suppressionId } = await w.suppress({ address, channel: 'voice' });
    const told = (channel: 'voice' | 'sms' | '*') => w.guard.suppressionsOfAddress({ address, channel });
    for (const channel of ['voice', '*'] as const) expect(await told(channel)).toMatchObject([{ suppressionId }]);
    expect(await told('sms')).toEqual([]);
  });

  declare('an admin lifts what an operator set and what a customer refused', '', async (w) => {
    const [refused] = await w.refuse({ customerId: 'c1', signal: 'stop' });
    const set = await w.suppress({ customerId: 'c1' });
    for (const id of [refused?.suppressionId as string, set.suppressionId]) await w.lift(id, admin);
    expect((await w.ask()).allowed).toBe(true);
  });
}
