/** The only source of time. Tests and simulation pass their own. */
export interface WallClock {
  nowMs(): number;
}

export const systemClock: WallClock = { nowMs: () => Date.now() };

/** A clock that stands still until it is set; for tests, policy tests and simulation. */
export function manualClock(startMs: number): WallClock & { set(ms: number): void; advance(ms: number): void } {
  let now = startMs;
  return {
    nowMs: () => now,
    set(ms) {
      now = ms;
    },
    advance(ms) {
      now += ms;
    },
  };
}

/** Monotonic milliseconds, for durations and deadlines. */
export function monotonicMs(): number {
  return performance.now();
}
