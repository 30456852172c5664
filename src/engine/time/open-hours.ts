/** When the bands of a week are open in a set of zones: exact intervals for one chunk of time. */
import type { WeekBands } from '../../policy/types.ts';
import { isHoliday } from './holidays.ts';
import { append, type Intervals, intersect } from './intervals.ts';
import { dayMs, forEachSegment, type Offsets, type Zone } from './offsets.ts';

const minuteMs = 60_000;

/** Offsets of the zones around `[fromMs, untilMs)` without those that keep the same time there: 418 zones keep some 65 different ones. */
export function distinctOffsets(zones: readonly Zone[], fromMs: number, untilMs: number): readonly Offsets[] {
  const distinct = new Map<string, Offsets>();
  for (const zone of zones) {
    const offsets = zone.offsetsAround(fromMs);
    let signature = '';
    forEachSegment(offsets, fromMs, untilMs, (from, _, offsetMs) => {
      signature += `${from} ${offsetMs} `;
    });
    distinct.set(signature, offsets);
  }
  return [...distinct.values()];
}

/** The parts of `[fromMs, untilMs)` that are open under every one of `offsets`. */
export function openIntervals(
  bands: WeekBands,
  offsets: readonly Offsets[],
  holidayRegions: readonly string[],
  fromMs: number,
  untilMs: number,
): Intervals {
  let open: Intervals = [fromMs, untilMs];
  for (const each of offsets) {
    open = intersect(open, openUnder(bands, each, holidayRegions, fromMs, untilMs));
    if (open.length === 0) break;
  }
  return open;
}

/**
 * Walks local days inside each offset segment: of a fold both copies come out open, each in its own segment, and what a gap skips is in
 * neither.
 */
function openUnder(
  bands: WeekBands,
  offsets: Offsets,
  holidayRegions: readonly string[],
  fromMs: number,
  untilMs: number,
): Intervals {
  const open: number[] = [];
  forEachSegment(offsets, fromMs, untilMs, (segmentFrom, segmentUntil, offsetMs) => {
    const lastDay = Math.floor((segmentUntil - 1 + offsetMs) / dayMs);
    for (let day = Math.floor((segmentFrom + offsetMs) / dayMs); day <= lastDay; day += 1) {
      const midnight = day * dayMs - offsetMs;
      for (const band of bandsOfDay(bands, holidayRegions, day)) {
        append(
          open,
          Math.max(segmentFrom, midnight + band.fromMinute * minuteMs),
          Math.min(segmentUntil, midnight + band.toMinute * minuteMs),
        );
      }
    }
  });
  return open;
}

function bandsOfDay(bands: WeekBands, holidayRegions: readonly string[], day: number) {
  if (bands.holiday !== undefined && isHoliday(holidayRegions, day)) return bands.holiday;
  return bands.weekdays[weekdayOf(day)] ?? [];
}

/** Monday is 0; 1970-01-01 was a Thursday. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}
