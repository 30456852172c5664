import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { append, boundariesUpTo, type Intervals, intersect, union } from './intervals.ts';

const someIntervals = fc
  .uniqueArray(fc.integer({ min: -30, max: 30 }), { maxLength: 16 })
  .map(
    (boundaries): Intervals => boundaries.sort((a, b) => a - b).slice(0, boundaries.length - (boundaries.length % 2)),
  );

const contains = (intervals: Intervals, at: number) => boundariesUpTo(intervals, at) % 2 === 1;

/** The slow meaning of a list of half-open intervals. */
const containsSlowly = (intervals: Intervals, at: number) =>
  intervals.some((from, index) => index % 2 === 0 && from <= at && at < (intervals[index + 1] as number));

const everyPoint = Array.from({ length: 64 }, (_, index) => index - 32);

describe('intervals', () => {
  test('an instant is inside from the first boundary on and no longer at the second', () => {
    expect([9, 10, 19, 20].map((at) => contains([10, 20], at))).toEqual([false, true, true, false]);
  });

  test('the search finds what a walk over all intervals finds', () => {
    fc.assert(fc.property(someIntervals, (a) => everyPoint.every((at) => contains(a, at) === containsSlowly(a, at))));
  });

  test('an intersection holds exactly what both hold, a union what either holds', () => {
    fc.assert(
      fc.property(someIntervals, someIntervals, (a, b) => {
        const both = intersect(a, b);
        const either = union(a, b);
        for (const at of everyPoint) {
          expect(containsSlowly(both, at)).toBe(containsSlowly(a, at) && containsSlowly(b, at));
          expect(containsSlowly(either, at)).toBe(containsSlowly(a, at) || containsSlowly(b, at));
        }
      }),
    );
  });

  test('results are strictly rising, so that touching intervals are one', () => {
    fc.assert(
      fc.property(someIntervals, someIntervals, (a, b) => {
        for (const result of [intersect(a, b), union(a, b)]) {
          expect(result.length % 2).toBe(0);
          expect(result.every((boundary, index) => index === 0 || boundary > (result[index - 1] as number))).toBe(true);
        }
      }),
    );
    expect(union([0, 5], [5, 9])).toEqual([0, 9]);
  });

  test('appending drops what is empty and merges what touches', () => {
    const intervals: number[] = [];
    append(intervals, 1, 3);
    append(intervals, 3, 4);
    append(intervals, 6, 6);
    append(intervals, 8, 7);
    append(intervals, 9, 10);
    expect(intervals).toEqual([1, 4, 9, 10]);
  });
});
