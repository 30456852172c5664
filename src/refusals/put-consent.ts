/** A consent in its customer's record. Pure: run inside a store's atomic step. */
import type { ColdRecord, Consent } from '../engine/record/record.ts';
import { invalid } from '../errors.ts';

/** Scopes of one customer (contract 3). */
export const mostScopes = 200;

/** Keeps of each scope the latest. @throws Problem 422 where there are too many scopes; a withdrawal widens instead of being turned away */
export function putConsent(cold: ColdRecord, made: Consent): void {
  const place = cold.consents.findIndex((one) => scopeKey(one) === scopeKey(made));
  const earlier = cold.consents[place];
  if (earlier) {
    if (made.atMs >= earlier.atMs) cold.consents[place] = made;
    return;
  }
  if (cold.consents.length < mostScopes) {
    cold.consents.push(made);
    return;
  }
  if (made.level !== 'withdrawn')
    throw invalid(
      'purpose',
      `this customer has consents of ${mostScopes} scopes, which is the most: widen one of them`,
    );
  const wide = { ...made, purpose: '*', keys: {}, sealed: undefined };
  const widened = cold.consents.findIndex((one) => scopeKey(one) === scopeKey(wide));
  if (widened === -1) cold.consents.push(wide);
  else if ((cold.consents[widened] as Consent).atMs <= wide.atMs) cold.consents[widened] = wide;
}

function scopeKey({ channel, purpose, keys }: Consent): string {
  return JSON.stringify([channel, purpose, Object.entries(keys).sort(([a], [b]) => (a < b ? -1 : 1))]);
}
