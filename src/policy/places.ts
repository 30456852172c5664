/** Regions as policies, requests and settings name them. */
import { iso31662 } from 'iso-3166';
import { placeOf } from '../engine/time/territories.ts';
import { nearName } from '../near-name.ts';

/** Codes that CLDR names although they are no country of ISO 3166; some of them are parts of one. */
const notCountries = new Set(['EU', 'EZ', 'QO', 'UN', 'XA', 'XB', 'ZZ', 'CP', 'CQ', 'DG', 'EA']);
const countryNames = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

/**
 * Parts that ISO 3166-2 gave up since 2015, and (BE-DE to RU) that the data of holidays names otherwise: whoever still holds such a code
 * is not turned away for it.
 */
const formerParts = `
  CN-11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65
  CZ-JC JM KA KR LI MO OL PA PL PR ST US VY ZL
  EE-44 49 51 57 59 65 67 70 78 82 84 86
  FR-75 A B C D E F G H I J K L M N O P Q R S T U V
  IN-CT DD DN OR TG UT
  KZ-AKM AKT ALA ALM AST ATY BAY KAR KUS KZY MAN PAV SEV SHY VOS YUZ ZAP ZHA
  MX-DIF
  NO-01 02 04 05 06 07 08 09 10 12 14 16 17 19 20 23
  NZ-N S
  PL-DS KP LB LD LU MA MZ OP PD PK PM SK SL WN WP ZP
  ZA-GT NL
  BE-DE
  CL-NU
  GB-ALD
  GT-1
  RU-CR MR NO SEV`;

const former = new Set(
  formerParts
    .trim()
    .split('\n')
    .map((line) => line.trim().split('-'))
    .flatMap(([country, parts = '']) => parts.split(' ').map((part) => `${country}-${part}`)),
);
const names: ReadonlyMap<string, string> = new Map(iso31662.map(({ code, name }) => [code, name]));

/** @returns undefined for a region of ISO 3166 (`US`, `US-FL`), else what it must be, what is wrong with it and what to write. */
export function regionFault(region: string): string | undefined {
  const form = 'an ISO 3166 code such as US, US-FL or DE';
  if (!/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/.test(region)) {
    const upper = region.toUpperCase().replace('_', '-');
    const hint = upper !== region && regionFault(upper) === undefined ? `: write ${upper}` : '';
    return `${form}, not ${JSON.stringify(region)}${hint}`;
  }
  // A territory is judged by its own code: of `US-PR` the United States' parts say nothing.
  const place = placeOf(region);
  if (place !== region) return undefined;
  const country = region.slice(0, 2);
  // An alias such as UK has a name too, but would never match a request from GB.
  const canonical = new Intl.Locale(`und-${country}`).region;
  if (canonical !== country) return `${form}, not "${region}": write ${canonical}${region.slice(2)}`;
  if (notCountries.has(country) || countryNames.of(country) === undefined)
    return `${form}; there is no country ${country}`;
  if (region === country || names.has(region) || former.has(region)) return undefined;
  return `${form}; there is no ${region}${nearPart(region)}`;
}

/** `GB-GG` is Guernsey, a place of its own; `US-FLA` is a slip. */
function nearPart(region: string): string {
  const [country = '', part = ''] = region.split('-');
  if (regionFault(part) === undefined) return `: write ${part} for ${countryNames.of(part)}`;
  const codes = [...names.keys()].filter((code) => code.startsWith(`${country}-`));
  const near = nearName(
    part,
    codes.map((code) => code.slice(country.length + 1)),
  );
  return near === undefined ? '' : `; did you mean ${country}-${near} (${names.get(`${country}-${near}`)})?`;
}
