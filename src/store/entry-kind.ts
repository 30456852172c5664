/** What the log can be asked for beside person and time. Entries that agree in all of it are of one kind; there are few kinds and many entries. */
import type { LogEntry } from '../engine/log-entry.ts';
import { purposeCovers } from '../vocabulary.ts';
import type { EntryFilter } from './store.ts';

export type EntryKind = Pick<LogEntry, 'allowed' | 'channel' | 'purpose' | 'caller' | 'tags'>;

/**
 * Numbers of kinds by what these say, which is long to write down: entries that follow each other are often of one kind.
 * @param find the number of a kind, by all that it says and how long its entries are kept
 */
export function createKindNumbers(find: (kind: EntryKind, keptMs: number, said: string) => number): {
  of(kind: EntryKind, keptMs: number): number;
  forget(): void;
} {
  let last: { readonly kind: EntryKind; readonly keptMs: number; readonly number: number } | undefined;
  return {
    of(kind, keptMs) {
      if (last?.keptMs === keptMs && isSame(last.kind, kind)) return last.number;
      const { allowed, channel, purpose, caller, tags } = kind;
      const number = find(kind, keptMs, [keptMs, allowed, channel, purpose, caller, ...tags].join('\0'));
      last = { kind: { allowed, channel, purpose, caller, tags }, keptMs, number };
      return number;
    },
    forget() {
      last = undefined;
    },
  };
}

/** False may be wrong: tags of one reason are one list (log-entry.ts), and others are not compared. */
function isSame(one: EntryKind, other: EntryKind): boolean {
  return (
    one.tags === other.tags &&
    one.allowed === other.allowed &&
    one.channel === other.channel &&
    one.purpose === other.purpose &&
    one.caller === other.caller
  );
}

export function fitsKind(kind: EntryKind, filter: Pick<EntryFilter, keyof EntryKind>): boolean {
  return (
    (filter.allowed === undefined || kind.allowed === filter.allowed) &&
    (filter.channel === undefined || kind.channel === filter.channel) &&
    (filter.purpose === undefined || purposeCovers(filter.purpose, kind.purpose)) &&
    (filter.caller === undefined || kind.caller === filter.caller) &&
    filter.tags.every((tag) => kind.tags.includes(tag))
  );
}
