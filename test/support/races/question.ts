/** What a process was asked, and what it answered. */

/** By whom, and when: instants of a counter. `endedAt` undefined: it was never acknowledged, and may have come to pass or not. */
export interface Asked {
  readonly what: Question;
  /** By the clock. */
  readonly atMs: number;
  readonly beganAt: number;
  readonly endedAt: number | undefined;
}

export type Question =
  | {
      readonly kind: 'suppress';
      readonly customer?: string;
      readonly address?: string;
      /** Whom it is about says an earlier question at the same time (`resolve`, `outcome`). */
      readonly of?: string;
      readonly reaches: boolean;
      /** What is the same but for this never merges. */
      readonly signal?: string;
      readonly isUnsure?: boolean;
      /** Named by an operation id: said once. */
      readonly name?: string;
      readonly replayed?: boolean;
      readonly id?: string;
      readonly event?: string;
      /** Undefined: it was not told. */
      readonly revoked?: readonly string[];
    }
  /** Whom a refusal that names a contact is about. */
  | { readonly kind: 'resolve'; readonly of: string; readonly contact: string }
  | { readonly kind: 'lift'; readonly id: string; readonly result?: 'gone' | 'stands' | 'unknown' }
  | { readonly kind: 'optIn'; readonly address: string; readonly lifted?: readonly string[] }
  | { readonly kind: 'consent'; readonly customer: string }
  | {
      readonly kind: 'review';
      readonly id: string;
      readonly decision: 'refusal' | 'not-a-refusal';
      readonly result?: 'done' | 'conflict';
      readonly made?: string;
    }
  | {
      readonly kind: 'decide';
      readonly customer: string;
      readonly address?: string;
      readonly operation?: string;
      readonly isCheck?: boolean;
      readonly isHold?: boolean;
      readonly allowed?: boolean;
      readonly replayed?: boolean;
      readonly contact?: string;
    }
  | {
      readonly kind: 'confirm';
      readonly contact: string;
      readonly result?: 'allowed' | 'denied' | 'conflict' | 'unknown';
    }
  | {
      readonly kind: 'outcome';
      readonly of: string;
      readonly contact: string;
      readonly outcome: string;
      readonly result?: 'counts' | 'counts not' | 'conflict' | 'unknown';
    }
  | { readonly kind: 'elsewhere'; readonly customer: string; readonly address?: string; readonly contact?: string }
  | { readonly kind: 'remove'; readonly customer: string }
  | { readonly kind: 'list'; readonly customer?: string; readonly address?: string; readonly ids?: readonly string[] }
  /** Whether a contact counts; undefined: nobody knows it. */
  | { readonly kind: 'contact'; readonly contact: string; readonly counts?: boolean | undefined };

export type QuestionOf<K extends Question['kind']> = Extract<Question, { kind: K }>;
