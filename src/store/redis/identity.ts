/**
 * Whether the data that this process began with is still there, in every shard. The info hash names the data; a mark with that name stands in each
 * bucket, so that wherever a Cluster keeps a bucket its mark is beside it, and goes with it.
 */
import { newKey } from '../../ids.ts';
import type { RedisLink } from './client.ts';
import { buckets, type Keys } from './keys.ts';
import { ownerOf } from './nodes.ts';

export interface Identity {
  /**
   * @param mayBegin whether the store is fit to begin in, where nothing is there yet
   * @param isWhole look at every bucket; else at one of each shard, another each time
   * @returns why the data is not what it was. @throws where a part of it does not answer and the others are as they were
   */
  look(options: { mayBegin: boolean; isWhole: boolean }): Promise<string[]>;
  /** Names the data; undefined before it was seen. */
  name(): string | undefined;
}

const everyBucket = Array.from({ length: buckets }, (_, bucket) => bucket);

const emptied =
  'redis was emptied while this service ran: the refusals that it kept are gone. Put its data back, or restart the service to begin with what is there';

/** @param created called where the data began with this process */
export function createIdentity(
  link: RedisLink,
  keys: Keys,
  canary: string,
  created: (() => void) | undefined,
): Identity {
  let data: string | undefined;
  let turn = 0;

  const readInfo = () => link.call((client) => client.hmget(keys.info, 'pepper', 'data', 'marked'));
  const readMark = (bucket: number) => link.call((client) => client.get(keys.mark(bucket)));

  const begin = async (): Promise<void> => {
    await link.call((client) => client.hsetnx(keys.info, 'pepper', canary));
    if ((await link.call((client) => client.hsetnx(keys.info, 'data', newKey()))) === 1) created?.();
  };

  /** Written once for the data: a mark that is missing later was lost. */
  const mark = async (name: string): Promise<void> => {
    await Promise.all(everyBucket.map((bucket) => link.call((client) => client.setnx(keys.mark(bucket), name))));
    await link.call((client) => client.hset(keys.info, 'marked', '1'));
  };

  const oneOfEachShard = (): number[] => {
    const shards = Map.groupBy(everyBucket, (bucket) => ownerOf(link.client, keys.mark(bucket)));
    turn++;
    return [...shards.values()].map((own) => own[turn % own.length] ?? 0);
  };

  const lostAmong = async (looked: readonly number[], name: string): Promise<string[]> => {
    const marks = await Promise.allSettled(looked.map(readMark));
    const lost = looked.filter((_, place) => {
      const seen = marks[place];
      return seen?.status === 'fulfilled' && seen.value !== name;
    });
    if (lost.length > 0) return [shardEmptied(lost)];
    const silent = marks.find((seen) => seen.status === 'rejected');
    if (silent) throw silent.reason;
    return [];
  };

  const shardEmptied = (lost: readonly number[]): string => {
    const nodes = [...new Set(lost.map((bucket) => ownerOf(link.client, keys.mark(bucket))))].filter(Boolean);
    const where = nodes.length > 0 ? ` (${nodes.join(', ')})` : '';
    return `redis lost a part of its data${where}: a shard was emptied, and the refusals that it kept are gone. Put its data back; to go on without, say so: HDEL ${keys.info} marked`;
  };

  return {
    name: () => data,
    async look({ mayBegin, isWhole }) {
      let [pepper, found, marked] = await readInfo();
      if (pepper && pepper !== canary)
        return ['ADDRESS_PEPPER: not the pepper this store was made with; every refusal would be missed'];
      if (data === undefined && !found) {
        const marks = await Promise.all(everyBucket.map(readMark));
        if (marks.some((seen) => seen !== null))
          return [
            `redis lost a part of its data: the shard with ${keys.info} was emptied, and with it the numbers of names, without which the rest cannot be read. Put its data back`,
          ];
        if (!mayBegin) return [];
        await begin();
        [pepper, found, marked] = await readInfo();
        if (pepper !== canary)
          return ['ADDRESS_PEPPER: not the pepper this store was made with; every refusal would be missed'];
      }
      data ??= found ?? undefined;
      if (data === undefined || found !== data) return [emptied];
      if (!marked) await mark(data);
      return lostAmong(isWhole || !marked ? everyBucket : oneOfEachShard(), data);
    },
  };
}
