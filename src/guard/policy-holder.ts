/** The running policy set: swapped whole, never replaced by a bad one; the store remembers which was active when. */

import type { Kind } from '../engine/request.ts';
import { Problem } from '../errors.ts';
import type { PolicyProblem, PolicySet } from '../policy/types.ts';
import type { ContactStore, StoredRevision } from '../store/store.ts';
import { foreverOf, historyLength } from './history.ts';

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
  historyMs(nowMs: number): number;
  keptForEver(kind: Kind): boolean;
}

export function createPolicyHolder(first: PolicySet): PolicyHolder {
  let set = first;
  let rejected: readonly PolicyProblem[] = [];
  let revisions: readonly StoredRevision[] = [];
  let keptForEver = foreverOf(first);
  let store: ContactStore | undefined;
  let told: string | undefined;

  return {
    current: () => set,
    swap(next) {
      set = next;
      rejected = [];
      keptForEver = foreverOf(next);
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
      if (!store) throw new Problem('store-unavailable', 'the store is out of reach; try again soon');
      const found = (await store.revisions()).find((one) => one.revision === revision);
      return (
        found && {
          revision: found.revision,
          active: found.active.map(({ fromMs, untilMs }) => ({
            from: new Date(fromMs).toISOString(),
            until: untilMs === null ? null : new Date(untilMs).toISOString(),
          })),
          sources: found.sources,
        }
      );
    },
    async remember(into) {
      store = into;
      if (told === set.revision) {
        revisions = await into.revisions();
        // A store that came back with older data is told once more.
        if (revisions.some(({ revision }) => revision === told)) return;
      }
      const { revision, sources, longestWindowMs } = set;
      revisions = await into.activate({ revision, sources, longestWindowMs });
      told = revision;
    },
    historyMs: (nowMs) => historyLength(revisions, set, nowMs),
    keptForEver: (kind) => keptForEver(kind),
  };
}
