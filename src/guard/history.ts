/** How far back history is kept, and what a policy set keeps for ever (contract 6, last paragraph). */
import { matches } from '../engine/matching.ts';
import { kindKey } from '../engine/plan.ts';
import type { Kind } from '../engine/request.ts';
import type { CapRule, PolicySet } from '../policy/types.ts';
import type { StoredRevision } from '../store/store.ts';

const leastMs = 31 * 86_400_000;

/** The longest window of any set that was active within the last 31 days, never less than 31 days. */
export function historyLength(revisions: readonly StoredRevision[], current: PolicySet, nowMs: number): number {
  let longest = Math.max(leastMs, current.longestWindowMs);
  for (const revision of revisions) {
    const recent = revision.active.some((span) => span.untilMs === null || span.untilMs >= nowMs - leastMs);
    if (recent) longest = Math.max(longest, revision.longestWindowMs);
  }
  return longest;
}

/** Whether a `forever` rule of the set counts contacts of a kind; remembered, since stores ask it for every contact they prune. */
export function foreverOf(policies: PolicySet): (kind: Kind) => boolean {
  const rules = policies.rules.filter((rule): rule is CapRule => rule.kind === 'cap' && rule.window.kind === 'forever');
  if (rules.length === 0) return () => false;
  const known = new Map<string, boolean>();
  return (kind) => {
    const key = kindKey(kind);
    let kept = known.get(key);
    if (kept === undefined) {
      kept = rules.some((rule) => matches(rule.counts, kind, policies.purposes));
      if (known.size > 10_000) known.clear();
      known.set(key, kept);
    }
    return kept;
  };
}
