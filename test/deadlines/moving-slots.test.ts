/** Whole decisions about people who said stop, while the slot of what keeps their refusal moves to another master: held at each step on its way. */
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { slotOf } from '../../src/store/redis/nodes.ts';
import { type FaultService, faultService, timed } from '../support/fault-service.ts';
import { beginMove } from '../support/moving-slot.ts';
import { policySet } from '../support/policies.ts';
import { type RedisCluster, startRedisCluster } from '../support/redis-server.ts';
import { codes, type World } from '../support/world.ts';

const policies = policySet('- { id: many, because: Many., cap: { limit: 50, window: 24h } }');
/** Twice what a command may take, and something for the machine. */
const patienceMs = 5000;
const address = 'stopped@example.org';
/** Whoever is asked about, and the letters of the parts that keep the refusal (hot, cold). */
const whose = {
  'a customer': { refused: {}, parts: ['c', 'd'] },
  'an address': { refused: { address }, parts: ['a', 'b'] },
} as const;

let cluster: RedisCluster;
let admins: Redis[];
const services: FaultService[] = [];
beforeAll(async () => {
  cluster = await startRedisCluster();
  admins = cluster.ports.map((port) => new Redis({ host: '127.0.0.1', port }));
});
afterAll(async () => {
  for (const { close } of services) await close();
  for (const admin of admins) admin.disconnect();
  await cluster.stop();
});

/** A service that has heard of no refusal yet. */
async function newcomer(prefix: string): Promise<World> {
  const made = faultService({ url: cluster.url, policies, prefix, store: { checks: 'report' } });
  services.push(made);
  await made.service.open();
  return made.world;
}

async function holderOf(pattern: string): Promise<{ key: string; holder: Redis }> {
  for (const holder of admins) {
    const [key] = await holder.keys(pattern);
    if (key !== undefined) return { key, holder };
  }
  throw new Error(`nobody has ${pattern}`);
}

const steps = [
  'nothing has left',
  'the hot part has left',
  'the cold part has left',
  'both have left',
  'all has moved',
];
const cases = Object.entries(whose).flatMap(([who, how]) => steps.map((step) => ({ who, ...how, step })));
let attempts = 0;

test.each(cases)(
  'while the slot of $who moves a stop is heard, or nobody is contacted: $step',
  async ({ refused, parts, step }) => {
    const prefix = `move${attempts++}`;
    const before = await newcomer(prefix);
    const who = { customerId: 'stopped', ...refused };
    const asked = 'address' in refused ? { customerId: 'somebody-else', ...refused } : who;
    await before.contact(asked);
    await before.refuse(who);
    const [hot, cold] = await Promise.all(parts.map((letter) => holderOf(`${prefix}:*:${letter}:*`)));
    if (!hot || !cold) throw new Error('no parts');
    const target = admins[(admins.indexOf(hot.holder) + 1) % 3] as Redis;
    const { send, end } = await beginMove(admins, slotOf(hot.key), hot.holder, target);
    let isThere = false;
    const arrive = async () => {
      if (!isThere) await end();
      isThere = true;
    };
    try {
      if (step.includes('hot') || step.includes('both')) await send(hot.key);
      if (step.includes('cold') || step.includes('both')) await send(cold.key);
      if (step === 'all has moved') await arrive();

      const world = await newcomer(prefix);
      for (const answer of [await world.check(asked), await world.ask(asked), await world.ask(asked)]) {
        expect(answer.allowed).toBe(false);
        if (!answer.degraded) expect(codes(answer)).toContain('suppressed');
      }
      const listed = await timed(() =>
        world.guard.suppressionsOfCustomer('stopped').catch((error: unknown) => String(error)),
      );
      expect(listed.tookMs).toBeLessThan(patienceMs);
      expect(listed.value).not.toEqual([]);
      // Said of another purpose meanwhile: where it was acknowledged it binds.
      const isHeard = await world.suppress({ ...who, channel: 'email', purpose: 'service.delivery' }).then(
        () => true,
        () => false,
      );
      await arrive();
      for (const purpose of ['marketing.promotions', ...(isHeard ? ['service.delivery'] : [])]) {
        const answer = await world.ask({ ...asked, purpose });
        expect(answer).toMatchObject({ allowed: false, degraded: false });
        expect(codes(answer)).toContain('suppressed');
      }
      expect(isHeard || step !== 'all has moved').toBe(true);
    } finally {
      await arrive();
    }
  },
);
