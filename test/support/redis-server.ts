/** Redis servers for tests: one shared by the whole run, or a test's own that it may kill, freeze and restart. */

import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { startClusterContainer, startRedisContainer } from './redis-docker.ts';
import { findRedisEngine } from './redis-engine.ts';
import { freePort, type RedisProcessOptions, type RedisServer, startRedisProcess } from './redis-process.ts';

export type { RedisServer } from './redis-process.ts';

export interface RedisCluster {
  /** `redis+cluster://h:p,h:p,h:p` */
  readonly url: string;
  readonly ports: readonly number[];
  /** The masters, in the order of `ports`, then the replica of each; empty where Docker runs them. */
  readonly servers: readonly RedisServer[];
  stop(): Promise<void>;
}

/** The run's shared server, started by the global setup. Tests keep apart by a prefix of their own and never flush it. */
export function sharedRedisUrl(): string {
  const url = process.env['TEST_REDIS_URL_SHARED'];
  if (url === undefined) throw new Error('the shared test Redis is started by vitest: run the test through `npm test`');
  return url;
}

/** A server of the test's own: AOF on, no eviction, on a free port of this machine (never 6379). The caller stops it. */
export async function startRedis(options: RedisProcessOptions = {}): Promise<RedisServer> {
  const engine = await findRedisEngine({ install: false });
  return engine.kind === 'binary'
    ? await startRedisProcess(engine.path, options)
    : await startRedisContainer(engine.image, options);
}

export interface RedisClusterOptions {
  /** Each master has one; not with Docker. */
  readonly withReplicas?: boolean;
  /** How long a node may be silent before it is taken for dead. */
  readonly nodeTimeoutMs?: number;
}

/** A Cluster of three masters that share all slots; resolves when every one of them answers for the whole. */
export async function startRedisCluster({
  withReplicas = false,
  nodeTimeoutMs = 5000,
}: RedisClusterOptions = {}): Promise<RedisCluster> {
  const engine = await findRedisEngine({ install: false });
  const args = [
    '--cluster-enabled',
    'yes',
    '--cluster-node-timeout',
    String(nodeTimeoutMs),
    '--repl-diskless-sync-delay',
    '0',
  ];
  if (engine.kind === 'docker') {
    if (withReplicas) throw new Error('a Cluster with replicas needs redis-server on the PATH, Docker is not enough');
    const ports = [await freePort(), await freePort(), await freePort()];
    const container = await startClusterContainer(engine.image, ports, args);
    await joinCluster(ports);
    return { url: clusterUrl(ports), ports, servers: [], stop: async () => void (await container.stop()) };
  }
  const servers: RedisServer[] = [];
  const stop = async () => {
    await Promise.all(servers.map((server) => server.stop()));
  };
  try {
    for (let node = 0; node < (withReplicas ? 6 : 3); node += 1)
      servers.push(await startRedisProcess(engine.path, { args }));
    const ports = servers.map((server) => server.port);
    const [masters, replicas] = [ports.slice(0, 3), ports.slice(3)];
    await joinCluster(masters, replicas);
    return { url: clusterUrl(masters), ports: masters, servers, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function clusterUrl(ports: readonly number[]): string {
  return `redis+cluster://${ports.map((port) => `127.0.0.1:${port}`).join(',')}`;
}

async function joinCluster(masters: readonly number[], replicas: readonly number[] = []): Promise<void> {
  const ports = [...masters, ...replicas];
  const clients = ports.map((port) => new Redis({ host: '127.0.0.1', port }));
  try {
    const share = Math.ceil(16_384 / masters.length);
    for (const [index, client] of clients.slice(0, masters.length).entries()) {
      await client.call('CLUSTER', 'ADDSLOTSRANGE', index * share, Math.min((index + 1) * share, 16_384) - 1);
      await client.call('CLUSTER', 'SET-CONFIG-EPOCH', index + 1);
    }
    for (const port of ports.slice(1)) await clients[0]?.call('CLUSTER', 'MEET', '127.0.0.1', port);
    const deadlineMs = performance.now() + 120_000;
    for (const client of clients) {
      while (!(await knowsAll(client, ports.length))) {
        if (performance.now() > deadlineMs) throw new Error("the test's Redis Cluster did not form within two minutes");
        await sleep(50);
      }
    }
    for (const [index, client] of clients.slice(masters.length).entries()) {
      await client.call('CLUSTER', 'REPLICATE', String(await clients[index]?.call('CLUSTER', 'MYID')));
      while (!String(await client.info('replication')).includes('master_link_status:up')) {
        if (performance.now() > deadlineMs)
          throw new Error("a replica of the test's Redis Cluster was not filled within 20 s");
        await sleep(50);
      }
    }
  } finally {
    for (const client of clients) client.disconnect();
  }
}

async function knowsAll(client: Redis, nodes: number): Promise<boolean> {
  const info = String(await client.call('CLUSTER', 'INFO'));
  return ['cluster_state:ok', 'cluster_slots_ok:16384', `cluster_known_nodes:${nodes}`].every((line) =>
    info.includes(line),
  );
}
