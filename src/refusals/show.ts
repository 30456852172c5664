/** Suppressions, consents and events in the words of the API (contract 3). Instants as ISO text. */
import type { StoredEvent } from '../engine/events.ts';
import type { Consent, Suppression } from '../engine/record/record.ts';
import { toBase64Url } from '../identity/hashes.ts';
import { unseal } from '../identity/seal.ts';
import { isoTime } from '../iso-time.ts';

/** @param key opens the keys it is for; undefined: they stay closed */
export function showSuppression(one: Suppression, key: string | undefined): Record<string, unknown> {
  return {
    suppressionId: one.suppressionId,
    ...(one.address === undefined ? {} : { addressHash: toBase64Url(one.address) }),
    ...(one.customer === undefined ? {} : { customerHash: toBase64Url(one.customer) }),
    channel: one.channel,
    purpose: one.purpose,
    ...(one.classes && { classes: one.classes }),
    ...(one.except && { except: one.except }),
    // Which keys it names nobody can tell once they are erased.
    ...(Object.keys(one.keys).length === 0 ? { keys: {} } : openSealed(one.sealed, key)),
    targeting: one.targeting,
    ...(one.atMost && { atMost: { limit: one.atMost.limit, days: one.atMost.windowMs / 86_400_000 } }),
    origin: one.origin,
    [one.origin === 'refusal' ? 'signal' : 'reason']: one.signal,
    source: one.source,
    ...(one.unsure ? { unsure: true } : {}),
    ...(one.origin === 'refusal' ? { refusalId: one.eventId } : {}),
    since: isoTime(one.sinceMs),
    expiresAt: one.expiresMs === null ? null : isoTime(one.expiresMs),
  };
}

export function showConsent(one: Consent, key: string | undefined): Record<string, unknown> {
  return {
    consentId: one.consentId,
    channel: one.channel,
    purpose: one.purpose,
    level: one.level,
    source: one.source,
    at: isoTime(one.atMs),
    expiresAt: one.expiresMs === null ? null : isoTime(one.expiresMs),
    ...openSealed(one.sealed, key),
  };
}

export function showEvent({ kind, fields, sealed }: StoredEvent, key: string | undefined): Record<string, unknown> {
  const { scope, answered: _answered, ...opened } = openSealed(sealed, key);
  const suppressions = fields['suppressions'] as readonly object[] | undefined;
  // Those whose keys were sealed say none; those without any say so.
  const keys = scope ?? opened['keys'];
  const withKeys = suppressions?.map((one) => (keys === undefined || 'keys' in one ? one : { ...one, keys }));
  return { event: kind, ...fields, ...(withKeys && { suppressions: withKeys }), ...opened };
}

/** What is sealed in an event or a suppression; nothing where the key does not open it. */
export function openSealed(sealed: string | undefined, key: string | undefined): Record<string, unknown> {
  const text = sealed === undefined || key === undefined ? undefined : unseal(key, sealed);
  return text === undefined ? {} : (JSON.parse(text) as Record<string, unknown>);
}
