/** Does again to a store what the ledger says was done; what is there already stays as it is, in whatever order it comes. */
import { eventMs } from '../engine/events.ts';
import type { Suppression } from '../engine/record/record.ts';
import type { KeyedHash } from '../engine/request.ts';
import { keepKeyUntil, keyOf } from '../engine/steps/sealed-entry.ts';
import type { StepState } from '../engine/steps/state.ts';
import { pruneCold, type StepResult, type StepTools } from '../engine/steps/step.ts';
import { seal } from '../identity/seal.ts';
import type { LedgerRow } from '../ledger/ledger.ts';
import type { AddressResult, AddressState, ContactStore } from '../store/store.ts';
import { inForceAt, isTaken, putInRecord, takeFrom } from './effect.ts';
import { eraseAgain } from './erasure.ts';
import { eventSecret } from './ledger-row.ts';
import { placeConsent } from './put-consent.ts';

/** @param lifted how far its suppressions were lifted, earlier or later, as the ledger knows */
export async function restoreRow(
  store: ContactStore,
  tools: StepTools,
  row: LedgerRow,
  lifted: ReadonlyMap<string, number>,
): Promise<void> {
  const { customer, address, event } = row;
  if (event.kind === 'erasure') return customer && eraseAgain(store, tools, customer, event);
  const home = customer === undefined ? address && { address } : { customer };
  // An event and its effect are stored in one step: what came after it in this record stays as it is.
  const isThere = home !== undefined && (await store.event(home, event.eventId)) !== undefined;
  const standing = row.standing.filter((one) => one.said > (lifted.get(one.suppressionId) ?? 0));
  const { lifts, secrets } = row;
  if (address && !(isThere && customer === undefined))
    await store.transactAddress(address, addressStep({ event, standing, lifts, secrets, customer }, tools));
  if (customer !== undefined && !isThere)
    await store.transact(customer, customerStep({ ...row, standing }, customer, tools));
}

/** Where the event is a customer's, nothing at the address says whether this was done before: what is there already, or was lifted since, is left. */
function addressStep({ event, standing, lifts, secrets, customer }: Omit<LedgerRow, 'address'>, tools: StepTools) {
  return ({ cold, nowMs }: AddressState): AddressResult<void> => {
    const key = cold.key ?? tools.newKey();
    cold.key = key;
    const put: Suppression[] = [];
    for (const one of resealed(standing, secrets, key)) {
      const place = cold.suppressions.findIndex((other) => other.suppressionId === one.suppressionId);
      const there = cold.suppressions[place];
      if (!inForceAt(one, nowMs) || isTaken(cold.lifted, one) || (there && there.said >= one.said)) continue;
      put.push(one);
      if (there) cold.suppressions[place] = one;
      else cold.suppressions.push(one);
    }
    const before = cold.suppressions.length;
    takeFrom(cold, lifts);
    const changed = put.length > 0 || cold.suppressions.length < before || customer === undefined;
    const events = customer === undefined ? [{ ...event, sealed: sealedOf(secrets, eventSecret, key) }] : [];
    return { value: undefined, changed, events, effect: { atMs: nowMs, standing: put, lifted: [] } };
  };
}

function customerStep(row: LedgerRow, customer: KeyedHash, tools: StepTools) {
  return (state: StepState): StepResult<void> => {
    const { record, nowMs } = state;
    const cold = state.cold();
    const key = keyOf(record, tools.newKey);
    keepKeyUntil(record, nowMs + eventMs);
    const standing = resealed(row.standing, row.secrets, key).filter((one) => inForceAt(one, nowMs));
    takeFrom(cold, row.lifts);
    pruneCold(cold, nowMs);
    putInRecord(state, standing, tools.register());
    // Another scope of a full list is left out: what came later is in it.
    if (row.consent) placeConsent(cold, { ...row.consent, sealed: sealedOf(row.secrets, row.consent.consentId, key) });
    return {
      value: undefined,
      changed: true,
      coldChanged: true,
      entries: [],
      events: [{ ...row.event, sealed: sealedOf(row.secrets, eventSecret, key) }],
      effect: { atMs: nowMs, standing, lifted: [], consents: { customer, list: [...cold.consents] } },
    };
  };
}

function resealed(standing: readonly Suppression[], secrets: LedgerRow['secrets'], key: string): Suppression[] {
  return standing.map((one) => ({ ...one, sealed: sealedOf(secrets, one.suppressionId, key) }));
}

function sealedOf(secrets: LedgerRow['secrets'], name: string, key: string): string | undefined {
  const text = secrets[name];
  return text === undefined ? undefined : seal(key, text);
}
