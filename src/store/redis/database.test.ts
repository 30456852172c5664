/** The database that the URL names is the one that is used, or none is. */
import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { policySet } from '../../../test/support/policies.ts';
import { connectedLink } from '../../../test/support/redis-link.ts';
import { type RedisServer, startRedis } from '../../../test/support/redis-server.ts';
import { type RedisHarness, redisHarness } from '../../../test/support/redis-service.ts';
import { codes, createWorld, startMs } from '../../../test/support/world.ts';
import { createKeys } from './keys.ts';

const policies = policySet('- { id: daily, because: Enough., cap: { limit: 3, window: 24h } }');

let server: RedisServer;
let admin: Redis;
let open: RedisHarness[];
beforeEach(async () => {
  server = await startRedis();
  admin = new Redis(server.url);
  open = [];
});
afterEach(async () => {
  await Promise.all(open.map((harness) => harness.close()));
  admin.disconnect();
  await server.stop();
});

async function serve(database: number) {
  const harness = await redisHarness(`${server.url}/${database}`, policies, startMs);
  open.push(harness);
  return { harness, world: createWorld(harness.service, { nowMs: () => startMs, set: harness.setNow }) };
}

test('a database that the server does not have stops the start, and nothing is written elsewhere', async () => {
  await expect(serve(99)).rejects.toThrow(/^STORE_URL: database 99 cannot be used \(ERR .*out of range\)$/);
  expect(await admin.dbsize()).toBe(0);
});

test('a new connection that may not select it is not used', async () => {
  const { harness, world } = await serve(3);
  expect((await world.ask({ customerId: 'c1' })).allowed).toBe(true);
  await admin.call('ACL', 'SETUSER', 'default', '-select');
  await admin.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
  await expect
    .poll(async () => (await harness.service.store.health()).problems)
    .toEqual([expect.stringMatching(/^STORE_URL: database 3 cannot be used \(NOPERM/)]);
  expect(codes(await world.ask({ customerId: 'c1' }))).toEqual(['store-unavailable']);
  expect(await admin.dbsize()).toBe(0);
  await admin.call('ACL', 'SETUSER', 'default', '+select');
  await expect.poll(async () => (await harness.service.store.health()).problems).toEqual([]);
  expect((await world.ask({ customerId: 'c1' })).caps).toMatchObject([{ used: 2 }]);
});

test('a connection that may not select it takes no command at all, the first look still to come', async () => {
  const link = await connectedLink({ kind: 'single', url: `${server.url}/3` });
  const connections = async () => Number(/total_connections_received:(\d+)/.exec(await admin.info('stats'))?.[1]);
  await admin.call('ACL', 'SETUSER', 'default', '-select');
  const before = await connections();
  await admin.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
  while ((await connections()) < before + 3)
    await expect(link.call((client) => client.set('where', 'here'))).rejects.toThrow();
  expect(await admin.dbsize()).toBe(0);
  link.close();
});

test('what is done in one database is told to nobody in another, under the same prefix', async () => {
  const { harness, world } = await serve(3);
  const heard: string[] = [];
  const listener = admin.duplicate();
  listener.on('pmessage', (_pattern, channel: string) => heard.push(channel));
  await listener.psubscribe('*');
  await world.suppress({ customerId: 'c1' });
  await world.ask({ customerId: 'c1' });
  const channelsOf = (database: number) => [
    createKeys(harness.prefix, database).effects,
    createKeys(harness.prefix, database).entries,
  ];
  await expect.poll(() => heard).toEqual(channelsOf(3));
  expect(channelsOf(0)).not.toContain(heard[0]);
  expect(channelsOf(0)).not.toContain(heard[1]);
  listener.disconnect();
});
