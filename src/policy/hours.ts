/** The `hours` kind: bands of local time by day type, from YAML to minutes. */
import { z } from 'zod';
import { clock } from './terms.ts';
import type { Band, WeekBands } from './types.ts';
import { closedMap, mustBe, shown } from './zod-problems.ts';

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const bandPattern = /^([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$/;
const bandForm = 'a band is written "08:00-20:00", from 00:00 to 24:00';

/** @returns what is wrong with the ends of a band that has the right form; the wrong form is another message's matter. */
function endsFault(text: string): string | undefined {
  if (!bandPattern.test(text)) return undefined;
  const [from = '', to = ''] = text.split('-');
  if (from < to) return undefined;
  if (from === to) return `${shown(text)} begins where it ends: for the whole day write "00:00-24:00", for none []`;
  if (to === '00:00') return `${shown(text)}: the end of the day is 24:00, so write "${from}-24:00"`;
  return `a band over midnight is written as two: "${from}-24:00" and, on the next day, "00:00-${to}"`;
}

const band = z
  .string({ error: mustBe(bandForm) })
  .regex(bandPattern, { error: mustBe(bandForm) })
  .refine((text) => endsFault(text) === undefined, { error: ({ input }) => endsFault(String(input)) ?? '' });

const bandList = z.array(band, { error: 'a list of bands such as ["08:00-20:00"], or [] for closed' }).superRefine(
  (texts, context) => {
    const good = texts.flatMap((text, at) => (isBand(text) ? [{ text, at, ...bandOf(text) }] : []));
    for (const b of good) {
      const a = good.find((a) => a.at < b.at && a.fromMinute < b.toMinute && b.fromMinute < a.toMinute);
      if (a === undefined) continue;
      context.addIssue({
        code: 'custom',
        path: [b.at],
        message: `"${b.text}" overlaps "${a.text}": join them into one band`,
      });
    }
  },
  { when: ({ value }) => Array.isArray(value) },
);

/** Bands that are wrong by themselves are told so; only the others are compared. */
function isBand(text: unknown): boolean {
  return typeof text === 'string' && bandPattern.test(text) && endsFault(text) === undefined;
}

const dayPattern = new RegExp(`^(holiday|(${days.join('|')})(-(${days.join('|')}))?)$`);
const dayForm = `a day is one of ${days.join(', ')}, a range such as mon-fri, or holiday`;

const bandsByDay = z.record(z.string().regex(dayPattern, { error: mustBe(dayForm) }), bandList).superRefine(
  (byDay, context) => {
    const namedBy = new Map<string, string>();
    for (const key of Object.keys(byDay).filter((key) => dayPattern.test(key))) {
      for (const day of daysOf(key)) {
        const before = namedBy.get(day);
        if (before === undefined) namedBy.set(day, key);
        else
          context.addIssue({
            code: 'custom',
            path: [key],
            message: `${day} is named twice, here and in ${before}: name each day once`,
          });
      }
    }
  },
  { when: ({ value }) => typeof value === 'object' && value !== null && !Array.isArray(value) },
);

export const hours = closedMap('hours', {
  allow: z
    .union([bandList, bandsByDay], { error: 'a list of bands, or a map from days to lists of bands' })
    .describe('Bands open every day, or by day; days not named are closed, holiday not named is an ordinary day'),
  clock: clock.describe('Whose local time: recipient (default), or an IANA time zone').optional(),
});

/** `mon-fri` to the days in it; a range may run over the end of the week. */
function daysOf(key: string): string[] {
  if (key === 'holiday') return [key];
  const [first = '', last = first] = key.split('-');
  const from = days.indexOf(first);
  const count = ((days.indexOf(last) - from + 7) % 7) + 1;
  return Array.from({ length: count }, (_, i) => days[(from + i) % 7] ?? '');
}

function bandOf(text: string): Band {
  const [from, to] = text.split('-').map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)));
  return { fromMinute: from ?? 0, toMinute: to ?? 0 };
}

/** Sorted; bands that touch are one. */
function bandsOf(texts: readonly string[]): Band[] {
  const sorted = texts.map(bandOf).sort((a, b) => a.fromMinute - b.fromMinute);
  const joined: Band[] = [];
  for (const next of sorted) {
    const last = joined.at(-1);
    if (last?.toMinute === next.fromMinute) joined[joined.length - 1] = { ...last, toMinute: next.toMinute };
    else joined.push(next);
  }
  return joined;
}

/** @returns the bands of each weekday and of holidays, from an `allow` that its schema has accepted. */
export function compileBands(allow: z.infer<typeof hours>['allow']): WeekBands {
  if (Array.isArray(allow)) {
    const everyDay = bandsOf(allow);
    return { weekdays: days.map(() => everyDay), holiday: undefined };
  }
  const byDay = new Map(
    Object.entries(allow).flatMap(([key, texts]) => daysOf(key).map((day) => [day, bandsOf(texts)] as const)),
  );
  return { weekdays: days.map((day) => byDay.get(day) ?? []), holiday: byDay.get('holiday') };
}
