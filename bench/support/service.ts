/** The service as benches run it inside a process: the real parts, a quiet log, a pepper that is no secret. */

import type { Redis } from 'ioredis';
import { pino } from 'pino';
import { manualClock, systemClock, type WallClock } from '../../src/clock.ts';
import type { Caller, CanContactInput } from '../../src/guard-contract.ts';
import { createHashes } from '../../src/identity/hashes.ts';
import { loadPolicies } from '../../src/policy/load.ts';
import { createService, type Service } from '../../src/service.ts';
import { createKeys } from '../../src/store/redis/keys.ts';
import { createRedisStore } from '../../src/store/redis/redis-store.ts';
import { createSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { parseStoreUrl } from '../../src/store-url.ts';
import { addressOf, customerId } from './customers.ts';
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

/** A marketing e-mail without an address: five caps of the default policy take it in. */
export function request(index: number, more: Partial<CanContactInput> = {}): CanContactInput {
  return { customerId: customerId(index), channel: 'email', purpose: 'marketing.promotions', mode: 'reserve', ...more };
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

const mostWithoutStore = 500;
let withoutStore = 0;

/** Answers that came without the store so far. */
export function answersWithoutStore(): number {
  return withoutStore;
}

/** Decides, and fails the bench where the answer is not the one that the series is about. */
export async function decideAs(
  expected: 'allowed' | 'denied',
  { guard }: Service,
  input: CanContactInput,
): Promise<void> {
  const { allowed, degraded } = await guard.decide(input, caller);
  if (degraded) {
    // The machine was busy with something else for half a second: told, and fatal only where it is no exception.
    if (++withoutStore > mostWithoutStore) throw new Error(`bench: ${withoutStore} answers came without the store`);
    return;
  }
  if (allowed !== (expected === 'allowed'))
    throw new Error(`bench: ${input.customerId} was ${allowed ? 'allowed' : 'denied'}, and the series is about others`);
}

export const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** A service in use: contacts older than the default policy's caps look. */
export const olderContacts = [20 * dayMs, 10 * dayMs];

export interface Seed {
  /** The first customer's number. */
  readonly from?: number;
  readonly customers: number;
  /** When each of them was contacted. */
  readonly agoMs: readonly number[];
  /** Whether at an address of their own. */
  readonly withAddress?: boolean;
}

/** Customers with a history: the first one's made through the guard, the others' as copies of that, with names of their own. */
export async function seed(redis: { readonly url: string; readonly client: Redis }, seed: Seed): Promise<void> {
  const { from = 0, customers, agoMs, withAddress = false } = seed;
  await contactsAgo(redis.url, from, agoMs, withAddress);
  const hashes = createHashes(benchPepper);
  const keys = createKeys(prefix);
  const namesOf = (index: number) => {
    const customer = hashes.customer(customerId(index));
    const address = { kind: 'email', hash: hashes.address('email', addressOf(index)) } as const;
    return {
      customer: Buffer.from(customer, 'latin1'),
      address: Buffer.from(address.hash, 'latin1'),
      record: keys.customer(customer).hot,
      there: keys.address(address).hot,
    };
  };
  const first = namesOf(from);
  const stored = async (key: string) => ({
    bytes: await redis.client.getBuffer(key),
    ttlMs: await redis.client.pttl(key),
  });
  const [record, there] = [await stored(first.record), await stored(first.there)];
  if (!record.bytes || (withAddress && !there.bytes)) throw new Error('bench: the first customer left no record');
  for (let index = from + 1; index < from + customers; ) {
    const batch = redis.client.pipeline();
    for (const end = Math.min(index + 1000, from + customers); index < end; index++) {
      const own = namesOf(index);
      batch.set(own.record, swapped(record.bytes, first.address, own.address), 'PX', record.ttlMs);
      if (withAddress && there.bytes)
        batch.set(own.there, swapped(there.bytes, first.customer, own.customer), 'PX', there.ttlMs);
    }
    await batch.exec();
  }
}

async function contactsAgo(
  storeUrl: string,
  index: number,
  agoMs: readonly number[],
  withAddress: boolean,
): Promise<void> {
  const startMs = Date.now();
  const clock = manualClock(startMs);
  const service = await openService({ storeUrl, clock });
  for (const ms of agoMs) {
    clock.set(startMs - ms);
    await decideAs('allowed', service, request(index, withAddress ? { address: addressOf(index) } : {}));
  }
  await service.close();
}

/** The same bytes with another name where there is one. */
function swapped(bytes: Buffer, name: Buffer, other: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  const at = copy.indexOf(name);
  if (at !== -1) other.copy(copy, at);
  return copy;
}
