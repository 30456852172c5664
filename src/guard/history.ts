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
  /**
   * All that were in force. Sets heard of for the first time are compiled: no decision waits for that.
   * @param nowMs of the store's clock; undefined: it did not tell, and a decision may compile what it asks for
   */
  learn(revisions: readonly StoredRevision[], nowMs: number | undefined): void;
  /** True where a `forever` rule of the set in force, or of one that was within the last 31 days, counts contacts of the kind. */
  keeps(kind: Kind, nowMs: number): boolean;
}

export function createForever(first: PolicySet): Forever {
  /** By revision. */
  let known = new Map<string, () => Keeps | undefined>();
  let earlier: readonly { readonly untilMs: number; readonly keeps: () => Keeps | undefined }[] = [];
  let inForce = first.revision;
  let current = foreverOf(first);

  return {
    use(set) {
      const was = current;
      const keeps = () => was;
      known.set(inForce, keeps);
      // Until the store says when it ended.
      if (was) earlier = [...earlier, { untilMs: Number.POSITIVE_INFINITY, keeps }];
      inForce = set.revision;
      current = foreverOf(set);
    },
    learn(revisions, nowMs) {
      const before = known;
      known = new Map();
      earlier = revisions.flatMap((one) => {
        if (one.revision === inForce) return [];
        const keeps = before.get(one.revision) ?? onceOnly(() => keptBy(one.sources));
        known.set(one.revision, keeps);
        const untilMs = lastActiveMs(one);
        if (nowMs !== undefined && isRecent(untilMs, nowMs)) keeps();
        return [{ untilMs, keeps }];
      });
    },
    keeps: (kind, nowMs) =>
      current?.(kind) === true ||
      earlier.some(({ untilMs, keeps }) => isRecent(untilMs, nowMs) && keeps()?.(kind) === true),
  };
}

function onceOnly<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** What this program cannot read, as another one's may be, is taken to keep everything. */
function keptBy(sources: StoredRevision['sources']): Keeps | undefined {
  const compiled = compilePolicies(sources);
  return 'set' in compiled ? foreverOf(compiled.set) : () => true;
}

/**
 * Whether a `forever` rule of the set counts contacts of a kind; remembered, since stores ask it for every contact they prune.
 * @returns undefined where it has no such rule
 */
export function foreverOf(policies: PolicySet): Keeps | undefined {
  const rules = policies.rules.filter((rule): rule is CapRule => rule.kind === 'cap' && rule.window.kind === 'forever');
  if (rules.length === 0) return undefined;
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
