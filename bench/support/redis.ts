/** A Redis of the bench's own, and what it says of itself. */
import { Redis } from 'ioredis';
import { buckets, createKeys } from '../../src/store/redis/keys.ts';
import { type RedisServer, startRedis } from '../../test/support/redis-server.ts';
import { prefix } from './service.ts';

export interface BenchRedis extends RedisServer {
  readonly client: Redis;
}

export async function startBenchRedis(): Promise<BenchRedis> {
  const server = await startRedis();
  const client = new Redis(server.url);
  return Object.assign(Object.create(server) as RedisServer, {
    client,
    stop: async () => {
      client.disconnect();
      await server.stop();
    },
  });
}

async function info(client: Redis, section: string, field: string): Promise<number> {
  const text = await client.info(section);
  return Number(new RegExp(`^${field}:([\\d.]+)`, 'm').exec(text)?.[1]);
}

/** Seconds of processor that the server has used. */
export async function cpuSeconds(client: Redis): Promise<number> {
  return (await info(client, 'cpu', 'used_cpu_user')) + (await info(client, 'cpu', 'used_cpu_sys'));
}

export function usedMemory(client: Redis): Promise<number> {
  return info(client, 'memory', 'used_memory');
}

/** What a busy machine may deny because the store did not answer in time: far less than too few customers would. */
const mostDenials = 500;

/** @throws Error where requests were denied: a series that measures allowed decisions had too few customers */
export async function requireNoDenials(client: Redis): Promise<void> {
  const count = await denials(client);
  if (count > 0) process.stderr.write(`bench: ${count} requests were denied\n`);
  if (count > mostDenials) throw new Error(`bench: ${count} requests were denied`);
}

/** Denials so far, by their entries. */
export async function denials(client: Redis): Promise<number> {
  const keys = createKeys(prefix);
  const lengths = await Promise.all(Array.from({ length: buckets }, (_, bucket) => client.xlen(keys.log(bucket))));
  return lengths.reduce((sum, length) => sum + length, 0);
}
