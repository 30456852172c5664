import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { oncePerTurn, readTogether } from './together.ts';

test('what is asked for in one turn is read by few commands, and each is given its own values', async () => {
  const commands: (readonly string[])[] = [];
  const read = readTogether(async (keys) => {
    commands.push(keys);
    return { nowMs: commands.length, values: keys.map((key) => `of ${key}`) };
  });
  const asks = Array.from({ length: 40 }, (_, place) => [`hot ${place}`, `cold ${place}`].slice(0, 1 + (place % 2)));
  const answers = await Promise.all(asks.map((keys) => read(keys)));
  expect(answers.map(({ values }) => values)).toEqual(asks.map((keys) => keys.map((key) => `of ${key}`)));
  expect(commands.length).toBe(2);

  await read(['later']);
  expect(commands.at(-1)).toEqual(['later']);
});

test('a command that fails fails for all who asked by it, and for nobody else', async () => {
  let isAway = true;
  const read = readTogether(async (keys) => {
    if (isAway) throw new Error('away');
    return { nowMs: 0, values: keys };
  });
  const results = await Promise.allSettled([read(['a']), read(['b'])]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  isAway = false;
  expect((await read(['a'])).values).toEqual(['a']);
});

test('an answer is shared by those who ask before the question goes out, and by nobody later', async () => {
  let asked = 0;
  const ask = oncePerTurn(async () => ++asked);
  expect(await Promise.all([ask(), ask()])).toEqual([1, 1]);
  await turn();
  expect(await ask()).toBe(2);
});
