/** A person's own words: is it a no? Any means by which a reasonable reader understands one counts. Pure. */
import { keywordOf } from './keywords.ts';

export interface TextReading {
  readonly reading: 'refusal' | 'not-a-refusal' | 'unsure';
  /** What it rests on, as it was written; empty where nothing in it says no. */
  readonly words: readonly string[];
}

export function readText(text: string): TextReading {
  const keyword = keywordOf(text);
  if (keyword === undefined) return { reading: 'unsure', words: [] };
  return { reading: keyword === 'stop' ? 'refusal' : 'not-a-refusal', words: [text.trim()] };
}
