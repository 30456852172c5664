/** Bare Hono with one GET of a customer's key, through ioredis as it comes. */
import { Redis } from 'ioredis';
import { sampleAnswer, servePost } from './shell.ts';

const redis = new Redis(process.env['STORE_URL'] ?? '');

servePost(async (c) => {
  const { customerId } = (await c.req.json()) as { customerId: string };
  await redis.get(`one-get:${customerId}`);
  return c.json(sampleAnswer);
});
