/** Against rate-limiter-flexible in the same HTTP shell, one look at refusals each, nothing denied on either side. */
import { startServer } from './support/child.ts';
import { type Bench, type Figure, inTurns, ratio } from './support/figure.ts';
import { mostRequests, warmUp } from './support/load.ts';
import { requireNoDenials, startBenchRedis } from './support/redis.ts';

const customers = 100_000;
const seconds = 2;

export const rateLimiter: Bench = {
  name: 'rate-limiter',
  async run() {
    return [...(await against(4, 3)), ...(await against(6, 4))];
  },
};

async function against(windows: 4 | 6, goal: number): Promise<Figure[]> {
  const redis = await startBenchRedis();
  const guard = await startServer('guard.ts', { STORE_URL: redis.url, POLICIES: `windows-${windows}` });
  const peer = await startServer('rate-limiter.ts', { STORE_URL: redis.url, WINDOWS: String(windows) });
  const load = (port: number) => () => mostRequests({ port, seconds, customers });
  try {
    for (const { port } of [guard, peer]) await warmUp({ port, customers });
    const rounds = await inTurns(4, { guard: load(guard.port), peer: load(peer.port) });
    await requireNoDenials(redis.client);
    const what = `/can-contact / rate-limiter-flexible Union on Redis, ${windows} windows`;
    return [
      ratio({ name: `rate-limiter, ${windows} windows`, what, goal: { atLeast: goal } }, rounds, 'guard', 'peer'),
    ];
  } finally {
    await Promise.all([guard.stop(), peer.stop()]);
    await redis.stop();
  }
}
