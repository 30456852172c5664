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

  test('of US territories follow either code', () => {
    expect(isHoliday(['US-PR'], day('2026-07-25'))).toBe(isHoliday(['PR'], day('2026-07-25')));
    expect(isHoliday(['US-PR'], day('2026-01-06'))).toBe(true);
  });
});
