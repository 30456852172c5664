/** The service on its store, and first contact with it. */
import { join } from 'node:path';
import { systemClock } from '../clock.ts';
import type { Config } from '../config.ts';
import { createSpool } from '../decisions/spool.ts';
import { StoreUnavailable } from '../errors.ts';
import { unwritable } from '../files.ts';
import type { LedgerRow } from '../ledger/ledger.ts';
import { prepareLedger } from '../ledger/open.ts';
import type { PolicySet } from '../policy/types.ts';
import type { Kept } from '../refusals/kept.ts';
import { createService, type Service } from '../service.ts';
import { prepareStore } from '../store/open.ts';
import { createEventCounts } from '../telemetry/count-events.ts';
import type { Log } from '../telemetry/log.ts';
import { measureStore } from '../telemetry/measure-store.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { StartError, startError } from './start-error.ts';

/** @throws StartError */
export async function openService(
  config: Config,
  policies: PolicySet,
  log: Log,
  metrics: Metrics,
): Promise<{ service: Service; label: string }> {
  try {
    // Before the store is made: a start that fails leaves nothing behind.
    const fault = unwritable(config.spoolDir);
    if (fault !== undefined)
      throw new StartError(
        [`SPOOL_DIR: ${fault}, and what is denied and refused without the store could not be kept`],
        1,
      );
    const { label, pepper, makeStore } = await prepareStore(config);
    const makeLedger = await prepareLedger(config);
    const service = createService({
      pepper,
      policies,
      clock: systemClock,
      log,
      makeStore: (parts) =>
        measureStore(makeStore({ ...parts, created: () => sayCreated(log, label, config) }), metrics),
      makeSpool: (key) => createSpool(config.spoolDir, key),
      makeRefusalSpool: (key) => createSpool<Kept>(join(config.spoolDir, 'refusals'), key, { isSynced: true }),
      makeLedger,
      makeLedgerSpool: (key) => createSpool<LedgerRow>(join(config.spoolDir, 'ledger'), key, { isSynced: true }),
      storeLabel: label,
      onEvent: createEventCounts(metrics),
      clearCustomerIds: config.logCustomerIds === 'clear',
      defaultRegion: config.defaultRegion,
      publicUrl: config.publicUrl,
    });
    return { service, label };
  } catch (error) {
    throw startError(error, 1);
  }
}

/** A wrong path or prefix begins a guard that knows no refusal, and nothing else would tell. */
function sayCreated(log: Log, store: string, config: Config): void {
  log.warn(
    { event: 'store.created', store, ...storePrefixOf(config) },
    'no store was there: this one begins empty and knows no refusal. Where there should have been one, look at STORE_URL and STORE_PREFIX',
  );
}

/** For the log, where there is one: a file has none. */
export function storePrefixOf({ store, storePrefix }: Config): { storePrefix?: string } {
  return store.kind === 'sqlite' || storePrefix === '' ? {} : { storePrefix };
}

/** @returns whether the store is in use. One that is out of reach stops nobody: decisions are degraded until it is back. */
export async function firstContact(service: Service): Promise<boolean> {
  try {
    await service.open();
    return true;
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw startError(error, 1);
    // The service says so itself.
    return false;
  }
}
