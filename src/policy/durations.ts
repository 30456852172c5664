/** Durations as policies write them: `90s`, `15m`, `24h`, `7d`. A message that refuses one says what to write instead. */
import { z } from 'zod';
import { mustBe, shown } from './zod-problems.ts';

export const dayMs = 86_400_000;
const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: dayMs };
/** Longest window or cooldown, in days: history is kept no longer. */
export const maxDays = 400;

/** @returns milliseconds of a duration such as `24h` that its schema has accepted. */
export function durationMs(text: string): number {
  return Number(text.slice(0, -1)) * (unitMs[text.slice(-1)] ?? Number.NaN);
}

const pattern = /^[1-9][0-9]*[smhd]$/;
const form = 'a whole number and s, m, h or d, such as 90s, 15m, 24h or 7d';

/** Whether the field may say `forever` instead. */
interface Instead {
  readonly orForever: boolean;
}

/** `24h`, longer than nothing and at most `atMostDays` days. The schema takes no `forever`; its messages say where the field does. */
export function duration(atMostDays: number, instead: Instead): z.ZodString {
  const says = instead.orForever ? `${form}, or forever` : form;
  const error = (issue: { input?: unknown }): string => mustBe(says)(issue) + hint(issue.input, atMostDays, instead);
  return z
    .string({ error })
    .regex(pattern, { error })
    .refine((text) => !pattern.test(text) || durationMs(text) <= atMostDays * dayMs, {
      error: ({ input }) =>
        instead.orForever
          ? `at most ${atMostDays}d, or forever, not ${shown(input)}: write forever`
          : mustBe(`at most ${atMostDays}d`)({ input }),
    })
    .describe(`A duration: ${form}; at most ${atMostDays}d`);
}

/** Units as people write them; months and years in days, since no window knows them. */
const units: readonly (readonly [name: RegExp, times: number, unit: string])[] = [
  [/^(y|yrs?|years?)$/, 365, 'd'],
  [/^(mo|mos|mon|months?)$/, 30, 'd'],
  [/^(w|wks?|weeks?)$/, 7, 'd'],
  [/^(d|days?)$/, 1, 'd'],
  [/^(h|hrs?|hours?)$/, 1, 'h'],
  [/^(m|mins?|minutes?)$/, 1, 'm'],
  [/^(s|secs?|seconds?)$/, 1, 's'],
];

const endless = /^(ever|for ever|forever|always|never|indefinite(ly)?|infinit[ey]|permanent(ly)?|unlimited)$/i;

/** @returns what was probably meant, as the end of a message; empty where nothing comes to mind. */
function hint(input: unknown, atMostDays: number, { orForever }: Instead): string {
  if (typeof input !== 'string') return '';
  const text = input.trim();
  if (endless.test(text)) return orForever ? ': write forever' : `: the longest is ${atMostDays}d`;
  // A capital M is a month to some and a minute to others: whoever takes the wrong one over would not notice.
  const monthOrMinute = /^([1-9][0-9]*) *M$/.exec(text)?.[1];
  if (monthOrMinute !== undefined)
    return `: write ${monthOrMinute}m for minutes, ${Number(monthOrMinute) * 30}d for months`;
  const meant = meantBy(text);
  if (meant === undefined) return '';
  if (durationMs(meant) <= atMostDays * dayMs) return `: write ${meant}`;
  const over = `: ${meant} is over ${atMostDays}d`;
  return orForever ? `${over}, so write forever` : `${over}, the longest there is`;
}

/** `2y`, `3 months`, `24 H`, `P2Y` and `PT24H` as this language writes them. */
function meantBy(text: string): string | undefined {
  const iso = /^P(?:([0-9]+)([YMWD])|T([0-9]+)([HMS]))$/i.exec(text);
  const plain = /^([0-9]+) *([a-z]+)$/i.exec(text);
  const number = Number(iso?.[1] ?? iso?.[3] ?? plain?.[1]);
  const word = (iso?.[2]?.replace(/m/i, 'months') ?? iso?.[4] ?? plain?.[2] ?? '').toLowerCase();
  const [, times, unit] = units.find(([name]) => name.test(word)) ?? [];
  const meant = times === undefined ? '' : `${number * times}${unit}`;
  return pattern.test(meant) ? meant : undefined;
}
