/** Words of a message, folded, each with where it was written. */
import { foldWord } from './fold.ts';
import { remembered } from './remembered.ts';

export interface Token {
  readonly form: string;
  /** In the text that was read. */
  readonly start: number;
  readonly end: number;
  /** A sentence, or what ends like one: phrases do not go across. */
  readonly clause: number;
  /** Something parts it from the word before: a comma, a dash, a new line. */
  readonly isFirst: boolean;
}

export interface Tokens {
  readonly tokens: readonly Token[];
  /** The clauses that end with a question mark. */
  readonly asked: ReadonlySet<number>;
}

/** Addresses of mail, phone numbers, words, signs. */
const pieces =
  /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{2,63}){1,4}|\+?\d[\d ()/-]{5,18}\d|[\p{L}\p{M}\p{N}$@*'’‘´`]+|\p{Extended_Pictographic}|#|[.!?;:…()\n,–—"“”«»|]/gu;
const ends = /^[.!?;…()]/;
const breaks = /^[,:\n–—"“”«»|]/;

/** French and Italian small words that an apostrophe joins to the next one. */
const elisions = /^(?:[jmntlsdc]|qu|un|dell|nell|all|sull|dall)'(?=.{2})/;

export interface Spelling {
  /** The word that is meant, as far as the phrases know one. */
  meant(form: string): string;
  isKnown(form: string): boolean;
  /** The words that were written as one; undefined: it is one. */
  parted(form: string): readonly string[] | undefined;
}

/** Words, and pairs of words, that change nothing, such as please and thank you. */
export interface Ignored {
  readonly words: ReadonlySet<string>;
  /** By the second word. */
  readonly pairs: ReadonlyMap<string, ReadonlySet<string>>;
}

/** @param text without characters that cannot be seen */
export function tokensOf(text: string, spelling: Spelling, ignored: Ignored): Tokens {
  const tokens: Token[] = [];
  const asked = new Set<number>();
  const meant = remembered(spelling.meant);
  const parted = remembered((form) => spelling.parted(form) ?? null);
  let clause = 0;
  let isFirst = true;
  const add = (form: string, start: number, end: number): void => {
    const last = tokens.at(-1);
    if (last && !isFirst && ignored.pairs.get(form)?.has(last.form)) {
      isFirst = last.isFirst;
      tokens.pop();
      return;
    }
    if (ignored.words.has(form)) return;
    if (last?.form === 'e' && last.end === start - 1 && text[start - 1] === '-') {
      tokens[tokens.length - 1] = { ...last, form: `e${form}`, end };
      return;
    }
    for (const word of parted(form) ?? [form]) {
      tokens.push({ form: meant(word), start, end, clause, isFirst });
      isFirst = false;
    }
  };
  for (const { 0: piece, index } of text.matchAll(pieces)) {
    if (ends.test(piece) && !isBetweenLetters(text, index)) {
      if (piece === '?') asked.add(clause);
      clause++;
      isFirst = true;
    } else if (breaks.test(piece)) isFirst = true;
    else if (!ends.test(piece)) addWord(piece, index, add);
  }
  return { tokens: joinSpelledOut(tokens, spelling), asked };
}

const letters = /^[A-Za-z]+$/;
const address = /.@.+\.|^\+?\d[\d ()/-]{5,18}\d$/;

function addWord(piece: string, index: number, add: (form: string, start: number, end: number) => void): void {
  const end = index + piece.length;
  if (letters.test(piece)) {
    add(piece.toLowerCase(), index, end);
    return;
  }
  if (address.test(piece)) {
    add('@address', index, end);
    return;
  }
  let form = foldWord(piece).replace(/^['*]+|'+$/g, '');
  if (form.startsWith('f*') || /^f[*@$]/.test(form)) form = 'fuck';
  const elided = form.length < 30 ? elisions.exec(form)?.[0] : undefined;
  if (elided !== undefined) {
    add(elided.slice(0, -1), index, index + elided.length);
    form = form.slice(elided.length);
  }
  form = form.replace(/['*]/g, '');
  if (form !== '') add(form, elided === undefined ? index : Math.min(index + elided.length, end - 1), end);
}

/** `S.T.O.P` is one word, and ends no sentence. */
function isBetweenLetters(text: string, at: number): boolean {
  return (
    text[at] === '.' &&
    /[\p{L}]/u.test(text[at + 1] ?? '') &&
    !/[\p{L}\p{N}]{2}/u.test(text.slice(Math.max(0, at - 2), at))
  );
}

/** `s t o p`: single letters in a row are a word where they spell one. */
function joinSpelledOut(tokens: readonly Token[], spelling: Spelling): Token[] {
  const joined: Token[] = [];
  for (let at = 0; at < tokens.length; ) {
    let to = at;
    while (to < tokens.length && (tokens[to] as Token).form.length === 1) to++;
    const run = tokens.slice(at, to);
    const form = run.map((token) => token.form).join('');
    const first = tokens[at] as Token;
    if (run.length >= 4 && run.length <= 20 && spelling.isKnown(form)) {
      joined.push({ ...first, form, end: (run.at(-1) as Token).end });
      at = to;
    } else {
      joined.push(...(run.length > 0 ? run : [first]));
      at = run.length > 0 ? to : at + 1;
    }
  }
  return joined;
}
