/** A Cluster that loses a part of its data, or gives a number to two names, is not gone on with. */
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type FaultService, type FaultServiceOptions, faultService, until } from './support/fault-service.ts';
import { policySet } from './support/policies.ts';
import { type RedisCluster, sharedRedisUrl, startRedisCluster } from './support/redis-server.ts';
import { caller, codes } from './support/world.ts';

const policies = policySet('- { id: few, because: Few., cap: { limit: 3, window: 24h } }');

let cluster: RedisCluster;
let admins: Redis[];
beforeAll(async () => {
  cluster = await startRedisCluster();
  admins = cluster.ports.map((port) => new Redis({ host: '127.0.0.1', port }));
});
afterAll(async () => {
  for (const admin of admins) admin.disconnect();
  await cluster.stop();
});

let made = 0;
const prefix = () => `shards${++made}`;

function serve(options: Partial<FaultServiceOptions>): FaultService {
  const service = faultService({ url: cluster.url, policies, ...options });
  onTestFinished(service.close);
  return service;
}

const said = async ({ world }: FaultService): Promise<string> => (await world.guard.readiness()).reasons.join(' · ');
const isWell = (one: FaultService) => until(async () => (await world(one)).degraded === false);
const world = ({ world: { check } }: FaultService) => check({ customerId: 'anybody' });

/** The node that answers for a key. */
async function ownerOf(key: string): Promise<Redis> {
  for (const admin of admins) {
    const found = await admin.exists(key).catch(() => undefined);
    if (found !== undefined) return admin;
  }
  throw new Error(`nobody has ${key}`);
}

describe('an emptied shard', () => {
  test('is found though it is not the one that names the data: out of reach, readiness says so, a restart does not hide it, and only an operator goes on without', async () => {
    const its = prefix();
    const running = serve({ prefix: its });
    await running.service.open();
    for (let count = 0; count < 12; count++) await running.world.suppress({ customerId: `c${count}` });
    const info = `${its}:{meta}:info`;
    const meta = await ownerOf(info);
    const other = admins.find((admin) => admin !== meta) as Redis;
    await other.flushall();
    await until(async () => (await world(running)).degraded);
    expect(await said(running)).toMatch(/a shard was emptied/);
    expect(await running.world.guard.readiness()).toMatchObject({ ready: false });
    // What this process knows still binds.
    expect(codes(await running.world.ask({ purpose: 'service.security' }))).toEqual([
      'suppressed',
      'store-unavailable',
    ]);

    const restarted = serve({ prefix: its });
    restarted.service.open().catch(() => {});
    await until(async () => /a shard was emptied/.test(await said(restarted)));
    expect((await world(restarted)).degraded).toBe(true);

    await meta.hdel(info, 'marked');
    await isWell(running);
    await isWell(restarted);
    expect(await said(running)).toBe('');
  });

  test('with its data back it is in use again by itself', async () => {
    const its = prefix();
    const running = serve({ prefix: its });
    await running.service.open();
    const meta = await ownerOf(`${its}:{meta}:info`);
    const other = admins.find((admin) => admin !== meta) as Redis;
    const kept = new Map<string, Buffer>();
    for (const key of await other.keys(`${its}:*`)) kept.set(key, (await other.dumpBuffer(key)) as Buffer);
    expect(kept.size).toBeGreaterThan(50);
    for (const key of kept.keys()) await other.del(key);
    await until(async () => /a shard was emptied/.test(await said(running)));
    for (const [key, bytes] of kept) await other.restore(key, 0, bytes, 'REPLACE');
    await isWell(running);
    expect(await said(running)).toBe('');
  });

  test('that held the names of the data is no new store to who starts then', async () => {
    const its = prefix();
    const running = serve({ prefix: its });
    await running.service.open();
    const meta = await ownerOf(`${its}:{meta}:info`);
    await meta.del(`${its}:{meta}:info`, `${its}:{meta}:names`);
    await until(async () => (await world(running)).degraded);
    const fresh = serve({ prefix: its });
    fresh.service.open().catch(() => {});
    await until(async () => /the shard with .*info was emptied/.test(await said(fresh)));
    expect((await world(fresh)).degraded).toBe(true);
    expect(await meta.exists(`${its}:{meta}:info`)).toBe(0);
  });
});

describe('names', () => {
  const drop = async (node: Redis) => node.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');

  test('that the table lost are put back by a process that knows them, with their numbers, when nodes change', async () => {
    const its = prefix();
    const running = serve({ prefix: its });
    await running.service.open();
    await running.world.contact({}, caller('shop'));
    const table = `${its}:{meta}:names`;
    const meta = await ownerOf(table);
    const number = await meta.hget(table, 'caller:shop');
    await meta.hdel(table, 'caller:shop', '#caller');
    await drop(meta);
    await until(async () => (await meta.hget(table, 'caller:shop')) === number);
    expect(await meta.hget(table, '#caller')).toBe(number);
    await isWell(running);
    expect((await running.world.ask({}, caller('other'))).caps).toMatchObject([{ used: 2 }]);
  });

  test('a number that went to another name makes the store unusable, and it says so', async () => {
    const its = prefix();
    const running = serve({ prefix: its });
    await running.service.open();
    await running.world.contact({}, caller('shop'));
    const table = `${its}:{meta}:names`;
    const meta = await ownerOf(table);
    const number = (await meta.hget(table, 'caller:shop')) as string;
    await meta.hdel(table, 'caller:shop');
    await meta.hset(table, 'caller:thief', number);
    await drop(meta);
    await until(async () => (await world(running)).degraded && /lost names/.test(await said(running)));
    await meta.hdel(table, 'caller:thief');
    await isWell(running);
    expect(await meta.hget(table, 'caller:shop')).toBe(number);
  });

  test('two names of one number in the table: no process uses the store, on one node as on a Cluster', async () => {
    const its = prefix();
    const single = new Redis(sharedRedisUrl());
    onTestFinished(() => single.disconnect());
    for (const url of [cluster.url, sharedRedisUrl()]) {
      const first = serve({ prefix: its, url, store: { checks: 'report' } });
      await first.service.open();
      await first.world.contact({}, caller('shop'));
      const table = `${its}:{meta}:names`;
      const node = url === cluster.url ? await ownerOf(table) : single;
      await node.hset(table, 'caller:twin', (await node.hget(table, 'caller:shop')) as string);
      const second = serve({ prefix: its, url, store: { checks: 'report' } });
      second.service.open().catch(() => {});
      await until(async () => /two names for caller \d+ \((shop, twin|twin, shop)\)/.test(await said(second)));
      expect((await world(second)).degraded).toBe(true);
      await node.hdel(table, 'caller:twin');
      await isWell(second);
    }
  });
});

test('readiness and metrics ask Redis nothing: they say what was seen last', async () => {
  const running = serve({ prefix: prefix(), url: sharedRedisUrl(), store: { checks: 'report' } });
  await running.service.open();
  const sent: string[] = [];
  const original = Redis.prototype.sendCommand;
  Redis.prototype.sendCommand = function (command, ...rest) {
    sent.push(command.name);
    return original.call(this, command, ...rest);
  };
  onTestFinished(() => {
    Redis.prototype.sendCommand = original;
  });
  // In one turn of the event loop, in which the service's own looks send nothing.
  await Promise.all(
    Array.from({ length: 100 }, () => [running.world.guard.readiness(), running.service.store.health()]).flat(),
  );
  expect(sent).toEqual([]);
});
