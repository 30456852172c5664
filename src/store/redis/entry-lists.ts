/**
 * The lists that name a log entry: one for each thing that can be asked for, in the entry's bucket, written by the step's own script. A list holds
 * stamps: an entry's id in its stream as a number of seven bytes, `ms * 256 + seq`.
 */
import type { EntryKind } from '../entry-kind.ts';
import type { EntryFilter } from '../store.ts';

/** Entries whose stamp is later than their decision: they came from a spool, or the clock stepped back. */
export const lateList = 'late';
const everyList = 'all';
const width = 7;

/** Bytes before the stamps of a subject: the key that unseals. */
export const keyLength = 22;

/** @param keptMs for how long it is kept; that list comes first */
export function listsOf({ allowed, channel, purpose, caller, tags }: EntryKind, keptMs: number): string[] {
  const parts = purpose.split('.');
  const purposes = parts.map((_, at) => parts.slice(0, at + 1).join('.'));
  return [
    keptList(keptMs),
    everyList,
    `allowed:${allowed}`,
    `caller:${caller}`,
    `channel:${channel}`,
    ...purposes.flatMap((one) => [`purpose:${one}`, `channel/purpose:${channel}/${one}`]),
    ...tags,
  ];
}

export function keptList(keptMs: number): string {
  return `kept:${keptMs}`;
}

/** The lists that hold together what is asked for; none where the person alone is. */
export function listsFor({ allowed, channel, purpose, caller, tags, subject }: EntryFilter): string[] {
  const lists = [...tags];
  if (caller !== undefined) lists.push(`caller:${caller}`);
  if (channel !== undefined && purpose !== undefined) lists.push(`channel/purpose:${channel}/${purpose}`);
  else if (channel !== undefined) lists.push(`channel:${channel}`);
  else if (purpose !== undefined) lists.push(`purpose:${purpose}`);
  if (allowed !== undefined) lists.push(`allowed:${allowed}`);
  return lists.length === 0 && subject === undefined ? [everyList] : lists;
}

/** The first stamp of a millisecond. */
export function stampAt(ms: number): number {
  return ms * 256;
}

export function stampOf(id: string): number {
  const [ms = 0, seq = 0] = id.split('-').map(Number);
  return stampAt(ms) + seq;
}

export function idOf(stamp: number): string {
  return `${msOf(stamp)}-${stamp % 256}`;
}

export function msOf(stamp: number): number {
  return Math.floor(stamp / 256);
}

export function packStamps(stamps: readonly number[]): Buffer {
  const bytes = Buffer.alloc(stamps.length * width);
  stamps.forEach((stamp, at) => {
    bytes.writeUInt32BE(Math.floor(stamp / 2 ** 24), at * width);
    bytes.writeUIntBE(stamp % 2 ** 24, at * width + 4, 3);
  });
  return bytes;
}

export function unpackStamps(bytes: Buffer): number[] {
  return Array.from({ length: bytes.length / width }, (_, at) => {
    const start = at * width;
    return bytes.readUInt32BE(start) * 2 ** 24 + bytes.readUIntBE(start + 4, 3);
  });
}
