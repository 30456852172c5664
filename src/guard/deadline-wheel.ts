/**
 * Tells whoever waits that their time is over, with one timer for all of them: those whose instants lie within the same 10 ms stand together, and
 * are told at the beginning of these. To wait and to stop waiting costs no timer, which a question that is answered in time would pay twice.
 */
import { monotonicMs } from '../clock.ts';

const tickMs = 10;

const slots = new Map<number, Set<() => void>>();
let count = 0;
let timer: NodeJS.Timeout | undefined;
let timerTick = Number.POSITIVE_INFINITY;

/**
 * @param untilMs monotonic; one that has passed is told at the next turn of the timers
 * @returns stops waiting; does nothing once it was told
 */
export function waitUntil(untilMs: number, tell: () => void): () => void {
  const tick = Math.floor(untilMs / tickMs);
  const slot = slots.get(tick) ?? new Set();
  slots.set(tick, slot.add(tell));
  if (tick < timerTick) wakeAt(tick);
  if (count++ === 0) timer?.ref();
  return () => {
    // Nobody's process is kept alive by a timer that nobody waits for.
    if (slot.delete(tell) && --count === 0) timer?.unref();
  };
}

function wakeAt(tick: number): void {
  clearTimeout(timer);
  timerTick = tick;
  timer = setTimeout(wake, Math.max(1, tick * tickMs - monotonicMs()));
  if (count === 0) timer.unref();
}

function wake(): void {
  const nowTick = Math.floor(monotonicMs() / tickMs);
  let next = Number.POSITIVE_INFINITY;
  const told: (() => void)[] = [];
  for (const [tick, slot] of slots) {
    if (tick <= nowTick || slot.size === 0) {
      slots.delete(tick);
      told.push(...slot);
      count -= slot.size;
      slot.clear();
    } else next = Math.min(next, tick);
  }
  timerTick = Number.POSITIVE_INFINITY;
  timer = undefined;
  if (next !== Number.POSITIVE_INFINITY) wakeAt(next);
  for (const tell of told) tell();
}
