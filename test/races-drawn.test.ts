/**
 * Sets of two or three out of all that can be asked, after whatever may have happened before, drawn; of each, orders of their commands, drawn
 * too, with one process that may be killed between any two. `PROPERTY_RUNS` and `PROPERTY_SEED` as in every property test.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { runs } from './support/property.ts';
import { befores, partsAfter, raceOf } from './support/races/catalogue.ts';
import { kindsOfStage, openStageOn } from './support/races/open.ts';
import type { Stage } from './support/races/stage.ts';

const ordersOfEach = 4;

const drawn = fc.constantFrom(...Object.keys(befores)).chain((before) =>
  fc.record({
    before: fc.constant(before),
    at: fc.array(fc.constantFrom(...partsAfter(before)), { minLength: 2, maxLength: 3 }),
    killAfter: fc.option(fc.nat(12), { nil: undefined, freq: 2 }),
    lanes: fc.infiniteStream(fc.nat(5)),
  }),
);

describe.each(kindsOfStage)('%s', (kind) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStageOn(kind);
  });
  afterAll(() => stage.close());

  test('whatever meets whatever, what was answered agrees with some order of the questions', {
    timeout: 36_000_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(drawn, async ({ before, at, killAfter, lanes }) => {
        const race = { ...raceOf(before, at), ...(killAfter === undefined ? {} : { killAfter }) };
        const drawBelow = (bound: number): number => Number(lanes.next().value) % Math.max(bound, 1);
        await stage.walk(race, { drawn: { orders: ordersOfEach, drawBelow } });
      }),
      runs(15),
    );
  });
});
