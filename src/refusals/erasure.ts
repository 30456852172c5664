/**
 * Erasing a customer (contract 3). The key that opens everything said of the person goes, in the record and in the log, in one step; with it where
 * the person was reached, consents, holds and operation ids. What stays says nothing of anybody: keyed hashes of whom a refusal binds, and
 * stamps that count against caps until their windows end.
 */
import type { Effect, StoredEvent } from '../engine/events.ts';
import type { ColdRecord, CustomerRecord } from '../engine/record/record.ts';
import type { AddressRef, KeyedHash } from '../engine/request.ts';
import { prune, pruneCold, type StepResult, type StepState, type StepTools } from '../engine/steps/step.ts';
import type { Caller } from '../guard-contract.ts';
import { toBase64Url } from '../identity/hashes.ts';
import { subjectOf } from '../identity/seal.ts';
import type { RefusalDeps } from './deps.ts';
import { inForceAt } from './effect.ts';
import { iso } from './show.ts';

/** Erased twice, it does nothing and is well. */
export async function erase(deps: RefusalDeps, customerId: string, caller: Caller): Promise<void> {
  const customer = deps.reader.customer(customerId);
  const refused = await refusedAddresses(deps, customer);
  const eventId = deps.ids.eventId();
  await deps.acts.say(customer, (state) => eraseStep(state, { customer, refused, eventId, caller }, deps.tools));
}

/** Where somebody refused: through them the refusal binds this customer's requests without an address, also from now on. */
async function refusedAddresses({ store }: RefusalDeps, customer: KeyedHash): Promise<ReadonlySet<string>> {
  const reached = await store.read(customer, ({ record }) =>
    record.addresses.map(({ kind, hash }): AddressRef => ({ kind, hash })),
  );
  const found = await Promise.all(
    reached.map((address) =>
      store.readAddress(address, ({ cold, nowMs }) => cold.suppressions.some((one) => inForceAt(one, nowMs))),
    ),
  );
  return new Set(reached.filter((_, at) => found[at]).map(({ hash }) => hash));
}

interface Erasure {
  readonly customer: KeyedHash;
  readonly refused: ReadonlySet<string>;
  readonly eventId: string;
  readonly caller: Caller;
}

/** @returns the event; undefined where nothing was left to erase */
function eraseStep(
  state: StepState,
  { customer, refused, eventId, caller }: Erasure,
  tools: StepTools,
): StepResult<StoredEvent | undefined> {
  const { record, nowMs } = state;
  const cold = state.cold();
  const erases = { subject: record.key === undefined ? undefined : subjectOf(record.key) };
  if (!isSomebody(record, cold, refused)) return { value: undefined, changed: false, entries: [], erases };
  prune(record, tools, nowMs);
  pruneCold(record, cold, nowMs);
  keepStamps(record, refused);
  cold.consents = [];
  cold.held = [];
  cold.suppressions = cold.suppressions.map((one) => ({ ...one, sealed: undefined }));
  const event: StoredEvent = {
    eventId,
    kind: 'erasure',
    atMs: nowMs,
    fields: {
      customerHash: toBase64Url(customer),
      caller: caller.name,
      at: iso(nowMs),
      keptSuppressions: cold.suppressions.map(({ suppressionId }) => suppressionId),
      keptStamps: record.contacts.length,
    },
    sealed: undefined,
  };
  const effect: Effect = { atMs: nowMs, standing: [], lifted: [], erased: customer };
  return { value: event, changed: true, coldChanged: true, entries: [], events: [event], effect, erases };
}

/** Whether anything is left that an erasure takes. */
function isSomebody(record: CustomerRecord, cold: ColdRecord, refused: ReadonlySet<string>): boolean {
  return (
    record.key !== undefined ||
    record.operations.length + record.holds.length + cold.consents.length + cold.held.length > 0 ||
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
