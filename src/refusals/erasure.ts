/**
 * Erasing a customer (contract 3). The key that opens everything said of the person goes, in the record and in the log, in one step; with it where
 * the person was reached, consents, holds and operation ids. What stays says nothing of anybody: keyed hashes of whom a refusal binds, and
 * stamps that count against caps until their windows end. Words that waited for a decision bind as a refusal does.
 */

import type { Effect, StoredEvent } from '../engine/events.ts';
import { hasReview } from '../engine/record/cold.ts';
import type { ColdRecord, CustomerRecord, Suppression } from '../engine/record/record.ts';
import type { AddressRef, KeyedHash } from '../engine/request.ts';
import type { StepState } from '../engine/steps/state.ts';
import { prune, pruneCold, type StepResult, type StepTools } from '../engine/steps/step.ts';
import { StoreUnavailable } from '../errors.ts';
import type { Caller } from '../guard-contract.ts';
import { toBase64Url } from '../identity/hashes.ts';
import { subjectOf } from '../identity/seal.ts';
import { isoTime } from '../iso-time.ts';
import type { ContactStore } from '../store/store.ts';
import { type Commit, committed } from './committed.ts';
import type { RefusalDeps } from './deps.ts';
import { inForceAt } from './effect.ts';
import { allEvents } from './events.ts';
import { bareRow } from './ledger-row.ts';

/** Erased twice, it does nothing and is well. */
export async function erase(deps: RefusalDeps, customerId: string, caller: Caller): Promise<void> {
  const customer = deps.reader.customer(customerId);
  // Applied later, it would bring the person's words back.
  await deps.acts.recoverOf(customer);
  const eventId = deps.ids.eventId();
  const isErased = await lookedAround(deps.store, customer, (around) => {
    const event: Erasure['event'] = (kept) => erasureEvent(kept, { eventId, customer, caller });
    return deps.acts.say(customer, (state) => eraseStep(state, { customer, ...around, event }, deps.tools));
  });
  if (!isErased && deps.commit) await commitErasures(deps, deps.commit, customer);
}

/** Erased before, by somebody who may have been gone before the ledger had it. */
async function commitErasures({ store }: RefusalDeps, commit: Commit, customer: KeyedHash): Promise<void> {
  for await (const event of allEvents(store, { customer }))
    if (event.kind === 'erasure') await committed(commit, () => bareRow({ event, customer, lifts: [] }));
}

/** Of clocks of two processes. */
const clocksDifferMs = 5000;

/** Whether what was said at an instant, and comes to the store late, is of somebody who was erased since: it binds, and says nothing of the person. */
export async function isErasedSince(store: ContactStore, customer: KeyedHash, saidMs: number): Promise<boolean> {
  for await (const event of allEvents(store, { customer })) {
    if (event.atMs < saidMs - clocksDifferMs) return false;
    if (event.kind === 'erasure') return true;
  }
  return false;
}

/** What the ledger knows of, done to a store that lacks it. */
export async function eraseAgain(
  store: ContactStore,
  tools: StepTools,
  customer: KeyedHash,
  event: StoredEvent,
): Promise<void> {
  await lookedAround(store, customer, async (around) => {
    // The person may have come back since.
    if (await store.event({ customer }, event.eventId)) return;
    await store.transact(customer, (state) => eraseStep(state, { customer, ...around, event: () => event }, tools));
  });
}

/** What an erasure does and sees at addresses, before the customer's own step. */
interface Around {
  /** Where the person was reached; true where somebody refused. */
  readonly reached: ReadonlyMap<string, boolean>;
  /** Suppressions that say nothing of the person any more at their addresses. */
  readonly bared: ReadonlySet<string>;
}

/** Since it was looked around the person was reached at another address, or somebody said more. */
class LookAgain extends Error {}

/** Each needs another contact or refusal of the same person just then. */
const mostLooks = 100;

async function lookedAround<T>(
  store: ContactStore,
  customer: KeyedHash,
  step: (around: Around) => Promise<T>,
): Promise<T> {
  for (let look = 0; look < mostLooks; look++) {
    const around = { reached: await reachedAddresses(store, customer), bared: await bareAtAddresses(store, customer) };
    try {
      return await step(around);
    } catch (error) {
      if (!(error instanceof LookAgain)) throw error;
    }
  }
  throw new StoreUnavailable('somebody is contacted faster than they can be erased');
}

/** Through those where somebody refused the refusal binds this customer's requests without an address, also from now on. */
async function reachedAddresses(store: ContactStore, customer: KeyedHash): Promise<Around['reached']> {
  const reached = await store.read(customer, ({ record }) =>
    record.addresses.map(({ kind, hash }): AddressRef => ({ kind, hash })),
  );
  const found = await Promise.all(
    reached.map((address) =>
      store.readAddress(address, ({ cold, nowMs }) => cold.suppressions.some((one) => inForceAt(one, nowMs))),
    ),
  );
  return new Map(reached.map(({ hash }, at) => [hash, found[at] ?? false]));
}

interface Erasure extends Around {
  readonly customer: KeyedHash;
  event(kept: Pick<StepState, 'nowMs' | 'record'> & { readonly cold: ColdRecord }): StoredEvent;
}

function erasureEvent(
  { nowMs, record, cold }: Parameters<Erasure['event']>[0],
  { eventId, customer, caller }: { readonly eventId: string; readonly customer: KeyedHash; readonly caller: Caller },
): StoredEvent {
  return {
    eventId,
    kind: 'erasure',
    atMs: nowMs,
    fields: {
      customerHash: toBase64Url(customer),
      caller: caller.name,
      at: isoTime(nowMs),
      keptSuppressions: cold.suppressions.map(({ suppressionId }) => suppressionId),
      keptStamps: record.contacts.length,
    },
    sealed: undefined,
  };
}

/** @returns the event; undefined where nothing was left to erase. @throws LookAgain */
function eraseStep(
  state: StepState,
  { customer, reached, bared, event: eventOf }: Erasure,
  tools: StepTools,
): StepResult<StoredEvent | undefined> {
  const { record, nowMs } = state;
  const cold = state.cold();
  const saysMore = (one: Suppression) =>
    one.address !== undefined && saysOfPerson(one) && !bared.has(one.suppressionId);
  if (record.addresses.some(({ hash }) => !reached.has(hash)) || cold.suppressions.some(saysMore))
    throw new LookAgain('the erasure has to look around once more');
  const refused = new Set([...reached].flatMap(([hash, isRefused]) => (isRefused ? [hash] : [])));
  const erases = { subject: record.key === undefined ? undefined : subjectOf(record.key) };
  if (!isSomebody(record, cold, refused)) return { value: undefined, changed: false, entries: [], erases };
  prune(record, tools, nowMs);
  pruneCold(cold, nowMs);
  keepStamps(record, refused);
  cold.consents = [];
  cold.suppressions = cold.suppressions.map(bareOf);
  const event = eventOf({ nowMs, record, cold });
  const effect: Effect = { atMs: nowMs, standing: [], lifted: [], erased: customer };
  return { value: event, changed: true, coldChanged: true, entries: [], events: [event], effect, erases };
}

/** Nobody can read words in doubt any more, and so nobody can decide: what they hold back stays held back. Nor which keys it names: it binds by their hashes. */
function bareOf({ unsure: _unsure, ...one }: Suppression): Suppression {
  return { ...one, sealed: undefined };
}

function saysOfPerson({ unsure, sealed }: Suppression): boolean {
  return unsure === true || sealed !== undefined;
}

/** The same where the person was reached; before the person's key goes, so that what was written over is scrubbed with the rest. */
async function bareAtAddresses(store: ContactStore, customer: KeyedHash): Promise<Around['bared']> {
  const own = await store.read(customer, (state) => [...state.cold().suppressions]);
  for (const [hash, here] of Map.groupBy(own, ({ address }) => address)) {
    const kind = here[0]?.addressKind;
    if (hash === undefined || kind === undefined) continue;
    const ids = new Set(here.map(({ suppressionId }) => suppressionId));
    const says = (one: Suppression) => ids.has(one.suppressionId) && saysOfPerson(one);
    await store.transactAddress({ kind, hash: hash as KeyedHash }, ({ cold }) => {
      const changed = cold.suppressions.some(says);
      if (changed) cold.suppressions = cold.suppressions.map((one) => (says(one) ? bareOf(one) : one));
      return { value: undefined, changed };
    });
  }
  return new Set(own.map(({ suppressionId }) => suppressionId));
}

/** Whether anything is left that an erasure takes. */
function isSomebody(record: CustomerRecord, cold: ColdRecord, refused: ReadonlySet<string>): boolean {
  return (
    record.key !== undefined ||
    hasReview(cold.suppressions) ||
    record.operations.length + record.holds.length + cold.consents.length > 0 ||
    record.addresses.some(({ hash }) => !refused.has(hash))
  );
}

/** Contacts as bare stamps, with the outcomes that cooldowns run from. What never left, and a hold that is still open, counts for nothing. */
function keepStamps(record: CustomerRecord, refused: ReadonlySet<string>): void {
  const open = new Set(record.holds.filter(({ state }) => state === 'open').map(({ seq }) => seq));
  const kept = record.addresses.filter(({ hash }) => refused.has(hash));
  record.contacts = record.contacts.filter(({ seq, status }) => !open.has(seq) && status !== 'cancelled');
  for (const contact of record.contacts) {
    contact.held = false;
    contact.address = undefined;
  }
  const alive = new Set(record.contacts.map(({ seq }) => seq));
  record.outcomes = record.outcomes.filter(({ seq }) => alive.has(seq));
  record.addresses = kept;
  record.holds = [];
  record.operations = [];
  record.key = undefined;
  record.keyUntilMs = 0;
}
