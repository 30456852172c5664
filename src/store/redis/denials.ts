/**
 * Writes of steps that enter one thing in the log and at most change the hot part, as denials do: those of one turn of the event loop go out together,
 * up to sixteen as one call of deny.lua. On a Cluster a call is for one slot.
 */
import { hash } from 'node:crypto';
import { monotonicMs } from '../../clock.ts';
import { deadlines } from '../../deadlines.ts';
import type { LogEntry } from '../../engine/log-entry.ts';
import { StoreUnavailable } from '../../errors.ts';
import type { RedisLink } from './client.ts';
import { kindNumber } from './entry-kinds.ts';
import { keyLength } from './entry-lists.ts';
import type { Keys } from './keys.ts';
import type { Place, Value } from './parts.ts';

export interface Denial {
  readonly place: Place;
  readonly hot: Value;
  /** Undefined: it stays. */
  readonly newHot: Buffer | undefined;
  /** Milliseconds until both parts expire; null: never. */
  readonly ttlMs: number | null;
  readonly address: { readonly key: string; readonly seen: Value } | undefined;
  readonly entry: LogEntry;
  /** Until the key that unseals may go. */
  readonly wantedMs: number;
  /** Nothing is written for it from then on (monotonic). */
  readonly untilMs: number;
}

interface Waiting {
  readonly denial: Denial;
  readonly resolve: (isWritten: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/** Of one command: Redis does nothing else meanwhile. */
const mostDenials = 16;

/** @returns writes one: false where a part has changed since it was judged; @throws StoreUnavailable */
export function createDenials(link: RedisLink, keys: Keys, oneNode: boolean): (denial: Denial) => Promise<boolean> {
  let waiting: Waiting[] = [];

  const send = async (some: readonly Waiting[]): Promise<void> => {
    const deadlinesMs = some.map(({ denial }) => denial.untilMs);
    const untilMs = Math.min(Math.max(...deadlinesMs), monotonicMs() + deadlines.commandMs);
    try {
      const replies = (await link.run(
        'deny',
        some.flatMap(({ denial }) => keysOf(denial, keys)),
        [keys.entries, ...some.map(({ denial }) => packed(denial, Math.max(0, Math.ceil(untilMs - denial.untilMs))))],
        untilMs,
      )) as (number | Buffer)[];
      some.forEach(({ resolve, reject }, place) => {
        const reply = replies[place];
        if (reply === 2) reject(new StoreUnavailable('redis: no answer in time'));
        else if (typeof reply === 'number') resolve(reply === 1);
        else reject(link.failed(new Error(String(reply))));
      });
    } catch (error) {
      for (const { reject } of some) reject(error);
    }
  };

  const sendAll = (): void => {
    const all = waiting;
    waiting = [];
    const groups = oneNode ? [all] : Map.groupBy(all, ({ denial }) => denial.place.bucket).values();
    for (const group of groups)
      for (let from = 0; from < group.length; from += mostDenials) void send(group.slice(from, from + mostDenials));
  };

  return (denial) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) process.nextTick(sendAll);
      waiting.push({ denial, resolve, reject });
    });
}

function keysOf({ place, address, entry }: Denial, keys: Keys): string[] {
  const { hot, cold, bucket } = place;
  const log = [keys.log(bucket), keys.all(bucket), keys.late(bucket), keys.subject(bucket, entry.subject)];
  return [hot, cold, address?.key ?? hot, ...log];
}

const numberBytes = 4 + 1 + 4 * 6;
/** A longer hot part is compared by its SHA-1. */
const longestCompared = 512;
const nothing = Buffer.alloc(0);

function packed({ place, hot, newHot, ttlMs, address, entry, wantedMs }: Denial, earlierMs: number): Buffer {
  const seen = hot && hot.length > longestCompared ? Buffer.from(hash('sha1', hot)) : (hot ?? nothing);
  const texts = [seen, newHot ?? nothing, address?.seen ?? nothing];
  const jsonBytes = Buffer.byteLength(entry.json);
  const textBytes = texts.reduce((sum, { length }) => sum + 4 + length, 4 + jsonBytes);
  const bytes = Buffer.allocUnsafe(numberBytes + keyLength + textBytes);
  bytes.writeUInt32LE(earlierMs, 0);
  bytes.writeUInt8(place.bucket, 4);
  const numbers = [entry.atMs, kindNumber(entry, entry.keepUntilMs - entry.atMs), Math.ceil(wantedMs), ttlMs ?? 0];
  numbers.forEach((number, at) => {
    bytes.writeUIntLE(number, 5 + 6 * at, 6);
  });
  bytes.write(entry.key, numberBytes, 'latin1');
  let at = numberBytes + keyLength;
  for (const text of texts) {
    at = bytes.writeUInt32LE(text.length, at);
    at += text.copy(bytes, at);
  }
  bytes.write(entry.json, bytes.writeUInt32LE(jsonBytes, at));
  return bytes;
}
