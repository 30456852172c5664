/** Reads single entries of the log and what unseals them (entries.lua). On one node what is asked for in one turn is read by one script. */
import type { RedisLink } from './client.ts';
import type { Hit } from './entry-item.ts';
import { idOf, keyLength } from './entry-lists.ts';
import type { Keys } from './keys.ts';
import { together } from './together.ts';

/** Of one script: decisions behind it do not wait for more, nor what takes its answer apart. */
export const readAtOnce = 32;

export interface EntryReads {
  /** Undefined: it is gone. */
  json(hit: Hit): Promise<string | undefined>;
  /** Undefined: the person was erased. */
  key(bucket: number, subject: string): Promise<string | undefined>;
}

/** @param oneNode keys of several slots can be named together */
export function createEntryReads(link: RedisLink, keys: Keys, oneNode: boolean): EntryReads {
  const read = together<{ readonly name: string; readonly id: string }, Buffer | null>({
    most: oneNode ? readAtOnce : 1,
    async send(asks) {
      const names = asks.map(({ name }) => name);
      return (await link.run('entries', names, [keyLength, ...asks.map(({ id }) => id)])) as (Buffer | null)[];
    },
  });
  return {
    json: async ({ stamp, bucket }) => (await read({ name: keys.log(bucket), id: idOf(stamp) }))?.toString(),
    key: async (bucket, subject) => (await read({ name: keys.subject(bucket, subject), id: '' }))?.toString(),
  };
}
