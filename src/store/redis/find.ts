/** Asks for stamps that stand in lists of the log (find.lua). On one node those who ask in one turn are answered by one script. */
import type { RedisLink } from './client.ts';
import { unpackStamps } from './entry-lists.ts';

export interface Sought {
  /** Of one bucket. */
  readonly lists: readonly string[];
  /** Bytes before the stamps in the first list. */
  readonly head: number;
  readonly least: number;
  /** A stamp, as `goOn` has it. */
  readonly below: string;
  readonly most: number;
}

export interface Found {
  /** Newest first. */
  readonly stamps: readonly number[];
  /** What to look below next; empty: there is no more. */
  readonly goOn: string;
}

interface Waiting {
  readonly sought: Sought;
  resolve(found: Found): void;
  reject(error: unknown): void;
}

/** Buckets of one command: Redis does nothing else meanwhile. */
const mostBuckets = 16;

/** @param oneNode keys of several slots can be named together */
export function createFind(link: RedisLink, oneNode: boolean): (sought: Sought) => Promise<Found> {
  let waiting: Waiting[] = [];

  const send = async (some: readonly Waiting[]): Promise<void> => {
    const { lists, head } = (some[0] as Waiting).sought;
    const keys = some.flatMap(({ sought }) => sought.lists);
    const args = some.flatMap(({ sought }) => [sought.least, sought.below, sought.most]);
    try {
      const reply = (await link.run('find', keys, [lists.length, head, ...args])) as Buffer[];
      for (const [at, { resolve }] of some.entries()) {
        const [stamps, goOn] = reply.slice(2 * at) as [Buffer, Buffer];
        resolve({ stamps: unpackStamps(stamps), goOn: goOn.toString() });
      }
    } catch (error) {
      for (const { reject } of some) reject(error);
    }
  };
  const sendAll = (): void => {
    const alike = Map.groupBy(waiting, ({ sought }) => `${sought.lists.length} ${sought.head}`);
    waiting = [];
    const most = oneNode ? mostBuckets : 1;
    for (const all of alike.values())
      for (let from = 0; from < all.length; from += most) void send(all.slice(from, from + most));
  };
  return (sought) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) process.nextTick(sendAll);
      waiting.push({ sought, resolve, reject });
    });
}
