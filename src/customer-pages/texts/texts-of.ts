/** The pages' texts by language. */
import type { Language } from '../language.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import type { Texts } from './texts.ts';

const all: Readonly<Record<Language, Texts>> = { en, es, de, fr };

export function textsOf(language: Language): Texts {
  return all[language];
}
