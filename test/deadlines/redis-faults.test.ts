import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { describe, expect, type TestContext, test } from 'vitest';
import { monotonicMs } from '../../src/clock.ts';
import type { FullAnswer } from '../../src/decisions/answer.ts';
import type { CanContactInput } from '../../src/guard-contract.ts';
import { type FaultService, faultService, timed, until } from '../support/fault-service.ts';
import { policySet } from '../support/policies.ts';
import { freePort } from '../support/redis-process.ts';
import { type RedisServer, startRedis } from '../support/redis-server.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { codes, hourMs, problemOf } from '../support/world.ts';

const policies = policySet('- { id: one, because: One., cap: { limit: 1, window: 24h } }');
const answerMs = 500;
const recoveryMs = 3000;

interface Broken {
  readonly server: RedisServer;
  readonly proxy: TcpProxy;
  readonly admin: Redis;
}

interface Fault {
  readonly name: string;
  readonly break: (on: Broken) => Promise<unknown> | unknown;
  readonly mend: (on: Broken) => Promise<unknown> | unknown;
  readonly readiness: RegExp;
  /** Asked this long: past what a client notices by itself where nothing answers. */
  readonly forMs: number;
}

const silence = /does not answer|out of reach/;
const faults: readonly Fault[] = [
  {
    name: 'is frozen',
    break: ({ server }) => server.pause(),
    mend: ({ server }) => server.resume(),
    readiness: silence,
    forMs: 2500,
  },
  {
    name: 'answers 2 s late',
    break: ({ proxy }) => proxy.delay(2000),
    mend: ({ proxy }) => proxy.delay(0),
    readiness: silence,
    forMs: 2500,
  },
  {
    name: 'takes requests while its replies are lost on the way',
    break: ({ proxy }) => proxy.swallow(true),
    mend: ({ proxy }) => proxy.swallow(false),
    readiness: silence,
    forMs: 2500,
  },
  {
    name: 'is killed',
    break: ({ server }) => server.kill9(),
    mend: ({ server }) => server.restart(),
    readiness: silence,
    forMs: 600,
  },
  {
    name: 'refuses connections',
    break: ({ proxy, server }) => server.kill9().then(() => proxy.cut()),
    mend: ({ server }) => server.restart(),
    readiness: silence,
    forMs: 600,
  },
  {
    name: 'is kept busy by somebody’s script',
    async break({ admin }) {
      await admin.config('SET', 'busy-reply-threshold', '10');
      admin.eval('while true do end', 0).catch(() => {});
      await sleep(30);
    },
    async mend({ server }) {
      const second = new Redis(server.url, { enableReadyCheck: false });
      second.on('error', () => {});
      await second.script('KILL').finally(() => second.disconnect());
    },
    readiness: silence,
    forMs: 600,
  },
  {
    name: 'has become a replica',
    break: async ({ admin }) => admin.replicaof('127.0.0.1', await freePort()),
    mend: ({ admin }) => admin.replicaof('NO', 'ONE'),
    readiness: /this node is a replica, not a primary/,
    forMs: 600,
  },
  {
    name: 'has no memory left',
    break: ({ admin }) => admin.config('SET', 'maxmemory', '1'),
    mend: ({ admin }) => admin.config('SET', 'maxmemory', '0'),
    readiness: /writes are refused: OOM/,
    forMs: 600,
  },
  {
    name: 'cannot write to its disk',
    break: ({ admin }) => snapshot(admin, '/proc', 'err'),
    mend: ({ admin }) => snapshot(admin, '/tmp', 'ok'),
    readiness: /writes are refused: MISCONF/,
    forMs: 600,
  },
  {
    name: 'lacks the replicas that its writes need',
    break: ({ admin }) => admin.config('SET', 'min-replicas-to-write', '1'),
    mend: ({ admin }) => admin.config('SET', 'min-replicas-to-write', '0'),
    readiness: /writes are refused: NOREPLICAS/,
    forMs: 600,
  },
];

async function snapshot(admin: Redis, dir: string, status: string): Promise<void> {
  await admin.config('SET', 'save', '3600 1');
  await admin.config('SET', 'dir', dir);
  await admin.bgsave();
  await until(async () => {
    const info = await admin.info('persistence');
    return info.includes('rdb_bgsave_in_progress:0') && info.includes(`rdb_last_bgsave_status:${status}`);
  });
}

/** Undone last in, first out. */
type Afterwards = TestContext['onTestFinished'];

async function start(afterwards: Afterwards): Promise<Broken> {
  const server = await startRedis({
    args: ['--enable-protected-configs', 'yes', '--dbfilename', `${process.pid}.rdb`],
  });
  // One that is busy would not stop in order.
  afterwards(() => server.kill9().finally(() => server.stop()));
  const proxy = await startTcpProxy(server);
  afterwards(() => proxy.close());
  const admin = new Redis(server.url, { retryStrategy: () => 100 });
  admin.on('error', () => {});
  afterwards(() => admin.disconnect());
  return { server, proxy, admin };
}

function serviceBehind({ port }: { readonly port: number }, afterwards: Afterwards): FaultService {
  const made = faultService({ url: `redis://127.0.0.1:${port}`, policies });
  afterwards(made.close);
  return made;
}

/** Asks a little more often than answers are due, for so long. @returns every answer, and the longest that one took */
async function askFor(
  forMs: number,
  ask: () => Promise<FullAnswer>,
): Promise<{ answers: FullAnswer[]; slowestMs: number }> {
  const asked: Promise<{ value: FullAnswer; tookMs: number }>[] = [];
  const beganMs = monotonicMs();
  do {
    asked.push(timed(ask));
    await sleep(40);
  } while (monotonicMs() - beganMs < forMs);
  const all = await Promise.all(asked);
  return { answers: all.map(({ value }) => value), slowestMs: Math.max(...all.map(({ tookMs }) => tookMs)) };
}

const security = { purpose: 'service.security' } as const;
/** A reserve that the full cap denies, one that it would allow, and one that the register allows without a store. */
const askedInTurn: readonly Partial<CanContactInput>[] = [{ customerId: 'full' }, { customerId: 'free' }, security];

describe.concurrent.each(faults)('while Redis $name', (fault) => {
  test('every question is answered within 500 ms and nothing hangs; within 3 s of its end decisions are good again, and each denial is one entry', {
    retry: 2,
    timeout: 30_000,
  }, async ({ onTestFinished }) => {
    const on = await start(onTestFinished);
    const { service, world } = serviceBehind(on.proxy, onTestFinished);
    await service.open();
    // It tells what was seen last.
    await until(async () => (await world.guard.readiness()).ready);
    expect(await world.guard.readiness()).toMatchObject({ ready: true, reasons: [] });
    await world.contact({ customerId: 'full' });
    const hold = await world.contact({ customerId: 'held', confirmByMs: Date.now() + hourMs });
    const { suppressionId } = await world.suppress({ customerId: 'refused' });
    const earlier = await world.ask({ customerId: 'full' });

    await fault.break(on);
    let turn = 0;
    const { answers, slowestMs } = await askFor(fault.forMs, () => world.ask(askedInTurn[turn++ % askedInTurn.length]));
    expect(slowestMs).toBeLessThan(answerMs);
    for (const [index, answer] of answers.entries()) {
      const isSecurity = index % askedInTurn.length === 2;
      expect(answer).toMatchObject({ allowed: isSecurity, degraded: true, contactId: null, replayed: false });
      expect(codes(answer)).toEqual(isSecurity ? [] : ['store-unavailable']);
    }

    const readiness = await timed(() => world.guard.readiness());
    expect(readiness.value).toMatchObject({ ready: false, reasons: [expect.stringMatching(fault.readiness)] });
    expect(readiness.tookMs).toBeLessThan(answerMs);
    const checked = await timed(() => world.check({ customerId: 'free' }));
    expect(checked.value).toMatchObject({ allowed: false, degraded: true });
    expect(checked.tookMs).toBeLessThan(answerMs);
    const others: Record<string, () => Promise<unknown>> = {
      confirm: () => world.confirm(hold),
      outcome: () => world.outcome(hold, 'sent'),
      elsewhere: () => world.elsewhere({}),
      refuse: () => world.refuse({ customerId: 'c1' }),
      refuseContact: () => world.refuse({ contactId: hold }),
      suppress: () => world.suppress({ customerId: 'c1', address: 'c1@example.org' }),
      lift: () => world.lift(suppressionId),
      consent: () => world.consent({}),
      suppressionsOfCustomer: () => world.guard.suppressionsOfCustomer('refused'),
      suppressionsOfAddress: () => world.guard.suppressionsOfAddress({ address: 'c1@example.org', channel: 'email' }),
      consents: () => world.guard.consentsOf('c1'),
      entries: () => world.entries(),
      entry: () => world.guard.decision(earlier.decisionId),
      revision: () => world.guard.policyRevision(policies.revision),
    };
    for (const [name, call] of Object.entries(others)) {
      const { value, tookMs } = await timed(() => problemOf(call()));
      expect({ name, ...value }).toMatchObject({ name, code: 'store-unavailable', status: 503 });
      expect({ name, tookMs: tookMs < answerMs || tookMs }).toEqual({ name, tookMs: true });
    }

    await fault.mend(on);
    const denials = [earlier, ...answers.filter((answer) => !answer.allowed)];
    const tookMs = await until(async () => {
      const answer = await world.ask({ customerId: 'full' });
      denials.push(answer);
      return !answer.degraded;
    });
    expect(tookMs).toBeLessThan(recoveryMs);
    // It tells what was seen last.
    await until(async () => (await world.guard.readiness()).ready);
    expect(await world.guard.readiness()).toMatchObject({ ready: true, reasons: [] });
    await service.tend();
    await service.tend();
    expect(service.spool?.waiting()).toBe(0);
    expect((await world.entries()).map(({ decisionId }) => decisionId).sort()).toEqual(
      denials.map(({ decisionId }) => decisionId).sort(),
    );
    expect((await world.confirm(hold)).contactId).toBe(hold);
  });
});

test('a service whose Redis was never there answers in time, says so, and uses it within 3 s of its start', {
  retry: 2,
}, async ({ onTestFinished }) => {
  const port = await freePort();
  const { service, world } = serviceBehind({ port }, onTestFinished);
  await expect(service.open()).rejects.toThrow('redis does not answer');
  const { answers, slowestMs } = await askFor(200, () => world.ask());
  expect(slowestMs).toBeLessThan(answerMs);
  for (const answer of answers) expect(answer).toMatchObject({ allowed: false, degraded: true });
  expect(await world.ask(security)).toMatchObject({ allowed: true, degraded: true, contactId: null });
  expect(await world.guard.readiness()).toMatchObject({ ready: false, reasons: [expect.stringMatching(silence)] });
  const server = await startRedis({ port });
  onTestFinished(() => server.stop());
  expect(await until(async () => !(await world.ask({ customerId: 'late' })).degraded)).toBeLessThan(recoveryMs);
  await service.tend();
  expect((await world.entries()).map(({ decisionId }) => decisionId)).toEqual(
    expect.arrayContaining(answers.map(({ decisionId }) => decisionId)),
  );
});

test('the live stream of entries goes on after Redis was away', async ({ onTestFinished }) => {
  const { server, proxy } = await start(onTestFinished);
  const { service, world } = serviceBehind(proxy, onTestFinished);
  await service.open();
  const seen = new Set<string>();
  const ended = new AbortController();
  onTestFinished(() => ended.abort());
  void (async () => {
    for await (const entry of world.guard.follow(ended.signal)) seen.add(String(entry['decisionId']));
  })();
  await world.contact({ customerId: 'full' });
  const untilSeen = async (): Promise<void> => {
    const denied: string[] = [];
    await until(async () => {
      denied.push((await world.ask({ customerId: 'full' })).decisionId);
      return denied.some((decisionId) => seen.has(decisionId));
    });
  };
  await untilSeen();
  await server.kill9();
  await sleep(200);
  await server.restart();
  await untilSeen();
  // Cut while it subscribes again.
  proxy.loseReply((reply) => reply.includes('subscribe'));
  proxy.cut();
  await untilSeen();
});
