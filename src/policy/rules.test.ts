import { describe, expect, test } from 'vitest';
import { anyPolicy, compiledRule, setOf } from './fixtures.ts';

const dayMs = 86_400_000;
const cap = (fields: string, head?: string) => compiledRule('cap', `cap: { limit: 1, ${fields} }`, head);

describe('windows', () => {
  test.each([
    ['90s', { kind: 'sliding', ms: 90_000 }, '90s'],
    ['15m', { kind: 'sliding', ms: 900_000 }, '15m'],
    ['24h', { kind: 'sliding', ms: dayMs }, '24h'],
    ['400d', { kind: 'sliding', ms: 400 * dayMs }, '400d'],
    ['{ days: 1 }', { kind: 'days', days: 1, clock: 'recipient' }, '1 day'],
    ['{ days: 7, clock: recipient }', { kind: 'days', days: 7, clock: 'recipient' }, '7 days'],
    ['{ days: 7, clock: Europe/Paris }', { kind: 'days', days: 7, clock: { zone: 'Europe/Paris' } }, '7 days'],
    ['{ calendar: month, clock: UTC }', { kind: 'calendar', unit: 'month', clock: { zone: 'UTC' } }, 'calendar month'],
    ['forever', { kind: 'forever' }, 'forever'],
  ])('%s', (written, window, windowText) => {
    expect(cap(`window: ${written}`)).toMatchObject({ window, windowText });
  });

  test.each([
    ['24h', dayMs],
    ['{ days: 7 }', 8 * dayMs],
    ['{ calendar: week }', 8 * dayMs],
    ['{ calendar: month }', 32 * dayMs],
    ['forever', 0],
  ])('the longest window of a set with %s is %d ms', (written, longest) => {
    const text = `policy: q\nrules:\n  - { id: r, because: Why., cap: { limit: 1, window: ${written} } }\n`;
    expect(setOf({ file: 'q.yaml', text }).longestWindowMs).toBe(longest);
  });

  test('a cooldown can be what is longest', () => {
    const text = `policy: q\nrules:\n  - { id: r, because: Why., cooldown: { after: [sent], for: { days: 60 } } }\n`;
    expect(setOf({ file: 'q.yaml', text }).longestWindowMs).toBe(61 * dayMs);
  });
});

describe('what a rule applies to', () => {
  const rule = cap('window: 24h, counts: { channels: [sms] }', 'when: { classes: [marketing] }\n');
  const full = compiledRule(
    'cap',
    'when: { channels: [email] }, unless: { callers: [crm] }, cap: { limit: 1, window: 24h }',
    'when: { classes: [marketing] }\n',
  );

  test('is the policy and the rule together, but for its unless', () => {
    expect(full.applies).toEqual({
      when: [{ classes: ['marketing'] }, { channels: ['email'] }],
      unless: [{ callers: ['crm'] }],
    });
  });

  test('is what counts, where it says nothing else', () => {
    expect(full.counts).toEqual(full.applies);
  });

  test('is not what counts where it has counts', () => {
    expect(rule.counts).toEqual({ when: [{ channels: ['sms'] }], unless: [] });
  });
});

test('answers take the English because of several, else the first', () => {
  const because = (texts: string) => {
    const text = `policy: p\nrules:\n  - { id: r, because: ${texts}, consent: { level: express } }\n`;
    const [rule] = setOf({ file: 'p.yaml', text }).rules;
    return [rule?.because, Object.fromEntries(rule?.becauseIn ?? [])];
  };
  expect(because('{ de: Warum., en: Why. }')).toEqual(['Why.', { de: 'Warum.', en: 'Why.' }]);
  expect(because('{ de: Warum., fr: Pourquoi. }')).toEqual(['Warum.', { de: 'Warum.', fr: 'Pourquoi.' }]);
  expect(because('Why.')).toEqual(['Why.', {}]);
});

describe('defaults', () => {
  test('a rule is enforced, own policy, without end, for every zone', () => {
    expect(cap('window: 24h')).toMatchObject({
      index: 0,
      policy: 'p',
      id: 'r',
      force: 'own-policy',
      mode: 'enforce',
      because: 'Why.',
      effectiveFromMs: undefined,
      effectiveUntilMs: undefined,
      assumeZones: undefined,
      per: [],
      failedCounts: false,
    });
  });

  test('a rule has the force of its policy unless it says its own', () => {
    expect(cap('window: 24h', 'force: law\n').force).toBe('law');
    expect(compiledRule('consent', 'force: guidance, consent: { level: express }', 'force: law\n').force).toBe(
      'guidance',
    );
  });
});

describe('effective', () => {
  const from = (effective: string) => cap('window: 24h', `effective: ${effective}\n`);

  test('days are of UTC unless a zone is named', () => {
    expect(from('{ from: 2026-01-01 }').effectiveFromMs).toBe(Date.UTC(2026, 0, 1));
    expect(from('{ from: 2026-01-01 }').effectiveUntilMs).toBeUndefined();
  });

  test('days begin at local midnight of the zone, summer time included', () => {
    const rule = from('{ from: 2026-01-01, until: 2026-07-01, zone: America/New_York }');
    expect(rule.effectiveFromMs).toBe(Date.UTC(2026, 0, 1, 5));
    expect(rule.effectiveUntilMs).toBe(Date.UTC(2026, 6, 1, 4));
  });

  test('a day without a midnight begins with its first instant', () => {
    // Cairo put its clocks forward from 00:00 to 01:00 on 28 April 2023.
    const rule = from('{ from: 2023-04-28, zone: Africa/Cairo }');
    expect(rule.effectiveFromMs).toBe(Date.UTC(2023, 3, 27, 22));
  });
});

test('cooldowns run for a duration or for local days', () => {
  expect(compiledRule('cooldown', 'cooldown: { after: [conversation], for: 7d, per: [debt] }')).toMatchObject({
    after: ['conversation'],
    length: { kind: 'duration', ms: 7 * dayMs },
    per: ['debt'],
  });
  expect(compiledRule('cooldown', 'cooldown: { after: [sent], for: { days: 7 } }').length).toEqual({
    kind: 'days',
    days: 7,
    clock: 'recipient',
  });
});

test('targeting forbids without exception unless express consent is one', () => {
  expect(compiledRule('targeting', 'targeting: { forbid: [health] }')).toMatchObject({
    forbid: ['health'],
    unlessExpressConsent: false,
  });
  expect(
    compiledRule('targeting', 'targeting: { forbid: [health], unless: express-consent }').unlessExpressConsent,
  ).toBe(true);
});

test('failed contacts count where the rule says so', () => {
  expect(cap('window: 24h, failed: counts').failedCounts).toBe(true);
});

test('rules are numbered over all policies in the order of their files', () => {
  const one = (name: string) => ({
    file: `${name}.yaml`,
    text: `policy: ${name}\nrules:\n  - { id: r, because: Why., consent: { level: express } }\n`,
  });
  expect(setOf(one('b'), anyPolicy, one('a')).rules.map(({ policy, index }) => [policy, index])).toEqual([
    ['a', 0],
    ['b', 1],
  ]);
});

test('the holidays of hours are those of every region that policy or rule name', () => {
  const fields = 'when: { regions: [US-FL] }, hours: { allow: ["08:00-20:00"] }';
  expect(compiledRule('hours', fields, 'when: { regions: [US] }\n').whenRegions).toEqual(['US', 'US-FL']);
});
