/** One entry of the decision log as stores keep it: filterable fields in clear, the person sealed inside `json`. */
export interface LogEntry {
  readonly decisionId: string;
  readonly atMs: number;
  readonly allowed: boolean;
  readonly channel: string;
  readonly purpose: string;
  readonly caller: string;
  /** `code:cap`, `policy:default`, `rule:email-daily`, `policy/rule:default/email-daily`. */
  readonly tags: readonly string[];
  /** Names the person without saying who: derived from the customer's key, unlinkable once that is erased. */
  readonly subject: string;
  /** The customer's key (base64url), for the index from subject to key. */
  readonly key: string;
  readonly keepUntilMs: number;
  /** The whole entry: a JSON object that carries the fields above too (instants as `decidedAt`), since a store may keep nothing else. */
  readonly json: string;
}
