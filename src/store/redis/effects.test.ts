/** What acts of one process did binds the degraded answers of another. */
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { policySet } from '../../../test/support/policies.ts';
import { type RedisServer, startRedis } from '../../../test/support/redis-server.ts';
import { type RedisHarness, redisHarness } from '../../../test/support/redis-service.ts';
import { codes, createWorld, startMs, type World } from '../../../test/support/world.ts';
import { createKeys } from './keys.ts';

const policies = policySet(
  '- { id: data, because: No such data., targeting: { forbid: [health], unless: express-consent } }',
);
const security = { purpose: 'service.security', targeting: ['health'] } as const;

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());

let harness: RedisHarness;
let one: World;
let other: World;
/** How much `one` has been told. */
let told: number;

beforeEach(async () => {
  harness = await redisHarness(server.url, policies, startMs);
  const clock = { nowMs: () => startMs, set: harness.setNow };
  one = createWorld(harness.service, clock);
  const second = await (harness.second as () => Promise<typeof harness.service>)();
  other = createWorld(second, clock);
  told = 0;
  one.service.store.followEffects({ onEffect: () => told++, onGap: () => {} });
  // Until the subscription stands.
  while (told === 0) {
    await other.suppress({ customerId: 'nobody' });
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
});
afterEach(() => harness.close());

/** What the other does, and one has been told of. */
async function elsewhere(act: () => Promise<unknown>): Promise<void> {
  const before = told;
  await act();
  await expect.poll(() => told).toBeGreaterThan(before);
}

test('a consent that another process records, and its withdrawal, are known', async () => {
  const health = { ...security, customerId: 'c1' };
  await elsewhere(() => other.consent({ customerId: 'c1', channel: '*', purpose: '*' }));
  await elsewhere(() => other.consent({ customerId: 'c2', channel: '*', purpose: '*' }));
  await elsewhere(() => other.consent({ customerId: 'c2', channel: 'push', purpose: '*', level: 'withdrawn' }));
  await one.service.store.close();
  expect(await one.ask(health)).toMatchObject({ allowed: true, degraded: true });
  expect((await one.ask({ ...health, customerId: 'c2' })).allowed).toBe(true);
  expect(codes(await one.ask({ ...health, customerId: 'c2', channel: 'push' }))).toEqual([
    'suppressed',
    'targeting',
    'store-unavailable',
  ]);
});

test('of consents that others gave none is relied on after a time in which their withdrawal may have been missed', async () => {
  const health = { ...security, customerId: 'c1' };
  await elsewhere(() => other.consent({ customerId: 'c1', channel: '*', purpose: '*' }));
  let gaps = 0;
  one.service.store.followEffects({ onEffect: () => {}, onGap: () => gaps++ });
  const admin = new Redis(server.url);
  await admin.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
  await expect.poll(() => gaps).toBeGreaterThan(0);
  admin.disconnect();
  await one.service.store.close();
  expect(codes(await one.ask(health))).toEqual(['targeting', 'store-unavailable']);
});

test('what is sealed stays in the store: nobody is told of it', async () => {
  const messages: string[] = [];
  const listener = new Redis(server.url);
  await listener.subscribe(createKeys(harness.prefix).effects);
  listener.on('message', (_channel, text: string) => messages.push(text));
  const keys = { brand: 'acme' };
  await elsewhere(() => other.refuse({ customerId: 'c1', keys }));
  await elsewhere(() => other.refuse({ customerId: 'c1', address: 'c@example.org', keys }));
  await elsewhere(() => other.consent({ customerId: 'c1', keys }));
  await expect.poll(() => messages.length).toBeGreaterThanOrEqual(3);
  listener.disconnect();
  for (const message of messages) expect(message).not.toContain('sealed');
});

test('a refusal that another process accepts is known, by customer and by address, and its lift too', async () => {
  await elsewhere(() => other.refuse({ customerId: 'c1', address: '+4930901820', channel: 'sms', signal: 'stop' }));
  await elsewhere(() => other.refuse({ address: 'c@example.org', signal: 'stop' }));
  let lifted = '';
  await elsewhere(async () => {
    lifted = (await other.suppress({ customerId: 'c3', address: 'c3@example.org', channel: 'email' })).suppressionId;
  });
  await elsewhere(() => other.lift(lifted));
  await one.service.store.close();
  const { purpose } = security;
  for (const fields of [
    { customerId: 'c1', channel: 'sms' as const },
    { customerId: 'x', channel: 'sms' as const, address: '+4930901820' },
    { customerId: 'x', address: 'c@example.org' },
  ])
    expect(codes(await one.ask({ purpose, ...fields }))).toEqual(['suppressed', 'store-unavailable']);
  expect((await one.ask({ purpose, customerId: 'c3', address: 'c3@example.org' })).allowed).toBe(true);
});
