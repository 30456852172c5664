import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../test/support/property.ts';
import { parseExactJson, Unfit } from './exact-json.ts';

const isKept = (number: string): boolean =>
  !((parseExactJson(`{"a":[${number}]}`) as { a: unknown[] }).a[0] instanceof Unfit);

test('a number that would become another one is found', () => {
  for (const number of [
    '9007199254740993',
    '-9007199254740993',
    '12345678901234567890',
    '1e400',
    '1e-400',
    '0.12345678901234567890',
  ])
    expect([number, isKept(number)]).toEqual([number, false]);
});

test('a number that stays what it is is kept, however it is written', () => {
  for (const number of [
    '0',
    '-0',
    '0.0',
    '1.50',
    '9007199254740992',
    '9007199254740991',
    '1e3',
    '1E+21',
    '100000000000000000000',
    '0.30000000000000004',
    '5e-324',
    '000'.slice(0, 1),
    '0.00000000000000000001',
  ])
    expect([number, isKept(number)]).toEqual([number, true]);
});

test('every number that JavaScript writes is kept', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
      expect(isKept(JSON.stringify(number))).toBe(true);
      expect(parseExactJson(JSON.stringify({ number }))).toEqual({ number: number === 0 ? 0 : number });
    }),
    runs(200),
  );
});

test('digits in text are text', () => {
  const said = { id: '12345678901234567890', 'e9 9007199254740993': ['1e400'] };
  expect(parseExactJson(JSON.stringify(said))).toEqual(said);
});
