/**
 * Writes of steps that enter one thing in the log and at most change the hot part, as denials do: those of one turn of the event loop go out together,
 * sixteen as one call of deny.lua as soon as there are so many. On a Cluster a call is for one slot.
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
    early: oneNode,
    groups: (all) => (oneNode ? [[0, all]] : Map.groupBy(all, ({ ask }) => ask.place.bucket)),
    async send(denials) {
      const untilMs = callUntilMs(denials);
      const asked = denials.flatMap((denial) => keysOf(denial, keys));
      const answer = link.run('deny', asked, [keys.entries, packed(denials, untilMs)], untilMs);
      // The server writes these while others are still being judged here. On a Cluster those of all slots go out at the turn's end.
      if (oneNode) link.flush();
      const replies = (await answer) as (number | Buffer)[];
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

/** All of a call as one argument: each costs something at both ends. */
function packed(denials: readonly Denial[], untilMs: number): Buffer {
  const parts = denials.map(partsOf);
  const bytes = Buffer.allocUnsafe(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  denials.forEach((denial, place) => {
    at = write(bytes, at, denial, earlierMs(denial, untilMs), parts[place] as Parts);
  });
  return bytes;
}

interface Parts {
  readonly texts: readonly Buffer[];
  readonly jsonBytes: number;
  /** Of the whole denial. */
  readonly length: number;
}

function partsOf({ hot, newHot, address, entry }: Denial): Parts {
  const seen = hot && hot.length > longestCompared ? Buffer.from(hash('sha1', hot)) : (hot ?? nothing);
  const texts = [seen, newHot ?? nothing, address?.seen ?? nothing];
  const jsonBytes = Buffer.byteLength(entry.json);
  const length = texts.reduce((sum, text) => sum + 4 + text.length, numberBytes + keyLength + 4 + jsonBytes);
  return { texts, jsonBytes, length };
}

/** @returns where the next one begins */
function write(
  bytes: Buffer,
  start: number,
  { place, ttlMs, entry, wantedMs }: Denial,
  byMs: number,
  { texts, jsonBytes }: Parts,
): number {
  let at = bytes.writeUInt32LE(byMs, start);
  at = bytes.writeUInt8(place.bucket, at);
  at = bytes.writeUIntLE(entry.atMs, at, 6);
  at = bytes.writeUIntLE(kindNumber(entry, entry.keepUntilMs - entry.atMs), at, 6);
  at = bytes.writeUIntLE(Math.ceil(wantedMs), at, 6);
  at = bytes.writeUIntLE(ttlMs ?? 0, at, 6);
  bytes.write(entry.key, at, keyLength, 'latin1');
  at += keyLength;
  for (const text of texts) {
    at = bytes.writeUInt32LE(text.length, at);
    at += text.copy(bytes, at);
  }
  at = bytes.writeUInt32LE(jsonBytes, at);
  return at + bytes.write(entry.json, at);
}
