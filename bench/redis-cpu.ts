/** Redis's processor time a decision against a plain ZADD, through the same corked client with as many in flight. */
import { createLink } from '../src/store/redis/client.ts';
import { customerId, walk } from './support/customers.ts';
import { type Bench, inTurns, ratio } from './support/figure.ts';
import { type BenchRedis, cpuSeconds, requireNoDenials, startBenchRedis } from './support/redis.ts';
import { decideAs, flood, olderContacts, openService, request, seed } from './support/service.ts';

const customers = 100_000;
const times = 30_000;
const inFlight = 200;

export const redisCpu: Bench = {
  name: 'redis-cpu',
  async run() {
    const redis = await startBenchRedis();
    await seed(redis, { customers, agoMs: olderContacts });
    const service = await openService({ storeUrl: redis.url });
    const link = await connect(redis.url);
    let step = 0;
    const decide = () => decideAs('allowed', service, request(walk(customers, step++)));
    const zadd = () =>
      link.call((client) => client.zadd(`z:${customerId(walk(customers, step))}`, Date.now(), `contact-${step++}`));
    try {
      await flood(10_000, inFlight, decide);
      await flood(10_000, inFlight, zadd);
      const rounds = await inTurns(5, {
        decision: () => microseconds(redis, decide),
        ZADD: () => microseconds(redis, zadd),
      });
      await requireNoDenials(redis.client);
      const what = "Redis's processor time a decision / a plain ZADD, same client and in flight";
      return [ratio({ name: 'redis-cpu', what, goal: { atMost: 6 } }, rounds, 'decision', 'ZADD')];
    } finally {
      link.close();
      await service.close();
      await redis.stop();
    }
  },
};

async function microseconds(redis: BenchRedis, work: () => Promise<unknown>): Promise<number> {
  const before = await cpuSeconds(redis.client);
  await flood(times, inFlight, work);
  return (((await cpuSeconds(redis.client)) - before) / times) * 1e6;
}

function connect(url: string) {
  return new Promise<ReturnType<typeof createLink>>((resolve) => {
    const link = createLink({ kind: 'single', url }, 300, { ready: () => resolve(link), lost: () => {} });
    link.connect();
  });
}
