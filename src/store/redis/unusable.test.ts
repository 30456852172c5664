/** A store that counts as out of reach is asked nothing and told nothing, whatever still answers there. */
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { policySet } from '../../../test/support/policies.ts';
import { type RedisServer, startRedis } from '../../../test/support/redis-server.ts';
import { type RedisHarness, redisHarness } from '../../../test/support/redis-service.ts';
import { codes, createWorld, everyEntry, startMs } from '../../../test/support/world.ts';
import type { AddressRef } from '../../engine/request.ts';
import { StoreUnavailable } from '../../errors.ts';
import type { ContactStore } from '../store.ts';

let server: RedisServer;
let admin: Redis;
let harness: RedisHarness;
beforeAll(async () => {
  server = await startRedis();
  admin = new Redis(server.url);
  harness = await redisHarness(server.url, policySet(''), startMs);
});
afterAll(async () => {
  await harness.close();
  admin.disconnect();
  await server.stop();
});

/** What was there is gone, and Redis answers as before. */
async function emptied(): Promise<void> {
  await admin.flushall();
  await expect.poll(() => harness.service.store.problems()).toEqual([expect.stringContaining('was emptied')]);
}

type Told = 'decide' | 'open' | 'close' | 'settled' | 'follow' | 'followEffects' | 'problems' | 'health' | 'epoch';

/** All that the port is asked but decisions, which the guard answers by itself. */
const askAll = (
  store: ContactStore,
): Readonly<Record<Exclude<keyof ContactStore, Told | 'nowMs'>, () => Promise<unknown>>> => {
  const customer = harness.service.hashes.customer('c1');
  const address: AddressRef = { kind: 'email', hash: harness.service.hashes.address('email', 'c@example.org') };
  const step = () => ({ value: undefined, changed: true, entries: [] });
  return {
    transact: () => store.transact(customer, step),
    read: () => store.read(customer, () => undefined),
    transactAddress: () => store.transactAddress(address, step),
    transactNewAddresses: () => store.transactNewAddresses([{ address, step }]),
    readAddress: () => store.readAddress(address, () => undefined),
    pendingAddresses: () => store.pendingAddresses(),
    reviewHomes: () => store.reviewHomes(),
    events: () => store.events({ customer }, 1, undefined),
    event: () => store.event({ customer }, 'ref_1'),
    enter: () =>
      store.enter(
        customer,
        () => expect.unreachable(),
        () => 'k'.repeat(22),
      ),
    entries: () => store.entries(everyEntry, 1, undefined),
    entry: () => store.entry('dec_1', { atMs: startMs, bucket: 0 }),
    expireEntries: () => store.expireEntries(),
    exportEntries: () => store.exportEntries(async () => {}, true),
    activate: () => store.activate({ revision: 'r', sources: [], longestWindowMs: 0 }),
    revisions: () => store.revisions(),
    dataId: () => store.dataId(),
    ledgerMark: () => store.ledgerMark(),
    setLedgerMark: () => store.setLedgerMark('m'),
  };
};

test('each method of the port refuses, and nothing is written', async () => {
  await emptied();
  for (const [name, ask] of Object.entries(askAll(harness.service.store))) {
    const answer = await ask().then(
      () => 'answered',
      (error: unknown) => (error instanceof StoreUnavailable ? error.message : String(error)),
    );
    expect([name, answer]).toEqual([name, expect.stringContaining('was emptied')]);
  }
  expect(await admin.dbsize()).toBe(0);
});

test('decisions are answered without it', async () => {
  await emptied();
  const world = createWorld(harness.service, { nowMs: () => startMs, set: harness.setNow });
  for (const ask of [world.ask, world.check]) expect(codes(await ask())).toEqual(['store-unavailable']);
  expect(await admin.dbsize()).toBe(0);
});
