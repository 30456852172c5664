/** What was written to the store, as the ledger is told of it. */
import type { StoredEvent } from '../engine/events.ts';
import type { PendingEvent } from '../engine/record/address.ts';
import type { Consent } from '../engine/record/record.ts';
import type { AddressRef, KeyedHash } from '../engine/request.ts';
import { unseal } from '../identity/seal.ts';
import type { LedgerRow } from '../ledger/ledger.ts';
import type { ContactStore } from '../store/store.ts';
import { type Commit, committed } from './committed.ts';
import type { Earlier } from './once.ts';

/** Names what is sealed in the event itself, among a row's secrets. */
export const eventSecret = 'event';

/** What was written, for the ledger. @param key opens what is sealed in it */
export function ledgerRow(
  written: Omit<LedgerRow, 'secrets' | 'event'> & { readonly event: StoredEvent },
  key: string,
): LedgerRow {
  const { event, standing, consent } = written;
  const sealed = new Map<string, string | undefined>([
    [eventSecret, event.sealed],
    ...standing.map((one) => [one.suppressionId, one.sealed] as const),
  ]);
  if (consent) sealed.set(consent.consentId, consent.sealed);
  const opened = [...sealed].flatMap(([name, text]) => {
    const secret = text === undefined ? undefined : unseal(key, text);
    return secret === undefined ? [] : [[name, secret] as const];
  });
  return {
    ...written,
    event: { ...event, sealed: undefined },
    standing: standing.map((one) => ({ ...one, sealed: undefined })),
    ...(consent && { consent: { ...consent, sealed: undefined } }),
    secrets: Object.fromEntries(opened),
  };
}

/** An event that began at an address. @param key the address's own */
export function pendingRow(
  pending: PendingEvent,
  address: AddressRef,
  key: string,
  revoked: readonly string[] = [],
): LedgerRow {
  const { standing, lifts, secret } = pending;
  const event = { ...pending.event, fields: { ...pending.event.fields, revoked }, sealed: secret };
  return ledgerRow({ event, customer: pending.customer as KeyedHash | undefined, address, standing, lifts }, key);
}

/** What has no secrets. */
export function bareRow(written: Pick<LedgerRow, 'event' | 'customer' | 'lifts'>): LedgerRow {
  return { ...written, address: undefined, standing: [], secrets: {} };
}

/** What was recorded before: whoever said it then may have been gone before the ledger had it. @throws NotAcknowledged */
export async function commitAgain(
  { store, commit }: { readonly store: ContactStore; readonly commit?: Commit | undefined },
  { event, home }: Earlier,
): Promise<void> {
  if (!commit) return;
  const kept =
    'customer' in home
      ? await store.read(home.customer, (state) => ({ ...state.cold(), key: state.record.key }))
      : await store.readAddress(home.address, ({ cold }) => ({ ...cold, consents: [] as Consent[] }));
  const { suppressionId, suppressions = [] } = event.fields as {
    suppressionId?: string;
    suppressions?: readonly { suppressionId: string }[];
  };
  const made = new Set([suppressionId, ...suppressions.map((one) => one.suppressionId)]);
  const standing = kept.suppressions.filter((one) => made.has(one.suppressionId));
  const reached = standing.find((one) => one.address !== undefined);
  const address =
    'address' in home
      ? home.address
      : reached && { kind: reached.addressKind as AddressRef['kind'], hash: reached.address as KeyedHash };
  const customer = 'customer' in home ? home.customer : undefined;
  const consent = kept.consents.find(({ consentId }) => consentId === event.eventId);
  await committed(commit, () => ledgerRow({ event, customer, address, standing, lifts: [], consent }, kept.key ?? ''));
}
