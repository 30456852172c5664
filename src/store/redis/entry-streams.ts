/** Entries of the log as a query walks them: of each bucket the newest that fit, a piece at a time, and the buckets merged. */
import type { Pace } from '../../pace.ts';
import { fitsKind } from '../entry-kind.ts';
import type { EntryFilter } from '../store.ts';
import type { Item } from './entries.ts';
import type { EntryKinds } from './entry-kinds.ts';
import { itemBytes, keyLength, kindHighIn, kindIn, kindLowIn, lastStamp, stampAt, stampIn } from './entry-lists.ts';
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

/** Whether an item's entry is asked for by its kind; undefined: that kind is not known here. */
type Sieve = (items: Buffer, place: number) => boolean | undefined;

export interface Asking {
  readonly sieve?: Sieve | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly pace?: Pace | undefined;
}

type Span = Pick<Sought, 'list' | 'below'> & { readonly head?: number; readonly least: number };

export const everyBucket: readonly number[] = Array.from({ length: buckets }, (_, bucket) => bucket);
/** Commands that go out together: decisions have their turn between. */
export const together = 64;
/** The same for a page of the log: it rests between. */
const togetherForPage = 32;
export const largestPiece = 256;
/** Where only some of them fit: what all buckets look at first has most pages, and of sixteen lists no more than a fifth of a megabyte comes at once: decisions wait behind it. */
const leastSifted = 32;
const largestSifted = 1024;

export interface EntryStreams {
  /** Entries in [least, below) that a list names. */
  newest(bucket: number, span: Span, first: number, asking?: Asking): Stream<Hit>;
  /** @param start the last that was shown; `asking` as the caller is there, and rests */
  streamsFor(filter: EntryFilter, limit: number, start: Hit | undefined, asking: Omit<Asking, 'sieve'>): Stream<Hit>[];
}

export function createEntryStreams(
  keys: Keys,
  find: (sought: Sought) => Promise<Buffer>,
  kinds: EntryKinds,
): EntryStreams {
  /** Whether entries of a kind fit, as far as it is known; undefined: all do. */
  const sieveFor = ({ allowed, channel, purpose, caller, tags }: EntryFilter): Sieve | undefined => {
    if ([allowed, channel, purpose, caller, ...tags].every((one) => one === undefined)) return undefined;
    const filter = { allowed, channel, purpose, caller, tags };
    // By the lower half of a kind's number, which is found faster: millions of items may be looked at.
    const known = new Map<number, { readonly high: number; readonly fits: boolean }>();
    return (items, place) => {
      const low = kindLowIn(items, place);
      const high = kindHighIn(items, place);
      const one = known.get(low);
      if (one?.high === high) return one.fits;
      const kind = kinds.of(kindIn(items, place));
      if (kind === undefined) return undefined;
      const fits = fitsKind(kind, filter);
      known.set(low, { high, fits });
      return fits;
    };
  };

  const newest: EntryStreams['newest'] = (
    bucket,
    { list, head = 0, least, below },
    first,
    { sieve, signal, pace } = {},
  ) => {
    let end = below;
    let piece = sieve ? leastSifted : first;
    /** Newest first. */
    const sift = (items: Buffer): { hits: Hit[]; hasUnknown: boolean } => {
      const hits: Hit[] = [];
      let hasUnknown = false;
      for (let place = items.length / itemBytes - 1; place >= 0; place--) {
        const fits = sieve ? sieve(items, place) : true;
        const stamp = fits ? stampIn(items, place) : 0;
        if (fits && stamp >= least) hits.push({ stamp, bucket });
        hasUnknown ||= fits === undefined;
      }
      return { hits, hasUnknown };
    };
    return {
      sign: 1,
      async next() {
        if (end <= least) return { items: [], bound: undefined };
        signal?.throwIfAborted();
        const items = await find({ list, head, below: end, most: piece });
        let sifted = pace ? await pace.slice(() => sift(items)) : sift(items);
        if (sifted.hasUnknown) {
          await kinds.learn(items, bucket);
          sifted = sift(items);
        }
        end = items.length / itemBytes < piece ? least : stampIn(items, 0);
        piece = sieve ? Math.min(piece * 4, largestSifted) : Math.min(piece * 2, largestPiece);
        return { items: sifted.hits, bound: end > least ? end : undefined };
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
export async function inTurns<T, R>(all: readonly T[], work: (one: T) => Promise<R>, pace?: Pace): Promise<R[]> {
  const most = pace ? togetherForPage : together;
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
