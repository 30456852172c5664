/** Asks for items of the log's lists (find.lua). On one node those who ask in one turn are answered by one script. */
import type { RedisLink } from './client.ts';
import { together } from './together.ts';

export interface Sought {
  readonly list: string;
  /** Bytes before the items. */
  readonly head: number;
  /** A stamp. */
  readonly below: number;
  readonly most: number;
}

/**
 * @param oneNode keys of several slots can be named together
 * @returns finds the newest items below a stamp; they come oldest first
 */
export function createFind(link: RedisLink, oneNode: boolean): (sought: Sought) => Promise<Buffer> {
  return together<Sought, Buffer, number>({
    most: oneNode ? 16 : 1,
    groups: (all) => Map.groupBy(all, ({ ask }) => ask.head),
    async send(asks, head) {
      const args = asks.flatMap(({ below, most }) => [below, most]);
      return (await link.run(
        'find',
        asks.map(({ list }) => list),
        [head, ...args],
      )) as Buffer[];
    },
  });
}
