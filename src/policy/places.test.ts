import { expect, test } from 'vitest';
import { isZone, regionFault } from './places.ts';

test.each(['Europe/Berlin', 'UTC', 'US/Eastern', 'Asia/Calcutta', 'Etc/GMT+1'])('%s is a zone', (name) => {
  expect(isZone(name)).toBe(true);
});

test.each(['+01:00', '-05:00', 'Europe/Bonn', '', ' UTC', 'recipient'])('%j is no zone', (name) => {
  expect(isZone(name)).toBe(false);
});

test.each(['US', 'US-FL', 'DE', 'DE-BY', 'AU-NSW', 'GB-ENG', 'FR-75'])('%s is a region', (region) => {
  expect(regionFault(region)).toBeUndefined();
});

test.each([
  ['UK', 'not "UK": write GB'],
  ['us', 'not "us": write US'],
  ['us_fl', 'not "us_fl": write US-FL'],
  ['USA', 'not "USA"'],
  ['EU', 'there is no country EU'],
  ['XX', 'there is no country XX'],
  ['US-FLOR', 'not "US-FLOR"'],
])('%s is no region', (region, fault) => {
  expect(regionFault(region)).toMatch(new RegExp(`${fault}$`));
});
