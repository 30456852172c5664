/** What was said about whom may be contacted, as it is kept: never changed, never dropped for being repeated (contract 3). */

export const eventKinds = ['refusal', 'lift', 'consent', 'suppression'] as const;
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
