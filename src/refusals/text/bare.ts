/** Sentences made of nothing but words about stopping and being contacted: in whatever order these stand, they say no. Pure. */
import { foldWord } from './fold.ts';
import type { Found, Language } from './found.ts';
import { type BareWords, bareEverywhere, bareWords } from './phrases/bare.ts';
import type { Token } from './tokens.ts';

type Role = keyof BareWords;
/** A word may have several. */
type Roles = ReadonlySet<Role>;

export interface Vocabulary {
  readonly language: Language;
  rolesOf(form: string): Roles | undefined;
  readonly words: readonly string[];
  readonly prefixes: readonly string[];
}

/** Longer ones are no bare no: people who write so much say something else, too. */
const mostWords = 24;
/** How far after a negation stands what it takes back. */
const reach = 5;
/** `These texts no more.` */
const more: ReadonlySet<string> = new Set('more mas mais piu'.split(' '));
/** Negations of a verb that stands before them: `arrêtez pas`, `hört nicht auf`. */
const afterVerb: ReadonlySet<string> = new Set('nicht nich ned net niet pas'.split(' '));

export function createVocabularies(languages: readonly Language[]): Vocabulary[] {
  return languages.map((language, at) => vocabularyOf(bareWords[at] as BareWords, language));
}

function vocabularyOf(given: BareWords, language: Language): Vocabulary {
  const byWord = new Map<string, Set<Role>>();
  const byPrefix: [string, Role][] = [];
  for (const [role, text] of [...Object.entries(given), ...Object.entries(bareEverywhere)] as [Role, string][])
    for (const word of foldWord(text).trim().split(/\s+/))
      if (word.endsWith('*')) byPrefix.push([word.slice(0, -1), role]);
      else byWord.set(word, (byWord.get(word) ?? new Set()).add(role));
  return {
    language,
    words: [...byWord.keys()],
    prefixes: byPrefix.map(([prefix]) => prefix),
    rolesOf(form) {
      const roles = byWord.get(form);
      if (roles) return roles;
      const begun = byPrefix.find(([prefix]) => form.startsWith(prefix));
      return begun && new Set([begun[1]]);
    },
  };
}

export function findBare(tokens: readonly Token[], vocabularies: readonly Vocabulary[]): Found[] {
  return sentencesOf(tokens).flatMap(([from, to]) => {
    for (const vocabulary of vocabularies) {
      const found = readSentence(tokens, from, to, vocabulary);
      if (found) return [found];
    }
    return [];
  });
}

/** From a break to the next. */
function sentencesOf(tokens: readonly Token[]): [from: number, to: number][] {
  const starts = tokens.flatMap((token, at) =>
    at === 0 || token.isFirst || token.clause !== tokens[at - 1]?.clause ? [at] : [],
  );
  return starts.map((from, at) => [from, starts[at + 1] ?? tokens.length]);
}

function readSentence(
  tokens: readonly Token[],
  from: number,
  to: number,
  { rolesOf, language }: Vocabulary,
): Found | undefined {
  if (to - from > mostWords || (to - from < 2 && tokens.length > 3)) return undefined;
  const roles: Roles[] = [];
  for (const { form } of tokens.slice(from, to)) {
    const of = rolesOf(form);
    if (!of) return undefined;
    roles.push(of);
  }
  const forms = tokens.slice(from, to).map(({ form }) => form);
  const places = (...wanted: Role[]): number[] =>
    roles.flatMap((of, at) => (wanted.some((role) => of.has(role)) ? [at] : []));
  const said = (first: number, last: number, meaning: Found['meaning'] = 'refusal'): Found => ({
    meaning,
    language,
    from: from + Math.min(first, last),
    to: from + Math.max(first, last) + 1,
  });
  const ending = places('asks', 'ends');
  const negated = new Set<number>();
  let refused: Found | undefined;
  for (const at of places('negators')) {
    const form = forms[at] as string;
    const verb = [at - 1, at - 2].find((one) => ending.includes(one));
    if (language.negatesAfter && afterVerb.has(form) && verb !== undefined) {
      negated.add(verb);
      continue;
    }
    const next = roles.findIndex(
      (of, one) => one > at && one <= at + reach && (of.has('asks') || of.has('ends') || isWish(of)),
    );
    const target = next >= 0 ? next : language.negatesAfter || more.has(forms[at + 1] ?? '') ? lastWish(roles, at) : -1;
    if (target < 0) continue;
    const of = roles[target] as Roles;
    if (enough.has(forms[target] as string)) continue;
    if (of.has('asks') || (of.has('ends') && !of.has('contacts'))) {
      // Others only answer: `no stop texting me`.
      if (language.negators.has(form)) negated.add(target);
    } else if ((of.has('wants') || of.has('needs')) && isEnding(roles[afterLinks(forms, target + 1)])) {
      // "I don't want to stop"
      negated.add(target);
    } else if (of.has('contacts') || of.has('wants') || hasMessage(roles)) refused ??= said(at, target);
  }
  const hasGet = roles.some((of) => of.has('gets') && of.size === 1);
  if (negated.size > 0) return said(0, to - from - 1, 'otherwise');
  const ask = places('asks')[0];
  const isShort = to - from <= 2 && tokens.length > 5 && places('contacts', 'places').length === 0;
  if (ask !== undefined && !isShort && (to - from > 1 || !forms[0]?.startsWith('stop')))
    return said(ask, Math.max(ask, ...places('contacts', 'places')));
  if (refused && (!hasGet || places('wants').length > 0)) return refused;
  const end = places('ends')[0];
  const what = places('contacts', 'places').find((at) => at !== end);
  if (end !== undefined && what !== undefined && places('negators').length === 0) return said(end, what);
  const isAll = to - from === tokens.length && to - from <= 4 && !forms.some((form) => things.has(form));
  if (end !== undefined && isAll && places('negators').length === 0) return said(end, end);
  return undefined;
}

/** "Cancel it" may mean an order. */
const things: ReadonlySet<string> = new Set('it that es das het dat lo la le l o a los las ya'.split(' '));

/** What may stand between a wish and the verb that is wished. */
const links: ReadonlySet<string> = new Set('to zu te de d di a me m mi mich darme dar nos uns'.split(' '));
const afterLinks = (forms: readonly string[], at: number): number => {
  while (links.has(forms[at] ?? '')) at++;
  return at;
};

/** A no before these answers, and takes nothing back. */
const enough: ReadonlySet<string> = new Set(
  'enough basta suficiente assez suffit genug reicht reichts schluss chega sufficiente genoeg'.split(' '),
);

const isEnding = (of: Roles | undefined): boolean =>
  of !== undefined && (of.has('asks') || of.has('ends')) && !of.has('contacts');
const isWish = (of: Roles): boolean => of.has('contacts') || of.has('wants') || of.has('needs');
const hasMessage = (roles: readonly Roles[]): boolean => roles.some((of) => of.has('contacts') || of.has('gets'));
const lastWish = (roles: readonly Roles[], before: number): number =>
  roles.findLastIndex((of, at) => at < before && isWish(of));
