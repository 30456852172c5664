/** What is asked in one turn of the event loop goes out together: a command costs more than most of what is asked in it. */
import { monotonicMs } from '../../clock.ts';
import { deadlines } from '../../deadlines.ts';

/** One who asks, and waits. */
export interface Waiting<A, R> {
  readonly ask: A;
  resolve(reply: R): void;
  reject(error: unknown): void;
}

/** In place of a reply: asked once more, by the next call. */
export const again = Symbol('again');

interface Together<A, R, G> {
  /** Of one call: whoever answers does nothing else meanwhile. */
  readonly most: number;
  /** Which may go by one call, and what `send` must know of them; absent: all may. */
  readonly groups?: (all: readonly Waiting<A, R>[]) => Iterable<readonly [G, readonly Waiting<A, R>[]]>;
  /** One call. @returns a reply for each, in their order; an error is of that one alone, what is thrown of them all */
  readonly send: (asks: readonly A[], group: G) => Promise<readonly (R | Error | typeof again)[]>;
  /** When the calls of a turn go out. */
  readonly tick?: (flush: () => void) => void;
  /** What fills a call goes out at once, while others of its turn are still on their way; for calls without groups: all that waits is counted. */
  readonly early?: boolean;
}

/** @returns asks for one thing, together with whoever asks in the same turn */
export function together<A, R, G = undefined>({
  most,
  groups = (all) => [[undefined as G, all]],
  send,
  tick = process.nextTick,
  early = false,
}: Together<A, R, G>): (ask: A) => Promise<R> {
  let waiting: Waiting<A, R>[] = [];

  const add = (one: Waiting<A, R>): void => {
    if (waiting.length === 0) tick(flush);
    waiting.push(one);
    if (early && waiting.length === most) flush();
  };

  const call = async (some: readonly Waiting<A, R>[], group: G): Promise<void> => {
    try {
      const asks = some.map(({ ask }) => ask);
      const replies = await send(asks, group);
      some.forEach((one, place) => {
        const reply = replies[place];
        if (reply === again) add(one);
        else if (reply instanceof Error) one.reject(reply);
        else one.resolve(reply as R);
      });
    } catch (error) {
      for (const { reject } of some) reject(error);
    }
  };

  const flush = (): void => {
    const all = waiting;
    waiting = [];
    for (const [group, those] of groups(all))
      for (let from = 0; from < those.length; from += most) void call(those.slice(from, from + most), group);
  };

  return (ask) => new Promise((resolve, reject) => add({ ask, resolve, reject }));
}

interface Dated {
  /** Nothing is written for it from then on (monotonic). */
  readonly untilMs: number;
}

/** Until when a call for all of these may begin to write (monotonic); one with less time than that is told apart by `earlierMs`. */
export function callUntilMs(asks: readonly Dated[]): number {
  return Math.min(Math.max(...asks.map(({ untilMs }) => untilMs)), monotonicMs() + deadlines.commandMs);
}

/** By how many whole milliseconds one's deadline comes before its call's. */
export function earlierMs({ untilMs }: Dated, callMs: number): number {
  return Math.max(0, Math.ceil(callMs - untilMs));
}

/**
 * Reads the keys of several who ask in one turn by one command.
 * @param read all keys at one instant
 * @param sendNow lets go out what was read for at the end of a turn
 */
export function readTogether<V>(
  read: (keys: readonly string[]) => Promise<{ readonly nowMs: number; readonly values: readonly V[] }>,
  sendNow: () => void,
): (keys: readonly string[]) => Promise<{ nowMs: number; values: V[] }> {
  return together({
    most: 32,
    async send(asks: readonly (readonly string[])[]) {
      const { nowMs, values } = await read(asks.flat());
      const left = [...values];
      return asks.map(({ length }) => ({ nowMs, values: left.splice(0, length) }));
    },
    tick: (flush) =>
      setImmediate(() => {
        flush();
        sendNow();
      }),
  });
}

/** Shares the answer among those who ask before it goes out. */
export function oncePerTurn<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined;
  return () => {
    if (asked === undefined) {
      // By the end of the turn at the latest (client.ts): whoever asks in it had arrived before it went out.
      process.nextTick(() => {
        asked = undefined;
      });
      asked = ask();
    }
    return asked;
  };
}
