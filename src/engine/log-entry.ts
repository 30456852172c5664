/** One entry of the decision log as stores keep it: filterable fields in clear, the person sealed inside `json`. */
import type { Reason } from './decision.ts';

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
  /** The whole entry (entry-text.ts). */
  readonly json: string;
}

/** What an entry can be found by of the reasons that it gives. */
export function tagsOf(reasons: readonly Named[]): readonly string[] {
  const [first, second] = reasons;
  return first && !second ? tagsOfOne(first) : tagsOfSeveral(reasons);
}

type Named = Pick<Reason, 'code' | 'policy' | 'rule'>;

const mostKnown = 1000;
/** Most entries give one reason, and those of a campaign the same one. */
const known = new Map<string, readonly string[]>();

function tagsOfOne(reason: Named): readonly string[] {
  const name = `${reason.code}\0${reason.policy ?? ''}\0${reason.rule ?? ''}`;
  let tags = known.get(name);
  if (!tags) {
    tags = tagsOfSeveral([reason]);
    if (known.size >= mostKnown) known.clear();
    known.set(name, tags);
  }
  return tags;
}

function tagsOfSeveral(reasons: readonly Named[]): readonly string[] {
  const tags = new Set<string>();
  for (const { code, policy, rule } of reasons) {
    tags.add(`code:${code}`);
    if (policy !== undefined) tags.add(`policy:${policy}`).add(`rule:${rule}`).add(`policy/rule:${policy}/${rule}`);
  }
  return [...tags];
}
