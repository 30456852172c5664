/** What a source of refusals is: it proves who speaks and reads what was said. What follows from it is the guard's. */
import type { OptInInput, RefusalInput } from '../../guard-contract.ts';
import type { LinkSubject } from '../../identity/tokens.ts';
import type { Claim } from './claims.ts';

/** @returns what the token of an unsubscribe link carries; undefined: it is none of ours */
export type OpenLink = (token: string) => LinkSubject | undefined;

/** One request to a webhook, as it came. */
export interface Delivery {
  /** Names in lower case. */
  header(name: string): string | undefined;
  /** Path and query, as they were asked for. */
  readonly target: string;
  readonly body: Buffer;
  readonly nowMs: number;
  readonly openLink?: OpenLink | undefined;
  readonly claim?: Claim | undefined;
}

/** One thing that was said. */
export type Said =
  | { readonly kind: 'refusal'; readonly input: RefusalInput }
  | { readonly kind: 'opt-in'; readonly input: OptInInput }
  /** Means nothing here: deliveries, soft bounces, reports that say "not spam". */
  | { readonly kind: 'nothing' }
  /** Could mean something, and cannot be read, or may not be believed: told in the log, with no word of what was sent. */
  | { readonly kind: 'unread'; readonly why: string };

export interface Heard {
  readonly said: readonly Said[];
  /** What an operator has to know or do, for the log. */
  readonly notice?: { readonly event: string; readonly message: string; readonly fields?: Record<string, string> };
  /** Of the answer, where the provider reads it; default: JSON with what was counted. */
  readonly answer?: { readonly type: string; readonly text: string };
}

/** @throws Problem `bad-signature`, `unauthorized` or `not-json`, and then nothing was changed */
export type Source = (delivery: Delivery) => Promise<Heard> | Heard;
