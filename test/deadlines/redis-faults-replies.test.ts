import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, type TestContext, test } from 'vitest';
import type { FullAnswer } from '../../src/decisions/answer.ts';
import { type FaultService, faultService, timed, until } from '../support/fault-service.ts';
import { policySet } from '../support/policies.ts';
import { type RedisServer, startRedis } from '../support/redis-server.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';

const limit = 3;
const policies = policySet(`
  - { id: few, because: Few., when: { channels: [email] }, cap: { limit: ${limit}, window: 24h } }
  - { id: many, because: Many., when: { channels: [push] }, cap: { limit: 1000, window: 24h } }`);

interface Behind extends FaultService {
  readonly server: RedisServer;
  readonly proxy: TcpProxy;
  /** Contacts that the store holds for a customer. */
  contacts(customerId: string): Promise<number>;
  /** Until a decision is good again. */
  back(): Promise<unknown>;
}

/** A service whose Redis is behind a proxy, opened. */
async function behindProxy({ onTestFinished }: TestContext): Promise<Behind> {
  const server = await startRedis();
  onTestFinished(() => server.stop());
  const proxy = await startTcpProxy(server);
  onTestFinished(() => proxy.close());
  const made = faultService({ url: `redis://127.0.0.1:${proxy.port}`, policies });
  onTestFinished(made.close);
  const { service, world } = made;
  await service.open();
  // The scripts are known to the server from now on: a lost reply is one of a script that ran.
  await world.contact({ customerId: 'first' });
  return {
    ...made,
    server,
    proxy,
    contacts: (customerId) =>
      service.store.read(service.hashes.customer(customerId), ({ record }) => record.contacts.length),
    back: () => until(async () => !(await world.check({ customerId: 'nobody' })).degraded),
  };
}

/** Of a call whose first decision was allowed by a policy with one cap: its number, and what is used. */
const isDecision = (reply: string): boolean => /^\*\d+\r\n:\d+\r\n\$4\r\n/.test(reply);
const isWritten = (reply: string): boolean => reply === '*1\r\n:1\r\n';

/** 2,000 in the run of all checks. */
const operations = Number(process.env['LOST_REPLIES'] ?? 1000);

describe('replies that are lost, with their connection cut', () => {
  test(`an operation counts once however often it is tried: ${operations} of them`, {
    timeout: 90_000,
  }, async (context) => {
    const { world, proxy, contacts } = await behindProxy(context);
    const customers = 40;
    const perCustomer = operations / customers;
    const atOnce = 250;
    const contactIds = new Set<string>();
    let replayed = 0;
    let lost = 0;
    const askUntilAnswered = async (operation: number): Promise<FullAnswer> => {
      for (;;) {
        const fields = {
          customerId: `c${operation % customers}`,
          channel: 'push',
          operationId: `op${operation}`,
        } as const;
        const answer = await world.ask(fields);
        if (!answer.degraded) return answer;
        lost++;
        await sleep(20);
      }
    };
    for (let from = 0; from < customers * perCustomer; from += atOnce) {
      proxy.loseReply(isDecision);
      const answers = await Promise.all(Array.from({ length: atOnce }, (_, index) => askUntilAnswered(from + index)));
      for (const answer of answers) {
        expect(answer.allowed).toBe(true);
        contactIds.add(answer.contactId ?? '');
        if (answer.replayed) replayed++;
      }
    }
    expect(contactIds.size).toBe(customers * perCustomer);
    for (let customer = 0; customer < customers; customer++) expect(await contacts(`c${customer}`)).toBe(perCustomer);
    // It was tried: most operations had counted when their reply was lost.
    expect(lost).toBeGreaterThan(operations / 4);
    expect(replayed).toBeGreaterThan(operations / 4);
  });

  test('without an operation nothing counts that was neither allowed nor denied as degraded, and no cap is exceeded', {
    timeout: 60_000,
  }, async (context) => {
    const { service, world, proxy, contacts, back } = await behindProxy(context);
    const customers = 50;
    const tally = new Map<string, { allowed: number; degraded: number; denied: number }>();
    for (let round = 0; round < 6; round++) {
      proxy.loseReply(round % 2 ? isDecision : () => true);
      await Promise.all(
        Array.from({ length: customers * 2 }, async (_, index) => {
          const customerId = `c${index % customers}`;
          const channel = customerId.endsWith('7') ? 'push' : 'email';
          const seen = tally.get(customerId) ?? { allowed: 0, degraded: 0, denied: 0 };
          tally.set(customerId, seen);
          const answer = await world.ask({ customerId, channel });
          seen[answer.allowed ? 'allowed' : answer.degraded ? 'degraded' : 'denied']++;
        }),
      );
      await back();
    }
    let degraded = 0;
    for (const [customerId, seen] of tally) {
      const counted = await contacts(customerId);
      degraded += seen.degraded;
      expect(counted).toBeGreaterThanOrEqual(seen.allowed);
      expect(counted).toBeLessThanOrEqual(seen.allowed + seen.degraded);
      if (!customerId.endsWith('7')) expect(counted).toBeLessThanOrEqual(limit);
    }
    expect(degraded).toBeGreaterThan(100);
    // Each denial is one entry, whether or not its late write went through.
    await service.tend();
    await service.tend();
    const denials = [...tally.values()].reduce((sum, seen) => sum + seen.degraded + seen.denied, 0);
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await world.guard.decisions({ limit: 1000, cursor });
      ids.push(...page.decisions.map((entry) => String(entry['decisionId'])));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(denials);
  });
});

describe.concurrent('one reply that is lost', () => {
  test('a command is sent once: its contact is one, and nothing is tried again behind the caller’s back', async (context) => {
    const { world, proxy, contacts, back } = await behindProxy(context);
    for (let count = 1; count <= 5; count++) {
      proxy.loseReply(isDecision);
      expect(await world.ask({ channel: 'push' })).toMatchObject({ allowed: false, degraded: true });
      await back();
      expect(await contacts('c1')).toBe(count);
    }
  });

  test('a denial that was stored though its reply was lost is one entry', async (context) => {
    const { service, world, proxy, back } = await behindProxy(context);
    for (let count = 0; count < limit; count++) await world.contact();
    proxy.loseReply(isWritten);
    const denied = await world.ask();
    expect(denied).toMatchObject({ allowed: false, degraded: true });
    await back();
    await service.tend();
    await service.tend();
    expect(service.spool?.waiting()).toBe(0);
    expect((await world.entries()).map(({ decisionId }) => decisionId)).toEqual([denied.decisionId]);
  });

  test('a denial whose write arrives when it was entered from the spool already is one entry', async (context) => {
    const { service, world, proxy, back } = await behindProxy(context);
    for (let count = 0; count < limit; count++) await world.contact();
    await world.ask();
    const arrive = proxy.holdRequest((request) => request.includes('dec_'));
    const denied = await world.ask();
    expect(denied).toMatchObject({ allowed: false, degraded: true });
    proxy.cut();
    await back();
    await service.tend();
    const entered = (await world.entries()).map(({ decisionId }) => decisionId);
    expect(entered).toContain(denied.decisionId);
    arrive();
    await sleep(100);
    expect((await world.entries()).map(({ decisionId }) => decisionId)).toEqual(entered);
    expect((await world.ask()).degraded).toBe(false);
  });
});

describe.concurrent('silence', () => {
  test('a request that a frozen Redis takes up later counts nothing: who asked has been told that it was out of reach', async (context) => {
    const { server, world, contacts, back } = await behindProxy(context);
    await server.pause();
    const operation = { channel: 'push', operationId: 'op' } as const;
    expect(await world.ask(operation)).toMatchObject({ allowed: false, degraded: true });
    await sleep(1000);
    await server.resume();
    await back();
    expect(await contacts('c1')).toBe(0);
    expect(await world.ask(operation)).toMatchObject({ allowed: true, replayed: false });
    expect(await contacts('c1')).toBe(1);
  });

  test('a reply that never comes is not waited for', { retry: 2 }, async (context) => {
    const { proxy, world } = await behindProxy(context);
    proxy.swallow(true);
    const { value, tookMs } = await timed(() => world.ask());
    expect(value.degraded).toBe(true);
    expect(tookMs).toBeLessThan(500);
  });

  test('what is asked while Redis is away is answered at once and never sent to it later', {
    retry: 2,
  }, async (context) => {
    const { server, world, contacts, back } = await behindProxy(context);
    await server.kill9();
    await until(async () => (await world.check()).degraded);
    for (let count = 0; count < 20; count++) {
      const { value, tookMs } = await timed(() => world.ask({ channel: 'push' }));
      expect(value).toMatchObject({ allowed: false, degraded: true });
      expect(tookMs).toBeLessThan(100);
    }
    await server.restart();
    await back();
    await sleep(300);
    expect(await contacts('c1')).toBe(0);
  });
});
