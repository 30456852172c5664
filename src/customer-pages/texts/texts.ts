/** Everything that the customer's pages say, in one language. */
import type { Channel } from '../../vocabulary.ts';

export interface Texts {
  /** As a sender's name for its messages stands in a sentence. */
  readonly quoted: (text: string) => string;
  readonly when: (day: string, time: string) => string;
  /** As it stands in a sentence: "by e-mail". */
  readonly by: Readonly<Record<Channel | '*', string>>;
  readonly unsubscribe: {
    readonly title: string;
    readonly ask: (by: string) => string;
    readonly messageWas: (purpose: string) => string;
    readonly button: string;
    readonly done: string;
    readonly noMore: (by: string) => string;
    readonly covers: string;
    readonly fromNow: string;
  };
  readonly away: { readonly title: string; readonly text: string };
  readonly unknown: { readonly title: string; readonly text: string };
  readonly elsewhere: { readonly title: string; readonly text: string };
  readonly tooOften: { readonly title: string; readonly text: string };
  readonly help: string;
  readonly what: { readonly everything: string; readonly allButCritical: string; readonly marketing: string };
  /** As the reader says it, to choose from. */
  readonly data: Readonly<Record<string, string>> & { readonly '*': string };
  /** As the page says it. */
  readonly anyData: string;
  readonly page: PreferenceTexts;
}

export interface PreferenceTexts {
  readonly title: string;
  readonly lead: string;
  readonly nav: string;
  readonly zone: (zone: string) => string;
  readonly noZone: string;
  readonly until: (when: string) => string;
  readonly stops: {
    readonly title: string;
    readonly none: string;
    readonly since: (when: string) => string;
    readonly ends: (when: string) => string;
    readonly byUs: string;
    readonly stopped: (what: string) => string;
    readonly notBy: (data: string) => string;
    readonly fewer: (limit: number, days: number) => string;
    /** How to get messages again: not here. */
    readonly again: string;
  };
  readonly stop: {
    readonly title: string;
    /** What brought the reader here. */
    readonly message: (what: string, by: string) => string;
    readonly what: string;
    readonly where: string;
    readonly anywhere: string;
    readonly channels: Readonly<Record<Channel, string>>;
    readonly button: string;
    readonly all: string;
    readonly kept: string;
  };
  readonly pause: {
    readonly short: string;
    readonly title: string;
    readonly text: string;
    readonly button: (days: number) => string;
  };
  readonly fewer: {
    readonly short: string;
    readonly title: string;
    readonly text: string;
    readonly label: (limit: number) => string;
  };
  readonly sent: {
    readonly short: string;
    readonly title: string;
    readonly none: string;
    readonly more: (count: number) => string;
    readonly incoming: string;
    /** @param caller who will send it, where they have a name */
    readonly planned: (caller: string | undefined) => string;
    readonly by: (caller: string) => string;
  };
  readonly held: {
    readonly title: string;
    readonly text: string;
    readonly none: string;
    readonly more: (count: number) => string;
    readonly older: string;
    readonly latest: string;
    readonly yourNo: string;
    readonly ourNo: string;
    readonly unreachable: string;
    /** It is in force no longer: whose it was is not known here. */
    readonly someNo: string;
    readonly noRecords: string;
    readonly other: string;
  };
  readonly holds: {
    readonly short: string;
    readonly title: string;
    readonly contacts: (count: number) => string;
    readonly events: (count: number) => string;
    readonly address: string;
    readonly consents: string;
    readonly noConsents: string;
    readonly level: Readonly<Record<string, string>>;
    readonly withdraw: string;
    readonly download: string;
    readonly format: string;
  };
  readonly targeting: { readonly title: string; readonly text: string; readonly what: string; readonly button: string };
  readonly harassment: {
    readonly short: string;
    readonly title: string;
    readonly text: string;
    readonly words: string;
    readonly button: string;
    readonly ask: string;
    readonly send: string;
  };
  readonly erase: {
    readonly short: string;
    readonly title: string;
    readonly text: string;
    readonly button: string;
    readonly askTitle: string;
    readonly ask: string;
    readonly goes: string;
    readonly stays: string;
    readonly alsoStop: string;
    readonly sure: string;
    readonly back: string;
    readonly done: string;
    readonly toPage: string;
  };
  readonly said: {
    readonly stopped: (what: string, by: string, from: string) => string;
    readonly stoppedMarketing: (by: string, from: string) => string;
    readonly stoppedAll: (by: string, from: string) => string;
    readonly paused: (until: string, from: string) => string;
    readonly fewer: (limit: number, days: number, from: string) => string;
    readonly targeting: (data: string, from: string) => string;
    readonly harassment: (from: string) => string;
    readonly withdrawn: (what: string, from: string) => string;
    /** Where a no stands, and where nothing was refused. */
    readonly erased: (from: string) => string;
    readonly erasedAll: (from: string) => string;
    readonly undone: (from: string) => string;
    readonly undoGone: string;
    readonly unclear: string;
    readonly undo: string;
    readonly undoUntil: (time: string) => string;
    readonly title: string;
    readonly notTitle: string;
  };
}
