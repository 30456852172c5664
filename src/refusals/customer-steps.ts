/** The steps of acts in the customer's record. Pure: run inside a store's atomic step. */
import { eventMs, type StoredEvent } from '../engine/events.ts';
import type { PendingEvent } from '../engine/record/address.ts';
import type { Consent, Lifted, Suppression } from '../engine/record/record.ts';
import type { AddressRef, KeyedHash } from '../engine/request.ts';
import { keepKeyUntil, keyOf } from '../engine/steps/sealed-entry.ts';
import type { StepState } from '../engine/steps/state.ts';
import { lately, pruneCold, type StepResult, type StepTools } from '../engine/steps/step.ts';
import { seal, unseal } from '../identity/seal.ts';
import type { Act, Applied } from './act.ts';
import { affirm, endHolds, isTaken, liftOf, makePlace, mustStand, putInRecord, takeFrom } from './effect.ts';
import { type Lift, liftEvent } from './lift.ts';
import { atCustomer } from './once.ts';

/** What an act made of a customer's record, with the event as it is told. */
export interface Recorded extends Applied {
  readonly event: StoredEvent;
  readonly consent: Consent | undefined;
  readonly lifts: readonly Lifted[];
}

export interface Lifting {
  readonly standing: Suppression | undefined;
  readonly event: StoredEvent;
  readonly lifts: readonly Lifted[];
  readonly key: string | undefined;
}

/** An act that concerns a customer alone. */
export function recordStep(act: Act, customer: KeyedHash, tools: StepTools) {
  return (state: StepState): StepResult<Recorded> => {
    const { record, nowMs } = state;
    const cold = state.cold();
    act.lookFirst?.(atCustomer(customer, record));
    const key = keyOf(record, tools.newKey);
    keepKeyUntil(record, nowMs + eventMs);
    pruneCold(cold, nowMs);
    const eventId = act.eventId({ customer });
    const step = { eventId, customer, address: undefined, nowMs, seal: (text: string) => seal(key, text) };
    const consent = act.begin?.(cold, step);
    const lifts = makePlace(cold, act.replaces, nowMs);
    const standing = affirm(cold.suppressions, act.drafts(step), nowMs);
    const revoked = contactIds(state, customer, endHolds(state, standing, tools.register()), tools);
    const event: StoredEvent = {
      eventId,
      kind: act.kind,
      atMs: nowMs,
      // A consent alone ends none and does not say so.
      fields: {
        ...act.fields({ eventId, standing, atMs: nowMs }),
        ...((act.kind !== 'consent' || standing.length > 0) && { revoked }),
      },
      sealed: act.secret === undefined ? undefined : seal(key, act.secret),
    };
    return {
      value: { event, consent, lifts, eventId, customer, atMs: nowMs, standing, revoked, key },
      changed: true,
      coldChanged: true,
      entries: [],
      events: [event],
      effect: {
        atMs: nowMs,
        standing,
        lifted: act.replaces ? [act.replaces] : [],
        consents: consent ? { customer, list: [...cold.consents] } : undefined,
      },
    };
  };
}

/** The part of an event that began at an address. @returns the contacts whose holds it ended */
export function applyStep(
  pending: PendingEvent,
  { customer, address, addressKey }: { customer: KeyedHash; address: AddressRef; addressKey: string },
  tools: StepTools,
) {
  return (state: StepState): StepResult<readonly string[]> => {
    const { record, nowMs } = state;
    const cold = state.cold();
    // Said again under its operation id when its event is long forgotten, it is said anew.
    const done = lately(cold.applied, nowMs).find(({ eventId }) => eventId === pending.event.eventId);
    if (done) return { value: done.revoked, changed: false, entries: [] };
    const key = keyOf(record, tools.newKey);
    keepKeyUntil(record, nowMs + eventMs);
    const again = (sealed: string | undefined): string | undefined => {
      const text = sealed === undefined ? undefined : unseal(addressKey, sealed);
      return text === undefined ? undefined : seal(key, text);
    };
    const standing = pending.standing.map((one) => ({ ...one, sealed: again(one.sealed) }));
    // What goes and what is over makes place for what comes.
    takeFrom(cold, pending.lifts);
    pruneCold(cold, nowMs);
    const ended = putInRecord(state, standing, tools.register());
    cold.lifted.push(...pending.lifts);
    const revoked = contactIds(state, customer, ended, tools);
    cold.applied.push({ eventId: pending.event.eventId, atMs: nowMs, revoked });
    const event = { ...pending.event, fields: { ...pending.event.fields, revoked }, sealed: again(pending.secret) };
    const lifted = pending.lifts.map(({ suppressionId }) => ({ suppressionId, customer, address: address.hash }));
    return {
      value: revoked,
      changed: true,
      coldChanged: true,
      entries: [],
      events: [event],
      effect: { atMs: nowMs, standing: standing.filter((one) => !isTaken(cold.lifted, one)), lifted },
    };
  };
}

/** A lift that concerns a customer alone. */
export function liftStep(lift: Lift, tools: StepTools) {
  return (state: StepState): StepResult<Lifting> => {
    const { record, nowMs } = state;
    const cold = state.cold();
    if (lift.mustStand) mustStand(cold.suppressions, lift.suppression);
    const lifts = [liftOf(lift.suppression, nowMs)];
    const [standing] = takeFrom(cold, lifts);
    pruneCold(cold, nowMs);
    let sealed: string | undefined;
    if (lift.secret !== undefined) {
      sealed = seal(keyOf(record, tools.newKey), lift.secret);
      keepKeyUntil(record, nowMs + eventMs);
    }
    const event = liftEvent(lift, nowMs, standing, sealed);
    return {
      value: { standing, event, lifts, key: record.key },
      changed: true,
      coldChanged: true,
      entries: [],
      events: [event],
      effect: { atMs: nowMs, standing: [], lifted: standing ? [] : [lift.suppression] },
    };
  };
}

function contactIds(
  { record }: StepState,
  customer: KeyedHash,
  seqs: readonly number[],
  tools: StepTools,
): readonly string[] {
  return seqs.flatMap((seq) => {
    const hold = record.holds.find((one) => one.seq === seq);
    return hold ? [tools.contactId(customer, seq, hold.createdMs)] : [];
  });
}
