/** Puts the running service together from the settings. Tests start it in process, on port 0. */

import { resolve } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import { type Auth, loopbackAuth, openKeys } from '../auth/auth.ts';
import { systemClock } from '../clock.ts';
import { type Config, readConfig } from '../config.ts';
import { createApp } from '../http/app.ts';
import { createLoad } from '../http/load.ts';
import { portIsFree, startServer } from '../http/server.ts';
import type { Service } from '../service.ts';
import { createLog, type Log } from '../telemetry/log.ts';
import { createHttpMeter } from '../telemetry/measure-http.ts';
import { startTelemetry } from '../telemetry/sdk.ts';
import { keepUp } from './keep-up.ts';
import { openMetrics } from './metrics.ts';
import { warnOfMistyped } from './mistyped.ts';
import { followPolicies, policiesOf, warnOf } from './policies.ts';
import { StartError, startError } from './start-error.ts';
import { firstContact, openService, storePrefixOf } from './store.ts';
import { warnOfUnused } from './unused.ts';
import { openWebhooks } from './webhooks.ts';

export interface RunningService {
  /** Where it is reached, such as `http://127.0.0.1:8080`. */
  readonly url: string;
  readonly keysNeeded: boolean;
  readonly service: Service;
  /** Answers what was begun, then lets go of everything; within 9 s. */
  stop(): Promise<void>;
}

const drainMs = 8000;

/** @throws StartError */
export async function startService(env: Readonly<Record<string, string | undefined>>): Promise<RunningService> {
  const read = readConfig(env);
  if ('problems' in read) throw new StartError(read.problems, 2);
  const { config } = read;
  const { log, lost, close: closeLog } = createLog({ level: config.logLevel, customerIds: config.logCustomerIds });
  // In the order in which they were opened; closed in the other.
  const open: (() => unknown)[] = [closeLog];
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
    warnOfMistyped(env, log);
    warnOfUnused(env, config, log);
    return await start(config, { log, lost }, open, closeAll);
  } catch (error) {
    // Why it could not start goes before what did not close.
    await closeAll().catch(() => {});
    throw error;
  }
}

async function start(
  config: Config,
  { log, lost }: { readonly log: Log; readonly lost: () => number },
  open: (() => unknown)[],
  closeAll: () => Promise<void>,
): Promise<RunningService> {
  const policies = await policiesOf(config.policyDir);
  warnOf(policies, log);
  const auth = openAuth(config, log, open);
  const telemetry = startTelemetry({ version: packageJson.version, off: config.metricsOff });
  open.push(() => telemetry.shutdown());
  // Before the store is made: a second service on the port leaves nothing behind.
  await listen(config, () => portIsFree(config.host, config.port));
  const { service, label } = await openService(config, policies, log, telemetry.metrics);
  open.push(() => service.close());
  open.push(keepUp(service, await firstContact(service), log));
  const policyState = followPolicies(config.policyDir, service, log);
  open.push(policyState.stop);
  const metrics = openMetrics(telemetry, service, { policies: policyState, logLinesLost: lost }, open);

  const draining = new AbortController();
  const app = createApp({
    guard: metrics.guard,
    auth,
    log,
    load: createLoad(),
    webhooks: openWebhooks(config, telemetry.metrics, service),
    metrics: metrics.render,
    meter: createHttpMeter(telemetry.metrics),
    draining: draining.signal,
    version: packageJson.version,
    pages: {
      tokens: service.tokens,
      brand: config.brand,
      policies: service.policies.current,
      undoKey: service.hashes.derive('undo').subarray(0, 16).toString('base64url'),
      publicUrl: config.publicUrl,
      nowMs: systemClock.nowMs,
    },
  });
  const server = await listen(config, () => startServer(app, { host: config.host, port: config.port, log }));
  open.push(() => server.stop(drainMs));
  const url = `http://${server.host.includes(':') ? `[${server.host}]` : server.host}:${server.port}`;
  log.info({
    event: 'service.started',
    version: packageJson.version,
    url,
    store: label,
    ...storePrefixOf(config),
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
