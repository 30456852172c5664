/** REDIS_ACK: a refusal is acknowledged once it is where the deployment wants it, and binds before that. */
import { Redis } from 'ioredis';
import { describe, expect, onTestFinished, type TestContext, test } from 'vitest';
import type { RedisAck } from '../../src/config.ts';
import { type FaultService, faultService, timed, until } from '../support/fault-service.ts';
import { policySet } from '../support/policies.ts';
import { type RedisServer, startRedis, startRedisCluster } from '../support/redis-server.ts';
import { admin, codes, type Shown } from '../support/world.ts';

const policies = policySet('');
const replicated: RedisAck = { kind: 'replicated', replicas: 1 };
const fsynced: RedisAck = { kind: 'fsynced', replicas: 0 };

interface Pair {
  readonly primary: RedisServer;
  readonly replica: RedisServer;
  readonly node: Redis;
}

async function pair({ onTestFinished }: Pick<TestContext, 'onTestFinished'>): Promise<Pair> {
  const primary = await startRedis({ args: ['--repl-diskless-sync-delay', '0'] });
  onTestFinished(() => primary.stop());
  const replica = await startRedis({ args: ['--replicaof', '127.0.0.1', String(primary.port)] });
  onTestFinished(() => replica.stop());
  const node = new Redis(primary.url);
  onTestFinished(() => node.disconnect());
  await until(async () => /connected_slaves:1[\s\S]*state=online/.test(await node.info('replication')));
  // Online is said while the replica still loads what it was sent: it is there once it acknowledges something.
  await node.set('first', '1');
  await node.unlink('first');
  await until(async () => (await node.wait(1, 1000)) === 1);
  // Tests count the commands that follow.
  await node.config('RESETSTAT');
  return { primary, replica, node };
}

async function serve(url: string, ack: RedisAck): Promise<FaultService> {
  const made = faultService({ url, policies, store: { ack } });
  onTestFinished(made.close);
  await made.service.open();
  return made;
}

const details = async ({ world }: FaultService) => (await world.guard.readiness()).details;

describe('REDIS_ACK=replicated:1', () => {
  test('refusals, lifts and consents are acknowledged when the replica has them, by customer and by address', async (context) => {
    const { primary, replica } = await pair(context);
    const { world } = await serve(primary.url, replicated);
    await world.contact({ customerId: 'c1', address: 'one@example.org' });
    await world.suppress({ customerId: 'c2' });
    const lifted = await world.suppress({ customerId: 'c3', address: 'three@example.org' });
    await world.refuse({ address: 'one@example.org', signal: 'stop', channel: 'email' });
    await world.lift(lifted.suppressionId, admin);
    await world.consent({ customerId: 'c4', level: 'withdrawn', channel: 'email', purpose: 'marketing' });
    // The primary is gone with all it has; the replica is all there is.
    await primary.kill9();
    const promoted = new Redis(replica.url);
    context.onTestFinished(() => promoted.disconnect());
    await promoted.replicaof('NO', 'ONE');
    const after = await serve(replica.url, { kind: 'written' });
    for (const asked of [
      { customerId: 'c1' },
      { customerId: 'new', address: 'one@example.org' },
      { customerId: 'c2' },
      { customerId: 'c4' },
    ])
      expect(codes(await after.world.check(asked))).toContain('suppressed');
    expect((await after.world.check({ customerId: 'c3', address: 'three@example.org' })).allowed).toBe(true);
  });

  test('not met within 400 ms it is 503 that says so, and what was written binds all the same; met again it is acknowledged', async (context) => {
    const { primary, replica } = await pair(context);
    const made = await serve(primary.url, replicated);
    const { world } = made;
    await world.suppress({ customerId: 'warm', address: 'warm@example.org' });
    await replica.pause();
    const { value, tookMs } = await timed(() =>
      world.suppress({ customerId: 'c1', address: 'one@example.org' }).then(
        () => undefined,
        (error: unknown) => error,
      ),
    );
    expect(value).toMatchObject({
      code: 'store-unavailable',
      message: expect.stringContaining('not reached 1 replica'),
    });
    expect(tookMs).toBeGreaterThan(380);
    expect(tookMs).toBeLessThan(700);
    expect(codes(await world.check({ customerId: 'c1' }))).toContain('suppressed');
    expect(codes(await world.check({ customerId: 'other', address: 'one@example.org' }))).toContain('suppressed');
    // Decisions wait for nobody.
    expect(await world.ask({ customerId: 'c2' })).toMatchObject({ allowed: true, degraded: false });
    await replica.resume();
    await until(() =>
      world.suppress({ customerId: 'c1', address: 'one@example.org' }).then(
        () => true,
        () => false,
      ),
    );
  });

  test('what was answered with 503 can be lifted; a lift that is 503 was done, and is 404 when it is asked again', async (context) => {
    const { primary, replica } = await pair(context);
    const { world } = await serve(primary.url, replicated);
    const who = { customerId: 'c1', address: 'one@example.org' };
    const inForce = async () => (await world.guard.suppressionsOfCustomer('c1')) as Shown[];
    const unacknowledged = { code: 'store-unavailable', message: expect.stringContaining('not reached 1 replica') };
    await replica.pause();
    await expect(world.refuse({ ...who, signal: 'stop' })).rejects.toMatchObject(unacknowledged);
    const [refused] = await inForce();
    const { suppressionId = '' } = refused ?? {};
    expect(refused).toMatchObject({ signal: 'stop', channel: 'email' });
    await expect(world.lift(suppressionId)).rejects.toMatchObject(unacknowledged);
    await replica.resume();
    expect(await inForce()).toEqual([]);
    expect((await world.check(who)).allowed).toBe(true);
    await expect(world.lift(suppressionId)).rejects.toMatchObject({ code: 'not-found' });
    expect(await world.guard.suppression(suppressionId)).toMatchObject({ liftedBy: 'admin' });
    await until(() =>
      world.refuse({ ...who, signal: 'stop' }).then(
        () => true,
        () => false,
      ),
    );
    const [again] = await inForce();
    expect(await world.lift((again as Shown).suppressionId)).toBeUndefined();
    expect((await world.check(who)).allowed).toBe(true);
  });

  test('without a replica readiness warns, and every refusal is 503', async (context) => {
    const { primary, replica, node } = await pair(context);
    const made = await serve(primary.url, replicated);
    expect((await details(made))['refusals']).toEqual({
      acknowledgedWhen: 'replicated:1',
      lostInPowerCut: 'up to one second (appendfsync everysec)',
      lostInFailOver: 'nothing',
    });
    await replica.stop();
    await until(async () => String((await details(made))['warnings']).includes('replicated:1 is not met'));
    await expect(made.world.refuse({ customerId: 'c1', signal: 'stop', channel: 'email' })).rejects.toMatchObject({
      code: 'store-unavailable',
    });
    expect(codes(await made.world.check({ customerId: 'c1' }))).toContain('suppressed');
    await node.config('SET', 'appendfsync', 'always');
    await until(async () => JSON.stringify((await details(made))['refusals']).includes('nothing (appendfsync always)'));
  });

  test('many at once wait together: 100 refusals take a third as many waits at most, and leave no proofs behind', async (context) => {
    const { primary, node } = await pair(context);
    const { world } = await serve(primary.url, replicated);
    await world.suppress({ customerId: 'warm' });
    await Promise.all(Array.from({ length: 100 }, (_, index) => world.suppress({ customerId: `c${index}` })));
    const stats = await node.info('commandstats');
    const calls = (name: string) => Number(new RegExp(`cmdstat_${name}:calls=(\\d+)`).exec(stats)?.[1] ?? 0);
    expect(calls('del')).toBe(101);
    expect(calls('wait')).toBeGreaterThan(0);
    expect(calls('wait')).toBeLessThan(34);
    expect(await node.keys('*:proof:*')).toEqual([]);
  });

  test('a node that lost the write, as after a fail-over to a replica that was behind, is not believed when its own replicas have everything', async (context) => {
    const { primary, node } = await pair(context);
    const { service } = await serve(primary.url, replicated);
    const customer = service.hashes.customer('c1');
    const write = async (changed: boolean): Promise<string[]> => {
      const written: string[] = [];
      await service.store.transact(customer, () => ({ value: 1, changed, entries: [] }), undefined, written);
      expect(written).toHaveLength(1);
      return written;
    };
    // What is found as it should be is proved like what was written.
    for (const changed of [true, false]) {
      await service.store.settled(await write(changed));
      const written = await write(changed);
      await node.unlink(...written);
      await expect(service.store.settled(written)).rejects.toThrow('cannot be acknowledged yet');
    }
  });
});

test('a refusal that comes between a look at an address and the note of the contact there is acknowledged for this customer too, or nothing is allowed', async (context) => {
  const cluster = await startRedisCluster();
  context.onTestFinished(() => cluster.stop());
  const address = 'one@example.org';
  const other = faultService({ url: cluster.url, policies });
  context.onTestFinished(other.close);
  await other.service.open();
  let before: () => Promise<unknown> = async () => {};
  // No master has a replica: nothing is ever acknowledged.
  const made = faultService({
    url: cluster.url,
    policies,
    store: {
      ack: replicated,
      around: (link) => ({
        ...link,
        async run(script, ...rest) {
          if (script === 'note') await before();
          return link.run(script, ...rest);
        },
      }),
    },
  });
  context.onTestFinished(made.close);
  await made.service.open();
  const asked = { customerId: 'c1', address, operationId: 'op' };
  before = () => other.world.refuse({ address, signal: 'stop' });
  const { value: lost, tookMs } = await timed(() => made.world.ask(asked));
  before = async () => {};
  expect(lost).toMatchObject({ allowed: false, degraded: true, contactId: null });
  expect(tookMs).toBeLessThan(500);
  // Nobody was contacted: the refusal is of the address, and of whoever was last reached there.
  for (const fields of [asked, { customerId: 'c1' }])
    expect(codes(await other.world.check(fields)), JSON.stringify(fields)).toContain('suppressed');
});

test('REDIS_ACK=fsynced: acknowledged from 7.2 on when it is on the disk; an older server is refused at the start and in readiness', async (context) => {
  const server = await startRedis({ appendfsync: 'always' });
  context.onTestFinished(() => server.stop());
  const node = new Redis(server.url);
  context.onTestFinished(() => node.disconnect());
  const version = /redis_version:(\d+)\.(\d+)/.exec(await node.info('server')) ?? [];
  const made = faultService({ url: server.url, policies, store: { ack: fsynced } });
  context.onTestFinished(made.close);
  if (Number(version[1]) === 7 && Number(version[2]) < 2) {
    await expect(made.service.open()).rejects.toThrow(
      /^REDIS_ACK=fsynced needs a server from 7.2 on, and this is redis 7\.0/,
    );
    expect(await made.world.guard.readiness()).toMatchObject({
      ready: false,
      reasons: [expect.stringContaining('REDIS_ACK=fsynced needs')],
    });
    return;
  }
  await made.service.open();
  await made.world.refuse({ customerId: 'c1', signal: 'stop', channel: 'email' });
  expect(await node.info('commandstats')).toMatch(/cmdstat_waitaof:calls=[1-9]/);
  expect((await details(made))['refusals']).toMatchObject({ acknowledgedWhen: 'fsynced', lostInPowerCut: 'nothing' });
  // Written once a second, 400 ms is often too little: said, and what was written binds.
  await node.config('SET', 'appendfsync', 'no');
  await expect(made.world.refuse({ customerId: 'c2', signal: 'stop', channel: 'email' })).rejects.toMatchObject({
    code: 'store-unavailable',
    message: expect.stringContaining('not on the disk'),
  });
  expect(codes(await made.world.check({ customerId: 'c2' }))).toContain('suppressed');
  await until(async () => String((await details(made))['warnings']).includes('set appendfsync always'));
});

test('without REDIS_ACK nothing waits and nothing is proved', async (context) => {
  const { primary, node } = await pair(context);
  const made = await serve(primary.url, { kind: 'written' });
  await made.world.suppress({ customerId: 'c1', address: 'one@example.org' });
  expect(await node.info('commandstats')).not.toMatch(/cmdstat_wait/);
  expect((await details(made))['refusals']).toMatchObject({
    acknowledgedWhen: 'written',
    lostInFailOver: expect.stringContaining('REDIS_ACK=replicated:N'),
  });
});
