import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keepNewest } from './keep-newest.ts';

describe('a map that keeps the newest', () => {
  test('holds those that were set last, whatever was set again or taken away in between', () => {
    const step = fc.record({ key: fc.nat(12), isTaken: fc.boolean() });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.array(step, { maxLength: 200 }), (most, steps) => {
        const map = new Map<number, number>();
        const keep = keepNewest(map, most);
        let expected: number[] = [];
        for (const [at, { key, isTaken }] of steps.entries()) {
          expected = expected.filter((other) => other !== key);
          if (isTaken) map.delete(key);
          else {
            keep(key, at);
            expected.push(key);
            expected = expected.slice(-most);
          }
          expect([...map.keys()]).toEqual(expected);
        }
      }),
    );
  });

  test('holds no memory for what was set again', () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const map = new Map<number, number>();
    const keep = keepNewest(map, 1000);
    const megabytesAfter = (sets: number): number => {
      for (let set = 0; set < sets; set++) keep(set % 500, set);
      collect();
      return process.memoryUsage().heapUsed / 1_000_000;
    };
    const before = megabytesAfter(10_000);
    expect(megabytesAfter(500_000) - before).toBeLessThan(10);
    expect(map.size).toBe(500);
  });

  test('forgets as fast when it is full of others as when it is small', () => {
    const usOfSetting = (most: number): number => {
      const keep = keepNewest(new Map<number, number>(), most);
      for (let key = 0; key < most * 2; key++) keep(key, key);
      let bestUs = Number.POSITIVE_INFINITY;
      for (let round = 0, key = most * 2; round < 10; round++) {
        const began = process.cpuUsage();
        for (const end = key + 5000; key < end; key++) keep(key, key);
        const { user, system } = process.cpuUsage(began);
        bestUs = Math.min(bestUs, (user + system) / 5000);
      }
      return bestUs;
    };
    usOfSetting(100);
    expect(usOfSetting(50_000)).toBeLessThan(usOfSetting(100) * 10 + 2);
  });
});
