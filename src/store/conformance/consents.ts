/** Consents: the latest that covers counts, a withdrawal is also a no, and none lifts a refusal unless it may and says so. */
import { expect } from 'vitest';
import { caller, codes, crm, dayMs, hourMs, iso, problemOf, startMs } from '../../../test/support/world.ts';
import type { StoreTest } from './harness.ts';

const express = '- { id: express, because: Express., consent: { level: express } }';
const implied = '- { id: implied, because: Implied., consent: { level: implied } }';
type Keys = Record<string, string>;
const lifter = caller('care', 'consent', 'suppress:lift');

export function consentTests(declare: StoreTest): void {
  declare(
    'express satisfies both levels, implied only its own; another channel or purpose none',
    `${express}\n- { id: implied, because: Implied., when: { channels: [sms] }, consent: { level: implied } }`,
    async (w) => {
      expect(await w.ask()).toMatchObject({
        allowed: false,
        retryAt: null,
        reasons: [{ code: 'consent', rule: 'express', retryAt: null }],
      });
      await w.consent({ channel: '*', level: 'implied' });
      expect((await w.ask({ channel: 'sms' })).reasons).toMatchObject([{ rule: 'express' }]);
      await w.consent({ channel: 'email', purpose: 'marketing.promotions' });
      expect((await w.ask()).allowed).toBe(true);
      expect((await w.ask({ purpose: 'marketing.winback' })).allowed).toBe(false);
      expect((await w.ask({ customerId: 'c2' })).allowed).toBe(false);
    },
  );

  declare('the latest `at` that covers counts, not the one recorded last', express, async (w) => {
    await w.consent({ level: 'express', atMs: startMs - hourMs });
    await w.consent({ level: 'implied', atMs: startMs - 2 * hourMs });
    expect((await w.ask()).allowed).toBe(true);
    await w.consent({ level: 'implied', atMs: startMs });
    expect((await w.ask()).allowed).toBe(false);
    await w.consent({ level: 'express', atMs: startMs });
    expect((await w.ask()).allowed).toBe(true);
    expect(await problemOf(w.consent({ atMs: startMs + 1 }))).toMatchObject({ status: 422, paths: ['at'] });
  });

  declare(
    'of several given at the same instant the one recorded last counts, whatever they cover',
    express,
    async (w) => {
      const given = { customerId: 'c1', atMs: startMs } as const;
      await w.consent({ ...given, channel: '*', level: 'implied', atMs: startMs - hourMs });
      await w.consent({ ...given, channel: 'email', level: 'express' });
      w.pass(1000);
      const last = await w.consent({ ...given, channel: '*', level: 'implied' });
      expect(codes(await w.ask())).toEqual(['consent']);
      const { contactId } = await w.elsewhere({});
      expect(await w.guard.contact(contactId)).toMatchObject({ consent: { consentId: last['consentId'] } });
    },
  );

  declare('what a withdrawal suppresses has no end, also where its consent has one', '', async (w) => {
    const said = await w.consent({ level: 'withdrawn', expiresAtMs: startMs + hourMs });
    expect(said).toMatchObject({ expiresAt: iso(startMs + hourMs), suppressions: [{ expiresAt: null }] });
    w.setNow(startMs + hourMs);
    expect(await w.ask()).toMatchObject({ allowed: false, retryAt: null, reasons: [{ code: 'suppressed' }] });
  });

  declare('a withdrawal is not turned away for a clock that is a minute ahead', '', async (w) => {
    const withdrawn = (aheadMs: number) => w.consent({ level: 'withdrawn', atMs: startMs + aheadMs });
    expect(await problemOf(withdrawn(60_001))).toMatchObject({ status: 422, paths: ['at'] });
    expect((await w.ask()).allowed).toBe(true);
    expect(await withdrawn(60_000)).toMatchObject({ at: iso(startMs + 60_000), suppressions: [{}] });
    expect(codes(await w.ask())).toEqual(['suppressed']);
  });

  declare(
    'serves until expiresAt, to the millisecond, and the consent before it does not come back',
    implied,
    async (w) => {
      await w.consent({ level: 'implied', atMs: startMs - hourMs });
      await w.consent({ expiresAtMs: startMs + hourMs });
      w.setNow(startMs + hourMs - 1);
      expect((await w.ask()).allowed).toBe(true);
      w.pass(1);
      expect(await w.ask()).toMatchObject({ allowed: false, retryAt: null });
      expect(await problemOf(w.consent({ expiresAtMs: w.nowMs() }))).toMatchObject({
        status: 422,
        paths: ['expiresAt'],
      });
    },
  );

  declare('with keys it serves only requests with the same values', express, async (w) => {
    await w.consent({ keys: { brand: 'acme' } });
    expect((await w.ask({ keys: { brand: 'acme', campaign: 'x' } })).allowed).toBe(true);
    for (const keys of [{}, { brand: 'other' }] as Keys[]) expect((await w.ask({ keys })).allowed).toBe(false);
  });

  declare(
    'names in the entry and the answer’s basis which consent it rested on',
    `- { id: none, because: None., cap: { limit: 0, window: 24h } }
    ${implied}`,
    async (w) => {
      const { consentId } = await w.consent({});
      await w.ask();
      expect(await w.entries()).toMatchObject([{ basis: { consentId } }]);
    },
  );

  declare('withdrawn it is a no: the consent ends, and a suppression binds what it covers', implied, async (w) => {
    await w.consent({ channel: '*' });
    w.pass(1);
    const withdrawn = await w.consent({ channel: '*', level: 'withdrawn', keys: { brand: 'acme' } });
    expect(withdrawn).toMatchObject({
      level: 'withdrawn',
      suppressions: [{ channel: '*', purpose: 'marketing', keys: { brand: 'acme' } }],
    });
    expect(codes(await w.ask({ keys: { brand: 'acme' } })).sort()).toEqual(['consent', 'suppressed']);
    expect((await w.ask({ keys: { brand: 'other' } })).allowed).toBe(true);
    w.pass(1);
    await w.consent({ channel: '*' });
    expect(codes(await w.ask({ keys: { brand: 'acme' } }))).toEqual(['suppressed']);
  });

  declare('lifts no refusal whatever its level, unless it says so with a key that may', '', async (w) => {
    await w.refuse({ customerId: 'c1' });
    await w.consent({});
    expect(codes(await w.ask())).toEqual(['suppressed']);
    expect(await problemOf(w.consent({ lifts: true }, crm))).toMatchObject({ code: 'forbidden', status: 403 });
    expect(codes(await w.ask())).toEqual(['suppressed']);
    w.pass(1);
    await w.consent({ purpose: 'marketing', lifts: true }, lifter);
    expect((await w.ask()).allowed).toBe(true);
    expect((await w.ask({ purpose: 'research.survey' })).allowed).toBe(false);
  });

  declare(
    'lifts only what it covers: not an operator’s, not a later refusal, not another channel’s, not a wider one',
    '',
    async (w) => {
      await w.suppress({ customerId: 'operator', channel: 'email', purpose: 'marketing' });
      await w.refuse({ customerId: 'later' });
      await w.refuse({ customerId: 'channel', channel: 'sms' });
      await w.refuse({ customerId: 'all', signal: 'stop' });
      await w.refuse({ customerId: 'now' });
      await w.refuse({ customerId: 'brands' });
      await w.refuse({ customerId: 'brand', keys: { brand: 'acme' } });
      w.pass(hourMs);
      await w.consent({ customerId: 'operator', lifts: true }, lifter);
      await w.consent({ customerId: 'later', lifts: true, atMs: startMs - 1 }, lifter);
      await w.consent({ customerId: 'now', lifts: true, atMs: startMs }, lifter);
      await w.consent({ customerId: 'channel', lifts: true }, lifter);
      await w.consent({ customerId: 'all', lifts: true }, lifter);
      await w.consent({ customerId: 'brands', lifts: true, keys: { brand: 'acme' } }, lifter);
      await w.consent({ customerId: 'brand', lifts: true, keys: { brand: 'acme' } }, lifter);
      for (const customerId of ['operator', 'later', 'now', 'all', 'brands'])
        expect((await w.ask({ customerId, keys: { brand: 'acme' } })).allowed).toBe(false);
      expect((await w.ask({ customerId: 'channel', channel: 'sms' })).allowed).toBe(false);
      expect((await w.ask({ customerId: 'brand', keys: { brand: 'acme' } })).allowed).toBe(true);
    },
  );

  declare('lifts what was refused of a part of its purpose', '', async (w) => {
    await w.refuse({ customerId: 'c1', purpose: 'marketing.newsletter' });
    w.pass(1);
    await w.consent({ purpose: 'marketing', lifts: true }, lifter);
    expect((await w.ask({ purpose: 'marketing.newsletter' })).allowed).toBe(true);
  });

  declare('lifts no refusal that was received since, also where an earlier one was told after it', '', async (w) => {
    w.pass(dayMs);
    await w.refuse({ customerId: 'c1', receivedAtMs: startMs + dayMs });
    await w.refuse({ customerId: 'c1', receivedAtMs: startMs });
    w.pass(hourMs);
    await w.consent({ lifts: true, atMs: startMs + hourMs }, lifter);
    expect(codes(await w.ask())).toEqual(['suppressed']);
  });

  declare('a withdrawal lifts nothing, and one that says so is refused', '', async (w) => {
    const withdrawn = w.consent({ level: 'withdrawn', lifts: true }, lifter);
    expect(await problemOf(withdrawn)).toMatchObject({ status: 422, paths: ['lifts'] });
    expect(await w.guard.consentsOf('c1')).toEqual([]);
  });

  declare('are shown in the order they were recorded, with what they carry', '', async (w) => {
    await w.consent({ level: 'implied', atMs: startMs - dayMs });
    await w.consent({ keys: { brand: 'acme' }, evidence: { form: 'F-1' }, expiresAtMs: startMs + dayMs });
    expect(await w.guard.consentsOf('c1')).toMatchObject([
      { level: 'implied', at: iso(startMs - dayMs), expiresAt: null },
      {
        level: 'express',
        at: iso(startMs),
        expiresAt: iso(startMs + dayMs),
        keys: { brand: 'acme' },
        evidence: { form: 'F-1' },
        source: 'form',
        channel: 'email',
        purpose: 'marketing',
      },
    ]);
    expect(await w.guard.consentsOf('c2')).toEqual([]);
    expect(await problemOf(w.consent({ purpose: 'nonsense' }))).toMatchObject({ status: 422, paths: ['purpose'] });
  });

  declare('of many recorded at once none is lost', '', async (w) => {
    const other = await w.second();
    await Promise.all(Array.from({ length: 40 }, (_, i) => (i % 2 ? w : other).consent({ source: `form-${i}` })));
    expect(await w.guard.consentsOf('c1')).toHaveLength(1);
    expect((await w.guard.refusalEvents({ customerId: 'c1', limit: 100 })).events).toHaveLength(40);
  });
}
