/** Gauges of what the service's parts know of themselves, read when somebody looks. */
import type { Meter } from '@opentelemetry/api';

/** What cannot be told now is undefined, and is then not shown. */
export interface StateReadings {
  /** Denials that wait in the spool for the store. */
  readonly spooled?: number | undefined;
  /** Denials that the full spool could not take, since the start. */
  readonly spoolOverflow?: number | undefined;
  /** Denials of the spool that could not be entered and stand apart, since the start. */
  readonly spoolRejected?: number | undefined;
  /** Problems of the policy folder as it lies there; 0 where the running set is what it says. */
  readonly policyProblems?: number | undefined;
  /** Reloads that were refused since the start. */
  readonly policyReloadsRefused?: number | undefined;
  /** Since when the running set is active, Unix seconds. */
  readonly policyActiveSince?: number | undefined;
  readonly storeReachable?: boolean | undefined;
  /** What the store's checks found that is only reported (`STORE_CHECKS=report`). */
  readonly storeWarnings?: number | undefined;
  /** Store's clock less the process's, seconds. */
  readonly clockDifference?: number | undefined;
  /** Steps of the store's clock that were seen since the start. */
  readonly clockSteps?: number | undefined;
}

const gauges: Readonly<Record<keyof StateReadings, readonly [name: string, description: string]>> = {
  spooled: ['spool_entries', 'Denials that wait for the store'],
  spoolOverflow: ['spool_overflow', 'Denials that the full spool could not take, since the start'],
  spoolRejected: ['spool_rejected', 'Denials of the spool that could not be entered and stand apart, since the start'],
  policyProblems: ['policy_problems', 'Problems of the policy folder as it lies there'],
  policyReloadsRefused: ['policy_reloads_refused', 'Reloads that were refused since the start'],
  policyActiveSince: ['policy_active_since_seconds', 'Since when the running set is active, Unix time'],
  storeReachable: ['store_reachable', '1 where the store answers and passes its checks'],
  storeWarnings: ['store_warnings', "What the store's checks found that is only reported"],
  clockDifference: ['clock_difference_seconds', "The store's clock less the process's"],
  clockSteps: ['clock_steps', "Steps of the store's clock that were seen since the start"],
};

/** Asks `read` once for each look at the metrics. */
export function observeState(meter: Meter, read: () => StateReadings): void {
  const made = Object.entries(gauges).map(
    ([key, [name, description]]) =>
      [key as keyof StateReadings, meter.createObservableGauge(`contact_guard_${name}`, { description })] as const,
  );
  meter.addBatchObservableCallback(
    (result) => {
      const readings = read();
      for (const [key, gauge] of made) {
        const value = readings[key];
        if (value !== undefined) result.observe(gauge, Number(value));
      }
    },
    made.map(([, gauge]) => gauge),
  );
}
