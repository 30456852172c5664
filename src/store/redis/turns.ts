/**
 * Steps of one customer, or of one address, within this process take turns, so that they do not undo each other's optimistic writes. Those that
 * wait are done together, by one read and one write for up to 32: the last of many is told soon, however far away the server is.
 */
import { monotonicMs } from '../../clock.ts';
import { StoreUnavailable } from '../../errors.ts';
import { randomFraction } from '../../ids.ts';
import type { Written } from '../store.ts';

export interface Turn<S> {
  readonly step: S;
  /** Nothing is written for it from then on (monotonic); undefined: it has the usual time once its turn comes, since to wait for others is no fault. */
  readonly untilMs: number | undefined;
  /** Takes note of what is to be acknowledged. */
  readonly written: Written | undefined;
}

export type Outcome = { readonly value: unknown } | { readonly error: unknown };

/**
 * Does the first of these, and as many of the others as can be, as one write that begins by `untilMs`.
 * @returns what became of each that was done; undefined where what was read had changed by then, and nothing was done
 */
export type Attempt<P, S> = (
  place: P,
  turns: readonly Turn<S>[],
  untilMs: number,
) => Promise<ReadonlyMap<Turn<S>, Outcome> | undefined>;

interface Waiting<S> extends Turn<S> {
  readonly sinceMs: number;
  /** Since when it is tried in vain. */
  beganMs?: number | undefined;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

const mostTogether = 32;

/**
 * @param usualMs for a write for which the caller names no deadline
 * @returns does a step when its turn comes; @throws what it throws, and StoreUnavailable
 */
export function createTurns<P, S>(
  nameOf: (place: P) => string,
  usualMs: number,
  attempt: Attempt<P, S>,
): (place: P, turn: Turn<S>) => Promise<unknown> {
  const queues = new Map<string, Waiting<S>[]>();

  const drain = async (place: P, name: string, queue: Waiting<S>[]): Promise<void> => {
    let most = mostTogether;
    let neededMs = 0;
    let isOut = false;
    for (let misses = 0; queue.length > 0; ) {
      const beganMs = monotonicMs();
      const untilOf = (turn: Waiting<S>) =>
        turn.untilMs ?? (isOut ? turn.sinceMs : (turn.beganMs ?? beganMs)) + usualMs;
      const [late, left] = parted(queue, (turn) => untilOf(turn) <= beganMs + neededMs);
      queue.splice(0, queue.length, ...left);
      for (const { reject } of late) reject(new StoreUnavailable('redis: no answer in time'));
      const some = queue.slice(0, most);
      if (some.length === 0) continue;
      for (const turn of some) turn.beganMs ??= beganMs;
      const untilMs = Math.min(...some.map(untilOf));
      try {
        const outcomes = await attempt(place, some, untilMs);
        if (outcomes) {
          misses = 0;
          isOut = false;
          for (const turn of some) turn.beganMs = undefined;
          if (neededMs > 0) neededMs = monotonicMs() - beganMs;
          const [done, others] = parted(queue, (turn) => outcomes.has(turn));
          queue.splice(0, queue.length, ...others);
          for (const turn of done) settle(turn, outcomes.get(turn) as Outcome);
          // Another process that writes in step with this one would be first every time.
        } else if (++misses > 2)
          await new Promise((resolve) => setTimeout(resolve, randomFraction() * Math.min(misses, 10)));
      } catch (error) {
        const isLate = error instanceof StoreUnavailable && !error.unknown && monotonicMs() >= untilMs;
        // The deadline of one is not that of the others; whoever has less time than this took is too late as well.
        if (isLate) neededMs = monotonicMs() - beganMs;
        // What fails of one is not to fail of all.
        else if (some.length > 1 && !(error instanceof StoreUnavailable)) most = 1;
        else {
          isOut = error instanceof StoreUnavailable;
          for (const { reject } of queue.splice(0, some.length)) reject(error);
        }
      }
    }
    queues.delete(name);
  };

  return (place, turn) =>
    new Promise((resolve, reject) => {
      const name = nameOf(place);
      const waiting = { ...turn, sinceMs: monotonicMs(), resolve, reject };
      const queue = queues.get(name);
      if (queue) {
        queue.push(waiting);
        return;
      }
      const begun = [waiting];
      queues.set(name, begun);
      void drain(place, name, begun);
    });
}

function settle<S>({ resolve, reject }: Waiting<S>, outcome: Outcome): void {
  if ('value' in outcome) resolve(outcome.value);
  else reject(outcome.error);
}

function parted<T>(list: readonly T[], isFirst: (one: T) => boolean): [T[], T[]] {
  return [list.filter(isFirst), list.filter((one) => !isFirst(one))];
}

/** A step could not follow those before it. */
class Stopped extends Error {
  readonly at: number;
  /** What it threw on the state as it was read. */
  readonly threw: { readonly error: unknown } | undefined;

  constructor(at: number, threw?: { readonly error: unknown }) {
    super('the step waits for those before it');
    this.at = at;
    this.threw = threw;
  }
}

/** A step asks for something that was not read yet: cold parts and requests of holds may be long, and none is read that is not asked for. */
export class Unread extends Error {}

/** A step asks for what cannot be compared in one write with what those before it asked for; it has changed nothing yet. */
export class Waits extends Error {}

/**
 * Runs steps one after the other on one state, each on what those before it made of it.
 * @param isNew whether a result has changed the state
 * @param fits false where a step must not be written together with those before it
 * @returns undefined for those that wait. @throws Unread once all have said what they ask for
 */
export function inOrder<S, R>(
  steps: readonly S[],
  run: (step: S) => R,
  isNew: (result: R) => boolean,
  fits: (result: R, before: readonly R[]) => boolean = () => true,
): (R | undefined)[] {
  const results: (R | undefined)[] = [];
  const done: R[] = [];
  let unread: Unread | undefined;
  for (const step of steps) {
    let result: R | undefined;
    try {
      result = run(step);
    } catch (error) {
      if (error instanceof Unread) unread = error;
      // What is half changed now is thrown away.
      else if (!(error instanceof Waits) && !unread)
        throw new Stopped(results.length, done.some(isNew) ? undefined : { error });
    }
    if (result && done.length > 0 && !unread && !fits(result, done)) throw new Stopped(results.length);
    results.push(result);
    if (result) done.push(result);
  }
  if (unread) throw unread;
  return results;
}

/**
 * Runs as many of these as can be written together, the first among them. One that throws may have left the state half changed: it is taken out,
 * and the others run on the state as it was read; what it threw stands only where nothing before it had changed anything, else its turn and that
 * of those behind it comes again.
 * @param run runs these steps by `inOrder`; called with none where each one throws
 */
export async function asManyAsFit<S, R, T>(
  turns: readonly Turn<S>[],
  run: (steps: readonly S[]) => Promise<T & { readonly results: readonly (R | undefined)[] }>,
): Promise<{
  readonly ran: T;
  /** Those that are to be written. */
  readonly did: readonly { readonly turn: Turn<S>; readonly result: R }[];
  readonly threw: ReadonlyMap<Turn<S>, Outcome>;
}> {
  let left = turns;
  const threw = new Map<Turn<S>, Outcome>();
  for (;;) {
    try {
      const ran = await run(left.map(({ step }) => step));
      const did = left.flatMap((turn, at) => {
        const result = ran.results[at];
        return result === undefined ? [] : [{ turn, result }];
      });
      return { ran, did, threw };
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
      const { at } = error;
      if (error.threw) threw.set(left[at] as Turn<S>, error.threw);
      left = error.threw ? left.toSpliced(at, 1) : left.slice(0, at);
    }
  }
}
