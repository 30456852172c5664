/**
 * Public holidays by region, from the data of the package date-holidays. Reading that data costs a sixth of a second, so it waits for
 * the first rule that speaks of holidays.
 */
import { createRequire } from 'node:module';
import type Holidays from 'date-holidays';
import type { HolidaysTypes } from 'date-holidays';
import { createMemo } from './cache.ts';
import { dayMs } from './offsets.ts';
import { countryOf } from './regions.ts';
import { partCodeOf, placeOf } from './territories.ts';

/** Local days, as days since 1970-01-01. */
export type DaySet = ReadonlySet<number>;

interface Loaded {
  readonly Calendar: typeof Holidays;
  readonly countries: ReadonlySet<string>;
}

let loaded: Loaded | undefined;
const years = createMemo<string, DaySet>(512);

/** Reads the data now instead of at the first question: call it when a policy with `holiday` is loaded, not while a customer waits. */
export function preloadHolidays(): void {
  load();
}

function load(): Loaded {
  if (loaded === undefined) {
    const Calendar = createRequire(import.meta.url)('date-holidays') as typeof Holidays;
    loaded = { Calendar, countries: new Set(Object.keys(new Calendar().getCountries())) };
  }
  return loaded;
}

/**
 * Whether a local day is a public holiday in any of the regions: bank, school and optional holidays and observances are not, but the day on
 * which a public holiday is observed is one, whatever its own type.
 * A part of a country that the data does not know has the country's holidays, a territory those of the country that it is a part of too, a
 * country none.
 * @param regions ISO 3166 countries or parts: `DE`, `US-FL`
 * @param day days since 1970-01-01
 */
export function isHoliday(regions: readonly string[], day: number): boolean {
  const year = new Date(day * dayMs).getUTCFullYear();
  return regions.some((region) => holidaysOf(region, year).has(day));
}

function holidaysOf(region: string, year: number): DaySet {
  return years.get(`${region} ${year}`, () => {
    // Days are gathered by the year a holiday begins in; one of several days may reach into the next.
    const days = new Set([...readYear(region, year - 1), ...readYear(region, year)]);
    return new Set([...days].filter((day) => new Date(day * dayMs).getUTCFullYear() === year));
  });
}

/** The data knows no earlier ones, and the package's Chinese calendar does not come back from the first centuries. */
const firstYear = 1900;
/** The last that an instant is written with. */
const lastYear = 9999;

function readYear(region: string, year: number): number[] {
  if (year < firstYear || year > lastYear) return [];
  const calendar = calendarOf(placeOf(region));
  const isPublic = publicRules(calendar);
  try {
    return calendar.getHolidays(year).filter(isPublic).flatMap(daysOf);
  } catch {
    // Some calendars end (the Persian one in the year 3177), and ends of rules and refusals are followed however far.
    return [];
  }
}

/** All types are read, because rules look at each other: some days move where they meet an observance. */
function calendarOf(place: string): Holidays {
  const { Calendar, countries } = load();
  const known = countries.has(countryOf(place)) ? place : (partCodeOf(place) ?? place);
  const country = countryOf(known);
  const part = known.slice(country.length + 1);
  // Of a part that it does not know the package makes nothing, or throws.
  const parts = part === '' ? undefined : new Calendar().getStates(country);
  return new Calendar(country, parts && Object.hasOwn(parts, part) ? part : '');
}

/** The United States type the day on which Veterans Day is observed as `bank`, Spain its Mondays as `observance`: the day itself decides. */
function publicRules(calendar: Holidays): (holiday: HolidaysTypes.Holiday) => boolean {
  const rules = calendar.getRules() as unknown as readonly HolidaysTypes.HolidayRule[];
  const publicDays = new Set(rules.filter(({ type }) => type === 'public').map(({ rule }) => observedDay(rule)));
  return ({ type, rule, substitute }) =>
    type === 'public' || (substitute === true && publicDays.has(observedDay(rule)));
}

/** `11-11` of `substitutes 11-11 if sunday then next monday` and of `11-11 and if sunday then next monday`; any other rule as it is. */
function observedDay(rule: string): string {
  return /^substitutes (.+?) if /.exec(rule)?.[1] ?? /^(.+?) and if /.exec(rule)?.[1] ?? rule;
}

/**
 * The date a holiday is named by, and further dates whose noon it covers. So the evening on which a day of the Hebrew or Islamic calendar
 * begins is no day of its own, and half a day (an afternoon off) is a holiday.
 */
function daysOf(holiday: HolidaysTypes.Holiday): number[] {
  const named = /^(-?\d+-\d\d-\d\d) (\d\d):(\d\d):\d\d(?: ([+-]\d\d)\d\d)?$/.exec(holiday.date);
  if (named === null) return [];
  const first = Date.parse(`${named[1]}T00:00:00Z`) / dayMs;
  const beginsHour = Number(named[2]) + Number(named[3]) / 60 + Number(named[4] ?? 0);
  const endsHour = beginsHour + (holiday.end.getTime() - holiday.start.getTime()) / 3_600_000;
  const count = Math.max(1, Math.ceil((endsHour - 12) / 24));
  return Array.from({ length: count }, (_, index) => first + index);
}
