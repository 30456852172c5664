/** Services on the embedded store for tests: in memory or on a file, with a clock that is set and the log lines kept. */
import { join } from 'node:path';
import pino from 'pino';
import { manualClock } from '../../src/clock.ts';
import { createSpool } from '../../src/decisions/spool.ts';
import type { PolicySet } from '../../src/policy/types.ts';
import type { Kept } from '../../src/refusals/kept.ts';
import { createService, type Service, type ServiceOptions } from '../../src/service.ts';
import { createSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import type { ContactStore } from '../../src/store/store.ts';
import { createWorld, startMs, type World } from './world.ts';

export const testPepper = Buffer.alloc(32, 7);

export interface SqliteServiceOptions {
  readonly policies: PolicySet;
  /** Default: in memory. */
  readonly path?: string;
  readonly nowMs?: number;
  readonly pepper?: Buffer;
  readonly spoolFolder?: string;
  readonly clearCustomerIds?: boolean;
  readonly defaultRegion?: string;
  readonly publicUrl?: string;
  readonly onEvent?: ServiceOptions['onEvent'];
  /** Faults put around the real store. */
  readonly wrap?: (store: ContactStore) => ContactStore;
}

export interface SqliteService {
  readonly service: Service;
  readonly clock: ReturnType<typeof manualClock>;
  /** Lines written so far. */
  readonly lines: string[];
  readonly world: World;
}

/** Opened. */
export async function sqliteService(options: SqliteServiceOptions): Promise<SqliteService> {
  const clock = manualClock(options.nowMs ?? startMs);
  const lines: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
  const folder = options.spoolFolder;
  const service = createService({
    pepper: options.pepper ?? testPepper,
    policies: options.policies,
    clock,
    log,
    makeStore: (parts) =>
      (options.wrap ?? ((store) => store))(createSqliteStore({ path: options.path ?? ':memory:', ...parts })),
    ...(folder === undefined
      ? {}
      : {
          makeSpool: (key: string) => createSpool(folder, key),
          makeRefusalSpool: (key: string) => createSpool<Kept>(join(folder, 'refusals'), key, { isSynced: true }),
        }),
    clearCustomerIds: options.clearCustomerIds ?? false,
    defaultRegion: options.defaultRegion,
    publicUrl: options.publicUrl,
    ...(options.onEvent && { onEvent: options.onEvent }),
  });
  await service.open();
  return { service, clock, lines, world: createWorld(service, clock) };
}
