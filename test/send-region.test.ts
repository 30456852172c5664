/** A denial that would not have been without an unknown region, or an unknown zone, says what to send; and only then. */
import { afterEach, describe, expect, test } from 'vitest';
import type { CanContactInput } from '../src/guard-contract.ts';
import { policySet } from './support/policies.ts';
import { type SqliteService, sqliteService } from './support/sqlite-service.ts';
import { hourMs, type World } from './support/world.ts';

let opened: SqliteService | undefined;
afterEach(async () => {
  await opened?.service.close();
  opened = undefined;
});

/** A Monday, 03:00 in New York and 00:00 in Los Angeles. */
const nowMs = Date.parse('2026-06-01T07:00:00.000Z');

/** One rule of every kind, each of which denies the request below. */
const kinds: readonly (readonly [what: string, rule: string])[] = [
  ['cap', 'cap: { limit: 1, window: 30d }'],
  ['cap of none at all', 'cap: { limit: 0, window: { calendar: day } }'],
  ['missing-key', 'cap: { limit: 1, window: 30d, per: [debt] }'],
  ['hours', 'hours: { allow: { sun: ["08:00-20:00"] }, clock: America/New_York }'],
  ['cooldown', 'cooldown: { after: [conversation], for: 7d }'],
  ['missing-key of a cooldown', 'cooldown: { after: [conversation], for: 7d, per: [debt] }'],
  ['consent', 'consent: { level: express }'],
  ['targeting', 'targeting: { forbid: [health] }'],
  ['targeting but for consent', 'targeting: { forbid: [health], unless: express-consent }'],
];

/** Where a rule is about one part of the world. */
const places: readonly (readonly [what: string, scope: string])[] = [
  ['when', 'when: { regions: [US-FL] }'],
  ['unless', 'unless: { regions: [US-FL] }'],
];

async function worldWith(rule: string): Promise<World> {
  opened = await sqliteService({ policies: policySet(`- { id: r, because: Why., ${rule} }`), nowMs });
  const { world } = opened;
  await world.elsewhere({ atMs: nowMs - 2 * hourMs, outcome: 'conversation', outcomeAtMs: nowMs - hourMs });
  return world;
}

const asked = { targeting: ['health'] } satisfies Partial<CanContactInput>;

describe.each(places)('a rule with regions in its %s', (where, scope) => {
  test.each(kinds)('%s: says "Send region" where the region is unknown or too coarse', async (_what, rule) => {
    const world = await worldWith(`${scope}, ${rule}`);
    for (const region of [undefined, 'US']) {
      for (const mode of ['check', 'reserve'] as const) {
        const { reasons } = await world.ask({ ...asked, region, mode });
        expect(reasons).toHaveLength(1);
        expect(reasons[0]?.['message']).toMatch(/^Why\..* Send region\.$|^Why\. Send region\.$/);
      }
    }
  });

  test.each(kinds)('%s: does not where the region is known', async (_what, rule) => {
    const world = await worldWith(`${scope}, ${rule}`);
    const { reasons } = await world.check({ ...asked, region: where === 'when' ? 'US-FL' : 'US-TX' });
    expect(reasons).toHaveLength(1);
    expect(reasons[0]?.['message']).not.toContain('region');
  });
});

test.each(kinds)('%s without regions never asks for one', async (_what, rule) => {
  const world = await worldWith(rule);
  const { reasons } = await world.check(asked);
  expect(reasons).toHaveLength(1);
  expect(reasons[0]?.['message']).not.toContain('region');
});

test('a rule that would hold in any region of the world does not ask for one', async () => {
  const world = await worldWith('unless: { regions: [US-FL], channels: [sms] }, consent: { level: express }');
  expect((await world.check()).reasons[0]?.['message']).not.toContain('region');
});

test('a shadowed rule says it too', async () => {
  const world = await worldWith('mode: shadow, when: { regions: [US-FL] }, consent: { level: express }');
  const answer = await world.ask({ region: 'US' });
  expect([answer.allowed, answer.shadow[0]?.['message']]).toEqual([
    true,
    expect.stringMatching(/would help\. Send region\.$/),
  ]);
});

describe('a zone that is unknown', () => {
  const message = async (rule: string, fields: Partial<CanContactInput>) =>
    (await (await worldWith(rule)).check(fields)).reasons[0]?.['message'];
  const hours = 'hours: { allow: ["08:00-20:00"], clock: recipient }';

  test('is asked for together with the region, where hours are of one region', async () => {
    const florida = `when: { regions: [US-FL] }, ${hours}`;
    expect(await message(florida, {})).toBe('Why. Send timeZone or region.');
    expect(await message(florida, { region: 'US' })).toBe('Why. Send timeZone or region.');
    expect(await message(florida, { region: 'US', timeZone: 'America/New_York' })).toBe('Why. Send region.');
    expect(await message(florida, { region: 'US-FL' })).toBe('Why. Send timeZone.');
    expect(await message(florida, { region: 'US-FL', timeZone: 'America/New_York' })).toBe('Why.');
  });

  test('is asked for where local days or periods decide and zones disagree', async () => {
    const today = 'cap: { limit: 1, window: { calendar: day } }';
    expect(await message(today, {})).toBe('Why. Send timeZone or region.');
    expect(await message(today, { region: 'US' })).toBe('Why. Send timeZone.');
    expect(await message(today, { timeZone: 'Pacific/Honolulu' })).toBe('Why.');
    const rest = 'cooldown: { after: [conversation], for: { days: 2 } }';
    expect(await message(rest, {})).toBe('Why. Send timeZone or region.');
    expect(await message(rest, { region: 'US-NY' })).toBe('Why.');
    expect(await message('cap: { limit: 1, window: { days: 3, clock: Europe/Berlin } }', {})).toBe('Why.');
  });
});
