/** Three masters with a replica each, two services, and a master that is killed, cut off or gives its slots away while they work. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RedisAck } from '../../src/config.ts';
import { type FaultService, faultService, until } from '../support/fault-service.ts';
import { beginMove } from '../support/moving-slot.ts';
import { policySet } from '../support/policies.ts';
import { type RedisCluster, type RedisServer, startRedisCluster } from '../support/redis-server.ts';
import { caller, codes, type World } from '../support/world.ts';

const limit = 2;
const policies = policySet(`- { id: few, because: Few., cap: { limit: ${limit}, window: 24h } }`);
const replicated: RedisAck = { kind: 'replicated', replicas: 1 };

let cluster: RedisCluster;
let admins: Redis[];
let services: FaultService[];
beforeEach(async () => {
  cluster = await startRedisCluster({ withReplicas: true, nodeTimeoutMs: 1500 });
  admins = cluster.servers.map(({ port }) => {
    const admin = new Redis({ host: '127.0.0.1', port, retryStrategy: () => null, enableOfflineQueue: true });
    admin.on('error', () => {});
    return admin;
  });
  services = [];
});
afterEach(async () => {
  for (const { close } of services) await close();
  for (const admin of admins) admin.disconnect();
  await cluster.stop();
});

async function serve(ack: RedisAck): Promise<FaultService> {
  const made = faultService({ url: cluster.url, policies, store: { ack, checks: 'report' } });
  services.push(made);
  await made.service.open();
  return made;
}

/** A place among the masters. */
async function ownerOf(key: string): Promise<number> {
  for (let place = 0; place < 3; place++) {
    if ((await admins[place]?.exists(key).catch(() => undefined)) !== undefined) return place;
  }
  throw new Error(`nobody has ${key}`);
}

interface Load {
  /** Refusals that were acknowledged: customers, or addresses. */
  readonly acknowledged: { readonly fields: { customerId: string; address?: string }; readonly atMs: number }[];
  readonly unacknowledged: () => number;
  stop(): Promise<void>;
}

/** Both services refuse, by customer and by address, until they are stopped. */
function refuse(worlds: readonly World[], lanes = 6): Load {
  const acknowledged: Load['acknowledged'] = [];
  let isOver = false;
  let unacknowledged = 0;
  const running = Array.from({ length: lanes }, async (_, lane) => {
    const world = worlds[lane % worlds.length] as World;
    for (let count = 0; !isOver; count++) {
      const name = `r${lane}-${count}`;
      const fields = count % 2 ? { customerId: name } : { customerId: name, address: `${name}@example.org` };
      try {
        await world.suppress(fields);
        acknowledged.push({ fields, atMs: performance.now() });
      } catch (error) {
        expect(error).toMatchObject({ code: 'store-unavailable' });
        unacknowledged++;
        await sleep(20);
      }
    }
  });
  return {
    acknowledged,
    unacknowledged: () => unacknowledged,
    async stop() {
      isOver = true;
      await Promise.all(running);
    },
  };
}

async function lost(world: World, all: Load['acknowledged']): Promise<number> {
  let count = 0;
  for (const { fields } of all) {
    const asked = fields.address === undefined ? fields : { customerId: 'somebody-else', address: fields.address };
    for (const each of [fields, asked]) {
      const answer = await world.check(each);
      expect(answer.degraded).toBe(false);
      if (!codes(answer).includes('suppressed')) {
        count++;
        break;
      }
    }
  }
  return count;
}

const isWell = (world: World) =>
  until(async () => {
    const answers = await Promise.all(
      Array.from({ length: 48 }, (_, index) => world.check({ customerId: `probe${index}` })),
    );
    return answers.every(({ degraded }) => !degraded);
  }, 30_000);

/** From then on the replica of this master gets nothing more, as where the network between them is cut. */
async function cutReplica(place: number): Promise<void> {
  const master = admins[place] as Redis;
  await master.call('ACL', 'SETUSER', 'default', '-psync', '-sync');
  await master.call('CLIENT', 'KILL', 'TYPE', 'replica');
}

async function promoteInPlaceOf(place: number): Promise<void> {
  await (cluster.servers[place] as RedisServer).kill9();
  const replica = admins[place + 3] as Redis;
  await until(async () => {
    await replica.call('CLUSTER', 'FAILOVER', 'TAKEOVER').catch(() => {});
    return /role:master/.test(await replica.info('replication'));
  });
}

test('a master is killed and its replica promoted: no acknowledged refusal is lost, names stay right, the stream goes on, services recover by themselves', {
  timeout: 85_000,
}, async () => {
  const [first, second] = [await serve(replicated), await serve(replicated)];
  const stop = new AbortController();
  const told: string[] = [];
  void (async () => {
    for await (const entry of second.world.guard.follow(stop.signal)) told.push(String(entry['decisionId']));
  })();
  const load = refuse([first.world, second.world]);
  let isOver = false;
  const deciding = [first, second].map(async ({ world }, which) => {
    for (let count = 0; !isOver; count++) {
      await world.ask({ customerId: `d${count % 20}` }, caller(`sender${which}-${count % 30}`));
      await sleep(10);
    }
  });
  await until(async () => load.acknowledged.length > 30);
  // The one that holds the names.
  const place = await ownerOf('faults:{meta}:names');
  await (cluster.servers[place] as RedisServer).kill9();
  const before = load.acknowledged.length;
  await isWell(first.world);
  await isWell(second.world);
  await sleep(1000);
  await load.stop();
  isOver = true;
  await Promise.all(deciding);
  expect(load.acknowledged.length).toBeGreaterThan(before);
  expect(await lost(second.world, load.acknowledged)).toBe(0);
  const names = await (admins[place + 3] as Redis).hgetall('faults:{meta}:names');
  const numbers = Object.entries(names).flatMap(([name, id]) =>
    name.startsWith('#') ? [] : [`${name.split(':')[0]} ${id}`],
  );
  expect(new Set(numbers).size).toBe(numbers.length);
  for (const { world } of [first, second]) expect((await world.guard.readiness()).reasons).toEqual([]);
  // Denied now, and told now.
  await until(async () => {
    const { decisionId } = await first.world.ask({ customerId: load.acknowledged[0]?.fields.customerId ?? '' });
    await sleep(50);
    return told.includes(decisionId);
  });
  stop.abort();
});

describe('a replica that is cut off is promoted', () => {
  const scene = async (ack: RedisAck) => {
    const { world } = await serve(ack);
    const load = refuse([world]);
    await until(async () => load.acknowledged.length > 30);
    await cutReplica(1);
    const cutMs = performance.now();
    await sleep(2000);
    await load.stop();
    await promoteInPlaceOf(1);
    const fresh = await serve({ kind: 'written' });
    await isWell(fresh.world);
    const since = load.acknowledged.filter(({ atMs }) => atMs > cutMs);
    return {
      lost: await lost(fresh.world, load.acknowledged),
      acknowledged: load.acknowledged.length,
      since: since.length,
    };
  };

  test('with REDIS_ACK=replicated:1 nothing that was acknowledged is lost', { timeout: 60_000 }, async () => {
    const seen = await scene(replicated);
    expect(seen.acknowledged).toBeGreaterThan(20);
    expect(seen.lost).toBe(0);
  });

  test('without it, what was acknowledged since the cut on that master is gone, and nothing from before', {
    timeout: 60_000,
  }, async () => {
    const seen = await scene({ kind: 'written' });
    expect(seen.lost).toBeGreaterThan(0);
    expect(seen.lost).toBeLessThanOrEqual(seen.since + 6);
  });
});

test('slots are moved while two services decide and refuse: caps are exact, acknowledged refusals bind, and there is no error but degraded answers, found again by their operationId', {
  timeout: 85_000,
}, async () => {
  const worlds = [(await serve(replicated)).world, (await serve(replicated)).world];
  const load = refuse(worlds, 4);
  let isOver = false;
  let degraded = 0;
  const contacts = new Map<string, Set<string>>();
  /** Asked again with the same operationId, through either service, until there is an answer. */
  const ask = async (customerId: string, operationId: string): Promise<void> => {
    for (let tries = 0; ; tries++) {
      const answer = await (worlds[tries % 2] as World).ask({ customerId, operationId });
      if (answer.contactId !== null) {
        const all = contacts.get(customerId) ?? new Set();
        contacts.set(customerId, all.add(answer.contactId));
      }
      if (!answer.degraded) return;
      degraded++;
      await sleep(20);
    }
  };
  let asked = 0;
  const deciding = Array.from({ length: 4 }, async () => {
    while (!isOver) {
      const customerId = `m${asked++}`;
      for (const operation of ['a', 'b', 'c', 'd']) await ask(customerId, operation);
    }
  });
  await until(async () => load.acknowledged.length > 30 && asked > 30);
  const moved = await moveSlots(0, 1, 30);
  isOver = true;
  await Promise.all(deciding);
  await load.stop();
  expect(moved).toBeGreaterThan(50);
  for (const world of worlds) await isWell(world);
  // Each of four operations was answered: two are allowed, whatever was asked how often.
  for (const [customerId, all] of contacts) expect([customerId, all.size]).toEqual([customerId, limit]);
  expect(contacts.size).toBe(asked);
  expect(await lost(worlds[1] as World, load.acknowledged)).toBe(0);
  expect(degraded).toBeLessThan(asked * 4);
});

/** @returns how many keys went with the slots of so many buckets */
async function moveSlots(from: number, to: number, buckets: number): Promise<number> {
  const [source, target] = [admins[from] as Redis, admins[to] as Redis];
  const marks = await source.keys('*:mark');
  let keys = 0;
  for (const mark of marks.slice(0, buckets)) {
    const slot = Number(await source.call('CLUSTER', 'KEYSLOT', mark));
    const { send, end } = await beginMove(admins.slice(0, 3), slot, source, target);
    for (;;) {
      const some = (await source.call('CLUSTER', 'GETKEYSINSLOT', slot, 10)) as string[];
      if (some.length === 0) break;
      keys += some.length;
      await send(...some);
    }
    await end();
  }
  return keys;
}
