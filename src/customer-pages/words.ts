/** Purposes, scopes and instants in the words of the person who reads them. */
import { html } from 'hono/html';
import type { PolicySet, Purpose } from '../policy/types.ts';
import { purposeCovers } from '../vocabulary.ts';
import type { Language } from './language.ts';
import type { Html } from './layout.ts';
import { type Texts, textsOf } from './texts/texts.ts';

/** Without the full stop that a description ends with. */
export function wordsOf(
  language: Language,
  purpose: Pick<Purpose, 'name' | 'describes' | 'describesIn'> | undefined,
): string {
  if (!purpose) return '';
  return (purpose.describesIn.get(language) ?? (purpose.describes || purpose.name)).replace(/\.$/, '');
}

/** What patterns of purposes cover, as short as can be said. */
export function scopeWords(
  language: Language,
  patterns: readonly string[],
  { purposes }: PolicySet,
): readonly string[] {
  const texts = textsOf(language);
  if (patterns.includes('*')) return [texts.what.everything];
  const covered = [...purposes.values()].filter(({ name }) => patterns.some((one) => purposeCovers(one, name)));
  const all = (wanted: (purpose: Purpose) => boolean): boolean =>
    covered.length > 0 && [...purposes.values()].every((one) => wanted(one) === covered.includes(one));
  if (all((one) => one.class !== 'critical')) return [texts.what.allButCritical];
  if (all((one) => one.class === 'marketing')) return [texts.what.marketing];
  return covered.length > 0 ? covered.map((one) => wordsOf(language, one)) : patterns;
}

/** What a policy says, which may be in another language than the page: then it names it (empty: nobody says which), and is spoken right. */
export function spoken(language: Language, text: string, byLanguage: ReadonlyMap<string, string>): Html | string {
  const own = byLanguage.get(language);
  if (own !== undefined) return own;
  const other = byLanguage.has('en') ? 'en' : ([...byLanguage.keys()][0] ?? '');
  return html`<span lang="${other}">${text}</span>`;
}

export function whenText(language: Language, at: string | number): string {
  const day = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'UTC',
  });
  return `${day.format(new Date(at))} UTC`;
}

/** "by e-mail, by text message". */
export function channelWords({ by }: Texts, channels: readonly string[]): string {
  return [...new Set(channels)].map((channel) => by[channel as keyof Texts['by']] ?? channel).join(', ');
}
