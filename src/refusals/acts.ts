/**
 * How what was said comes into force. What concerns a customer alone is one step of that customer. What concerns an address begins at the
 * address: that step binds, fixes the customer and keeps the event as pending; the customer's step follows, then the event is done, and only then
 * is it acknowledged. What a crash left pending is applied by whoever finds it (`recover`); applied twice, it does nothing.
 */
import type { Effect, StoredEvent } from '../engine/events.ts';
import type { PendingEvent } from '../engine/record/address.ts';
import type { Suppression } from '../engine/record/record.ts';
import type { AddressRef, KeyedHash } from '../engine/request.ts';
import type { StepState } from '../engine/steps/state.ts';
import { addressMs, lately, type StepResult, type StepTools } from '../engine/steps/step.ts';
import { StoreUnavailable, Unreadable } from '../errors.ts';
import { seal } from '../identity/seal.ts';
import type { AddressResult, AddressState, ContactStore } from '../store/store.ts';
import { acknowledged, type Writes } from './acknowledged.ts';
import type { Act, AddressAct, Applied, TellEvent } from './act.ts';
import { type Commit, committed } from './committed.ts';
import { applyStep, liftStep, recordStep } from './customer-steps.ts';
import { affirm, inForceAt, liftOf, makePlace, mustStand, takeFrom } from './effect.ts';
import { bareRow, ledgerRow, pendingRow } from './ledger-row.ts';
import { type Lift, liftEvent } from './lift.ts';
import { atAddress } from './once.ts';

export interface Acts {
  record(act: Act): Promise<Applied>;
  /**
   * Records those that are of an address nothing is known of, all at once.
   * @param acts of addresses alone, which nobody looks at first
   * @returns for each whether it is recorded; where it is not, nothing is done. Undefined: the store was out of reach, and nobody knows
   */
  recordNew(acts: readonly AddressAct[]): Promise<(boolean | undefined)[]>;
  /** @returns what stands all the same, said again since the lift was asked */
  lift(lift: Lift): Promise<{ standing: Suppression | undefined }>;
  /** A step of the customer alone that makes an event of its own, or none, acknowledged as all that is said. @returns whether it made one */
  say(customer: KeyedHash, step: (state: StepState) => StepResult<StoredEvent | undefined>): Promise<boolean>;
  /**
   * Applies what was left pending for a while.
   * @param forMs since when at the least: what is younger may be under way
   * @returns how many events. @throws the first failure, once all that can be applied is
   */
  recover(forMs?: number): Promise<number>;
  /** The same at one address. @param of of this customer alone */
  recoverAt(address: AddressRef, forMs: number, of?: KeyedHash): Promise<number>;
  /** Applies what is pending of a customer, however young, wherever it was said. */
  recoverOf(customer: KeyedHash): Promise<void>;
}

/** What an act is once it is at its address. */
interface Begun {
  readonly pending: PendingEvent;
  readonly customer: KeyedHash | undefined;
  readonly key: string;
  readonly nowMs: number;
}

/** What is pending longer than this was left by somebody who is gone: no act takes so long. */
const leftMs = 4000;

/**
 * @param tell says each event once it is stored; one that a crash interrupted may be said twice
 * @param commit brings it into the ledger; without one there is none
 */
export function createActs(
  store: ContactStore,
  tools: StepTools,
  tell: TellEvent,
  commit: Commit = async () => undefined,
): Acts {
  /** From the pending event on: the customer's step, and the end. @returns the holds that ended */
  const finish = async (
    writes: Writes,
    address: AddressRef,
    pending: PendingEvent,
    addressKey: string,
  ): Promise<readonly string[]> => {
    const customer = pending.customer as KeyedHash;
    const revoked = await writes.transact(customer, applyStep(pending, { customer, address, addressKey }, tools));
    // Pending until somebody else has it.
    const waits = await commit(() => pendingRow(pending, address, addressKey, revoked));
    await writes.transactAddress(address, ({ cold }) => {
      const before = cold.pending.length;
      cold.pending = cold.pending.filter(({ event }) => event.eventId !== pending.event.eventId);
      return { value: undefined, changed: cold.pending.length < before };
    });
    tell({ ...pending.event, fields: { ...pending.event.fields, revoked } }, customer);
    if (waits) throw waits;
    return revoked;
  };

  /** What begins at an address: it binds there, and fixes whose it is. */
  const beginStep =
    (act: Act, address: AddressRef) =>
    ({ hot, cold, nowMs }: AddressState): AddressResult<Begun> => {
      const isKnown = act.reachesLast && hot.lastMs > nowMs - addressMs;
      const customer = act.customer ?? (isKnown ? hot.lastCustomer : undefined);
      act.lookFirst?.(atAddress(address, customer, hot, cold));
      const key = cold.key ?? tools.newKey();
      cold.key = key;
      cold.suppressions = cold.suppressions.filter((one) => inForceAt(one, nowMs));
      const lifts = makePlace(cold, act.replaces, nowMs);
      cold.lifted = [...lately(cold.lifted, nowMs), ...lifts];
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
      const pending: PendingEvent = { event, atMs: nowMs, customer, standing, lifts, secret };
      if (customer !== undefined) cold.pending.push(pending);
      const events = customer === undefined ? [{ ...event, sealed: secret }] : [];
      const effect: Effect = { atMs: nowMs, standing, lifted: act.replaces ? [act.replaces] : [] };
      return { value: { pending, customer, key, nowMs }, changed: true, events, effect };
    };

  const recordAtAddress = async (writes: Writes, act: Act, address: AddressRef): Promise<Applied> => {
    const { pending, customer, key, nowMs } = await writes.transactAddress(address, beginStep(act, address));
    const revoked = customer === undefined ? [] : await finish(writes, address, pending, key);
    if (customer === undefined) await end(pending, address, key);
    return { eventId: pending.event.eventId, customer, atMs: nowMs, standing: pending.standing, revoked, key };
  };

  /** Of an event that is about an address alone. */
  const end = async (pending: PendingEvent, address: AddressRef, key: string): Promise<void> => {
    tell(pending.event, undefined);
    await committed(commit, () => pendingRow(pending, address, key));
  };

  const recordAtCustomer = async (writes: Writes, act: Act, customer: KeyedHash): Promise<Applied> => {
    const { event, consent, lifts, ...applied } = await writes.transact(customer, recordStep(act, customer, tools));
    tell(event, customer);
    const { standing, key } = applied;
    await committed(commit, () => ledgerRow({ event, customer, address: undefined, standing, lifts, consent }, key));
    return applied;
  };

  const liftAtAddress = async (
    writes: Writes,
    lift: Lift,
    address: AddressRef,
  ): Promise<{ standing: Suppression | undefined }> => {
    const { suppression } = lift;
    const { customer } = suppression;
    const began = await writes.transactAddress(address, ({ cold, nowMs }) => {
      const { suppressionId } = suppression;
      const lifts = [liftOf(suppression, nowMs)];
      // Somebody said it again and was not told yet: that one stands.
      const isSaidAgain = cold.pending.some(({ standing }) =>
        standing.some((one) => one.suppressionId === suppressionId),
      );
      if (lift.mustStand) mustStand(cold.suppressions, suppression, isSaidAgain ? 'said again' : undefined);
      const [standing] = isSaidAgain
        ? cold.suppressions.filter((one) => one.suppressionId === suppressionId)
        : takeFrom(cold, lifts);
      if (!isSaidAgain) cold.lifted = [...lately(cold.lifted, nowMs), ...lifts];
      const key = cold.key ?? tools.newKey();
      cold.key = key;
      const secret = lift.secret === undefined ? undefined : seal(key, lift.secret);
      const event = liftEvent(lift, nowMs, standing, undefined);
      const pending: PendingEvent = {
        event,
        atMs: nowMs,
        customer,
        standing: [],
        lifts: isSaidAgain ? [] : lifts,
        secret,
      };
      const value = { pending, standing, key };
      if (customer === undefined) {
        const effect: Effect = { atMs: nowMs, standing: [], lifted: standing ? [] : [suppression] };
        return { value, changed: true, events: [{ ...event, sealed: secret }], effect };
      }
      cold.pending.push(pending);
      return { value, changed: true };
    });
    if (customer === undefined) await end(began.pending, address, began.key);
    else await finish(writes, address, began.pending, began.key);
    return { standing: began.standing };
  };

  const liftAtCustomer = async (
    writes: Writes,
    lift: Lift,
    customer: KeyedHash,
  ): Promise<{ standing: Suppression | undefined }> => {
    const { event, standing, lifts, key } = await writes.transact(customer, liftStep(lift, tools));
    tell(event, customer);
    await committed(commit, () => ledgerRow({ event, customer, address: undefined, standing: [], lifts }, key ?? ''));
    return { standing };
  };

  const recoverAt: Acts['recoverAt'] = async (address, forMs, of) => {
    const { left, key } = await store.readAddress(address, ({ cold, nowMs }) => ({
      left: cold.pending.filter(({ atMs, customer }) => atMs <= nowMs - forMs && (of === undefined || customer === of)),
      key: cold.key,
    }));
    for (const pending of left) await finish(store, address, pending, key ?? '');
    return left.length;
  };

  return {
    record: (act) =>
      acknowledged(store, (writes) =>
        act.address
          ? recordAtAddress(writes, act, act.address)
          : recordAtCustomer(writes, act, act.customer as KeyedHash),
      ),
    recordNew: (acts) =>
      acknowledged(store, async (writes) => {
        const steps = acts.map((act) => ({ address: act.address, step: beginStep(act, act.address) }));
        const begun = await writes.transactNewAddresses(steps);
        const ended = begun.map((one, place) =>
          one instanceof StoreUnavailable
            ? undefined
            : one && end(one.pending, (acts[place] as AddressAct).address, one.key),
        );
        await Promise.all(ended);
        // Of one that cannot be read it is known that it is there: said by itself, it is told why.
        return begun.map((one) => {
          if (one instanceof Unreadable) return false;
          return one instanceof StoreUnavailable ? undefined : one !== undefined;
        });
      }),
    lift(lift) {
      const { address, addressKind: kind, customer } = lift.suppression;
      return acknowledged(store, (writes) =>
        address !== undefined && kind !== undefined
          ? liftAtAddress(writes, lift, { kind, hash: address as KeyedHash })
          : liftAtCustomer(writes, lift, customer as KeyedHash),
      );
    },
    async say(customer, step) {
      const event = await acknowledged(store, (writes) => writes.transact(customer, step));
      if (!event) return false;
      tell(event, customer);
      await committed(commit, () => bareRow({ event, customer, lifts: [] }));
      return true;
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
    async recoverOf(customer) {
      for (const address of await store.pendingAddresses()) await recoverAt(address, 0, customer);
    },
  };
}
