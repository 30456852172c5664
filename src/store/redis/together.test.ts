import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { again, earlierMs, oncePerTurn, readTogether, together } from './together.ts';

const ignore = () => {};

test('what is asked for in one turn is read by few commands, and each is given its own values', async () => {
  const commands: (readonly string[])[] = [];
  let sent = 0;
  const read = readTogether(
    async (keys) => {
      commands.push(keys);
      return { nowMs: commands.length, values: keys.map((key) => `of ${key}`) };
    },
    () => sent++,
  );
  const asks = Array.from({ length: 40 }, (_, place) => [`hot ${place}`, `cold ${place}`].slice(0, 1 + (place % 2)));
  const answers = await Promise.all(asks.map((keys) => read(keys)));
  expect(answers.map(({ values }) => values)).toEqual(asks.map((keys) => keys.map((key) => `of ${key}`)));
  expect(commands.length).toBe(2);

  // What arrives by other connections within the turn comes after what follows from the first.
  const later = [read(['later'])];
  process.nextTick(() => process.nextTick(() => later.push(read(['too']))));
  await turn();
  await Promise.all(later);
  expect(commands.slice(2)).toEqual([['later', 'too']]);
  expect(sent).toBe(2);
});

test('a command that fails fails for all who asked by it, and for nobody else', async () => {
  let isAway = true;
  const read = readTogether(async (keys) => {
    if (isAway) throw new Error('away');
    return { nowMs: 0, values: keys };
  }, ignore);
  const results = await Promise.allSettled([read(['a']), read(['b'])]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  isAway = false;
  expect((await read(['a'])).values).toEqual(['a']);
});

test('each call is for one group, what is wrong with one is told to that one, and who is to ask again does so by the next call', async () => {
  const calls: [parity: number, asks: readonly number[]][] = [];
  const double = together<number, number, number>({
    most: 3,
    groups: (all) => Map.groupBy(all, ({ ask }) => ask % 2),
    async send(asks, parity) {
      calls.push([parity, asks]);
      return asks.map((ask, place) => {
        if (ask === 5) return new Error('five');
        return ask > 6 && place > 0 ? again : 2 * ask;
      });
    },
  });
  const results = await Promise.allSettled([1, 2, 3, 4, 5, 6, 7, 8, 10].map((ask) => double(ask)));
  expect(results.map((result) => (result.status === 'fulfilled' ? result.value : String(result.reason)))).toEqual([
    2,
    4,
    6,
    8,
    'Error: five',
    12,
    14,
    16,
    20,
  ]);
  const first = [
    [1, [1, 3, 5]],
    [1, [7]],
    [0, [2, 4, 6]],
    [0, [8, 10]],
  ];
  expect(calls).toEqual([...first, [0, [10]]]);
});

test('a deadline is told as it is or earlier, never later', () => {
  expect([99.4, 100, 101].map((untilMs) => earlierMs({ untilMs }, 100))).toEqual([1, 0, 0]);
});

test('an answer is shared by those who ask before the question goes out, and by nobody later', async () => {
  let asked = 0;
  const ask = oncePerTurn(async () => ++asked);
  expect(await Promise.all([ask(), ask()])).toEqual([1, 1]);
  await turn();
  expect(await ask()).toBe(2);
});
