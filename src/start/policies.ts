/** The policy folder: read at the start, followed from then on. */
import { systemClock } from '../clock.ts';
import { preloadHolidays } from '../engine/time/holidays.ts';
import { prepareZones } from '../engine/time/zone-names.ts';
import { folderFault, wordsOf } from '../files.ts';
import { loadPolicies } from '../policy/load.ts';
import type { PolicyProblem, PolicySet } from '../policy/types.ts';
import { watchPolicyFolder } from '../policy/watch.ts';
import type { Service } from '../service.ts';
import type { Log } from '../telemetry/log.ts';
import { StartError } from './start-error.ts';

/** @throws StartError for a folder that does not validate */
export async function policiesOf(dir: string): Promise<PolicySet> {
  const fault = folderFault(dir);
  if (fault !== undefined) throw new StartError([`POLICY_DIR: ${fault}`], 1);
  const loaded = await loadPolicies(dir);
  if ('problems' in loaded) {
    throw new StartError([...loaded.problems.map(describeProblem), `POLICY_DIR: ${dir} does not validate`], 1);
  }
  prepareFor(loaded.set);
  return loaded.set;
}

/** Valid, and surely not meant: such as a rule that can never match. */
export function warnOf({ warnings, revision }: PolicySet, log: Log): void {
  if (warnings.length === 0) return;
  log.warn({ event: 'policies.warnings', policyRevision: revision, warnings: warnings.map(describeProblem) });
}

/** What the set will need that is slow to come by, before a customer waits for it. */
function prepareFor({ rules }: PolicySet): void {
  if (rules.some((rule) => rule.kind === 'hours' && rule.bands.holiday !== undefined)) preloadHolidays();
  prepareZones();
}

export interface FollowedPolicies {
  readonly activeSinceMs: () => number;
  /** Problems of the folder as it lies there. */
  readonly problems: () => number;
  readonly refused: () => number;
  readonly stop: () => void;
}

/** Hot reload: a valid folder replaces the running set, a bad one is said and does not. */
export function followPolicies(dir: string, service: Service, log: Log): FollowedPolicies {
  let activeSinceMs = systemClock.nowMs();
  let problems = 0;
  let refused = 0;
  const watcher = watchPolicyFolder({
    dir,
    revision: service.policies.current().revision,
    onSwap(set) {
      problems = 0;
      const said = { policyRevision: set.revision, rules: set.rules.length };
      if (set.revision === service.policies.current().revision) {
        log.info(
          { event: 'policies.mended', ...said },
          'the policy folder is again what is in force: nothing was swapped',
        );
      } else {
        activeSinceMs = systemClock.nowMs();
        prepareFor(set);
        log.info({ event: 'policies.swapped', ...said });
        warnOf(set, log);
      }
      service.swapPolicies(set).catch((error: unknown) => {
        // It is in force here; the store is told with the next chores.
        log.warn({ event: 'policies.not-remembered', err: wordsOf(error) });
      });
    },
    onProblems(found) {
      problems = found.length;
      refused++;
      service.policies.reject(found);
      log.error(
        { event: 'policies.rejected', problems: found.map(describeProblem) },
        'the changed policy folder does not validate: the running set stays',
      );
    },
  });
  return { activeSinceMs: () => activeSinceMs, problems: () => problems, refused: () => refused, stop: watcher.stop };
}

function describeProblem({ file, line, col, message }: PolicyProblem): string {
  return `${file}:${line}:${col} ${message}`;
}
