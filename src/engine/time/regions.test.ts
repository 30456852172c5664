import { getCountries } from 'libphonenumber-js';
import { describe, expect, test } from 'vitest';
import { createZone, forEachSegment } from './offsets.ts';
import { tabledParts, zonedRegion, zonesOfRegion } from './regions.ts';

const fromMs = Date.UTC(2026, 0, 1);
const untilMs = Date.UTC(2027, 0, 1);

/** What the clocks of a zone show in 2026, whatever the zone is called. */
function timekeeping(name: string): string {
  const segments: string[] = [];
  forEachSegment(createZone(name).offsetsAround(fromMs), fromMs, untilMs, (from, _, offsetMs) =>
    segments.push(`${from} ${offsetMs}`),
  );
  return segments.join();
}

describe('the table of parts', () => {
  test('names only zones that exist', () => {
    const names = tabledParts().flatMap(({ country, parts }) =>
      parts.flatMap((part) => zonesOfRegion(`${country}-${part}`) ?? []),
    );
    for (const name of names) expect(() => createZone(name), name).not.toThrow();
  });

  test.each(tabledParts())(
    '$country: its parts together keep the times that the country keeps, and no others',
    ({ country, parts }) => {
      const ofParts = new Set(parts.flatMap((part) => zonesOfRegion(`${country}-${part}`) ?? []).map(timekeeping));
      const ofCountry = new Set((zonesOfRegion(country) ?? []).map(timekeeping));
      expect(ofParts).toEqual(ofCountry);
    },
  );

  test.each(tabledParts())(
    '$country: every zone of the country, links resolved, belongs to some part',
    ({ country, parts }) => {
      const canonical = (name: string) => new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
      const ofParts = new Set(parts.flatMap((part) => zonesOfRegion(`${country}-${part}`) ?? []).map(canonical));
      const missing = (zonesOfRegion(country) ?? []).filter((name) => !ofParts.has(canonical(name)));
      expect(missing).toEqual([]);
    },
  );

  test('has the 50 states and DC, 13 provinces and territories, 8 states and territories, 27 units of the federation', () => {
    const sizes = tabledParts().map(({ country, parts }) => [country, parts.length]);
    expect(Object.fromEntries(sizes)).toEqual({ US: 51, CA: 13, AU: 8, BR: 27 });
  });
});

describe('zones of a region', () => {
  test('a state that spans zones has all of them', () => {
    expect(zonesOfRegion('US-FL')).toEqual(['America/Chicago', 'America/New_York']);
    expect(zonesOfRegion('AU-NSW')).toEqual(['Australia/Broken_Hill', 'Australia/Lord_Howe', 'Australia/Sydney']);
    expect(zonesOfRegion('BR-AM')).toEqual(['America/Eirunepe', 'America/Manaus']);
    expect(zonesOfRegion('CA-QC')).toEqual(['America/Blanc-Sablon', 'America/Halifax', 'America/Toronto']);
  });

  test('a part of any other country, and one that does not exist, has the zones of its country', () => {
    expect(zonesOfRegion('DE-BY')).toEqual(['Europe/Berlin', 'Europe/Busingen']);
    expect(zonesOfRegion('US-XX')).toEqual(zonesOfRegion('US'));
    expect(zonesOfRegion('US-constructor')).toEqual(zonesOfRegion('US'));
    expect([zonedRegion('DE-BY'), zonedRegion('US-XX'), zonedRegion('US-FL')]).toEqual(['DE', 'US', 'US-FL']);
  });

  test('the United States are their states: territories count by their own code or as a part', () => {
    expect(zonesOfRegion('US')).not.toContain('America/Puerto_Rico');
    expect(zonesOfRegion('US-PR')).toEqual(['America/Puerto_Rico']);
    expect(zonesOfRegion('PR')).toEqual(['America/Puerto_Rico']);
  });

  test('nothing is known of what is no country', () => {
    for (const region of ['XX', 'ZZ', '', '-', 'us', 'USA', '001', '__proto__', 'constructor'])
      expect(zonesOfRegion(region), region).toBeUndefined();
  });

  test('every country that a telephone number can name has zones that exist', () => {
    for (const country of getCountries()) {
      const names = zonesOfRegion(country);
      expect(names, country).toBeDefined();
      for (const name of names ?? []) expect(() => createZone(name), name).not.toThrow();
    }
  });
});
