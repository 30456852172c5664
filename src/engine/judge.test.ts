import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { passes, rulePasses, type Situation } from '../../test/support/naive.ts';
import { policySet } from '../../test/support/policies.ts';
import { runs } from '../../test/support/property.ts';
import type { CapRule, Matcher, Rule, WeekBands, Window } from '../policy/types.ts';
import { judge } from './judge.ts';
import { kindKey, type Plan } from './plan.ts';
import { type Consent, emptyRecord, type StoredContact, type Suppression } from './record/record.ts';
import type { DecideRequest, KeyedHash } from './request.ts';
import { createZoneClock } from './time/zone-clock.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const clock = createZoneClock();
const set = policySet('');

/** Around changes of summer time in the zones below, and around ends of months. */
const bases = [
  '2026-03-27T12:00Z',
  '2026-10-23T12:00Z',
  '2026-03-06T15:00Z',
  '2026-10-30T05:00Z',
  '2026-06-29T20:00Z',
  '2026-04-03T14:00Z',
].map((text) => Date.parse(text));
const zoneSets = [
  ['UTC'],
  ['Europe/Berlin'],
  ['America/New_York'],
  ['Australia/Lord_Howe'],
  ['Europe/Berlin', 'America/New_York'],
] as const;
/** Beyond this the naive search does not look; every quarter hour is looked at within it. */
const horizonMs = 34 * day;

const keyA = 'key-a1';
const keyB = 'key-b1';
const everything: Matcher = { when: [], unless: [] };
const emails: Matcher = { when: [{ channels: ['email'] }], unless: [] };

const offset = (from: number, to: number) =>
  fc.oneof(
    fc.integer({ min: from / minute, max: to / minute }).map((minutes) => minutes * minute),
    fc.integer({ min: from, max: to }),
  );

interface Drawn {
  readonly nowMs: number;
  readonly situation: Situation;
}

const zoneName = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York');
const ruleClock = fc.oneof(
  fc.constant('recipient' as const),
  zoneName.map((zone) => ({ zone })),
);
const window: fc.Arbitrary<Window> = fc.oneof(
  fc.constantFrom(15 * minute, hour, 24 * hour, 7 * day).map((ms) => ({ kind: 'sliding' as const, ms })),
  fc.record({ kind: fc.constant('days' as const), days: fc.integer({ min: 1, max: 4 }), clock: ruleClock }),
  fc.record({
    kind: fc.constant('calendar' as const),
    unit: fc.constantFrom('day' as const, 'week' as const, 'month' as const),
    clock: ruleClock,
  }),
  fc.constant({ kind: 'forever' as const }),
);
const weeks: WeekBands[] = [
  [[480, 1200]],
  [
    [600, 780],
    [840, 1200],
  ],
  [[0, 1440]],
  [
    [1410, 1440],
    [0, 30],
  ],
  [[150, 180]],
].map((bands) => ({
  weekdays: Array.from({ length: 7 }, (_, at) =>
    at === 6
      ? []
      : bands
          .map(([fromMinute = 0, toMinute = 0]) => ({ fromMinute, toMinute }))
          .sort((a, b) => a.fromMinute - b.fromMinute),
  ),
  holiday: undefined,
}));

function rule(nowMs: number): fc.Arbitrary<Rule> {
  const edge = fc.option(
    offset(-2 * day, 5 * day).map((ms) => nowMs + ms),
    { nil: undefined, freq: 5 },
  );
  const base = fc.record({
    index: fc.constant(0),
    policy: fc.constant('p'),
    id: fc.constant('r'),
    force: fc.constant('own-policy' as const),
    mode: fc.constantFrom('enforce' as const, 'enforce' as const, 'enforce' as const, 'shadow' as const),
    because: fc.constant('Because.'),
    becauseIn: fc.constant(new Map<string, string>()),
    applies: fc.constant(everything),
    effectiveFromMs: edge,
    effectiveUntilMs: edge,
    assumeZones: fc.constant(undefined),
  });
  const per = fc.constantFrom([], [], [], ['campaign'], ['absent']);
  const kind = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('cap' as const),
        limit: fc.constantFrom(0, 1, 1, 2, 3, 4),
        window,
        windowText: fc.constant('w'),
        per,
        counts: fc.constantFrom(everything, emails),
        failedCounts: fc.boolean(),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('hours' as const),
        bands: fc.constantFrom(...weeks),
        clock: ruleClock,
        whenRegions: fc.constant([]),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('cooldown' as const),
        after: fc.constant(['conversation' as const]),
        length: fc.oneof(
          fc.constantFrom(hour, 3 * day).map((ms) => ({ kind: 'duration' as const, ms })),
          fc.record({ kind: fc.constant('days' as const), days: fc.integer({ min: 1, max: 4 }), clock: ruleClock }),
        ),
        per: fc.constantFrom([], ['campaign']),
        counts: fc.constantFrom(everything, emails),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('consent' as const),
        level: fc.constantFrom('express' as const, 'implied' as const),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('targeting' as const),
        forbid: fc.constant(['health']),
        unlessExpressConsent: fc.boolean(),
      }),
    },
  );
  return fc.tuple(base, kind).map(([fields, made]) => ({ ...fields, ...made }) as Rule);
}

function history(nowMs: number): fc.Arbitrary<Pick<Situation, 'record' | 'consents' | 'suppressions'>> {
  const contact = fc.record({
    // Now and then later than now: the clock went back.
    atMs: fc
      .oneof({ weight: 9, arbitrary: offset(-8 * day, 0) }, { weight: 1, arbitrary: offset(0, 6 * hour) })
      .map((ms) => nowMs + ms),
    channel: fc.constantFrom('email' as const, 'email' as const, 'sms' as const),
    status: fc.constantFrom(
      'counts' as const,
      'counts' as const,
      'counts' as const,
      'failed' as const,
      'cancelled' as const,
      'inbound' as const,
    ),
    keys: fc.constantFrom([], [keyA], [keyB]),
    holdMs: fc.option(offset(-day, 2 * day), { nil: undefined, freq: 3 }),
    talkedMs: fc.option(offset(0, 2 * day), { nil: undefined, freq: 2 }),
  });
  const consent = fc.record({
    channel: fc.constantFrom('*', 'email', 'sms'),
    level: fc.constantFrom('express' as const, 'implied' as const, 'withdrawn' as const),
    atMs: offset(-4 * day, day),
    lastsMs: fc.option(offset(minute, 6 * day)),
  });
  const suppression = fc.record({
    channel: fc.constantFrom('*', 'email', 'sms'),
    expiresMs: fc.option(offset(-day, 5 * day)),
  });
  return fc
    .tuple(
      fc.array(contact, { maxLength: 9 }),
      fc.array(consent, { maxLength: 3 }),
      fc.array(suppression, { maxLength: 2 }),
    )
    .map(([contacts, consents, suppressions]) => {
      const record = emptyRecord(0);
      contacts.forEach(({ atMs, channel, status, keys, holdMs, talkedMs }, seq) => {
        const held = holdMs !== undefined && status === 'counts';
        const stored: StoredContact = {
          seq,
          atMs,
          kind: { channel, purpose: 'marketing.promotions', region: null, caller: 'crm' },
          status,
          held,
          arrived: false,
          moved: false,
          address: undefined,
          keys,
        };
        record.contacts.push(stored);
        if (held)
          record.holds.push({
            seq,
            confirmByMs: nowMs + holdMs,
            state: 'open',
            createdMs: atMs,
          });
        if (talkedMs !== undefined) record.outcomes.push({ seq, outcome: 'conversation', atMs: atMs + talkedMs });
      });
      record.contacts.sort((a, b) => b.atMs - a.atMs);
      const agreed = consents.map(
        ({ channel, level, atMs, lastsMs }): Consent => ({
          consentId: 'c',
          channel,
          purpose: '*',
          keys: {},
          level,
          source: 's',
          atMs: nowMs + atMs,
          expiresMs: lastsMs === null ? null : nowMs + atMs + lastsMs,
          sealed: undefined,
        }),
      );
      const refused = suppressions.map(
        ({ channel, expiresMs }, at): Suppression => ({
          suppressionId: `s${at}`,
          customer: undefined,
          address: undefined,
          addressKind: undefined,
          channel,
          purpose: '*',
          keys: {},
          targeting: [],
          origin: 'operator',
          signal: 's',
          source: 's',
          eventId: 'e',
          said: 1,
          receivedMs: 0,
          affirmedMs: 0,
          sinceMs: 0,
          expiresMs: expiresMs === null ? null : nowMs + expiresMs,
          sealed: undefined,
        }),
      );
      return { record, consents: agreed, suppressions: refused };
    });
}

function request(targeting: readonly string[], timeZone?: string): DecideRequest {
  return {
    customer: 'customer10' as KeyedHash,
    channel: 'email',
    purpose: 'marketing.promotions',
    region: null,
    caller: 'crm',
    address: undefined,
    keys: new Map([['campaign', keyA]]),
    timeZone,
    targeting,
  };
}

const drawn: fc.Arbitrary<Drawn> = fc
  .record({
    base: fc.constantFrom(...bases),
    ms: offset(0, 2 * day),
    zones: fc.constantFrom(...zoneSets),
    targeting: fc.constantFrom([], [], ['health']),
  })
  .chain(({ base, ms, zones, targeting }) => {
    const nowMs = base + ms;
    return fc.tuple(fc.array(rule(nowMs), { minLength: 1, maxLength: 4 }), history(nowMs)).map(([rules, past]) => ({
      nowMs,
      situation: {
        request: request(targeting, zones.length === 1 ? zones[0] : undefined),
        ...past,
        rules: rules.map((one, index) => ({ ...one, index, id: `r${index}`, assumeZones: zones })),
        zones,
      },
    }));
  });

function planOf({ request: asked, rules }: Situation): Plan {
  const purpose = set.purposes.get(asked.purpose);
  if (!purpose) throw new Error('the register lacks the purpose of this test');
  return { request: asked, policies: set, purpose, kind: kindKey(asked), rules };
}

const judged = (situation: Situation, atMs: number) =>
  judge(
    planOf(situation),
    {
      record: situation.record,
      own: situation.suppressions,
      there: undefined,
      consents: situation.consents,
      exceptSeq: undefined,
    },
    clock,
    atMs,
  );

/** Every instant at which anything could change, up to the horizon: quarter hours, and all ends that history and rules give. */
function candidates({ nowMs, situation }: Drawn): number[] {
  const { record, rules, consents, suppressions } = situation;
  const found = new Set([nowMs]);
  for (let atMs = Math.ceil(nowMs / (15 * minute)) * 15 * minute; atMs <= nowMs + horizonMs; atMs += 15 * minute)
    found.add(atMs);
  const lengths = rules.flatMap((one) =>
    one.kind === 'cap' && one.window.kind === 'sliding'
      ? [one.window.ms]
      : one.kind === 'cooldown' && one.length.kind === 'duration'
        ? [one.length.ms]
        : [],
  );
  for (const { atMs } of [...record.contacts, ...record.outcomes]) for (const ms of lengths) found.add(atMs + ms);
  for (const { confirmByMs } of record.holds) found.add(confirmByMs);
  for (const { atMs, expiresMs } of consents) found.add(atMs).add(expiresMs ?? nowMs);
  for (const { expiresMs } of suppressions) found.add(expiresMs ?? nowMs);
  for (const one of rules) found.add(one.effectiveFromMs ?? nowMs).add(one.effectiveUntilMs ?? nowMs);
  return [...found].filter((atMs) => atMs >= nowMs && atMs <= nowMs + horizonMs).sort((a, b) => a - b);
}

describe('judge', () => {
  test('allows, denies and names the exact retryAt as a naive reading of the contract does at every instant (I7)', () => {
    let denials = 0;
    let instants = 0;
    fc.assert(
      fc.property(drawn, (one) => {
        const { nowMs, situation } = one;
        const answer = judged(situation, nowMs);
        expect(answer.allowed).toBe(passes(situation, nowMs));
        expect(answer.reasons.length === 0).toBe(answer.allowed);
        if (answer.allowed) return;
        denials++;
        const first = candidates(one).find((atMs) => passes(situation, atMs));
        if (first !== undefined) expect(answer.retryAtMs).toBe(first);
        else if (answer.retryAtMs !== null) expect(answer.retryAtMs).toBeGreaterThan(nowMs + horizonMs);
        if (answer.retryAtMs === null) return;
        instants++;
        expect(judged(situation, answer.retryAtMs).allowed).toBe(true);
        expect(judged(situation, answer.retryAtMs - 1).allowed).toBe(false);
        expect(passes(situation, answer.retryAtMs - 1)).toBe(false);
      }),
      runs(1500),
    );
    expect(denials).toBeGreaterThan(0);
    expect(instants).toBeGreaterThan(0);
  });

  test('lists every rule that denies, each once, with the instant at which that rule alone no longer would', () => {
    fc.assert(
      fc.property(drawn, (one) => {
        const { nowMs, situation } = one;
        const answer = judged(situation, nowMs);
        for (const [list, mode] of [
          [answer.reasons, 'enforce'],
          [answer.shadow, 'shadow'],
        ] as const) {
          const denying = situation.rules.filter((rule) => rule.mode === mode && !rulePasses(rule, situation, nowMs));
          const named = list.filter((reason) => reason.code !== 'suppressed');
          expect(named.map((reason) => reason.rule)).toEqual(denying.map((rule) => rule.id));
          for (const reason of named) {
            const rule = denying.find((other) => other.id === reason.rule) as Rule;
            const first = candidates(one).find((atMs) => rulePasses(rule, situation, atMs));
            if (first !== undefined) expect(reason.retryAtMs).toBe(first);
            else if (reason.retryAtMs !== null) expect(reason.retryAtMs).toBeGreaterThan(nowMs + horizonMs);
          }
        }
        const inForce = situation.suppressions.filter(
          ({ channel, expiresMs }) => channel !== 'sms' && (expiresMs === null || expiresMs > nowMs),
        );
        const said = answer.reasons
          .filter((reason) => reason.code === 'suppressed')
          .map(({ suppressionId, retryAtMs }) => [suppressionId, retryAtMs]);
        expect(said).toEqual(inForce.map(({ suppressionId, expiresMs }) => [suppressionId, expiresMs]));
      }),
      runs(600),
    );
  });

  test('says of every enforced cap in force what it counted, and never a negative remainder', () => {
    fc.assert(
      fc.property(drawn, ({ nowMs, situation }) => {
        const caps = situation.rules.filter(
          (rule): rule is CapRule =>
            rule.kind === 'cap' &&
            rule.mode === 'enforce' &&
            !rule.per.includes('absent') &&
            (rule.effectiveFromMs ?? nowMs) <= nowMs &&
            nowMs < (rule.effectiveUntilMs ?? Number.POSITIVE_INFINITY),
        );
        const said = judged(situation, nowMs).caps;
        expect(said.map((cap) => cap.rule)).toEqual(caps.map((rule) => rule.id));
        for (const { limit, used, remaining, rule } of said) {
          expect(remaining).toBe(Math.max(0, limit - used));
          const full = caps.find((one) => one.id === rule) as Rule;
          expect(used >= limit).toBe(!rulePasses(full, situation, nowMs));
        }
      }),
      runs(600),
    );
  });
});
