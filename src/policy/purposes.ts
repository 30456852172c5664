/** `purposes.yaml`: the register of purposes. */
import { z } from 'zod';
import { didYouMean } from '../near-name.ts';
import { purposeClasses, purposeCovers } from '../vocabulary.ts';
import { dayMs, duration, durationMs } from './durations.ts';
import { inLanguages, oneOf, purposePath, textByLanguage } from './terms.ts';
import type { Purpose } from './types.ts';
import { closedMap } from './zod-problems.ts';

const longestRetentionDays = 36_500;
const retainBlocksByDefaultMs = 1825 * dayMs;
const retainOthersByDefaultMs = 400 * dayMs;

const purpose = closedMap('a purpose', {
  describes: textByLanguage('what contacts with this purpose are about')
    .describe(
      "What contacts with this purpose are about, in words that the customer's page shows: a text, or one by language",
    )
    .optional(),
  class: oneOf(purposeClasses, 'class').describe(
    'What rules and refusals of a whole class go by; critical contacts cannot be refused by one-click',
  ),
  onStoreFailure: oneOf(['deny', 'allow'], 'word')
    .describe('What is answered while the store is out of reach; default deny')
    .optional(),
  record: oneOf(['blocks', 'all'], 'word')
    .describe('all: allowed contacts enter the log too; default blocks')
    .optional(),
  retain: duration(longestRetentionDays, { orForever: false })
    .describe('How long entries are kept; default 1825d for blocks, 400d for the rest')
    .optional(),
});

export const purposesFile = closedMap('the register', {
  purposes: z
    .record(purposePath, purpose, { error: 'a map from purposes such as marketing.promotions to what they are' })
    .refine((register) => Object.keys(register).length > 0, { error: 'the register names no purpose' })
    .describe('Every purpose that a request may name, word for word'),
});

/** @returns the register in the order of the file. */
export function compilePurposes(file: z.infer<typeof purposesFile>): Map<string, Purpose> {
  const entries = Object.entries(file.purposes).map(([name, given]): [string, Purpose] => {
    const { text: describes, byLanguage: describesIn } = inLanguages(given.describes ?? '');
    const retainMs = given.retain === undefined ? undefined : durationMs(given.retain);
    return [
      name,
      {
        name,
        describes,
        describesIn,
        class: given.class,
        onStoreFailure: given.onStoreFailure ?? 'deny',
        record: given.record ?? 'blocks',
        retainBlocksMs: retainMs ?? retainBlocksByDefaultMs,
        retainOthersMs: retainMs ?? retainOthersByDefaultMs,
      },
    ];
  });
  return new Map(entries);
}

/** @returns undefined where `pattern` covers a purpose of the register, else the problem with the purposes there are. */
export function coverFault(pattern: string, register: readonly string[]): string | undefined {
  if (register.some((name) => purposeCovers(pattern, name))) return undefined;
  const near = didYouMean(pattern, [...new Set(register.flatMap(pathsOf))]);
  return `purpose "${pattern}" covers nothing in purposes.yaml; registered: ${register.join(', ')}${near}`;
}

/** @returns `marketing` and `marketing.promotions` of the latter. */
function pathsOf(name: string): string[] {
  const words = name.split('.');
  return words.map((_, at) => words.slice(0, at + 1).join('.'));
}
