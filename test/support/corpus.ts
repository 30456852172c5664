/**
 * Messages as people write them, each labelled by what a reasonable reader takes it for. Half of them, by the hash of the text, are held out: the
 * reader of free text is measured on these and never adjusted to them. The first list is `test/corpus/LANG.ndjson`; the later ones, in
 * `test/corpus/later`, were each written before the reader was adjusted to half of them, and look for what it does not know. The last one,
 * `test/corpus/unseen`, is by a hand that knew neither; it was read once the reader was done, and is only measured.
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
  return readList(list === 'first' ? '' : 'later/').filter(({ text }) => isHeldOut(text) === (half === 'held-out'));
}

export function readUnseen(): Labelled[] {
  return readList('unseen/');
}

function readList(folder: string): Labelled[] {
  return corpusLanguages
    .flatMap((lang) =>
      readFileSync(new URL(`../corpus/${folder}${lang}.ndjson`, import.meta.url), 'utf8')
        .trim()
        .split('\n'),
    )
    .map((line) => message.parse(JSON.parse(line)));
}

function isHeldOut(text: string): boolean {
  return ((createHash('sha256').update(text).digest()[0] ?? 0) & 1) === 1;
}
