import { afterAll, beforeAll, expect, test } from 'vitest';
import { policySet } from '../../../test/support/policies.ts';
import { type Calls, countCalls } from '../../../test/support/redis-link.ts';
import { sharedRedisUrl } from '../../../test/support/redis-server.ts';
import { type RedisHarness, redisHarness } from '../../../test/support/redis-service.ts';
import { createWorld, hourMs, startMs, type World } from '../../../test/support/world.ts';

let harness: RedisHarness;
let world: World;
let commits: Calls;

beforeAll(async () => {
  harness = await redisHarness(
    sharedRedisUrl(),
    policySet('- { id: few, because: Few., cap: { limit: 30, window: 24h } }'),
    startMs,
    {
      around(link) {
        commits = countCalls(link, 'commit');
        return link;
      },
    },
  );
  world = createWorld(harness.service, { nowMs: () => startMs, set: harness.setNow });
});
afterAll(() => harness.close());

const many = Array.from({ length: 200 }, (_, place) => place);
const address = 'ann@example.org';

// One write for each waited for the other 199: on a busy machine the last were too late, and were told that the store was out of reach.
test.each<[string, number, (place: number) => Promise<unknown>]>([
  ['refusals', 10, (place) => world.refuse({ customerId: 'a', keys: { campaign: `k${place}` } })],
  ['refusals by address', 30, (place) => world.refuse({ customerId: 'b', address, keys: { campaign: `k${place}` } })],
  ['consents', 10, () => world.consent({ customerId: 'c' })],
  ['contacts made elsewhere', 10, () => world.elsewhere({ customerId: 'd' })],
  ['holds', 10, () => world.ask({ customerId: 'e', confirmByMs: startMs + hourMs })],
])('two hundred %s of one customer in one moment cost a few writes', async (_what, most, write) => {
  commits.count = 0;
  await Promise.all(many.map(write));
  expect(commits.count).toBeGreaterThan(1);
  expect(commits.count).toBeLessThanOrEqual(most);
});
