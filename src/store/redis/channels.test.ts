/** A user without the channels that scripts publish to: new ones have none. */
import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { policySet } from '../../../test/support/policies.ts';
import { startRedis } from '../../../test/support/redis-server.ts';
import { redisHarness } from '../../../test/support/redis-service.ts';
import { codes, createWorld, startMs } from '../../../test/support/world.ts';

test('a user that may not use the channels is said, and the store is not used until it may', async () => {
  const server = await startRedis();
  onTestFinished(server.stop);
  const admin = new Redis(server.url);
  onTestFinished(() => admin.disconnect());
  const harness = await redisHarness(server.url, policySet(''), startMs);
  onTestFinished(harness.close);
  const world = createWorld(harness.service, { nowMs: () => startMs, set: harness.setNow });
  const problems = async () => (await harness.service.store.health()).problems;
  const allow = (...rights: string[]) => admin.call('ACL', 'SETUSER', 'default', ...rights);

  await allow('resetchannels');
  await expect.poll(problems).toEqual([expect.stringMatching(/^writes are refused: NOPERM .* channel t\d/)]);
  expect(codes(await world.ask())).toEqual(['store-unavailable']);
  await allow('-subscribe', 'allchannels');
  await expect.poll(problems).toEqual([expect.stringMatching(/publish and subscribe/)]);
  await allow('resetchannels', `&${harness.prefix}:*`, '+subscribe');
  await expect.poll(problems).toEqual([]);
  await world.refuse({ customerId: 'c1' });
  expect(await world.ask()).toMatchObject({ degraded: false, reasons: [{ code: 'suppressed' }] });
});
