/** The 99th percentile at half of the service's capacity, against bare Hono with one GET at the same rate. */
import { type Server, startChild, startServer } from './support/child.ts';
import type { RateResult } from './support/constant-rate.ts';
import { type Bench, inTurns, ratio } from './support/figure.ts';
import { mostRequests, requestsSent, warmUp } from './support/load.ts';
import { requireNoDenials, startBenchRedis } from './support/redis.ts';
import { olderContacts, seed } from './support/service.ts';

const customers = 200_000;
const seconds = 4;

export const latency: Bench = {
  name: 'latency',
  async run(say) {
    const redis = await startBenchRedis();
    await seed(redis, { customers, agoMs: olderContacts });
    const guard = await startServer('guard.ts', { STORE_URL: redis.url });
    const oneGet = await startServer('one-get.ts', { STORE_URL: redis.url });
    try {
      for (const { port } of [guard, oneGet]) await warmUp({ port, customers });
      const capacity = await mostRequests({ port: guard.port, seconds: 2, customers });
      const rate = Math.round(capacity / 2);
      let first = requestsSent({ port: guard.port });
      const p99 = (server: Server) => async () => {
        first += rate * seconds;
        return atRate(server.port, rate, first);
      };
      const rounds = await inTurns(5, { 'guard ms': p99(guard), 'one GET ms': p99(oneGet) });
      await requireNoDenials(redis.client);
      say(`at ${rate} requests a second`);
      const what =
        'p99 at half of the capacity / bare Hono with one GET at the same rate, from when each request was due';
      return [ratio({ name: 'latency', what, goal: { atMost: 2 } }, rounds, 'guard ms', 'one GET ms')];
    } finally {
      await Promise.all([guard.stop(), oneGet.stop()]);
      await redis.stop();
    }
  },
};

async function atRate(port: number, rate: number, first: number): Promise<number> {
  const { said, stop } = await startChild<RateResult>('support/constant-rate.ts', {
    PORT: String(port),
    RATE: String(rate),
    SECONDS: String(seconds),
    FIRST: String(first),
    CUSTOMERS: String(customers),
  });
  await stop();
  if (said.failed > 0) throw new Error(`latency: ${said.failed} requests on port ${port} were not answered with 200`);
  return said.p99Ms;
}
