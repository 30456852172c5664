/** The `ZoneClock` of the engine: offset segments, open intervals in chunks of 35 days, bounded memos around both. */
import type { WeekBands } from '../../policy/types.ts';
import type { ZoneClock, ZoneSet } from '../zone-clock.ts';
import { createMemo, type Memo } from './cache.ts';
import { boundariesUpTo, type Intervals } from './intervals.ts';
import { chunkMs, createZone, dayMs, firstInstantAt, type Offsets, offsetAt, type Zone } from './offsets.ts';
import { distinctOffsets, openIntervals, weekdayOf } from './open-hours.ts';
import { zonedRegion, zonesOfRegion } from './regions.ts';

/** Open intervals by chunk index, for one combination of bands, zone set and holiday regions. */
type Calendar = (chunk: number) => Intervals;

const chunksPerCalendar = 32;
const noRegions: readonly string[] = [];

/**
 * Pure calendar arithmetic over the runtime's time zone data. Results are remembered within fixed bounds, so that the usual question costs a
 * few `Map` look-ups; instances share nothing but the holiday data.
 * The search of `nextOpen` goes through empty chunks up to its limit: give it a finite one.
 * @throws RangeError from every method that meets a zone that does not exist
 */
export function createZoneClock(): ZoneClock {
  const zones = createMemo<string, Zone>(1024);
  const zoneOf = (name: string) => zones.get(name, createZone);
  const sets = createZoneSets(zoneOf);
  const calendarOf = createCalendars(zoneOf);

  const startOfLocalDay = (zone: Zone, day: number) => firstInstantAt(zone.offsetsAround(day * dayMs), day * dayMs);
  const localDay = (zone: Zone, atMs: number) => Math.floor((atMs + offsetAt(zone.offsetsAround(atMs), atMs)) / dayMs);

  return {
    zonesOf: sets.zonesOf,
    single: sets.single,

    openAt(bands, zoneSet, holidayRegions, atMs) {
      const chunk = Math.floor(atMs / chunkMs);
      const open = calendarOf(bands, zoneSet, holidayRegions)(chunk);
      const boundaries = boundariesUpTo(open, atMs);
      return {
        open: boundaries % 2 === 1,
        fromMs: open[boundaries - 1] ?? chunk * chunkMs,
        untilMs: open[boundaries] ?? (chunk + 1) * chunkMs,
      };
    },

    nextOpen(bands, zoneSet, holidayRegions, atMs, limitMs) {
      const openIn = calendarOf(bands, zoneSet, holidayRegions);
      for (let chunk = Math.floor(atMs / chunkMs); chunk * chunkMs < limitMs; chunk += 1) {
        const open = openIn(chunk);
        const boundaries = boundariesUpTo(open, atMs);
        const next = boundaries % 2 === 1 ? atMs : open[boundaries];
        if (next !== undefined) return next < limitMs ? next : null;
      }
      return null;
    },

    startOfDay(zoneName, atMs, days) {
      const zone = zoneOf(zoneName);
      return startOfLocalDay(zone, localDay(zone, atMs) + days);
    },

    startOfPeriod(zoneName, unit, atMs, ahead) {
      const zone = zoneOf(zoneName);
      const day = localDay(zone, atMs);
      if (unit === 'day') return startOfLocalDay(zone, day + ahead);
      if (unit === 'week') return startOfLocalDay(zone, day - weekdayOf(day) + 7 * ahead);
      const date = new Date(day * dayMs);
      return startOfLocalDay(zone, Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + ahead, 1) / dayMs);
    },
  };
}

function createZoneSets(zoneOf: (name: string) => Zone): Pick<ZoneClock, 'zonesOf' | 'single'> {
  const singles = createMemo<string, ZoneSet>(1024);
  const several = createMemo<string, ZoneSet>(1024);
  const byRegion = createMemo<string, { readonly set: ZoneSet | undefined }>(1024);
  const byAssumption = new WeakMap<readonly string[], ZoneSet>();
  let all: ZoneSet | undefined;

  const canonical = (name: string) => singles.get(name, () => ({ key: name, zones: [name] }));
  const spelled = createMemo<string, ZoneSet>(1024);
  const single = (name: string) => spelled.get(name, () => canonical(zoneOf(name).name));

  const setOf = (names: readonly string[], shortKey?: string): ZoneSet => {
    const sorted = [...new Set(names.map((name) => zoneOf(name).name))].sort();
    if (sorted.length === 1) return single(sorted[0] as string);
    return several.get(shortKey ?? sorted.join(' '), (key) => ({ key, zones: sorted }));
  };
  const regionSet = (region: string) =>
    byRegion.get(region, () => {
      const names = zonesOfRegion(region);
      return { set: names === undefined ? undefined : setOf(names, `region:${zonedRegion(region)}`) };
    }).set;
  const assumedSet = (names: readonly string[]) => {
    let set = byAssumption.get(names);
    if (set === undefined) {
      set = setOf(names);
      byAssumption.set(names, set);
    }
    return set;
  };

  return {
    single,
    zonesOf(query) {
      if (query.timeZone !== undefined) return single(query.timeZone);
      const known = query.region === undefined ? undefined : regionSet(query.region);
      if (known !== undefined) return known;
      if (query.assumeZones !== undefined && query.assumeZones.length > 0) return assumedSet(query.assumeZones);
      all ??= setOf(Intl.supportedValuesOf('timeZone'), 'all');
      return all;
    },
  };
}

/**
 * Finds the calendar of (bands, zone set, holiday regions). Bands of equal content share theirs: many rules, and reloaded ones, are alike.
 * One memo for all of them, because zones and regions come from callers and their combinations are many.
 */
function createCalendars(zoneOf: (name: string) => Zone) {
  const calendars = createMemo<number | string, Calendar>(4096);
  const offsetsOf = createMemo<ZoneSet, Memo<number, readonly Offsets[]>>(1024);
  const numberOfBands = createNumbering<WeekBands>((bands) => JSON.stringify([bands.weekdays, bands.holiday]));
  const numberOfZones = createNumbering<ZoneSet>((zoneSet) => zoneSet.key);

  const distinct = (zoneSet: ZoneSet, chunk: number) =>
    offsetsOf
      .get(zoneSet, () => createMemo(chunksPerCalendar))
      .get(chunk, () => distinctOffsets(zoneSet.zones.map(zoneOf), chunk * chunkMs, (chunk + 1) * chunkMs));

  const createCalendar = (bands: WeekBands, zoneSet: ZoneSet, regions: readonly string[]): Calendar => {
    const chunks = createMemo<number, Intervals>(chunksPerCalendar);
    const compute = (chunk: number) =>
      openIntervals(bands, distinct(zoneSet, chunk), regions, chunk * chunkMs, (chunk + 1) * chunkMs);
    return (chunk) => chunks.get(chunk, compute);
  };

  return (bands: WeekBands, zoneSet: ZoneSet, holidayRegions: readonly string[]): Calendar => {
    const regions = bands.holiday === undefined ? noRegions : holidayRegions;
    const pair = numberOfBands(bands) * 2 ** 24 + numberOfZones(zoneSet);
    const key = regions.length === 0 ? pair : `${pair} ${regions.join(' ')}`;
    return calendars.get(key, () => createCalendar(bands, zoneSet, regions));
  };
}

/** Small numbers for objects, the same for equal `content` for as long as that is remembered; never one number for two contents. */
function createNumbering<T extends object>(content: (value: T) => string): (value: T) => number {
  const byContent = createMemo<string, { readonly number: number }>(1024);
  const byObject = new WeakMap<T, number>();
  let last = 0;
  const nextNumber = () => {
    last += 1;
    return { number: last };
  };
  return (value) => {
    let number = byObject.get(value);
    if (number === undefined) {
      number = byContent.get(content(value), nextNumber).number;
      byObject.set(value, number);
    }
    return number;
  };
}
