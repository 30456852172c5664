import { expect, test } from 'vitest';
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
])('%s is no region', (region, fault) => {
  expect(regionFault(region)).toMatch(new RegExp(`${fault}$`));
});
