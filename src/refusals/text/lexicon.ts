/** All phrases of all languages, compiled once, and found by their first word. */
import { createVocabularies, type Vocabulary } from './bare.ts';
import { foldWord } from './fold.ts';
import type { Language, Meaning } from './found.ts';
import { compilePattern, type Pattern } from './pattern.ts';
import { joints, languages, ownJoints, wordsOf } from './phrases/all.ts';
import { type BareWords, bareWords } from './phrases/bare.ts';
import type { Phrases } from './phrases/phrases.ts';
import { createSpelling } from './spelling.ts';
import type { Spelling } from './tokens.ts';

export interface Phrase {
  readonly meaning: Meaning;
  readonly language: Language;
  readonly pattern: Pattern;
}

export interface Lexicon {
  readonly spelling: Spelling;
  readonly vocabularies: readonly Vocabulary[];
  /** Those whose first word this is. */
  startingWith(form: string): readonly Phrase[];
}

const prefixKey = 2;

export function createLexicon(): Lexicon {
  const texts = languages.map(({ classes }) => classes['texts'] ?? '').join(' ');
  const grammars = languages.map((one, at) =>
    languageOf(one, wordsOf(`${joints} ${ownJoints[at]}`), bareWords[at] as BareWords),
  );
  const phrases = languages.flatMap((one, at) => phrasesOf(one, texts, grammars[at] as Language));
  const vocabularies = createVocabularies(grammars);
  const byWord = new Map<string, Phrase[]>();
  const byPrefix = new Map<string, (readonly [string, Phrase])[]>();
  for (const phrase of phrases) {
    const { words, prefixes } = phrase.pattern.first;
    for (const word of words) listIn(byWord, word).push(phrase);
    for (const prefix of prefixes) listIn(byPrefix, prefix.slice(0, prefixKey)).push([prefix, phrase]);
  }
  const elements = phrases.flatMap(({ pattern }) => pattern.elements.filter((one) => one.kind === 'word'));
  const known = new Set(elements.flatMap(({ words }) => [...words]));
  const negating = languages.flatMap(({ negators, conditions }) => `${negators} ${conditions}`.split(/\s+/));
  const spelling = createSpelling(new Set([...known, ...negating, ...vocabularies.flatMap(({ words }) => words)]), [
    ...new Set([...elements.flatMap(({ prefixes }) => prefixes), ...vocabularies.flatMap(({ prefixes }) => prefixes)]),
  ]);
  return {
    spelling,
    vocabularies,
    startingWith(form) {
      const whole = byWord.get(form) ?? [];
      const begun = byPrefix.get(form.slice(0, prefixKey));
      return begun === undefined
        ? whole
        : [...whole, ...begun.filter(([prefix]) => form.startsWith(prefix)).map(([, phrase]) => phrase)];
    },
  };
}

function languageOf(given: Phrases, leadIns: ReadonlySet<string>, bare: BareWords): Language {
  const own = wordsOf(foldWord([...Object.values(bare), ...Object.values(given.classes)].join(' ')));
  return {
    negators: wordsOf(given.negators),
    leadIns,
    negatesAfter: given.negatesAfter,
    conditions: wordsOf(given.conditions),
    share: (forms) => forms.filter((form) => own.has(form)).length,
  };
}

/** @param texts what messages are called, in all languages: who mixes them mixes here first */
function phrasesOf(given: Phrases, texts: string, language: Language): Phrase[] {
  const classes = { ...given.classes, texts };
  const compile = (meaning: Meaning, text: string): Phrase[] =>
    linesOf(text).map((line) => ({ meaning, language, pattern: compilePattern(line, classes) }));
  return [
    ...compile('refusal', given.refusal),
    ...compile(
      'alone',
      linesOf(given.alone)
        .map((line) => `^ ${line} $`)
        .join('\n'),
    ),
    ...compile('unsure', given.unsure),
    ...compile('otherwise', given.otherwise),
    ...compile('welcome', given.welcome),
  ];
}

function linesOf(text: string): string[] {
  return foldWord(text)
    .trim()
    .split(/\s*\n\s*/)
    .filter((line) => line !== '')
    .flatMap(orEnd);
}

/** `..2 a|$`: the word within reach, or the end of the sentence at once. */
function orEnd(line: string): string[] {
  const part = / (?:\.\.\d )?\S+\|\$(?= |$)/.exec(line);
  return part ? [line.replace(part[0], part[0].slice(0, -2)), ...orEnd(line.replace(part[0], ' $'))] : [line];
}

function listIn<T>(map: Map<string, T[]>, key: string): T[] {
  const list = map.get(key) ?? [];
  map.set(key, list);
  return list;
}
