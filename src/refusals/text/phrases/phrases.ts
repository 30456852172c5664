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

/** The same, by what is said. */
export interface Replies {
  /** Reached by mistake, never signed up, or asking where the address comes from. */
  readonly strangers: string;
  /** Weariness, insults, threats, and a no said before: a no to whoever writes. */
  readonly anger: string;
  /** To be left out, said in other ways: asking how, preferring not to, calling it off. */
  readonly requests: string;
  /** What else is cancelled, removed, blocked or left: orders, appointments, contracts. A no to these is none to messages. */
  readonly goods: string;
  /** What is done to them, in the words that say no to messages, too. */
  readonly done: string;
  /** What is cancelled for a day is an appointment. */
  readonly days: string;
  /** What looks like a no and is none. */
  readonly others: string;
}

/** What else a language has of the frames and the words that another one has. */
export interface Cells {
  /** Words that join the class of this name, or make it. */
  readonly classes: Readonly<Record<string, string>>;
  readonly refusal: string;
  readonly otherwise: string;
  readonly welcome: string;
}
