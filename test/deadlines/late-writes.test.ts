/** Nothing begins to be written after the caller was told that the store is out of reach: each step of a question is held, one at a time. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, type TestContext, test } from 'vitest';
import { monotonicMs } from '../../src/clock.ts';
import type { FullAnswer } from '../../src/decisions/answer.ts';
import { type FaultService, faultService, timed, until } from '../support/fault-service.ts';
import { policySet } from '../support/policies.ts';
import { type RedisServer, startRedis } from '../support/redis-server.ts';
import { sqliteService } from '../support/sqlite-service.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { crm, hourMs } from '../support/world.ts';

const policies = policySet('- { id: few, because: Few., cap: { limit: 2, window: 24h } }');

interface Behind extends FaultService {
  readonly server: RedisServer;
  readonly proxy: TcpProxy;
  contacts(customerId: string): Promise<number>;
  entries(): Promise<number>;
  /** Until a decision is good again. */
  back(): Promise<unknown>;
}

async function behindProxy({ onTestFinished }: TestContext): Promise<Behind> {
  const server = await startRedis();
  onTestFinished(() => server.stop());
  const proxy = await startTcpProxy(server);
  onTestFinished(() => proxy.close());
  const made = faultService({ url: `redis://127.0.0.1:${proxy.port}`, policies });
  onTestFinished(made.close);
  const { service, world } = made;
  await service.open();
  // From now on the server knows the scripts and the names, and a denial's path too.
  const decided = (fields: object) =>
    until(async () => !(await world.ask({ customerId: 'first', ...fields })).degraded);
  for (const fields of [{ address: 'first@example.org' }, {}, {}, {}]) await decided(fields);
  return {
    ...made,
    server,
    proxy,
    contacts: (customerId) =>
      service.store.read(service.hashes.customer(customerId), ({ record }) => record.contacts.length),
    entries: async () => (await world.entries({ customerId: 'c1' })).length,
    back: () => until(async () => !(await world.check({ customerId: 'nobody' })).degraded),
  };
}

/** What the writing scripts are told apart by: only a commit names the channel of new entries. */
const isCommit = (request: string): boolean => request.includes(':{meta}:entries');
const isScript = (request: string): boolean => /evalsha/i.test(request);

/** Keeps one request back until the caller was told, and a little longer; then lets it arrive. */
async function heldPast(
  { proxy }: Behind,
  wanted: (request: string) => boolean,
  ask: () => Promise<FullAnswer>,
): Promise<FullAnswer> {
  const step = proxy.keepRequest(wanted);
  const { value, tookMs } = await timed(ask);
  expect(step.isKept()).toBe(true);
  expect(tookMs).toBeLessThan(500);
  step.goOn();
  await sleep(100);
  return value;
}

describe('on Redis', () => {
  const confirmByMs = Date.now() + hourMs;
  const steps: readonly [name: string, held: (request: string) => boolean, fields: object][] = [
    ['the first script', isScript, { address: 'c1@example.org' }],
    ['the commit of what was judged here', isCommit, { confirmByMs }],
  ];
  test.each(steps)('%s of a reservation arrives late: it counts nothing', async (_name, held, fields) => {
    const behind = await behindProxy({ onTestFinished } as TestContext);
    const ask = { operationId: 'op', ...fields };
    const answer = await heldPast(behind, held, () => behind.world.ask(ask));
    expect(answer).toMatchObject({ allowed: false, degraded: true, contactId: null });
    await behind.back();
    expect(await behind.contacts('c1')).toBe(0);
    expect(await behind.world.ask(ask)).toMatchObject({ allowed: true, replayed: false, degraded: false });
  });

  test('the commit of a denial arrives late: its entry is the spooled one alone', async (context) => {
    const behind = await behindProxy(context);
    for (let count = 0; count < 2; count++) await behind.world.contact();
    const answer = await heldPast(behind, isCommit, () => behind.world.ask());
    expect(answer).toMatchObject({ allowed: false, degraded: true });
    await behind.back();
    expect(await behind.entries()).toBe(0);
    await behind.service.tend();
    expect((await behind.world.entries({ customerId: 'c1' })).map(({ decisionId }) => decisionId)).toEqual([
      answer.decisionId,
    ]);
  });

  test('the commit of a confirmation arrives late: the hold stays a hold', async (context) => {
    const behind = await behindProxy(context);
    const { world, proxy } = behind;
    const contactId = await world.contact({ confirmByMs: Date.now() + hourMs });
    const step = proxy.keepRequest(isCommit);
    await expect(world.confirm(contactId)).rejects.toMatchObject({ code: 'store-unavailable' });
    expect(step.isKept()).toBe(true);
    step.goOn();
    await behind.back();
    // It was not final already.
    expect(await world.confirm(contactId)).toMatchObject({ allowed: true, replayed: false, contactId });
  });

  test('a line of a stream waits for its turn, and is told no earlier than nothing can begin any more', async (context) => {
    const behind = await behindProxy(context);
    const { service } = behind;
    const line = { customerId: 'c1', channel: 'email', purpose: 'marketing.promotions', mode: 'reserve' } as const;
    const answer = await heldPast(
      behind,
      isScript,
      async () => (await service.guard.decide(line, crm, { stream: true })) as unknown as FullAnswer,
    );
    expect(answer).toMatchObject({ allowed: false, degraded: true });
    await behind.back();
    expect(await behind.contacts('c1')).toBe(0);
  });

  test('the deadline runs from the question, not from the step: two that are slow add up', async (context) => {
    const behind = await behindProxy(context);
    const { world, proxy } = behind;
    const first = proxy.keepRequest(isScript);
    const asked = timed(() => world.ask({ confirmByMs: Date.now() + hourMs }));
    await until(async () => first.isKept());
    await sleep(200);
    const second = proxy.keepRequest(isCommit);
    first.goOn();
    await until(async () => second.isKept());
    const { value, tookMs } = await asked;
    expect(value).toMatchObject({ allowed: false, degraded: true });
    expect(tookMs).toBeLessThan(500);
    second.goOn();
    await behind.back();
    await sleep(100);
    expect(await behind.contacts('c1')).toBe(0);
  });

  test('it runs from the arrival: what was left of it when the question was asked is all it gets', async (context) => {
    const behind = await behindProxy(context);
    const { service } = behind;
    const input = { customerId: 'c1', channel: 'email', purpose: 'marketing.promotions', mode: 'reserve' } as const;
    const arrivedMs = monotonicMs() - 380;
    const step = behind.proxy.keepRequest(isScript);
    const { value, tookMs } = await timed(() => service.guard.decide(input, crm, { arrivedMs }));
    expect(value).toMatchObject({ degraded: true });
    expect(tookMs).toBeLessThan(120);
    step.goOn();
    await behind.back();
    expect(await behind.contacts('c1')).toBe(0);
  });

  test('a connection that dies with a request on its way: the caller is not told before the request can begin no more', async (context) => {
    const behind = await behindProxy(context);
    const { proxy, world } = behind;
    const arrive = proxy.holdRequest(isScript);
    const asked = world.ask();
    await sleep(50);
    proxy.cut();
    expect(await asked).toMatchObject({ allowed: false, degraded: true });
    arrive();
    await behind.back();
    expect(await behind.contacts('c1')).toBe(0);
  });

  test('a server’s clock that runs an hour ahead of this machine’s, or behind it, makes no question late', async (context) => {
    const server = await startRedis();
    context.onTestFinished(() => server.stop());
    for (const aheadMs of [hourMs, -hourMs]) {
      const made = faultService({
        url: server.url,
        policies,
        prefix: `by${aheadMs}`,
        clock: { nowMs: () => Date.now() + aheadMs },
      });
      context.onTestFinished(made.close);
      await made.service.open();
      expect(await made.world.ask()).toMatchObject({ allowed: true, degraded: false });
      expect(await made.world.ask({ address: 'a@example.org' })).toMatchObject({ allowed: true, degraded: false });
    }
  });
});

describe('on SQLite', () => {
  test('what waits behind a busy event loop until its deadline has come is not run', async () => {
    const { service, world } = await sqliteService({ policies });
    onTestFinished(() => service.close());
    const asked = world.ask({ operationId: 'op' });
    const busyUntilMs = monotonicMs() + 600;
    while (monotonicMs() < busyUntilMs);
    expect(await asked).toMatchObject({ allowed: false, degraded: true, contactId: null });
    await sleep(50);
    expect(await world.ask({ operationId: 'op' })).toMatchObject({
      allowed: true,
      replayed: false,
      caps: [{ used: 1 }],
    });
  });
});
