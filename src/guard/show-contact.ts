/** One contact as evidence: what went out, when, by whom, what became of it, and the consent that was in force then (contract 3). */
import { holdOf, type StoredContact } from '../engine/record/record.ts';
import type { KeyedHash } from '../engine/request.ts';
import { findContact } from '../engine/steps/confirm.ts';
import { countsAt } from '../engine/steps/step.ts';
import type { ContactShown } from '../guard-contract.ts';
import { isoTime } from '../iso-time.ts';
import { allEvents } from '../refusals/events.ts';
import { showEvent } from '../refusals/show.ts';
import { purposeCovers } from '../vocabulary.ts';
import { contactFields } from './contact-fields.ts';
import type { GuardDeps } from './deps.ts';
import { unknownContact } from './verdicts.ts';

/** What was sent, came in, or is held and may still be sent, newest first; what was cancelled, or held and never confirmed, reached nobody. */
export function contactsOf({ store, hashes }: GuardDeps, customerId: string): Promise<readonly ContactShown[]> {
  return store.read(hashes.customer(customerId), ({ record, nowMs }) =>
    record.contacts
      .filter((contact) => contact.status === 'inbound' || countsAt(record, contact, nowMs))
      .map(({ seq, atMs, kind, status }) => ({
        at: isoTime(atMs),
        channel: kind.channel,
        purpose: kind.purpose,
        caller: kind.caller,
        region: kind.region,
        state: status === 'inbound' ? 'received' : holdOf(record, seq)?.state === 'open' ? 'planned' : 'sent',
      })),
  );
}

/** @throws Problem 404 */
export async function showContact(deps: GuardDeps, contactId: string): Promise<object> {
  const { store, ids, policies } = deps;
  const place = ids.openContactId(contactId);
  if (!place) throw unknownContact();
  const found = await store.read(place.customer, (state) => {
    const contact = findContact(state, { ...place, caller: undefined });
    if (!contact) return undefined;
    const { record, nowMs } = state;
    return {
      key: record.key,
      atMs: contact.atMs,
      kind: contact.kind,
      keys: contact.keys,
      shown: { contactId, ...contactFields(record, contact, { nowMs, policies: policies.current() }) },
    };
  });
  if (!found) throw unknownContact();
  return { ...found.shown, consent: await consentThen(deps, place.customer, found) };
}

/** The latest consent by then that covers channel, purpose and keys; null where there was none or it was over. */
async function consentThen(
  { store, hashes }: Pick<GuardDeps, 'store' | 'hashes'>,
  customer: KeyedHash,
  contact: Pick<StoredContact, 'atMs' | 'kind' | 'keys'> & { readonly key: string | undefined },
): Promise<object | null> {
  const { atMs, kind, keys } = contact;
  let latest: Record<string, unknown> | undefined;
  for await (const event of allEvents(store, { customer })) {
    const { fields } = event;
    // It took every consent there was.
    if (event.kind === 'erasure') break;
    if (event.kind !== 'consent' || Date.parse(String(fields['at'])) > atMs) continue;
    if (fields['channel'] !== '*' && fields['channel'] !== kind.channel) continue;
    if (!purposeCovers(String(fields['purpose']), kind.purpose)) continue;
    const shown = showEvent(event, contact.key);
    const wanted = Object.entries((shown['keys'] ?? {}) as Record<string, string>);
    if (!wanted.every(([name, value]) => keys.includes(hashes.scopeKey(name, value)))) continue;
    if (!latest || String(fields['at']) > String(latest['at'])) latest = shown;
  }
  if (!latest || latest['level'] === 'withdrawn') return null;
  const expiresAt = latest['expiresAt'];
  return typeof expiresAt === 'string' && Date.parse(expiresAt) <= atMs ? null : latest;
}
