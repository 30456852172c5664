/** Slips of the finger, found by the words that the phrases are made of: one letter added, dropped, changed or swapped with its neighbour. */
import type { Spelling } from './tokens.ts';

/** Shorter words are too near to others. */
const leastLetters = 5;
const mostLetters = 20;

/** Slips in the short words that matter most. */
const shortSlips = new Map(
  Object.entries({
    stpo: 'stop',
    sotp: 'stop',
    tsop: 'stop',
    stahp: 'stop',
    satop: 'stop',
    stiop: 'stop',
    dnt: 'dont',
    dnot: 'dont',
    cal: 'call',
    txtng: 'texting',
    stoop: 'stop',
    '#': 'number',
  }),
);

/** Words of their own that stand one letter from one of the phrases'. */
const ownWords = new Set(
  'testing tests shopping remote remotes calling called sensing bending lending mending tending vending mailing listed listen lister rechts escribio'.split(
    ' ',
  ),
);

const digits: Readonly<Record<string, string>> = { 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', $: 's', '@': 'a' };

/** @param prefixes beginnings of known words */
export function createSpelling(known: ReadonlySet<string>, prefixes: readonly string[]): Spelling {
  const near = new Map<string, string[]>();
  for (const word of known)
    if (word.length >= leastLetters) for (const key of shortened(word)) near.set(key, [...(near.get(key) ?? []), word]);
  const byStart = new Map<string, string[]>();
  for (const prefix of prefixes) byStart.set(prefix.slice(0, 3), [...(byStart.get(prefix.slice(0, 3)) ?? []), prefix]);

  const isKnown = (form: string): boolean =>
    known.has(form) || (byStart.get(form.slice(0, 3))?.some((prefix) => form.startsWith(prefix)) ?? false);

  const corrected = (form: string): string | undefined => {
    const slip = shortSlips.get(form);
    if (slip !== undefined) return slip;
    if (form.length < leastLetters || form.length > mostLetters || ownWords.has(form)) return undefined;
    for (const key of shortened(form)) {
      const found = near.get(key)?.find((word) => word[0] === form[0] && isOneSlip(word, form));
      if (found !== undefined) return found;
    }
    return undefined;
  };

  return {
    isKnown,
    meant(form) {
      if (isKnown(form)) return form;
      const drawnOut = form.length <= 60 ? withoutDrawing(form).find((one) => known.has(one)) : undefined;
      if (drawnOut !== undefined) return drawnOut;
      if (/\d|[$@]/.test(form) && /[a-z]/.test(form) && form.length <= mostLetters) {
        const letters = form.replace(/[01345$@]/g, (one) => digits[one] ?? one);
        if (isKnown(letters)) return letters;
      }
      return corrected(form) ?? form;
    },
  };
}

/** `stooop`, `noooo`, `stopp`: each drawn-out letter once, or twice. */
function withoutDrawing(form: string): string[] {
  return /(.)\1/.test(form)
    ? [form.replace(/(.)\1{2,}/g, '$1$1'), form.replace(/(.)\1+/g, '$1'), form.replace(/(.)\1{2,}/g, '$1')]
    : [];
}

/** The word, and the word without each of its letters. */
function shortened(word: string): string[] {
  return [word, ...Array.from(word, (_, at) => word.slice(0, at) + word.slice(at + 1))];
}

function isOneSlip(a: string, b: string): boolean {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const [restA, restB] = [a.slice(at), b.slice(at)];
  return (
    restA.slice(1) === restB.slice(1) ||
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2))
  );
}
