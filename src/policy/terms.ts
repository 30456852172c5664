/** The words that policy files share: durations, clocks, filters. Zod schemas whose messages say what to write instead. */
import { z } from 'zod';
import { placeOf } from '../engine/time/territories.ts';
import { zoneForm, zoneHint, zoneNamed } from '../engine/time/zone-names.ts';
import { channels, purposeClasses } from '../vocabulary.ts';
import { regionFault } from './places.ts';
import { closedMap, mustBe, shown } from './zod-problems.ts';

/** Hover text of an editor. */
function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Text of the form `pattern`; by default any that is not empty or blank. `what` is the message for everything else. */
export function text(what: string, pattern = /\S/): z.ZodString {
  const error = ({ input }: { input?: unknown }): string =>
    typeof input === 'number' || typeof input === 'boolean' ? `${what}; write ${shown(input)} in quotes` : what;
  return z.string({ error }).regex(pattern, { error }).describe(sentence(what));
}

/** Such a text, or one for each of several languages. */
export function textByLanguage(
  what: string,
): z.ZodUnion<readonly [z.ZodString, z.ZodRecord<z.ZodString, z.ZodString>]> {
  const language = z.string().regex(/^[a-z]{2}$/, { error: 'a language of two letters, such as en' });
  const byLanguage = z
    .record(language, text(`${what}, in this language`))
    .refine((given) => Object.keys(given).length > 0, { error: what });
  return z.union([text(what), byLanguage], {
    error: ({ input }) => {
      if (typeof input === 'number' || typeof input === 'boolean') return `${what}; write ${shown(input)} in quotes`;
      return input === undefined ? what : `${what}; a text, or one by language such as { en: …, de: … }`;
    },
  });
}

/** @returns what stands where no language is chosen (English, else the first there is), and each by its language. */
export function inLanguages(given: string | Readonly<Record<string, string>>): {
  text: string;
  byLanguage: ReadonlyMap<string, string>;
} {
  if (typeof given === 'string') return { text: given.trim(), byLanguage: new Map() };
  const byLanguage = new Map(Object.entries(given).map(([language, words]) => [language, words.trim()]));
  return { text: byLanguage.get('en') ?? [...byLanguage.values()][0] ?? '', byLanguage };
}

/** A name that is quoted in answers and query strings. */
export function name(what: string): z.ZodString {
  return text(`${what}: letters, digits, ".", "_" and "-", at most 100`, /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/);
}

/** A list that names at least one. */
export function listOf<T extends z.ZodType>(item: T, what: string): z.ZodArray<T> {
  return z
    .array(item, { error: `a list of ${what}` })
    .min(1, { error: `names none: list ${what}, or leave the field out` })
    .describe(sentence(`a list of ${what}`));
}

/** One of a few words. */
export function oneOf<const T extends readonly string[]>(words: T, what: string): z.ZodEnum<{ [K in T[number]]: K }> {
  return z
    .enum(words, {
      error: ({ input }) =>
        input === undefined
          ? `one of ${words.join(', ')}`
          : `unknown ${what} ${shown(input)}; there are: ${words.join(', ')}`,
    })
    .describe(`One of ${words.join(', ')}`);
}

/** @param more added to the message that refuses another. */
export function wholeNumber(from: number, to: number, more = ''): z.ZodNumber {
  const error = mustBe(`a whole number from ${from} to ${to}${more}`);
  return z
    .number({ error })
    .int({ error })
    .min(from, { error })
    .max(to, { error })
    .describe(`A whole number from ${from} to ${to}`);
}

/** The error of what is no zone: the form, the value, and what was probably meant. */
const zoneError =
  (form: string) =>
  (issue: { input?: unknown }): string =>
    `${mustBe(form)(issue)}${typeof issue.input === 'string' ? zoneHint(issue.input) : ''}`;

export const zone = z
  .string({ error: mustBe(zoneForm) })
  .refine((name) => zoneNamed(name) !== undefined, { error: zoneError(zoneForm) });

export const clock = z
  .string({ error: mustBe(`recipient or ${zoneForm}`) })
  .refine((word) => word === 'recipient' || zoneNamed(word) !== undefined, {
    error: zoneError(`recipient or ${zoneForm}`),
  })
  .describe('recipient (the default): the local time of the person contacted; or an IANA time zone');

/** A place with two codes goes by its own: `US-PR` is `PR`. */
export const region = text('an ISO 3166 code such as US, US-FL or DE')
  .refine((code) => regionFault(code) === undefined, { error: ({ input }) => regionFault(String(input)) ?? '' })
  .overwrite(placeOf);

export const channel = oneOf(channels, 'channel');

/** Dotted path: `marketing` or `marketing.promotions`. */
export const purposePath = text(
  'a purpose is a dotted path such as marketing or marketing.promotions',
  /^[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9][A-Za-z0-9_-]*)*$/,
);

export function isPurposePath(given: unknown): given is string {
  return purposePath.safeParse(given).success;
}

/** Scope keys that the caller sends, such as `campaign`. */
export const keyName = text('the name of a key such as campaign')
  .max(128, { error: 'at most 128 characters' })
  .refine((name) => name.isWellFormed() && !/\p{Cc}/u.test(name), {
    error: 'no request can have a key of this name: it holds control characters or is no well-formed Unicode',
  })
  .refine((name) => name !== '__proto__', { error: 'no request can have a key of this name: take another' });

/** Data that customers are selected by, as a request may name it. */
export const dataName = text('a kind of data such as health')
  .max(64, { error: 'no request can name data like this: at most 64 characters' })
  .refine((name) => name.isWellFormed() && !/\p{Cc}/u.test(name), {
    error: 'no request can name data like this: it holds control characters or is no well-formed Unicode',
  });

const filterFields = {
  channels: listOf(channel, 'channels').describe('One of these channels; absent: any').optional(),
  purposes: listOf(purposePath, 'purposes')
    .describe('One of these purposes or what lies below it: marketing covers marketing.promotions; absent: any')
    .optional(),
  classes: listOf(oneOf(purposeClasses, 'class'), 'classes')
    .describe('A purpose of one of these classes of the register; absent: any')
    .optional(),
  regions: listOf(region, 'regions')
    .describe(
      'One of these regions, ISO 3166: US covers US-FL; absent: any. What is of an unknown region matches in when and counts, and never in unless',
    )
    .optional(),
  callers: listOf(text('the name of a caller'), 'callers')
    .describe('One of these callers, by the names of their API keys; absent: any')
    .optional(),
};

/** `when`, `counts`: all given fields must match, an absent one matches anything. */
export const filter = closedMap('a filter', filterFields);

/** `unless` without a field would match every request and so switch the rule off. */
export const unlessFilter = closedMap('a filter', filterFields).refine((fields) => Object.keys(fields).length > 0, {
  error: 'an empty unless would switch the rule off: name what it excepts, or leave it out',
  when: ({ issues }) => issues.length === 0,
});
