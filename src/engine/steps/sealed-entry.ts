/** Log entries and the key that seals them: the customer's own, made on first need and kept as long as the newest entry. */

import type { LogEntry } from '../log-entry.ts';
import type { CustomerRecord } from '../record/record.ts';
import type { StepResult } from './step.ts';

/** How far past its newest entry a key is kept: most denials then leave the record as it is. */
const keySlackMs = 30 * 86_400_000;

/** @returns the entry, and whether making it changed the record */
export function sealedEntry(
  record: CustomerRecord,
  newKey: () => string,
  make: (key: string) => LogEntry,
): { entry: LogEntry; changed: boolean } {
  const isNew = record.key === undefined;
  const entry = make(keyOf(record, newKey));
  const prolonged = keepKeyUntil(record, entry.keepUntilMs);
  return { entry, changed: isNew || prolonged };
}

/** The step that enters what was decided without a store. */
export function enterStep(
  record: CustomerRecord,
  make: (key: string) => LogEntry,
  newKey: () => string,
): StepResult<undefined> {
  const { entry, changed } = sealedEntry(record, newKey, make);
  return { value: undefined, changed, entries: [entry] };
}

export function keyOf(record: CustomerRecord, newKey: () => string): string {
  record.key ??= newKey();
  return record.key;
}

/** @returns true where the record changed */
export function keepKeyUntil(record: CustomerRecord, untilMs: number): boolean {
  if (untilMs <= record.keyUntilMs) return false;
  record.keyUntilMs = untilMs + keySlackMs;
  return true;
}
