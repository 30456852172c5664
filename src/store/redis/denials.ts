/**
 * Writes of steps that enter one thing in the log and at most change the hot part, as denials do: those of one turn of the event loop go out together,
 * up to sixteen as one call of deny.lua. On a Cluster a call is for one slot.
 */

import { hash } from 'node:crypto';
import type { LogEntry } from '../../engine/log-entry.ts';
import { StoreUnavailable } from '../../errors.ts';
import type { RedisLink } from './client.ts';
import { kindNumber } from './entry-kinds.ts';
import { keyLength } from './entry-lists.ts';
import type { Keys } from './keys.ts';
import type { Place, Value } from './place.ts';
import { callUntilMs, earlierMs, together } from './together.ts';

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

/** @returns writes one: false where a part has changed since it was judged; @throws StoreUnavailable */
export function createDenials(link: RedisLink, keys: Keys, oneNode: boolean): (denial: Denial) => Promise<boolean> {
  return together<Denial, boolean, number>({
    most: 16,
    groups: (all) => (oneNode ? [[0, all]] : Map.groupBy(all, ({ ask }) => ask.place.bucket)),
    async send(denials) {
      const untilMs = callUntilMs(denials);
      const replies = (await link.run(
        'deny',
        denials.flatMap((denial) => keysOf(denial, keys)),
        [keys.entries, ...denials.map((denial) => packed(denial, earlierMs(denial, untilMs)))],
        untilMs,
      )) as (number | Buffer)[];
      return replies.map((reply) => {
        if (reply === 2) return new StoreUnavailable('redis: no answer in time');
        return typeof reply === 'number' ? reply === 1 : link.failed(new Error(String(reply)));
      });
    },
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

function packed({ place, hot, newHot, ttlMs, address, entry, wantedMs }: Denial, byMs: number): Buffer {
  const seen = hot && hot.length > longestCompared ? Buffer.from(hash('sha1', hot)) : (hot ?? nothing);
  const texts = [seen, newHot ?? nothing, address?.seen ?? nothing];
  const jsonBytes = Buffer.byteLength(entry.json);
  const textBytes = texts.reduce((sum, { length }) => sum + 4 + length, 4 + jsonBytes);
  const bytes = Buffer.allocUnsafe(numberBytes + keyLength + textBytes);
  bytes.writeUInt32LE(byMs, 0);
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
