import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import PostalMime from 'postal-mime';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Fate, runCampaign, type Tally } from './campaign.ts';
import { receivedBy } from './check.ts';
import type { Customer } from './customers.ts';
import { runDemo } from './demo.ts';
import { idOf, makeCustomers, toCsv } from './generate-customers.ts';
import { createGuardClient, type Decision, type GuardClient, GuardError } from './guard-client.ts';
import { createMailer } from './mail.ts';
import { startMailServer } from './mail-server.ts';
import { startOwnGuard } from './own-guard.ts';
import { openSentLog } from './sent-log.ts';

let folder: string;
const cleanUps: (() => unknown)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'newsletter-test-'));
});

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  await rm(folder, { recursive: true, force: true });
});

const localFile = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

describe('the demonstration', () => {
  test('two issues go to exactly those who may get them, as the mail server saw it', async () => {
    const printed: string[] = [];
    const problems = await runDemo({
      print: (line) => printed.push(line),
      async inspect(demo) {
        expect(demo.runs.map(({ tally }) => Object.fromEntries(tally))).toEqual([
          {
            sent: 975,
            bounced: 5,
            deferred: 1,
            'held: cap email-daily': 15,
            'held: suppressed': 2,
            'duplicate row': 6,
            'no decision': 2,
          },
          // Only the mailbox that wanted its message later gets it now.
          {
            sent: 1,
            'held: cap email-daily': 15,
            'held: suppressed': 2,
            'handled before': 980,
            'duplicate row': 6,
            'no decision': 2,
          },
          {
            sent: 915,
            bounced: 5,
            'held: cap email-daily': 30,
            'held: cap email-weekly': 10,
            'held: cap marketing-daily': 10,
            'held: suppressed': 28,
            'duplicate row': 6,
            'no decision': 2,
          },
        ]);

        const received = receivedBy(demo);
        const [first = [], second = []] = [...received.values()];
        expect([first.length, new Set(first).size]).toEqual([976, 976]);
        expect([second.length, new Set(second).size]).toEqual([915, 915]);
        expect(demo.mail.received).toHaveLength(976 + 915);
        expect(demo.mail.refused.map(({ status }) => status).sort()).toEqual([
          ...Array(1).fill(451),
          ...Array(10).fill(550),
        ]);

        // Who shares an address with somebody who unsubscribed is left alone there, too.
        expect(first).toEqual(expect.arrayContaining([...demo.later, idOf(22)]));
        for (const id of [...demo.later, ...demo.earlier, idOf(22)]) expect(second).not.toContain(id);
        const to = demo.mail.received.map((mail) => mail.to.toLowerCase());
        expect(to).not.toContain('never.again@example.com');
        expect(to).not.toContain('second.address@example.org');

        // The guard counts what was sent, and gave back what failed.
        expect(await usedOf(demo.guard, demo.customers.get(idOf(1)))).toBe(2);
        expect(await usedOf(demo.guard, demo.customers.get(idOf(51)))).toBe(0);
        expect(await usedOf(demo.guard, demo.customers.get(idOf(61)))).toBe(2);
      },
    });
    expect(problems).toEqual([]);
    expect(printed.join('')).toMatch(/held: cap email-weekly +- +- +10\n/);
    // Each of the two rows, in each of the three runs.
    expect(printed.filter((line) => /^\/can-contact answered 422: .*address: /.test(line))).toHaveLength(6);
  });

  async function usedOf(guard: GuardClient, customer: Customer | undefined): Promise<unknown> {
    const question = {
      customerId: customer?.customerId,
      address: customer?.email,
      channel: 'email',
      purpose: 'marketing.newsletter',
    };
    const answer = (await guard.post('/can-contact', { ...question, mode: 'check' })) as {
      caps: { rule: string; used: number }[];
    };
    return answer.caps.find(({ rule }) => rule === 'email-daily')?.used;
  }

  test('customers.csv is what the generator makes', () => {
    expect(readFileSync(localFile('customers.csv'), 'utf8')).toBe(toCsv(makeCustomers()));
  });
});

describe('a sender that is killed', () => {
  test('goes on where it was and sends nobody twice, with its log or without', async () => {
    const guard = await startOwnGuard(folder);
    cleanUps.push(() => guard.stop());
    const mail = await startMailServer();
    cleanUps.push(() => mail.stop());
    const file = join(folder, 'customers.csv');
    await writeFile(file, toCsv(makeCustomers().slice(100, 400)));
    const env = { GUARD_URL: guard.url, SMTP_URL: mail.url, SENT_LOG: join(folder, 'sent.db') };

    const killed = startSender(file, env);
    while (mail.received.length < 100 && killed.exitCode === null) await sleep(2);
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    // What the mail server had in hand arrives.
    await sleep(200);
    const before = mail.received.length;
    expect(before).toBeLessThan(300);

    const again = await finish(startSender(file, env));
    const unclear = again.get('unclear') ?? 0;
    expect(unclear).toBeLessThanOrEqual(20);
    expect(again.get('sent')).toBe(mail.received.length - before);
    expect(total(again)).toBe(300);
    expect(idsOf(mail.received).size).toBe(mail.received.length);
    // An unclear one may have arrived just before the end; nobody else is missing.
    expect(mail.received.length).toBeGreaterThanOrEqual(300 - unclear);

    const third = await finish(startSender(file, env));
    expect(third).toEqual(
      new Map([
        ['unclear', unclear],
        ['handled before', 300 - unclear],
        ['rows', 300],
      ]),
    );

    const withoutLog = await finish(startSender(file, { ...env, SENT_LOG: join(folder, 'other.db') }));
    expect(withoutLog).toEqual(
      new Map([
        ['log lost', 300],
        ['rows', 300],
      ]),
    );
    expect(idsOf(mail.received).size).toBe(mail.received.length);
  });

  function startSender(file: string, env: Record<string, string>): ChildProcess {
    const sender = spawn(process.execPath, [localFile('send.ts'), 'issue-7', file], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    cleanUps.push(() => sender.kill('SIGKILL'));
    return sender;
  }

  async function finish(sender: ChildProcess): Promise<Map<string, number>> {
    const [printed, [code]] = await Promise.all([text(sender.stdout as Readable), once(sender, 'exit')]);
    expect(code).toBe(0);
    const rows = printed
      .trim()
      .split('\n')
      .slice(1)
      .map((row) => /^(.+?) +(\d+)$/.exec(row));
    return new Map(rows.map((row) => [row?.[1] ?? '', Number(row?.[2])]));
  }

  const total = (printed: Map<string, number>): number | undefined => printed.get('rows');
  const idsOf = (mails: readonly { messageId: string }[]): Set<string> =>
    new Set(mails.map(({ messageId }) => messageId));

  test('a second sender on the same log does not start', () => {
    const path = join(folder, 'sent.db');
    const first = openSentLog(path, 'issue-7');
    cleanUps.push(() => first.close());
    expect(() => openSentLog(path, 'issue-7')).toThrow(/another run under way/);
  });
});

describe('a campaign', () => {
  const ana: Customer = {
    customerId: 'ana',
    email: 'ana@example.com',
    name: 'Ana',
    region: undefined,
    timeZone: undefined,
  };
  const granted: Decision = { allowed: true, contactId: 'k1', reasons: [], retryAt: null, replayed: false };

  test('puts the headers of a decision on the message as they are', async () => {
    const mail = await startMailServer();
    cleanUps.push(() => mail.stop());
    const headers = {
      'List-Unsubscribe': `<https://guard.example.com/unsubscribe/${'t0ken_-'.repeat(20)}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    };
    const { tally, outcomes } = await run(mail.url, async () => ({
      decision: { ...granted, headers },
      retried: false,
    }));
    expect(tally).toEqual(new Map([['sent', 1]]));
    expect(mail.received[0]?.headers.get('list-unsubscribe')).toBe(headers['List-Unsubscribe']);
    expect(mail.received[0]?.headers.get('list-unsubscribe-post')).toBe(headers['List-Unsubscribe-Post']);
    expect(outcomes).toEqual([{ contactId: 'k1', outcome: 'sent' }]);
  });

  test('ends the text with the links of a decision: not every mail program has a button', async () => {
    const mail = await startMailServer();
    cleanUps.push(() => mail.stop());
    const links = {
      preferences: `http://127.0.0.1:8080/preferences/${'t0ken_-'.repeat(30)}`,
      unsubscribe: `http://127.0.0.1:8080/unsubscribe/${'t0ken_-'.repeat(30)}`,
    };
    await run(mail.url, async () => ({ decision: { ...granted, links }, retried: false }));
    const { text: shown = '' } = await PostalMime.parse(mail.received[0]?.message ?? '');
    expect(shown.split(/\s/).filter((word) => word.startsWith('http'))).toEqual([links.unsubscribe, links.preferences]);
  });

  test('stops, and sends nothing, where the guard gives no decision; the next run sends', async () => {
    const mail = await startMailServer();
    cleanUps.push(() => mail.stop());
    const gone = run(mail.url, async () => {
      throw new GuardError('out of reach');
    });
    await expect(gone).rejects.toThrow('out of reach');
    expect(mail.received).toEqual([]);
    // Its first question was answered after all: granted, and nobody heard of it.
    const { tally } = await run(mail.url, async () => ({ decision: { ...granted, replayed: true }, retried: false }));
    expect(tally).toEqual(new Map([['sent', 1]]));
    expect(mail.received).toHaveLength(1);
  });

  test('a replay that its own retry caused is sent; one that nobody here remembers is not', async () => {
    const mail = await startMailServer();
    cleanUps.push(() => mail.stop());
    const replayed = { ...granted, replayed: true };
    expect((await run(mail.url, async () => ({ decision: replayed, retried: false }), 'one.db')).tally).toEqual(
      new Map([['log lost', 1]]),
    );
    expect(mail.received).toEqual([]);
    expect((await run(mail.url, async () => ({ decision: replayed, retried: true }), 'two.db')).tally).toEqual(
      new Map([['sent', 1]]),
    );
    expect(mail.received).toHaveLength(1);
  });

  test('a message whose connection broke is neither sent again nor reported: it counts', async () => {
    let messages = 0;
    const server = await breakingMailServer(() => messages++);
    cleanUps.push(() => new Promise((resolve) => server.close(resolve)));
    const url = `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`;
    for (let again = 0; again < 2; again++) {
      const { tally, outcomes } = await run(url, async () => ({ decision: granted, retried: false }));
      expect(tally).toEqual(new Map([['unclear', 1]]));
      expect(outcomes).toEqual([]);
    }
    expect(messages).toBe(1);
  });

  test('a mail server out of reach defers; the failure is reported and the next run sends', async () => {
    const { tally, outcomes } = await run('smtp://127.0.0.1:1', async () => ({ decision: granted, retried: false }));
    expect(tally).toEqual(new Map([['deferred', 1]]));
    expect(outcomes).toEqual([{ contactId: 'k1', outcome: 'failed' }]);
    const mail = await startMailServer();
    cleanUps.push(() => mail.stop());
    const next = await run(mail.url, async () => ({ decision: { ...granted, contactId: 'k2' }, retried: false }));
    expect(next).toEqual({ tally: new Map([['sent', 1]]), outcomes: [{ contactId: 'k2', outcome: 'sent' }] });
  });

  async function run(
    smtpUrl: string,
    canContact: GuardClient['canContact'],
    logFile = 'sent.db',
  ): Promise<{ tally: Tally; outcomes: object[] }> {
    const outcomes: object[] = [];
    const guard: GuardClient = {
      canContact,
      async postLines(_path, lines) {
        outcomes.push(...lines);
        return lines.map(() => ({ counts: true }));
      },
      post: () => Promise.reject(new Error('not asked for')),
    };
    const log = openSentLog(join(folder, logFile), 'issue-7');
    const mailer = createMailer(smtpUrl, 2);
    async function* customers(): AsyncGenerator<Customer> {
      yield ana;
    }
    try {
      const tally: ReadonlyMap<Fate, number> = await runCampaign({
        campaign: 'issue-7',
        customers: customers(),
        guard,
        mailer,
        log,
        concurrency: 2,
        complain: () => undefined,
      });
      return { tally, outcomes };
    } finally {
      mailer.close();
      log.close();
    }
  }

  /** Takes a message and hangs up instead of answering. */
  async function breakingMailServer(onMessage: () => void): Promise<Server> {
    const server = createTcpServer((socket) => {
      socket.on('error', () => {});
      socket.write('220 mail.example ESMTP\r\n');
      socket.on('data', (chunk) => {
        const said = chunk.toString();
        if (said.startsWith('DATA')) socket.write('354 go on\r\n');
        else if (said.endsWith('\r\n.\r\n')) {
          onMessage();
          socket.destroy();
        } else socket.write('250 fine\r\n');
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return server;
  }
});

describe('the guard client', () => {
  const question = {
    customerId: 'ana',
    channel: 'email',
    purpose: 'marketing.newsletter',
    address: 'ana@example.com',
  } as const;

  test('asks again with the same operation id after 503, a broken connection and silence', async () => {
    const ids: unknown[] = [];
    const url = await answering(
      (_request, response) => response.writeHead(503, { 'retry-after': '0' }).end(),
      (_request, response) => response.destroy(),
      () => {},
      (_request, response) => response.end('{"allowed":true,"replayed":true}'),
    );
    const { decision, retried } = await createGuardClient({ url, timeoutMs: 300 }).canContact(question, 'issue-7/ana');
    expect([decision.allowed, retried]).toEqual([true, true]);
    expect(ids).toEqual(Array(4).fill('issue-7/ana'));

    async function answering(
      ...answers: ((request: IncomingMessage, response: ServerResponse) => void)[]
    ): Promise<string> {
      return serve((request, response) => {
        answers[ids.length]?.(request, response);
        ids.push(request.headers['idempotency-key']);
      });
    }
  });

  test('gives up with an error, never with a decision', async () => {
    let asked = 0;
    const url = await serve((_request, response) => {
      asked++;
      response.writeHead(503).end();
    });
    await expect(createGuardClient({ url, attempts: 2 }).canContact(question, 'x')).rejects.toMatchObject({
      status: 503,
    });
    expect(asked).toBe(2);
  });

  test('says once what is wrong with a question', async () => {
    const url = await serve((_request, response) =>
      response.writeHead(422).end('{"detail":"address: is none","errors":[{"path":"address","message":"is none"}]}'),
    );
    await expect(createGuardClient({ url }).canContact(question, 'x')).rejects.toThrow(/: address: is none$/);
  });

  test('does not repeat what will not change: 401, 403, 422', async () => {
    let asked = 0;
    const url = await serve((_request, response) => response.writeHead([401, 403, 422][asked++] ?? 500).end());
    for (const status of [401, 403, 422])
      await expect(createGuardClient({ url }).canContact(question, 'x')).rejects.toMatchObject({ status });
    expect(asked).toBe(3);
  });

  async function serve(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
    const server = createHttpServer((request, response) => {
      request.resume();
      request.on('end', () => handle(request, response));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    cleanUps.push(() => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
});
