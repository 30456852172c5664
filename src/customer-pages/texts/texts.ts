/** Everything that the customer's pages say, in one language. */
import type { Channel } from '../../vocabulary.ts';
import type { Language } from '../language.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';

export interface Texts {
  /** As it stands in a sentence: "by e-mail". */
  readonly by: Readonly<Record<Channel | '*', string>>;
  readonly unsubscribe: {
    readonly title: string;
    readonly ask: (by: string) => string;
    readonly messageWas: (purpose: string) => string;
    readonly button: string;
    readonly done: string;
    readonly noMore: (by: string) => string;
    readonly fromNow: string;
  };
  readonly away: { readonly title: string; readonly text: string };
  readonly unknown: { readonly title: string; readonly text: string };
  readonly help: string;
}

const all: Readonly<Record<Language, Texts>> = { en, es, de, fr };

export function textsOf(language: Language): Texts {
  return all[language];
}
