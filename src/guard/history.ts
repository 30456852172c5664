/** How far back history is kept, and what a policy set keeps for ever (contract 6, last paragraph). */
import { matches } from '../engine/matching.ts';
import { kindKey } from '../engine/plan.ts';
import type { Kind } from '../engine/request.ts';
import { compilePolicies } from '../policy/compile.ts';
import type { CapRule, PolicySet } from '../policy/types.ts';
import type { StoredRevision } from '../store/store.ts';

const leastMs = 31 * 86_400_000;

/** The longest window of any set that was active within the last 31 days, never less than 31 days. */
export function historyLength(revisions: readonly StoredRevision[], current: PolicySet, nowMs: number): number {
  let longest = Math.max(leastMs, current.longestWindowMs);
  for (const revision of revisions) {
    if (isRecent(lastActiveMs(revision), nowMs)) longest = Math.max(longest, revision.longestWindowMs);
  }
  return longest;
}

function lastActiveMs({ active }: Pick<StoredRevision, 'active'>): number {
  return Math.max(...active.map(({ untilMs }) => untilMs ?? Number.POSITIVE_INFINITY));
}

function isRecent(untilMs: number, nowMs: number): boolean {
  return untilMs >= nowMs - leastMs;
}

type Keeps = (kind: Kind) => boolean;

/** Kinds that are kept for ever, told by the sets of all processes. */
export interface Forever {
  /** The set in force here. */
  use(set: PolicySet): void;
  /** All that were in force. */
  learn(revisions: readonly StoredRevision[]): void;
  /** True where a `forever` rule of the set in force, or of one that was within the last 31 days, counts contacts of the kind. */
  keeps(kind: Kind, nowMs: number): boolean;
}

export function createForever(first: PolicySet): Forever {
  /** By revision. */
  const known = new Map<string, Keeps>();
  let earlier: readonly { readonly untilMs: number; readonly revision: StoredRevision }[] = [];
  let current: Keeps;

  function keepsOf({ revision, sources }: StoredRevision): Keeps {
    let keeps = known.get(revision);
    if (!keeps) {
      const compiled = compilePolicies(sources);
      keeps = 'set' in compiled ? foreverOf(compiled.set) : () => false;
      known.set(revision, keeps);
    }
    return keeps;
  }
  const use = (set: PolicySet): void => {
    current = foreverOf(set);
    known.set(set.revision, current);
  };
  use(first);

  return {
    use,
    learn(revisions) {
      earlier = revisions
        .filter(({ sources }) => sources.some(({ text }) => text.includes('forever')))
        .map((revision) => ({ untilMs: lastActiveMs(revision), revision }));
    },
    keeps: (kind, nowMs) =>
      current(kind) || earlier.some(({ untilMs, revision }) => isRecent(untilMs, nowMs) && keepsOf(revision)(kind)),
  };
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
