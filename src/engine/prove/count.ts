/** What the caps of a plan count in a packed record. */
import * as layout from '../record/layout.ts';
import type { FastCap, FastTables } from './fast-tables.ts';
import { type Parts, seqAt, standsAt } from './parts.ts';

/** @param values keyed hashes of the request's keys, in the order that the plan's places mean @returns undefined where a cap is full */
export function count(
  hot: Buffer,
  parts: Parts,
  { caps, masks }: FastTables,
  values: readonly string[],
  nowMs: number,
): number[] | undefined {
  const used = caps.map(() => 0);
  // Stamps above the cut count: later than so long before now, and not before an instant.
  const cuts = caps.map(({ backMs, fromMs }) =>
    Math.max((nowMs - backMs) * layout.stampUnit + layout.stampUnit - 1, fromMs * layout.stampUnit - 1),
  );
  const oldestCut = Math.min(...cuts);
  const capsOfKind: number[] = [];
  const { contactBytes } = parts;
  const isWide = parts.header.kinds > 256;
  let keysOf: ReadonlyMap<number, number> | undefined;
  for (let at = parts.contactsAt; at < parts.extrasAt; at += contactBytes) {
    const stamp = hot.readUIntLE(at, 6);
    if (stamp <= oldestCut) break;
    const status = ((hot[at] as number) >> 4) & 3;
    if (status > 1) continue;
    const kind = isWide ? hot.readUInt16LE(at + 6) : (hot[at + 6] as number);
    capsOfKind[kind] ??= capsFor(hot, parts.kindsAt + kind * layout.kindBytes, masks);
    let left = capsOfKind[kind] as number;
    for (let cap = 0; left !== 0; cap++, left >>>= 1) {
      if ((left & 1) === 0 || cap >= caps.length) continue;
      const { rule, places } = caps[cap] as FastCap;
      if (stamp <= (cuts[cap] as number) || (status === 1 && !rule.failedCounts)) continue;
      if (places.length > 0) {
        keysOf ??= extrasBySeq(hot, parts);
        if (!inScope(hot, keysOf.get(seqAt(hot, parts, at)), places, values)) continue;
      }
      used[cap] = (used[cap] as number) + 1;
    }
  }
  for (let cap = 0; cap < caps.length; cap++) {
    if ((used[cap] as number) >= (caps[cap] as FastCap).rule.limit) return undefined;
  }
  return used;
}

/** A bit for each cap that counts this kind. A name that the plan's maker had not seen counts, and the judge will tell. */
function capsFor(hot: Buffer, at: number, [ofChannel, ofPurpose, ofRegion, ofCaller]: FastTables['masks']): number {
  return (
    (ofChannel?.[hot[at] as number] ?? -1) &
    (ofPurpose?.[hot.readUInt16LE(at + 1)] ?? -1) &
    (ofRegion?.[hot.readUInt16LE(at + 3)] ?? -1) &
    (ofCaller?.[hot.readUInt16LE(at + 5)] ?? -1)
  );
}

/** Where the extra of each contact begins that has one, by its number. */
function extrasBySeq(hot: Buffer, parts: Parts): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  for (let at = parts.extrasAt; at < parts.operationsAt; at += 4 + (hot[at + 3] as number) * layout.keyHashBytes) {
    found.set(hot.readUInt16LE(at), at);
  }
  return found;
}

/** Whether a contact has each of the wanted keys. */
function inScope(
  hot: Buffer,
  extraAt: number | undefined,
  places: readonly number[],
  values: readonly string[],
): boolean {
  if (extraAt === undefined) return false;
  const endAt = extraAt + 4 + (hot[extraAt + 3] as number) * layout.keyHashBytes;
  return places.every((place) => {
    for (let at = extraAt + 4; at < endAt; at += layout.keyHashBytes) {
      if (standsAt(hot, at, values[place] as string)) return true;
    }
    return false;
  });
}
