/** A person's own words: is it a no? Any means by which a reasonable reader understands one counts. Pure; time grows with the text alone. */
import { findPhrases } from './find.ts';
import { foldWord } from './fold.ts';
import type { Found } from './found.ts';
import { keywordOf } from './keywords.ts';
import { createLexicon } from './lexicon.ts';
import { ownWords, withoutName } from './own-words.ts';
import { fillerPairs, fillers } from './phrases/all.ts';
import { type Token, tokensOf } from './tokens.ts';

export type Reading = 'refusal' | 'not-a-refusal' | 'unsure';

export interface TextReading {
  readonly reading: Reading;
  /** What it rests on, as it was written; empty where nothing in it says no. */
  readonly words: readonly string[];
}

/** What is read of a longer message: replies stand first. */
export const mostCharacters = 4096;

const lexicon = createLexicon();
const ignored = { words: fillers, pairs: fillerPairs };

export function readText(given: string): TextReading {
  const visible = given
    .slice(0, 4 * mostCharacters)
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}+/gu, '');
  const text = ownWords(visible).slice(0, mostCharacters);
  const whole = readOwn(text);
  if (whole.reading !== 'not-a-refusal' || whole.words.length > 0) return whole;
  const unsigned = withoutName(text, isWord);
  const read = unsigned === undefined ? whole : readOwn(unsigned);
  return read.reading === 'not-a-refusal' && isStopTo(text) ? { reading: 'unsure', words: [text.trim()] } : read;
}

const isWord = (word: string): boolean => lexicon.spelling.isKnown(foldWord(word));

function readOwn(text: string): TextReading {
  const keyword = keywordOf(text);
  if (keyword !== undefined) return { reading: keyword === 'stop' ? 'refusal' : 'not-a-refusal', words: [text.trim()] };
  const { tokens, asked } = tokensOf(text, lexicon.spelling, ignored);
  const found = findPhrases(tokens, lexicon);
  const [refusals, alone, unsure, welcome] = (['refusal', 'alone', 'unsure', 'welcome'] as const).map((meaning) =>
    found.filter((one) => one.meaning === meaning),
  ) as [Found[], Found[], Found[], Found[]];
  const quote = (list: readonly Found[]): string[] => quoted(text, tokens, list);
  const isAsked = ({ from }: Found): boolean => asked.has((tokens[from] as Token).clause);
  // "Unsubscribe? Never, I love it": what is only asked is answered by the rest.
  if (welcome.length > 0 && refusals.every(isAsked)) return { reading: 'not-a-refusal', words: quote(welcome) };
  if (refusals.length > 0) return { reading: 'refusal', words: quote([...refusals, ...alone]) };
  if (alone.length > 0) return { reading: 'refusal', words: quote(alone) };
  if (unsure.length > 0) return { reading: 'unsure', words: quote(unsure) };
  return { reading: 'not-a-refusal', words: [] };
}

const stops = new Set(['stop', 'stopp', 'arret']);
const mostNames = 3;
const mostLetters = 80;

/** `STOP ACME`: whoever that is, the sender perhaps. */
function isStopTo(text: string): boolean {
  if (text.length > mostLetters) return false;
  const [first, ...names] = tokensOf(text, lexicon.spelling, ignored).tokens;
  const isNames = names.length > 0 && names.length <= mostNames;
  return isNames && stops.has(first?.form ?? '') && names.every(({ form }) => !lexicon.spelling.isKnown(form));
}

const mostWords = 5;

/** The phrases as they were written, each stretch once. */
function quoted(text: string, tokens: readonly Token[], found: readonly Found[]): string[] {
  const stretches: { from: number; to: number }[] = [];
  for (const { from, to } of [...found].sort((a, b) => a.from - b.from)) {
    const last = stretches.at(-1);
    if (last && from < last.to) last.to = Math.max(last.to, to);
    else stretches.push({ from, to });
  }
  return stretches
    .slice(0, mostWords)
    .map(({ from, to }) => text.slice((tokens[from] as Token).start, (tokens[to - 1] as Token).end));
}
