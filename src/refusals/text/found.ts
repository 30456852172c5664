/** What was found in a message, and in which language. */
import type { Grammar } from './pattern.ts';

export type Meaning = 'refusal' | 'alone' | 'unsure' | 'otherwise' | 'welcome';

export interface Language extends Grammar {
  /** How many words of a message are this language's. */
  share(forms: readonly string[]): number;
  readonly negatesAfter: boolean;
  readonly conditions: ReadonlySet<string>;
}

export interface Found {
  readonly meaning: Meaning;
  readonly language: Language;
  /** Tokens: from the first to before the last. */
  readonly from: number;
  readonly to: number;
  /** Whether the phrase itself names this word, or would pass over it. */
  readonly names?: (form: string) => boolean;
  /** No longer phrase overrules it. */
  readonly isFirm?: boolean;
}
