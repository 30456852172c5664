import { expect, test } from 'vitest';
import { createLoad } from './load.ts';

const limits = { singles: 3, lines: 4, busySingles: 2, linesWhenBusy: 1, streams: 2, readers: 100 };

function gate(): { promise: Promise<void>; open(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { promise, open: resolve };
}

test('single requests beyond the bound are refused at once, and taken again when one has ended', () => {
  const load = createLoad(limits);
  for (let i = 0; i < 3; i++) load.enter();
  expect(() => load.enter()).toThrow(expect.objectContaining({ code: 'overloaded' }));
  load.leave();
  expect(() => load.enter()).not.toThrow();
});

test('streams beyond the bound are refused at once', () => {
  const load = createLoad(limits);
  load.enterStream();
  load.enterStream();
  expect(() => load.enterStream()).toThrow(expect.objectContaining({ code: 'overloaded' }));
  load.leaveStream();
  load.enterStream();
});

test('lines wait for a slot in the order of asking', async () => {
  const load = createLoad(limits);
  const gates = Array.from({ length: 8 }, gate);
  const begun: number[] = [];
  const done = gates.map((one, index) =>
    load.line(async () => {
      begun.push(index);
      await one.promise;
    }),
  );
  expect(begun).toEqual([0, 1, 2, 3]);
  gates[2]?.open();
  await done[2];
  await new Promise(setImmediate);
  expect(begun).toEqual([0, 1, 2, 3, 4]);
  for (const one of gates) one.open();
  await Promise.all(done);
  expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

test('lines get few slots while many single requests are under way, and all again after', async () => {
  const load = createLoad(limits);
  load.enter();
  load.enter();
  const gates = Array.from({ length: 4 }, gate);
  let begun = 0;
  const done = gates.map((one) =>
    load.line(() => {
      begun++;
      return one.promise;
    }),
  );
  expect(begun).toBe(1);
  load.leave();
  await new Promise(setImmediate);
  expect(begun).toBe(4);
  for (const one of gates) one.open();
  await Promise.all(done);
});

test('a line that fails gives its slot back', async () => {
  const load = createLoad({ ...limits, lines: 1 });
  await expect(load.line(() => Promise.reject(new Error('x')))).rejects.toThrow('x');
  expect(await load.line(async () => 'next')).toBe('next');
});
