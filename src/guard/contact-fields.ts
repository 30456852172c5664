/** A contact of a customer's record in the words of the API (contract 3). */
import { type CustomerRecord, hasRunOut, holdOf, type StoredContact } from '../engine/record/record.ts';
import { countsThoughFailed } from '../engine/steps/outcome.ts';
import { countsAt } from '../engine/steps/step.ts';
import { toBase64Url } from '../identity/hashes.ts';
import { isoTime } from '../iso-time.ts';
import type { PolicySet } from '../policy/types.ts';

export interface ShownContact extends Readonly<Record<string, unknown>> {
  readonly at: string;
  readonly channel: string;
  readonly purpose: string;
  readonly caller: string;
  readonly state: string;
  readonly hold?: { readonly state: string; readonly confirmBy: string };
  readonly outcomes: readonly { readonly outcome: string; readonly at: string }[];
}

/** Without its id. */
export function contactFields(
  record: CustomerRecord,
  contact: StoredContact,
  { nowMs, policies }: { readonly nowMs: number; readonly policies: PolicySet },
): ShownContact {
  const address = contact.address === undefined ? undefined : record.addresses[contact.address];
  const hold = holdOf(record, contact.seq);
  const isExpired = hold !== undefined && hasRunOut(hold, nowMs);
  return {
    at: isoTime(contact.atMs),
    channel: contact.kind.channel,
    purpose: contact.kind.purpose,
    region: contact.kind.region,
    caller: contact.kind.caller,
    state: isExpired ? 'expired' : contact.status,
    counts: countsAt(record, contact, nowMs) || countsThoughFailed(contact, policies),
    ...(hold ? { hold: { state: isExpired ? 'expired' : hold.state, confirmBy: isoTime(hold.confirmByMs) } } : {}),
    ...(address === undefined ? {} : { addressHash: toBase64Url(address.hash) }),
    outcomes: record.outcomes
      .filter((one) => one.seq === contact.seq)
      .map(({ outcome, atMs }) => ({ outcome, at: isoTime(atMs) })),
  };
}
