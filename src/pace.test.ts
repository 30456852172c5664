import { describe, expect, test } from 'vitest';
import { createPace, createTraffic } from './pace.ts';

/** Work of so many milliseconds a piece, on a clock that goes on by work and by rests alone. */
async function run(pieces: number, pieceMs: number, { mostMs = 1000, isBusy = true } = {}) {
  let nowMs = 0;
  const rests: { readonly afterMs: number; readonly restMs: number }[] = [];
  let sinceMs = 0;
  const pace = createPace({
    traffic: { passes() {}, isUnderWay: () => isBusy },
    mostMs,
    nowMs: () => nowMs,
    async pauseMs(ms) {
      rests.push({ afterMs: nowMs - sinceMs, restMs: ms });
      nowMs += ms;
      sinceMs = nowMs;
    },
  });
  for (let piece = 0; piece < pieces; piece++) {
    nowMs += pieceMs;
    await pace.rest();
  }
  return { rests, restsMs: pace.restsMs(), restedMs: rests.reduce((sum, { restMs }) => sum + restMs, 0) };
}

describe('work that can wait', () => {
  test('beside decisions goes on for a third of a millisecond and rests for two', async () => {
    const { rests, restedMs } = await run(100, 0.25);
    expect(rests).toEqual(Array(50).fill({ afterMs: 0.5, restMs: 2 }));
    expect(restedMs).toBe(100);
  });

  test('rests no longer after a piece that took long', async () => {
    const { rests } = await run(2, 50);
    expect(rests.map(({ restMs }) => restMs)).toEqual([2, 2]);
  });

  test('is late by no more than it may be, and lets others have their turn all the same', async () => {
    const { rests, restedMs } = await run(100, 1, { mostMs: 10 });
    expect(restedMs).toBe(10);
    expect(rests.map(({ afterMs }) => afterMs)).toEqual(Array(100).fill(1));
  });

  test('rests where no decision is under way no more than one turn of the others', async () => {
    const { rests, restsMs } = await run(8, 0.5, { isBusy: false });
    expect(rests).toEqual(Array(8).fill({ afterMs: 0.5, restMs: 0 }));
    expect(restsMs).toBe(0);
  });
});

test('decisions are under way for a second after one was asked for', () => {
  let nowMs = 0;
  const traffic = createTraffic(() => nowMs);
  expect(traffic.isUnderWay()).toBe(false);
  traffic.passes();
  nowMs = 999;
  expect(traffic.isUnderWay()).toBe(true);
  nowMs = 1000;
  expect(traffic.isUnderWay()).toBe(false);
});
