/** What a request is judged against: a customer's state as the atomic step found it. */
import { addressKindOf, type Channel, purposeCovers } from '../vocabulary.ts';
import type { Consent, CustomerRecord, Suppression } from './record/record.ts';
import type { DecideRequest, KeyedHash } from './request.ts';

export interface Facts {
  readonly record: CustomerRecord;
  /** Suppressions of the addresses concerned that the record itself does not hold. */
  readonly ofAddresses: readonly Suppression[];
  /** The contact that is judged again by `confirm`: it does not count against itself. */
  readonly exceptSeq: number | undefined;
}

/** The address the customer was last reached at for this kind of channel: refusals of it bind requests without an address. */
function lastAddress(record: CustomerRecord, channel: Channel): KeyedHash | undefined {
  const kind = addressKindOf(channel);
  let last: { hash: KeyedHash; lastMs: number } | undefined;
  for (const address of record.addresses) {
    if (address.kind === kind && (!last || address.lastMs > last.lastMs)) last = address;
  }
  return last?.hash;
}

/** The address a request is about: its own, or else the last one. */
function addressConcerned(request: DecideRequest, record: CustomerRecord): KeyedHash | undefined {
  return request.address?.hash ?? lastAddress(record, request.channel);
}

/** Suppressions that cover this request, expired ones included; each id once. */
export function coveringSuppressions(request: DecideRequest, facts: Facts): Suppression[] {
  const concerned = addressConcerned(request, facts.record);
  const found = new Map<string, Suppression>();
  for (const suppression of [...facts.record.suppressions, ...facts.ofAddresses]) {
    if (!suppression.self && (suppression.address === undefined || suppression.address !== concerned)) continue;
    if (covers(suppression, request)) found.set(suppression.suppressionId, suppression);
  }
  return [...found.values()];
}

function covers(suppression: Suppression, request: DecideRequest): boolean {
  if (suppression.channel !== '*' && suppression.channel !== request.channel) return false;
  if (!purposeCovers(suppression.purpose, request.purpose)) return false;
  for (const [name, hash] of Object.entries(suppression.keys)) {
    const own = request.keys.get(name);
    if (own !== undefined && own !== hash) return false;
  }
  if (suppression.targeting.length === 0) return true;
  if (suppression.targeting.includes('*')) return request.targeting.length > 0;
  return suppression.targeting.some((basis) => request.targeting.includes(basis));
}

/** The consent that counts at an instant: the latest `at` that covers channel and purpose; undefined where it is over or a withdrawal. */
export function consentAt(record: CustomerRecord, request: DecideRequest, atMs: number): Consent | undefined {
  let latest: Consent | undefined;
  for (const consent of record.consents) {
    if (consent.atMs > atMs || !consentCovers(consent, request)) continue;
    if (!latest || consent.atMs >= latest.atMs) latest = consent;
  }
  if (!latest || latest.level === 'withdrawn') return undefined;
  return latest.expiresMs !== null && latest.expiresMs <= atMs ? undefined : latest;
}

export function consentCovers(consent: Consent, request: DecideRequest): boolean {
  if (consent.channel !== '*' && consent.channel !== request.channel) return false;
  if (!purposeCovers(consent.purpose, request.purpose)) return false;
  return holdsKeys(request.keys, consent.keys);
}

/** True where each of `wanted` is there with the same value. Names come from outside: what is looked up in is a map. */
export function holdsKeys(keys: ReadonlyMap<string, string>, wanted: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([name, hash]) => keys.get(name) === hash);
}
