import { describe, expect, test } from 'vitest';
import { policySet } from '../../test/support/policies.ts';
import type { Filter } from '../policy/types.ts';
import { matches, restsOnUnknownRegion } from './matching.ts';
import type { Kind } from './request.ts';

const register = policySet('').purposes;
const kind = (fields: Partial<Kind> = {}): Kind => ({
  channel: 'email',
  purpose: 'marketing.promotions',
  region: 'US-FL',
  caller: 'crm',
  ...fields,
});
const when = (filter: Filter, given: Kind): boolean => matches({ when: [filter], unless: [] }, given, register);
const unless = (filter: Filter, given: Kind): boolean => !matches({ when: [], unless: [filter] }, given, register);

/** What a filter says to a kind: [as `when`, as `unless`]. */
const table: readonly [string, Filter, Kind, boolean, boolean][] = [
  ['an absent field matches anything', {}, kind({ region: null }), true, true],
  ['a channel named', { channels: ['sms', 'email'] }, kind(), true, true],
  ['a channel not named', { channels: ['sms'] }, kind(), false, false],
  ['a purpose covers what is below it', { purposes: ['marketing'] }, kind(), true, true],
  ['a purpose covers itself', { purposes: ['consent-request'] }, kind({ purpose: 'consent-request' }), true, true],
  ['a purpose does not cover what is above it', { purposes: ['marketing.promotions.x'] }, kind(), false, false],
  ['a purpose does not cover what only begins alike', { purposes: ['market'] }, kind(), false, false],
  ['a class of the register', { classes: ['marketing'] }, kind({ purpose: 'research.survey' }), true, true],
  ['another class', { classes: ['service', 'critical'] }, kind(), false, false],
  [
    'a purpose that left the register is held to the stricter rule',
    { classes: ['critical'] },
    kind({ purpose: 'gone.long' }),
    true,
    false,
  ],
  ['a country covers its parts', { regions: ['US'] }, kind(), true, true],
  ['a part named', { regions: ['US-FL'] }, kind(), true, true],
  ['another part', { regions: ['US-TX'] }, kind(), false, false],
  ['another country', { regions: ['DE'] }, kind(), false, false],
  ['only the country is known, a part is asked', { regions: ['US-FL'] }, kind({ region: 'US' }), true, false],
  ['only the country is known, another’s part is asked', { regions: ['CA-QC'] }, kind({ region: 'US' }), false, false],
  ['nothing is known of the region', { regions: ['US-FL', 'DE'] }, kind({ region: null }), true, false],
  ['a caller named', { callers: ['crm'] }, kind(), true, true],
  ['another caller', { callers: ['billing'] }, kind(), false, false],
  ['all given fields must match', { channels: ['email'], regions: ['DE'] }, kind(), false, false],
  [
    'all given fields match',
    { channels: ['email'], purposes: ['marketing'], classes: ['marketing'], regions: ['US'], callers: ['crm'] },
    kind(),
    true,
    true,
  ],
  [
    'an unknown region does not make the other fields match',
    { channels: ['sms'], regions: ['US'] },
    kind({ region: null }),
    false,
    false,
  ],
];

describe('a filter', () => {
  test.each(table)('%s', (_name, filter, given, asWhen, asUnless) => {
    expect({ when: when(filter, given), unless: unless(filter, given) }).toEqual({ when: asWhen, unless: asUnless });
  });

  test('every `when` must match, and one `unless` is enough to leave out', () => {
    const matcher = {
      when: [{ channels: ['email' as const] }, { regions: ['US'] }],
      unless: [{ purposes: ['service'] }, { callers: ['legal'] }],
    };
    expect(matches(matcher, kind(), register)).toBe(true);
    expect(matches(matcher, kind({ region: 'DE' }), register)).toBe(false);
    expect(matches(matcher, kind({ purpose: 'service.account' }), register)).toBe(false);
    expect(matches(matcher, kind({ caller: 'legal' }), register)).toBe(false);
  });
});

describe('a rule rests on an unknown region', () => {
  const rests = (region: string | null, matcher: { when?: Filter[]; unless?: Filter[] }) =>
    restsOnUnknownRegion({ when: [], unless: [], ...matcher }, kind({ region }), register);

  test.each<[what: string, region: string | null, matcher: { when?: Filter[]; unless?: Filter[] }, rests: boolean]>([
    ['where any `when` names regions and none is known', null, { when: [{}, { regions: ['DE', 'US'] }] }, true],
    ['where a part is named and only its country is known', 'US', { when: [{ regions: ['US-FL'] }] }, true],
    ['not where the country is named', 'US', { when: [{ regions: ['US', 'US-FL'] }] }, false],
    ['not where the part is known', 'US-FL', { when: [{ regions: ['US'] }] }, false],
    ['where `unless` names regions and none is known', null, { unless: [{ regions: ['DE'] }] }, true],
    ['where `unless` names a part of the known country', 'US', { unless: [{ regions: ['US-FL'] }] }, true],
    ['not where `unless` names another country', 'US', { unless: [{ regions: ['DE'] }] }, false],
    ['not where `unless` fails in another field', null, { unless: [{ regions: ['DE'], channels: ['sms'] }] }, false],
    ['not where no region is named', null, { when: [{ channels: ['email'] }], unless: [{ callers: ['x'] }] }, false],
  ])('%s', (_what, region, matcher, expected) => {
    expect(rests(region, matcher)).toBe(expected);
  });
});
