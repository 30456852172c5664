/** Services on a Redis that is about to fail: the deadlines, checks and clock of a running service, and what tests of faults ask of them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import { monotonicMs, systemClock, type WallClock } from '../../src/clock.ts';
import { createSpool } from '../../src/decisions/spool.ts';
import type { PolicySet } from '../../src/policy/types.ts';
import { createService, type Service } from '../../src/service.ts';
import { createRedisStore, type RedisStoreOptions } from '../../src/store/redis/redis-store.ts';
import { redisUrl } from './redis-service.ts';
import { testPepper } from './sqlite-service.ts';
import { createWorld, type World } from './world.ts';

export interface FaultServiceOptions {
  readonly url: string;
  readonly policies: PolicySet;
  readonly prefix?: string;
  readonly pepper?: Buffer;
  readonly clock?: WallClock;
  readonly store?: Partial<RedisStoreOptions>;
  /** Log lines are put here. */
  readonly lines?: string[];
}

export interface FaultService {
  readonly service: Service;
  readonly world: World;
  close(): Promise<void>;
}

/** Not opened yet. */
export function faultService(options: FaultServiceOptions): FaultService {
  const clock = options.clock ?? systemClock;
  const folder = mkdtempSync(join(tmpdir(), 'contact-guard-faults-'));
  const service = createService({
    pepper: options.pepper ?? testPepper,
    policies: options.policies,
    clock,
    log: options.lines
      ? pino({ level: 'info' }, { write: (line: string) => void options.lines?.push(line) })
      : pino({ level: 'silent' }),
    storeLabel: options.url,
    makeStore: (parts) =>
      createRedisStore({
        url: redisUrl(options.url),
        prefix: options.prefix ?? 'faults',
        checks: 'enforce',
        ...options.store,
        ...parts,
      }),
    makeSpool: (key) => createSpool(folder, key),
  });
  return {
    service,
    world: createWorld(service, { nowMs: clock.nowMs, set: () => {} }),
    async close() {
      await service.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** @returns milliseconds until `isSo`, asked again and again */
export async function until(isSo: () => Promise<boolean>, patienceMs = 15_000): Promise<number> {
  const beganMs = monotonicMs();
  while (!(await isSo())) {
    if (monotonicMs() - beganMs > patienceMs) throw new Error(`it was not so within ${patienceMs} ms`);
    await sleep(20);
  }
  return monotonicMs() - beganMs;
}

/** @returns what `work` gave and how long it took */
export async function timed<T>(work: () => Promise<T>): Promise<{ value: T; tookMs: number }> {
  const beganMs = monotonicMs();
  const value = await work();
  return { value, tookMs: monotonicMs() - beganMs };
}
