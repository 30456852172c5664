/** Whether a bucket's mark that is gone is found by looks at one bucket a time. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectedLink } from '../../../test/support/redis-link.ts';
import type { RedisLink } from './client.ts';
import { createIdentity } from './identity.ts';
import { buckets, createKeys } from './keys.ts';

let link: RedisLink;
beforeAll(async () => {
  link = await connectedLink();
});
afterAll(() => link.close());

test('short looks are at another bucket each time, so that none is lost unseen', async () => {
  const keys = createKeys(`identity${process.pid}`);
  const identity = createIdentity(link, keys, 'canary', undefined);
  expect(await identity.look({ mayBegin: true, isWhole: true })).toEqual([]);
  const lost = 137;
  await link.call((client) => client.del(keys.mark(lost)));
  let found = 0;
  for (let turn = 0; turn < buckets; turn++) found += (await identity.look({ mayBegin: true, isWhole: false })).length;
  expect(found).toBe(1);
});
