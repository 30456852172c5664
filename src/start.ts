/** Puts the running service together from the settings: the only file that builds adapters. Tests start it in process, on port 0. */

import { resolve } from 'node:path';
import packageJson from '../package.json' with { type: 'json' };
import { type Auth, loopbackAuth, openKeys } from './auth/auth.ts';
import { systemClock } from './clock.ts';
import { type Config, readConfig } from './config.ts';
import { createSpool } from './decisions/spool.ts';
import { preloadHolidays } from './engine/time/holidays.ts';
import { StoreUnavailable } from './errors.ts';
import { folderFault, unwritable, wordsOf } from './files.ts';
import type { Guard } from './guard-types.ts';
import { createApp } from './http/app.ts';
import { createLoad } from './http/load.ts';
import { startServer } from './http/server.ts';
import { loadPolicies } from './policy/load.ts';
import type { PolicyProblem, PolicySet } from './policy/types.ts';
import { watchPolicyFolder } from './policy/watch.ts';
import { createService, type Service } from './service.ts';
import { prepareStore } from './store/open.ts';
import type { StoreHealth } from './store/store.ts';
import { createLog, type Log } from './telemetry/log.ts';
import { measureGuard } from './telemetry/measure-guard.ts';
import { createHttpMeter } from './telemetry/measure-http.ts';
import { measureStore } from './telemetry/measure-store.ts';
import type { Metrics } from './telemetry/metrics.ts';
import { observeProcess } from './telemetry/observe-process.ts';
import { observeState, type StateReadings } from './telemetry/observe-state.ts';
import { startTelemetry, type Telemetry } from './telemetry/sdk.ts';

export interface RunningService {
  /** Where it is reached, such as `http://127.0.0.1:8080`. */
  readonly url: string;
  readonly keysNeeded: boolean;
  readonly service: Service;
  /** Answers what was begun, then lets go of everything; within 9 s. */
  stop(): Promise<void>;
}

/** The service cannot start: one line for each reason. */
export class StartError extends Error {
  readonly lines: readonly string[];
  /** 1: found a problem. 2: a setting cannot be right. */
  readonly exitCode: 1 | 2;

  constructor(lines: readonly string[], exitCode: 1 | 2) {
    super(lines.join('\n'));
    this.lines = lines;
    this.exitCode = exitCode;
  }
}

const choresEveryMs = 10_000;
/** A store that was away at the start is to be in use soon after it is back. */
const retryEveryMs = 250;
const drainMs = 8000;

/** @throws StartError */
export async function startService(env: Readonly<Record<string, string | undefined>>): Promise<RunningService> {
  const read = readConfig(env);
  if ('problems' in read) throw new StartError(read.problems, 2);
  const { config } = read;
  const { log, flush } = createLog({ level: config.logLevel, customerIds: config.logCustomerIds });
  // In the order in which they were opened; closed in the other.
  const open: (() => unknown)[] = [flush];
  const closeAll = async (): Promise<void> => {
    const failures: unknown[] = [];
    for (const close of open.splice(0).reverse()) {
      // One part that does not close keeps no other from it.
      await Promise.resolve()
        .then(close)
        .catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  };
  try {
    return await start(config, log, open, closeAll);
  } catch (error) {
    await closeAll();
    throw error;
  }
}

async function start(
  config: Config,
  log: ReturnType<typeof createLog>['log'],
  open: (() => unknown)[],
  closeAll: () => Promise<void>,
): Promise<RunningService> {
  const policies = await policiesOf(config.policyDir);
  warnOf(policies, log);
  const auth = openAuth(config, log, open);
  const telemetry = startTelemetry({ version: packageJson.version, off: config.metricsOff });
  open.push(() => telemetry.shutdown());
  const { service, label } = await openService(config, policies, log, telemetry.metrics);
  open.push(() => service.close());
  open.push(keepUp(service, await firstContact(service), log));
  const policyState = followPolicies(config.policyDir, service, log);
  open.push(policyState.stop);
  const metrics = openMetrics(telemetry, service, policyState, open);

  const draining = new AbortController();
  const app = createApp({
    guard: metrics.guard,
    auth,
    log,
    load: createLoad(),
    metrics: metrics.render,
    meter: createHttpMeter(telemetry.metrics),
    draining: draining.signal,
    version: packageJson.version,
  });
  const server = await listen(config, () => startServer(app, { host: config.host, port: config.port, log }));
  open.push(() => server.stop(drainMs));
  const url = `http://${server.host.includes(':') ? `[${server.host}]` : server.host}:${server.port}`;
  log.info({
    event: 'service.started',
    version: packageJson.version,
    url,
    store: label,
    ...(config.storePrefix === '' ? {} : { storePrefix: config.storePrefix }),
    policyDir: resolve(config.policyDir),
    spoolDir: resolve(config.spoolDir),
    policyRevision: service.policies.current().revision,
    apiKeys: auth.loopbackOnly ? 'none: this machine only' : 'needed',
    timeZoneData: process.versions['tz'],
  });
  return {
    url,
    keysNeeded: !auth.loopbackOnly,
    service,
    async stop() {
      log.info({ event: 'service.stopping' });
      draining.abort();
      await closeAll();
    },
  };
}

async function policiesOf(dir: string): Promise<PolicySet> {
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
function warnOf({ warnings, revision }: PolicySet, log: Log): void {
  if (warnings.length === 0) return;
  log.warn({ event: 'policies.warnings', policyRevision: revision, warnings: warnings.map(describeProblem) });
}

/** What the set will need that is slow to come by, before a customer waits for it. */
function prepareFor({ rules }: PolicySet): void {
  if (rules.some((rule) => rule.kind === 'hours' && rule.bands.holiday !== undefined)) preloadHolidays();
}

function openAuth({ apiKeysFile }: Config, log: Log, open: (() => unknown)[]): Auth {
  if (apiKeysFile === undefined) return loopbackAuth;
  try {
    const auth = openKeys(apiKeysFile, systemClock, log);
    open.push(auth.close);
    return auth;
  } catch (error) {
    throw startError(error, 2);
  }
}

async function openService(
  config: Config,
  policies: PolicySet,
  log: ReturnType<typeof createLog>['log'],
  metrics: Metrics,
): Promise<{ service: Service; label: string }> {
  try {
    // Before the store is made: a start that fails leaves nothing behind.
    const fault = unwritable(config.spoolDir);
    if (fault !== undefined)
      throw new StartError([`SPOOL_DIR: ${fault}, and what is denied without the store could not be kept`], 1);
    const { label, pepper, makeStore } = await prepareStore(config);
    const service = createService({
      pepper,
      policies,
      clock: systemClock,
      log,
      makeStore: (parts) =>
        measureStore(makeStore({ ...parts, created: () => sayCreated(log, label, config) }), metrics),
      makeSpool: (key) => createSpool(config.spoolDir, key),
      storeLabel: label,
      clearCustomerIds: config.logCustomerIds === 'clear',
      defaultRegion: config.defaultRegion,
    });
    return { service, label };
  } catch (error) {
    throw startError(error, 1);
  }
}

/** A wrong path or prefix begins a guard that knows no refusal, and nothing else would tell. */
function sayCreated(log: Log, store: string, { storePrefix }: Config): void {
  log.warn(
    { event: 'store.created', store, ...(storePrefix === '' ? {} : { storePrefix }) },
    'no store was there: this one begins empty and knows no refusal. Where there should have been one, look at STORE_URL and STORE_PREFIX',
  );
}

/** @returns whether the store is in use. One that is out of reach stops nobody: decisions are degraded until it is back. */
async function firstContact(service: Service): Promise<boolean> {
  try {
    await service.open();
    return true;
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw startError(error, 1);
    // The service says so itself.
    return false;
  }
}

/** Repeats the service's chores; what goes wrong is said once until it goes well again. @returns how to stop */
function keepUp(service: Service, inUse: boolean, log: Log): () => void {
  let stopped = false;
  let failing = !inUse;
  let said = false;
  let timer: NodeJS.Timeout;
  const later = (ms: number): void => {
    timer = setTimeout(() => void tend(), ms);
    timer.unref();
  };
  const tend = async (): Promise<void> => {
    try {
      await service.tend();
      if (said) log.info({ event: 'chores.resumed' });
      failing = said = false;
    } catch (error) {
      // Of a store that is out of reach the service tells by itself.
      if (!said && !(error instanceof StoreUnavailable)) {
        log.warn({ event: 'chores.failed', err: wordsOf(error) });
        said = true;
      }
      failing = true;
    }
    if (!stopped) later(failing ? retryEveryMs : choresEveryMs);
  };
  later(failing ? retryEveryMs : choresEveryMs);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

interface FollowedPolicies {
  readonly activeSinceMs: () => number;
  /** Problems of the folder as it lies there. */
  readonly problems: () => number;
  readonly refused: () => number;
  readonly stop: () => void;
}

/** Hot reload: a valid folder replaces the running set, a bad one is said and does not. */
function followPolicies(dir: string, service: Service, log: Log): FollowedPolicies {
  let activeSinceMs = systemClock.nowMs();
  let problems = 0;
  let refused = 0;
  const watcher = watchPolicyFolder({
    dir,
    revision: service.policies.current().revision,
    onSwap(set) {
      problems = 0;
      if (set.revision !== service.policies.current().revision) activeSinceMs = systemClock.nowMs();
      prepareFor(set);
      log.info({ event: 'policies.swapped', policyRevision: set.revision, rules: set.rules.length });
      warnOf(set, log);
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

function openMetrics(
  telemetry: Telemetry,
  service: Service,
  policies: FollowedPolicies,
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

function describeProblem({ file, line, col, message }: PolicyProblem): string {
  return `${file}:${line}:${col} ${message}`;
}

async function listen<T>({ host, port }: Config, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const known: Record<string, string> = {
      EADDRINUSE: `PORT ${port} on ${host} is in use by another program`,
      EACCES: `PORT ${port} may not be used by this user: take one above 1023`,
      EADDRNOTAVAIL: `HOST ${host} is no address of this machine`,
      ENOTFOUND: `HOST ${host} is no name that is known here`,
    };
    throw new StartError([known[code ?? ''] ?? `HOST ${host}, PORT ${port}: ${message}`], 1);
  }
}

function startError(error: unknown, exitCode: 1 | 2): StartError {
  return error instanceof StartError ? error : new StartError([wordsOf(error)], exitCode);
}
