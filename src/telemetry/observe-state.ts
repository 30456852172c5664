/** What the service's parts know of themselves, read when somebody looks. */
import { catalogue } from './catalogue.ts';
import type { Metrics } from './metrics.ts';

/** What cannot be told now is undefined, and is then not shown. What is counted is counted since the start. */
export interface StateReadings {
  /** Denials that wait in the spool for the store. */
  readonly spooled?: number | undefined;
  /** Denials that the full spool could not take. */
  readonly spoolOverflow?: number | undefined;
  /** Denials of the spool that could not be entered and stand apart. */
  readonly spoolRejected?: number | undefined;
  /** Refusals that wait in their spool for the store. */
  readonly refusalsKept?: number | undefined;
  readonly refusalsOverflow?: number | undefined;
  readonly refusalsRejected?: number | undefined;
  /** Whether the ledger answered when it was last asked; what waits for it, and what it did not get. */
  readonly ledgerReachable?: boolean | undefined;
  readonly ledgerWaiting?: number | undefined;
  readonly ledgerOverflow?: number | undefined;
  readonly ledgerRejected?: number | undefined;
  /** Lines that standard output did not take. */
  readonly logLinesLost?: number | undefined;
  /** Problems of the policy folder as it lies there; 0 where the running set is what it says. */
  readonly policyProblems?: number | undefined;
  readonly policyReloadsRefused?: number | undefined;
  /** Since when the running set is active, Unix seconds. */
  readonly policyActiveSince?: number | undefined;
  readonly storeReachable?: boolean | undefined;
  /** What the store's checks found that is only reported (`STORE_CHECKS=report`). */
  readonly storeWarnings?: number | undefined;
  /** Store's clock less the process's, seconds. */
  readonly clockDifference?: number | undefined;
  readonly clockSteps?: number | undefined;
}

const shown = [
  'spooled',
  'spoolOverflow',
  'spoolRejected',
  'refusalsKept',
  'refusalsOverflow',
  'refusalsRejected',
  'ledgerReachable',
  'ledgerWaiting',
  'ledgerOverflow',
  'ledgerRejected',
  'logLinesLost',
  'policyProblems',
  'policyReloadsRefused',
  'policyActiveSince',
  'storeReachable',
  'storeWarnings',
  'clockDifference',
  'clockSteps',
] as const satisfies readonly (keyof StateReadings)[];

export function observeState(metrics: Metrics, read: () => StateReadings, revision: () => string): void {
  for (const key of shown) {
    metrics.observe(catalogue[key], () => {
      const value = read()[key];
      return value === undefined ? undefined : Number(value);
    });
  }
  metrics.observe(
    catalogue.policy,
    () => 1,
    () => ({ revision: revision() }),
  );
}
