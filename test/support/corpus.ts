/**
 * Messages as people write them, each labelled by what a reasonable reader takes it for. Half of them, by the hash of the text, are held out: the
 * reader of free text is measured on these and never adjusted to them. The first list is `test/corpus/LANG.ndjson`; the later ones, in
 * `test/corpus/later`, were each written before the reader was adjusted to half of them, and look for what it does not know.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

export const corpusLanguages = ['en', 'es', 'fr', 'de', 'pt', 'it', 'nl'] as const;

const message = z.strictObject({
  text: z.string().min(1),
  lang: z.enum(corpusLanguages),
  label: z.enum(['refusal', 'not-a-refusal']),
});
export type Labelled = z.infer<typeof message>;

export function readCorpus(half: 'tuning' | 'held-out', list: 'first' | 'later' = 'first'): Labelled[] {
  return corpusLanguages
    .flatMap((lang) =>
      readFileSync(new URL(`../corpus/${list === 'first' ? '' : 'later/'}${lang}.ndjson`, import.meta.url), 'utf8')
        .trim()
        .split('\n'),
    )
    .map((line) => message.parse(JSON.parse(line)))
    .filter(({ text }) => isHeldOut(text) === (half === 'held-out'));
}

function isHeldOut(text: string): boolean {
  return ((createHash('sha256').update(text).digest()[0] ?? 0) & 1) === 1;
}
