/** What was said about whom may be contacted, as it is kept: never changed, never dropped for being repeated (contract 3). */

import { readable } from '../errors.ts';
import type { Consent, Suppression } from './record/record.ts';
import type { KeyedHash } from './request.ts';

export const eventKinds = ['refusal', 'lift', 'consent', 'suppression', 'erasure'] as const;
export type EventKind = (typeof eventKinds)[number];

/** Events, and the keys that open them, are kept this long at least. */
export const eventMs = 400 * 86_400_000;

export interface StoredEvent {
  readonly eventId: string;
  readonly kind: EventKind;
  /** When it began to bind. */
  readonly atMs: number;
  /** What may be read by whoever may read the store; the fields of the API. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Text, evidence and keys: JSON, sealed with the key of the customer, or of the address where it is about that alone. */
  readonly sealed: string | undefined;
}

/** The id comes first: events of one instant are listed by their ids, which Redis takes from this text. */
export function encodeEvent({ eventId, ...event }: StoredEvent): string {
  return JSON.stringify({ eventId, ...event });
}

/** @throws StoreUnavailable for text that is damaged */
export function decodeEvent(json: string): StoredEvent {
  return readable('an event', () => JSON.parse(json) as StoredEvent);
}

/** What an event did, told to every process and never stored: of this they decide while the store is out of reach. */
export interface Effect {
  readonly atMs: number;
  /** In force because of it. */
  readonly standing: readonly Suppression[];
  readonly lifted: readonly Pick<Suppression, 'suppressionId' | 'customer' | 'address'>[];
  /** All consents that the customer has now, where it changed one. */
  readonly consents?: { readonly customer: KeyedHash; readonly list: readonly Consent[] } | undefined;
  /** Who was erased: of them only what binds stays known. */
  readonly erased?: KeyedHash;
}
