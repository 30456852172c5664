/**
 * Phrases as patterns over words. `stop|quit` one of these; `unsubscri*` begins so; `{text}` one of the language's class; `word?` may be missing;
 * `~a|b` a word that is none of these; `..3` up to three words between; `^` begins a sentence or follows a break, `$` ends so, `^^` and `$$` the whole message; `!` before all: no if and no not takes it back, and no longer phrase around it overrules it; where it is `unsure`, it overrules what is within it. Matching looks at a bounded number of words from where it
 * begins, so that its time grows with the text alone.
 */
import { shortForms } from './phrases/short-forms.ts';
import type { Token } from './tokens.ts';

type Element =
  | {
      readonly kind: 'word';
      readonly words: ReadonlySet<string>;
      readonly prefixes: readonly string[];
      readonly isOptional: boolean;
      /** Any word but these. */
      readonly isOther: boolean;
    }
  | { readonly kind: 'gap'; readonly most: number }
  | { readonly kind: 'start' | 'end' | 'first' | 'last' };

export interface Pattern {
  /** Not taken back by what stands before it. */
  readonly isFirm: boolean;
  readonly hasGap: boolean;
  readonly elements: readonly Element[];
  /** Of the first word, by which it is found. */
  readonly first: { readonly words: ReadonlySet<string>; readonly prefixes: readonly string[] };
}

export type Classes = Readonly<Record<string, string>>;

/** @throws Error for a class that does not exist, or a first word that may be missing */
export function compilePattern(text: string, classes: Classes): Pattern {
  const isFirm = text.startsWith('! ');
  const parts = text
    .slice(isFirm ? 2 : 0)
    .trim()
    .split(/\s+/);
  const elements = parts.map((part) => elementOf(part, classes));
  const first = elements.find(({ kind }) => kind !== 'start' && kind !== 'first');
  if (first?.kind !== 'word' || first.isOptional || first.isOther)
    throw new Error(`no first word in the phrase: ${text}`);
  return { elements, first, isFirm, hasGap: elements.some(({ kind }) => kind === 'gap') };
}

function elementOf(part: string, classes: Classes): Element {
  if (part === '^') return { kind: 'start' };
  if (part === '$') return { kind: 'end' };
  if (part === '^^') return { kind: 'first' };
  if (part === '$$') return { kind: 'last' };
  if (part.startsWith('..')) return { kind: 'gap', most: Number(part.slice(2)) };
  const isOptional = part.endsWith('?');
  const isOther = part.startsWith('~');
  const words = new Set<string>();
  const prefixes: string[] = [];
  for (const word of part
    .slice(isOther ? 1 : 0, isOptional ? -1 : undefined)
    .split('|')
    .flatMap((one) => expand(one, classes))) {
    if (word.endsWith('*')) prefixes.push(word.slice(0, -1));
    else for (const form of [word, ...(shortForms.get(word) ?? [])]) words.add(form);
  }
  return { kind: 'word', words, prefixes, isOptional, isOther };
}

function expand(word: string, classes: Classes): string[] {
  const name = /^\{(\w+)\}$/.exec(word)?.[1];
  if (name === undefined) return [word];
  const list = Object.entries(classes).find(([one]) => one === name)?.[1];
  if (list === undefined) throw new Error(`no class of words ${name}`);
  return list
    .trim()
    .split(/\s+/)
    .flatMap((one) => expand(one, classes));
}

export interface Grammar {
  /** Words after which a sentence may begin anew: but, and, ok. */
  readonly leadIns: ReadonlySet<string>;
  /** Words that no gap passes over. */
  readonly negators: ReadonlySet<string>;
}

/** @returns the place after the last word of the phrase; -1: it does not begin here */
export function matchAt(pattern: Pattern, tokens: readonly Token[], grammar: Grammar, at: number): number {
  return matchRest(pattern.elements, 0, tokens, grammar, at, (tokens[at] as Token).clause);
}

function matchRest(
  elements: readonly Element[],
  index: number,
  tokens: readonly Token[],
  grammar: Grammar,
  at: number,
  clause: number,
): number {
  const element = elements[index];
  if (!element) return at;
  const token = tokens[at];
  switch (element.kind) {
    case 'start':
      return isStart(tokens, grammar, at) ? matchRest(elements, index + 1, tokens, grammar, at, clause) : -1;
    case 'end':
      return isEnd(tokens, grammar, at, clause) ? matchRest(elements, index + 1, tokens, grammar, at, clause) : -1;
    case 'first':
      return at === 0 ? matchRest(elements, index + 1, tokens, grammar, at, clause) : -1;
    case 'last':
      return token === undefined ? matchRest(elements, index + 1, tokens, grammar, at, clause) : -1;
    case 'gap':
      return matchGap(elements, index, element.most, tokens, grammar, at, clause);
    case 'word': {
      if (token && token.clause === clause && fits(element, token.form) !== element.isOther) {
        const end = matchRest(elements, index + 1, tokens, grammar, at + 1, clause);
        if (end !== -1) return end;
      }
      return element.isOptional ? matchRest(elements, index + 1, tokens, grammar, at, clause) : -1;
    }
  }
}

function matchGap(
  elements: readonly Element[],
  index: number,
  most: number,
  tokens: readonly Token[],
  grammar: Grammar,
  at: number,
  clause: number,
): number {
  for (let skipped = 0; skipped <= most; skipped++) {
    const end = matchRest(elements, index + 1, tokens, grammar, at + skipped, clause);
    if (end !== -1) return end;
    const token = tokens[at + skipped];
    if (!token || token.clause !== clause || grammar.negators.has(token.form)) return -1;
  }
  return -1;
}

function isStart(tokens: readonly Token[], { leadIns }: Grammar, at: number): boolean {
  const token = tokens[at] as Token;
  const before = tokens[at - 1];
  return token.isFirst || !before || before.clause !== token.clause || leadIns.has(before.form);
}

function isEnd(tokens: readonly Token[], { leadIns }: Grammar, at: number, clause: number): boolean {
  const token = tokens[at];
  return !token || token.clause !== clause || token.isFirst || leadIns.has(token.form);
}

function fits({ words, prefixes }: { words: ReadonlySet<string>; prefixes: readonly string[] }, form: string): boolean {
  return words.has(form) || prefixes.some((prefix) => form.startsWith(prefix));
}

/** Whether one of the words of the phrase is this one. */
export function isNamed({ elements }: Pattern, form: string): boolean {
  return elements.some((one) => one.kind === 'word' && !one.isOther && fits(one, form));
}
