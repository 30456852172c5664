/** Caps as the store holds them: exact, all or nothing, for each customer, over any window. */
import { expect } from 'vitest';
import { policySet } from '../../../test/support/policies.ts';
import { caller, codes, dayMs, hourMs, iso, rules, startMs } from '../../../test/support/world.ts';
import type { StoreTest } from './harness.ts';

const emailFive = '- { id: five, because: Five., when: { channels: [email] }, cap: { limit: 5, window: 24h } }';
const all = '- { id: all, because: All., cap: { limit: 100, window: 7d } }';
const two = '- { id: two, because: Two., cap: { limit: 2, window: 24h } }';

export function countingTests(declare: StoreTest): void {
  declare(
    'with contacts of hundreds of kinds each counts as its own, and the customer is served as any other',
    `
    - { id: all, because: All., cap: { limit: 1000, window: 7d } }
    - { id: early, because: Early., when: { callers: [sender-3] }, cap: { limit: 1, window: 24h } }
    - { id: last, because: Last., when: { callers: [sender-255] }, cap: { limit: 1, window: 24h } }
    - { id: next, because: Next., when: { callers: [sender-256] }, cap: { limit: 1, window: 24h } }
    - { id: late, because: Late., when: { callers: [sender-299] }, cap: { limit: 1, window: 24h } }`,
    async (w) => {
      const sender = (i: number) => caller(`sender-${i}`, 'decide');
      for (let i = 0; i < 300; i++) {
        expect((await w.ask({}, sender(i))).caps[0]).toMatchObject({ rule: 'all', used: i + 1 });
      }
      const denied = [];
      for (const i of [0, 3, 254, 255, 256, 257, 299]) if (!(await w.ask({}, sender(i))).allowed) denied.push(i);
      expect(denied).toEqual([3, 255, 256, 299]);
      const customer = w.service.hashes.customer('c1');
      const callers = await w.service.store.read(customer, ({ record }) =>
        record.contacts.map(({ kind }) => kind.caller).reverse(),
      );
      const asked = [...Array.from({ length: 300 }, (_, i) => i), 0, 254, 257];
      expect(callers.map((name) => Number(name.slice('sender-'.length))).sort((a, b) => a - b)).toEqual(
        asked.sort((a, b) => a - b),
      );
      await w.consent({});
      await w.refuse({ customerId: 'c1' });
      expect(codes(await w.ask())).toEqual(['suppressed']);
    },
  );

  declare(
    'of two hundred asked at once exactly the limit is allowed, and what is denied consumes nothing',
    `${emailFive}\n${all}`,
    async (w) => {
      const other = await w.second();
      const answers = await Promise.all(Array.from({ length: 200 }, (_, i) => (i % 2 ? w : other).ask()));
      expect(answers.filter((answer) => answer.allowed)).toHaveLength(5);
      expect(new Set(answers.map((answer) => answer.contactId)).size).toBe(6);
      for (const denied of answers.filter((answer) => !answer.allowed)) {
        expect(denied).toMatchObject({
          contactId: null,
          retryAt: iso(startMs + dayMs),
          reasons: [{ code: 'cap', rule: 'five', limit: 5, used: 5, window: '24h' }],
        });
      }
      expect((await w.check({ channel: 'sms' })).caps).toEqual([
        { policy: 'house', rule: 'all', limit: 100, used: 5, remaining: 95 },
      ]);
      expect(await w.entries()).toHaveLength(195);
      w.setNow(startMs + dayMs - 1);
      expect((await w.check()).allowed).toBe(false);
      w.setNow(startMs + dayMs);
      const next = await Promise.all(Array.from({ length: 20 }, () => w.ask()));
      expect(next.filter((answer) => answer.allowed)).toHaveLength(5);
    },
  );

  declare('keeps each customer apart, however many ask at once', two, async (w) => {
    const asked = Array.from({ length: 300 }, (_, i) => w.ask({ customerId: `customer-${i % 100}` }));
    const allowed = (await Promise.all(asked)).filter((answer) => answer.allowed);
    expect(allowed).toHaveLength(200);
    expect((await w.check({ customerId: 'customer-7' })).allowed).toBe(false);
    expect((await w.check({ customerId: 'customer-100' })).allowed).toBe(true);
  });

  declare('an allowed contact is in `used` of its own answer, a check counts nothing', two, async (w) => {
    expect((await w.check()).caps).toEqual([{ policy: 'house', rule: 'two', limit: 2, used: 0, remaining: 2 }]);
    expect((await w.ask()).caps).toEqual([{ policy: 'house', rule: 'two', limit: 2, used: 1, remaining: 1 }]);
    expect((await w.check()).caps).toEqual([{ policy: 'house', rule: 'two', limit: 2, used: 1, remaining: 1 }]);
    expect((await w.ask()).caps).toEqual([{ policy: 'house', rule: 'two', limit: 2, used: 2, remaining: 0 }]);
    expect((await w.ask()).caps).toEqual([{ policy: 'house', rule: 'two', limit: 2, used: 2, remaining: 0 }]);
  });

  declare('a sliding window gives each slot back exactly its length after the contact', two, async (w) => {
    await w.contact();
    w.pass(hourMs);
    await w.contact();
    expect((await w.ask()).retryAt).toBe(iso(startMs + dayMs));
    w.setNow(startMs + dayMs - 1);
    expect((await w.ask()).allowed).toBe(false);
    w.setNow(startMs + dayMs);
    expect((await w.ask()).allowed).toBe(true);
    expect((await w.ask()).retryAt).toBe(iso(startMs + dayMs + hourMs));
  });

  declare(
    'lists every full cap once, and the joint retryAt is the latest',
    `${two}\n- { id: week, because: Week., cap: { limit: 2, window: 7d } }\n- { id: quiet, mode: shadow, because: Quiet., cap: { limit: 1, window: 1h } }`,
    async (w) => {
      await w.contact();
      await w.contact();
      const denied = await w.ask();
      expect(denied.reasons).toMatchObject([
        { rule: 'two', used: 2, retryAt: iso(startMs + dayMs) },
        { rule: 'week', used: 2, retryAt: iso(startMs + 7 * dayMs) },
      ]);
      expect(denied.retryAt).toBe(iso(startMs + 7 * dayMs));
      expect(denied.shadow).toMatchObject([
        { code: 'cap', rule: 'quiet', limit: 1, used: 2, retryAt: iso(startMs + hourMs) },
      ]);
      expect(denied.caps.map((cap) => cap.rule)).toEqual(['two', 'week']);
    },
  );

  declare(
    'counts apart for each value of a `per` key, and denies without the key',
    '- { id: campaign, because: Once a campaign., cap: { limit: 1, window: 7d, per: [campaign] } }',
    async (w) => {
      await w.elsewhere({ keys: {} });
      await w.contact({ keys: { campaign: 'a' } });
      await w.contact({ keys: { campaign: 'b', brand: 'x' } });
      expect(codes(await w.ask({ keys: { campaign: 'a', brand: 'y' } }))).toEqual(['cap']);
      const without = await w.ask({ keys: { brand: 'x' } });
      expect(without).toMatchObject({
        allowed: false,
        retryAt: null,
        caps: [],
        reasons: [{ code: 'missing-key', rule: 'campaign', retryAt: null }],
      });
      expect(without.reasons[0]?.['message']).toBe('Once a campaign. Send keys.campaign.');
      await w.contact({ keys: { campaign: 'c' } });
    },
  );

  declare(
    '`counts` counts what it names instead of what the rule applies to',
    '- { id: calls, because: Calls., when: { channels: [sms] }, cap: { limit: 1, window: 24h, counts: { channels: [voice] } } }',
    async (w) => {
      await w.contact({ channel: 'sms' });
      await w.contact({ channel: 'sms' });
      expect((await w.ask({ channel: 'voice' })).caps).toEqual([]);
      const denied = await w.ask({ channel: 'sms' });
      expect(denied.caps).toEqual([{ policy: 'house', rule: 'calls', limit: 1, used: 1, remaining: 0 }]);
      expect(rules(denied)).toEqual(['calls']);
    },
  );

  declare(
    'matches a contact by what it was made with: purpose, region as resolved, caller',
    `
    - { id: florida, because: Florida., when: { regions: [US-FL] }, cap: { limit: 1, window: 24h } }
    - { id: mine, because: Mine., when: { callers: [crm] }, cap: { limit: 2, window: 24h } }`,
    async (w) => {
      await w.contact({ region: 'US-TX' });
      await w.contact({ region: 'US' });
      expect(rules(await w.ask({ region: 'US-FL' }))).toEqual(['florida', 'mine']);
      expect(rules(await w.ask({ region: 'DE' }))).toEqual(['mine']);
      expect(rules(await w.ask())).toEqual(['florida', 'mine']);
    },
  );

  declare(
    'counts local days of the request’s zone: free at the start of day D + n',
    '- { id: days, because: Days., cap: { limit: 1, window: { days: 2, clock: recipient } } }',
    async (w) => {
      w.setNow(Date.parse('2026-06-01T21:59:00Z'));
      await w.contact({ timeZone: 'Europe/Berlin' });
      expect((await w.ask({ timeZone: 'Europe/Berlin' })).retryAt).toBe('2026-06-02T22:00:00.000Z');
      expect((await w.ask({ timeZone: 'America/New_York' })).retryAt).toBe('2026-06-03T04:00:00.000Z');
      w.setNow(Date.parse('2026-06-02T21:59:59.999Z'));
      expect((await w.ask({ timeZone: 'Europe/Berlin' })).allowed).toBe(false);
      w.setNow(Date.parse('2026-06-02T22:00:00Z'));
      expect((await w.ask({ timeZone: 'Europe/Berlin' })).allowed).toBe(true);
    },
  );

  declare(
    'a calendar month ends with the month',
    '- { id: month, because: Month., cap: { limit: 1, window: { calendar: month, clock: Europe/Berlin } } }',
    async (w) => {
      await w.contact();
      const denied = await w.ask();
      expect(denied).toMatchObject({ retryAt: '2026-06-30T22:00:00.000Z', reasons: [{ window: 'calendar month' }] });
      w.setNow(Date.parse('2026-06-30T22:00:00Z'));
      expect((await w.ask()).allowed).toBe(true);
    },
  );

  declare(
    'a `forever` cap keeps its contacts when all other history is gone',
    `
    - { id: once, because: Once., when: { purposes: [consent-request] }, cap: { limit: 1, window: forever } }
    ${two}`,
    async (w) => {
      await w.contact({ purpose: 'consent-request' });
      for (let day = 40; day <= 800; day += 190) {
        w.setNow(startMs + day * dayMs);
        await w.contact();
        await w.service.tend();
        expect(await w.ask({ purpose: 'consent-request' })).toMatchObject({
          allowed: false,
          retryAt: null,
          reasons: [{ rule: 'once', window: 'forever', retryAt: null }],
        });
      }
    },
  );

  declare(
    'drops history that no window can ask for, and keeps what the longest one can',
    `${two}\n- { id: long, because: Long., cap: { limit: 9, window: 60d } }`,
    async (w) => {
      const customer = w.service.hashes.customer('c1');
      const kept = () => w.service.store.read(customer, ({ record }) => record.contacts.map((contact) => contact.atMs));
      await w.contact();
      w.pass(30 * dayMs);
      await w.contact();
      w.setNow(startMs + 59 * dayMs);
      await w.contact();
      expect(await kept()).toEqual([startMs + 59 * dayMs, startMs + 30 * dayMs, startMs]);
      w.setNow(startMs + 62 * dayMs);
      await w.contact();
      expect((await w.check()).caps[1]).toMatchObject({ rule: 'long', used: 3 });
      w.setNow(startMs + 70 * dayMs);
      await w.contact();
      expect(await kept()).not.toContain(startMs);
    },
  );

  declare('a changed policy counts the contacts of the past at once, 31 days back at least', two, async (w) => {
    await w.contact();
    w.pass(30 * dayMs);
    await w.contact();
    await w.service.swapPolicies(policySet('- { id: month, because: Month., cap: { limit: 2, window: 31d } }'));
    expect(await w.ask()).toMatchObject({
      allowed: false,
      retryAt: iso(startMs + 31 * dayMs),
      reasons: [{ rule: 'month', used: 2 }],
    });
  });

  declare(
    'history stays as long as the longest window of a set that was active within 31 days',
    '- { id: long, because: Long., cap: { limit: 2, window: 90d } }',
    async (w) => {
      await w.contact();
      const long = w.service.policies.current();
      w.setNow(startMs + 60 * dayMs);
      await w.service.swapPolicies(policySet(two));
      w.setNow(startMs + 80 * dayMs);
      await w.contact();
      await w.service.swapPolicies(long);
      expect(await w.ask()).toMatchObject({ allowed: false, reasons: [{ used: 2 }] });
    },
  );

  declare(
    'what counts for ever counts for ever, however long nothing happened',
    '- { id: ever, because: Ever., cap: { limit: 3, window: forever } }',
    async (w) => {
      for (let times = 0; times < 3; times++) await w.contact({ address: 'c@example.org' });
      for (let year = 1; year < 4; year++) {
        w.setNow(startMs + year * 410 * dayMs);
        await w.service.tend();
        expect(codes(await w.ask())).toEqual(['cap']);
      }
    },
  );
}
