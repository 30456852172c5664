import { afterEach, describe, expect, test } from 'vitest';
import { monotonicMs } from '../src/clock.ts';
import type { CanContactInput } from '../src/guard-contract.ts';
import type { PolicySet } from '../src/policy/types.ts';
import { policySet, shippedPolicies } from './support/policies.ts';
import { type SqliteService, sqliteService } from './support/sqlite-service.ts';
import { codes, crm, dayMs, hourMs, iso, problemOf, rules, startMs, type World } from './support/world.ts';

let opened: SqliteService | undefined;
const worldOf = async (
  policies: PolicySet,
  options: { nowMs?: number; defaultRegion?: string } = {},
): Promise<World> => {
  opened = await sqliteService({ policies, ...options });
  return opened.world;
};
afterEach(async () => {
  await opened?.service.close();
  opened = undefined;
});

const shipped = shippedPolicies();
const berlin = { timeZone: 'Europe/Berlin', region: 'DE' } as const;

describe('a far end', () => {
  test('costs a denial in no known zone no more than a near one', async () => {
    const world = await worldOf(shipped);
    await world.suppress({
      customerId: 'c1',
      channel: 'sms',
      purpose: 'marketing',
      expiresAtMs: Date.parse('9999-12-31T00:00:00Z'),
    });
    const beganMs = monotonicMs();
    const answer = await world.check({ customerId: 'c1', channel: 'sms' });
    expect(monotonicMs() - beganMs).toBeLessThan(1000);
    expect([answer.allowed, codes(answer)]).toEqual([false, ['suppressed', 'hours']]);
  });

  test('a region that does not exist is named, and matches no rule by accident', async () => {
    const world = await worldOf(shipped);
    for (const region of ['XX', 'US-XX', 'EU', 'ZZ', 'UK']) {
      expect(await problemOf(world.ask({ region }))).toMatchObject({ code: 'invalid', paths: ['region'] });
    }
  });
});

test('a denied confirm is one printed line that names the customer as the line of a denied request does', async () => {
  const world = await worldOf(shipped);
  const hold = await world.contact({ customerId: 'held', confirmByMs: startMs + hourMs });
  await world.suppress({ customerId: 'held', channel: 'email', purpose: 'marketing' });
  expect(codes(await world.confirm(hold))).toEqual(['suppressed']);
  await world.ask({ customerId: 'held' });
  const blocked = (opened?.lines ?? []).map((one) => JSON.parse(one)).filter((one) => one.event === 'contact.blocked');
  expect(blocked).toMatchObject([{ contactId: hold, customerHash: expect.any(String) }, {}]);
  expect(blocked[0].customerHash).toBe(blocked[1].customerHash);
});

describe('the shipped default policy', () => {
  type Kind = Pick<CanContactInput, 'channel' | 'purpose'>;
  const email: Kind = { channel: 'email', purpose: 'marketing.promotions' };
  const mixed: Kind[] = (
    [
      'email',
      'sms',
      'push',
      'in_app',
      'post',
      'email',
      'sms',
      'push',
      'in_app',
      'post',
      'whatsapp',
      'whatsapp',
    ] as const
  ).map((channel) => ({ channel, purpose: 'marketing.newsletter' }));
  const days = (count: number) => Array.from({ length: count }, (_, i) => (i + 1) * 10 * hourMs);
  /** What was sent, how many hours before, and the rule that the next one meets. */
  const caps: readonly [string, number, number, Kind[], Kind, number[]?][] = [
    ['email-daily', 3, dayMs, Array(3).fill(email), email],
    ['email-weekly', 7, 7 * dayMs, Array(7).fill(email), email, days(7)],
    ['sms-daily', 2, dayMs, Array(2).fill({ ...email, channel: 'sms' }), { ...email, channel: 'sms' }],
    ['push-daily', 3, dayMs, Array(3).fill({ ...email, channel: 'push' }), { ...email, channel: 'push' }],
    ['voice-daily', 1, dayMs, [{ ...email, channel: 'voice' }], { ...email, channel: 'voice' }],
    ['marketing-daily', 5, dayMs, mixed.slice(0, 5), { ...email, channel: 'in_app' }],
    ['marketing-weekly', 12, 7 * dayMs, mixed, { ...email, channel: 'in_app' }, days(12)],
    [
      'consent-request-monthly',
      1,
      30 * dayMs,
      [{ channel: 'post', purpose: 'consent-request' }],
      { channel: 'email', purpose: 'consent-request' },
    ],
    [
      'research-monthly',
      1,
      30 * dayMs,
      [{ channel: 'email', purpose: 'research.survey' }],
      { channel: 'in_app', purpose: 'research.survey' },
    ],
    [
      'triggered-daily',
      1,
      dayMs,
      [{ channel: 'in_app', purpose: 'triggered.location' }],
      { channel: 'email', purpose: 'triggered.behaviour' },
    ],
    [
      'runaway-guard',
      30,
      dayMs,
      Array(30).fill({ channel: 'email', purpose: 'transactional.receipt' }),
      { channel: 'voice', purpose: 'service.delivery' },
    ],
  ];

  test.each(caps)(
    '%s allows %i and holds the next until the oldest is exactly as old as the window',
    async (rule, limit, windowMs, sent, next, agesMs = []) => {
      const nowMs = startMs + 30 * dayMs;
      const w = await worldOf(shipped, { nowMs });
      const made = sent.map((kind, i) => ({ kind, atMs: nowMs - (agesMs[i] ?? hourMs) }));
      for (const { kind, atMs } of made.slice(1)) await w.elsewhere({ ...kind, atMs });
      expect(await w.check({ ...next, ...berlin })).toMatchObject({ allowed: true });
      expect((await w.check({ ...next, ...berlin })).caps.find((cap) => cap.rule === rule)).toMatchObject({
        limit,
        used: limit - 1,
        remaining: 1,
      });
      const [first] = made;
      await w.elsewhere({ ...first?.kind, atMs: first?.atMs as number });
      const denied = await w.ask({ ...next, ...berlin });
      const oldestMs = Math.min(...made.map(({ atMs }) => atMs));
      expect(rules(denied)).toEqual([rule]);
      expect(denied.reasons).toMatchObject([
        { code: 'cap', policy: 'default', limit, used: limit, retryAt: iso(oldestMs + windowMs) },
      ]);
      w.setNow(oldestMs + windowMs - 1);
      expect(rules(await w.check({ ...next, ...berlin }))).toContain(rule);
      w.setNow(oldestMs + windowMs);
      expect(rules(await w.check({ ...next, ...berlin }))).not.toContain(rule);
    },
  );

  const nights: readonly [string, string, string, string][] = [
    ['on an ordinary day', 'Europe/Berlin', '2026-06-01T18:00:00.000Z', '2026-06-02T06:00:00.000Z'],
    ['over the night that summer time begins', 'Europe/Berlin', '2026-03-28T19:00:00.000Z', '2026-03-29T06:00:00.000Z'],
    ['over the night that summer time ends', 'Europe/Berlin', '2026-10-24T18:00:00.000Z', '2026-10-25T07:00:00.000Z'],
    ['in New York when its clocks go back', 'America/New_York', '2026-11-01T00:00:00.000Z', '2026-11-01T13:00:00.000Z'],
    ['by half an hour on Lord Howe', 'Australia/Lord_Howe', '2026-04-04T09:00:00.000Z', '2026-04-04T21:30:00.000Z'],
  ];
  test.each(nights)(
    'marketing texts, push and calls stop at 20:00 and begin at 08:00 %s',
    async (_name, timeZone, closes, opens) => {
      const w = await worldOf(shipped);
      for (const channel of ['sms', 'push', 'voice'] as const) {
        const fields = { channel, timeZone };
        w.setNow(Date.parse(closes) - 1);
        expect((await w.check(fields)).allowed).toBe(true);
        w.pass(1);
        expect(await w.check(fields)).toMatchObject({
          allowed: false,
          retryAt: opens,
          reasons: [{ code: 'hours', rule: 'marketing-hours', retryAt: opens }],
        });
        w.setNow(Date.parse(opens) - 1);
        expect((await w.check(fields)).allowed).toBe(false);
        w.pass(1);
        expect((await w.check(fields)).allowed).toBe(true);
        for (const free of [{ channel: 'email' as const }, { purpose: 'service.account' }]) {
          w.setNow(Date.parse(closes));
          expect((await w.check({ ...fields, ...free })).allowed).toBe(true);
        }
      }
    },
  );

  test('where only the region is known it is day when it is day in every zone of it, to the millisecond', async (): Promise<void> => {
    const w = await worldOf(shipped, { nowMs: Date.parse('2026-06-01T12:30:00Z') });
    for (const region of ['US-FL', 'US-TX', 'US-CA', 'CA-ON', 'AU-QLD', 'BR-SP', 'DE', 'PT', 'ES']) {
      w.setNow(Date.parse('2026-06-02T00:30:00Z'));
      const denied = await w.check({ channel: 'sms', region });
      expect(`${region} ${denied.allowed}`).toBe(`${region} ${['US-TX', 'US-CA', 'AU-QLD'].includes(region)}`);
      if (denied.allowed) continue;
      w.setNow(Date.parse(denied.retryAt as string));
      expect((await w.check({ channel: 'sms', region })).allowed).toBe(true);
      w.pass(-1);
      expect((await w.check({ channel: 'sms', region })).allowed).toBe(false);
    }
  });

  test('the country of the number in the address is the region, where none is given', async () => {
    const w = await worldOf(shipped, { nowMs: Date.parse('2026-06-01T07:00:00Z'), defaultRegion: 'US' });
    expect((await w.check({ channel: 'sms', address: '+4915112345678' })).allowed).toBe(true);
    expect(codes(await w.check({ channel: 'sms', address: '+14155550100' }))).toEqual(['hours']);
    expect(codes(await w.check({ channel: 'sms', address: '+4915112345678', region: 'US-CA' }))).toEqual(['hours']);
    expect(codes(await w.check({ channel: 'sms' }))).toEqual(['hours']);
  });

  test('experiments and selection by sensitive data need express consent', async () => {
    const w = await worldOf(shipped);
    for (const basis of [
      'health',
      'religion',
      'ethnicity',
      'politics',
      'sexuality',
      'union',
      'biometrics',
      'financial-distress',
    ]) {
      const denied = await w.check({ targeting: ['age', basis], purpose: 'service.security' });
      expect(denied).toMatchObject({
        allowed: false,
        retryAt: null,
        reasons: [{ code: 'targeting', rule: 'sensitive-targeting' }],
      });
      expect(denied.reasons[0]?.['message']).toContain(`Selected by: ${basis}.`);
    }
    expect(codes(await w.check({ purpose: 'experiment' }))).toEqual(['consent']);
    await w.consent({ channel: '*', purpose: '*', level: 'implied' });
    expect(codes(await w.check({ purpose: 'experiment', targeting: ['health'] })).sort()).toEqual([
      'consent',
      'targeting',
    ]);
    await w.consent({ channel: '*', purpose: '*', level: 'express' });
    expect((await w.check({ purpose: 'experiment', targeting: ['health'] })).allowed).toBe(true);
  });

  test('nothing critical is held by the runaway guard', async () => {
    const w = await worldOf(shipped);
    for (let sent = 0; sent < 40; sent++) await w.contact({ purpose: sent % 2 ? 'service.security' : 'legal.notice' });
    expect((await w.check({ purpose: 'service.security' })).caps).toEqual([]);
  });
});

describe('an answer', () => {
  test('lists every rule that denies, each once, each message beginning with its `because`', async () => {
    const w = await worldOf(shipped, { nowMs: Date.parse('2026-06-02T02:00:00Z') });
    const fields = { channel: 'sms', purpose: 'experiment', targeting: ['health', 'union'], region: 'US' } as const;
    for (let sent = 0; sent < 30; sent++)
      await w.elsewhere({ channel: 'sms', purpose: 'experiment', atMs: w.nowMs() - hourMs });
    await w.refuse({ customerId: 'c1', channel: 'sms', signal: 'stop' });
    await w.suppress({ customerId: 'c1', purpose: 'experiment', expiresAtMs: w.nowMs() + hourMs });
    const denied = await w.ask(fields);
    const named = denied.reasons.filter((reason) => reason['rule'] !== undefined);
    expect(named.map((reason) => `${reason['code']} ${reason['rule']}`).sort()).toEqual([
      'cap marketing-daily',
      'cap marketing-weekly',
      'cap runaway-guard',
      'cap sms-daily',
      'consent experiment-consent',
      'hours marketing-hours',
      'targeting sensitive-targeting',
    ]);
    expect(codes(denied).filter((code) => code === 'suppressed')).toHaveLength(2);
    expect(denied.retryAt).toBe(null);
    for (const reason of named) {
      const rule = shipped.rules.find((one) => one.id === reason['rule'] && one.policy === reason['policy']);
      expect((reason['message'] as string).startsWith(rule?.because as string)).toBe(true);
      expect(reason['force']).toBe(rule?.force);
    }
    for (const reason of denied.reasons) expect(reason).toHaveProperty('retryAt');
  });

  test('says what would help', async () => {
    const w = await worldOf(shipped, { nowMs: Date.parse('2026-06-01T07:00:00Z') });
    const message = async (fields: Partial<CanContactInput>, code: string) =>
      (await w.check(fields)).reasons.find((reason) => reason['code'] === code)?.['message'] as string;
    expect(await message({ channel: 'sms' }, 'hours')).toMatch(/ Send timeZone or region\.$/);
    expect(await message({ channel: 'sms', region: 'US' }, 'hours')).toMatch(/ Send timeZone\.$/);
    expect(await message({ channel: 'sms', timeZone: 'America/New_York' }, 'hours')).toMatch(
      /where the customer is\.$/,
    );
    expect(await message({ channel: 'voice', purpose: 'collections.debt', region: 'US' }, 'missing-key')).toMatch(
      / Send keys\.debt\.$/,
    );
    expect(await message({ purpose: 'experiment' }, 'consent')).toMatch(
      / An express consent to experiment by email would help\.$/,
    );
  });

  test('has exactly the fields of the contract', async () => {
    const w = await worldOf(
      policySet('- { id: none, because: None., when: { channels: [sms] }, cap: { limit: 0, window: 24h } }'),
    );
    const full = [
      'allowed',
      'caps',
      'contactId',
      'decidedAt',
      'decisionId',
      'degraded',
      'policyRevision',
      'reasons',
      'replayed',
      'retryAt',
      'shadow',
    ];
    const denied = await w.ask({ channel: 'sms' });
    for (const answer of [await w.ask(), denied, await w.check()]) expect(Object.keys(answer).sort()).toEqual(full);
    expect(Object.keys(denied.reasons[0] as object).sort()).toEqual([
      'code',
      'force',
      'limit',
      'message',
      'policy',
      'retryAt',
      'rule',
      'used',
      'window',
    ]);
    await w.suppress({ customerId: 'c1' });
    const [suppressed] = (await w.ask()).reasons;
    expect(Object.keys(suppressed as object).sort()).toEqual([
      'channel',
      'code',
      'message',
      'purpose',
      'retryAt',
      'since',
      'suppressionId',
    ]);
  });

  test('asked for minimally has what that names and no more', async () => {
    const w = await worldOf(
      policySet('- { id: none, because: None., when: { channels: [sms] }, cap: { limit: 0, window: 24h } }'),
    );
    await w.suppress({ customerId: 'c1', channel: 'sms' });
    const ask = (channel: 'sms' | 'email') =>
      w.guard.decide({ customerId: 'c1', channel, purpose: 'marketing.winback', mode: 'reserve' }, crm, {
        minimal: true,
      });
    expect(await ask('sms')).toEqual({
      decisionId: expect.any(String),
      allowed: false,
      contactId: null,
      retryAt: null,
      replayed: false,
      degraded: false,
      reasons: [
        { code: 'suppressed', retryAt: null },
        { code: 'cap', policy: 'house', rule: 'none', retryAt: null },
      ],
    });
    expect(await ask('email')).toEqual({
      decisionId: expect.any(String),
      allowed: true,
      contactId: expect.any(String),
      retryAt: null,
      replayed: false,
      degraded: false,
      reasons: [],
    });
  });

  test('of a check has no contact, counts nothing and leaves no entry', async () => {
    const w = await worldOf(policySet('- { id: one, because: One., cap: { limit: 1, window: 24h } }'));
    for (let times = 0; times < 5; times++)
      expect(await w.check({ purpose: 'collections.debt' })).toMatchObject({ allowed: true, contactId: null });
    await w.contact();
    expect((await w.check()).allowed).toBe(false);
    expect(await w.entries()).toEqual([]);
  });

  test('of a cap of none never says when, unless the rule ends', async () => {
    const w = await worldOf(
      policySet(
        '- { id: none, because: None., cap: { limit: 0, window: 24h } }',
        'effective: { until: 2026-07-01, zone: America/New_York }',
      ),
    );
    expect(await w.ask()).toMatchObject({ allowed: false, retryAt: '2026-07-01T04:00:00.000Z' });
    w.setNow(Date.parse('2026-07-01T03:59:59.999Z'));
    expect((await w.ask()).allowed).toBe(false);
    w.pass(1);
    expect(await w.ask()).toMatchObject({ allowed: true, caps: [] });
  });

  test('follows ends however far, hours after them included, and promptly', async () => {
    const w = await worldOf(shipped);
    await w.suppress({ customerId: 'c1', expiresAtMs: Date.parse('2190-12-31T23:00:00Z') });
    expect((await w.ask({ channel: 'sms', ...berlin })).retryAt).toBe('2191-01-01T07:00:00.000Z');
  });

  test('to a purpose outside the register is 422, whatever it would be covered by', async () => {
    const w = await worldOf(shipped);
    for (const purpose of ['marketing', 'marketing.promotions.x', 'Marketing.promotions', '*'])
      expect(await problemOf(w.ask({ purpose }))).toMatchObject({ status: 422, paths: ['purpose'] });
  });
});
