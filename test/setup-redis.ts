/** Runs once before all tests: finds (where need be installs) a Redis and starts the server that the test files share. */
import { findRedisEngine } from './support/redis-engine.ts';
import { startRedis } from './support/redis-server.ts';

export async function setup(): Promise<() => Promise<void>> {
  const given = process.env['TEST_REDIS_URL'];
  if (given !== undefined && given !== '') {
    process.env['TEST_REDIS_URL_SHARED'] = given;
    return async () => {};
  }
  process.env['TEST_REDIS_ENGINE'] = JSON.stringify(await findRedisEngine({ install: true }));
  const server = await startRedis();
  process.env['TEST_REDIS_URL_SHARED'] = server.url;
  return () => server.stop();
}
