/** `/can-contact` on Redis, requests a second: against bare Hono answering the same body, and with an address against without one. */
import { startServer } from './support/child.ts';
import { type Bench, inTurns, ratio } from './support/figure.ts';
import { type LoadOptions, mostRequests, warmUp } from './support/load.ts';
import { requireNoDenials, startBenchRedis } from './support/redis.ts';
import { hourMs, olderContacts, seed } from './support/service.ts';

const customers = 350_000;
const addressed = { from: 1_000_000, customers: 150_000, withAddress: true };
/** Reached within the day: the address need not note it again. */
const ofToday = { ...addressed, from: 1_200_000 };
const seconds = 3;

export const redisHttp: Bench = {
  name: 'redis-http',
  async run() {
    const redis = await startBenchRedis();
    await seed(redis, { customers, agoMs: olderContacts });
    await seed(redis, { ...addressed, agoMs: olderContacts });
    await seed(redis, { ...ofToday, agoMs: [...olderContacts, 10 * hourMs] });
    const guard = await startServer('guard.ts', { STORE_URL: redis.url });
    const bare = await startServer('bare.ts');
    const bodyUnread = await startServer('bare.ts', { READ_BODY: 'no' });
    const load = (port: number, options: Partial<LoadOptions> = {}) => {
      return () => mostRequests({ port, seconds, customers, ...options });
    };
    try {
      for (const { port } of [guard, bare, bodyUnread]) await warmUp({ port, customers });
      const rounds = await inTurns(5, {
        guard: load(guard.port),
        bare: load(bare.port),
        'body unread': load(bodyUnread.port),
      });
      await mostRequests({ port: guard.port, seconds: 2, ...addressed });
      const addresses = await inTurns(5, {
        'with address': load(guard.port, { seconds: 2, ...addressed }),
        'of today': load(guard.port, { seconds: 2, ...ofToday }),
        without: load(guard.port, { seconds: 2 }),
      });
      await requireNoDenials(redis.client);
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
            what: '/can-contact with an e-mail address that the customer was reached at before / without an address',
            goal: { atLeast: 0.85 },
          },
          addresses,
          'with address',
          'without',
        ),
        ratio(
          {
            name: 'redis-http, address of today',
            what: 'the same where the customer was reached there within the last day',
            goal: undefined,
          },
          addresses,
          'of today',
          'without',
        ),
      ];
    } finally {
      await Promise.all([guard, bare, bodyUnread].map((server) => server.stop()));
      await redis.stop();
    }
  },
};
