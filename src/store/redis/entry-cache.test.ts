/** What a process keeps of the log's lists, beside a list that others write to and remove from. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../../test/support/property.ts';
import { createEntryCache } from './entry-cache.ts';
import { itemBytes, lastStamp, packItems, stampIn } from './entry-lists.ts';
import type { Sought } from './find.ts';

const stampsIn = (items: Buffer) =>
  Array.from({ length: items.length / itemBytes }, (_, place) => stampIn(items, place));
const list = 'list';

/** As find.lua answers, a turn later. */
function server() {
  const stamps: number[] = [];
  let asked = 0;
  return {
    stamps,
    asked: () => asked,
    async find({ below, most, newerThan = -1 }: Sought): Promise<Buffer> {
      asked++;
      const isSame = newerThan >= 0 && (stamps.at(-1) ?? -1) <= newerThan;
      const found = isSame ? [] : stamps.filter((stamp) => stamp < below).slice(-most);
      await Promise.resolve();
      return packItems(found.map((stamp) => ({ stamp, kind: 7 })));
    },
  };
}

const below = fc.oneof(fc.constant(lastStamp), fc.integer({ min: 0, max: 200 }));
const ask = fc.record({ below, most: fc.integer({ min: 1, max: 12 }), allKnown: fc.boolean() });
const act = fc.oneof(
  { weight: 4, arbitrary: fc.array(ask, { minLength: 1, maxLength: 3 }).map((asks) => ({ asks })) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 15 }).map((added) => ({ added })) },
  fc.record({ removed: fc.array(fc.nat(200), { maxLength: 8 }), isTold: fc.boolean() }),
);

test('whatever was added and removed meanwhile, all that is there is found, and else only what was removed elsewhere', async () => {
  const acts = fc.array(act, { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(acts, fc.constantFrom(5, 20, 1000), async (all, mostKept) => {
      const { stamps, find } = server();
      const cache = createEntryCache(find, mostKept);
      const removed = new Set<number>();
      let newest = 0;
      for (const one of all) {
        if ('added' in one) for (let left = one.added; left > 0; left--) stamps.push(++newest);
        if ('removed' in one) {
          const gone = stamps.filter((stamp) => one.removed.includes(stamp));
          for (const stamp of gone) stamps.splice(stamps.indexOf(stamp), 1);
          if (one.isTold) cache.drop(list, gone);
          else for (const stamp of gone) removed.add(stamp);
        }
        if (!('asks' in one)) continue;
        const answers = one.asks.map((asked) => cache.find({ list, head: 0, ...asked }));
        for (const [place, items] of (await Promise.all(answers)).entries()) {
          const asked = one.asks[place] as (typeof one.asks)[number];
          const found = stampsIn(items);
          if (!asked.allKnown) expect(found.length).toBeLessThanOrEqual(asked.most);
          const from = found.length < asked.most ? 0 : (found[0] as number);
          const there = stamps.filter((stamp) => stamp >= from && stamp < asked.below);
          expect(found.filter((stamp) => !removed.has(stamp))).toEqual(there);
        }
      }
    }),
    runs(500),
  );
});

test('what was found does not change while others go on reading', async () => {
  const { stamps, find } = server();
  const cache = createEntryCache(find);
  stamps.push(1, 2, 3, 4);
  const ask = () => cache.find({ list, head: 0, below: lastStamp, most: 10 });
  await ask();
  const before = await cache.find({ list, head: 0, below: 5, most: 10 });
  stamps.splice(1, 1);
  stamps.push(5);
  expect(stampsIn(await ask())).toEqual([1, 3, 4, 5]);
  expect(stampsIn(before)).toEqual([1, 2, 3, 4]);
});

test('what was read is not asked for again but what was added, until it is said to be wrong', async () => {
  const { stamps, find, asked } = server();
  const cache = createEntryCache(find);
  for (let stamp = 1; stamp <= 5000; stamp++) stamps.push(stamp);
  const newestOf = async (below: number, most: number) => stampsIn(await cache.find({ list, head: 0, below, most }));
  expect(await newestOf(lastStamp, 100)).toHaveLength(100);
  // As much as was not read, and one piece of it more.
  expect(await newestOf(4901, 4096)).toHaveLength(4096);
  expect(await newestOf(4901, 6000)).toHaveLength(4900);
  expect(asked()).toBe(3);
  for (const most of [1, 1000, 9000]) expect(await newestOf(4000, most)).toHaveLength(Math.min(most, 3999));
  expect(asked()).toBe(3);
  for (let stamp = 5001; stamp <= 8000; stamp++) stamps.push(stamp);
  // A few, and by thousands what lies between them and what is known.
  expect(await newestOf(lastStamp, 4)).toEqual([7997, 7998, 7999, 8000]);
  expect(asked()).toBe(7);
  expect(await newestOf(8001, 9000)).toHaveLength(8000);
  expect(asked()).toBe(7);
  cache.forget(list);
  expect(await newestOf(8001, 9000)).toHaveLength(8000);
  expect(asked()).toBe(8);
});

test('what was asked for before all was said to be wrong is not kept', async () => {
  const { stamps, find } = server();
  const cache = createEntryCache(find);
  const ask = (below: number) => cache.find({ list, head: 0, below, most: 10 });
  stamps.push(1, 2, 9);
  const before = ask(lastStamp);
  cache.forget();
  expect(stampsIn(await before)).toEqual([1, 2, 9]);
  // What answers now has lost the newest, and gives an earlier stamp.
  stamps.splice(2, 1, 5);
  expect(stampsIn(await ask(9))).toEqual([1, 2, 5]);
});
