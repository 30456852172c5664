/** A lift as it is asked for, and the event that it becomes. */
import type { StoredEvent } from '../engine/events.ts';
import type { Suppression } from '../engine/record/record.ts';

export interface Lift {
  readonly eventId: string;
  /** As it was when the lift was asked. */
  readonly suppression: Suppression;
  /** It is an answer, and the first one counts: a 409 where the suppression does not stand any more as it was found. */
  readonly mustStand?: boolean;
  /** `stands`: it was said again after the lift was asked. */
  fields(made: { readonly atMs: number; readonly stands: boolean }): Readonly<Record<string, unknown>>;
  /** What is sealed in the event. */
  readonly secret?: string | undefined;
}

/** @param sealed its secret */
export function liftEvent(
  { eventId, fields }: Lift,
  atMs: number,
  standing: Suppression | undefined,
  sealed: string | undefined,
): StoredEvent {
  return { eventId, kind: 'lift', atMs, fields: fields({ atMs, stands: standing !== undefined }), sealed };
}
