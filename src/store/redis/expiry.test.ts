/** How long a customer's record and the requests of holds live in Redis. */
import { Redis } from 'ioredis';
import { afterAll, expect, test } from 'vitest';
import { policySet } from '../../../test/support/policies.ts';
import { sharedRedisUrl } from '../../../test/support/redis-server.ts';
import { redisHarness } from '../../../test/support/redis-service.ts';
import { admin, createWorld, dayMs, type World } from '../../../test/support/world.ts';
import { newKey } from '../../ids.ts';
import type { AddressState } from '../store.ts';
import { createKeys } from './keys.ts';

const client = new Redis(sharedRedisUrl());
afterAll(() => client.disconnect());

async function withWorld(
  run: (world: World, leftMs: () => Promise<{ hot: number; cold: number }>, prefix: string) => Promise<void>,
  policies = policySet(''),
): Promise<void> {
  let nowMs = Date.now();
  const harness = await redisHarness(sharedRedisUrl(), policies, nowMs);
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

test('a hold ends no address sooner than a contact does: what stands there lives on, and else it is kept 400 days', async () => {
  const address = '+4917612345678';
  for (const [endsMs, expected] of [
    [undefined, 400],
    [10 * dayMs, 400],
    [900 * dayMs, 900],
    [null, -1],
  ] as const)
    await withWorld(async (w, _leftMs, prefix) => {
      if (endsMs !== undefined)
        await w.suppress({ channel: 'sms', address, ...(endsMs && { expiresAtMs: w.nowMs() + endsMs }) });
      const keyOf = async () => (await client.keys(`${prefix}:*:a:*`))[0] ?? '';
      // As it is when much of that time has gone by.
      if (endsMs === 10 * dayMs) await client.pexpire(await keyOf(), endsMs);
      await w.contact({ channel: 'whatsapp', address, confirmByMs: w.nowMs() + dayMs });
      const left = await client.pttl(await keyOf());
      expect(left === -1 ? left : Math.round(left / dayMs)).toBe(expected);
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

test('all that is of an address lives as long as what stands there, however many are written at once', async () => {
  await withWorld(async (w, _leftMs, prefix) => {
    const { store, hashes } = w.service;
    const at = (name: string) => ({ kind: 'email' as const, hash: hashes.address('email', `${name}@example.org`) });
    const event = (eventId: string) =>
      ({ eventId, kind: 'refusal', atMs: w.nowMs(), fields: {}, sealed: undefined }) as const;
    const keep =
      (eventId: string) =>
      ({ cold }: AddressState) => {
        cold.key = newKey();
        return { value: true, changed: true, events: [event(eventId)] };
      };
    const waits = (eventId: string) => (state: AddressState) => {
      const pending = {
        event: event(eventId),
        atMs: w.nowMs(),
        customer: undefined,
        standing: [],
        lifts: [],
        secret: undefined,
      };
      state.cold.pending.push(pending);
      return keep(eventId)(state);
    };
    const daysOf = async (name: string) => {
      const { hot, cold, events } = createKeys(prefix).address(at(name));
      const left = await Promise.all([hot, cold, events].map((key) => client.pttl(key)));
      return left.map((ms) => (ms < 0 ? ms : Math.round(ms / dayMs)));
    };
    await store.transactNewAddresses([
      { address: at('many'), step: keep('e1') },
      { address: at('waiting'), step: waits('e2') },
    ]);
    await store.transactAddress(at('one'), keep('e3'));
    for (const name of ['many', 'one']) expect(await daysOf(name), name).toEqual([400, 400, 400]);
    await store.transactAddress(at('one'), waits('e4'));
    for (const name of ['waiting', 'one']) expect(await daysOf(name), name).toEqual([-1, -1, -1]);
    // Events of what has gone by itself would end before what is said now.
    const { hot, cold } = createKeys(prefix).address(at('many'));
    await client.del(hot, cold);
    expect(await store.transactNewAddresses([{ address: at('many'), step: waits('e5') }])).toEqual([undefined]);
    expect(await daysOf('many')).toEqual([-2, -2, 400]);
  });
});

test('a record with a contact that counts for ever stays for ever, whoever wrote it', async () => {
  const ever = policySet('- { id: ever, because: Ever., cap: { limit: 9, window: forever } }');
  await withWorld(async (w, leftMs) => {
    // Its names are known by then.
    for (let times = 0; times < 2; times++) await w.contact({ customerId: 'other' });
    for (let times = 0; times < 3; times++) {
      await w.contact({ address: 'c@example.org' });
      expect((await leftMs()).hot).toBe(-1);
    }
  }, ever);
});

test('that somebody was erased is known for 400 days, however little is left of the person', async () => {
  await withWorld(async (w, _leftMs, prefix) => {
    await w.contact({ address: 'ann@example.org' });
    await w.guard.erase('c1', admin);
    const { events } = createKeys(prefix).customer(w.service.hashes.customer('c1'));
    expect(Math.round((await client.pttl(events)) / dayMs)).toBe(400);
  });
});
