import { expect, test } from 'vitest';
import { monotonicMs } from '../clock.ts';
import { StoreUnavailable } from '../errors.ts';
import { waitUntil } from './deadline-wheel.ts';
import { withDeadline } from './patience.ts';

const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
const never = new Promise<never>(() => {});

function told(afterMs: number): Promise<number> {
  const untilMs = monotonicMs() + afterMs;
  return new Promise((resolve) => {
    waitUntil(untilMs, () => resolve(monotonicMs() - untilMs));
  });
}

test('each is told at its own instant, whoever began to wait first', async () => {
  const order: number[] = [];
  await Promise.all(
    [400, 50, 200, 50].map(async (afterMs) => {
      expect(await told(afterMs)).toBeGreaterThanOrEqual(-11);
      order.push(afterMs);
    }),
  );
  expect(order).toEqual([50, 50, 200, 400]);
});

test('an instant that has passed is told all the same', async () => {
  await told(-100);
});

test('thousands that wait need one timer, which keeps no process alive once nobody waits', () => {
  const before = timers();
  const stops = Array.from({ length: 5000 }, (_, place) => waitUntil(monotonicMs() + 60_000 + place, () => {}));
  expect(timers()).toBe(before + 1);
  for (const stop of stops) stop();
  expect(timers()).toBe(before);
});

test('whoever stopped waiting is not told', async () => {
  let isTold = false;
  waitUntil(monotonicMs() + 30, () => {
    isTold = true;
  })();
  await told(100);
  expect(isTold).toBe(false);
});

test('who stops once told takes nobody’s timer away', async () => {
  const before = timers();
  let stop = (): void => {};
  await new Promise<void>((resolve) => {
    stop = waitUntil(monotonicMs() + 20, resolve);
  });
  stop();
  const others = waitUntil(monotonicMs() + 60_000, () => {});
  expect(timers()).toBe(before + 1);
  others();
  expect(timers()).toBe(before);
});

test('work that ends in time is what is answered, its faults too; work that does not is told as a store out of reach', async () => {
  const deadline = { answerByMs: monotonicMs() + 100, writeByMs: 0 };
  await expect(withDeadline(Promise.resolve(7), deadline)).resolves.toBe(7);
  await expect(withDeadline(Promise.reject(new RangeError('no')), deadline)).rejects.toBeInstanceOf(RangeError);
  await expect(withDeadline(never, deadline)).rejects.toBeInstanceOf(StoreUnavailable);
});
