/** One contact as evidence: what went out, when, by whom, what became of it, and the consent that was in force then (contract 3). */
import { findContact } from '../engine/steps/confirm.ts';
import { countsAt } from '../engine/steps/step.ts';
import { toBase64Url } from '../identity/hashes.ts';
import { allEvents } from '../refusals/events.ts';
import { iso, showEvent } from '../refusals/show.ts';
import { purposeCovers } from '../vocabulary.ts';
import type { GuardDeps } from './deps.ts';
import { unknownContact } from './verdicts.ts';

/** @throws Problem 404 */
export async function showContact({ store, ids }: GuardDeps, contactId: string): Promise<object> {
  const place = ids.openContactId(contactId);
  if (!place) throw unknownContact();
  const found = await store.read(place.customer, (state) => {
    const contact = findContact(state, { ...place, caller: undefined });
    if (!contact) return undefined;
    const { record, nowMs } = state;
    const address = contact.address === undefined ? undefined : record.addresses[contact.address];
    const hold = record.holds.find((one) => one.seq === contact.seq);
    return {
      key: record.key,
      atMs: contact.atMs,
      kind: contact.kind,
      shown: {
        contactId,
        at: iso(contact.atMs),
        channel: contact.kind.channel,
        purpose: contact.kind.purpose,
        region: contact.kind.region,
        caller: contact.kind.caller,
        state: contact.status,
        counts: countsAt(record, contact, nowMs),
        ...(hold ? { hold: { state: hold.state, confirmBy: iso(hold.confirmByMs) } } : {}),
        ...(address === undefined ? {} : { addressHash: toBase64Url(address.hash) }),
        outcomes: record.outcomes
          .filter((one) => one.seq === contact.seq)
          .map(({ outcome, atMs }) => ({ outcome, at: iso(atMs) })),
      },
    };
  });
  if (!found) throw unknownContact();
  return { ...found.shown, consent: await consentThen({ store }, place.customer, found) };
}

/** The latest consent by then that covers channel and purpose; null where there was none or it was over. */
async function consentThen(
  { store }: Pick<GuardDeps, 'store'>,
  customer: Parameters<GuardDeps['store']['read']>[0],
  { atMs, kind, key }: { atMs: number; kind: { channel: string; purpose: string }; key: string | undefined },
): Promise<object | null> {
  let latest: Record<string, unknown> | undefined;
  for await (const event of allEvents(store, { customer })) {
    const { fields } = event;
    if (event.kind !== 'consent' || Date.parse(String(fields['at'])) > atMs) continue;
    if (fields['channel'] !== '*' && fields['channel'] !== kind.channel) continue;
    if (!purposeCovers(String(fields['purpose']), kind.purpose)) continue;
    if (!latest || String(fields['at']) > String(latest['at'])) latest = showEvent(event, key);
  }
  if (!latest || latest['level'] === 'withdrawn') return null;
  const expiresAt = latest['expiresAt'];
  return typeof expiresAt === 'string' && Date.parse(expiresAt) <= atMs ? null : latest;
}
