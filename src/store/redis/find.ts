/** Asks for items of the log's lists (find.lua). On one node those who ask in one turn are answered by one script. */
import type { RedisLink } from './client.ts';

export interface Sought {
  readonly list: string;
  /** Bytes before the items. */
  readonly head: number;
  /** A stamp. */
  readonly below: number;
  readonly most: number;
}

interface Waiting {
  readonly sought: Sought;
  resolve(items: Buffer): void;
  reject(error: unknown): void;
}

/** Lists of one command: Redis does nothing else meanwhile. */
const mostLists = 16;

/**
 * @param oneNode keys of several slots can be named together
 * @returns finds the newest items below a stamp; they come oldest first
 */
export function createFind(link: RedisLink, oneNode: boolean): (sought: Sought) => Promise<Buffer> {
  let waiting: Waiting[] = [];

  const send = async (some: readonly Waiting[], head: number): Promise<void> => {
    const lists = some.map(({ sought }) => sought.list);
    const args = some.flatMap(({ sought }) => [sought.below, sought.most]);
    try {
      const found = (await link.run('find', lists, [head, ...args])) as Buffer[];
      for (const [at, { resolve }] of some.entries()) resolve(found[at] as Buffer);
    } catch (error) {
      for (const { reject } of some) reject(error);
    }
  };
  const sendAll = (): void => {
    const alike = Map.groupBy(waiting, ({ sought }) => sought.head);
    waiting = [];
    const most = oneNode ? mostLists : 1;
    for (const [head, all] of alike)
      for (let from = 0; from < all.length; from += most) void send(all.slice(from, from + most), head);
  };
  return (sought) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) process.nextTick(sendAll);
      waiting.push({ sought, resolve, reject });
    });
}
