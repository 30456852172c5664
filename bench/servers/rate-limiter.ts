/** What a team would write with rate-limiter-flexible: one look at a set of refusals, then a union of limiters on Redis. */
import { Redis } from 'ioredis';
import { RateLimiterRedis, RateLimiterUnion } from 'rate-limiter-flexible';
import { highLimit, windowSeconds } from '../support/policies.ts';
import { sampleAnswer, servePost } from './shell.ts';

const redis = new Redis(process.env['STORE_URL'] ?? '');
const limiters = windowSeconds
  .slice(0, Number(process.env['WINDOWS']))
  .map(
    (duration) =>
      new RateLimiterRedis({ storeClient: redis, keyPrefix: `rlf${duration}`, points: highLimit, duration }),
  );
const union = new RateLimiterUnion(...limiters);

servePost(async (c) => {
  const { customerId } = (await c.req.json()) as { customerId: string };
  if ((await redis.sismember('refused', customerId)) === 1) return c.json({ ...sampleAnswer, allowed: false });
  try {
    await union.consume(customerId);
    return c.json(sampleAnswer);
  } catch {
    return c.json({ ...sampleAnswer, allowed: false });
  }
});
