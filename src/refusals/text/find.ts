/** Finds the phrases that a message holds, and leaves out those that are taken back: by a negation, by an if, by a longer phrase around them. */
import { findBare } from './bare.ts';
import type { Found, Language } from './found.ts';
import type { Lexicon } from './lexicon.ts';
import { isNamed, matchAt } from './pattern.ts';
import { wordsOf } from './phrases/all.ts';
import { remembered } from './remembered.ts';
import type { Token } from './tokens.ts';

/** How far before a phrase a word may stand that takes it back. */
const negationReach = 3;
const conditionReach = 6;
/** A message is in a language of which it has nearly as many words as of any. */
const ownShare = 0.6;
/** After one of these a negation has had its say: "don't want them, stop". */
const objects = wordsOf('them it these those this that anymore more');

/** Words with other meanings, too: alone or last they ask to stop; at the beginning or amid a longer message perhaps. */
const manyMeanings = wordsOf(
  'alto para pare parar parem baja salir sair fine ende end quit cancel cancelar ferma arret arreter genug schluss reicht assez enough remove annulla cancella fuera basta',
);
const mostAround = 5;

/** What a negation before one of these has denied: `not interested, stop` written without the comma. */
const denied = wordsOf(
  'interested interest thanks thank interesa interesan interesado interesada interesados gracias interes interesse intresse interessiert interessieren danke bedarf interessee interesses interet merci interesso interessa interessano interessato interessata interessati interessado interessada obrigado obrigada grazie geinteresseerd interesseert belangstelling behoefte bedankt problem problema',
);

/** A negation before one of these was another sentence's: `not for me i want out`. */
const subjects = wordsOf('i im ill id j je ich ik io yo eu');

export function findPhrases(tokens: readonly Token[], lexicon: Lexicon): Found[] {
  const found: Found[] = [];
  const startingWith = remembered(lexicon.startingWith);
  for (const [at, { form }] of tokens.entries())
    for (const { meaning, language, pattern } of startingWith(form)) {
      const to = matchAt(pattern, tokens, language, at);
      if (to === -1) continue;
      if (meaning === 'otherwise' && pattern.hasGap && tokens.slice(at + 1, to).some(({ isFirst }) => isFirst))
        continue;
      const isWeak =
        meaning === 'alone' &&
        to - at === 1 &&
        tokens.length > mostAround &&
        to < tokens.length &&
        manyMeanings.has(form);
      if (meaning === 'otherwise' || pattern.isFirm || !isTakenBack(tokens, at, to, language))
        found.push({
          meaning: isWeak ? 'unsure' : meaning,
          language,
          from: at,
          to,
          names: (one) => isNamed(pattern, one),
          isFirm: pattern.isFirm,
        });
    }
  found.push(...findBare(tokens, lexicon.vocabularies));
  const forms = tokens.map(({ form }) => form);
  const shares = new Map(lexicon.vocabularies.map(({ language }) => [language, language.share(forms)]));
  const most = Math.max(...shares.values());
  // What looks so in one language may be a no in another.
  const others = found.filter(
    ({ meaning, language }) => meaning === 'otherwise' && (shares.get(language) ?? 0) >= ownShare * most,
  );
  const doubts = found.filter(({ meaning, isFirm }) => meaning === 'unsure' && isFirm === true);
  return found.filter(
    (one) =>
      one.meaning === 'welcome' ||
      (one.meaning !== 'otherwise' &&
        !doubts.some((doubt) => isInDoubt(one, doubt)) &&
        !others.some((other) => overlaps(one, other) && !isWithin(other, one, tokens) && !isMore(one, other, forms))),
  );
}

const overlaps = (one: Found, other: Found): boolean => one.from < other.to && other.from < one.to;

/** A no amid a longer phrase that leaves it open, whatever it is made of: "I dialled a wrong number". */
function isInDoubt(one: Found, doubt: Found): boolean {
  return (
    one.isFirm !== true && doubt.from <= one.from && one.to <= doubt.to && doubt.to - doubt.from > one.to - one.from
  );
}

/** The longer phrase around another knows more, where that one's words are its own, too, and none that it passes over. */
function isMore(one: Found, other: Found, forms: readonly string[]): boolean {
  const { names } = one;
  return (
    names !== undefined &&
    other.isFirm !== true &&
    one.from <= other.from &&
    other.to <= one.to &&
    one.to - one.from > other.to - other.from &&
    forms.slice(other.from, other.to).every(names)
  );
}

/** What a longer phrase negates from outside is part of what that one says: `não mandem mais nada`. */
function isWithin(one: Found, other: Found, tokens: readonly Token[]): boolean {
  if (one.from < other.from || one.to > other.to) return false;
  const outside = [...tokens.slice(other.from, one.from), ...tokens.slice(one.to, other.to)];
  return outside.some(({ form }) => other.language.negators.has(form));
}

const speakers = wordsOf('me us moi nous mich uns mi mim nos mij me ons noi');
const forWords = wordsOf('for pour fur para per voor pra');

/** "Not for me, take me off." */
function isForMe(tokens: readonly Token[], at: number): boolean {
  return speakers.has(tokens[at]?.form ?? '') && forWords.has(tokens[at - 1]?.form ?? '');
}

function isTakenBack(tokens: readonly Token[], from: number, to: number, language: Language): boolean {
  const { negators, conditions, negatesAfter } = language;
  const first = tokens[from] as Token;
  const isSame = (at: number): boolean => tokens[at]?.clause === first.clause;
  const isCondition = (at: number): boolean => isSame(at) && conditions.has((tokens[at] as Token).form);
  const hasOwn = tokens.slice(from, to).some(({ form }) => negators.has(form));
  for (let at = from - 1; at >= from - negationReach && isSame(at) && !(tokens[at + 1] as Token).isFirst; at--) {
    if (at < from - 1 && subjects.has((tokens[at + 1] as Token).form)) break;
    if (isForMe(tokens, at)) break;
    if (objects.has((tokens[at] as Token).form) || denied.has((tokens[at] as Token).form)) break;
    // "If you don't stop": what is threatened with is asked for.
    if (!hasOwn && negators.has((tokens[at] as Token).form))
      return ![1, 2, 3, 4].some((back) => isCondition(at - back));
  }
  if (
    !hasOwn &&
    negatesAfter &&
    isSame(to) &&
    !(tokens[to] as Token).isFirst &&
    negators.has((tokens[to] as Token).form)
  )
    return true;
  for (let at = from - 1; at >= from - conditionReach && isSame(at) && !(tokens[at + 1] as Token).isFirst; at--)
    if (isCondition(at)) return true;
  return false;
}
