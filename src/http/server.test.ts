/** Over real sockets: what slow, odd and hostile clients get, and how streams flow. */

import type { ClientRequest, IncomingMessage } from 'node:http';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { Guard } from '../guard-contract.ts';
import { decisionFor } from './testing/fake-guard.ts';
import { testServer } from './testing/test-app.ts';

const line = (customerId: string) => JSON.stringify({ customerId, channel: 'email', purpose: 'marketing.promotions' });
const ndjson = { 'content-type': 'application/x-ndjson' };
const json = { 'content-type': 'application/json' };

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function serve(replaced: Partial<Guard> = {}, options: { idleMs?: number } = {}) {
  const made = await testServer(replaced, {}, options);
  open.push(() => made.server.stop(0));
  return made;
}

/** Sends bytes as they are, and reads until the other side ends. */
function raw(port: number, ...parts: string[]): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString();
    });
    socket.on('close', () => resolve(text));
    socket.on('error', () => {});
    for (const part of parts) socket.write(part);
  });
}

/** A request whose body is written by hand. */
function begin(
  url: string,
  path: string,
  headers: Record<string, string>,
): { sent: ClientRequest; answered: Promise<IncomingMessage> } {
  const sent = httpRequest(`${url}${path}`, { method: 'POST', headers, agent: false });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    sent.on('response', resolve);
    sent.on('error', reject);
  });
  answered.catch(() => {});
  return { sent, answered };
}

/** The lines of an answer, one at a time. */
async function* linesOf(message: IncomingMessage): AsyncGenerator<Record<string, unknown>> {
  let rest = '';
  for await (const chunk of message) {
    const parts = (rest + String(chunk)).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) yield JSON.parse(part) as Record<string, unknown>;
  }
  if (rest !== '') throw new Error(`half a line: ${rest}`);
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

const problemIn = (text: string) => JSON.parse(text.slice(text.indexOf('\r\n\r\n') + 4)) as { status: number };

describe('bodies', () => {
  test('over 64 KiB are refused, announced or not, and the connection goes on', async () => {
    const { url } = await serve();
    const big = `{"customerId":"${'x'.repeat(70_000)}"}`;
    const announced = await fetch(`${url}/can-contact`, { method: 'POST', headers: json, body: big });
    expect([announced.status, announced.headers.get('content-type')]).toEqual([413, 'application/problem+json']);
    const chunked = new ReadableStream({
      start(controller) {
        for (let i = 0; i < 9; i++) controller.enqueue(Buffer.alloc(8192, 'x'));
        controller.close();
      },
    });
    const counted = await fetch(`${url}/can-contact`, {
      method: 'POST',
      headers: json,
      body: chunked,
      duplex: 'half',
    } as RequestInit);
    expect(counted.status).toBe(413);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  test('of exactly 64 KiB are taken', async () => {
    const { url } = await serve();
    const body = line('a');
    const padded = body.padEnd(64 * 1024, ' ');
    expect((await fetch(`${url}/can-contact`, { method: 'POST', headers: json, body: padded })).status).toBe(200);
    expect((await fetch(`${url}/can-contact`, { method: 'POST', headers: json, body: `${padded} ` })).status).toBe(413);
  });

  test('of a JSON batch may have 1 MiB', async () => {
    const { url } = await serve();
    const batch = `{"requests":[${Array(1000).fill(line('a')).join()}]}`;
    const send = (length: number) =>
      fetch(`${url}/can-contact/batch`, { method: 'POST', headers: json, body: batch.padEnd(length, ' ') });
    expect((await send(1024 * 1024)).status).toBe(200);
    expect((await send(1024 * 1024 + 1)).status).toBe(413);
  });

  test('that come too slowly are given up after five seconds', async () => {
    const { url } = await serve();
    const started = performance.now();
    const { sent, answered } = begin(url, '/can-contact', { ...json, 'content-length': '100' });
    sent.write('{"customerId"');
    const response = await answered;
    expect(response.statusCode).toBe(408);
    expect(performance.now() - started).toBeGreaterThan(4900);
  });

  test('that break off reach nobody', async () => {
    const { server, guard } = await serve();
    const socket = connect(server.port, '127.0.0.1');
    socket.write(
      `POST /can-contact HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n${line('a')}`,
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(guard.asked).toEqual([]);
  });
});

describe('odd clients', () => {
  test.each([
    ['bytes that are not HTTP', 'hello\r\n\r\n', 400],
    [
      'both a length and chunks',
      'POST /can-contact HTTP/1.1\r\nhost: localhost\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    [
      'two lengths',
      'POST /can-contact HTTP/1.1\r\nhost: localhost\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello',
      400,
    ],
    ['a header over 16 KiB', `GET /healthz HTTP/1.1\r\nhost: localhost\r\nx: ${'x'.repeat(17_000)}\r\n\r\n`, 431],
    ['no Host', 'GET /healthz HTTP/1.1\r\nconnection: close\r\n\r\n', 400],
    ['two Hosts', 'GET /healthz HTTP/1.1\r\nhost: localhost\r\nHost: evil.example\r\nconnection: close\r\n\r\n', 400],
    ['a Host that is none', 'GET /healthz HTTP/1.1\r\nhost: a b\r\nconnection: close\r\n\r\n', 400],
    ['a foreign Host', 'GET /healthz HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n', 403],
    [
      'a whole URL of a foreign host',
      'GET http://evil.example/healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n',
      403,
    ],
    [
      'a whole URL, and a user in it',
      'GET http://a@localhost/healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n',
      400,
    ],
    ['a whole URL without a host', 'GET http:///healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n', 400],
    ['a whole URL and no Host', 'GET http://localhost/healthz HTTP/1.1\r\nconnection: close\r\n\r\n', 400],
    ['an expectation nobody meets', 'GET /healthz HTTP/1.1\r\nhost: localhost\r\nexpect: miracles\r\n\r\n', 417],
    ['a method nobody knows', 'PROPFIND /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n', 405],
    ['TRACE', 'TRACE /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n', 405],
  ])('with %s get a problem document', async (_what, bytes, status) => {
    const { server } = await serve();
    const text = await raw(server.port, bytes);
    expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(text.toLowerCase()).toContain('content-type: application/problem+json');
    expect(problemIn(text).status).toBe(status);
  });

  test('that send a whole URL, as to a proxy, are answered by what it says', async () => {
    const { server, guard } = await serve();
    const head = 'host: evil.example\r\nconnection: close\r\n';
    for (const target of ['http://localhost/healthz?a=1', 'HTTP://127.0.0.1:8080/healthz'])
      expect(await raw(server.port, `GET ${target} HTTP/1.1\r\n${head}\r\n`)).toMatch(/^HTTP\/1.1 200 /);
    const body = line('a');
    const question = `${head}content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
    expect(await raw(server.port, `POST http://localhost/can-contact HTTP/1.1\r\n${question}`)).toMatch(
      /^HTTP\/1.1 200 /,
    );
    expect(guard.asked).toHaveLength(1);
    expect(await raw(server.port, `GET http://localhost HTTP/1.1\r\n${head}\r\n`)).toMatch(/^HTTP\/1.1 404 /);
  });

  test.each(['/can-contact', '/contacts', '/refusals', '/suppressions', '/consents'])(
    'with two Idempotency-Keys reach nobody: %s',
    async (path) => {
      const { server, guard } = await serve();
      const body = line('a');
      const head = `POST ${path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-type: application/json\r\n`;
      const keys = 'idempotency-key: op-1\r\nIdempotency-Key: op-1\r\n';
      const text = await raw(server.port, `${head}${keys}content-length: ${body.length}\r\n\r\n${body}`);
      expect(problemIn(text)).toMatchObject({ status: 422, errors: [{ path: 'Idempotency-Key' }] });
      expect(guard.asked).toHaveLength(0);
    },
  );

  test('that speak HTTP/1.0, as probes of load balancers do, need no Host', async () => {
    const { server } = await serve();
    expect(await raw(server.port, 'GET /healthz HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1.1 200 /);
    expect(await raw(server.port, 'GET /healthz HTTP/1.0\r\nhost: evil.example\r\n\r\n')).toMatch(/^HTTP\/1.1 403 /);
  });

  test('whose header never ends are given up', async () => {
    const { server } = await serve();
    const text = await raw(server.port, 'GET /healthz HTTP/1.1\r\nhost: localhost\r\nx: ');
    expect(text).toMatch(/^HTTP\/1.1 408 /);
  });

  test('that ask nothing more are ended after the time for which nothing may move', async () => {
    const { server } = await serve({}, { idleMs: 300 });
    const beganMs = performance.now();
    const text = await raw(server.port, 'GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n');
    const passedMs = performance.now() - beganMs;
    expect(text).toMatch(/^HTTP\/1.1 200 /);
    expect(text.toLowerCase()).not.toContain('connection: close');
    expect(passedMs).toBeGreaterThanOrEqual(290);
    expect(passedMs).toBeLessThan(3000);
  });

  test('that send nothing on an open stream are ended', async () => {
    const { url } = await serve({}, { idleMs: 300 });
    const { sent, answered } = begin(url, '/can-contact/batch', ndjson);
    sent.write(`${line('a')}\n`);
    const response = await answered;
    sent.on('error', () => {});
    const received = linesOf(response);
    expect((await received.next()).value).toMatchObject({ decisionId: 'd-a' });
    await expect(received.next()).rejects.toThrow();
  });
});

describe('streams of lines', () => {
  test('are answered in order while they still arrive', async () => {
    const { url } = await serve();
    const { sent, answered } = begin(url, '/can-contact/batch', ndjson);
    sent.write(`${line('a')}\r\n\n${line('b')}\n`);
    const response = await answered;
    expect([response.statusCode, response.headers['content-type']]).toEqual([200, 'application/x-ndjson']);
    const received = linesOf(response);
    expect((await received.next()).value).toMatchObject({ decisionId: 'd-a' });
    expect((await received.next()).value).toMatchObject({ decisionId: 'd-b' });
    sent.end(line('c'));
    expect((await received.next()).value).toMatchObject({ decisionId: 'd-c' });
    expect((await received.next()).done).toBe(true);
  });

  test('keep the order of answers, and the order of questions for one customer', async () => {
    const running = new Map<string, number>();
    const order: string[] = [];
    let most = 0;
    const { url } = await serve({
      async decide(input) {
        const [customer = ''] = input.customerId.split('/');
        running.set(customer, (running.get(customer) ?? 0) + 1);
        most = Math.max(most, running.get(customer) ?? 0);
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 4));
        order.push(input.operationId ?? '');
        running.set(customer, (running.get(customer) ?? 0) - 1);
        return { ...decisionFor(input), decisionId: input.operationId ?? '' };
      },
    });
    const ids = Array.from({ length: 600 }, (_, index) => String(index));
    const body = ids
      .map((operationId) => JSON.stringify({ ...JSON.parse(line(`c${Number(operationId) % 40}`)), operationId }))
      .join('\n');
    const response = await fetch(`${url}/can-contact/batch`, { method: 'POST', headers: ndjson, body });
    const answers = (await response.text())
      .trim()
      .split('\n')
      .map((text) => (JSON.parse(text) as { decisionId: string }).decisionId);
    expect(answers).toEqual(ids);
    expect(most).toBe(1);
    for (let customer = 0; customer < 40; customer++) {
      const mine = order.map(Number).filter((id) => id % 40 === customer);
      expect(mine).toEqual([...mine].sort((a, b) => a - b));
    }
    expect(order).not.toEqual(ids);
  });

  test('put a problem in the place of a bad line and go on', async () => {
    const { url } = await serve({
      async decide(input) {
        if (input.customerId === 'boom') throw new Error('secret');
        return decisionFor(input);
      },
    });
    const lines = [
      line('a'),
      'no json',
      '{"customerId":7}',
      `{"x":"${'x'.repeat(66_000)}"}`,
      line('boom'),
      '  ',
      line('b'),
    ];
    const response = await fetch(`${url}/can-contact/batch`, {
      method: 'POST',
      headers: ndjson,
      body: lines.join('\n'),
    });
    const answers = (await response.text())
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text) as Record<string, unknown>);
    expect(answers).toMatchObject([
      { decisionId: 'd-a' },
      { status: 400 },
      { status: 422 },
      { status: 413 },
      { status: 500 },
      { decisionId: 'd-b' },
    ]);
    expect(answers[2]).toMatchObject({
      title: expect.any(String),
      errors: [{ path: 'customerId', message: 'must be a string' }, { path: 'channel' }, { path: 'purpose' }],
    });
    expect(JSON.stringify(answers)).not.toContain('secret');
  });

  test('say in the answer that they are kept minimal', async () => {
    const { url, guard } = await serve();
    const response = await fetch(`${url}/can-contact/batch`, {
      method: 'POST',
      headers: { ...ndjson, prefer: 'return=minimal' },
      body: line('a'),
    });
    expect(response.headers.get('preference-applied')).toBe('return=minimal');
    await response.text();
    expect(guard.asked[0]?.options).toEqual({ minimal: true, stream: true });
  });

  test('serve outcomes and contacts too', async () => {
    const { url } = await serve();
    const send = async (path: string, ...lines: object[]) => {
      const response = await fetch(`${url}${path}`, {
        method: 'POST',
        headers: ndjson,
        body: lines.map((one) => JSON.stringify(one)).join('\n'),
      });
      return (await response.text())
        .trim()
        .split('\n')
        .map((text) => JSON.parse(text) as unknown);
    };
    expect(await send('/outcomes', { contactId: 'c', outcome: 'sent' }, { contactId: 'c' })).toMatchObject([
      { contactId: 'c', outcome: 'sent', counts: true },
      { status: 422 },
    ]);
    const contact = { customerId: 'a', channel: 'sms', purpose: 'p', at: '2026-11-22T10:00:00Z', operationId: 'x' };
    expect(await send('/contacts', contact, { ...contact, operationId: 'again' })).toEqual([
      { contactId: 'c1', replayed: false },
      { contactId: 'c1', replayed: true },
    ]);
  });

  test('hold the sender back while nobody reads, with a bounded number of lines under way', async () => {
    let decided = 0;
    const { url } = await serve({
      async decide(input) {
        decided++;
        return { ...decisionFor(input), pad: 'x'.repeat(4000) };
      },
    });
    const { sent, answered } = begin(url, '/can-contact/batch', ndjson);
    const text = `${line('a').slice(0, -1)},"address":"${'y'.repeat(900)}"}\n`;
    let written = 0;
    let held = false;
    const total = 60_000;
    const write = () => {
      while (written < total) {
        written++;
        if (!sent.write(text)) {
          held = true;
          sent.once('drain', () => {
            held = false;
            write();
          });
          return;
        }
      }
      sent.end();
    };
    write();
    const response = await answered;
    response.pause();
    let before = -1;
    while (before !== decided) {
      before = decided;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    expect(held).toBe(true);
    expect(decided).toBeLessThan(total / 4);
    let lines = 0;
    for await (const chunk of response) for (const byte of chunk as Buffer) if (byte === 10) lines++;
    expect([lines, decided]).toEqual([total, total]);
  });

  test('that break off in a line do not decide that line', async () => {
    const { server, guard } = await serve();
    const socket = connect(server.port, '127.0.0.1');
    const first = `${line('a')}\n`;
    const second = line('b');
    const chunk = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
    socket.write(
      `POST /can-contact/batch HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-ndjson\r\ntransfer-encoding: chunked\r\n\r\n${chunk(first)}${chunk(second)}`,
    );
    await expect.poll(() => guard.asked.length).toBe(1);
    socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(guard.asked.map(({ input }) => (input as { customerId: string }).customerId)).toEqual(['a']);
  });

  test('give their place back when the client leaves', async () => {
    const { url } = await serve({ decide: () => new Promise(() => {}) });
    for (let round = 0; round < 3; round++) {
      const streams: ReturnType<typeof begin>[] = [];
      // A place is given back as soon as the service learns that its client has left.
      const open = async (): Promise<boolean> => {
        const stream = begin(url, '/can-contact/batch', ndjson);
        stream.sent.write(`${line('a')}\n`);
        const isOpen = (await stream.answered).statusCode === 200;
        if (isOpen) streams.push(stream);
        else stream.sent.destroy();
        return isOpen;
      };
      while (streams.length < 64) await expect.poll(open).toBe(true);
      const more = await fetch(`${url}/can-contact/batch`, { method: 'POST', headers: ndjson, body: line('a') });
      expect([more.status, more.headers.get('retry-after')]).toEqual([503, '1']);
      for (const { sent } of streams) sent.destroy();
    }
  });
});

describe('overload', () => {
  test('is 503 with Retry-After, never a denial', async () => {
    const waiting: (() => void)[] = [];
    const { url } = await serve({
      decide: (input) => new Promise((resolve) => waiting.push(() => resolve(decisionFor(input)))),
    });
    const ask = () => fetch(`${url}/can-contact`, { method: 'POST', headers: json, body: line('a') });
    const asked = Array.from({ length: 2000 }, ask);
    while (waiting.length < 2000) await new Promise((resolve) => setTimeout(resolve, 20));
    const refused = await ask();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    for (const answer of waiting) answer();
    const statuses = new Set((await Promise.all(asked)).map(({ status }) => status));
    expect([...statuses]).toEqual([200]);
  });
});

describe('the live stream', () => {
  test('sends entries as events, and stops following when the client leaves', async () => {
    let ended = false;
    const { url } = await serve({
      async *follow(signal) {
        yield { decisionId: 'd1', message: 'a\nb' };
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        ended = true;
      },
    });
    const leave = new AbortController();
    const response = await fetch(`${url}/decisions/stream`, { signal: leave.signal });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!text.includes('data:')) text += (await reader?.read())?.value ?? '';
    expect(text).toBe(': connected\n\nevent: decision\ndata: {"decisionId":"d1","message":"a\\nb"}\n\n');
    leave.abort();
    await expect.poll(() => ended).toBe(true);
  });

  test('is for 100 readers at once: more are 503, a place is free when one leaves, and HEAD takes none', async () => {
    const { url } = await serve({
      async *follow(signal) {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
      },
    });
    for (let count = 0; count < 5; count++) await fetch(`${url}/decisions/stream`, { method: 'HEAD' });
    // The responses are held: fetch closes those that nobody refers to any more.
    const readers: { leave: AbortController; response: Response }[] = [];
    const status = async (): Promise<number> => {
      const leave = new AbortController();
      const response = await fetch(`${url}/decisions/stream`, { signal: leave.signal });
      if (response.status === 200) readers.push({ leave, response });
      return response.status;
    };
    for (let count = 0; count < 100; count++) expect([count, await status()]).toEqual([count, 200]);
    const more = await fetch(`${url}/decisions/stream`);
    expect([more.status, more.headers.get('retry-after')]).toEqual([503, '1']);
    readers.pop()?.leave.abort();
    await expect.poll(status).toBe(200);
    expect(await status()).toBe(503);
    for (const reader of readers) reader.leave.abort();
  });

  test('ends when the service stops', async () => {
    const { url, drain } = await serve({
      async *follow(signal) {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
      },
    });
    const response = await fetch(`${url}/decisions/stream`);
    setTimeout(() => drain.abort(), 50);
    expect(await response.text()).toBe(': connected\n\n');
  });
});

describe('stopping', () => {
  test('answers what was begun, tells the rest to go, takes nothing new a moment later, and is over soon', async () => {
    const waiting: (() => void)[] = [];
    const { url, server, drain } = await serve({
      decide: (input) => new Promise((resolve) => waiting.push(() => resolve(decisionFor(input)))),
    });
    const asked = fetch(`${url}/can-contact`, { method: 'POST', headers: json, body: line('a') });
    while (waiting.length < 1) await new Promise((resolve) => setTimeout(resolve, 5));
    drain.abort();
    const stopped = server.stop(60_000);
    const late = await fetch(`${url}/healthz`);
    expect([late.status, late.headers.get('connection')]).toEqual([503, 'close']);
    const isTaken = () =>
      fetch(`${url}/healthz`).then(
        () => true,
        () => false,
      );
    await expect.poll(isTaken).toBe(false);
    waiting[0]?.();
    expect((await asked).status).toBe(200);
    await stopped;
  });

  test('ends a stream after the lines that were taken, and says that what may come is not looked at', async () => {
    const { url, drain, server } = await serve();
    const { sent, answered } = begin(url, '/can-contact/batch', ndjson);
    sent.on('error', () => {});
    sent.write(`${line('a')}\n`);
    const response = await answered;
    const received = linesOf(response);
    expect((await received.next()).value).toMatchObject({ decisionId: 'd-a' });
    drain.abort();
    const rest = all(received);
    const stopped = server.stop(3000);
    expect(await rest).toMatchObject([{ status: 503, detail: expect.stringContaining('not looked at') }]);
    await stopped;
  });

  test.each([
    ['closed', `${line('a')}\n${line('b')}\n`, 'b'],
    ['closed without a last line end', `${line('a')}\n${line('b')}`, 'a'],
  ])('a stream that was here whole, %s, is answered line by line and no more', async (_how, body, at) => {
    const { url, drain, server } = await serve({
      async decide(input) {
        if (input.customerId === at) drain.abort();
        return decisionFor(input);
      },
    });
    const { sent, answered } = begin(url, '/can-contact/batch', ndjson);
    sent.end(body);
    const received = await all(linesOf(await answered));
    expect(received.map(({ decisionId }) => decisionId)).toEqual(['d-a', 'd-b']);
    await server.stop(3000);
  });

  test('lines of a whole stream that are not looked at any more are told by one', async () => {
    const { url, drain, server } = await serve({
      async decide(input) {
        drain.abort();
        return decisionFor(input);
      },
    });
    const { sent, answered } = begin(url, '/can-contact/batch', ndjson);
    sent.end(['a', 'b', 'c'].map(line).join('\n'));
    const received = await all(linesOf(await answered));
    expect(received).toMatchObject([{ decisionId: 'd-a' }, { status: 503 }]);
    await server.stop(3000);
  });

  test('ends what is still open at its deadline', async () => {
    const { url, server } = await serve({ decide: () => new Promise(() => {}) });
    const asked = fetch(`${url}/can-contact`, { method: 'POST', headers: json, body: line('a') });
    asked.catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 100));
    await server.stop(200);
    await expect(asked).rejects.toThrow();
  });
});
