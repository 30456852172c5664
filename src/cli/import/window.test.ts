import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../../test/support/property.ts';
import { createWindow, type WindowRow } from './window.ts';

const row = (key: string, place: string, at: number): WindowRow => ({ key, place, row: `${at}`, fields: '{}' });

test('rows come by their places in batches, each once, and those of one key in their order', () => {
  const rows = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom('', '1', '2', '3')));
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 5 }), (drawn, batchRows) => {
      const window = createWindow(batchRows, 100);
      const given = drawn.map(([key, place], at) => row(key, place, at));
      for (const one of given) window.push(one);
      const batches = window.take();
      expect(batches.every(({ length }) => length > 0 && length <= batchRows)).toBe(true);
      const taken = batches.flat();
      expect(taken.map((one) => one.row).sort()).toEqual(given.map((one) => one.row).sort());
      for (const key of 'abcd')
        expect(taken.filter((one) => one.key === key)).toEqual(given.filter((one) => one.key === key));
      expect(window.take()).toEqual([]);
    }),
    runs(200),
  );
});

test('rows of different keys come in the order of their places', () => {
  const window = createWindow(2, 10);
  for (const [at, place] of ['3', '1', '', '2'].entries()) window.push(row(`k${at}`, place, at));
  expect(window.take().map((batch) => batch.map(({ place }) => place))).toEqual([
    ['', '1'],
    ['2', '3'],
  ]);
});

test('of long rows few are waited for, and few are in a batch', () => {
  const window = createWindow(2000, 32_000);
  const long = { ...row('k', '1', 0), fields: 'x'.repeat(1_000_000) };
  while (!window.isFull()) window.push(long);
  const batches = window.take();
  expect(batches.flat().length).toBe(24);
  expect(Math.max(...batches.map(({ length }) => length))).toBe(4);
});

test('the first rows are given away soon; after more of them, more are waited for, up to the most', () => {
  const window = createWindow(2, 6);
  const sizes = Array.from({ length: 5 }, (_, turn) => {
    for (let at = 0; !window.isFull(); at++) window.push(row(`${turn} ${at}`, `${at}`, at));
    return window.take().flat().length;
  });
  expect(sizes).toEqual([2, 2, 4, 6, 6]);
});
