import { Redis } from 'ioredis';
import { describe, expect, type TestContext, test } from 'vitest';
import type { PolicySet } from '../../src/policy/types.ts';
import { type FaultService, type FaultServiceOptions, faultService, until } from '../support/fault-service.ts';
import { policySet } from '../support/policies.ts';
import { freePort } from '../support/redis-process.ts';
import { type RedisServer, startRedis } from '../support/redis-server.ts';
import { redisHarness } from '../support/redis-service.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';
import { caller, codes, createWorld, dayMs, hourMs, startMs, type World } from '../support/world.ts';

const policies = policySet('- { id: few, because: Few., cap: { limit: 3, window: 24h } }');
/** A change at run time must be seen by then. */
const seenMs = 30_000;
const recoveryMs = 3000;

interface Started {
  readonly server: RedisServer;
  readonly admin: Redis;
  /** A service on it, not opened yet. */
  serve(more?: Partial<FaultServiceOptions>): FaultService;
}

async function start({ onTestFinished }: TestContext, ...args: string[]): Promise<Started> {
  const server = await startRedis({ args });
  // One that rewrites its file would not stop in order.
  onTestFinished(() => server.kill9().finally(() => server.stop()));
  const admin = new Redis(server.url);
  admin.on('error', () => {});
  onTestFinished(() => admin.disconnect());
  return {
    server,
    admin,
    serve(more = {}) {
      const made = faultService({ url: server.url, policies, ...more });
      onTestFinished(made.close);
      return made;
    },
  };
}

/** With a clock that is set, under these rules. */
async function clockWorld(test: TestContext, rules: PolicySet): Promise<World> {
  const { server } = await start(test);
  const harness = await redisHarness(server.url, rules, startMs);
  test.onTestFinished(() => harness.close());
  return createWorld(harness.service, { nowMs: () => startMs, set: harness.setNow });
}

const readiness = async ({ world }: FaultService): Promise<{ ready: boolean; said: string; warnings: string }> => {
  const { ready, reasons, details } = await world.guard.readiness();
  return { ready, said: reasons.join(' · '), warnings: String(details['warnings']) };
};

interface Misconfiguration {
  readonly name: string;
  readonly set: (admin: Redis) => Promise<unknown>;
  readonly setRight: (admin: Redis) => Promise<unknown>;
  readonly said: RegExp;
}

const misconfigurations: readonly Misconfiguration[] = [
  {
    name: 'evicts',
    set: (admin) => admin.config('SET', 'maxmemory-policy', 'allkeys-lru'),
    setRight: (admin) => admin.config('SET', 'maxmemory-policy', 'noeviction'),
    said: /maxmemory-policy is allkeys-lru, not noeviction/,
  },
  {
    name: 'keeps no append-only file',
    set: (admin) => admin.config('SET', 'appendonly', 'no'),
    setRight: (admin) => admin.config('SET', 'appendonly', 'yes'),
    said: /appendonly is off/,
  },
  {
    name: 'is a replica',
    set: async (admin) => admin.replicaof('127.0.0.1', await freePort()),
    setRight: (admin) => admin.replicaof('NO', 'ONE'),
    said: /this node is a replica, not a primary/,
  },
];

describe.concurrent.each(misconfigurations)('a Redis that $name', ({ set, setRight, said }) => {
  test('counts as out of reach from the start, readiness says which check fails, and is used once it is set right', async (context) => {
    const { serve, admin } = await start(context);
    await set(admin);
    const made = serve();
    await expect(made.service.open()).rejects.toThrow(said);
    expect(await made.world.ask()).toMatchObject({ allowed: false, degraded: true });
    expect(await readiness(made)).toMatchObject({ ready: false, said: expect.stringMatching(said) });
    await setRight(admin);
    expect(await until(async () => !(await made.world.ask()).degraded)).toBeLessThan(recoveryMs);
    expect(await readiness(made)).toMatchObject({ ready: true });
  });

  test('is found out while the service runs', { timeout: 60_000 }, async (context) => {
    const { serve, admin } = await start(context);
    const made = serve();
    await made.service.open();
    expect((await made.world.ask()).allowed).toBe(true);
    await set(admin);
    // Nobody asks for readiness: the service looks by itself.
    await until(async () => (await made.world.check()).degraded, seenMs);
    expect(await readiness(made)).toMatchObject({ ready: false, said: expect.stringMatching(said) });
    await setRight(admin);
    expect(await until(async () => !(await made.world.check()).degraded)).toBeLessThan(recoveryMs);
  });
});

test.concurrent('STORE_CHECKS=report only says what fails', async (context) => {
  const { serve, admin } = await start(context, '--maxmemory-policy', 'allkeys-lru', '--appendonly', 'no');
  const made = serve({ store: { checks: 'report' } });
  await made.service.open();
  expect(await made.world.ask()).toMatchObject({ allowed: true, degraded: false });
  expect(await readiness(made)).toMatchObject({
    ready: true,
    warnings: expect.stringMatching(/allkeys-lru.*appendonly is off/),
  });
  await admin.config('SET', 'maxmemory-policy', 'noeviction');
  await admin.config('SET', 'appendonly', 'yes');
  // It tells what was seen last.
  await until(async () => !/allkeys-lru|appendonly/.test((await readiness(made)).warnings), seenMs);
});

test.concurrent('a replica takes no writes, so that STORE_CHECKS=report does not help it', async (context) => {
  const { serve, admin } = await start(context);
  await admin.replicaof('127.0.0.1', await freePort());
  const made = serve({ store: { checks: 'report' } });
  await expect(made.service.open()).rejects.toThrow('replica');
  expect(await made.world.ask()).toMatchObject({ allowed: false, degraded: true });
});

test.concurrent('a primary that moved behind the same name is found, though the old one still answers as a replica', async (context) => {
  const [old, next] = [await start(context), await start(context)];
  const proxy = await startTcpProxy(old.server);
  context.onTestFinished(() => proxy.close());
  const made = old.serve({ url: `redis://127.0.0.1:${proxy.port}` });
  await made.service.open();
  await made.world.suppress({ customerId: 'refused' });
  await next.admin.replicaof('127.0.0.1', old.server.port);
  await until(async () => (await next.admin.info('replication')).includes('master_link_status:up'));
  await next.admin.replicaof('NO', 'ONE');
  await old.admin.replicaof('127.0.0.1', next.server.port);
  proxy.moveTo(next.server);
  await until(async () => (await made.world.check()).degraded, seenMs);
  await until(async () => !(await made.world.check()).degraded);
  expect(codes(await made.world.ask({ customerId: 'refused' }))).toEqual(['suppressed']);
});

test.concurrent('a number that was lost with the newest writes and given to another name is not taken for the old one', async (context) => {
  const { serve, admin } = await start(context);
  const rules = policySet('- { id: one, because: One., when: { callers: [x] }, cap: { limit: 1, window: 24h } }');
  const [first, second] = [serve({ policies: rules }), serve({ policies: rules })];
  await first.service.open();
  await first.world.contact({}, caller('x'));
  // As after a restart that cost the last second of writes.
  const names = 'faults:{meta}:names';
  const number = Number(await admin.hget(names, 'caller:x'));
  await admin.hdel(names, 'caller:x');
  await admin.hset(names, '#caller', number - 1);
  await admin.call('CLIENT', 'KILL', 'TYPE', 'normal');
  await until(async () => !(await first.world.check({ customerId: 'c3' })).degraded);
  await second.service.open();
  await second.world.contact({ customerId: 'c2' }, caller('y'));
  expect(Number(await admin.hget(names, 'caller:y'))).toBe(number);
  expect((await first.world.ask({ customerId: 'c2' }, caller('x'))).allowed).toBe(true);
  expect((await first.world.ask({ customerId: 'c2' }, caller('x'))).allowed).toBe(false);
});

describe.concurrent('what identifies the data', () => {
  test('with another pepper the service does not start, and says so in one line', async (context) => {
    const { serve } = await start(context);
    await serve().service.open();
    const other = serve({ pepper: Buffer.alloc(32, 9) });
    await expect(other.service.open()).rejects.toThrow(/^ADDRESS_PEPPER: .*$/);
    expect(await other.world.ask()).toMatchObject({ allowed: false, degraded: true });
  });

  test('another pepper is found out on a Redis that came later, too', async (context) => {
    const { serve, server } = await start(context);
    await serve().service.open();
    await server.kill9();
    const other = serve({ pepper: Buffer.alloc(32, 9) });
    await expect(other.service.open()).rejects.toThrow('redis does not answer');
    await server.restart();
    await until(async () => /ADDRESS_PEPPER/.test((await readiness(other)).said));
    expect(await other.world.ask()).toMatchObject({ allowed: false, degraded: true });
  });

  test('an emptied Redis is not gone on with: decisions degrade and readiness says why, until a restart', async (context) => {
    const { serve, admin } = await start(context);
    const made = serve();
    await made.service.open();
    await made.world.suppress({ customerId: 'refused' });
    await admin.flushall();
    await until(async () => (await made.world.check()).degraded, seenMs);
    expect(await readiness(made)).toMatchObject({ ready: false, said: expect.stringContaining('was emptied') });
    await expect(made.service.tend()).rejects.toThrow('was emptied');
    // What this process knows still binds.
    expect(codes(await made.world.ask({ customerId: 'refused', purpose: 'service.security' }))).toEqual([
      'suppressed',
      'store-unavailable',
    ]);

    const restarted = serve();
    await restarted.service.open();
    expect(await restarted.world.ask()).toMatchObject({ allowed: true, degraded: false });
    // That another one began anew does not tell this one that the refusals are back.
    await until(async () => !(await readiness(restarted)).said);
    expect(await readiness(made)).toMatchObject({ ready: false, said: expect.stringContaining('was emptied') });
  });

  test('a Redis that lost its data while it was away is not gone on with; with its data back it is', async (context) => {
    const { serve, admin, server } = await start(context);
    const made = serve();
    await made.service.open();
    await made.world.suppress({ customerId: 'refused' });
    const kept = new Map<string, Buffer>();
    for (const key of await admin.keys('*')) kept.set(key, (await admin.dumpBuffer(key)) as Buffer);
    await admin.flushall();
    await server.kill9();
    await server.restart();
    await until(async () => /was emptied/.test((await readiness(made)).said));
    expect((await made.world.ask()).degraded).toBe(true);
    for (const [key, bytes] of kept) await admin.restore(key, 0, bytes);
    await until(async () => (await readiness(made)).ready);
    expect(codes(await made.world.ask({ customerId: 'refused' }))).toEqual(['suppressed']);
  });
});

describe.concurrent('clocks', () => {
  test('readiness reports a difference of more than 2 s between the clocks of Redis and of the process', async (context) => {
    const { serve } = await start(context);
    const ahead = serve({ clock: { nowMs: () => Date.now() + 5000 } });
    await ahead.service.open();
    const { ready, details } = await ahead.world.guard.readiness();
    expect(ready).toBe(true);
    expect(details['clock']).toMatch(/differs .*by -(49|50|51)\d\d ms/);
    expect(Number(details['clockDifferenceMs'])).toBeLessThan(-2000);
    const level = serve({ prefix: 'level' });
    await level.service.open();
    expect((await level.world.guard.readiness()).details['clock']).toBeUndefined();
  });

  test('a spooled denial is one entry, and every entry is found by its id, also where the process’s clock is minutes ahead', async (context) => {
    const { serve, server } = await start(context);
    const ahead = serve({ clock: { nowMs: () => Date.now() + 10 * 60_000 } });
    const { service, world } = ahead;
    await service.open();
    for (let count = 0; count < 3; count++) await world.contact();
    const denied = await world.ask();
    expect((await world.guard.decision(denied.decisionId))['decisionId']).toBe(denied.decisionId);
    await server.kill9();
    const spooled = await world.ask();
    await server.restart();
    await until(async () => !(await world.check()).degraded);
    await service.tend();
    expect((await world.guard.decision(spooled.decisionId))['decisionId']).toBe(spooled.decisionId);
    expect((await world.entries()).map(({ decisionId }) => decisionId).sort()).toEqual(
      [denied.decisionId, spooled.decisionId].sort(),
    );
  });

  test('steps of the clock open no window: an hour back, a day forward and back again', async (context) => {
    const world = await clockWorld(context, policies);
    const allowedAt = async (nowMs: number): Promise<number> => {
      world.setNow(nowMs);
      let allowed = 0;
      for (let count = 0; count < 6; count++) if ((await world.ask()).allowed) allowed++;
      return allowed;
    };
    expect(await allowedAt(startMs)).toBe(3);
    expect(await allowedAt(startMs - hourMs)).toBe(0);
    expect(await allowedAt(startMs)).toBe(0);
    // A day by the clock is a day: who steps it forward has let the window pass.
    expect(await allowedAt(startMs + dayMs)).toBe(3);
    expect(await allowedAt(startMs)).toBe(0);
    expect(await allowedAt(startMs + dayMs - 1)).toBe(0);
    expect(await allowedAt(startMs + 2 * dayMs - 1)).toBe(0);
    expect(await allowedAt(startMs + 2 * dayMs)).toBe(3);
  });

  test('contacts made while the clock was back count from the newest one on', async (context) => {
    const world = await clockWorld(context, policies);
    await world.contact();
    world.setNow(startMs - hourMs);
    await world.contact();
    await world.contact();
    expect((await world.ask()).allowed).toBe(false);
    world.setNow(startMs + dayMs - 1);
    expect((await world.ask()).allowed).toBe(false);
    world.setNow(startMs + dayMs);
    expect((await world.ask()).allowed).toBe(true);
  });

  test('hours go by the clock itself, whichever way it stepped', async (context) => {
    const hours = policySet('- { id: day, because: By day., hours: { allow: ["08:00-20:00"], clock: UTC } }');
    const world = await clockWorld(context, hours);
    expect((await world.ask()).allowed).toBe(true);
    world.setNow(startMs - 3 * hourMs);
    expect(codes(await world.ask())).toEqual(['hours']);
    world.setNow(startMs + dayMs);
    expect((await world.ask()).allowed).toBe(true);
    world.setNow(startMs);
    expect((await world.ask()).allowed).toBe(true);
    world.setNow(startMs + 10 * hourMs);
    expect(codes(await world.ask())).toEqual(['hours']);
  });
});
