import Holidays from 'date-holidays';
import { expect, test } from 'vitest';
import { tabledParts } from '../engine/time/regions.ts';
import { otherCodesOfPlaces } from '../engine/time/territories.ts';
import { regionFault } from './places.ts';

test.each(['US', 'US-FL', 'DE', 'DE-BY', 'AU-NSW', 'GB-ENG', 'FR-75', 'PR', 'US-PR', 'FR-RE', 'NO-21', 'NL-BQ1'])(
  '%s is a region',
  (region) => {
    expect(regionFault(region)).toBeUndefined();
  },
);

test.each([
  ['UK', 'not "UK": write GB'],
  ['us', 'not "us": write US'],
  ['us_fl', 'not "us_fl": write US-FL'],
  ['USA', 'not "USA"'],
  ['EU', 'there is no country EU'],
  ['XX', 'there is no country XX'],
  ['EA', 'there is no country EA'],
  ['US-XX', 'there is no US-XX'],
  ['US-FLOR', 'not "US-FLOR"'],
  ['US-ZZ', 'there is no US-ZZ'],
  ['DE-XX', 'there is no DE-XX'],
  ['GB-GG', 'there is no GB-GG: write GG for Guernsey'],
  ['AU-NWS', String.raw`there is no AU-NWS; did you mean AU-NSW \(New South Wales\)\?`],
  ['GG-AA', 'there is no GG-AA'],
])('%s is no region', (region, fault) => {
  expect(regionFault(region)).toMatch(new RegExp(`${fault}$`));
});

test('every part that has zones, holidays or a second code here is a region, as is one that ISO gave up of late', () => {
  const calendar = new Holidays();
  const withHolidays = Object.keys(calendar.getCountries())
    .filter((country) => country !== 'IC')
    .flatMap((country) => Object.keys(calendar.getStates(country) ?? {}).map((part) => `${country}-${part}`))
    // The islands of the Cook Islands have names there and no codes.
    .filter((region) => !region.startsWith('CK-'));
  const withZones = tabledParts().flatMap(({ country, parts }) => parts.map((part) => `${country}-${part}`));
  const regions = [...withHolidays, ...withZones, ...otherCodesOfPlaces().flat(), 'MX-DIF', 'CN-11', 'NO-01', 'IN-TG'];
  expect(regions.filter((region) => region !== 'IC' && regionFault(region) !== undefined)).toEqual([]);
});
