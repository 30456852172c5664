/** The app with a fake guard, asked without a server or over a real one. */
import { loopbackAuth } from '../../auth/auth.ts';
import { plainBrand } from '../../brand.ts';
import type { Guard } from '../../guard-contract.ts';
import { createHashes } from '../../identity/hashes.ts';
import { createLinkTokens } from '../../identity/tokens.ts';
import { newKey } from '../../ids.ts';
import type { PolicySet } from '../../policy/types.ts';
import { silentLog } from '../../telemetry/log.ts';
import { createHttpMeter } from '../../telemetry/measure-http.ts';
import { startTelemetry } from '../../telemetry/sdk.ts';
import type { App } from '../app.ts';
import { createApp } from '../app.ts';
import type { AppDeps } from '../endpoint.ts';
import { createLoad } from '../load.ts';
import type { RunningServer } from '../server.ts';
import { startServer } from '../server.ts';
import type { FakeGuard } from './fake-guard.ts';
import { fakeGuard } from './fake-guard.ts';

export interface TestApp {
  readonly app: App;
  readonly guard: FakeGuard;
  readonly drain: AbortController;
}

export function testApp(replaced: Partial<Guard> = {}, deps: Partial<AppDeps> = {}): TestApp {
  const guard = fakeGuard(replaced);
  const drain = new AbortController();
  const app = createApp({
    guard,
    auth: loopbackAuth,
    log: silentLog,
    load: createLoad(),
    meter: createHttpMeter(startTelemetry({ version: '0', off: true }).metrics),
    webhooks: { sources: new Map(), count: () => {}, nowMs: () => 0 },
    metrics: async () => 'contact_guard_up 1\n',
    draining: drain.signal,
    version: '0.0.0',
    pages: {
      tokens: createLinkTokens(createHashes(Buffer.alloc(32, 7))),
      brand: plainBrand,
      policies: () => ({ purposes: new Map(), rules: [] }) as unknown as PolicySet,
      undoKey: newKey(),
      publicUrl: undefined,
      nowMs: () => Date.parse('2026-11-22T10:00:00Z'),
    },
    ...deps,
  });
  return { app, guard, drain };
}

export async function testServer(
  replaced: Partial<Guard> = {},
  deps: Partial<AppDeps> = {},
  options: { idleMs?: number } = {},
): Promise<TestApp & { server: RunningServer; url: string }> {
  const made = testApp(replaced, deps);
  const server = await startServer(made.app, { host: '127.0.0.1', port: 0, log: silentLog, ...options });
  return { ...made, server, url: `http://127.0.0.1:${server.port}` };
}

/** POST with a JSON body. */
export function post(app: App, path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return Promise.resolve(
    app.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }),
  );
}
