/** For ten minutes what the page just did can be taken back: the page carries, sealed, what that was. */
import { seal, unseal } from '../identity/seal.ts';

export const undoMs = 10 * 60_000;

export interface Undo {
  readonly customerId: string;
  readonly untilMs: number;
  /** The event that made them: a suppression that was said again since rests on another one, and stands. */
  readonly eventId: string;
  /** Only those that were not there before. */
  readonly suppressionIds: readonly string[];
  /** A consent as it stood before it was withdrawn. */
  readonly consent?: {
    readonly channel: string;
    readonly purpose: string;
    readonly keys: Readonly<Record<string, string>>;
    readonly level: 'express' | 'implied';
    readonly expiresMs: number | undefined;
  };
}

export function sealUndo(key: string, undo: Undo): string {
  return seal(key, JSON.stringify(undo));
}

/** @returns undefined where it is none of ours, somebody else's, or too late */
export function openUndo(key: string, sealed: string, customerId: string, nowMs: number): Undo | undefined {
  const text = unseal(key, sealed);
  const undo = text === undefined ? undefined : (JSON.parse(text) as Undo);
  return undo && undo.customerId === customerId && nowMs < undo.untilMs ? undo : undefined;
}
