/** Entries of many lists in one order: of each list no more is looked at than may still come before what is asked for. */
import type { Pace } from '../../pace.ts';
import type { Hit } from './entry-item.ts';

/** One bucket's entries in their order, as far as they were read. */
export interface Stream<T extends Hit> {
  /** 1: newest first, -1: oldest first. */
  readonly sign: 1 | -1;
  /** Looks on in what was read, a few items at a time. @returns undefined: that was all */
  look(): Looked<T> | undefined;
  /** Asks the store for what `look` did not have. */
  readOn(): Promise<void>;
}

export interface Looked<T> {
  /** Of the hit; else all that is still to come lies here or beyond. */
  readonly stamp: number;
  readonly hit?: T;
  /** The store must be asked before it can look on. */
  readonly isUnread?: boolean;
}

export interface Asking {
  readonly signal?: AbortSignal | undefined;
  readonly pace?: Pace | undefined;
}

interface Head<T extends Hit> {
  readonly stream: Stream<T>;
  /** Of two with one stamp the earlier stream comes first. */
  readonly place: number;
  looked: Looked<T>;
}

/** Streams that the store is asked for at once: first, when little of each comes, and later. */
const firstTogether = 64;
const readTogether = 32;
/** Looks between two questions whether it is time to rest. */
const looksAtOnce = 32;

/** Entries of all streams in one order. */
export async function* merge<T extends Hit>(
  streams: readonly Stream<T>[],
  { signal, pace }: Asking = {},
): AsyncGenerator<T> {
  const sign = streams[0]?.sign ?? 1;
  const isBefore = (one: Head<T>, other: Head<T>): boolean =>
    one.looked.stamp === other.looked.stamp
      ? one.place < other.place
      : (one.looked.stamp - other.looked.stamp) * sign > 0;
  const readOn = async (some: readonly Head<T>[]): Promise<void> => {
    signal?.throwIfAborted();
    await Promise.all(some.map(({ stream }) => stream.readOn()));
    for (const head of some) head.looked = { stamp: head.looked.stamp };
    await pace?.rest();
  };
  const heads = streams.map((stream, place): Head<T> => {
    return { stream, place, looked: { stamp: sign * Number.POSITIVE_INFINITY } };
  });
  for (let from = 0; from < heads.length; from += firstTogether) await readOn(heads.slice(from, from + firstTogether));
  // A heap from here on: whoever stands first comes before all others.
  for (let looks = 1; ; looks++) {
    const [first] = heads;
    if (first === undefined) return;
    if (first.looked.isUnread) {
      const unread = heads.filter(({ looked }) => looked.isUnread).sort((a, b) => (isBefore(a, b) ? -1 : 1));
      await readOn(unread.slice(0, readTogether));
    }
    if (first.looked.hit) yield first.looked.hit;
    const looked = first.stream.look();
    const last = looked ? first : heads.pop();
    if (looked) first.looked = looked;
    if (last && heads.length > 0) sink(heads, last, isBefore);
    if (looks % looksAtOnce > 0) continue;
    signal?.throwIfAborted();
    await pace?.rest();
  }
}

/** Puts one into a heap whose first place is free. */
function sink<T>(heap: T[], one: T, isBefore: (one: T, other: T) => boolean): void {
  for (let place = 0; ; ) {
    let under = 2 * place + 1;
    let next = heap[under];
    const other = heap[under + 1];
    if (next !== undefined && other !== undefined && isBefore(other, next)) {
      next = other;
      under++;
    }
    if (next === undefined || isBefore(one, next)) {
      heap[place] = one;
      return;
    }
    heap[place] = next;
    place = under;
  }
}

/** The next of them, fewer where those were all. */
export async function take<T>(all: AsyncIterator<T>, most: number): Promise<T[]> {
  const taken: T[] = [];
  while (taken.length < most) {
    const { value, done } = await all.next();
    if (done) break;
    taken.push(value);
  }
  return taken;
}
