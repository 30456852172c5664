/** What a request is judged against: a customer's state as the atomic step found it. */
import type { PolicySet } from '../policy/types.ts';
import { addressKindOf, isSameData, purposeCovers, type Register, scopeCovers } from '../vocabulary.ts';
import type { Plan } from './plan.ts';
import { channelBit } from './record/cold.ts';
import type { Consent, CustomerRecord, Suppression } from './record/record.ts';
import type { AddressRef, DecideRequest, KeyedHash } from './request.ts';
import type { StepState } from './steps/state.ts';

export interface Facts {
  readonly record: CustomerRecord;
  /** The customer's own; undefined: not looked at, since none is on the channel. */
  readonly own: readonly Suppression[] | undefined;
  /** Those of the address concerned; undefined: there is no such address. */
  readonly there: AddressFacts | undefined;
  /** Undefined: not looked at, since nothing asks for one or none is on the channel. */
  readonly consents: readonly Consent[] | undefined;
  /** The contact that is judged again by `confirm`: it does not count against itself. */
  readonly exceptSeq: number | undefined;
}

export interface AddressFacts {
  readonly address: KeyedHash;
  /** A bit for each channel that it holds a suppression on. */
  readonly suppressed: number;
  /** Undefined: not looked at, since none is on the channel. */
  readonly suppressions: readonly Suppression[] | undefined;
}

/** Reads what this request must be judged against, and no more. */
export function factsOf(plan: Plan, state: StepState, exceptSeq?: number): Facts {
  const { request } = plan;
  const { record } = state;
  const bit = channelBit(request.channel);
  const concerned = addressConcerned(request, record);
  const look = concerned && state.at(concerned);
  return {
    record,
    own: record.suppressed & bit ? state.cold().suppressions : undefined,
    there: concerned &&
      look && {
        address: concerned.hash,
        suppressed: look.hot.suppressed,
        suppressions: look.hot.suppressed & bit ? look.suppressions() : undefined,
      },
    consents: record.consented & bit && asksForConsent(plan) ? state.cold().consents : undefined,
    exceptSeq,
  };
}

function asksForConsent({ rules, request }: Plan): boolean {
  return rules.some(
    (rule) =>
      rule.kind === 'consent' ||
      (rule.kind === 'targeting' && rule.unlessExpressConsent && forbiddenData(rule.forbid, request).length > 0),
  );
}

/** The address a request is about: its own, or else the one the customer was last reached at by this kind of channel. */
export function addressConcerned(request: DecideRequest, record: CustomerRecord): AddressRef | undefined {
  if (request.address) return request.address;
  const kind = addressKindOf(request.channel);
  let last: CustomerRecord['addresses'][number] | undefined;
  for (const address of record.addresses) {
    if (address.kind === kind && (!last || address.lastMs > last.lastMs)) last = address;
  }
  return last;
}

/** Suppressions that cover this request, expired ones included; each id once. */
export function coveringSuppressions({ request, policies }: Asked, facts: Facts): Suppression[] {
  const { own = [], there: { suppressions = [] } = {} } = facts;
  if (own.length === 0 && suppressions.length === 0) return [];
  const found = new Map<string, Suppression>();
  for (const suppression of [...own, ...suppressions]) {
    if (covers(suppression, request, policies.purposes)) found.set(suppression.suppressionId, suppression);
  }
  return [...found.values()];
}

/** What is asked, and by which register it is judged. */
export interface Asked {
  readonly request: DecideRequest;
  readonly policies: Pick<PolicySet, 'purposes'>;
}

export function covers(suppression: Suppression, request: DecideRequest, register: Register): boolean {
  if (suppression.channel !== '*' && suppression.channel !== request.channel) return false;
  if (!scopeCovers(suppression, request.purpose, register)) return false;
  for (const [name, hash] of Object.entries(suppression.keys)) {
    const own = request.keys.get(name);
    if (own !== undefined && own !== hash) return false;
  }
  return suppression.targeting.length === 0 || forbiddenData(suppression.targeting, request).length > 0;
}

/** What the request was targeted by of the data that must not be used (`*`: any), as the request names it. */
export function forbiddenData(forbidden: readonly string[], { targeting }: DecideRequest): readonly string[] {
  if (forbidden.includes('*')) return targeting;
  return targeting.filter((basis) => forbidden.some((one) => isSameData(one, basis)));
}

/** The consent that counts at an instant: the latest `at` that covers channel and purpose; undefined where it is over or a withdrawal. */
export function consentAt(consents: readonly Consent[], request: DecideRequest, atMs: number): Consent | undefined {
  let latest: Consent | undefined;
  for (const consent of consents) {
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
