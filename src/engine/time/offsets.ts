/**
 * UTC offsets of a zone as segments between its transitions. Everything else in this folder is arithmetic on them: Temporal is asked once
 * per zone and block of time, never on the way of a decision.
 */
import { createMemo, type Memo } from './cache.ts';
import { zoneNamed } from './zone-names.ts';

export const dayMs = 86_400_000;
/** Open intervals are kept per chunk; offsets per block, a whole number of chunks, so that a chunk lies in one block. */
export const chunkMs = 35 * dayMs;
const blockMs = 16 * chunkMs;
/** What a block knows beyond its ends: a local day and the largest jump of a clock (a whole day, Apia 2011) on either side. */
const slackMs = 3 * dayMs;
/** Date and Temporal end here. */
const farthestMs = 8.64e15;

/** Offset `offsetsMs[i]` (local minus UTC) holds from `starts[i]` until `starts[i + 1]`, the last until `untilMs`. */
export interface Offsets {
  readonly starts: readonly number[];
  readonly offsetsMs: readonly number[];
  readonly untilMs: number;
}

/** A zone that exists. */
export interface Zone {
  readonly name: string;
  /** Offsets for every instant within two days of `atMs`, and for the whole chunk `atMs` lies in. */
  offsetsAround(atMs: number): Offsets;
}

/**
 * A zone with its own memory of offsets.
 * @param name IANA zone; case does not matter, links are as good as what they point to
 * @throws RangeError where there is no such zone; a bare offset such as `+01:00` is none
 */
export function createZone(name: string): Zone {
  const canonical = zoneNamed(name);
  if (canonical === undefined) throw new RangeError(`no such time zone: ${name}`);
  const blocks: Memo<number, Offsets> = createMemo(8);
  const readBlock = (block: number) =>
    readOffsets(canonical, block * blockMs - slackMs, (block + 1) * blockMs + slackMs);
  return { name: canonical, offsetsAround: (atMs) => blocks.get(Math.floor(atMs / blockMs), readBlock) };
}

function readOffsets(zone: string, fromMs: number, untilMs: number): Offsets {
  const firstMs = Math.max(fromMs, -farthestMs);
  const starts = [firstMs];
  let local = Temporal.Instant.fromEpochMilliseconds(firstMs).toZonedDateTimeISO(zone);
  const offsetsMs = [local.offsetNanoseconds / 1e6];
  for (;;) {
    const next = local.getTimeZoneTransition('next');
    if (next === null || next.epochMilliseconds >= untilMs) return { starts, offsetsMs, untilMs };
    starts.push(next.epochMilliseconds);
    offsetsMs.push(next.offsetNanoseconds / 1e6);
    local = next;
  }
}

/** The offset at `atMs`, which must lie in what `offsets` covers. */
export function offsetAt(offsets: Offsets, atMs: number): number {
  let index = offsets.starts.length - 1;
  while (index > 0 && (offsets.starts[index] as number) > atMs) index -= 1;
  return offsets.offsetsMs[index] as number;
}

/** The first instant whose local time is `localMs` or later (as if UTC): a time that a gap skips is the gap's end, of two copies the first. */
export function firstInstantAt(offsets: Offsets, localMs: number): number {
  for (let index = 0; index < offsets.starts.length; index += 1) {
    const from = offsets.starts[index] as number;
    const until = offsets.starts[index + 1] ?? offsets.untilMs;
    const at = Math.max(from, localMs - (offsets.offsetsMs[index] as number));
    if (at < until) return at;
  }
  return offsets.untilMs;
}

/** Calls `visit` for each segment that meets `[fromMs, untilMs)`, cut to it, in order. */
export function forEachSegment(
  offsets: Offsets,
  fromMs: number,
  untilMs: number,
  visit: (fromMs: number, untilMs: number, offsetMs: number) => void,
): void {
  for (let index = 0; index < offsets.starts.length; index += 1) {
    const from = Math.max(fromMs, offsets.starts[index] as number);
    const until = Math.min(untilMs, offsets.starts[index + 1] ?? offsets.untilMs);
    if (from < until) visit(from, until, offsets.offsetsMs[index] as number);
  }
}
