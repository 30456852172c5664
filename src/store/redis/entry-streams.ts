/** Entries of the log as a query walks them: of each bucket the newest that fit. */
import { fitsKind } from '../entry-kind.ts';
import type { EntryFilter } from '../store.ts';
import type { EntryCache } from './entry-cache.ts';
import type { Hit } from './entry-item.ts';
import type { EntryKinds } from './entry-kinds.ts';
import { itemBytes, keyLength, kindIn, lastStamp, placeOf, stampAt, stampIn } from './entry-lists.ts';
import type { Stream } from './entry-merge.ts';
import { createSieve, type Sieve } from './entry-sieve.ts';
import type { Sought } from './find.ts';
import { bucketOf, buckets, type Keys } from './keys.ts';

type Span = Pick<Sought, 'list' | 'below'> & { readonly head?: number; readonly least: number };

export const everyBucket: readonly number[] = Array.from({ length: buckets }, (_, bucket) => bucket);
const largestPiece = 256;
/** Where only some of them fit: what all buckets look at first has most pages, and of sixteen lists no more than a fifth of a megabyte comes at once: decisions wait behind it. */
const leastSifted = 32;
const largestSifted = 1024;
/** Items that are looked at before other buckets have their turn: so many, twice as many where none fits, and these at most. */
const leastLook = 16;
const mostLook = 256;
/** Items whose kinds are learnt at once. */
const learnt = 1024;

export interface EntryStreams {
  /** Entries in [least, below) that a list names, newest first. */
  newest(bucket: number, span: Span, first: number, sieve?: Sieve): Stream<Hit>;
  /** @param start the last that was shown */
  streamsFor(filter: EntryFilter, limit: number, start: Hit | undefined): Stream<Hit>[];
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

  const newest: EntryStreams['newest'] = (bucket, { list, head = 0, least, below }, first, sieve) => {
    let piece = sieve ? leastSifted : first;
    let most = leastLook;
    /** What was found, of which so many of the oldest are not looked at yet; those from `learntFrom` on whose kinds are not known are gone. */
    let items: Buffer = Buffer.alloc(0);
    let [left, learntFrom] = [0, 0];
    let hasOlder = below > least;
    let end = below;

    const findOlder = async (): Promise<void> => {
      const found = await find({ list, head, below: end, most: piece, allKnown: true });
      items = least > 0 ? found.subarray(placeOf(found, least) * itemBytes) : found;
      left = items.length / itemBytes;
      learntFrom = left;
      hasOlder = left >= piece && items.length === found.length;
      piece = sieve ? Math.min(piece * 4, largestSifted) : Math.min(piece * 2, largestPiece);
      if (left > 0) end = stampIn(items, 0);
    };
    return {
      sign: 1,
      look() {
        for (const until = Math.max(0, left - most); ; left--) {
          if (sieve) left = sieve.passOver(items, left, until);
          if (left === until) break;
          const stamp = stampIn(items, left - 1);
          const isWanted = sieve ? sieve.isWanted(kindIn(items, left - 1)) : true;
          if (isWanted === undefined && left <= learntFrom) return { stamp, isUnread: true };
          if (!isWanted) continue;
          left--;
          return { stamp, hit: { stamp, bucket } };
        }
        most = Math.min(most * 2, mostLook);
        if (left > 0) return { stamp: stampIn(items, left - 1) };
        return hasOlder ? { stamp: end, isUnread: true } : undefined;
      },
      async readOn() {
        if (left === 0) {
          if (hasOlder) await findOlder();
          return;
        }
        // It came to a kind that is not known.
        learntFrom = Math.max(0, left - learnt);
        await kinds.learn(items.subarray(learntFrom * itemBytes, left * itemBytes), bucket);
      },
    };
  };

  const streamsFor: EntryStreams['streamsFor'] = (filter, limit, start) => {
    const sieve = sieveFor(filter);
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
      const found = [newest(bucket, { ...named, least, below: Math.min(end, below) }, first, sieve)];
      // What was decided in the span and came after it.
      if (end < below)
        found.push(newest(bucket, { list: keys.late(bucket), least: Math.max(least, end), below }, first, sieve));
      return found;
    });
  };

  return { newest, streamsFor };
}
