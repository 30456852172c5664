/** A contact of a customer's record in the words of the API (contract 3). */
import type { CustomerRecord, Hold, StoredContact } from '../engine/record/record.ts';
import { countsAt } from '../engine/steps/step.ts';
import { toBase64Url } from '../identity/hashes.ts';
import { iso } from '../refusals/show.ts';

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
export function contactFields(record: CustomerRecord, contact: StoredContact, nowMs: number): ShownContact {
  const address = contact.address === undefined ? undefined : record.addresses[contact.address];
  const hold = record.holds.find((one) => one.seq === contact.seq);
  return {
    at: iso(contact.atMs),
    channel: contact.kind.channel,
    purpose: contact.kind.purpose,
    region: contact.kind.region,
    caller: contact.kind.caller,
    state: contact.status,
    counts: countsAt(record, contact, nowMs),
    ...(hold ? { hold: { state: holdState(hold, nowMs), confirmBy: iso(hold.confirmByMs) } } : {}),
    ...(address === undefined ? {} : { addressHash: toBase64Url(address.hash) }),
    outcomes: record.outcomes
      .filter((one) => one.seq === contact.seq)
      .map(({ outcome, atMs }) => ({ outcome, at: iso(atMs) })),
  };
}

function holdState({ state, confirmByMs }: Hold, nowMs: number): Hold['state'] | 'expired' {
  return state === 'open' && nowMs >= confirmByMs ? 'expired' : state;
}
