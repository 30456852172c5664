/** find.lua over lists that are written here, against what the lists have in common. */
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sharedRedisUrl } from '../../../test/support/redis-server.ts';
import { createLink, type RedisLink } from './client.ts';
import { packStamps } from './entry-lists.ts';
import { createFind, type Found, type Sought } from './find.ts';

const prefix = `find-${process.pid}`;
let admin: Redis;
let link: RedisLink;
let calls = 0;
beforeAll(async () => {
  admin = new Redis(sharedRedisUrl());
  const ready = Promise.withResolvers<void>();
  const events = { ready: ready.resolve, lost() {} };
  const made = createLink({ kind: 'single', url: sharedRedisUrl() }, 60_000, events);
  link = {
    ...made,
    run(...args) {
      calls++;
      return made.run(...args);
    },
  };
  link.connect();
  await ready.promise;
});
afterAll(async () => {
  const keys = await admin.keys(`${prefix}:*`);
  if (keys.length > 0) await admin.unlink(...keys);
  admin.disconnect();
  link.close();
});

/** Every so manieth number, oldest first. */
const every = (step: number, count: number, from = 0) => Array.from({ length: count }, (_, at) => from + at * step);

async function write(name: string, stamps: readonly number[], before = ''): Promise<string> {
  const key = `${prefix}:${name}`;
  await admin.set(key, Buffer.concat([Buffer.from(before), packStamps(stamps)]));
  return key;
}

/** All of it, a call at a time. */
async function findAll(find: (sought: Sought) => Promise<Found>, sought: Sought): Promise<number[]> {
  const stamps: number[] = [];
  for (let below = sought.below; below !== ''; ) {
    const found = await find({ ...sought, below });
    stamps.push(...found.stamps);
    below = found.goOn;
  }
  return stamps;
}

describe('stamps that stand in all of some lists', () => {
  test('are found for all who ask in one turn by one command for sixteen buckets, each with its own bounds', async () => {
    const lists = await Promise.all(every(1, 40).map((bucket) => write(`b${bucket}`, every(bucket + 1, 300))));
    calls = 0;
    const find = createFind(link, true);
    const found = await Promise.all(
      lists.map((list, bucket) =>
        find({ lists: [list], head: 0, least: bucket, below: String(200 + bucket), most: 5 }),
      ),
    );
    expect(calls).toBe(3);
    for (const [bucket, { stamps, goOn }] of found.entries()) {
      const all = every(bucket + 1, 300).filter((stamp) => stamp >= bucket && stamp < 200 + bucket);
      expect(stamps).toEqual(all.toReversed().slice(0, 5));
      expect(goOn).toBe(String(stamps.at(-1)));
    }
  });

  test('are all found where a call leaps too often to reach every bucket', async () => {
    const buckets = await Promise.all(
      every(1, 16).map(async (bucket) => {
        // Even numbers and odd ones, with one in common every hundred.
        const common = every(100, 20, 7 + bucket);
        const merged = (from: number) => [...new Set([...every(2, 1000, from), ...common])].sort((a, b) => a - b);
        const lists = [await write(`e${bucket}`, merged(0), 'a key'), await write(`o${bucket}`, merged(1))];
        const [even, odd] = [new Set(merged(0)), merged(1)];
        return { lists, both: odd.filter((stamp) => even.has(stamp)).toReversed() };
      }),
    );
    const find = createFind(link, true);
    const asked = { head: 'a key'.length, least: 0, below: '5000', most: 4 };
    const first = await Promise.all(buckets.map(({ lists }) => find({ lists, ...asked })));
    expect(first.filter(({ stamps, goOn }) => stamps.length === 0 && goOn === '5000').length).toBeGreaterThan(5);
    const found = await Promise.all(buckets.map(({ lists }) => findAll(find, { lists, ...asked })));
    expect(found).toEqual(buckets.map(({ both }) => both));
  });

  test('are none where a list is empty, and a bucket is asked alone where buckets lie on several nodes', async () => {
    const [full, other] = [await write('full', every(1, 10)), await write('other', [3])];
    calls = 0;
    const find = createFind(link, false);
    const bounds = { head: 0, least: 0, below: '100', most: 9 };
    const found = await Promise.all([
      find({ lists: [full, `${prefix}:none`], ...bounds }),
      find({ lists: [full, other], ...bounds }),
    ]);
    expect(found).toEqual([
      { stamps: [], goOn: '' },
      { stamps: [3], goOn: '' },
    ]);
    expect(calls).toBe(2);
  });
});
