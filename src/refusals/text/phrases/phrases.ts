/** How people say no in one language, and what only looks so. One phrase a line, written as `pattern.ts` reads them. */
export interface Phrases {
  /** A phrase right after one of these says the contrary. */
  readonly negators: string;
  /** Whether a negator may follow the verb: `nehmt mich nicht`, `arrêtez pas`. */
  readonly negatesAfter: boolean;
  /** What follows one of these in its sentence is not asked for yet; but `if you don't stop` is. */
  readonly conditions: string;
  readonly classes: Readonly<Record<string, string>>;
  /** A no wherever it stands. */
  readonly refusal: string;
  /** A no where nothing but these words is the sentence. */
  readonly alone: string;
  /** Perhaps a no. */
  readonly unsure: string;
  /** Looks like a no and is none: what these words cover is not read any further. */
  readonly otherwise: string;
  /** Says that messages are welcome. */
  readonly welcome: string;
}
