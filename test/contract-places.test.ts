/** Places with two codes, and holidays on the day they are observed: as rules, requests, numbers, settings and policy tests name them. */
import { afterEach, describe, expect, test } from 'vitest';
import { runTests } from '../src/policy/run-tests.ts';
import { readTests } from '../src/policy/test-file.ts';
import { policySet } from './support/policies.ts';
import { type SqliteService, sqliteService } from './support/sqlite-service.ts';
import { codes, rules } from './support/world.ts';

let opened: SqliteService | undefined;
const worldOf = async (policy: string, options: { nowMs?: number; defaultRegion?: string } = {}) => {
  opened = await sqliteService({ policies: policySet(policy), ...options });
  return opened.world;
};
afterEach(async () => {
  await opened?.service.close();
  opened = undefined;
});

const noneFor = (region: string) =>
  `- { id: none, because: None., when: { regions: [${region}] }, cap: { limit: 0, window: 24h } }`;
const codesOfPlaces = [
  ['US-PR', 'PR', '+17875550100', 'US'],
  ['FR-RE', 'RE', '+262262123456', 'FR'],
  ['FR-971', 'GP', '+590690123456', 'FR'],
  ['CN-HK', 'HK', '+85221234567', 'CN'],
  ['CN-TW', 'TW', '+886221234567', 'CN'],
  ['NL-CW', 'CW', '+59994611234', 'NL'],
  ['NL-BQ1', 'BQ-BO', '+5997171234', 'NL'],
  ['NO-21', 'SJ', '+4779021234', 'NO'],
  ['FI-01', 'AX', '+3581812345', 'FI'],
  ['SH-AC', 'AC', '+24740123', 'SH'],
] as const;

describe.each(codesOfPlaces)('%s is %s', (part, place, number, country) => {
  test.each([part, place])('for a rule that says %s', async (said) => {
    const w = await worldOf(noneFor(said));
    expect(rules(await w.check({ region: part }))).toEqual(['none']);
    expect(rules(await w.check({ region: place }))).toEqual(['none']);
    expect(rules(await w.check({ channel: 'sms', address: number }))).toEqual(['none']);
    expect((await w.check({ region: country })).allowed).toBe(true);
    await w.ask({ region: part });
    expect((await w.entries())[0]?.basis['region']).toBe(place);
  });

  test('for the default region, for contacts made elsewhere, and for an exception', async () => {
    const w = await worldOf(
      `- { id: one, because: One., when: { regions: [${part}] }, cap: { limit: 1, window: 24h } }
       - { id: not, because: Not., unless: { regions: [${part}] }, cap: { limit: 0, window: 24h } }`,
      { defaultRegion: part },
    );
    expect((await w.check()).allowed).toBe(true);
    await w.elsewhere({ region: place });
    expect(rules(await w.check())).toEqual(['one']);
  });
});

test('a part is not the place beside it', async () => {
  const w = await worldOf(noneFor('NL-BQ1'));
  expect((await w.check({ region: 'NL-BQ2' })).allowed).toBe(true);
  expect((await w.check({ region: 'US-PR' })).allowed).toBe(true);
});

test('policy tests name a place by either code', async () => {
  const policies = policySet(noneFor('PR'));
  const text = `tests:
  - name: none in Puerto Rico
    now: 2026-11-22T10:00:00Z
    request: { channel: email, purpose: marketing.promotions, region: US-PR }
    expect: { allowed: false, reasons: [{ code: cap, rule: none }] }
`;
  const read = readTests([{ file: 'p.test.yaml', text }], policies);
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  expect(await runTests(read.tests, policies)).toMatchObject([{ ok: true }]);
});

test('a holiday closes the day on which it is observed, whichever code the region has', async () => {
  const hours = '- { id: open, because: Open., hours: { allow: { mon-sun: ["00:00-24:00"], holiday: [] } } }';
  const w = await worldOf(hours, { nowMs: Date.parse('2023-11-10T15:00:00Z') });
  for (const [region, timeZone] of [
    ['US', 'America/New_York'],
    ['US-FL', 'America/New_York'],
    ['US-PR', 'America/Puerto_Rico'],
    ['PR', 'America/Puerto_Rico'],
  ])
    expect(codes(await w.check({ region, timeZone }))).toEqual(['hours']);
  expect((await w.check({ region: 'CA-ON', timeZone: 'America/New_York' })).allowed).toBe(true);
});

// Of the holidays of Germany the next one on a Wednesday after 2025.
const openMs = Date.parse('2029-10-02T22:00:00Z');
test.each([
  [400 * 86_400_000 - 1, new Date(openMs).toISOString()],
  [400 * 86_400_000 + 1, null],
])(
  'hours that several rules leave open together are searched 400 days ahead: %d ms before, %s',
  async (aheadMs, retryAt) => {
    const w = await worldOf(
      `- { id: holidays, because: Holidays., hours: { allow: { holiday: ["00:00-24:00"] } } }
     - { id: wednesdays, because: Wednesdays., hours: { allow: { wed: ["00:00-24:00"] } } }`,
      { nowMs: openMs - aheadMs },
    );
    expect(await w.check({ region: 'DE', timeZone: 'Europe/Berlin' })).toMatchObject({ allowed: false, retryAt });
  },
);
