/** What /metrics shows of the running service. */
import packageJson from '../../package.json' with { type: 'json' };
import type { Guard } from '../guard-contract.ts';
import type { Service } from '../service.ts';
import type { StoreHealth } from '../store/store.ts';
import { measureGuard } from '../telemetry/measure-guard.ts';
import { observeProcess } from '../telemetry/observe-process.ts';
import { observeState, type StateReadings } from '../telemetry/observe-state.ts';
import type { Telemetry } from '../telemetry/sdk.ts';
import type { FollowedPolicies } from './policies.ts';

export function openMetrics(
  telemetry: Telemetry,
  service: Service,
  { policies, logLinesLost }: { readonly policies: FollowedPolicies; readonly logLinesLost: () => number },
  open: (() => unknown)[],
): { guard: Guard; render: () => Promise<string> } {
  open.push(observeProcess(telemetry.metrics, packageJson.version));
  let health: StoreHealth | undefined;
  observeState(
    telemetry.metrics,
    (): StateReadings => ({
      spooled: service.spool?.waiting(),
      spoolOverflow: service.spool?.lost(),
      spoolRejected: service.spool?.rejected(),
      refusalsKept: service.refusalSpool?.waiting(),
      refusalsOverflow: service.refusalSpool?.lost(),
      refusalsRejected: service.refusalSpool?.rejected(),
      ledgerReachable: service.ledger && service.ledger.problem() === undefined,
      ledgerWaiting: service.ledgerSpool?.waiting(),
      ledgerOverflow: service.ledgerSpool?.lost(),
      ledgerRejected: service.ledgerSpool?.rejected(),
      logLinesLost: logLinesLost(),
      policyProblems: policies.problems(),
      policyReloadsRefused: policies.refused(),
      policyActiveSince: policies.activeSinceMs() / 1000,
      ...(health && storeReadings(health)),
    }),
    () => service.policies.current().revision,
  );
  return {
    guard: measureGuard(service.guard, telemetry.metrics),
    async render() {
      health = await service.store.health();
      return telemetry.render();
    },
  };
}

function storeReadings({ problems, details }: StoreHealth): StateReadings {
  const { clockDifferenceMs, clockSteps, warnings } = details;
  return {
    storeReachable: problems.length === 0,
    storeWarnings: Array.isArray(warnings) ? warnings.length : undefined,
    clockDifference: typeof clockDifferenceMs === 'number' ? clockDifferenceMs / 1000 : undefined,
    clockSteps: typeof clockSteps === 'number' ? clockSteps : undefined,
  };
}
