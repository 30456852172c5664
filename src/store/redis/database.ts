/** The database of the URL, or none: where SELECT fails ioredis goes on in database 0, where the data of others may lie. */
import type { Redis } from 'ioredis';

/**
 * A connection that cannot select its database ends before it takes any command.
 * @param misplaced told why the server does not let it, each time that it is tried
 */
export function holdToDatabase(client: Redis, misplaced?: (problem: string) => void): Redis {
  const select = client.select.bind(client);
  return Object.assign(client, {
    async select(database: number): Promise<'OK'> {
      try {
        return await select(database);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        if (/^(NOPERM|NOAUTH|DENIED|ERR)/.test(message))
          misplaced?.(`STORE_URL: database ${database} cannot be used (${message})`);
        client.stream.destroy();
        // A login that has not ended is never ready.
        return new Promise<never>(() => {});
      }
    },
  });
}
