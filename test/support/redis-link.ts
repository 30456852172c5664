/** Connections as the Redis store makes them, for tests of its parts; with how often a script was called. */
import { createLink, type RedisLink, type RedisUrl, type ScriptName } from '../../src/store/redis/client.ts';
import { sharedRedisUrl } from './redis-server.ts';

/** @param commandMs how long a command may take */
export async function connectedLink(
  url: RedisUrl = { kind: 'single', url: sharedRedisUrl() },
  commandMs = 10_000,
): Promise<RedisLink> {
  const ready = Promise.withResolvers<void>();
  const link = createLink(url, commandMs, { ready: ready.resolve, lost: () => {} });
  link.connect();
  await ready.promise;
  return link;
}

export interface Calls {
  /** So far; may be set. */
  count: number;
}

/** Counts the calls of a script from now on. */
export function countCalls(link: RedisLink, script: ScriptName): Calls {
  const calls: Calls = { count: 0 };
  const { run } = link;
  link.run = (called, ...rest) => {
    if (called === script) calls.count++;
    return run(called, ...rest);
  };
  return calls;
}
