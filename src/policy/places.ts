/** Regions as policies, requests and settings name them. */
import { tabledParts, zonedRegion } from '../engine/time/regions.ts';
import { placeOf } from '../engine/time/territories.ts';

/** Codes that CLDR names although they are no country of ISO 3166; some of them are parts of one. */
const notCountries = new Set(['EU', 'EZ', 'QO', 'UN', 'XA', 'XB', 'ZZ', 'CP', 'CQ', 'DG', 'EA']);
const countryNames = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

/** @returns undefined for a region of ISO 3166 (`US`, `US-FL`), else what is wrong with it and what to write. */
export function regionFault(region: string): string | undefined {
  const form = 'regions are ISO 3166 codes such as US, US-FL or DE';
  if (!/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/.test(region)) {
    const upper = region.toUpperCase().replace('_', '-');
    const hint = upper !== region && regionFault(upper) === undefined ? `: write ${upper}` : '';
    return `${form}, not ${JSON.stringify(region)}${hint}`;
  }
  // A territory is judged by its own code: of `US-PR` the United States' table knows nothing.
  const place = placeOf(region);
  if (place !== region) return undefined;
  const country = region.slice(0, 2);
  // An alias such as UK has a name too, but would never match a request from GB.
  const canonical = new Intl.Locale(`und-${country}`).region;
  if (canonical !== country) return `${form}, not "${region}": write ${canonical}${region.slice(2)}`;
  if (notCountries.has(country) || countryNames.of(country) === undefined)
    return `${form}; there is no country ${country}`;
  const isTabled = tabledParts().some((one) => one.country === country);
  if (isTabled && region !== country && zonedRegion(region) === country) return `${form}; there is no ${region}`;
  return undefined;
}
