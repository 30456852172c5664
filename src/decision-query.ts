/** What is asked of the decision log, and a page of what is found. */
export interface DecisionQuery {
  readonly allowed?: boolean | undefined;
  readonly customerId?: string | undefined;
  readonly channel?: string | undefined;
  readonly purpose?: string | undefined;
  readonly code?: string | undefined;
  readonly policy?: string | undefined;
  readonly rule?: string | undefined;
  readonly caller?: string | undefined;
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface DecisionPage {
  readonly decisions: readonly Readonly<Record<string, unknown>>[];
  readonly nextCursor: string | null;
  /** How many more belong here whose text is damaged, where there are any. */
  readonly unreadable?: number;
}
