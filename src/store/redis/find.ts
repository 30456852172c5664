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
  /** A stamp: where the list has no newer one, nothing is found. */
  readonly newerThan?: number;
}

/** Lists that one script looks at: many where little of each comes, and of those of which much may, so many that decisions behind them do not wait. */
const manyLists = 64;
const fewLists = 16;
const little = 64;

/**
 * @param oneNode keys of several slots can be named together
 * @returns finds the newest items below a stamp; they come oldest first
 */
export function createFind(link: RedisLink, oneNode: boolean): (sought: Sought) => Promise<Buffer> {
  const askBy = (lists: number) =>
    together<Sought, Buffer, number>({
      most: oneNode ? lists : 1,
      groups: (all) => Map.groupBy(all, ({ ask }) => ask.head),
      async send(asks, head) {
        const args = asks.flatMap(({ below, most, newerThan = -1 }) => [below, most, newerThan]);
        return (await link.run(
          'find',
          asks.map(({ list }) => list),
          [head, ...args],
        )) as Buffer[];
      },
    });
  const [ofFew, ofMany] = [askBy(fewLists), askBy(manyLists)];
  return (sought) => (sought.most > little ? ofFew(sought) : ofMany(sought));
}
