/** How long a customer's record and the requests of holds live in Redis. */
import { Redis } from 'ioredis';
import { afterAll, expect, test } from 'vitest';
import { policySet } from '../../../test/support/policies.ts';
import { sharedRedisUrl } from '../../../test/support/redis-server.ts';
import { redisHarness } from '../../../test/support/redis-service.ts';
import { createWorld, dayMs, type World } from '../../../test/support/world.ts';
import { createKeys } from './keys.ts';

const client = new Redis(sharedRedisUrl());
afterAll(() => client.disconnect());

async function withWorld(
  run: (world: World, leftMs: () => Promise<{ hot: number; cold: number }>, prefix: string) => Promise<void>,
): Promise<void> {
  let nowMs = Date.now();
  const harness = await redisHarness(sharedRedisUrl(), policySet(''), nowMs);
  const { hashes } = harness.service;
  const place = createKeys(harness.prefix).customer(hashes.customer('c1'));
  try {
    const world = createWorld(harness.service, {
      nowMs: () => nowMs,
      set(ms) {
        nowMs = ms;
        harness.setNow(ms);
      },
    });
    const leftMs = async () => ({ hot: await client.pttl(place.hot), cold: await client.pttl(place.cold) });
    await run(world, leftMs, harness.prefix);
  } finally {
    await harness.close();
  }
}

/** Judged, and nothing of it looks at the cold part. */
const reportOutcome = async (w: World): Promise<void> => {
  const contactId = await w.contact({ channel: 'push' });
  await w.outcome(contactId, 'delivered');
};

test('a record whose suppression ends goes with it, also after a write that did not look at the suppression', async () => {
  await withWorld(async (w, leftMs) => {
    const longMs = 900 * dayMs;
    await w.suppress({ customerId: 'c1', channel: 'sms', expiresAtMs: w.nowMs() + longMs });
    await reportOutcome(w);
    const { hot, cold } = await leftMs();
    for (const left of [hot, cold]) {
      expect(left).toBeGreaterThan(longMs - dayMs);
      expect(left).toBeLessThanOrEqual(longMs);
    }
  });
});

test('a record with a suppression for ever stays for ever, whatever is written after it', async () => {
  await withWorld(async (w, leftMs) => {
    await w.suppress({ customerId: 'c1', channel: 'sms' });
    await reportOutcome(w);
    expect(await leftMs()).toEqual({ hot: -1, cold: -1 });
  });
});

test('a record whose customer was reached at an address lives 400 days, also after a contact without one, and so does the address', async () => {
  await withWorld(async (w, leftMs, prefix) => {
    const address = 'ann@example.org';
    const lefts = async () => {
      const [there = ''] = await client.keys(`${prefix}:*:a:*`);
      const days = (ms: number) => Math.round(ms / dayMs);
      return { record: days((await leftMs()).hot), address: days(await client.pttl(there)) };
    };
    await w.contact({ channel: 'email', address });
    expect(await lefts()).toEqual({ record: 400, address: 400 });
    // Redis's own clock stands where it was.
    w.pass(30 * dayMs);
    await w.contact({ channel: 'email' });
    expect(await lefts()).toEqual({ record: 400, address: 400 });
    w.pass(30 * dayMs);
    await w.contact({ channel: 'email', address });
    expect(await lefts()).toEqual({ record: 400, address: 400 });
  });
});

test('a suppression that ends after more than 400 days keeps record and address as long, whoever is reached there meanwhile', async () => {
  await withWorld(async (w, leftMs, prefix) => {
    const longMs = 900 * dayMs;
    const address = '+4917612345678';
    await w.suppress({ channel: 'sms', address, customerId: 'c1', expiresAtMs: w.nowMs() + longMs });
    await w.suppress({ channel: 'sms', address, expiresAtMs: w.nowMs() + longMs });
    for (let times = 0; times < 2; times++) {
      await w.contact({ channel: 'whatsapp', address });
      const [there = ''] = await client.keys(`${prefix}:*:a:*`);
      for (const left of [(await leftMs()).hot, await client.pttl(there)]) {
        expect(left).toBeGreaterThan(longMs - dayMs);
        expect(left).toBeLessThanOrEqual(longMs);
      }
      w.pass(2 * dayMs);
    }
  });
});

test('a suppression that ends sooner ends neither', async () => {
  await withWorld(async (w, leftMs, prefix) => {
    const address = '+4917612345678';
    await w.suppress({ channel: 'sms', address, customerId: 'c1', expiresAtMs: w.nowMs() + 10 * dayMs });
    await w.contact({ channel: 'whatsapp', address });
    const [there = ''] = await client.keys(`${prefix}:*:a:*`);
    for (const left of [(await leftMs()).hot, await client.pttl(there)])
      expect(Math.round(left / dayMs)).toBeGreaterThanOrEqual(400);
  });
});

test('an address where somebody refused for good stays for ever, whoever is reached there afterwards', async () => {
  await withWorld(async (w, _leftMs, prefix) => {
    const address = '+4917612345678';
    await w.suppress({ channel: 'sms', address });
    await w.contact({ channel: 'whatsapp', address });
    w.pass(2 * dayMs);
    await w.contact({ channel: 'whatsapp', address });
    const [there = ''] = await client.keys(`${prefix}:*:a:*`);
    expect(await client.pttl(there)).toBe(-1);
  });
});

test('the request of a hold goes with the hold, a week after it ended, and by itself where nobody writes any more', async () => {
  await withWorld(async (w, _leftMs, prefix) => {
    const requests = () => client.keys(`${prefix}:*:h:*`);
    const first = w.nowMs() + dayMs;
    await w.contact({ channel: 'push', confirmByMs: first });
    await w.contact({ channel: 'push', confirmByMs: first + dayMs });
    const left = await Promise.all((await requests()).map((key) => client.pttl(key)));
    for (const [at, ms] of left.sort((a, b) => a - b).entries()) {
      expect(ms).toBeGreaterThan((8 + at) * dayMs);
      expect(ms).toBeLessThanOrEqual((9 + at) * dayMs);
    }
    w.setNow(first + 7 * dayMs - 1);
    await w.contact({ channel: 'push', confirmByMs: w.nowMs() + dayMs });
    expect(await requests()).toHaveLength(3);
    w.pass(1);
    await w.contact({ channel: 'push', confirmByMs: w.nowMs() + dayMs });
    expect(await requests()).toHaveLength(3);
  });
});
