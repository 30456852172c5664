import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { monotonicMs } from '../../clock.ts';
import { StoreUnavailable } from '../../errors.ts';
import { type Attempt, asManyAsFit, createTurns, inOrder, type Turn, Unread, Waits } from './turns.ts';

const usualMs = 200;
const turnOf = <S>(step: S, untilMs?: number): Turn<S> => ({ step, untilMs, written: undefined });
const told = async (asked: readonly Promise<unknown>[]): Promise<unknown[]> =>
  (await Promise.allSettled(asked)).map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason)));
const asks = <S>(attempt: Attempt<string, S>) => createTurns((place: string) => place, usualMs, attempt);
/** What became of steps that are told themselves. */
const same = <S>(turns: readonly Turn<S>[]) => new Map(turns.map((turn) => [turn, { value: turn.step }]));
const late = 'StoreUnavailable: redis: no answer in time';

test('who waits while one is written goes with the others, at most 32 by one write, and each place has its own turns', async () => {
  const calls: string[] = [];
  const ask = asks<number>(async (place, turns) => {
    calls.push(`${place}${turns.length}`);
    await sleep(1);
    return same(turns);
  });
  const values = await told([
    ...Array.from({ length: 50 }, (_, step) => ask('a', turnOf(step))),
    ...Array.from({ length: 3 }, (_, step) => ask('b', turnOf(step))),
  ]);
  expect(values).toEqual([...Array.from({ length: 50 }, (_, step) => step), 0, 1, 2]);
  expect(calls.sort()).toEqual(['a1', 'a17', 'a32', 'b1', 'b2']);
});

test('what changed in between is tried again, and nobody is told twice or left out', async () => {
  let tries = 0;
  const ask = asks<number>(async (_place, turns) => {
    await sleep(1);
    return ++tries % 2 ? undefined : same(turns.filter((_, place) => place % 2 === 0));
  });
  expect(await told(Array.from({ length: 8 }, (_, step) => ask('a', turnOf(step))))).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

test('one whose deadline comes is told so, and the others are written all the same', async () => {
  const ask = asks<string>(async (_place, turns, untilMs) => {
    await sleep(20);
    if (monotonicMs() >= untilMs) throw new StoreUnavailable('redis: no answer in time');
    return same(turns);
  });
  const inMs = (ms: number) => monotonicMs() + ms;
  const answers = told([
    ask('a', turnOf('first', inMs(1000))),
    ask('a', turnOf('hurried', inMs(30))),
    ask('a', turnOf('other', inMs(1000))),
  ]);
  expect(await answers).toEqual(['first', late, 'other']);
});

test('who has less time than a write takes is told at once, and takes no time from those who have more', async () => {
  const ask = asks<string>(async (_place, turns, untilMs) => {
    await sleep(20);
    if (monotonicMs() >= untilMs) throw new StoreUnavailable('redis: no answer in time');
    return same(turns);
  });
  const inMs = (ms: number) => monotonicMs() + ms;
  const first = ask('a', turnOf('first', inMs(5000)));
  const hurried = Array.from({ length: 20 }, (_, at) => ask('a', turnOf(`hurried ${at}`, inMs(30 + 20 * at))));
  const answers = await told([first, ...hurried]);
  expect(answers.at(1)).toBe(late);
  expect(answers.slice(-5)).toEqual([15, 16, 17, 18, 19].map((at) => `hurried ${at}`));
});

test('of a write that took long nobody is held to be late once others are quick again', async () => {
  let slow = false;
  const ask = asks<string>(async (_place, turns, untilMs) => {
    await sleep(slow ? 300 : 1);
    if (monotonicMs() >= untilMs) throw new StoreUnavailable('redis: no answer in time');
    return same(turns.slice(0, 1));
  });
  const inMs = (ms: number) => monotonicMs() + ms;
  const first = ask('a', turnOf('first', inMs(5000)));
  slow = true;
  const hurried = ask('a', turnOf('hurried', inMs(50)));
  const others = Array.from({ length: 5 }, (_, step) => ask('a', turnOf(`other ${step}`, inMs(5000))));
  expect(await told([first, hurried])).toEqual(['first', late]);
  slow = false;
  await others[0];
  const soon = ask('a', turnOf('soon', inMs(200)));
  expect(await told([...others.slice(1), soon])).toEqual(['other 1', 'other 2', 'other 3', 'other 4', 'soon']);
});

test('once the store has answered again, who names no deadline waits as long as ever', async () => {
  let tries = 0;
  const ask = asks<number>(async (_place, turns) => {
    await sleep(30);
    if (++tries === 2) throw new StoreUnavailable('redis: away', { unknown: true });
    return same(turns.slice(0, 1));
  });
  const first = told(Array.from({ length: 2 }, (_, step) => ask('a', turnOf(step))));
  await sleep(45);
  // The one that fails is under way: these come behind it.
  const others = Array.from({ length: 12 }, (_, step) => step);
  expect(await told(others.map((step) => ask('a', turnOf(step))))).toEqual(others);
  expect(await first).toEqual([0, 'StoreUnavailable: redis: away']);
});

test('who names no deadline waits for as long as others are written, and no longer than usual where nobody is', async () => {
  let isAway = false;
  const ask = asks<number>(async (_place, turns) => {
    await sleep(isAway ? usualMs : 30);
    if (isAway) throw new StoreUnavailable('redis: away', { unknown: true });
    return same(turns.slice(0, 1));
  });
  const all = Array.from({ length: 12 }, (_, step) => step);
  expect(await told(all.map((step) => ask('a', turnOf(step))))).toEqual(all);
  isAway = true;
  const beganMs = monotonicMs();
  const answers = await told(Array.from({ length: 80 }, (_, step) => ask('a', turnOf(step))));
  expect(new Set(answers)).toEqual(new Set(['StoreUnavailable: redis: away', late]));
  expect(monotonicMs() - beganMs).toBeLessThan(3 * usualMs);
});

test('what one breaks fails for that one alone', async () => {
  const ask = asks<number>(async (_place, turns) => {
    await sleep(1);
    if (turns.some(({ step }) => step === 3)) throw new RangeError('three');
    return same(turns);
  });
  const all = Array.from({ length: 6 }, (_, step) => step);
  expect(await told(all.map((step) => ask('a', turnOf(step))))).toEqual([0, 1, 2, 'RangeError: three', 4, 5]);
});

/**
 * Steps that add to a number that is 0 as it was read. NaN throws half-way, 100 waits for another write.
 * @returns what is written, and what each is told; undefined: its turn comes again
 */
async function sums(
  steps: readonly number[],
  fits?: (result: { sum: number }) => boolean,
): Promise<[written: number, told: unknown[]]> {
  const turns = steps.map((step) => turnOf(step));
  const { ran, did, threw } = await asManyAsFit(turns, async (some) => {
    const state = { sum: 0 };
    const run = (step: number) => {
      if (step === 100) throw new Waits();
      state.sum += Number.isNaN(step) ? 1000 : step;
      if (Number.isNaN(step)) throw new Error(`at ${state.sum}`);
      return { sum: state.sum };
    };
    return { state, results: inOrder(some, run, ({ sum }) => sum > 0, fits) };
  });
  const values = new Map(did.map(({ turn, result }) => [turn, result.sum]));
  const errors = new Map([...threw].map(([turn, one]) => [turn, 'error' in one ? String(one.error) : '']));
  return [ran.state.sum, turns.map((turn) => values.get(turn) ?? errors.get(turn))];
}

test('each step sees what those before it made, and one that throws leaves nothing', async () => {
  expect(await sums([1, 2, 3])).toEqual([6, [1, 3, 6]]);
  // What it threw is of the state as it was read, so it stands.
  expect(await sums([Number.NaN, 0, Number.NaN, 5])).toEqual([5, ['Error: at 1000', 0, 'Error: at 1000', 5]]);
  // Those before it are written first, and its turn comes again.
  expect(await sums([1, 2, Number.NaN, 4])).toEqual([3, [1, 3, undefined, undefined]]);
  expect(await sums([Number.NaN])).toEqual([0, ['Error: at 1000']]);
});

test('a step that does not fit those before it waits for them, and one that waits lets others by', async () => {
  expect(await sums([1, 2, 3], ({ sum }) => sum < 6)).toEqual([3, [1, 3, undefined]]);
  expect(await sums([1, 2, 3], () => false)).toEqual([1, [1, undefined, undefined]]);
  expect(await sums([1, 100, 3])).toEqual([4, [1, undefined, 4]]);
});

test('what several steps ask for is asked for at once', async () => {
  const read = new Set<string>();
  let reads = 0;
  for (;;) {
    const asked: string[] = [];
    const run = (name: string) => {
      if (read.has(name)) return name;
      asked.push(name);
      throw new Unread();
    };
    try {
      expect(inOrder(['a', 'b', 'c'], run, () => true)).toEqual(['a', 'b', 'c']);
      break;
    } catch (error) {
      if (!(error instanceof Unread)) throw error;
      for (const name of asked) read.add(name);
      reads++;
    }
  }
  expect(reads).toBe(1);
});

test('what a step throws while one before it still asks for something is of a state that never was', async () => {
  let isRead = false;
  const turns = ['first', 'second'].map((step) => turnOf(step));
  const { did, threw } = await asManyAsFit(turns, async (some) => {
    for (;;) {
      let isThere = false;
      const run = (step: string) => {
        if (step === 'first' && !isRead) throw new Unread();
        if (step === 'first') isThere = true;
        if (!isThere) throw new Error('the first is not there');
        return step;
      };
      try {
        return { results: inOrder(some, run, () => true) };
      } catch (error) {
        if (!(error instanceof Unread)) throw error;
        isRead = true;
      }
    }
  });
  expect([did.map(({ result }) => result), threw.size]).toEqual([['first', 'second'], 0]);
});
