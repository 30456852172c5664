import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Band, WeekBands } from '../../policy/types.ts';
import type { ZoneQuery } from '../zone-clock.ts';
import { createZoneClock } from './zone-clock.ts';

const clock = createZoneClock();
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const at = (text: string) => Date.parse(text);
const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString().replace('.000', ''));
const band = (text: string): Band => {
  const [fromMinute, toMinute] = text.split('-').map((part) => Number(part.slice(0, 2)) * 60 + Number(part.slice(3)));
  return { fromMinute: fromMinute as number, toMinute: toMinute as number };
};
const daily = (...bands: string[]): WeekBands => ({
  weekdays: Array.from({ length: 7 }, () => bands.map(band)),
  holiday: undefined,
});
const isOpen = (bands: WeekBands, zone: string, text: string) =>
  clock.openAt(bands, clock.single(zone), [], at(text)).open;
const next = (bands: WeekBands, zone: string, text: string, days = 400) =>
  iso(clock.nextOpen(bands, clock.single(zone), [], at(text), at(text) + days * dayMs));
const query = (given: Partial<ZoneQuery>): ZoneQuery => ({
  timeZone: undefined,
  region: undefined,
  assumeZones: undefined,
  ...given,
});

/** Local time as Intl formats it: `2026-03-08 03:00:00`. */
function local(zone: string, text: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(at(text));
}

describe('the runtime knows the transitions that the rules below rest on', () => {
  test.each([
    ['America/New_York', '2026-03-08T06:59:59Z', '2026-03-08 01:59:59'],
    ['America/New_York', '2026-03-08T07:00:00Z', '2026-03-08 03:00:00'],
    ['America/New_York', '2026-11-01T05:30:00Z', '2026-11-01 01:30:00'],
    ['America/New_York', '2026-11-01T06:30:00Z', '2026-11-01 01:30:00'],
    ['Europe/Berlin', '2026-03-29T01:00:00Z', '2026-03-29 03:00:00'],
    ['Europe/Berlin', '2026-10-25T00:30:00Z', '2026-10-25 02:30:00'],
    ['Europe/Berlin', '2026-10-25T01:30:00Z', '2026-10-25 02:30:00'],
    ['Australia/Lord_Howe', '2026-04-04T15:00:00Z', '2026-04-05 01:30:00'],
    ['Australia/Lord_Howe', '2026-10-03T15:30:00Z', '2026-10-04 02:30:00'],
    ['Africa/Cairo', '2026-04-23T22:00:00Z', '2026-04-24 01:00:00'],
    ['America/Santiago', '2026-09-06T04:00:00Z', '2026-09-06 01:00:00'],
    ['Asia/Beirut', '2026-03-28T22:00:00Z', '2026-03-29 01:00:00'],
    ['America/Nuuk', '2026-03-29T01:00:00Z', '2026-03-29 00:00:00'],
    ['Africa/Casablanca', '2026-02-15T02:00:00Z', '2026-02-15 02:00:00'],
    ['Africa/Casablanca', '2026-03-22T02:00:00Z', '2026-03-22 03:00:00'],
    ['Europe/Dublin', '2026-03-29T01:00:00Z', '2026-03-29 02:00:00'],
    ['Pacific/Apia', '2011-12-30T10:00:00Z', '2011-12-31 00:00:00'],
    ['Asia/Kathmandu', '2026-01-01T00:00:00Z', '2026-01-01 05:45:00'],
    ['Pacific/Kiritimati', '2026-01-01T00:00:00Z', '2026-01-01 14:00:00'],
  ])('%s at %s shows %s', (zone, text, shown) => {
    expect(local(zone, text)).toBe(shown);
  });
});

describe('open hours in one zone', () => {
  test('a band begins at its first minute and ends before its last', () => {
    const hours = daily('08:00-20:00');
    const states = ['06:59:59.999', '07:00:00', '18:59:59.999', '19:00:00'].map((time) =>
      isOpen(hours, 'Europe/Berlin', `2026-01-15T${time}Z`),
    );
    expect(states).toEqual([false, true, true, false]);
  });

  test('24:00 meets the next 00:00 without a closed instant', () => {
    const hours = daily('00:00-06:00', '22:00-24:00');
    const state = clock.openAt(hours, clock.single('Europe/Berlin'), [], at('2026-01-15T22:00:00Z'));
    expect([state.open, iso(state.fromMs), iso(state.untilMs)]).toEqual([
      true,
      '2026-01-15T21:00:00Z',
      '2026-01-16T05:00:00Z',
    ]);
  });

  test('what a gap skips is never open, and a band around it opens at its end', () => {
    expect(next(daily('02:00-03:00'), 'America/New_York', '2026-03-08T06:00:00Z')).toBe('2026-03-09T06:00:00Z');
    expect(next(daily('02:30-04:00'), 'America/New_York', '2026-03-08T06:00:00Z')).toBe('2026-03-08T07:00:00Z');
    expect(next(daily('01:30-02:30'), 'Europe/Berlin', '2026-03-29T00:30:00Z')).toBe('2026-03-29T00:30:00Z');
    expect(isOpen(daily('01:30-02:30'), 'Europe/Berlin', '2026-03-29T00:59:59.999Z')).toBe(true);
    expect(isOpen(daily('01:30-02:30'), 'Europe/Berlin', '2026-03-29T01:00:00Z')).toBe(false);
  });

  test('both copies of a fold are open, or both closed', () => {
    for (const hours of [daily('01:00-02:00'), daily('00:00-01:00', '02:00-24:00')]) {
      const states = ['05:00', '05:30', '06:00', '06:59'].map((time) =>
        isOpen(hours, 'America/New_York', `2026-11-01T${time}:00Z`),
      );
      expect(new Set(states).size).toBe(1);
    }
    const state = clock.openAt(daily('01:00-02:00'), clock.single('America/New_York'), [], at('2026-11-01T05:30:00Z'));
    expect([iso(state.fromMs), iso(state.untilMs)]).toEqual(['2026-11-01T05:00:00Z', '2026-11-01T07:00:00Z']);
  });

  test('a band that begins inside a fold opens twice', () => {
    const hours = daily('01:30-02:00');
    expect(next(hours, 'America/New_York', '2026-11-01T05:00:00Z')).toBe('2026-11-01T05:30:00Z');
    expect(next(hours, 'America/New_York', '2026-11-01T06:00:00Z')).toBe('2026-11-01T06:30:00Z');
  });

  test('half an hour of daylight saving moves a band by half an hour', () => {
    expect(next(daily('08:00-20:00'), 'Australia/Lord_Howe', '2026-04-04T12:00:00Z')).toBe('2026-04-04T21:30:00Z');
    expect(next(daily('08:00-20:00'), 'Australia/Lord_Howe', '2026-04-03T12:00:00Z')).toBe('2026-04-03T21:00:00Z');
  });

  test('a zone without its midnight opens with the first instant of the day', () => {
    expect(next(daily('00:00-12:00'), 'Africa/Cairo', '2026-04-23T18:00:00Z')).toBe('2026-04-23T22:00:00Z');
    expect(next(daily('00:00-00:30'), 'Africa/Cairo', '2026-04-23T18:00:00Z')).toBe('2026-04-24T21:00:00Z');
  });

  test('clocks that go back in Ramadan keep their bands', () => {
    expect(next(daily('08:00-20:00'), 'Africa/Casablanca', '2026-02-14T23:00:00Z')).toBe('2026-02-15T08:00:00Z');
    expect(next(daily('08:00-20:00'), 'Africa/Casablanca', '2026-03-21T23:00:00Z')).toBe('2026-03-22T07:00:00Z');
  });

  test('a day that was skipped has no hours, whatever its weekday allows', () => {
    const fridaysOnly: WeekBands = { weekdays: [[], [], [], [], [band('00:00-24:00')], [], []], holiday: undefined };
    expect(next(fridaysOnly, 'Pacific/Apia', '2011-12-24T12:00:00Z')).toBe('2012-01-05T10:00:00Z');
  });

  test('weekdays are those of the local day', () => {
    const sundaysOnly: WeekBands = { weekdays: [[], [], [], [], [], [], [band('00:00-24:00')]], holiday: undefined };
    expect(next(sundaysOnly, 'Pacific/Kiritimati', '2026-01-01T00:00:00Z')).toBe('2026-01-03T10:00:00Z');
    expect(next(sundaysOnly, 'Pacific/Pago_Pago', '2026-01-01T00:00:00Z')).toBe('2026-01-04T11:00:00Z');
  });

  test('the search ends before its limit', () => {
    expect(next(daily('08:00-09:00'), 'UTC', '2026-01-01T09:00:00Z', 1)).toBe('2026-01-02T08:00:00Z');
    const limit = at('2026-01-02T08:00:00Z');
    expect(clock.nextOpen(daily('08:00-09:00'), clock.single('UTC'), [], at('2026-01-01T09:00:00Z'), limit)).toBeNull();
    expect(clock.nextOpen(daily('00:00-24:00'), clock.single('UTC'), [], limit, limit)).toBeNull();
    expect(clock.nextOpen(daily(), clock.single('UTC'), [], 0, limit)).toBeNull();
  });

  test('instants long past and far ahead are as good as today', () => {
    expect(next(daily('08:00-20:00'), 'Europe/Berlin', '1960-07-01T02:00:00Z')).toBe('1960-07-01T07:00:00Z');
    expect(next(daily('08:00-20:00'), 'Europe/Berlin', '2199-07-01T02:00:00Z')).toBe('2199-07-01T06:00:00Z');
    expect(next(daily('08:00-20:00'), 'Europe/Berlin', '9999-01-02T02:00:00Z')).toBe('9999-01-02T07:00:00Z');
  });
});

describe('holidays', () => {
  const closedOnHolidays: WeekBands = { ...daily('08:00-20:00'), holiday: [] };

  test('go before the weekday in the regions given, and are ordinary days without them', () => {
    const berlin = clock.single('Europe/Berlin');
    const noon = at('2026-12-25T11:00:00Z');
    expect(clock.openAt(closedOnHolidays, berlin, ['DE'], noon).open).toBe(false);
    expect(clock.openAt(closedOnHolidays, berlin, [], noon).open).toBe(true);
    expect(clock.openAt(daily('08:00-20:00'), berlin, ['DE'], noon).open).toBe(true);
    expect(iso(clock.nextOpen(closedOnHolidays, berlin, ['DE'], noon, noon + 30 * dayMs))).toBe('2026-12-27T07:00:00Z');
  });

  test('can have hours of their own', () => {
    const shortOnHolidays: WeekBands = { ...daily(), holiday: [band('10:00-12:00')] };
    const from = at('2026-12-20T00:00:00Z');
    expect(iso(clock.nextOpen(shortOnHolidays, clock.single('Europe/Berlin'), ['DE'], from, from + 30 * dayMs))).toBe(
      '2026-12-25T09:00:00Z',
    );
  });

  test('a day is one if any of the regions keeps it', () => {
    const zone = clock.single('Europe/Berlin');
    expect(clock.openAt(closedOnHolidays, zone, ['DE', 'FR'], at('2026-07-14T10:00:00Z')).open).toBe(false);
    expect(clock.openAt(closedOnHolidays, zone, ['DE'], at('2026-07-14T10:00:00Z')).open).toBe(true);
  });
});

describe('zone sets', () => {
  test('the zone of the request goes before its region, that before the assumption, that before every zone', () => {
    const assumeZones = ['Europe/Lisbon', 'Europe/Berlin'];
    expect(clock.zonesOf({ timeZone: 'Asia/Tokyo', region: 'US', assumeZones }).zones).toEqual(['Asia/Tokyo']);
    expect(clock.zonesOf({ timeZone: undefined, region: 'US-TX', assumeZones }).zones).toEqual([
      'America/Chicago',
      'America/Denver',
    ]);
    expect(clock.zonesOf({ timeZone: undefined, region: 'XX', assumeZones }).zones).toEqual([
      'Europe/Berlin',
      'Europe/Lisbon',
    ]);
    expect(clock.zonesOf(query({ assumeZones })).zones).toEqual(['Europe/Berlin', 'Europe/Lisbon']);
    expect(clock.zonesOf(query({})).zones.length).toBe(Intl.supportedValuesOf('timeZone').length);
  });

  test('the same set is the same object, however it was asked for', () => {
    expect(clock.zonesOf(query({ region: 'DE-BY' }))).toBe(clock.zonesOf(query({ region: 'DE' })));
    expect(clock.zonesOf(query({ region: 'US-GA' }))).toBe(clock.single('america/new_york'));
    expect(clock.zonesOf(query({ assumeZones: ['Europe/Lisbon', 'Europe/Berlin'] }))).toBe(
      clock.zonesOf(query({ assumeZones: ['Europe/Berlin', 'Europe/Lisbon', 'Europe/Berlin'] })),
    );
    expect([clock.zonesOf(query({})).key, clock.zonesOf(query({ region: 'US' })).key, clock.single('UTC').key]).toEqual(
      ['all', 'region:US', 'UTC'],
    );
  });

  test('a zone that does not exist is a RangeError', () => {
    for (const zone of ['', 'Nowhere/Atlantis', '+01:00', 'Europe/Berlin ', 'Z'])
      expect(() => clock.single(zone), zone).toThrow(RangeError);
    expect(() => clock.startOfDay('Nowhere/Atlantis', 0, 0)).toThrow(RangeError);
    expect(() => clock.zonesOf(query({ assumeZones: ['Nowhere/Atlantis'] }))).toThrow(RangeError);
  });

  test('several zones are open where all of them are', () => {
    const florida = clock.zonesOf(query({ region: 'US-FL' }));
    const hours = daily('08:00-20:00');
    const open = clock.nextOpen(hours, florida, [], at('2026-01-15T12:00:00Z'), at('2026-02-01T00:00:00Z')) as number;
    expect([iso(open), iso(clock.openAt(hours, florida, [], open).untilMs)]).toEqual([
      '2026-01-15T14:00:00Z',
      '2026-01-16T01:00:00Z',
    ]);
  });

  test('zones that make the same change on different days are not taken for one', () => {
    const both = clock.zonesOf(query({ assumeZones: ['Asia/Jerusalem', 'Asia/Beirut'] }));
    const hours = daily('08:00-20:00');
    // Israel changes on 27 March 2026, Lebanon on the 29th: on the 28th they are an hour apart.
    expect(isOpen(hours, 'Asia/Jerusalem', '2026-03-28T05:30:00Z')).toBe(true);
    expect(isOpen(hours, 'Asia/Beirut', '2026-03-28T17:30:00Z')).toBe(true);
    expect(clock.openAt(hours, both, [], at('2026-03-28T05:30:00Z')).open).toBe(false);
    expect(clock.openAt(hours, both, [], at('2026-03-28T17:30:00Z')).open).toBe(false);
  });

  test('08:00 to 20:00 is open in the whole United States for seven hours in winter, six in summer', () => {
    const states = clock.zonesOf(query({ region: 'US' }));
    const minutes = ['2026-01-15', '2026-07-15'].map((date) => {
      const from = at(`${date}T10:00:00Z`);
      const open = clock.nextOpen(daily('08:00-20:00'), states, [], from, from + dayMs) as number;
      return (clock.openAt(daily('08:00-20:00'), states, [], open).untilMs - open) / 60_000;
    });
    expect(minutes).toEqual([420, 360]);
  });

  test('no hour of the day is open in every zone there is, and to find that out is cheap the second time', () => {
    const everywhere = clock.zonesOf(query({}));
    const search = () =>
      clock.nextOpen(
        daily('08:00-20:00'),
        everywhere,
        [],
        at('2026-11-22T09:00:00Z'),
        at('2026-11-22T09:00:00Z') + 400 * dayMs,
      );
    expect(search()).toBeNull();
    const started = performance.now();
    for (let turn = 0; turn < 1000; turn += 1) search();
    expect((performance.now() - started) / 1000).toBeLessThan(1);
  });
});

describe('local days and periods', () => {
  const start = (zone: string, text: string, days: number) => iso(clock.startOfDay(zone, at(text), days));
  const period = (zone: string, unit: 'day' | 'week' | 'month', text: string, ahead: number) =>
    iso(clock.startOfPeriod(zone, unit, at(text), ahead));

  test('a local day has 23, 24 or 25 hours', () => {
    const hours = ['2026-03-08T12:00:00Z', '2026-06-08T12:00:00Z', '2026-11-01T12:00:00Z'].map(
      (text) =>
        (clock.startOfDay('America/New_York', at(text), 1) - clock.startOfDay('America/New_York', at(text), 0)) /
        hourMs,
    );
    expect(hours).toEqual([23, 24, 25]);
  });

  test('a day without its midnight begins with its first instant', () => {
    expect(start('Africa/Cairo', '2026-04-23T12:00:00Z', 1)).toBe('2026-04-23T22:00:00Z');
    expect(start('America/Santiago', '2026-09-06T12:00:00Z', 0)).toBe('2026-09-06T04:00:00Z');
    expect(start('Asia/Beirut', '2026-03-22T12:00:00Z', 7)).toBe('2026-03-28T22:00:00Z');
    expect(start('America/Nuuk', '2026-03-29T12:00:00Z', 0)).toBe('2026-03-29T01:00:00Z');
  });

  test('a day that was skipped begins where the next one does', () => {
    expect(start('Pacific/Apia', '2011-12-29T20:00:00Z', 0)).toBe('2011-12-29T10:00:00Z');
    expect(start('Pacific/Apia', '2011-12-29T20:00:00Z', 1)).toBe('2011-12-30T10:00:00Z');
    expect(start('Pacific/Apia', '2011-12-29T20:00:00Z', 2)).toBe('2011-12-30T10:00:00Z');
    expect(start('Pacific/Apia', '2011-12-30T10:00:00Z', 0)).toBe('2011-12-30T10:00:00Z');
    expect(start('Pacific/Apia', '2011-12-30T09:59:59.999Z', 0)).toBe('2011-12-29T10:00:00Z');
  });

  test('odd offsets have odd midnights', () => {
    expect(start('Asia/Kathmandu', '2026-01-01T00:00:00Z', 0)).toBe('2025-12-31T18:15:00Z');
    expect(start('Pacific/Kiritimati', '2026-01-01T00:00:00Z', 0)).toBe('2025-12-31T10:00:00Z');
  });

  test('weeks begin on Monday, months on the first, as the local calendar has it', () => {
    expect(period('America/New_York', 'week', '2026-11-23T03:00:00Z', 0)).toBe('2026-11-16T05:00:00Z');
    expect(period('America/New_York', 'week', '2026-11-23T03:00:00Z', 1)).toBe('2026-11-23T05:00:00Z');
    expect(period('America/New_York', 'month', '2026-11-01T03:59:59Z', 0)).toBe('2026-10-01T04:00:00Z');
    expect(period('America/New_York', 'month', '2026-11-01T03:59:59Z', 1)).toBe('2026-11-01T04:00:00Z');
    expect(period('America/New_York', 'month', '2026-12-31T12:00:00Z', 1)).toBe('2027-01-01T05:00:00Z');
    expect(period('America/New_York', 'month', '2026-01-01T12:00:00Z', -1)).toBe('2025-12-01T05:00:00Z');
    expect(period('Africa/Cairo', 'day', '2026-04-23T12:00:00Z', 1)).toBe('2026-04-23T22:00:00Z');
  });

  const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
  const instants = fc.integer({ min: at('1900-01-01T00:00:00Z'), max: at('2100-01-01T00:00:00Z') });

  test('starts of days agree with Temporal, back to 1900', () => {
    fc.assert(
      fc.property(zones, instants, fc.integer({ min: -40, max: 40 }), (zone, ms, days) => {
        const day = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).toPlainDate().add({ days });
        expect(clock.startOfDay(zone, ms, days)).toBe(day.toZonedDateTime(zone).epochMilliseconds);
      }),
      { numRuns: 3000 },
    );
  });

  test('starts of periods agree with Temporal, and no instant lies before its own period', () => {
    fc.assert(
      fc.property(
        zones,
        instants,
        fc.constantFrom('day', 'week', 'month'),
        fc.integer({ min: -5, max: 14 }),
        (zone, ms, unit, ahead) => {
          const date = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).toPlainDate();
          const first =
            unit === 'month'
              ? date.with({ day: 1 })
              : unit === 'week'
                ? date.subtract({ days: date.dayOfWeek - 1 })
                : date;
          const expected = first.add({ [`${unit}s`]: ahead });
          expect(clock.startOfPeriod(zone, unit, ms, ahead)).toBe(expected.toZonedDateTime(zone).epochMilliseconds);
          expect(clock.startOfPeriod(zone, unit, ms, 0)).toBeLessThanOrEqual(ms);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
