import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMemo } from './cache.ts';

describe('a memo', () => {
  test('computes once what is asked again', () => {
    const memo = createMemo<string, { n: number }>(4);
    let computed = 0;
    const compute = () => {
      computed += 1;
      return { n: computed };
    };
    expect(memo.get('a', compute)).toBe(memo.get('a', compute));
    expect(computed).toBe(1);
  });

  test('keeps the most recently used, as many as its limit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 60 }),
        (limit, keys) => {
          const memo = createMemo<number, { key: number }>(limit);
          const recent: number[] = [];
          for (const key of keys) {
            let computed = false;
            const value = memo.get(key, () => {
              computed = true;
              return { key };
            });
            expect(value.key).toBe(key);
            if (recent.slice(-limit).includes(key)) expect(computed).toBe(false);
            recent.splice(recent.includes(key) ? recent.indexOf(key) : recent.length, 1);
            recent.push(key);
          }
        },
      ),
    );
  });

  test('forgets what was last used longer ago than twice its limit', () => {
    const memo = createMemo<number, object>(3);
    memo.get(0, () => ({}));
    for (let key = 1; key <= 6; key += 1) memo.get(key, () => ({}));
    let computed = false;
    memo.get(0, () => {
      computed = true;
      return {};
    });
    expect(computed).toBe(true);
  });

  test('keeps nothing of a computation that threw', () => {
    const memo = createMemo<string, object>(3);
    expect(() =>
      memo.get('a', () => {
        throw new RangeError('no');
      }),
    ).toThrow('no');
    expect(memo.get('a', () => ({ ok: true }))).toEqual({ ok: true });
  });
});
