import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { policySet } from '../../../test/support/policies.ts';
import { startRedis, startRedisCluster } from '../../../test/support/redis-server.ts';
import { redisHarness } from '../../../test/support/redis-service.ts';
import { createWorld, hourMs, startMs, type World } from '../../../test/support/world.ts';
import { mostSuppressions } from '../../refusals/effect.ts';
import { mostScopes } from '../../refusals/put-consent.ts';

const rules = `
- { id: one, because: One., when: { channels: [push] }, cap: { limit: 1, window: 24h } }
- { id: asked, because: Asked., when: { purposes: [experiment] }, consent: { level: express } }
- { id: health, because: Health., targeting: { forbid: [health], unless: express-consent } }`;

/** Texts are what the limits of suppressions and consents are full of; nothing is said of any other channel. */
const plain = { customerId: 'plain', address: '+14155550101' };
const laden = { customerId: 'laden', address: '+14155550102' };
const rounds = 40;

interface Place {
  readonly url: string;
  readonly ports: readonly number[];
  stop(): Promise<void>;
}

const places: readonly (readonly [string, () => Promise<Place>])[] = [
  [
    'one node',
    async () => {
      const { url, port, stop } = await startRedis();
      return { url, ports: [port], stop };
    },
  ],
  ['a Cluster', () => startRedisCluster()],
];

describe.each(places)('who has 1,000 suppressions and 200 consents for texts, on %s', (_, start) => {
  let place: Place;
  let harness: Awaited<ReturnType<typeof redisHarness>>;
  let servers: Redis[];
  let world: World;

  beforeAll(async () => {
    place = await start();
    servers = place.ports.map((port) => new Redis(port, '127.0.0.1'));
    harness = await redisHarness(place.url, policySet(rules), startMs);
    world = createWorld(harness.service, { nowMs: () => startMs, set: harness.setNow });
    await fill(world);
  });
  afterAll(async () => {
    await harness?.close();
    for (const server of servers ?? []) server.disconnect();
    await place?.stop();
  });

  /** Bytes over the servers' connections and in their append-only files. */
  const traffic = async (work: () => Promise<void>) => {
    const before = await counters(servers);
    await work();
    const after = await counters(servers);
    return { moved: after.moved - before.moved, written: after.written - before.written };
  };

  const questions: Record<string, (who: typeof plain) => Promise<boolean>> = {
    'an allowed one': async ({ customerId }) => (await world.ask({ customerId, channel: 'email' })).allowed,
    'an allowed one with that address': async ({ customerId, address }) =>
      (await world.ask({ customerId: `other-${customerId}`, channel: 'voice', address })).allowed,
    'one denied by a cap': async ({ customerId }) => (await world.ask({ customerId, channel: 'push' })).allowed,
    'one denied for want of a consent': async ({ customerId }) =>
      (await world.ask({ customerId, channel: 'email', purpose: 'experiment' })).allowed,
    'one that is judged, with that address': async ({ address, customerId }) =>
      (await world.ask({ customerId, channel: 'voice', address, targeting: ['health'] })).allowed,
    'a hold, confirmed': async ({ customerId }) => {
      const hold = await world.contact({ customerId, channel: 'voice', confirmByMs: startMs + hourMs });
      return (await world.confirm(hold)).allowed;
    },
    'a hold that an outcome ends': async ({ customerId }) => {
      const hold = await world.contact({ customerId, channel: 'whatsapp', confirmByMs: startMs + hourMs });
      return world.outcome(hold, 'cancelled').then((counts) => !counts);
    },
    'one that only asks, with that address': async ({ address, customerId }) =>
      (await world.check({ customerId, channel: 'voice', address })).allowed,
  };

  test.each(Object.keys(questions))(
    'decides like anybody on other channels: %s moves and writes as little',
    async (name) => {
      const ask = questions[name] as (typeof questions)[string];
      const run = async (who: typeof plain) => {
        const answers: boolean[] = [];
        // The first one may make what later ones find.
        await ask(who);
        const bytes = await traffic(async () => {
          for (let round = 0; round < rounds; round++) answers.push(await ask(who));
        });
        return { answers, ...bytes };
      };
      const usual = await run(plain);
      const found = await run(laden);
      expect(found.answers).toEqual(usual.answers);
      expect(new Set(usual.answers)).toEqual(new Set([!name.includes('denied') && !name.includes('judged')]));
      expect(found.moved).toBeLessThan(usual.moved * 1.1 + watchBytes);
      expect(found.written).toBeLessThan(usual.written * 1.1 + 100);
    },
  );
});

/** The service looks at its servers now and then; a cold part is more than ten times as long. */
const watchBytes = 30_000;

async function counters(servers: readonly Redis[]): Promise<{ moved: number; written: number }> {
  const sum = { moved: 0, written: 0 };
  for (const server of servers) {
    const said = (await server.info('stats')) + (await server.info('persistence'));
    const field = (name: string) => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(said)?.[1]);
    sum.moved += field('total_net_input_bytes') + field('total_net_output_bytes');
    // What waits for a slow disk is written as well.
    sum.written += field('aof_current_size') + field('aof_buffer_length');
  }
  return sum;
}

async function fill(world: World): Promise<void> {
  const { store, hashes } = world.service;
  for (let scope = 0; scope < mostScopes; scope++)
    await world.consent({ customerId: laden.customerId, channel: 'sms', keys: { brand: String(scope) } });
  const { addressHash } = await world.suppress({ ...laden, channel: 'sms', reason: 'case 0' });
  await store.transact(hashes.customer(laden.customerId), (state) => {
    fillUp(state.cold().suppressions);
    return { value: undefined, changed: true, coldChanged: true, entries: [] };
  });
  const hash = Buffer.from(addressHash as string, 'base64url').toString('latin1');
  await store.transactAddress({ kind: 'phone', hash: hash as never }, ({ cold }) => {
    fillUp(cold.suppressions);
    return { value: undefined, changed: true };
  });
}

function fillUp<T extends { readonly suppressionId: string }>(list: T[]): void {
  const [first] = list as [T];
  while (list.length < mostSuppressions)
    list.push({ ...first, suppressionId: `${first.suppressionId}${list.length}`, signal: `case ${list.length}` });
}
