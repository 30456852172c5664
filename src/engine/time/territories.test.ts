import { getCountries } from 'libphonenumber-js';
import { expect, test } from 'vitest';
import { zonesOfRegion } from './regions.ts';
import { otherCodesOfPlaces, partCodeOf, placeOf } from './territories.ts';

test('every territory that is a country of its own and a part of another goes by its own code', () => {
  const parts = {
    US: 'AS GU MP PR UM VI',
    FR: 'BL GF GP MF MQ NC PF PM RE TF WF YT',
    CN: 'HK MO TW',
    NL: 'AW CW SX',
  };
  for (const [country, codes] of Object.entries(parts))
    for (const code of codes.split(' ')) expect(placeOf(`${country}-${code}`)).toBe(code);
  expect([placeOf('NO-21'), placeOf('NO-22'), placeOf('FI-01')]).toEqual(['SJ', 'SJ', 'AX']);
  expect([placeOf('NL-BQ1'), placeOf('NL-BQ2'), placeOf('NL-BQ3')]).toEqual(['BQ-BO', 'BQ-SA', 'BQ-SE']);
  expect(placeOf('FR-974')).toBe('RE');
});

test('any other region is as it is', () => {
  for (const region of ['US', 'US-FL', 'FR-75', 'NO-03', 'PR', 'constructor', '__proto__', ''])
    expect(placeOf(region)).toBe(region);
});

test('the code of a place stands for itself, and has the zones of its other code', () => {
  for (const [code, place] of otherCodesOfPlaces()) {
    expect(placeOf(place)).toBe(place);
    expect(zonesOfRegion(place), place).toBeDefined();
    expect(zonesOfRegion(code)).toEqual(zonesOfRegion(place));
  }
});

test('a telephone number names a place by its one code', () => {
  for (const country of getCountries()) expect(placeOf(country)).toBe(country);
});

test('a place knows which part of another country it is too', () => {
  expect([
    partCodeOf('PR'),
    partCodeOf('RE'),
    partCodeOf('DE'),
    partCodeOf('ES-CN'),
    partCodeOf('constructor'),
  ]).toEqual(['US-PR', 'FR-RE', undefined, undefined, undefined]);
});
