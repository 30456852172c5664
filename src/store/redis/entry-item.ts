/** An entry of the log as it is read from its bucket's stream. */
import { type EntryHead, leftOf } from '../../engine/entry-text.ts';

/** Where an entry lies. */
export interface Hit {
  readonly stamp: number;
  readonly bucket: number;
}

export interface Item extends Hit {
  readonly json: string;
  /** Undefined: its text is damaged. */
  readonly head: EntryHead | undefined;
}

/** What is known of it, damaged or not. */
export function knownOf({ head, json }: Item): Pick<EntryHead, 'decisionId' | 'allowed' | 'subject'> | undefined {
  return head ?? leftOf(json);
}
