/**
 * One atomic step over a customer by optimistic writing: read, run the step here, write with commit.lua only where the parts are still the same,
 * else again. What the step turns out to need beyond the hot part is fetched, and the step run again.
 */
import { monotonicMs } from '../../clock.ts';
import { decodeAddressCold, decodeAddressHot, encodeAddressHot, isNewsAt } from '../../engine/record/address.ts';
import { decodeRecord, encodeRecord } from '../../engine/record/codec.ts';
import { coverCold, decodeCold, encodeCold, hasReview, isEmpty } from '../../engine/record/cold.ts';
import { decodeHeld, encodeHeld } from '../../engine/record/held.ts';
import { UnknownName } from '../../engine/record/names.ts';
import { type ColdRecord, type CustomerRecord, emptyRecord, endedHolds, holdOf } from '../../engine/record/record.ts';
import type { AddressRef, KeyedHash } from '../../engine/request.ts';
import type { StepResult, StepState } from '../../engine/steps/step.ts';
import { StoreUnavailable } from '../../errors.ts';
import { toBase64Url } from '../../identity/hashes.ts';
import { firstSeq } from '../../ids.ts';
import { eventsFromMs, heldUntilMs, recordExpiryMs, type Written } from '../store.ts';
import { bucketOf, reviewMark, tagOf } from './keys.ts';
import {
  addressNoteMs,
  type Beside,
  commitParts,
  createRead,
  hashBytes,
  type PartDeps,
  textValue,
  untilUnchanged,
  type Value,
} from './parts.ts';
import { createTurns } from './turns.ts';

/** Values as they were read, on one node at one instant: of a customer, and of the address its step looks at. */
export interface Seen {
  readonly nowMs: number;
  readonly values: ReadonlyMap<string, Value>;
}

/** The hot part of an address as it was read. */
export interface SeenAddress {
  readonly ref: AddressRef;
  readonly hot: Value;
}

export interface Customers {
  /**
   * @param untilMs nothing begins to be written from then on (monotonic)
   * @param first what was just read, for a first try without waiting for a turn
   * @param written takes note of what is to be acknowledged, and of what was found as it should be
   */
  transact<T>(
    customer: KeyedHash,
    step: (state: StepState) => StepResult<T>,
    untilMs?: number,
    first?: Seen,
    written?: Written,
  ): Promise<T>;
  read<T>(customer: KeyedHash, look: (state: StepState) => T): Promise<T>;
  /** Reads the hot part of an address. */
  lookAt(address: AddressRef): Promise<SeenAddress>;
  /** On a Cluster: notes whom a contact was for, and tells of a refusal that came since the address was looked at. */
  note(customer: KeyedHash, address: AddressRef, atMs: number, seen: SeenAddress | undefined): Promise<void>;
}

/** A step asks for something that was not read yet: cold parts and requests of holds may be long, and none is read that is not asked for. */
class Unread extends Error {}

/** What a step made of what was read. */
interface Ran<T> {
  readonly nowMs: number;
  readonly hot: Value;
  readonly record: CustomerRecord;
  /** The holds that it named. */
  readonly holds: readonly number[];
  /** Undefined: not looked at. */
  readonly cold: ColdRecord | undefined;
  readonly address: SeenAddress | undefined;
  readonly value: T;
}

export function createCustomers(
  deps: PartDeps & { readonly onMissed: (customer: KeyedHash, address: AddressRef) => Promise<void> },
): Customers {
  const { link, keys, names, tools, usable, oneNode } = deps;
  const inTurn = createTurns();
  const read = createRead(deps);

  /** @param wanted those of the customer first */
  const readAll = async (wanted: readonly string[]): Promise<Seen> => {
    const values = new Map<string, Value>();
    let nowMs = 0;
    // On a Cluster the address before the customer: whoever asked after a refusal was acknowledged sees it.
    for (const some of oneNode ? [wanted] : [...Map.groupBy(wanted, tagOf).values()].reverse()) {
      const answer = await read(some);
      nowMs = answer.nowMs;
      some.forEach((key, at) => void values.set(key, answer.values[at] ?? null));
    }
    return { nowMs, values };
  };

  const readHot = (customer: KeyedHash): Promise<Seen> => readAll([keys.customer(customer).hot]);

  const lookAt = async (ref: AddressRef): Promise<SeenAddress> => {
    const { hot } = keys.address(ref);
    return { ref, hot: (await readAll([hot])).values.get(hot) ?? null };
  };

  /** Decodes, learning names that other processes made. */
  const decode = async (bytes: Value): Promise<CustomerRecord> => {
    if (!bytes) return emptyRecord(firstSeq());
    for (let attempt = 0; ; attempt++) {
      try {
        return decodeRecord(bytes, names);
      } catch (error) {
        if (!(error instanceof UnknownName)) throw error;
        if (attempt > 2) throw new StoreUnavailable('redis: a record holds a name that the table of names lacks');
        await names.learn(error);
      }
    }
  };

  const encode = async (record: CustomerRecord, lives: 'for-ever' | 'for-a-time'): Promise<Buffer> => {
    for (;;) {
      try {
        return encodeRecord(record, names, lives);
      } catch (error) {
        if (!(error instanceof UnknownName) || error.missing === undefined) throw error;
        await names.learn(error);
      }
    }
  };

  /** Runs the step, reading on until it has what it needs. */
  const run = async <T>(customer: KeyedHash, step: (state: StepState) => T, first: Seen): Promise<Ran<T>> => {
    const place = keys.customer(customer);
    for (let seen = first; ; ) {
      const { nowMs, values } = seen;
      const asked = new Set([place.hot]);
      const stored = (key: string): Value => {
        asked.add(key);
        const value = values.get(key);
        if (value === undefined) throw new Unread();
        return value;
      };
      const record = await decode(stored(place.hot));
      const holds = record.holds.map(({ seq }) => seq);
      let cold: ColdRecord | undefined;
      let address: SeenAddress | undefined;
      try {
        const value = step({
          record,
          nowMs,
          cold() {
            // A record that was never cold has none, whatever was read.
            cold ??= decodeCold(record.coldVersion === 0 ? undefined : stored(place.cold)?.toString());
            return cold;
          },
          held(seqs) {
            const wanted = seqs.filter((seq) => holds.includes(seq)).map((seq) => keys.held(customer, seq));
            for (const key of wanted) asked.add(key);
            return wanted.flatMap((key) => stored(key)?.toString() ?? []).map(decodeHeld);
          },
          at(ref) {
            const there = keys.address(ref);
            address = { ref, hot: stored(there.hot) };
            return {
              hot: decodeAddressHot(address.hot ?? undefined),
              suppressions: () => decodeAddressCold(stored(there.cold)?.toString()).suppressions,
            };
          },
        });
        return { nowMs, hot: stored(place.hot), record, holds, cold, address, value };
      } catch (error) {
        if (!(error instanceof Unread)) throw error;
        seen = await readAll([...asked]);
      }
    }
  };

  /** Requests of holds that were made or are over, and the key of a person who is erased. */
  const besideOf = (
    customer: KeyedHash,
    { held, erases }: StepResult<unknown>,
    record: CustomerRecord,
    ended: readonly number[],
  ): Beside[] => {
    const beside: Beside[] = ended.map((seq) => ({ key: keys.held(customer, seq), value: null }));
    const hold = held && holdOf(record, held.seq);
    if (hold) beside.push({ key: keys.held(customer, hold.seq), value: encodeHeld(held), untilMs: heldUntilMs(hold) });
    if (erases?.subject !== undefined)
      beside.push({ key: keys.subject(bucketOf(customer), erases.subject), value: null });
    return beside;
  };

  /** One try. @returns undefined where something changed in between */
  const attempt = async <T>(
    customer: KeyedHash,
    step: (state: StepState) => StepResult<T>,
    first: Seen,
    untilMs: number,
    written?: Written,
  ): Promise<{ value: T } | undefined> => {
    const { nowMs, hot, record, holds, cold, address, value: result } = await run(customer, step, first);
    const { changed, coldChanged = false, entries, events, effect, reached } = result;
    const notes = reached && (await noteFor(customer, reached, address));
    const writes = changed || coldChanged || entries.length > 0 || (events?.length ?? 0) > 0;
    // What another process wrote and this one found is acknowledged too: compared once more, and proved.
    if (writes || written || (oneNode && notes)) {
      usable();
      if (coldChanged && cold) coverCold(record, cold);
      const expiry = recordExpiryMs(record, cold, tools, nowMs);
      const empty = isEmpty(record, cold);
      const hotChanged = changed || coldChanged;
      const there = address ?? notes?.there;
      const done = await commitParts(
        deps,
        keys.customer(customer),
        {
          hot,
          newHot: !hotChanged
            ? undefined
            : empty
              ? null
              : await encode(record, expiry === null ? 'for-ever' : 'for-a-time'),
          newCold: !cold ? 'unread' : !coldChanged ? undefined : textValue(encodeCold(cold)),
          ttlMs: expiry === null ? null : expiry - nowMs,
          address:
            oneNode && there ? { key: keys.address(there.ref).hot, seen: there.hot, note: notes?.bytes } : undefined,
          waiting:
            coldChanged && cold
              ? [{ member: reviewMark + toBase64Url(customer), is: hasReview(cold.suppressions) }]
              : undefined,
          events,
          effect,
          eventsFromMs: events && cold && eventsFromMs(cold, nowMs),
          entries,
          beside: besideOf(customer, result, record, hotChanged ? endedHolds(record, holds) : []),
          written,
        },
        nowMs,
        untilMs,
      );
      if (!done) return undefined;
      deps.told(effect);
    }
    if (reached && !oneNode) await note(customer, reached.address, reached.atMs, address);
    return result;
  };

  /** The note of a contact at an address as its new hot part; undefined where what stands there is as good. */
  const noteFor = async (
    customer: KeyedHash,
    { address, atMs }: NonNullable<StepResult<unknown>['reached']>,
    looked: SeenAddress | undefined,
  ): Promise<{ there: SeenAddress; bytes: Buffer } | undefined> => {
    if (!oneNode) return undefined;
    const there = looked?.ref.hash === address.hash ? looked : await lookAt(address);
    const hot = decodeAddressHot(there.hot ?? undefined);
    if (!isNewsAt(hot, customer, atMs)) return undefined;
    return { there, bytes: encodeAddressHot({ ...hot, lastCustomer: customer, lastMs: atMs }) };
  };

  const note: Customers['note'] = async (customer, address, atMs, seen) => {
    const hot = seen && decodeAddressHot(seen.hot ?? undefined);
    // Who was last contacted there already is bound by what comes.
    if (hot && !isNewsAt(hot, customer, atMs)) return;
    const version = await link.run('note', [keys.address(address).hot], [hashBytes(customer), atMs, addressNoteMs]);
    if (seen && version !== (hot?.coldVersion ?? 0)) await deps.onMissed(customer, address);
  };

  const transact: Customers['transact'] = async (
    customer,
    step,
    untilMs = monotonicMs() + deps.writeMs,
    first = undefined,
    written = undefined,
  ) => {
    usable();
    const done = first && (await attempt(customer, step, first, untilMs, written));
    if (done) return done.value;
    const again = async () => attempt(customer, step, await readHot(customer), untilMs, written);
    return inTurn(customer, () => untilUnchanged(again, untilMs));
  };

  return {
    transact,
    lookAt,
    note,
    async read(customer, look) {
      usable();
      return (await run(customer, look, await readHot(customer))).value;
    },
  };
}
