/**
 * One atomic step over a customer by optimistic writing: read, run the step here, write with commit.lua only where the parts are still the same,
 * else again. What the step turns out to need beyond the hot part is fetched, and the step run again.
 */
import { monotonicMs } from '../../clock.ts';
import { type AddressHot, decodeAddressCold, decodeAddressHot, encodeAddressHot } from '../../engine/record/address.ts';
import { decodeRecord, encodeRecord, isEmpty, UnknownName } from '../../engine/record/codec.ts';
import { coverCold, decodeCold, encodeCold, hasReview } from '../../engine/record/cold.ts';
import { type ColdRecord, type CustomerRecord, emptyRecord } from '../../engine/record/record.ts';
import type { AddressRef, KeyedHash } from '../../engine/request.ts';
import type { StepResult, StepState } from '../../engine/steps/step.ts';
import { StoreUnavailable } from '../../errors.ts';
import { toBase64Url } from '../../identity/hashes.ts';
import { firstSeq, randomFraction } from '../../ids.ts';
import { eventsFromMs, recordExpiryMs, type Written } from '../store.ts';
import { reviewMark } from './keys.ts';
import { addressNoteMs, commitParts, createRead, hashBytes, type PartDeps, type Place, type Value } from './parts.ts';
import { createTurns } from './turns.ts';

/** What was read of a customer, and of the address its step looks at. */
export interface Seen {
  readonly nowMs: number;
  readonly hot: Value;
  /** Undefined: not read. */
  readonly cold: Value | undefined;
  readonly address: SeenAddress | undefined;
}

export interface SeenAddress {
  readonly ref: AddressRef;
  readonly hot: Value;
  /** Undefined: not read. */
  readonly cold: Value | undefined;
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

/** What a step asks for beside the hot part. Cold parts may be long: none is read that is not asked for. */
interface Wants {
  readonly cold: boolean;
  readonly address: AddressRef | undefined;
  readonly addressCold: boolean;
}

/** A step that asks for something that was not read yet. */
class Needs extends Error {
  readonly wants: Wants;

  constructor({ cold, address }: Seen, more: Partial<Wants>) {
    super('the step needs more than was read');
    this.wants = {
      cold: cold !== undefined,
      address: address?.ref,
      addressCold: address?.cold !== undefined,
      ...more,
    };
  }
}

const dayMs = 86_400_000;

export function createCustomers(
  deps: PartDeps & { readonly onMissed: (customer: KeyedHash, address: AddressRef) => Promise<void> },
): Customers {
  const { link, keys, names, tools, usable, oneNode } = deps;
  const inTurn = createTurns();
  const read = createRead(deps);

  const readHot = async (customer: KeyedHash): Promise<Seen> => {
    const { nowMs, values } = await read([keys.customer(customer).hot]);
    return { nowMs, hot: values[0] ?? null, cold: undefined, address: undefined };
  };

  const lookAt = async (ref: AddressRef, withCold = false): Promise<SeenAddress> => {
    const { values } = await read(partsOf(keys.address(ref), withCold));
    return { ref, hot: values[0] ?? null, cold: withCold ? (values[1] ?? null) : undefined };
  };

  /** Everything the step has asked for so far, at one instant where one node holds it. */
  const readAll = async (customer: KeyedHash, wants: Wants): Promise<Seen> => {
    const { address: ref, addressCold } = wants;
    // On a Cluster before the customer: whoever asked after a refusal was acknowledged sees it.
    const before = ref && !oneNode ? await lookAt(ref, addressCold) : undefined;
    const own = partsOf(keys.customer(customer), wants.cold);
    const there = ref && oneNode ? partsOf(keys.address(ref), addressCold) : [];
    const { nowMs, values } = await read([...own, ...there]);
    const value = (place: number): Value => values[place] ?? null;
    const address = ref && {
      ref,
      hot: value(own.length),
      cold: addressCold ? value(own.length + 1) : undefined,
    };
    return { nowMs, hot: value(0), cold: wants.cold ? value(1) : undefined, address: before ?? address };
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
  const run = async <T>(
    customer: KeyedHash,
    step: (state: StepState) => T,
    first: Seen,
  ): Promise<{ seen: Seen; record: CustomerRecord; cold: ColdRecord | undefined; value: T }> => {
    let seen = first;
    for (;;) {
      const record = await decode(seen.hot);
      let cold: ColdRecord | undefined;
      const here = seen;
      try {
        const value = step({
          record,
          nowMs: here.nowMs,
          cold() {
            // A record that was never cold has none, whatever was read.
            if (here.cold === undefined && record.coldVersion !== 0) throw new Needs(here, { cold: true });
            cold ??= decodeCold(here.cold?.toString());
            return cold;
          },
          at(ref) {
            if (here.address?.ref.hash !== ref.hash) throw new Needs(here, { address: ref, addressCold: false });
            const { address } = here;
            return {
              hot: decodeAddressHot(address.hot ?? undefined),
              suppressions() {
                if (address.cold === undefined) throw new Needs(here, { addressCold: true });
                return decodeAddressCold(address.cold?.toString()).suppressions;
              },
            };
          },
        });
        return { seen, record, cold, value };
      } catch (error) {
        if (!(error instanceof Needs)) throw error;
        seen = await readAll(customer, error.wants);
      }
    }
  };

  /** One try. @returns undefined where something changed in between */
  const attempt = async <T>(
    customer: KeyedHash,
    step: (state: StepState) => StepResult<T>,
    first: Seen,
    untilMs: number,
    written?: Written,
  ): Promise<{ value: T } | undefined> => {
    const { seen, record, cold, value: result } = await run(customer, step, first);
    const { changed, coldChanged = false, entries, events, effect, reached } = result;
    const notes = reached && (await noteFor(customer, reached, seen));
    const writes = changed || coldChanged || entries.length > 0 || (events?.length ?? 0) > 0;
    // What another process wrote and this one found is acknowledged too: compared once more, and proved.
    if (writes || written || (oneNode && notes)) {
      usable();
      if (coldChanged && cold) coverCold(record, cold);
      const expiry = recordExpiryMs(record, cold, tools, seen.nowMs);
      const empty = isEmpty(record, cold);
      const hotChanged = changed || coldChanged;
      const address = seen.address ?? notes?.seen;
      const done = await commitParts(
        deps,
        keys.customer(customer),
        {
          hot: seen.hot,
          newHot: !hotChanged
            ? undefined
            : empty
              ? null
              : await encode(record, expiry === null ? 'for-ever' : 'for-a-time'),
          newCold: !cold ? 'unread' : !coldChanged ? undefined : textValue(encodeCold(cold)),
          ttlMs: expiry === null ? null : expiry - seen.nowMs,
          address:
            oneNode && address
              ? { key: keys.address(address.ref).hot, seen: address.hot, note: notes?.bytes }
              : undefined,
          waiting:
            coldChanged && cold
              ? [{ member: reviewMark + toBase64Url(customer), is: hasReview(cold.suppressions) }]
              : undefined,
          events,
          effect,
          eventsFromMs: events && cold && eventsFromMs(cold, seen.nowMs),
          entries,
          forgets: result.erases?.subject,
          written,
        },
        seen.nowMs,
        untilMs,
      );
      if (!done) return undefined;
      deps.told(effect);
    }
    if (reached && !oneNode) await note(customer, reached.address, reached.atMs, seen.address);
    return result;
  };

  /** The note of a contact at an address as its new hot part; undefined where what stands there is as good. */
  const noteFor = async (
    customer: KeyedHash,
    { address, atMs }: NonNullable<StepResult<unknown>['reached']>,
    seen: Seen,
  ): Promise<{ seen: SeenAddress; bytes: Buffer } | undefined> => {
    if (!oneNode) return undefined;
    const there = seen.address?.ref.hash === address.hash ? seen.address : await lookAt(address);
    const hot = decodeAddressHot(there.hot ?? undefined);
    if (!isNewsAt(hot, customer, atMs)) return undefined;
    return { seen: there, bytes: encodeAddressHot({ ...hot, lastCustomer: customer, lastMs: atMs }) };
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
    return inTurn(customer, async () => {
      for (let count = 0; ; count++) {
        if (monotonicMs() >= untilMs) throw new StoreUnavailable('redis: no answer in time');
        const again = await attempt(customer, step, await readHot(customer), untilMs, written);
        if (again) return again.value;
        // Another process that writes in step with this one would be first every time.
        if (count > 1) await new Promise((resolve) => setTimeout(resolve, randomFraction() * Math.min(count, 10)));
      }
    });
  };

  return {
    transact,
    lookAt: (address) => lookAt(address),
    note,
    async read(customer, look) {
      usable();
      return (await run(customer, look, await readHot(customer))).value;
    },
  };
}

function partsOf({ hot, cold }: Pick<Place, 'hot' | 'cold'>, withCold: boolean): string[] {
  return withCold ? [hot, cold] : [hot];
}

function isNewsAt(hot: AddressHot, customer: KeyedHash, atMs: number): boolean {
  return atMs >= hot.lastMs && (hot.lastCustomer !== customer || atMs >= hot.lastMs + dayMs);
}

export function textValue(text: string): Value {
  return text === '' ? null : Buffer.from(text);
}
