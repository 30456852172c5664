/** The parts of customers and addresses as they lie in Redis: read at one instant, and written only where they are still what was read. */

import { hash } from 'node:crypto';
import { type Effect, encodeEvent, eventMs, type StoredEvent } from '../../engine/events.ts';
import type { LogEntry } from '../../engine/log-entry.ts';
import { encodeAddressCold, encodeAddressHot } from '../../engine/record/address.ts';
import { hasReview } from '../../engine/record/cold.ts';
import type { AddressRef, KeyedHash } from '../../engine/request.ts';
import { addressMs, type StepTools } from '../../engine/steps/step.ts';
import { type AddressState, addressExpiryMs, type Written } from '../store.ts';
import type { RedisLink } from './client.ts';
import type { Denial } from './denials.ts';
import { effectsText } from './effects.ts';
import { kindNumber } from './entry-kinds.ts';
import { addressName, type Keys, reviewMark } from './keys.ts';
import type { RedisNames } from './names.ts';
import type { Place, Value } from './place.ts';
import { readTogether } from './together.ts';

export interface PartDeps {
  readonly link: RedisLink;
  readonly keys: Keys;
  readonly names: RedisNames;
  readonly tools: StepTools;
  /** The instant to hand to scripts for now; empty: the store's clock. */
  readonly now: () => string;
  readonly noteClock: (nowMs: number) => void;
  /** @throws StoreUnavailable while the store must not be used */
  readonly usable: () => void;
  /** Writes what enters one thing in the log and at most changes the hot part; false where a part has changed since it was read. */
  readonly deny: (denial: Denial) => Promise<boolean>;
  /** Of what a step of this process did, once it is stored. */
  readonly told: (effects: readonly Effect[]) => void;
  /** A write for which the caller names no deadline must have begun by then. */
  readonly writeMs: number;
  /** A customer and an address lie on one node: a step looks at both at one instant. */
  readonly oneNode: boolean;
}

/** @returns reads values at one instant; what is asked for in one turn is read by one command, but on a Cluster, where a command reads of one slot */
export function createRead({
  link,
  now,
  noteClock,
  oneNode,
}: PartDeps): (keys: readonly string[]) => Promise<{ nowMs: number; values: Value[] }> {
  const read = async (keys: readonly string[]) => {
    const [nowMs, ...values] = (await link.run('read', keys, [now()])) as [number, ...Value[]];
    noteClock(nowMs);
    return { nowMs, values };
  };
  return oneNode ? readTogether(read, link.flush) : read;
}

export interface Beside {
  readonly key: string;
  readonly value: string | null;
  readonly untilMs?: number;
}

export interface Write {
  readonly hot: Value;
  /** The new value, or that there is none any more; undefined: it stays; `unread`: and nobody looked how long it is to live. */
  readonly newHot?: Value | undefined;
  readonly newCold?: Value | 'unread' | undefined;
  /** Milliseconds until the parts expire; null: never. */
  readonly ttlMs: number | null;
  /** What was seen of the address looked at; on one node it must still be so. */
  readonly address?: { readonly key: string; readonly seen: Value; readonly note: Buffer | undefined } | undefined;
  /** Who is to stand among those that wait for something, and who no more. */
  readonly waiting?: readonly { readonly member: string; readonly is: boolean }[] | undefined;
  readonly events?: readonly StoredEvent[] | undefined;
  /** Told to every process. */
  readonly effects?: readonly Effect[];
  /** Where events are stored: older ones than this go. */
  readonly eventsFromMs?: number | undefined;
  readonly entries?: readonly LogEntry[];
  /** Values of the same bucket; null: gone. */
  readonly beside?: readonly Beside[];
  /** Take note of the write for who acknowledges it. */
  readonly written?: readonly Written[];
}

/** What is over soon is kept so long all the same. */
export const leastMs = 1000;

type CommitDeps = Pick<PartDeps, 'link' | 'keys' | 'deny'>;

/** @returns false where a part has changed since it was read */
export function commitParts(
  deps: CommitDeps,
  place: Place,
  write: Write,
  nowMs: number,
  untilMs: number,
): Promise<boolean> {
  const denial = asDenial(place, write, nowMs, untilMs);
  return denial ? deps.deny(denial) : commitAll(deps, place, write, nowMs, untilMs);
}

async function commitAll(
  { link, keys }: CommitDeps,
  place: Place,
  write: Write,
  nowMs: number,
  untilMs: number,
): Promise<boolean> {
  const { ttlMs, address, waiting = [], events = [], effects = [], beside = [], entries = [], written = [] } = write;
  const proof = written.length > 0 ? keys.proof(place.bucket) : undefined;
  const args: (string | number | Buffer)[] = [
    write.hot ? hash('sha1', write.hot) : '',
    ...action(write.newHot),
    ...action(write.newCold),
    ttlMs === null ? '' : atLeast(ttlMs),
    address ? (address.seen ?? '') : '-',
    address?.note ?? '',
    addressMs,
    waiting.map(({ member, is }) => `${is ? '+' : '-'}${member}`).join(' '),
    keys.entries,
    place.bucket,
    keys.effects,
    effectsText(effects),
    ttlMs === null ? '' : Math.max(eventMs, Math.ceil(ttlMs)),
    write.eventsFromMs === undefined ? '' : `(${write.eventsFromMs}`,
    events.length,
    beside.length,
  ];
  for (const event of events) {
    args.push(event.atMs, encodeEvent(event), JSON.stringify({ eventId: event.eventId }).slice(1, -1));
  }
  for (const { value, untilMs: keptMs = nowMs } of beside) args.push(value ?? '', Math.max(leastMs, keptMs - nowMs));
  for (const entry of entries) {
    const kind = kindNumber(entry, entry.keepUntilMs - entry.atMs);
    args.push(entry.atMs, entry.json, entry.key, keptFor(entry, nowMs), kind);
  }
  const done = await link.run(
    'commit',
    [
      place.hot,
      place.cold,
      place.events,
      keys.log(place.bucket),
      keys.pending(place.bucket),
      address?.key ?? place.hot,
      keys.all(place.bucket),
      proof ?? place.hot,
      keys.late(place.bucket),
      ...beside.map(({ key }) => key),
      ...entries.map(({ subject }) => keys.subject(place.bucket, subject)),
    ],
    args,
    untilMs,
  );
  if (done === 1 && proof !== undefined) for (const one of written) one.push(proof);
  return done === 1;
}

/** A write that enters one thing in the log and at most changes the hot part; undefined: it does more. */
function asDenial(place: Place, write: Write, nowMs: number, untilMs: number): Denial | undefined {
  const { hot, newHot, newCold = 'unread', ttlMs, address, entries: [entry, ...others] = [] } = write;
  const { waiting, events = [], effects = [], beside = [], written = [] } = write;
  const isMore = [waiting, address?.note, others[0], events[0], effects[0], beside[0], written[0]].some(Boolean);
  if (!entry || isMore || newHot === null || newCold !== 'unread') return undefined;
  return {
    place,
    hot,
    newHot,
    ttlMs: ttlMs === null ? null : atLeast(ttlMs),
    address,
    entry,
    wantedMs: keptFor(entry, nowMs),
    untilMs,
  };
}

function keptFor({ keepUntilMs }: LogEntry, nowMs: number): number {
  return atLeast(keepUntilMs - nowMs);
}

function atLeast(ms: number): number {
  return Math.max(leastMs, Math.ceil(ms));
}

function action(value: Value | 'unread' | undefined): [string, string | Buffer] {
  if (value === undefined) return ['keep', ''];
  if (value === 'unread') return ['unread', ''];
  return value === null ? ['del', ''] : ['set', value];
}

/** What is to be stored of an address that a step changed, covered. */
export function storedAddress(
  address: AddressRef,
  { hot, cold, nowMs }: AddressState,
): Required<Pick<Write, 'ttlMs' | 'waiting'>> & { readonly newHot: Buffer; readonly newCold: Value } {
  const expiry = addressExpiryMs(hot, cold, nowMs);
  return {
    newHot: encodeAddressHot(hot),
    newCold: textValue(encodeAddressCold(cold)),
    ttlMs: expiry === null ? null : expiry - nowMs,
    waiting: [
      { member: addressName(address), is: cold.pending.length > 0 },
      { member: reviewMark + addressName(address), is: hasReview(cold.suppressions) },
    ],
  };
}

/** What several results did, in their order. */
export function effectsOf(results: readonly ({ readonly effect?: Effect } | undefined)[]): Effect[] {
  return results.flatMap((result) => result?.effect ?? []);
}

/** Hands a customer's hash to a script. */
export function hashBytes(customer: KeyedHash): Buffer {
  return Buffer.from(customer, 'latin1');
}

export function textValue(text: string): Value {
  return text === '' ? null : Buffer.from(text);
}
