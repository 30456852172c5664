/** An entry of the log as it is read from its bucket's stream. */
import type { Reason } from '../../engine/decision.ts';
import type { EntryKind } from '../entry-kind.ts';

/** Where an entry lies. */
export interface Hit {
  readonly stamp: number;
  readonly bucket: number;
}

/** An entry's JSON as far as the store reads it. */
export interface EntryFields extends Omit<EntryKind, 'tags'> {
  readonly reasons: readonly Pick<Reason, 'code' | 'policy' | 'rule'>[];
  readonly decisionId: string;
  readonly decidedAt: string;
  readonly subject: string;
  readonly keepUntilMs: number;
}

export interface Item extends Hit {
  readonly json: string;
  readonly fields: EntryFields;
}
