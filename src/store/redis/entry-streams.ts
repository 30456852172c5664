/** Entries of the log as a query walks them: of each bucket the newest that fit, a piece at a time, and the buckets merged. */

import type { Pace } from '../../pace.ts';
import { fitsKind } from '../entry-kind.ts';
import type { EntryFilter } from '../store.ts';
import type { EntryCache } from './entry-cache.ts';
import type { Item } from './entry-item.ts';
import type { EntryKinds } from './entry-kinds.ts';
import { itemBytes, keyLength, lastStamp, placeOf, stampAt, stampIn } from './entry-lists.ts';
import { createSieve, type Sieve } from './entry-sieve.ts';
import type { Sought } from './find.ts';
import { bucketOf, buckets, type Keys } from './keys.ts';

export type Hit = Pick<Item, 'stamp' | 'bucket'>;

/** One bucket's entries, a piece at a time. */
export interface Stream<T extends Hit> {
  /** 1: newest first, -1: oldest first. */
  readonly sign: 1 | -1;
  next(): Promise<Piece<T>>;
}

export interface Piece<T> {
  readonly items: readonly T[];
  /** How far it was looked: all that is still to come lies beyond this stamp. Undefined: that was all. */
  readonly bound: number | undefined;
}

export interface Asking {
  readonly sieve?: Sieve | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly pace?: Pace | undefined;
}

type Span = Pick<Sought, 'list' | 'below'> & { readonly head?: number; readonly least: number };

export const everyBucket: readonly number[] = Array.from({ length: buckets }, (_, bucket) => bucket);
/** Commands that go out together: decisions have their turn between. */
export const together = 64;
/** The same for the entries of a page: it rests between. */
const togetherForPage = 16;
export const largestPiece = 256;
/** Where only some of them fit: what all buckets look at first has most pages, and of sixteen lists no more than a fifth of a megabyte comes at once: decisions wait behind it. */
const leastSifted = 32;
const largestSifted = 1024;
/** Items whose kinds are learnt at once. */
const learnt = 1024;

export interface EntryStreams {
  /** Entries in [least, below) that a list names. */
  newest(bucket: number, span: Span, first: number, asking?: Asking): Stream<Hit>;
  /** @param start the last that was shown; `asking` as the caller is there, and rests */
  streamsFor(filter: EntryFilter, limit: number, start: Hit | undefined, asking: Omit<Asking, 'sieve'>): Stream<Hit>[];
}

export function createEntryStreams(keys: Keys, find: EntryCache['find'], kinds: EntryKinds): EntryStreams {
  /** Whether entries of a kind fit, as far as it is known; undefined: all do. */
  const sieveFor = ({ allowed, channel, purpose, caller, tags }: EntryFilter): Sieve | undefined => {
    if ([allowed, channel, purpose, caller, ...tags].every((one) => one === undefined)) return undefined;
    const filter = { allowed, channel, purpose, caller, tags };
    return createSieve((number) => {
      const kind = kinds.of(number);
      return kind && fitsKind(kind, filter);
    });
  };

  const newest: EntryStreams['newest'] = (
    bucket,
    { list, head = 0, least, below },
    first,
    { sieve, signal, pace } = {},
  ) => {
    let piece = sieve ? leastSifted : first;
    let wanted = first;
    /** What was found, of which so many of the oldest are not looked at yet; whether older ones were not asked for. */
    let items: Buffer = Buffer.alloc(0);
    let [left, hasOlder] = [0, below > least];
    let end = below;

    const findOlder = async (): Promise<void> => {
      const found = await find({ list, head, below: end, most: piece, allKnown: true });
      items = least > 0 ? found.subarray(placeOf(found, least) * itemBytes) : found;
      left = items.length / itemBytes;
      hasOlder = left >= piece && items.length === found.length;
      piece = sieve ? Math.min(piece * 4, largestSifted) : Math.min(piece * 2, largestPiece);
    };
    /** From the newest on, until enough fit. @returns whether it came to a kind that is not known; those from `learntFrom` on have only entries that are gone */
    const sift = (hits: Hit[], learntFrom: number): boolean => {
      for (; left > 0 && hits.length < wanted; left--) {
        const fits = sieve ? sieve(items, left - 1) : true;
        if (fits) hits.push({ stamp: stampIn(items, left - 1), bucket });
        else if (fits === undefined && left <= learntFrom) return true;
      }
      return false;
    };
    return {
      sign: 1,
      async next() {
        signal?.throwIfAborted();
        if (left === 0 && hasOlder) await findOlder();
        const hits: Hit[] = [];
        for (let learntFrom = left; ; ) {
          const work = () => sift(hits, learntFrom);
          if (!(pace ? await pace.slice(work) : work())) break;
          learntFrom = Math.max(0, left - learnt);
          await kinds.learn(items.subarray(learntFrom * itemBytes, left * itemBytes), bucket);
        }
        wanted = Math.min(wanted * 2, largestPiece);
        if (left === 0 && !hasOlder) return { items: hits, bound: undefined };
        end = stampIn(items, left);
        return { items: hits, bound: end };
      },
    };
  };

  const streamsFor: EntryStreams['streamsFor'] = (filter, limit, start, others) => {
    const asking = { ...others, sieve: sieveFor(filter) };
    const { subject } = filter;
    const own = subject ? [bucketOf(subject.customer)] : everyBucket;
    const least = filter.fromMs === undefined ? 0 : stampAt(filter.fromMs);
    const end = filter.toMs === undefined ? lastStamp : stampAt(filter.toMs);
    const first = Math.min(largestPiece, Math.max(4, Math.ceil((2 * (limit + 1)) / own.length)));
    return own.flatMap((bucket) => {
      const below = start === undefined ? lastStamp : bucket <= start.bucket ? start.stamp : start.stamp + 1;
      const named = subject
        ? { list: keys.subject(bucket, subject.subject), head: keyLength }
        : { list: keys.all(bucket) };
      const found = [newest(bucket, { ...named, least, below: Math.min(end, below) }, first, asking)];
      // What was decided in the span and came after it.
      if (end < below)
        found.push(newest(bucket, { list: keys.late(bucket), least: Math.max(least, end), below }, first, asking));
      return found;
    });
  };

  return { newest, streamsFor };
}

/** Does it for all, in their order, some at a time. */
export async function inTurns<T, R>(
  all: readonly T[],
  work: (one: T) => Promise<R>,
  pace?: Pace,
  most = pace ? togetherForPage : together,
): Promise<R[]> {
  const done: R[] = [];
  for (let at = 0; at < all.length; at += most) {
    done.push(...(await Promise.all(all.slice(at, at + most).map(work))));
    await pace?.rest();
  }
  return done;
}

interface Head<T extends Hit> {
  readonly stream: Stream<T>;
  items: T[];
  bound: number | undefined;
}

/** Streams that are read on at once. */
const readTogether = 32;

/** Entries of all streams in one order. What may still come before the next one is looked for first, where least was looked at. */
export async function* merge<T extends Hit>(streams: readonly Stream<T>[], pace?: Pace): AsyncGenerator<T> {
  const sign = streams[0]?.sign ?? 1;
  const heads = streams.map((stream): Head<T> => ({ stream, items: [], bound: sign * Number.POSITIVE_INFINITY }));
  const isBefore = (stamp: number, other: number | undefined): boolean =>
    other === undefined || (stamp - other) * sign > 0;
  const readOn = (some: readonly Head<T>[]): Promise<unknown> =>
    inTurns(
      some,
      async (head) => {
        const { items, bound } = await head.stream.next();
        head.items = head.items.length === 0 ? [...items] : [...head.items, ...items];
        head.bound = bound;
      },
      pace,
      together,
    );
  await readOn(heads);
  for (;;) {
    let first: Head<T> | undefined;
    let unknown: number | undefined;
    for (const head of heads) {
      const stamp = head.items[0]?.stamp;
      if (stamp !== undefined) {
        if (isBefore(stamp, first?.items[0]?.stamp)) first = head;
      } else if (head.bound !== undefined && isBefore(head.bound, unknown)) unknown = head.bound;
    }
    if (unknown !== undefined && isBefore(unknown, first?.items[0]?.stamp)) {
      const open = heads.filter(({ bound }) => bound !== undefined) as (Head<T> & { bound: number })[];
      await readOn(open.sort((a, b) => (b.bound - a.bound) * sign).slice(0, readTogether));
    } else if (first) yield first.items.shift() as T;
    else return;
  }
}
