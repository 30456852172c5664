/** Entries of the log as a query walks them: of each bucket the newest that fit, a piece at a time, and the buckets merged. */
import type { Pace } from '../../pace.ts';
import { fitsKind } from '../entry-kind.ts';
import type { EntryFilter } from '../store.ts';
import type { Item } from './entries.ts';
import type { EntryKinds } from './entry-kinds.ts';
import { itemBytes, keyLength, kindIn, lastStamp, stampAt, stampIn } from './entry-lists.ts';
import type { Sought } from './find.ts';
import { bucketOf, buckets, type Keys } from './keys.ts';

export type Hit = Pick<Item, 'stamp' | 'bucket'>;

/** One bucket's entries, a piece at a time; an empty piece ends it. */
export interface Stream<T extends Hit> {
  /** 1: newest first, -1: oldest first. */
  readonly sign: 1 | -1;
  next(): Promise<T[]>;
}

/** Whether an entry of a kind is asked for; undefined: that kind is not known here. */
type Sieve = (kind: number) => boolean | undefined;

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
/** Where only some of them fit. */
const leastSifted = 64;
const largestSifted = 4096;

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
    const fits = new Map<number, boolean>();
    return (number) => {
      let answer = fits.get(number);
      if (answer === undefined) {
        const kind = kinds.of(number);
        answer = kind && fitsKind(kind, filter);
        if (answer !== undefined) fits.set(number, answer);
      }
      return answer;
    };
  };

  const newest: EntryStreams['newest'] = (
    bucket,
    { list, head = 0, least, below },
    first,
    { sieve, signal, pace } = {},
  ) => {
    let end = below;
    let piece = sieve ? Math.max(first, leastSifted) : first;
    /** Newest first. */
    const sift = (items: Buffer): { hits: Hit[]; hasUnknown: boolean } => {
      const hits: Hit[] = [];
      let hasUnknown = false;
      for (let place = items.length / itemBytes - 1; place >= 0; place--) {
        const fits = sieve ? sieve(kindIn(items, place)) : true;
        const stamp = fits ? stampIn(items, place) : 0;
        if (fits && stamp >= least) hits.push({ stamp, bucket });
        hasUnknown ||= fits === undefined;
      }
      return { hits, hasUnknown };
    };
    return {
      sign: 1,
      async next() {
        const hits: Hit[] = [];
        // All streams look for their first ones at once, but for more of them one after the other.
        while (end > least && hits.length < first) {
          signal?.throwIfAborted();
          const items = await find({ list, head, below: end, most: piece });
          let sifted = pace ? await pace.slice(() => sift(items)) : sift(items);
          if (sifted.hasUnknown) {
            await kinds.learn(items, bucket);
            sifted = sift(items);
          }
          hits.push(...sifted.hits);
          end = items.length / itemBytes < piece ? least : stampIn(items, 0);
          piece = sieve ? Math.min(piece * 4, largestSifted) : Math.min(piece * 2, largestPiece);
        }
        return hits;
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

/** Entries of all streams in one order; each stream is read on only as far as the merge needs it. */
export async function* merge<T extends Hit>(streams: readonly Stream<T>[], pace?: Pace): AsyncGenerator<T> {
  const heads = await inTurns(streams, async (stream) => ({ stream, items: await stream.next() }), pace);
  for (;;) {
    let first: (typeof heads)[number] | undefined;
    for (const head of heads) {
      const [item] = head.items;
      const best = first?.items[0];
      if (item && (!best || (item.stamp - best.stamp) * head.stream.sign > 0)) first = head;
    }
    const item = first?.items.shift();
    if (!first || !item) return;
    if (first.items.length === 0) first.items = await first.stream.next();
    yield item;
  }
}
