/** The live stream of decisions: one subscription for a process, whoever follows, and bounded readers. */
import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { createKeys } from '../src/store/redis/keys.ts';
import { faultService, until } from './support/fault-service.ts';
import { policySet } from './support/policies.ts';
import { startRedis, startRedisCluster } from './support/redis-server.ts';
import { sqliteService } from './support/sqlite-service.ts';
import type { World } from './support/world.ts';

const policies = policySet('- { id: none, because: None., cap: { limit: 0, window: 24h } }');

/** Follows until the test ends or `end` is called. */
function follow(world: World): { seen: Set<string>; end(): void } {
  const ended = new AbortController();
  onTestFinished(() => ended.abort());
  const seen = new Set<string>();
  void (async () => {
    for await (const entry of world.guard.follow(ended.signal)) seen.add(String(entry['decisionId']));
  })();
  return { seen, end: () => ended.abort() };
}

/** Of new entries; lifts have a subscription of their own. */
const subscribers = async (admin: Redis): Promise<number> =>
  Number(((await admin.call('PUBSUB', 'NUMSUB', createKeys('faults').entries)) as [string, number])[1]);

test('however many follow, a process has one subscription, and none when the last has left', async () => {
  const server = await startRedis();
  onTestFinished(() => server.stop());
  const admin = new Redis(server.url);
  onTestFinished(() => admin.disconnect());
  const { service, world, close } = faultService({ url: server.url, policies });
  onTestFinished(close);
  await service.open();
  const readers = Array.from({ length: 50 }, () => follow(world));
  await until(async () => (await subscribers(admin)) === 1);
  await world.ask();
  const { decisionId } = await world.ask();
  await until(async () => readers.every(({ seen }) => seen.has(decisionId)));
  expect(await subscribers(admin)).toBe(1);
  for (const { end } of readers.slice(1)) end();
  const last = readers[0];
  const later = await world.ask();
  await until(async () => last?.seen.has(later.decisionId) ?? false);
  last?.end();
  await until(async () => (await subscribers(admin)) === 0);
});

test('on a Cluster it goes on when the node it was subscribed at is gone', async () => {
  const cluster = await startRedisCluster();
  onTestFinished(() => cluster.stop().catch(() => {}));
  const admins = cluster.ports.map((port) => new Redis({ host: '127.0.0.1', port, retryStrategy: () => null }));
  for (const admin of admins) {
    admin.on('error', () => {});
    onTestFinished(() => admin.disconnect());
    await admin.config('SET', 'cluster-require-full-coverage', 'no');
  }
  const { service, world, close } = faultService({ url: cluster.url, policies });
  onTestFinished(close);
  await service.open();
  const { seen } = follow(world);
  let customer = 0;
  const isSeen = async () => {
    await world.ask({ customerId: `c${customer++ % 50}` });
    return seen.size > 0;
  };
  await until(isSeen);
  const counts = await Promise.all(admins.map(subscribers));
  expect(counts.filter((count) => count > 0)).toHaveLength(1);
  const gone = admins[counts.findIndex((count) => count > 0)] as Redis;
  await gone.shutdown('NOSAVE').catch(() => {});
  seen.clear();
  await until(isSeen, 40_000);
});

test('a reader that does not read is kept a bounded window of the newest entries', async () => {
  const { service, world } = await sqliteService({ policies });
  onTestFinished(() => service.close());
  const ended = new AbortController();
  const entries = world.guard.follow(ended.signal)[Symbol.asyncIterator]();
  const first = entries.next();
  const keys = Object.fromEntries(Array.from({ length: 16 }, (_, place) => [`key${place}`, 'x'.repeat(120)]));
  const asked: string[] = [];
  for (let count = 0; count < 600; count++) asked.push((await world.ask({ keys })).decisionId);
  expect((await first).value).toMatchObject({ decisionId: asked[0] });
  const kept: string[] = [];
  while (kept.at(-1) !== asked.at(-1)) kept.push(String((await entries.next()).value?.['decisionId']));
  ended.abort();
  expect(kept).toEqual(asked.slice(-kept.length));
  expect(kept.length).toBeLessThan(500);
  expect(kept.length).toBeGreaterThan(100);
});
