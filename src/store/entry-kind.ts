/** What the log can be asked for beside person and time. Entries that agree in all of it are of one kind; there are few kinds and many entries. */
import type { LogEntry } from '../engine/log-entry.ts';
import { purposeCovers } from '../vocabulary.ts';
import type { EntryFilter } from './store.ts';

export type EntryKind = Pick<LogEntry, 'allowed' | 'channel' | 'purpose' | 'caller' | 'tags'>;

export function fitsKind(kind: EntryKind, filter: Pick<EntryFilter, keyof EntryKind>): boolean {
  return (
    (filter.allowed === undefined || kind.allowed === filter.allowed) &&
    (filter.channel === undefined || kind.channel === filter.channel) &&
    (filter.purpose === undefined || purposeCovers(filter.purpose, kind.purpose)) &&
    (filter.caller === undefined || kind.caller === filter.caller) &&
    filter.tags.every((tag) => kind.tags.includes(tag))
  );
}
