import { expect, test } from 'vitest';
import { duration } from './durations.ts';

const form = 'a whole number and s, m, h or d, such as 90s, 15m, 24h or 7d';
const said = (input: unknown, atMostDays: number, orForever: boolean): string =>
  duration(atMostDays, { orForever }).safeParse(input).error?.issues[0]?.message.replace(form, 'FORM') ?? 'good';

test.each([
  ['2y', 400, true, 'FORM, or forever, not "2y": 730d is over 400d, so write forever'],
  ['2y', 400, false, 'FORM, not "2y": 730d is over 400d, the longest there is'],
  ['2y', 36_500, true, 'FORM, or forever, not "2y": write 730d'],
  ['2 years', 36_500, false, 'FORM, not "2 years": write 730d'],
  ['P2Y', 400, true, 'FORM, or forever, not "P2Y": 730d is over 400d, so write forever'],
  ['3M', 400, true, 'FORM, or forever, not "3M": write 3m for minutes, 90d for months'],
  ['P3M', 400, true, 'FORM, or forever, not "P3M": write 90d'],
  ['PT24H', 400, false, 'FORM, not "PT24H": write 24h'],
  ['6 months', 400, true, 'FORM, or forever, not "6 months": write 180d'],
  ['2w', 400, true, 'FORM, or forever, not "2w": write 14d'],
  ['90 days', 400, true, 'FORM, or forever, not "90 days": write 90d'],
  ['24H', 400, true, 'FORM, or forever, not "24H": write 24h'],
  ['30 min', 400, true, 'FORM, or forever, not "30 min": write 30m'],
  ['730d', 400, true, 'at most 400d, or forever, not "730d": write forever'],
  ['730d', 400, false, 'at most 400d, not "730d"'],
  ['never', 400, true, 'FORM, or forever, not "never": write forever'],
  ['forever', 400, false, 'FORM, not "forever": the longest is 400d'],
  ['soon', 400, true, 'FORM, or forever, not "soon"'],
  ['0d', 400, true, 'FORM, or forever, not "0d"'],
  ['1.5h', 400, true, 'FORM, or forever, not "1.5h"'],
  [`${'9'.repeat(400)}d`, 400, true, `at most 400d, or forever, not "${'9'.repeat(59)}…: write forever`],
  [`${'9'.repeat(400)}y`, 400, false, `FORM, not "${'9'.repeat(59)}…`],
  [24, 400, true, 'FORM, or forever, not 24'],
  ['400d', 400, false, 'good'],
])('%s, at most %id, forever: %s', (input, atMostDays, orForever, message) => {
  expect(said(input, atMostDays, orForever)).toBe(message);
});
