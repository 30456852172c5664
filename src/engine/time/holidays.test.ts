import { createRequire } from 'node:module';
import type Holidays from 'date-holidays';
import type { HolidaysTypes } from 'date-holidays';
import { describe, expect, test } from 'vitest';
import { isHoliday } from './holidays.ts';

const day = (date: string) => Date.parse(`${date}T00:00:00Z`) / 86_400_000;
const holidays = (region: string, dates: readonly string[]) => dates.filter((date) => isHoliday([region], day(date)));

describe('public holidays', () => {
  test('belong to the part of the country', () => {
    expect(isHoliday(['DE-BY'], day('2026-01-06'))).toBe(true);
    expect(isHoliday(['DE-BE'], day('2026-01-06'))).toBe(false);
    expect(isHoliday(['DE'], day('2026-01-06'))).toBe(false);
    expect(isHoliday(['US-FL'], day('2026-11-27'))).toBe(true);
    expect(isHoliday(['US'], day('2026-11-27'))).toBe(false);
  });

  test('of a part that the data does not know are those of its country', () => {
    expect(isHoliday(['US-XX'], day('2026-11-26'))).toBe(true);
    expect(isHoliday(['US-XX'], day('2026-11-27'))).toBe(false);
  });

  test('of any part and any year are told, or are none: nothing from outside ends in a fault', () => {
    expect(isHoliday(['BQ-XX'], day('2026-04-27'))).toBe(isHoliday(['BQ'], day('2026-04-27')));
    for (const region of ['BQ-XX', 'GB-123', 'IR', 'IR-XX', 'TW-XX', 'AC', 'SH-XX'])
      for (const date of ['0001-01-01', '2026-03-21', '3999-01-01', '9999-12-31'])
        expect(() => isHoliday([region], day(date)), `${region} ${date}`).not.toThrow();
  });

  test('of a country that the data does not know are none', () => {
    expect(isHoliday(['ZZ'], day('2026-01-01'))).toBe(false);
    expect(isHoliday([], day('2026-01-01'))).toBe(false);
  });

  test('of several regions are those of any of them', () => {
    expect(isHoliday(['FR', 'DE'], day('2026-10-03'))).toBe(true);
    expect(isHoliday(['FR', 'DE'], day('2026-07-14'))).toBe(true);
    expect(isHoliday(['FR', 'DE'], day('2026-07-04'))).toBe(false);
  });

  test('are no observances and no bank holidays', () => {
    expect(isHoliday(['DE'], day('2026-12-24'))).toBe(false);
    expect(isHoliday(['US'], day('2026-02-14'))).toBe(false);
  });

  test('include the day kept instead, also in the year before', () => {
    expect(holidays('US', ['2027-07-03', '2027-07-04', '2027-07-05'])).toEqual(['2027-07-04', '2027-07-05']);
    expect(isHoliday(['US'], day('2027-12-31'))).toBe(true);
  });

  test('of several days have each of their days, also over the turn of the year', () => {
    expect(holidays('AM', ['2027-01-02', '2027-01-03', '2027-01-04', '2027-01-05', '2027-01-08'])).toEqual([
      '2027-01-02',
      '2027-01-03',
      '2027-01-04',
      '2027-01-05',
    ]);
    expect(holidays('SZ', ['2025-12-27', '2025-12-28', '2026-01-01', '2026-01-02', '2026-01-03'])).toEqual([
      '2025-12-28',
      '2026-01-01',
      '2026-01-02',
    ]);
  });

  test('that begin in the evening before do not take that day too, nor the morning they end in', () => {
    const spring = ['2026-03-19', '2026-03-20', '2026-03-21', '2026-03-22', '2026-03-23'];
    expect(holidays('TR', spring)).toEqual(['2026-03-20', '2026-03-21', '2026-03-22']);
    expect(holidays('IL', ['2026-09-20', '2026-09-21', '2026-09-22'])).toEqual(['2026-09-21']);
  });

  test('are the days on which they are observed, whatever type the data gives those', () => {
    expect(holidays('US', ['2023-11-10', '2023-11-11', '2018-11-12', '2028-11-10'])).toHaveLength(4);
    expect(holidays('US', ['2026-11-10', '2026-11-12'])).toEqual([]);
    for (const [region, date] of [
      ['US-FL', '2028-11-10'],
      ['PR', '2023-11-10'],
      ['VI', '2023-11-10'],
      ['BM', '2026-12-28'],
      ['IE', '2026-12-28'],
      ['IE', '2024-03-18'],
      ['ES', '2019-12-09'],
      ['ES-CN', '2019-12-09'],
    ] as const)
      expect(isHoliday([region], day(date)), `${region} ${date}`).toBe(true);
    // Of an observance the observed day is one too.
    expect(isHoliday(['TW'], day('2021-04-30'))).toBe(false);
  });

  test('in every country the days observed for a public holiday are holidays', () => {
    const Calendar = createRequire(import.meta.url)('date-holidays') as typeof Holidays;
    const bare = (name: string) => name.replace(/ \([^()]*\)$/, '');
    const found: Record<string, string[]> = {};
    for (const country of Object.keys(new Calendar().getCountries())) {
      const calendar = new Calendar(country);
      // Those that the data itself calls public are holidays already.
      const rules = calendar.getRules() as unknown as readonly HolidaysTypes.HolidayRule[];
      if (!rules.some(({ substitute, type }) => substitute && type !== 'public')) continue;
      for (const year of [2018, 2023, 2026]) {
        const list = calendar.getHolidays(year);
        const publicNames = new Set(list.filter(({ type }) => type === 'public').map(({ name }) => bare(name)));
        for (const { substitute, type, name, date } of list) {
          if (!substitute || type === 'public' || !publicNames.has(bare(name))) continue;
          expect(isHoliday([country], day(date.slice(0, 10))), `${country} ${date} ${name}`).toBe(true);
          found[country] = [...(found[country] ?? []), date];
        }
      }
    }
    expect(Object.keys(found).sort()).toEqual(['AS', 'BM', 'ES', 'GU', 'IC', 'IE', 'PR', 'US', 'VI']);
  });

  test('that move where they meet an observance do so', () => {
    expect(holidays('CH-GL', ['2026-04-02', '2026-04-09'])).toEqual(['2026-04-09']);
  });

  test('of a territory follow either code', () => {
    for (const [part, place, date] of [
      ['US-PR', 'PR', '2026-01-06'],
      ['FR-RE', 'RE', '2026-12-20'],
      ['FR-974', 'RE', '2026-12-20'],
      ['CN-HK', 'HK', '2026-07-01'],
      ['FI-01', 'AX', '2026-12-06'],
      ['NL-BQ1', 'BQ-BO', '2026-09-06'],
    ] as const)
      expect([isHoliday([part], day(date)), isHoliday([place], day(date))], part).toEqual([true, true]);
  });

  test('of a territory that the data does not know are those of the country it is a part of too', () => {
    expect([isHoliday(['MP'], day('2026-07-04')), isHoliday(['TF'], day('2026-07-14'))]).toEqual([true, true]);
  });
});
