/**
 * Port of the calendar arithmetic that plan and explain need; implemented in `engine/time/`. Pure: same answer for the same arguments.
 * A zone set is what is known of the recipient's clock: several zones mean "any of these", and what must hold, must hold in all.
 */
import type { WeekBands } from '../policy/types.ts';

/** What a rule is asked about the recipient's clock. */
export interface ZoneQuery {
  /** IANA zone the caller gave. */
  readonly timeZone: string | undefined;
  /** ISO 3166 region as resolved; undefined is unknown. */
  readonly region: string | undefined;
  /** The policy's `assume`; undefined: every zone there is. */
  readonly assumeZones: readonly string[] | undefined;
}

/** A set of possible zones, interned: the same set is the same object. */
export interface ZoneSet {
  /** Cache key: zone names joined, or a short name such as `region:US` or `all`. */
  readonly key: string;
  readonly zones: readonly string[];
}

export interface OpenState {
  readonly open: boolean;
  /** The state holds from `fromMs` (inclusive) until `untilMs` (exclusive); conservative bounds are fine, both sides contain the instant asked. */
  readonly fromMs: number;
  readonly untilMs: number;
}

export interface ZoneClock {
  /** Zones of the request: its zone, else its region's zones, else `assumeZones`, else every zone. */
  zonesOf(query: ZoneQuery): ZoneSet;
  /** A set of one zone. @throws RangeError where the zone does not exist. */
  single(zone: string): ZoneSet;
  /** Whether `bands` are open at `atMs` in every zone of the set (holidays of `holidayRegions`). */
  openAt(bands: WeekBands, zones: ZoneSet, holidayRegions: readonly string[], atMs: number): OpenState;
  /** The first open instant at or after `atMs`, searched until `limitMs` (exclusive); null where there is none. */
  nextOpen(
    bands: WeekBands,
    zones: ZoneSet,
    holidayRegions: readonly string[],
    atMs: number,
    limitMs: number,
  ): number | null;
  /** Start of the local day `days` days after the local day of `atMs` in one zone (0: today's start). Gaps: the day's first instant. */
  startOfDay(zone: string, atMs: number, days: number): number;
  /** Start of the calendar period (weeks from Monday) `ahead` periods after the one `atMs` lies in (0: its own start). */
  startOfPeriod(zone: string, unit: 'day' | 'week' | 'month', atMs: number, ahead: number): number;
}
