/**
 * The zone clock against Intl.DateTimeFormat, which knows nothing of transitions or segments: it is asked for the local time of one instant
 * after another. A seeded sample of zones; all of them with TIME_ZONES_FULL=1. TIME_ZONES_SEED repeats a sample.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Band, WeekBands } from '../../policy/types.ts';
import { createZone, offsetAt } from './offsets.ts';
import { createZoneClock } from './zone-clock.ts';

const full = process.env['TIME_ZONES_FULL'] === '1';
const seed = Number(process.env['TIME_ZONES_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

const fromMs = Date.UTC(2020, 0, 1);
const untilMs = Date.UTC(2031, 0, 1);
const minuteMs = 60_000;
const dayMs = 1440 * minuteMs;

const clock = createZoneClock();
const everyZone = Intl.supportedValuesOf('timeZone');
/** Each of them breaks some shortcut: a gap at midnight, half an hour, Ramadan, three quarters, a zone that changed its mind. */
const notable = [
  'Africa/Cairo',
  'Africa/Casablanca',
  'America/Godthab',
  'America/Santiago',
  'America/Scoresbysund',
  'America/Vancouver',
  'America/Sao_Paulo',
  'Antarctica/Casey',
  'Antarctica/Troll',
  'Asia/Beirut',
  'Asia/Gaza',
  'Asia/Katmandu',
  'Atlantic/Azores',
  'Australia/Lord_Howe',
  'Europe/Volgograd',
  'Pacific/Chatham',
  'Pacific/Norfolk',
];
const zones = full
  ? everyZone
  : [
      ...new Set([
        ...notable,
        ...(fc.sample(fc.shuffledSubarray([...everyZone], { minLength: 50, maxLength: 50 }), { seed, numRuns: 1 })[0] ??
          []),
      ]),
    ];

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Local time as if it were UTC, from the digits that Intl prints. */
function localMs(zone: string, at: number): number {
  let formatter = formatters.get(zone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
    formatters.set(zone, formatter);
  }
  return Date.parse(`${formatter.format(at).replace(' ', 'T')}Z`) + (((at % 1000) + 1000) % 1000);
}

/** Whether the local time of one zone lies in a band of its local day. */
function openByDigits(bands: WeekBands, zone: string, at: number): boolean {
  const local = localMs(zone, at);
  const midnight = Math.floor(local / dayMs) * dayMs;
  const weekday = (new Date(midnight).getUTCDay() + 6) % 7;
  const minute = (local - midnight) / minuteMs;
  return (bands.weekdays[weekday] ?? []).some((band) => band.fromMinute <= minute && minute < band.toMinute);
}

/** The first instants at which what Intl prints jumps: a look every four days, then bisection. */
function transitionsByDigits(zone: string): number[] {
  const offset = (at: number) => localMs(zone, at) - at;
  const found: number[] = [];
  for (let at = fromMs; at < untilMs; at += 4 * dayMs) {
    let low = at;
    let high = at + 4 * dayMs;
    if (offset(low) === offset(high)) continue;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (offset(middle) === offset(low)) low = middle;
      else high = middle;
    }
    found.push(high);
  }
  return found;
}

const week = (weekdays: readonly (readonly Band[])[]): WeekBands => ({ weekdays, holiday: undefined });
const everyDay = (...bands: Band[]) => week(Array.from({ length: 7 }, () => bands));
const bandsToTry: readonly WeekBands[] = [
  everyDay({ fromMinute: 480, toMinute: 1200 }),
  everyDay({ fromMinute: 0, toMinute: 30 }, { fromMinute: 90, toMinute: 150 }, { fromMinute: 1380, toMinute: 1440 }),
  week([
    [{ fromMinute: 0, toMinute: 1440 }],
    [],
    [{ fromMinute: 61, toMinute: 179 }],
    [],
    [
      { fromMinute: 600, toMinute: 780 },
      { fromMinute: 840, toMinute: 1200 },
    ],
    [],
    [
      { fromMinute: 0, toMinute: 1 },
      { fromMinute: 120, toMinute: 180 },
    ],
  ]),
];

/** Instants where a mistake would show: around the transition, and around every edge of every band on the days beside it. */
function tellingInstants(zone: string, transition: number, bands: WeekBands): number[] {
  const edges = [...new Set(bands.weekdays.flat().flatMap((band) => [band.fromMinute, band.toMinute]))];
  const offsets = [transition - 1, transition].map((at) => localMs(zone, at) - at);
  const instants = [transition];
  for (const offset of new Set(offsets)) {
    const midnight = Math.floor((transition + offset) / dayMs) * dayMs - offset;
    for (const day of [-1, 0, 1]) for (const edge of edges) instants.push(midnight + day * dayMs + edge * minuteMs);
  }
  return [...new Set(instants)].flatMap((at) => [at - 1, at, at + 1]);
}

describe(`local time as Intl prints it, ${zones.length} zones, seed ${seed}`, () => {
  const transitionsOf = new Map(zones.map((zone) => [zone, transitionsByDigits(zone)]));

  test('the offsets change exactly where the printed time jumps', () => {
    for (const [zone, transitions] of transitionsOf) {
      const { offsetsAround } = createZone(zone);
      for (const at of transitions.flatMap((transition) => [transition - 1, transition])) {
        expect(offsetAt(offsetsAround(at), at), `${zone} ${at}`).toBe(localMs(zone, at) - at);
      }
      const known = new Set(transitions);
      for (let at = fromMs; at < untilMs; at += 300 * dayMs) {
        for (const start of offsetsAround(at).starts.slice(1)) {
          if (start >= fromMs && start < untilMs) expect(known.has(start), `${zone} ${start}`).toBe(true);
        }
      }
    }
  });

  test('open and closed agree to the millisecond around transitions and edges of bands', () => {
    let compared = 0;
    for (const [zone, transitions] of transitionsOf) {
      const set = clock.single(zone);
      for (const bands of bandsToTry) {
        for (const at of [...transitions, Date.UTC(2026, 6, 1)].flatMap((transition) =>
          tellingInstants(zone, transition, bands),
        )) {
          const state = clock.openAt(bands, set, [], at);
          if (state.open !== openByDigits(bands, zone, at)) expect.fail(`${zone} at ${at}: open ${state.open}`);
          if (!(state.fromMs <= at && at < state.untilMs))
            expect.fail(`${zone} at ${at}: bounds ${state.fromMs} ${state.untilMs}`);
          compared += 1;
        }
      }
    }
    expect(compared).toBeGreaterThan(zones.length * 50);
  });

  test('a day starts at the first instant that prints its date, and the next day after it', () => {
    for (const [zone, transitions] of transitionsOf) {
      for (const at of transitions.flatMap((transition) => [
        transition - dayMs,
        transition - 1,
        transition,
        transition + dayMs,
      ])) {
        const start = clock.startOfDay(zone, at, 0);
        const day = Math.floor(localMs(zone, at) / dayMs);
        expect(Math.floor(localMs(zone, start) / dayMs), `${zone} ${at}`).toBe(day);
        expect(Math.floor(localMs(zone, start - 1) / dayMs), `${zone} ${at}`).toBeLessThan(day);
        expect(start <= at && at < clock.startOfDay(zone, at, 1), `${zone} ${at}`).toBe(true);
      }
    }
  });

  const anyBands = fc
    .array(fc.uniqueArray(fc.integer({ min: 0, max: 96 }), { maxLength: 6 }), { minLength: 7, maxLength: 7 })
    .map((days) =>
      week(
        days.map((quarters) => {
          const sorted = quarters.sort((a, b) => a - b);
          return Array.from({ length: Math.floor(sorted.length / 2) }, (_, index) => ({
            fromMinute: (sorted[2 * index] as number) * 15,
            toMinute: (sorted[2 * index + 1] as number) * 15,
          }));
        }),
      ),
    );
  const anySet = fc
    .uniqueArray(fc.constantFrom(...zones), { minLength: 1, maxLength: 4 })
    .map((names) => clock.zonesOf({ timeZone: undefined, region: undefined, assumeZones: names }));
  const nearTransitions = fc.oneof(
    fc.integer({ min: fromMs, max: untilMs - 1 }),
    fc
      .tuple(fc.constantFrom(...[...transitionsOf.values()].flat()), fc.integer({ min: -2 * dayMs, max: 2 * dayMs }))
      .map(([at, shift]) => at + shift),
  );

  test('the bounds of a state enclose nothing of the other state', () => {
    fc.assert(
      fc.property(
        anyBands,
        anySet,
        nearTransitions,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (bands, set, at, part) => {
          const { open, fromMs: from, untilMs: until } = clock.openAt(bands, set, [], at);
          for (const inside of [from, at, Math.floor(from + part * (until - 1 - from)), until - 1]) {
            expect(set.zones.every((zone) => openByDigits(bands, zone, inside))).toBe(open);
          }
        },
      ),
      { seed, numRuns: full ? 5000 : 1000 },
    );
  });

  test('the next open instant is open, the millisecond before it is not, and none was passed over', () => {
    const quarter = 15 * minuteMs;
    const open = (bands: WeekBands, names: readonly string[], at: number) =>
      names.every((zone) => openByDigits(bands, zone, at));
    fc.assert(
      fc.property(anyBands, anySet, nearTransitions, (bands, set, at) => {
        const limit = at + 2 * dayMs;
        const next = clock.nextOpen(bands, set, [], at, limit);
        if (next !== null) {
          expect(next >= at && next < limit && open(bands, set.zones, next)).toBe(true);
          if (next > at)
            expect(open(bands, set.zones, next - 1) || clock.openAt(bands, set, [], next - 1).open).toBe(false);
        }
        // Edges and offsets here are whole quarters of an hour, so that a state lasts from one to the next.
        for (let step = at; step < (next ?? limit); step = (Math.floor(step / quarter) + 1) * quarter) {
          expect(open(bands, set.zones, step)).toBe(false);
        }
      }),
      { seed, numRuns: full ? 1500 : 300 },
    );
  });
});
