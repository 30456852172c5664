import { describe, expect, test } from 'vitest';
import { createZone } from './offsets.ts';
import { zoneHint, zoneItself, zoneNamed } from './zone-names.ts';

/** Names that ICU takes and the IANA database does not have. */
const ofIntlAlone =
  'ACT AET AGT ART AST BET BST CAT CNT CST CTT EAT ECT IET IST JST MIT NET NST PLT PNT PRT PST SST VST US/Pacific-New SystemV/PST8PDT';

describe('a zone name', () => {
  test.each(['Europe/Berlin', 'UTC', 'US/Pacific', 'Asia/Calcutta', 'Europe/Kyiv', 'Etc/GMT+1', 'EST', 'GB'])(
    '%s is taken, and as it is spelt',
    (name) => {
      expect(zoneNamed(name)).toBe(name);
    },
  );

  test.each([
    ['Asia/Kolkata', 'Asia/Calcutta'],
    ['US/Pacific', 'America/Los_Angeles'],
    ['Europe/Kyiv', 'Europe/Kiev'],
    ['Etc/UTC', 'UTC'],
  ])('%s is the zone that is %s', (one, other) => {
    expect(zoneItself(one)).toBe(zoneItself(other));
  });

  test('stands for no zone that has other rules or is another place', () => {
    const zones = [
      'Europe/Berlin',
      'Europe/Paris',
      'Asia/Colombo',
      'Asia/Calcutta',
      'UTC',
      'Etc/GMT+1',
      'Africa/Abidjan',
    ];
    expect(new Set(zones.map(zoneItself)).size).toBe(zones.length);
  });

  test('is read in any letter case', () => {
    expect(zoneNamed('us/PACIFIC')).toBe('US/Pacific');
  });

  test.each([
    ...ofIntlAlone.split(' '),
    '+01:00',
    'GMT+01:00',
    'Z',
    'T1200Z',
    'T12:00[Europe/Berlin]',
    'Europe/Bonn',
    'Factory',
    ' UTC',
    '',
    'recipient',
    'constructor',
  ])('%j is none', (name) => {
    expect(zoneNamed(name)).toBeUndefined();
    expect(() => createZone(name)).toThrow(RangeError);
  });

  test('that is taken can be computed with, for every zone there is and every link', () => {
    for (const name of [...Intl.supportedValuesOf('timeZone'), 'US/Pacific', 'EST5EDT', 'PRC', 'W-SU'])
      expect(() => createZone(zoneNamed(name) ?? '').offsetsAround(0), name).not.toThrow();
  });

  test('that is none is told why where an abbreviation or an offset was meant', () => {
    expect(zoneHint('PST')).toContain('abbreviation');
    expect(zoneHint('+01:00')).toContain('offset');
    expect(zoneHint('Europe/Bonn')).toBe('');
  });
});
