/** What somebody wrote themselves: without the message they answer, which may say "reply STOP", and without their device's signature. */
import { foldWord } from './fold.ts';

/** How mail programs begin the message that is answered: first word, and the verb that follows. */
const attributions: readonly (readonly [string, RegExp])[] = [
  ['on', /\bwrote\b/],
  ['am', /\bschrieb\b/],
  ['le', /\ba ecrit\b/],
  ['el', /\bescribio\b/],
  ['em', /\bescreveu\b/],
  ['a', /\bescreveu\b/],
  ['il', /\bha scritto\b/],
  ['op', /\bschreef\b/],
];

const originals =
  /^-{2,}\s?(original message|original-nachricht|ursprungliche nachricht|message d'origine|mensaje original|mensagem original|messaggio originale|oorspronkelijk bericht|forwarded message)/;
const signatures =
  /^(sent from|get outlook for|von meinem \S+ gesendet|gesendet von|envoye de(puis)? mon|enviado (desde|do|de|a partir)|inviato da|verstuurd vanaf|verzonden vanaf)\b/;
/** Phones without the sender's messenger get a reaction as text: the words in it are the message reacted to. */
const reaction =
  /^(liked|loved|laughed at|emphasized|questioned|disliked|reacted .{1,8} to|removed a .{1,12} from) ?[“"«]/;

/** Longer lines are no attribution and no signature. */
const longestLine = 300;

export function ownWords(text: string): string {
  const lines = text.split(/\r?\n/);
  const own: string[] = [];
  for (const [at, line] of lines.entries()) {
    const trimmed = line.trim();
    if (trimmed.startsWith('>') || trimmed.startsWith('&gt;')) continue;
    if (trimmed === '--') break;
    if (trimmed.length > 0 && trimmed.length <= longestLine) {
      const folded = foldWord(trimmed);
      if (
        isAttribution(folded) ||
        isAttribution(`${folded} ${foldWord((lines[at + 1] ?? '').slice(0, longestLine)).trim()}`)
      )
        break;
      if (originals.test(folded) || (at > 0 && signatures.test(folded))) break;
      if (reaction.test(folded)) continue;
    }
    own.push(line);
  }
  return own.join('\n');
}

/** The name that somebody signs with, after a break: `Ya no - Maria`, `Stop` and in the next line `Ann Miller`. */
const signed = /(?:[\n,.!–—]|\s-)\s*(\p{Lu}[\p{L}'’-]{1,20}(?: \p{Lu}[\p{L}'’.-]{0,20}){0,2})\s*$/u;
const longestName = 80;

/** @param isWord whether it is a word that says something. @returns undefined where nobody signed, or nothing stands before the name */
export function withoutName(text: string, isWord: (word: string) => boolean): string | undefined {
  const from = Math.max(0, text.length - longestName);
  const found = signed.exec(text.slice(from));
  if (!found?.[1] || found[1].split(' ').some(isWord)) return undefined;
  const before = text.slice(0, from + found.index).trim();
  return before === '' ? undefined : before;
}

function isAttribution(line: string): boolean {
  if (!line.endsWith(':')) return false;
  const first = line.slice(0, line.indexOf(' '));
  return attributions.some(([word, verb]) => word === first && verb.test(line));
}
