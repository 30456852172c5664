/** What a query finds in the log's lists, beside all of their items looked at one by one. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../../test/support/property.ts';
import { everyEntry } from '../../../test/support/world.ts';
import { createEntryCache } from './entry-cache.ts';
import type { Hit } from './entry-item.ts';
import type { KeptKind } from './entry-kinds.ts';
import { itemBytes, kindIn, packItems, placeOf } from './entry-lists.ts';
import { merge, take } from './entry-merge.ts';
import { createSieve } from './entry-sieve.ts';
import { createEntryStreams } from './entry-streams.ts';
import type { Sought } from './find.ts';
import { createKeys } from './keys.ts';

const keys = createKeys('test');
const callers = ['a', 'b', 'c', 'gone'];
const kindNumber = (caller: string) => 2 ** 47 + callers.indexOf(caller) * 2 ** 32 + 7;

interface Entry extends Hit {
  readonly caller: string;
}

/** A server with these entries, and a process that reads it; the kind of `gone` cannot be learnt. */
function reader(entries: readonly Entry[], mostKept: number) {
  const lists = new Map<string, Buffer>();
  for (const [bucket, some] of Map.groupBy(entries, (entry) => entry.bucket))
    lists.set(keys.all(bucket), packItems(some.map(({ stamp, caller }) => ({ stamp, kind: kindNumber(caller) }))));
  const learnt = new Map<number, KeptKind>();
  const cache = createEntryCache(async ({ list, below, most }: Sought) => {
    const items = lists.get(list) ?? Buffer.alloc(0);
    const end = placeOf(items, below);
    return items.subarray(Math.max(0, end - most) * itemBytes, end * itemBytes);
  }, mostKept);
  return createEntryStreams(keys, cache.find, {
    isDamaged: () => false,
    of: (number) => learnt.get(number),
    async learn(items) {
      for (let place = 0; place < items.length / itemBytes; place++) {
        const caller = callers.find((one) => kindNumber(one) === kindIn(items, place)) as string;
        const kind = { allowed: false, channel: 'sms', purpose: 'service', caller, tags: [], keptMs: 1 };
        if (caller !== 'gone') learnt.set(kindNumber(caller), kind);
      }
    },
  });
}

const entries = fc.uniqueArray(fc.nat(3_000_000), { maxLength: 3000, minLength: 0, size: 'max' }).map((stamps) =>
  stamps
    .sort((a, b) => a - b)
    .map(
      (stamp): Entry => ({
        stamp,
        bucket: stamp % 5,
        caller: callers[stamp % 17 === 0 ? 0 : 1 + (stamp % 3)] ?? 'a',
      }),
    ),
);
const ms = fc.option(fc.nat(12_000), { nil: undefined });
const question = fc.record({
  caller: fc.constantFrom(undefined, 'a', 'b', 'c', 'nobody'),
  fromMs: ms,
  toMs: ms,
  limit: fc.constantFrom(1, 100, 5000),
});

test('a query finds the newest of the span that are asked for, in their order, whatever of the lists is known', async () => {
  await fc.assert(
    fc.asyncProperty(
      entries,
      fc.constantFrom(50, 10_000),
      fc.array(question, { maxLength: 4 }),
      async (all, most, asked) => {
        const { streamsFor } = reader(all, most);
        for (const { limit, ...span } of asked) {
          const found = await take(merge(streamsFor({ ...everyEntry, ...span }, limit, undefined)), limit);
          const { caller, fromMs = 0, toMs = Number.POSITIVE_INFINITY } = span;
          const wanted = all
            .filter((one) => caller === undefined || one.caller === caller)
            .filter(({ stamp }) => stamp >= fromMs * 256 && stamp < toMs * 256)
            .map(({ stamp, bucket }) => ({ stamp, bucket }))
            .toReversed();
          expect(found).toEqual(wanted.slice(0, limit));
        }
      },
    ),
    runs(60),
  );
});

test('where all that is asked for lies in one list, the others are looked at as far back as what is shown, and no further', async () => {
  const all = Array.from({ length: 20_000 }, (_, stamp): Entry => {
    const bucket = stamp % 5;
    return { stamp, bucket, caller: bucket === 0 ? 'a' : 'b' };
  });
  const { streamsFor } = reader(all, 10_000);
  const asked = (caller: string) => streamsFor({ ...everyEntry, caller }, 200, undefined).slice(0, 5);
  // From here on all lists are known.
  expect(await take(merge(asked('nobody')), 1)).toEqual([]);
  const streams = asked('a');
  const shown = await take(merge(streams), 200);
  expect(shown.at(-1)).toEqual({ stamp: 19_000, bucket: 0 });
  for (const stream of streams) expect(stream.look()?.stamp).toBeGreaterThan(16_500);
});

test('of many kinds each that is not asked for is judged once, and as its number says', () => {
  const numbers = Array.from({ length: 5000 }, (_, at) => (Math.imul(at, 2_654_435_761) >>> 0) * 2 ** 16 + (at % 3));
  const items = packItems(numbers.map((kind, stamp) => ({ stamp, kind })));
  const isWanted = (kind: number) => kind % 3 === 0;
  let judged = 0;
  const { passOver } = createSieve((kind) => {
    if (!isWanted(kind)) judged++;
    return isWanted(kind);
  });
  for (let round = 0; round < 2; round++) {
    const found: number[] = [];
    for (let left = numbers.length; left > 0; left--) {
      left = passOver(items, left, 0);
      if (left > 0) found.push(kindIn(items, left - 1));
    }
    expect(found).toEqual(numbers.filter(isWanted).toReversed());
  }
  expect(judged).toBe(new Set(numbers.filter((kind) => !isWanted(kind))).size);
  expect(
    passOver(
      packItems([
        { stamp: 1, kind: 1 },
        { stamp: 2, kind: 4 },
      ]),
      2,
      1,
    ),
  ).toBe(1);
  let isKnown = false;
  const learning = createSieve(() => (isKnown ? false : undefined));
  expect(learning.passOver(items, 2, 0)).toBe(2);
  isKnown = true;
  expect(learning.passOver(items, 2, 0)).toBe(0);
});
