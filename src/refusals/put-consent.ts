/** A consent in its customer's record. Pure: run inside a store's atomic step. */
import type { ColdRecord, Consent } from '../engine/record/record.ts';
import { invalid } from '../errors.ts';

/** Scopes of one customer (contract 3). */
export const mostScopes = 200;

/** Keeps of each scope the latest. @throws Problem 422 where there are too many scopes; a withdrawal widens instead of being turned away */
export function putConsent(cold: ColdRecord, made: Consent): void {
  if (placeConsent(cold, made)) return;
  throw invalid('purpose', `this customer has consents of ${mostScopes} scopes, which is the most: widen one of them`);
}

/** The same. @returns false where there are too many scopes, and nothing is changed */
export function placeConsent(cold: ColdRecord, made: Consent): boolean {
  const isFull = cold.consents.length >= mostScopes && placeOf(cold, made) === -1;
  if (isFull && made.level !== 'withdrawn') return false;
  const fitting = isFull ? { ...made, purpose: '*', keys: {}, sealed: undefined } : made;
  const earlier = cold.consents[placeOf(cold, fitting)];
  if (earlier && fitting.atMs < earlier.atMs) return true;
  // In the order of recording, by which one is the latest of several that were given at the same instant.
  cold.consents = [...cold.consents.filter((one) => one !== earlier), fitting];
  return true;
}

function placeOf({ consents }: ColdRecord, made: Consent): number {
  return consents.findIndex((one) => scopeKey(one) === scopeKey(made));
}

function scopeKey({ channel, purpose, keys }: Consent): string {
  return JSON.stringify([channel, purpose, Object.entries(keys).sort(([a], [b]) => (a < b ? -1 : 1))]);
}
