/** Bytes of Redis memory a customer at 3, 10 and 50 contacts without scope keys, spread over 29 days, the newest 10 hours old. */
import { manualClock } from '../src/clock.ts';
import { createHashes } from '../src/identity/hashes.ts';
import { createKeys } from '../src/store/redis/keys.ts';
import { customerId } from './support/customers.ts';
import type { Bench, Figure } from './support/figure.ts';
import { median } from './support/figure.ts';
import { type BenchRedis, startBenchRedis, usedMemory } from './support/redis.ts';
import { benchPepper, decideAs, flood, hourMs, openService, prefix, request } from './support/service.ts';

/** Three quarters of a power of two: the mean load of Redis's own hash tables. */
const customers = 1536;
const spanMs = 29 * 24 * hourMs;
const newestMs = 10 * hourMs;
const goals = [
  { contacts: 3, atMost: 160 },
  { contacts: 10, atMost: 250 },
  { contacts: 50, atMost: 600 },
];

export const memory: Bench = {
  name: 'memory',
  async run() {
    const redis = await startBenchRedis();
    try {
      // What server and service make once is no customer's.
      await measure(redis, goals.length + 1, 3);
      const figures: Figure[] = [];
      for (const [place, { contacts, atMost }] of goals.entries()) {
        const { all, keys } = await measure(redis, place + 1, contacts);
        const name = `memory, ${contacts} contacts`;
        figures.push({
          name,
          what: 'growth of used_memory a customer',
          unit: 'bytes',
          goal: { atMost },
          value: all,
          min: all,
          max: all,
        });
        figures.push({
          name: `${name}, key`,
          what: 'MEMORY USAGE of the customer’s key: without expiry and hash table',
          unit: 'bytes',
          goal: undefined,
          value: median(keys),
          min: Math.min(...keys),
          max: Math.max(...keys),
        });
      }
      return figures;
    } finally {
      await redis.stop();
    }
  },
};

/** Every count of contacts in a database of its own, so that each has hash tables of its own. */
async function measure(
  redis: BenchRedis,
  database: number,
  contacts: number,
): Promise<{ all: number; keys: number[] }> {
  const endMs = Date.now();
  const clock = manualClock(endMs);
  const service = await openService({ storeUrl: `${redis.url}/${database}`, clock });
  const { client } = redis;
  await client.select(database);
  // No cap of the default policy but the thirty of a day takes these in.
  const ask = (index: number) => request(index, { purpose: 'transactional.receipt' });
  await decideAs('allowed', service, ask(customers));
  const before = await settledMemory(client);
  for (let contact = 0; contact < contacts; contact++) {
    clock.set(endMs - spanMs + Math.round((contact * (spanMs - newestMs)) / (contacts - 1)));
    await flood(customers, 128, (index) => decideAs('allowed', service, ask(index)));
  }
  const all = ((await settledMemory(client)) - before) / customers;
  const hashes = createHashes(benchPepper);
  const placeOf = createKeys(prefix).customer;
  const keys = await Promise.all(
    Array.from({ length: 100 }, (_, index) =>
      client.memory('USAGE', placeOf(hashes.customer(customerId(index))).hot, 'SAMPLES', 0),
    ),
  );
  await service.close();
  return { all, keys: keys.map(Number) };
}

/** Buffers of connections and of the append-only file come and go: the least of several looks. */
async function settledMemory(client: BenchRedis['client']): Promise<number> {
  const seen: number[] = [];
  for (let look = 0; look < 15; look++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    seen.push(await usedMemory(client));
  }
  return Math.min(...seen);
}
