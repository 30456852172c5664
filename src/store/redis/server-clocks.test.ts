import { expect, test } from 'vitest';
import { createServerClocks } from './server-clocks.ts';

const clocksAt = (nowMs: number) => {
  const now = { ms: nowMs };
  return { now, clocks: createServerClocks(() => now.ms) };
};

test('a clock that nobody has seen is before every deadline: whatever is sent is refused, and tells it', () => {
  expect(clocksAt(1000).clocks.at('a', 5000)).toBe(0);
});

test('is never later than the server’s clock, however long replies took', () => {
  const { clocks, now } = clocksAt(0);
  // The server is 1,000,000 ahead; the reply was 80 ms on its way back.
  clocks.saw('a', 100, 200, 1_000_120);
  now.ms = 200;
  expect(clocks.at('a', 500)).toBe(1_000_420);
  // A quicker one says more; a slower one takes nothing away.
  clocks.saw('a', 300, 302, 1_000_301);
  now.ms = 302;
  expect(clocks.at('a', 500)).toBe(1_000_499);
  clocks.saw('a', 400, 700, 1_000_450);
  now.ms = 700;
  expect(clocks.at('a', 800)).toBeGreaterThanOrEqual(1_000_798);
  expect(clocks.at('a', 800)).toBeLessThanOrEqual(1_000_800);
});

test('a clock that was set is followed at once, whichever way', () => {
  const { clocks, now } = clocksAt(10);
  clocks.saw('a', 0, 10, 1_000_005);
  clocks.saw('a', 20, 30, 4_600_025);
  now.ms = 30;
  expect(clocks.at('a', 100)).toBe(4_600_095);
  clocks.saw('a', 40, 50, 500_045);
  now.ms = 50;
  expect(clocks.at('a', 100)).toBe(500_095);
});

test('each node has its own', () => {
  const { clocks, now } = clocksAt(10);
  clocks.saw('a', 0, 10, 1000);
  clocks.saw('b', 0, 10, 90_000);
  now.ms = 10;
  expect([clocks.at('a', 10), clocks.at('b', 10)]).toEqual([1000, 90_000]);
});
