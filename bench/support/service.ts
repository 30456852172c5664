/** The service as benches run it inside a process: the real parts, a quiet log, a pepper that is no secret. */

import type { Redis } from 'ioredis';
import { pino } from 'pino';
import { manualClock, systemClock, type WallClock } from '../../src/clock.ts';
import { parseStoreUrl } from '../../src/config.ts';
import type { Caller, CanContactInput } from '../../src/guard-types.ts';
import { createHashes } from '../../src/identity/hashes.ts';
import { loadPolicies } from '../../src/policy/load.ts';
import { createService, type Service } from '../../src/service.ts';
import { createKeys } from '../../src/store/redis/keys.ts';
import { createRedisStore } from '../../src/store/redis/redis-store.ts';
import { createSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { type PolicyChoice, policyFolder } from './policies.ts';

export const benchPepper = Buffer.alloc(32, 7);
export const caller: Caller = { name: 'bench', scopes: new Set(['admin']) };
export const prefix = 'cg';

export interface BenchServiceOptions {
  readonly storeUrl: string;
  readonly policies?: PolicyChoice;
  /** Given: taken for the store's clock, too. */
  readonly clock?: WallClock;
}

export async function openService({ storeUrl, policies = 'shipped', clock }: BenchServiceOptions): Promise<Service> {
  const place = parseStoreUrl(storeUrl);
  if (typeof place === 'string') throw new Error(place);
  const loaded = await loadPolicies(policyFolder(policies));
  if ('problems' in loaded) throw new Error(`bench policies: ${loaded.problems[0]?.message}`);
  const service = createService({
    pepper: benchPepper,
    policies: loaded.set,
    clock: clock ?? systemClock,
    log: pino({ level: 'silent' }),
    makeStore(parts) {
      if (place.kind === 'sqlite') return createSqliteStore({ ...parts, path: place.path });
      const url =
        place.kind === 'redis' ? ({ ...place, kind: 'single' } as const) : ({ ...place, kind: 'cluster' } as const);
      return createRedisStore({ ...parts, url, prefix, checks: 'report', setClock: clock !== undefined });
    },
  });
  await service.open();
  return service;
}

export function customerId(index: number): string {
  return `c${String(index).padStart(7, '0')}`;
}

export function addressOf(index: number): string {
  return `${customerId(index)}@example.com`;
}

/** A marketing e-mail without an address: five caps of the default policy take it in. */
export function request(index: number, more: Partial<CanContactInput> = {}): CanContactInput {
  return { customerId: customerId(index), channel: 'email', purpose: 'marketing.promotions', mode: 'reserve', ...more };
}

/** Visits every customer once before the second time, in an order that has no pattern for caches. */
export function walk(customers: number, step: number): number {
  return (step * 104_729) % customers;
}

/** Keeps `inFlight` of `work` under way until `times` are done. @returns seconds */
export async function flood(
  times: number,
  inFlight: number,
  work: (step: number) => Promise<unknown>,
): Promise<number> {
  let next = 0;
  const startMs = performance.now();
  const one = async (): Promise<void> => {
    while (next < times) await work(next++);
  };
  await Promise.all(Array.from({ length: inFlight }, one));
  return (performance.now() - startMs) / 1000;
}

const dayMs = 86_400_000;

/** One customer's contacts, so many days ago: older than the default policy's caps look, as a service in use has them. */
async function contactsAgo(
  storeUrl: string,
  customers: number,
  daysAgo: readonly number[],
  withAddress: boolean,
): Promise<void> {
  const startMs = Date.now();
  const clock = manualClock(startMs);
  const service = await openService({ storeUrl, clock });
  for (const days of daysAgo) {
    clock.set(startMs - days * dayMs);
    await flood(customers, 256, (index) =>
      service.guard.decide(request(index, withAddress ? { address: addressOf(index) } : {}), caller),
    );
  }
  await service.close();
}

/** Every customer was contacted 20 and 10 days ago: the first one through the guard, the others as copies of that record, which names nobody. */
export async function seedHistory(
  redis: { readonly url: string; readonly client: Redis },
  customers: number,
): Promise<void> {
  await contactsAgo(redis.url, 1, [20, 10], false);
  const placeOf = createKeys(prefix).customer;
  const { customer } = createHashes(benchPepper);
  const first = placeOf(customer(customerId(0))).hot;
  const [record, ttlMs] = [await redis.client.getBuffer(first), await redis.client.pttl(first)];
  for (let index = 1; index < customers; ) {
    const batch = redis.client.pipeline();
    for (const end = Math.min(index + 1000, customers); index < end; index++) {
      batch.set(placeOf(customer(customerId(index))).hot, record as Buffer, 'PX', ttlMs);
    }
    await batch.exec();
  }
}

/** Every customer was reached once at an address of their own: the usual path from the second time on. */
export function seedAddresses(redis: { readonly url: string }, customers: number): Promise<void> {
  return contactsAgo(redis.url, customers, [20], true);
}
