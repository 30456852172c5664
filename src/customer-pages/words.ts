/** Purposes and scopes in the words of the person who reads them. */
import { html } from 'hono/html';
import type { PolicySet, Purpose } from '../policy/types.ts';
import { foldData, type PurposeScope, scopeCovers } from '../vocabulary.ts';
import type { Language } from './language.ts';
import type { Html } from './layout.ts';
import type { Texts } from './texts/texts.ts';
import { textsOf } from './texts/texts-of.ts';

type Described = Pick<Purpose, 'name' | 'describes' | 'describesIn'>;

/** Without the full stop that a description ends with. */
export function wordsOf(language: Language, purpose: Described | undefined): string {
  if (!purpose) return '';
  return (purpose.describesIn.get(language) ?? (purpose.describes || purpose.name)).replace(/\.$/, '');
}

/** What these cover today, as short as it can be said: everything, a class, or purpose by purpose. */
export function scopeWords(
  language: Language,
  scopes: readonly PurposeScope[],
  { purposes }: PolicySet,
): { readonly isPhrase: boolean; readonly words: readonly string[] } {
  const { what } = textsOf(language);
  const covered = [...purposes.values()].filter(({ name }) => scopes.some((one) => scopeCovers(one, name, purposes)));
  const all = (wanted: (purpose: Purpose) => boolean): boolean =>
    covered.length > 0 && [...purposes.values()].every((one) => wanted(one) === covered.includes(one));
  const phrase = (text: string) => ({ isPhrase: true, words: [text] });
  if (scopes.some((one) => one.purpose === '*' && !one.classes)) return phrase(what.everything);
  if (all((one) => one.class !== 'critical')) return phrase(what.allButCritical);
  if (all((one) => one.class === 'marketing')) return phrase(what.marketing);
  const words =
    covered.length > 0 ? covered.map((one) => wordsOf(language, one)) : scopes.map(({ purpose }) => purpose);
  return { isPhrase: false, words };
}

/** As it stands in a sentence: what senders call their messages is quoted. */
export function inSentence(language: Language, { isPhrase, words }: ReturnType<typeof scopeWords>): string {
  return isPhrase ? words.join(', ') : words.map(textsOf(language).quoted).join(', ');
}

/** "E-mail", "Everywhere". */
export function whereWords({ page: { stop } }: Texts, channel: string): string {
  return channel === '*' ? stop.anywhere : (stop.channels[channel as keyof typeof stop.channels] ?? channel);
}

/** Data that the reader was selected by, as the page says it. Its name comes from outside: of a policy, or of whoever recorded the objection. */
export function dataWords({ data, anyData }: Texts, name: string): string {
  if (name === '*') return anyData;
  const known = foldData(name);
  return Object.hasOwn(data, known) ? (data[known] ?? name) : name;
}

/** What a policy says, which may be in another language than the page: then it names it (empty: nobody says which), and is spoken right. */
export function spoken(language: Language, text: string, byLanguage: ReadonlyMap<string, string>): Html | string {
  const other = otherLanguage(language, byLanguage);
  return other === undefined ? (byLanguage.get(language) ?? text) : html`<span lang="${other}">${text}</span>`;
}

/** Of what a policy says in no language of the reader: the one that it is in; empty: nobody says which. */
export function otherLanguage(language: Language, byLanguage: ReadonlyMap<string, string>): string | undefined {
  if (byLanguage.has(language)) return undefined;
  return byLanguage.has('en') ? 'en' : ([...byLanguage.keys()][0] ?? '');
}

export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
