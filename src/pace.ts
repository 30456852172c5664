/**
 * Work that can wait beside decisions that cannot: it goes in short slices, and while decisions are made it rests between them, many times as long.
 * So it takes an eighth of a core, and a decision that comes meanwhile waits for one slice at most.
 */
import { constants, getPriority, setPriority } from 'node:os';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { monotonicMs } from './clock.ts';

/** How long such work goes on before it rests. */
export const sliceMs = 0.3;
const restMs = 2;
/** Whoever asked a moment ago will ask again. */
const underWayMs = 1000;

/** Whether this process decides at the time. */
export interface Traffic {
  /** A decision is asked for. */
  passes(): void;
  isUnderWay(): boolean;
}

export function createTraffic(nowMs: () => number = monotonicMs): Traffic {
  let lastMs = Number.NEGATIVE_INFINITY;
  return {
    passes() {
      lastMs = nowMs();
    },
    isUnderWay: () => nowMs() - lastMs < underWayMs,
  };
}

const { PRIORITY_BELOW_NORMAL: behindOthers } = constants.priority;

/**
 * In a thread of its own: from now on others go first on the processors, and where these are full a tenth of one is left to it. Linux knows each
 * thread by itself; elsewhere it would be the whole process.
 */
export function makeWay(): void {
  if (process.platform === 'linux' && getPriority() < behindOthers) setPriority(behindOthers);
}

/** @returns how long to rest after a slice, `mostMs` in all */
export function createRests(mostMs: number, eachMs = restMs): () => number {
  let leftMs = mostMs;
  return () => {
    const nowMs = Math.min(eachMs, leftMs);
    leftMs -= nowMs;
    return nowMs;
  };
}

export interface Pace {
  /** Between two pieces of work: goes on at once within a slice, else once others had their turn. */
  rest(): Promise<void>;
  /** What a thread that does a part of the work may rest in all. */
  restsMs(): number;
}

export interface PaceOptions {
  readonly traffic: Traffic;
  /** What all rests together may add. */
  readonly mostMs: number;
  readonly nowMs?: () => number;
  /** 0: others have their turn. */
  readonly pauseMs?: (ms: number) => Promise<unknown>;
}

const pause = (ms: number): Promise<unknown> => (ms > 0 ? sleep(ms) : nextTurn());

export function createPace({ traffic, mostMs, nowMs = monotonicMs, pauseMs = pause }: PaceOptions): Pace {
  const rests = createRests(mostMs);
  let sinceMs = nowMs();
  return {
    async rest() {
      if (nowMs() - sinceMs < sliceMs) return;
      await pauseMs(traffic.isUnderWay() ? rests() : 0);
      sinceMs = nowMs();
    },
    restsMs: () => (traffic.isUnderWay() ? mostMs : 0),
  };
}
