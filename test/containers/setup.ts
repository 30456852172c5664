/** The store's suites once more, against a newer Redis than the one that the other tests find: every server is a container here. */
import { startRedis } from '../support/redis-server.ts';

const image = process.env['CONTAINER_REDIS_IMAGE'] ?? 'redis:8.0-trixie';

export async function setup(): Promise<() => Promise<void>> {
  process.env['TEST_REDIS_ENGINE'] = JSON.stringify({ kind: 'docker', image });
  const server = await startRedis();
  process.env['TEST_REDIS_URL_SHARED'] = server.url;
  return () => server.stop();
}
