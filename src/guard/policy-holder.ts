/** The running policy set: swapped whole, never replaced by a bad one; the store remembers which was active when. */

import type { Kind } from '../engine/request.ts';
import { Problem, storeAway } from '../errors.ts';
import { isoTime } from '../iso-time.ts';
import type { PolicyProblem, PolicySet } from '../policy/types.ts';
import type { ContactStore, StoredRevision } from '../store/store.ts';
import { createForever, historyLength } from './history.ts';

export interface PolicyHolder {
  current(): PolicySet;
  swap(set: PolicySet): void;
  /** A changed folder that does not validate: said, and the running set stays. */
  reject(problems: readonly PolicyProblem[]): void;
  state(): { problem: string | undefined; details: Readonly<Record<string, unknown>> };
  describe(): object;
  revision(revision: string): Promise<object | undefined>;
  /** Tells the store once which set is active, and learns of those that were. Called at start, after a swap and now and then. */
  remember(store: ContactStore): Promise<void>;
  /** Learns which were active, and tells nothing: for whoever writes to the store and serves nobody. */
  learnFrom(store: ContactStore): Promise<void>;
  historyMs(nowMs: number): number;
  keptForEver(kind: Kind, nowMs: number): boolean;
}

/** Sets that came and went while the store was out of reach. */
const mostUntold = 100;

export function createPolicyHolder(first: PolicySet): PolicyHolder {
  let set = first;
  let rejected: readonly PolicyProblem[] = [];
  let revisions: readonly StoredRevision[] = [];
  const forever = createForever(first);
  let store: ContactStore | undefined;
  /** Sets that the store does not know of yet, oldest first: decisions name them, also those that were made while it was out of reach. */
  let untold: readonly PolicySet[] = [first];
  let telling: Promise<void> = Promise.resolve();

  async function learn(known: Promise<readonly StoredRevision[]>, from: ContactStore): Promise<void> {
    const [all, nowMs] = await Promise.all([known, from.nowMs().catch(() => undefined)]);
    revisions = all;
    forever.learn(all, nowMs);
  }

  async function tell(into: ContactStore): Promise<void> {
    if (untold.length === 0) {
      const inForce = storedOf(set);
      await learn(into.revisions(), into);
      const own = revisions.find(({ revision }) => revision === inForce.revision);
      // A store that came back with older data is told once more.
      if (!own) untold = [set];
      // A process with another set began since: this one is in force here all the same.
      else if (own.active.at(-1)?.untilMs !== null) await learn(into.activate({ ...inForce, isStill: true }), into);
    }
    for (let [next] = untold; next !== undefined; [next] = untold) {
      await learn(into.activate(storedOf(next)), into);
      const done = next;
      untold = untold.filter((one) => one !== done);
    }
  }

  return {
    current: () => set,
    swap(next) {
      if (next.revision !== set.revision) untold = [...untold, next].slice(-mostUntold);
      set = next;
      rejected = [];
      forever.use(next);
    },
    reject(problems) {
      rejected = problems;
    },
    state() {
      const [worst] = rejected;
      const more = rejected.length > 1 ? ` and ${rejected.length - 1} more` : '';
      return {
        problem:
          worst &&
          `policies: the changed folder does not validate and is not in force: ${worst.file}:${worst.line}:${worst.col} ${worst.message}${more}`,
        details: { policyRevision: set.revision, policyProblems: rejected.length },
      };
    },
    describe: () => ({
      revision: set.revision,
      policies: set.summaries,
      purposes: [...set.purposes.values()].map(({ name, describes, class: purposeClass, onStoreFailure, record }) => ({
        name,
        describes,
        class: purposeClass,
        onStoreFailure,
        record,
      })),
      sources: set.sources,
    }),
    async revision(revision) {
      if (!store) throw new Problem('store-unavailable', storeAway);
      const found = (await store.revisions()).find((one) => one.revision === revision);
      return (
        found && {
          revision: found.revision,
          active: found.active.map(({ fromMs, untilMs }) => ({
            from: isoTime(fromMs),
            until: untilMs === null ? null : isoTime(untilMs),
          })),
          sources: found.sources,
        }
      );
    },
    remember(into) {
      store = into;
      // One after the other: an older set is never told after a newer one.
      telling = telling.catch(() => {}).then(() => tell(into));
      return telling;
    },
    learnFrom: (from) => learn(from.revisions(), from),
    historyMs: (nowMs) => historyLength(revisions, set, nowMs),
    keptForEver: forever.keeps,
  };
}

/** What the store keeps of a set. */
function storedOf({ revision, sources, longestWindowMs }: PolicySet): Omit<StoredRevision, 'active'> {
  return { revision, sources, longestWindowMs };
}
