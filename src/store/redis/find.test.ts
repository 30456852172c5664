/** find.lua and forget.lua over lists that are written here. */
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Calls, connectedLink, countCalls } from '../../../test/support/redis-link.ts';
import { sharedRedisUrl } from '../../../test/support/redis-server.ts';
import type { RedisLink } from './client.ts';
import { itemBytes, kindIn, lastStamp, packItems, packStamps, stampIn } from './entry-lists.ts';
import { createFind } from './find.ts';

const prefix = `find-${process.pid}`;
let admin: Redis;
let link: RedisLink;
let calls: Calls;
beforeAll(async () => {
  admin = new Redis(sharedRedisUrl());
  link = await connectedLink();
  calls = countCalls(link, 'find');
});
afterAll(async () => {
  const keys = await admin.keys(`${prefix}:*`);
  if (keys.length > 0) await admin.unlink(...keys);
  admin.disconnect();
  link.close();
});

/** Every so manieth number, oldest first. */
const every = (step: number, count: number, from = 0) => Array.from({ length: count }, (_, at) => from + at * step);
const largestKind = 2 ** 48 - 1;
/** Told from the stamp. */
const kindOf = (stamp: number) => largestKind - (stamp % 1000);

async function write(name: string, stamps: readonly number[], before = ''): Promise<string> {
  const key = `${prefix}:${name}`;
  const items = packItems(stamps.map((stamp) => ({ stamp, kind: kindOf(stamp) })));
  await admin.set(key, Buffer.concat([Buffer.from(before), items]));
  return key;
}

/** The stamps of items, each with its kind. */
function stampsIn(items: Buffer): number[] {
  return every(1, items.length / itemBytes).map((place) => {
    const stamp = stampIn(items, place);
    expect(kindIn(items, place)).toBe(kindOf(stamp));
    return stamp;
  });
}

describe('items of a list of the log', () => {
  test('are found for all who ask in one turn by one command for many lists, each below its own stamp; for sixteen where much of each may come', async () => {
    const lists = await Promise.all(every(1, 40).map((bucket) => write(`b${bucket}`, every(bucket + 1, 300))));
    const find = createFind(link, true);
    const below = (bucket: number) => 200 + bucket;
    for (const [most, commands] of [
      [5, 1],
      [100, 3],
    ] as const) {
      calls.count = 0;
      const found = await Promise.all(lists.map((list, bucket) => find({ list, head: 0, below: below(bucket), most })));
      expect(calls.count).toBe(commands);
      for (const [bucket, items] of found.entries()) {
        const all = every(bucket + 1, 300).filter((stamp) => stamp < below(bucket));
        expect(stampsIn(items)).toEqual(all.slice(-most));
      }
    }
  });

  test('are not handed out where nothing is newer than what is known', async () => {
    const find = createFind(link, true);
    const list = await write('known', every(3, 20));
    const newerThan = async (stamp: number, name = list) =>
      stampsIn(await find({ list: name, head: 0, below: lastStamp, most: 2, newerThan: stamp }));
    for (const stamp of [57, 58]) expect(await newerThan(stamp)).toEqual([]);
    for (const stamp of [0, 54, 56]) expect(await newerThan(stamp)).toEqual([54, 57]);
    expect(await newerThan(0, `${prefix}:none`)).toEqual([]);
  });

  test('are those below any stamp, as many as there are, behind what stands before them', async () => {
    const find = createFind(link, true);
    const newest = 2 ** 52;
    for (const stamps of [[], [7], every(3, 33, newest)]) {
      const list = await write(`l${stamps.length}`, stamps, 'a key');
      const edges = [0, ...stamps, ...stamps.map((stamp) => stamp + 1), newest + 1000];
      for (const below of edges) {
        const items = await find({ list, head: 'a key'.length, below, most: 10 });
        expect(stampsIn(items)).toEqual(stamps.filter((stamp) => stamp < below).slice(-10));
      }
    }
    expect(stampsIn(await find({ list: `${prefix}:none`, head: 5, below: newest, most: 10 }))).toEqual([]);
  });

  test('are asked for one list a command where lists lie on several nodes', async () => {
    const lists = await Promise.all(['x', 'y'].map((name) => write(name, every(1, 10))));
    calls.count = 0;
    const find = createFind(link, false);
    const found = await Promise.all(lists.map((list) => find({ list, head: 0, below: 100, most: 2 })));
    expect(found.map(stampsIn)).toEqual([
      [8, 9],
      [8, 9],
    ]);
    expect(calls.count).toBe(2);
  });

  test('go where they are taken out, with what is not there passed over, and the list with the last', async () => {
    const list = await write('gone', every(2, 20), 'a key');
    const rest = async (gone: readonly number[]) => {
      await link.run('forget', [list], ['a key'.length, packStamps(gone)]);
      const text = await admin.getBuffer(list);
      return text && stampsIn(text.subarray('a key'.length));
    };
    await admin.pexpire(list, 60_000);
    expect(await rest([0, 3, 10, 11, 38, 99])).toEqual(every(2, 20).filter((stamp) => ![0, 10, 38].includes(stamp)));
    expect(await rest(every(1, 30))).toEqual([30, 32, 34, 36]);
    expect(await admin.pttl(list)).toBeGreaterThan(0);
    expect(await rest([30, 32, 34, 36])).toBeNull();
  });
});
