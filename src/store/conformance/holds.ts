/** Holds: they count from now until `confirmBy`; `confirm` judges again, moves the contact to its instant and makes it final. */
import { expect } from 'vitest';
import { policySet, shippedRegister } from '../../../test/support/policies.ts';
import {
  admin,
  billing,
  codes,
  crm,
  dayMs,
  hourMs,
  iso,
  minuteMs,
  problemOf,
  rules,
  startMs,
} from '../../../test/support/world.ts';
import type { StoreTest } from './harness.ts';

const one = '- { id: one, because: One., when: { channels: [email] }, cap: { limit: 1, window: 24h } }';
const byDay = '- { id: day, because: By day., hours: { allow: ["08:00-20:00"], clock: UTC } }';
const inAnHour = startMs + hourMs;

export function holdTests(declare: StoreTest): void {
  declare('a hold counts until its confirmBy, and then gives the slot back by itself', one, async (w) => {
    await w.contact({ confirmByMs: inAnHour });
    expect(await w.ask()).toMatchObject({
      allowed: false,
      retryAt: iso(inAnHour),
      reasons: [{ used: 1, retryAt: iso(inAnHour) }],
    });
    w.setNow(inAnHour - 1);
    expect((await w.ask()).allowed).toBe(false);
    w.setNow(inAnHour);
    expect((await w.check()).caps[0]).toMatchObject({ used: 0 });
    expect((await w.ask()).allowed).toBe(true);
  });

  declare('a hold that ran out is shown as expired, and to its customer as sent by nobody', one, async (w) => {
    const hold = await w.contact({ confirmByMs: inAnHour });
    const open = { state: 'counts', counts: true, hold: { state: 'open' } };
    expect(await w.guard.contact(hold)).toMatchObject(open);
    expect(await w.guard.customer('c1', admin)).toMatchObject({ contacts: [open] });
    expect(await w.guard.contactsOf('c1')).toMatchObject([{ state: 'planned' }]);
    w.setNow(inAnHour);
    const expired = { state: 'expired', counts: false, hold: { state: 'expired' } };
    expect(await w.guard.contact(hold)).toMatchObject(expired);
    expect(await w.guard.customer('c1', admin)).toMatchObject({ contacts: [expired] });
    expect(await w.guard.exportCustomer('c1')).toMatchObject({ contacts: [expired] });
    expect(await w.guard.contactsOf('c1')).toEqual([]);
  });

  declare('a confirmed contact counts from the instant of its confirmation', one, async (w) => {
    const hold = await w.contact({ confirmByMs: inAnHour });
    w.pass(50 * minuteMs);
    expect(await w.confirm(hold)).toMatchObject({
      allowed: true,
      contactId: hold,
      replayed: false,
      caps: [{ used: 1, remaining: 0 }],
      decidedAt: iso(startMs + 50 * minuteMs),
    });
    expect(await w.guard.contactsOf('c1')).toMatchObject([{ state: 'sent' }]);
    w.setNow(startMs + dayMs + 50 * minuteMs - 1);
    expect((await w.ask()).retryAt).toBe(iso(startMs + dayMs + 50 * minuteMs));
    w.pass(1);
    expect((await w.ask()).allowed).toBe(true);
  });

  declare(
    'a second confirm is a replay: held back by refusals only, and it moves nothing',
    `${one}\n${byDay}`,
    async (w) => {
      const hold = await w.contact({ confirmByMs: inAnHour });
      await w.confirm(hold);
      w.setNow(startMs + 11 * hourMs);
      expect(await w.confirm(hold)).toMatchObject({ allowed: true, contactId: hold, replayed: true });
      const suppressed = await w.suppress({ customerId: 'c1' });
      expect(await w.confirm(hold)).toMatchObject({
        allowed: false,
        contactId: null,
        replayed: false,
        reasons: [{ code: 'suppressed' }],
      });
      await w.lift(suppressed.suppressionId);
      expect(await w.confirm(hold)).toMatchObject({ allowed: true, contactId: hold, replayed: true });
      w.setNow(startMs + dayMs);
      expect((await w.ask()).allowed).toBe(true);
    },
  );

  declare(
    'confirm judges refusals, hours, consent and caps as of now; denied, the contact counts no more',
    `
    ${one}
    - { id: mine, because: Agreed., consent: { level: implied } }
    ${byDay}`,
    async (w) => {
      await w.consent({ channel: '*', expiresAtMs: startMs + 10 * hourMs });
      const hold = await w.contact({ confirmByMs: startMs + 12 * hourMs });
      await w.elsewhere({ atMs: startMs });
      w.setNow(startMs + 10 * hourMs);
      await w.suppress({ customerId: 'c1' });
      const denied = await w.confirm(hold);
      expect(denied).toMatchObject({ allowed: false, contactId: null, replayed: false });
      expect(codes(denied).sort()).toEqual(['cap', 'consent', 'hours', 'suppressed']);
      expect((await w.check()).caps[0]).toMatchObject({ used: 1 });
      expect(await problemOf(w.confirm(hold))).toMatchObject({ code: 'conflict', status: 409 });
      expect(await w.entries()).toMatchObject([
        { decisionId: denied.decisionId, allowed: false, request: { customerId: 'c1' }, basis: { contactId: hold } },
      ]);
    },
  );

  declare('after confirmBy a confirm is denied with `expired`, each time on record', one, async (w) => {
    const hold = await w.contact({ confirmByMs: inAnHour });
    w.setNow(inAnHour);
    expect(await w.confirm(hold)).toMatchObject({
      allowed: false,
      contactId: null,
      retryAt: null,
      reasons: [{ code: 'expired', retryAt: null }],
      caps: [{ rule: 'one', used: 0 }],
    });
    expect(codes(await w.confirm(hold))).toEqual(['expired']);
    expect(await w.entries({ code: 'expired' })).toHaveLength(2);
    expect((await w.ask()).allowed).toBe(true);
  });

  declare(
    'a hold shorter than the window is never denied by that cap, at whatever instant it is confirmed',
    '- { id: two, because: Two., cap: { limit: 2, window: 2h } }',
    async (w) => {
      for (let round = 0; round < 6; round++) {
        const beganMs = w.nowMs();
        const hold = await w.contact({ confirmByMs: beganMs + 2 * hourMs - 1 });
        w.setNow(beganMs + (round + 1) * 17 * minuteMs);
        while ((await w.ask()).allowed);
        w.setNow(beganMs + 2 * hourMs - 2);
        while ((await w.ask()).allowed);
        expect((await w.confirm(hold)).allowed).toBe(true);
        w.setNow(w.nowMs() + 2 * hourMs);
      }
    },
  );

  declare('contacts made elsewhere may fill the cap under a hold, which is then denied', one, async (w) => {
    const hold = await w.contact({ confirmByMs: inAnHour });
    await w.elsewhere({});
    expect(await w.confirm(hold)).toMatchObject({ allowed: false, reasons: [{ code: 'cap', used: 1 }] });
  });

  declare(
    'a hold longer than the window leaves it, and is judged like any other when it comes back',
    one,
    async (w) => {
      const hold = await w.contact({ confirmByMs: startMs + 3 * dayMs });
      w.setNow(startMs + dayMs);
      await w.contact();
      expect(rules(await w.confirm(hold))).toEqual(['one']);
    },
  );

  declare('of many confirms at once one moves the contact, the others are replays', one, async (w) => {
    const hold = await w.contact({ confirmByMs: inAnHour });
    const other = await w.second();
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => (i % 2 ? w : other).confirm(hold)));
    expect(answers.every((answer) => answer.allowed && answer.contactId === hold)).toBe(true);
    expect(answers.filter((answer) => !answer.replayed)).toHaveLength(1);
    expect((await w.check()).caps[0]).toMatchObject({ used: 1 });
  });

  declare(
    'what was no hold, is final by an outcome or counts no more is a conflict; what is unknown or another caller’s is not found',
    '',
    async (w) => {
      const plain = await w.contact();
      const sent = await w.contact({ confirmByMs: inAnHour });
      await w.outcome(sent, 'sent');
      const cancelled = await w.contact({ confirmByMs: inAnHour });
      await w.outcome(cancelled, 'cancelled');
      const failed = await w.contact({ confirmByMs: inAnHour });
      await w.confirm(failed);
      await w.outcome(failed, 'failed');
      for (const id of [plain, sent, cancelled, failed])
        expect(await problemOf(w.confirm(id))).toMatchObject({ status: 409 });
      const hold = await w.contact({ confirmByMs: inAnHour });
      for (const id of ['con_AAAAAAAAAAAAAAAAAAAAAA', hold.slice(4), 'nonsense', ''])
        expect(await problemOf(w.confirm(id))).toMatchObject({ status: 404 });
      expect(await problemOf(w.confirm(hold, billing))).toMatchObject({ status: 404 });
      expect((await w.confirm(hold)).allowed).toBe(true);
    },
  );

  declare('an outcome on a hold makes it final where it stands', one, async (w) => {
    const hold = await w.contact({ confirmByMs: inAnHour });
    w.pass(minuteMs);
    expect(await w.outcome(hold, 'sent')).toBe(true);
    w.setNow(inAnHour);
    expect((await w.ask()).retryAt).toBe(iso(startMs + dayMs));
  });

  declare('confirm asks the policies of today, with the request that was kept', '', async (w) => {
    const hold = await w.contact({
      confirmByMs: inAnHour,
      timeZone: 'America/New_York',
      targeting: ['health'],
      keys: { campaign: 'x' },
    });
    await w.service.swapPolicies(
      policySet(`
        - { id: hours, because: Hours., hours: { allow: ["08:00-20:00"], clock: recipient } }
        - { id: data, because: Data., targeting: { forbid: [health] } }
        - { id: campaign, because: Campaign., cap: { limit: 0, window: 24h, per: [campaign] } }
        - { id: shop, because: Shop., cap: { limit: 9, window: 24h, per: [shop] } }`),
    );
    const denied = await w.confirm(hold);
    expect(codes(denied)).toEqual(['hours', 'targeting', 'cap', 'missing-key']);
    expect(denied.policyRevision).toBe(w.service.policies.current().revision);
  });

  declare('a purpose that has left the register since is held to the rules of every class', '', async (w) => {
    const hold = await w.contact({ confirmByMs: inAnHour, purpose: 'marketing.winback' });
    const without = shippedRegister(
      (text) => text.replace(/ {2}marketing\.winback:\n(?: {4}.*\n)+/, ''),
      '- { id: critical, because: Critical., when: { classes: [critical] }, cap: { limit: 0, window: 24h } }',
    );
    expect(without.purposes.has('marketing.winback')).toBe(false);
    await w.service.swapPolicies(without);
    expect(rules(await w.confirm(hold))).toEqual(['critical']);
  });

  declare('the confirmation makes the address the one last reached', '', async (w) => {
    const hold = await w.contact({ customerId: 'a', address: 'office@example.org', confirmByMs: inAnHour });
    w.pass(minuteMs);
    await w.contact({ customerId: 'b', address: 'office@example.org' });
    await w.contact({ customerId: 'a', address: 'other@example.org' });
    w.pass(minuteMs);
    await w.confirm(hold);
    await w.refuse({ address: 'office@example.org' });
    expect((await w.ask({ customerId: 'a', address: 'third@example.org' })).allowed).toBe(false);
    expect((await w.ask({ customerId: 'a' })).allowed).toBe(false);
    expect((await w.ask({ customerId: 'b', address: 'third@example.org' })).allowed).toBe(true);
  });

  declare('who names no address was last reached at the one that was confirmed last', '', async (w) => {
    const hold = await w.contact({ address: 'office@example.org', confirmByMs: inAnHour });
    w.pass(minuteMs);
    await w.contact({ address: 'other@example.org' });
    await w.suppress({ address: 'office@example.org', channel: 'email', purpose: 'marketing.winback' });
    expect((await w.check({ purpose: 'marketing.winback' })).allowed).toBe(true);
    w.pass(minuteMs);
    expect((await w.confirm(hold)).allowed).toBe(true);
    expect(codes(await w.check({ purpose: 'marketing.winback' }))).toEqual(['suppressed']);
  });

  declare(
    'a hold that ended unconfirmed never counts again, also when nobody remembers it any more',
    '- { id: one, because: One., cap: { limit: 1, window: 60d } }',
    async (w) => {
      await w.contact({ confirmByMs: inAnHour });
      w.setNow(inAnHour + 7 * dayMs);
      await w.contact();
      expect(codes(await w.ask())).toEqual(['cap']);
      expect((await w.check()).caps).toMatchObject([{ used: 1 }]);
    },
  );

  declare(
    'a refusal of the address that a hold was for binds its confirmation, wherever the customer was reached since',
    '',
    async (w) => {
      const hold = await w.contact({ address: 'held@example.org', confirmByMs: inAnHour });
      w.pass(minuteMs);
      await w.contact({ address: 'later@example.org' });
      await w.suppress({ address: 'held@example.org' });
      expect((await w.ask()).allowed).toBe(true);
      expect(codes(await w.confirm(hold))).toEqual(['suppressed']);
    },
  );

  declare('a refusal ends no hold that has run out, and none where fewer messages are asked for', '', async (w) => {
    await w.contact({ confirmByMs: inAnHour });
    w.setNow(inAnHour);
    const hold = await w.contact({ confirmByMs: inAnHour + hourMs });
    const said = { customerId: 'c1', channel: '*', signal: 'unsubscribe', source: 'page' } as const;
    const scope = { channels: ['*'], purposes: [{ purpose: '*' }] };
    const fewer = { ...said, scope: { ...scope, atMost: { limit: 9, windowMs: dayMs } } };
    expect(await w.guard.refuse(fewer, crm)).toMatchObject({ revoked: [] });
    expect(await w.guard.refuse({ ...said, scope }, crm)).toMatchObject({ revoked: [hold] });
  });

  declare('an admin is a caller like any other where contacts are confirmed', '', async (w) => {
    const hold = await w.contact({ confirmByMs: inAnHour });
    expect(await problemOf(w.confirm(hold, admin))).toMatchObject({ status: 404 });
  });
}
