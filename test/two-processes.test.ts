import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { FullAnswer } from '../src/decisions/answer.ts';
import type { PolicySet } from '../src/policy/types.ts';
import { faultService, until } from './support/fault-service.ts';
import { policySet } from './support/policies.ts';
import { type RedisServer, startRedis } from './support/redis-server.ts';
import { testPepper } from './support/sqlite-service.ts';
import { codes, type World } from './support/world.ts';

const limit = 3;
const customers = 20;
const decisions = 500;
const mostLinked = 64;
const capped = policySet(`- { id: few, because: Few., cap: { limit: ${limit}, window: 24h } }`);
const uncapped = policySet('');

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());

let prefixes = 0;

/** Two services on one store, as two processes would be, opened. */
async function two(policies: PolicySet): Promise<[World, World]> {
  const prefix = `two${prefixes++}`;
  const open = async (): Promise<World> => {
    const made = faultService({ url: server.url, policies, prefix });
    onTestFinished(made.close);
    await made.service.open();
    return made.world;
  };
  return [await open(), await open()];
}

/** Some at a time. */
async function eachOf<T>(all: readonly T[], atOnce: number, work: (one: T) => Promise<void>): Promise<void> {
  for (let at = 0; at < all.length; at += atOnce) await Promise.all(all.slice(at, at + atOnce).map(work));
}

async function idsOfEntries(
  read: (cursor: string | undefined) => Promise<{ decisions: readonly object[]; nextCursor: string | null }>,
) {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    ids.push(...page.decisions.map((entry) => String((entry as { decisionId: string }).decisionId)));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return ids.sort();
}

describe('two services on one Redis', () => {
  test(`of ${decisions} decisions at once on ${customers} customers exactly the caps are allowed, and every denial is one entry`, async () => {
    const worlds = await two(capped);
    const answers = await Promise.all(
      Array.from({ length: decisions }, (_, index) =>
        (worlds[index % 2] as World).ask({ customerId: `c${Math.floor(index / 2) % customers}` }),
      ),
    );
    expect(answers.filter(({ degraded }) => degraded)).toEqual([]);
    expect(answers.filter(({ allowed }) => allowed)).toHaveLength(customers * limit);
    expect(new Set(answers.map(({ contactId }) => contactId)).size).toBe(customers * limit + 1);
    const denied = answers.filter(({ allowed }) => !allowed).map(({ decisionId }) => decisionId);
    const [{ guard }] = worlds;
    expect(await idsOfEntries((cursor) => guard.decisions({ limit: 1000, cursor }))).toEqual(denied.sort());
    for (const { guard: either } of worlds) {
      expect(await either.decision(denied[0] ?? '')).toMatchObject({ allowed: false });
    }
  });

  test('one operation that both are asked at once counts once', async () => {
    const [first, second] = await two(capped);
    await eachOf(
      Array.from({ length: 100 }, (_, index) => index),
      20,
      async (index) => {
        const fields = { customerId: `op${index}`, operationId: 'same' };
        const answers = await Promise.all([
          first.ask(fields),
          second.ask(fields),
          first.ask(fields),
          second.ask(fields),
        ]);
        expect(new Set(answers.map(({ contactId }) => contactId)).size).toBe(1);
        expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
        expect((await second.check(fields)).caps).toMatchObject([{ used: 1 }]);
      },
    );
  });

  test('a suppression that one acknowledged binds every decision of the other from then on: 1,000 pairs, by customer and by address', async () => {
    const [first, second] = await two(uncapped);
    const deniedBoth = async (fields: { customerId: string; address?: string }): Promise<void> => {
      for (const answer of await Promise.all([second.ask(fields), first.check(fields)])) {
        expect(codes(answer)).toContain('suppressed');
      }
    };
    const kinds: ((name: string, address: string) => Promise<void>)[] = [
      // By customer, while the other decides for them.
      async (name) => {
        const during = Promise.all([second.ask({ customerId: name }), second.ask({ customerId: name })]);
        await first.suppress({ customerId: name });
        await deniedBoth({ customerId: name });
        await during;
      },
      // By an address that the customer was reached at.
      async (name, address) => {
        await second.contact({ customerId: name, address });
        const during = Promise.all([second.ask({ customerId: name, address }), second.ask({ customerId: name })]);
        await first.suppress({ address });
        await deniedBoth({ customerId: name, address });
        await deniedBoth({ customerId: name });
        await during;
      },
      // By an address that nobody used yet, while the other sees it for the first time.
      async (name, address) => {
        const during = second.ask({ customerId: name, address });
        await first.suppress({ address });
        await deniedBoth({ customerId: name, address });
        await deniedBoth({ customerId: `${name}-later`, address });
        const wasReached = (await during).allowed;
        if (wasReached) await deniedBoth({ customerId: name });
      },
      // By both, decided for through either.
      async (name, address) => {
        await second.contact({ customerId: name });
        await first.suppress({ customerId: name, address });
        await deniedBoth({ customerId: name });
        await deniedBoth({ customerId: `${name}-other`, address });
      },
    ];
    await eachOf(
      Array.from({ length: 1000 }, (_, index) => index),
      40,
      async (index) => {
        await kinds[index % kinds.length]?.(`p${index}`, `p${index}@example.org`);
      },
    );
  });

  test(`an address shared by more than ${mostLinked} customers: those before, those after, with the address and without`, async () => {
    const [first, second] = await two(uncapped);
    for (let round = 0; round < 4; round++) {
      const address = `shared${round}@example.org`;
      const all = Array.from({ length: mostLinked + 6 }, (_, index) => `s${round}-${index}`);
      await eachOf(all, 20, async (customerId) => void (await second.contact({ customerId, address })));
      // Decisions all along: what started after the acknowledgement is denied.
      let acknowledged = false;
      let isOver = false;
      const along = eachOf(all.slice(-8), 8, async (customerId) => {
        while (!isOver) {
          const startedAfter = acknowledged;
          const answer = await second.ask({ customerId, address });
          if (startedAfter) expect(codes(answer)).toContain('suppressed');
        }
      });
      try {
        await sleep(30);
        await first.suppress({ address });
        acknowledged = true;
        await eachOf(all, 20, async (customerId) => {
          expect(codes(await second.ask({ customerId, address }))).toContain('suppressed');
          expect(codes(await second.ask({ customerId }))).toContain('suppressed');
        });
        expect(codes(await second.ask({ customerId: `s${round}-new`, address }))).toContain('suppressed');
      } finally {
        isOver = true;
      }
      await along;
    }
  });
});

interface ServiceProcess {
  readonly child: ChildProcess;
  readonly url: string;
}

describe('two processes of the service on one Redis', () => {
  let folder: string;
  const processes: ServiceProcess[] = [];

  const startProcess = async (name: string): Promise<ServiceProcess> => {
    const child = spawn(process.execPath, [join(import.meta.dirname, '../src/main.ts')], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        PATH: process.env['PATH'],
        NODE_OPTIONS: process.env['NODE_OPTIONS'],
        PORT: '0',
        STORE_URL: server.url,
        STORE_PREFIX: 'processes',
        ADDRESS_PEPPER: testPepper.toString('hex'),
        POLICY_DIR: join(folder, 'policies'),
        SPOOL_DIR: join(folder, name),
      },
    });
    for await (const line of createInterface({ input: child.stdout })) {
      const said = JSON.parse(line) as { event?: string; url?: string };
      if (said.event === 'service.started' && said.url !== undefined) {
        child.stdout.resume();
        return { child, url: said.url };
      }
    }
    throw new Error(`process ${name} ended at its start`);
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'contact-guard-two-'));
    mkdirSync(join(folder, 'policies'));
    for (const { file, text } of capped.sources) writeFileSync(join(folder, 'policies', file), text);
    processes.push(...(await Promise.all([startProcess('first'), startProcess('second')])));
    // Both have compiled what a decision runs through.
    await eachOf(
      Array.from({ length: 200 }, (_, index) => index),
      20,
      async (index) => {
        await decide(index, { customerId: `w${index}` });
      },
    );
  });
  afterAll(async () => {
    for (const { child } of processes) {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  });

  const call = async (turn: number, path: string, body: object): Promise<{ status: number; answer: unknown }> => {
    const response = await fetch(`${processes[turn % 2]?.url}${path}`, {
      method: 'POST',
      // A connection that is kept may be ended by the service just when it is used again.
      headers: { 'content-type': 'application/json', connection: 'close' },
      body: JSON.stringify(body),
    });
    return { status: response.status, answer: await response.json() };
  };
  /** Every answer to one question; tried again, as a sender would, where the store did not answer in time or too much was asked at once. */
  const decide = async (turn: number, fields: object): Promise<FullAnswer[]> => {
    const answers: FullAnswer[] = [];
    for (;;) {
      const { status, answer } = await call(turn, '/can-contact', {
        channel: 'email',
        purpose: 'marketing.promotions',
        ...fields,
      });
      if (status === 200) answers.push(answer as FullAnswer);
      else expect(status).toBe(503);
      if (status === 200 && !(answer as FullAnswer).degraded) return answers;
      await sleep(100);
    }
  };

  test(`of ${decisions} decisions at once on ${customers} customers exactly the caps are allowed, and every denial is one entry`, async () => {
    const asked = await Promise.all(
      Array.from({ length: decisions }, (_, index) =>
        decide(index, { customerId: `c${Math.floor(index / 2) % customers}`, operationId: `op${index}` }),
      ),
    );
    const answers = asked.flat();
    const allowed = answers.filter((answer) => answer.allowed);
    expect(allowed).toHaveLength(customers * limit);
    expect(new Set(allowed.map(({ contactId }) => contactId)).size).toBe(customers * limit);
    const denied = answers.filter((answer) => !answer.allowed).map(({ decisionId }) => decisionId);
    // What was denied as degraded is entered by the chores of its process.
    let entered: string[] = [];
    await until(async () => {
      entered = await idsOfEntries(async (cursor) => {
        const query = new URLSearchParams({ limit: '1000', ...(cursor === undefined ? {} : { cursor }) });
        return (await fetch(`${processes[1]?.url}/decisions?${query}`)).json() as never;
      });
      return entered.length >= denied.length;
    }, 30_000);
    expect(entered).toEqual(denied.sort());
  });

  test('a suppression that one acknowledged binds the other', async () => {
    await eachOf(
      Array.from({ length: 60 }, (_, index) => index),
      10,
      async (index) => {
        const fields = { customerId: `r${index}`, address: `r${index}@example.org` };
        await decide(index, fields);
        const subject = index % 4 < 2 ? { customerId: fields.customerId } : { address: fields.address };
        const body = { ...subject, channel: '*', purpose: '*', reason: 'asked', source: 'test' };
        expect((await call(index + 1, '/suppressions', body)).status).toBe(201);
        const [answer] = await decide(index, fields);
        expect(answer?.allowed).toBe(false);
        expect(codes(answer as FullAnswer)).toContain('suppressed');
      },
    );
  });
});

test('two services that start at once on an empty Redis agree on what identifies it', async () => {
  const prefix = 'race';
  const made = Array.from({ length: 6 }, () => faultService({ url: server.url, policies: uncapped, prefix }));
  for (const one of made) onTestFinished(one.close);
  await Promise.all(made.map(({ service }) => service.open()));
  for (const { world } of made) expect(await world.guard.readiness()).toMatchObject({ ready: true });
  const admin = new Redis(server.url);
  onTestFinished(() => admin.disconnect());
  expect(await admin.hkeys(`${prefix}:{meta}:info`)).toEqual(expect.arrayContaining(['pepper', 'data']));
});
