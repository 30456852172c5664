/** Slips of the finger, found by the words that the phrases are made of: one letter added, dropped, changed or swapped with its neighbour. */
import type { Spelling } from './tokens.ts';

/** Shorter words are too near to others. */
const leastLetters = 5;
const mostLetters = 20;
/** Beginnings that are long enough to be known by all but one of their letters. */
const leastBeginning = 6;
/** Shorter words are known by a letter dropped, added or swapped, but not by one that is another: `mardi` is no `mandi`. */
const leastChanged = 6;

/** What is written without a space after it: `stoptexting`, `nomas`, `leavemealone`. */
const joinedOn: ReadonlySet<string> = new Set(
  'stop stopp no ya dont leave unsubscribe remove delete opt basta kein keine nicht geen niet nao deja dejen take'.split(
    ' ',
  ),
);
const leastPart = 2;
const mostParts = 4;

/** Slips in the short words that matter most. */
const shortSlips = new Map(
  Object.entries({
    stpo: 'stop',
    rmv: 'remove',
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
    vaja: 'baja',
    bata: 'basta',
    basat: 'basta',
    sopt: 'stop',
    stip: 'stop',
    stob: 'stop',
    stpp: 'stop',
    bajaa: 'baja',
    '#': 'number',
  }),
);

/** Words of their own that stand one letter from one of the phrases', and names that people sign with. */
const ownWords = new Set(
  'ann chris dee ella karen lee martin moore muller peter stella tess zoe testing tests shopping remote remotes calling called sensing bending lending mending tending vending mailing listed listen lister rechts escribio verpasst verpasse consens'.split(
    ' ',
  ),
);

const digits: Readonly<Record<string, string>> = { 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', $: 's', '@': 'a' };

/** @param prefixes beginnings of known words */
export function createSpelling(known: ReadonlySet<string>, prefixes: readonly string[]): Spelling {
  const near = new Map<string, string[]>();
  for (const word of known)
    if (word.length >= leastLetters) for (const key of shortened(word)) near.set(key, [...(near.get(key) ?? []), word]);
  const nearBeginnings = new Map<string, string[]>();
  for (const prefix of prefixes)
    if (prefix.length >= leastBeginning)
      for (const key of shortened(prefix)) nearBeginnings.set(key, [...(nearBeginnings.get(key) ?? []), prefix]);
  const byStart = new Map<string, string[]>();
  for (const prefix of prefixes) byStart.set(prefix.slice(0, 3), [...(byStart.get(prefix.slice(0, 3)) ?? []), prefix]);

  const isKnown = (form: string): boolean =>
    known.has(form) || (byStart.get(form.slice(0, 3))?.some((prefix) => form.startsWith(prefix)) ?? false);

  /** `abmeldn`, `abmeldne`: known by its beginning, and a letter short of a word, or two letters swapped. */
  const whole = (form: string): string => {
    if (form.length < leastChanged || form.length > mostLetters) return form;
    const short = near.get(form)?.find((word) => word.length === form.length + 1 && word[0] === form[0]);
    if (short !== undefined) return short;
    for (const key of shortened(form)) {
      const found = near
        .get(key)
        ?.find((word) => word[0] === form[0] && isSwapped(word, form) && isOneSlip(word, form));
      if (found !== undefined) return found;
    }
    return form;
  };

  /** `disicrivetemi`: as if it began rightly. */
  const begun = (form: string): string | undefined => {
    for (let length = leastBeginning; length <= Math.min(form.length, leastBeginning + 7); length++) {
      const start = form.slice(0, length);
      for (const key of shortened(start)) {
        const found = nearBeginnings.get(key)?.find((prefix) => prefix[0] === form[0] && isOneSlip(prefix, start));
        if (found !== undefined) return found + form.slice(length);
      }
    }
    return undefined;
  };

  const corrected = (form: string): string | undefined => {
    const slip = shortSlips.get(form);
    if (slip !== undefined) return slip;
    if (form.length < leastLetters || form.length > mostLetters || ownWords.has(form)) return undefined;
    for (const key of shortened(form)) {
      const found = near
        .get(key)
        ?.find(
          (word) =>
            word[0] === form[0] &&
            isOneSlip(word, form) &&
            (form.length >= leastChanged || word.length !== form.length || isSwapped(word, form)),
        );
      if (found !== undefined) return found;
    }
    return begun(form);
  };

  const partedAfter = (form: string, beginnings: ReadonlySet<string>, left: number): string[] | undefined => {
    for (let at = form.length - leastPart; at >= leastPart; at--) {
      const [head, tail] = [form.slice(0, at), form.slice(at)];
      if (!beginnings.has(head)) continue;
      if (
        known.has(tail) &&
        (tail.length > 3 || (tail.length > 2 && head.length > 3) || tail === 'mas' || tail === 'me')
      )
        return [head, tail];
      const rest = left > 1 ? partedAfter(tail, known, left - 1) : undefined;
      if (rest) return [head, ...rest];
    }
    return undefined;
  };

  return {
    isKnown,
    parted(form) {
      if (form.length < leastLetters || form.length > mostLetters || known.has(form)) return undefined;
      const elided = isKnown(form) ? undefined : /^(?:[jmnts]|qu)(?=[aeiouh].{4})/.exec(form)?.[0];
      if (elided !== undefined && known.has(form.slice(elided.length))) return [elided, form.slice(elided.length)];
      return partedAfter(form, joinedOn, mostParts - 1);
    },
    meant(form) {
      if (known.has(form) || ownWords.has(form)) return form;
      const drawnOut = form.length <= 60 ? withoutDrawing(form).find((one) => known.has(one)) : undefined;
      if (drawnOut !== undefined) return drawnOut;
      if (isKnown(form)) return whole(form);
      const umlauts = form.replace(/([aou])e/g, '$1');
      if (umlauts !== form && form.length <= mostLetters && isKnown(umlauts)) return umlauts;
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

function isSwapped(a: string, b: string): boolean {
  return [...a].sort().join('') === [...b].sort().join('');
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
