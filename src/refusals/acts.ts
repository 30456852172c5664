/**
 * How what was said comes into force. What concerns a customer alone is one step of that customer. What concerns an address begins at the
 * address: that step binds, fixes the customer and keeps the event as pending; the customer's step follows, then the event is done, and only then
 * is it acknowledged. What a crash left pending is applied by whoever finds it (`recover`); applied twice, it does nothing.
 */
import { type EventKind, eventMs, type StoredEvent } from '../engine/events.ts';
import type { PendingEvent } from '../engine/record/address.ts';
import type { Lifted, Suppression } from '../engine/record/record.ts';
import type { AddressRef, KeyedHash } from '../engine/request.ts';
import { keepKeyUntil, keyOf } from '../engine/steps/sealed-entry.ts';
import { addressMs, pruneCold, type StepResult, type StepState, type StepTools } from '../engine/steps/step.ts';
import { seal, unseal } from '../identity/seal.ts';
import type { ContactStore, EventHome } from '../store/store.ts';
import { acknowledged, type Writes } from './acknowledged.ts';
import { affirm, endHolds, inForceAt, putInRecord, takeFrom } from './effect.ts';
import { type Lift, liftEvent } from './lift.ts';
import { atAddress, atCustomer, type LookFirst } from './once.ts';

/** Whom it is about: by customer, by address, or by both. */
export interface Subject {
  readonly customer: KeyedHash | undefined;
  readonly address: AddressRef | undefined;
}

export interface Act extends Subject {
  /** Names the event by whose it is, which an address alone settles only in its step. */
  eventId(home: EventHome): string;
  readonly kind: EventKind;
  readonly lookFirst?: LookFirst | undefined;
  /** Said by an address alone: it is also of the customer whom the last contact there was for. */
  readonly reachesLast: boolean;
  /** The suppressions it makes; run inside the step. */
  drafts(
    to: Subject & { readonly eventId: string; readonly nowMs: number; seal(text: string): string },
  ): readonly Suppression[];
  /** What the event says of itself, in the words of the API. */
  fields(made: {
    readonly eventId: string;
    readonly standing: readonly Suppression[];
    readonly atMs: number;
  }): Readonly<Record<string, unknown>>;
  /** JSON that only the person's key opens. */
  readonly secret: string | undefined;
}

export interface Applied {
  readonly eventId: string;
  readonly customer: KeyedHash | undefined;
  readonly atMs: number;
  /** In force because of it, also where it only repeats an earlier one. */
  readonly standing: readonly Suppression[];
  /** The contacts whose holds it ended. */
  readonly revoked: readonly string[];
  /** The key that opens what is sealed in them. */
  readonly key: string;
}

export interface Acts {
  record(act: Act): Promise<Applied>;
  /** @returns what stands all the same, said again since the lift was asked; and the events it took */
  lift(lift: Lift): Promise<{ standing: Suppression | undefined }>;
  /**
   * Applies what was left pending for a while.
   * @param forMs since when at the least: what is younger may be under way
   * @returns how many events. @throws the first failure, once all that can be applied is
   */
  recover(forMs?: number): Promise<number>;
  /** The same at one address. */
  recoverAt(address: AddressRef, forMs: number): Promise<number>;
  /** Says an event on standard output, once it is stored; one that a crash interrupted may be said twice. */
  readonly tell: TellEvent;
}

export type TellEvent = (event: StoredEvent, customer: KeyedHash | undefined) => void;

/** What is pending longer than this was left by somebody who is gone: no act takes so long. */
const leftMs = 4000;

/** @param stored told of what is in force from now on, acknowledged or not */
export function createActs(
  store: ContactStore,
  tools: StepTools,
  stored: (standing: readonly Suppression[]) => void,
  tell: TellEvent,
): Acts {
  /** The customer's step of an event that began at an address. */
  const inCustomer =
    (customer: KeyedHash, pending: PendingEvent, addressKey: string) =>
    (state: StepState): StepResult<readonly string[]> => {
      const { record, nowMs } = state;
      const cold = state.cold();
      const done = cold.applied.find(({ eventId }) => eventId === pending.event.eventId);
      if (done) return { value: done.revoked, changed: false, entries: [] };
      const key = keyOf(record, tools.newKey);
      keepKeyUntil(record, nowMs + eventMs);
      const again = (sealed: string | undefined): string | undefined => {
        const text = sealed === undefined ? undefined : unseal(addressKey, sealed);
        return text === undefined ? undefined : seal(key, text);
      };
      const standing = pending.standing.map((one) => ({ ...one, sealed: again(one.sealed) }));
      const ended = putInRecord(record, cold, standing, nowMs);
      takeFrom(cold, pending.lifts);
      cold.lifted.push(...pending.lifts);
      const revoked = contactIds(state, customer, ended);
      cold.applied.push({ eventId: pending.event.eventId, atMs: nowMs, revoked });
      pruneCold(record, cold, nowMs);
      const event = { ...pending.event, fields: { ...pending.event.fields, revoked }, sealed: again(pending.secret) };
      return { value: revoked, changed: true, coldChanged: true, entries: [], events: [event] };
    };

  const contactIds = ({ record }: StepState, customer: KeyedHash, seqs: readonly number[]): string[] =>
    seqs.flatMap((seq) => {
      const hold = record.holds.find((one) => one.seq === seq);
      return hold ? [tools.contactId(customer, seq, hold.createdMs)] : [];
    });

  /** From the pending event on: the customer's step, and the end. @returns the holds that ended */
  const finish = async (
    writes: Writes,
    address: AddressRef,
    pending: PendingEvent,
    key: string,
  ): Promise<readonly string[]> => {
    const customer = pending.customer as KeyedHash;
    const revoked = await writes.transact(customer, inCustomer(customer, pending, key));
    await writes.transactAddress(address, ({ cold }) => {
      const before = cold.pending.length;
      cold.pending = cold.pending.filter(({ event }) => event.eventId !== pending.event.eventId);
      return { value: undefined, changed: cold.pending.length < before };
    });
    tell({ ...pending.event, fields: { ...pending.event.fields, revoked } }, customer);
    return revoked;
  };

  const recordAtAddress = async (writes: Writes, act: Act, address: AddressRef): Promise<Applied> => {
    const began = await writes.transactAddress(address, ({ hot, cold, nowMs }) => {
      const isKnown = act.reachesLast && hot.lastMs > nowMs - addressMs;
      const customer = act.customer ?? (isKnown ? hot.lastCustomer : undefined);
      act.lookFirst?.(atAddress(address, customer, hot, cold));
      const key = cold.key ?? tools.newKey();
      cold.key = key;
      cold.suppressions = cold.suppressions.filter((one) => inForceAt(one, nowMs));
      const eventId = act.eventId(customer === undefined ? { address } : { customer });
      const drafts = act.drafts({ eventId, customer, address, nowMs, seal: (text) => seal(key, text) });
      const standing = affirm(cold.suppressions, drafts, nowMs);
      const event: StoredEvent = {
        eventId,
        kind: act.kind,
        atMs: nowMs,
        fields: { ...act.fields({ eventId, standing, atMs: nowMs }), revoked: [] },
        sealed: undefined,
      };
      const secret = act.secret === undefined ? undefined : seal(key, act.secret);
      const pending: PendingEvent = { event, atMs: nowMs, customer, standing, lifts: [], secret };
      if (customer !== undefined) cold.pending.push(pending);
      const events = customer === undefined ? [{ ...event, sealed: secret }] : [];
      return { value: { pending, customer, key, nowMs }, changed: true, events };
    });
    const { pending, customer, key, nowMs } = began;
    const revoked = customer === undefined ? [] : await finish(writes, address, pending, key);
    if (customer === undefined) tell(pending.event, undefined);
    return { eventId: pending.event.eventId, customer, atMs: nowMs, standing: pending.standing, revoked, key };
  };

  const recordAtCustomer = async (writes: Writes, act: Act, customer: KeyedHash): Promise<Applied> => {
    type Recorded = Applied & { readonly event: StoredEvent };
    const { event: said, ...applied } = await writes.transact(customer, (state): StepResult<Recorded> => {
      const { record, nowMs } = state;
      const cold = state.cold();
      act.lookFirst?.(atCustomer(customer, record));
      const key = keyOf(record, tools.newKey);
      keepKeyUntil(record, nowMs + eventMs);
      pruneCold(record, cold, nowMs);
      const eventId = act.eventId({ customer });
      const drafts = act.drafts({ eventId, customer, address: undefined, nowMs, seal: (text) => seal(key, text) });
      const standing = affirm(cold.suppressions, drafts, nowMs);
      const revoked = contactIds(state, customer, endHolds(record, cold, standing, nowMs));
      const event: StoredEvent = {
        eventId,
        kind: act.kind,
        atMs: nowMs,
        fields: { ...act.fields({ eventId, standing, atMs: nowMs }), revoked },
        sealed: act.secret === undefined ? undefined : seal(key, act.secret),
      };
      const value = { event, eventId, customer, atMs: nowMs, standing, revoked, key };
      return { value, changed: true, coldChanged: true, entries: [], events: [event] };
    });
    tell(said, customer);
    return applied;
  };

  const liftAtAddress = async (
    writes: Writes,
    lift: Lift,
    address: AddressRef,
  ): Promise<{ standing: Suppression | undefined }> => {
    const { suppression } = lift;
    const began = await writes.transactAddress(address, ({ cold, nowMs }) => {
      const { suppressionId, said } = suppression;
      const lifts: Lifted[] = [{ suppressionId, said, atMs: nowMs }];
      // Somebody said it again and was not told yet: that one stands.
      const isSaidAgain = cold.pending.some(({ standing }) =>
        standing.some((one) => one.suppressionId === suppressionId),
      );
      const [standing] = isSaidAgain
        ? cold.suppressions.filter((one) => one.suppressionId === suppressionId)
        : takeFrom(cold, lifts);
      const event = liftEvent(lift, nowMs, standing);
      const { customer } = suppression;
      const key = cold.key ?? tools.newKey();
      cold.key = key;
      const pending: PendingEvent = {
        event,
        atMs: nowMs,
        customer,
        standing: [],
        lifts: isSaidAgain ? [] : lifts,
        secret: undefined,
      };
      if (customer !== undefined) cold.pending.push(pending);
      return { value: { pending, standing, key }, changed: true, events: customer === undefined ? [event] : [] };
    });
    if (suppression.customer === undefined) tell(began.pending.event, undefined);
    else await finish(writes, address, began.pending, began.key);
    return { standing: began.standing };
  };

  const liftAtCustomer = async (
    writes: Writes,
    lift: Lift,
    customer: KeyedHash,
  ): Promise<{ standing: Suppression | undefined }> => {
    type Done = { readonly standing: Suppression | undefined; readonly event: StoredEvent };
    const { event: said, ...done } = await writes.transact(customer, (state): StepResult<Done> => {
      const { record, nowMs } = state;
      const cold = state.cold();
      const { suppressionId, said } = lift.suppression;
      const [standing] = takeFrom(cold, [{ suppressionId, said, atMs: nowMs }]);
      pruneCold(record, cold, nowMs);
      const event = liftEvent(lift, nowMs, standing);
      return { value: { standing, event }, changed: true, coldChanged: true, entries: [], events: [event] };
    });
    tell(said, customer);
    return done;
  };

  const recoverAt = async (address: AddressRef, forMs: number): Promise<number> => {
    const { left, key } = await store.readAddress(address, ({ cold, nowMs }) => ({
      left: cold.pending.filter(({ atMs }) => atMs <= nowMs - forMs),
      key: cold.key,
    }));
    for (const pending of left) await finish(store, address, pending, key ?? '');
    return left.length;
  };

  return {
    record: (act) =>
      acknowledged(store, async (writes) => {
        const applied = await (act.address
          ? recordAtAddress(writes, act, act.address)
          : recordAtCustomer(writes, act, act.customer as KeyedHash));
        stored(applied.standing);
        return applied;
      }),
    lift(lift) {
      const { address, addressKind: kind, customer } = lift.suppression;
      return acknowledged(store, (writes) =>
        address !== undefined && kind !== undefined
          ? liftAtAddress(writes, lift, { kind, hash: address as KeyedHash })
          : liftAtCustomer(writes, lift, customer as KeyedHash),
      );
    },
    async recover(forMs = leftMs) {
      let applied = 0;
      const failures: unknown[] = [];
      for (const address of await store.pendingAddresses()) {
        // A customer who cannot be written keeps nobody else's events from being applied.
        await recoverAt(address, forMs).then(
          (count) => {
            applied += count;
          },
          (error: unknown) => failures.push(error),
        );
      }
      if (failures.length > 0) throw failures[0];
      return applied;
    },
    recoverAt,
    tell,
  };
}
