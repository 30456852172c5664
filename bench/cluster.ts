/** Decisions a second on a Cluster of three masters against one node, all on this machine. */
import { startRedisCluster } from '../test/support/redis-server.ts';
import { walk } from './support/customers.ts';
import { type Bench, inTurns, ratio } from './support/figure.ts';
import { startBenchRedis } from './support/redis.ts';
import { decideAs, flood, openService, request } from './support/service.ts';

const customers = 100_000;
const times = 30_000;
const inFlight = 200;

export const cluster: Bench = {
  name: 'cluster',
  async run() {
    const one = await startBenchRedis();
    const three = await startRedisCluster();
    const services = {
      one: await openService({ storeUrl: one.url }),
      three: await openService({ storeUrl: three.url }),
    };
    const next = { one: 0, three: 0 };
    const perSecond = async (side: keyof typeof services, count = times) => {
      const ask = () => decideAs('allowed', services[side], request(walk(customers, next[side]++)));
      return count / (await flood(count, inFlight, ask));
    };
    try {
      for (const side of ['one', 'three'] as const) await perSecond(side, 15_000);
      const rounds = await inTurns(5, {
        'three masters': () => perSecond('three'),
        'one node': () => perSecond('one'),
      });
      const what = 'decisions a second of one process on a Cluster of three masters / on one node, same machine';
      return [ratio({ name: 'cluster', what, goal: { atLeast: 0.8 } }, rounds, 'three masters', 'one node')];
    } finally {
      await Promise.all(Object.values(services).map((service) => service.close()));
      await Promise.all([one.stop(), three.stop()]);
    }
  },
};
