/** Does again to a store what the ledger says was done; what is there already stays as it is, in whatever order it comes. */
import { type Effect, eventMs } from '../engine/events.ts';
import type { Lifted, Suppression } from '../engine/record/record.ts';
import { keepKeyUntil, keyOf } from '../engine/steps/sealed-entry.ts';
import { pruneCold, type StepTools } from '../engine/steps/step.ts';
import { seal } from '../identity/seal.ts';
import type { LedgerRow } from '../ledger/ledger.ts';
import type { ContactStore } from '../store/store.ts';
import { inForceAt, putInRecord, takeFrom } from './effect.ts';
import { eraseAgain } from './erasure.ts';
import { eventSecret } from './ledger-row.ts';
import { mostScopes, putConsent } from './put-consent.ts';

/** @param lifted how far its suppressions were lifted, earlier or later */
export async function restoreRow(
  store: ContactStore,
  tools: StepTools,
  row: LedgerRow,
  lifted: ReadonlyMap<string, number>,
): Promise<void> {
  const standing = row.standing.filter((one) => one.said > (lifted.get(one.suppressionId) ?? 0));
  const sealer = (key: string) => (name: string) => {
    const text = row.secrets[name];
    return text === undefined ? undefined : seal(key, text);
  };
  const sealedBy = (sealed: ReturnType<typeof sealer>, nowMs: number): Suppression[] =>
    standing.filter((one) => inForceAt(one, nowMs)).map((one) => ({ ...one, sealed: sealed(one.suppressionId) }));
  const { customer, address, event } = row;
  if (event.kind === 'erasure') return customer && eraseAgain(store, tools, customer, event);
  if (address)
    await store.transactAddress(address, ({ cold, nowMs }) => {
      const key = cold.key ?? tools.newKey();
      cold.key = key;
      const sealed = sealer(key);
      let isNew = false;
      for (const one of sealedBy(sealed, nowMs)) {
        const place = cold.suppressions.findIndex((other) => other.suppressionId === one.suppressionId);
        const there = cold.suppressions[place];
        if (there && there.said >= one.said) continue;
        isNew = true;
        if (there) cold.suppressions[place] = one;
        else cold.suppressions.push(one);
      }
      const isTaken = takes(cold, row.lifts);
      const events = customer === undefined ? [{ ...event, sealed: sealed(eventSecret) }] : [];
      const effect: Effect = { atMs: nowMs, standing: sealedBy(sealed, nowMs), lifted: [] };
      return { value: undefined, changed: isNew || isTaken, events, effect };
    });
  if (customer !== undefined)
    await store.transact(customer, (state) => {
      const { record, nowMs } = state;
      const cold = state.cold();
      const sealed = sealer(keyOf(record, tools.newKey));
      keepKeyUntil(record, nowMs + eventMs);
      putInRecord(record, cold, sealedBy(sealed, nowMs), nowMs);
      takeFrom(cold, row.lifts);
      // A full list is what it is: what came later is in it.
      if (row.consent && cold.consents.length < mostScopes)
        putConsent(cold, { ...row.consent, sealed: sealed(row.consent.consentId) });
      pruneCold(record, cold, nowMs);
      const events = [{ ...event, sealed: sealed(eventSecret) }];
      const effect: Effect = {
        atMs: nowMs,
        standing: sealedBy(sealed, nowMs),
        lifted: [],
        consents: { customer, list: [...cold.consents] },
      };
      return { value: undefined, changed: true, coldChanged: true, entries: [], events, effect };
    });
}

/** @returns whether anything was there to take */
function takes(part: { suppressions: Suppression[] }, lifts: readonly Lifted[]): boolean {
  const before = part.suppressions.length;
  takeFrom(part, lifts);
  return part.suppressions.length < before;
}
