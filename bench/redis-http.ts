/** `/can-contact` on Redis, requests a second, against bare Hono answering the same body. */
import { startServer } from './support/child.ts';
import { type Bench, inTurns, ratio } from './support/figure.ts';
import { mostRequests, warmUp } from './support/load.ts';
import { denials, startBenchRedis } from './support/redis.ts';
import { seedAddresses, seedHistory } from './support/service.ts';

const customers = 100_000;
const addressed = 15_000;
const seconds = 3;

export const redisHttp: Bench = {
  name: 'redis-http',
  async run(say) {
    const redis = await startBenchRedis();
    const other = await startBenchRedis();
    await seedHistory(redis, customers);
    await seedAddresses(other, addressed);
    const guard = await startServer('guard.ts', { STORE_URL: redis.url });
    const withAddress = await startServer('guard.ts', { STORE_URL: other.url });
    const bare = await startServer('bare.ts');
    const bodyUnread = await startServer('bare.ts', { READ_BODY: 'no' });
    const load = (port: number) => () => mostRequests({ port, seconds, customers });
    try {
      for (const { port } of [guard, bare, bodyUnread]) await warmUp({ port, customers });
      const rounds = await inTurns(5, {
        guard: load(guard.port),
        bare: load(bare.port),
        'body unread': load(bodyUnread.port),
      });
      await mostRequests({ port: withAddress.port, seconds: 1, customers: addressed, withAddress: true });
      const addresses = await inTurns(3, {
        'with address': () =>
          mostRequests({ port: withAddress.port, seconds: 2, customers: addressed, withAddress: true }),
        bare: load(bare.port),
      });
      say(`denied: ${await denials(redis.client)} and ${await denials(other.client)}`);
      return [
        ratio(
          {
            name: 'redis-http',
            what: '/can-contact on Redis / bare Hono that reads the JSON and answers the same body',
            goal: { atLeast: 0.75 },
          },
          rounds,
          'guard',
          'bare',
        ),
        ratio(
          { name: 'redis-http, body unread', what: 'the same / bare Hono that never reads the body', goal: undefined },
          rounds,
          'guard',
          'body unread',
        ),
        ratio(
          {
            name: 'redis-http, address',
            what: 'the same with an e-mail address that the customer was reached at before / bare',
            goal: undefined,
          },
          addresses,
          'with address',
          'bare',
        ),
      ];
    } finally {
      await Promise.all([guard, withAddress, bare, bodyUnread].map((server) => server.stop()));
      await Promise.all([redis.stop(), other.stop()]);
    }
  },
};
