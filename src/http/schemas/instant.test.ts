import { expect, test } from 'vitest';
import { parseBound, parseInstant } from './instant.ts';

const at = Date.parse('2026-11-22T09:12:44.120Z');

test.each([
  '2026-11-22T09:12:44.120Z',
  '2026-11-22t09:12:44.12z',
  '2026-11-22T09:12:44.120999999Z',
  '2026-11-22T11:12:44.120+02:00',
  '2026-11-22T11:12:44.120+0200',
  '2026-11-22T11:12:44.120+02',
  '2026-11-22T14:57:44.120+05:45',
  '2026-11-21T21:12:44.120-1200',
  '2026-11-22T09:12:44.120-00:00',
])('%s is read, whatever its offset', (text) => {
  expect(parseInstant(text)).toBe(at);
});

test.each([
  ['no offset', '2026-11-22T09:12:44'],
  ['a day that is none', '2026-02-29T00:00:00Z'],
  ['a month that is none', '2026-13-01T00:00:00Z'],
  ['a leap second', '2026-12-31T23:59:60Z'],
  ['the 24th hour', '2026-11-22T24:00:00Z'],
  ['an offset beyond a day', '2026-11-22T09:12:44+24:00'],
  ['an offset of a digit', '2026-11-22T09:12:44+2'],
  ['a date alone', '2026-11-22'],
  ['a year that answers could not write', '9999-12-31T23:59:59-01:00'],
  ['a year before the first', '0000-01-01T00:00:00+01:00'],
])('%s is no instant: %s', (_what, text) => {
  expect(parseInstant(text)).toBeUndefined();
});

test.each([
  ['2026-11-22T09:12:44.120Z', 0],
  ['2026-11-22T09:12:44.120000Z', 0],
  ['2026-11-22T09:12:44.1200001Z', 1],
  ['2026-11-22T11:12:44.1205+02:00', 1],
  ['2026-11-22T09:12:44.119999999Z', 0],
])('a bound within a millisecond is that of its end: %s', (text, afterMs) => {
  expect(parseBound(text)).toBe(at + afterMs);
});

test('leap days and the first and last instants are read', () => {
  for (const text of [
    '2028-02-29T00:00:00Z',
    '2000-02-29T00:00:00Z',
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999Z',
  ])
    expect(parseInstant(text)).toBe(Date.parse(text));
});
