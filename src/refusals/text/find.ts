/** Finds the phrases that a message holds, and leaves out those that are taken back: by a negation, by an if, by a longer phrase around them. */
import type { Language, Lexicon, Meaning } from './lexicon.ts';
import { matchAt } from './pattern.ts';
import { remembered } from './remembered.ts';
import type { Token } from './tokens.ts';

export interface Found {
  readonly meaning: Meaning;
  /** Tokens: from the first to before the last. */
  readonly from: number;
  readonly to: number;
}

/** How far before a phrase a word may stand that takes it back. */
const negationReach = 3;
const conditionReach = 6;
/** After one of these a negation has had its say: "don't want them, stop". */
const objects: ReadonlySet<string> = new Set('them it these those this that anymore more'.split(' '));

export function findPhrases(tokens: readonly Token[], lexicon: Lexicon): Found[] {
  const found: Found[] = [];
  const startingWith = remembered(lexicon.startingWith);
  for (const [at, { form }] of tokens.entries())
    for (const { meaning, language, pattern } of startingWith(form)) {
      const to = matchAt(pattern, tokens, language, at);
      if (to === -1) continue;
      if (meaning === 'otherwise' || pattern.isFirm || !isTakenBack(tokens, at, to, language))
        found.push({ meaning, from: at, to });
    }
  const covered = new Uint8Array(tokens.length);
  for (const { meaning, from, to } of found) if (meaning === 'otherwise') covered.fill(1, from, to);
  return found.filter(
    ({ meaning, from, to }) =>
      meaning === 'welcome' || (meaning !== 'otherwise' && !covered.subarray(from, to).includes(1)),
  );
}

function isTakenBack(tokens: readonly Token[], from: number, to: number, language: Language): boolean {
  const { negators, conditions, negatesAfter } = language;
  const first = tokens[from] as Token;
  const isSame = (at: number): boolean => tokens[at]?.clause === first.clause;
  const isCondition = (at: number): boolean => isSame(at) && conditions.has((tokens[at] as Token).form);
  const hasOwn = tokens.slice(from, to).some(({ form }) => negators.has(form));
  for (let at = from - 1; at >= from - negationReach && isSame(at) && !(tokens[at + 1] as Token).isFirst; at--) {
    if (objects.has((tokens[at] as Token).form)) break;
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
