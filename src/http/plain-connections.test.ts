/** Over real sockets: which connections are answered here, which become Node's, and how both end. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { DirectAnswer } from './direct.ts';
import { type PlainConnections, servePlain } from './plain-connections.ts';

const question = (body: string, headers = ''): string =>
  `POST /ask HTTP/1.1\r\nhost: localhost\r\n${headers}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

interface Served {
  readonly server: Server;
  readonly plain: PlainConnections;
  readonly port: number;
  /** What Node's server was asked. */
  readonly byNode: string[];
}

let served: Served | undefined;
afterEach(() => {
  served?.plain.destroyAll();
  served?.server.closeAllConnections();
  served?.server.close();
});

/** Answers with what was asked; `byNode` is what Node's server read. */
async function serve(answer: DirectAnswer = echo, { firstMs = 5000, idleMs = 5000 } = {}): Promise<Served> {
  const byNode: string[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const body = (await incoming.toArray()).join('');
    byNode.push(`${incoming.method} ${incoming.url} ${body}`);
    outgoing.end(`node ${body}`);
  });
  server.timeout = idleMs;
  const refuse = ({ code }: { code: string }, socket: Socket) => socket.end(code);
  const plain = servePlain(server, (path) => (path === '/ask' ? answer : undefined), { firstMs, refuse, idleMs });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  served = { server, plain, port: (server.address() as AddressInfo).port, byNode };
  return served;
}

const answerWith = (text: string) => ({ status: 200 as const, text, headers: { 'content-type': 'text/plain' } });
const echo: DirectAnswer = async ({ plain }) => answerWith(`plain ${plain?.body.toString()}`);

interface Client {
  readonly socket: Socket;
  /** Everything that came. */
  text(): string;
  /** The bodies of the answers so far. */
  bodies(): string[];
  readonly closed: Promise<void>;
}

/** @param allowHalfOpen it keeps its side open where the other ends */
function client(port: number, allowHalfOpen = false): Client {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen }).setNoDelay(true);
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString();
  });
  socket.on('error', () => {});
  const bodies = (): string[] =>
    text
      .split('HTTP/1.1 ')
      .slice(1)
      .map((answer) => answer.split('\r\n\r\n')[1] ?? '');
  return { socket, text: () => text, bodies, closed: new Promise((resolve) => socket.on('close', () => resolve())) };
}

test('one question after the other is answered without Node, with a date and a length', async () => {
  const { port, byNode } = await serve();
  const { socket, text, bodies } = client(port);
  for (const [index, body] of ['a', 'Zoë 🦊', 'c'].entries()) {
    socket.write(question(body));
    await expect.poll(() => bodies().length).toBe(index + 1);
  }
  expect(bodies()).toEqual(['plain a', 'plain Zoë 🦊', 'plain c']);
  expect(text()).toMatch(
    /^HTTP\/1\.1 200 OK\r\ncontent-type: text\/plain\r\ncontent-length: 7\r\nDate: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT\r\nConnection: keep-alive\r\n\r\nplain a/,
  );
  expect(byNode).toEqual([]);
});

test('a body that is sent apart from its head is waited for', async () => {
  const { port, byNode } = await serve();
  const { socket, bodies } = client(port);
  const whole = question('12345');
  for (const part of [whole.slice(0, -5), whole.slice(-5, -2), whole.slice(-2)]) {
    socket.write(part);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await expect.poll(bodies).toEqual(['plain 12345']);
  // Once it is answered nobody waits for more of it.
  await new Promise((resolve) => setTimeout(resolve, 150));
  socket.write(question('b'));
  await expect.poll(bodies).toEqual(['plain 12345', 'plain b']);
  expect(byNode).toEqual([]);
});

test('draining: what Node has is Node’s to end, and a question that is not whole yet is still taken', async () => {
  const { port, plain, byNode } = await serve();
  const [late, half] = [client(port), client(port)];
  late.socket.write('POST /ask HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n');
  half.socket.write(question('67890').slice(0, -3));
  await new Promise((resolve) => setTimeout(resolve, 30));
  plain.drain();
  plain.endIdle();
  late.socket.write('5\r\n12345\r\n0\r\n\r\n');
  half.socket.write('890');
  await expect
    .poll(() => [...late.bodies(), ...half.bodies()])
    .toEqual([expect.stringContaining('node 12345'), 'node 67890']);
  expect(byNode.toSorted()).toEqual(['POST /ask 12345', 'POST /ask 67890']);
});

test('a body that does not follow is waited for by Node', async () => {
  const { port, byNode } = await serve();
  const { socket, bodies } = client(port);
  socket.write(question('12345').slice(0, -3));
  await new Promise((resolve) => setTimeout(resolve, 250));
  socket.write('345');
  await expect.poll(bodies).toEqual(['node 12345']);
  expect(byNode).toEqual(['POST /ask 12345']);
});

test('what is not plain is Node’s, and so is what comes after it', async () => {
  const { port, byNode } = await serve();
  const { socket, bodies } = client(port);
  const asked = [
    question('a'),
    question('b', 'x-tab: a\tb\r\n'),
    question('c'),
    question('d').replace('/ask', '/other'),
  ];
  for (const [index, bytes] of asked.entries()) {
    socket.write(bytes);
    await expect.poll(() => bodies().length).toBe(index + 1);
  }
  expect(bodies().slice(0, 1)).toEqual(['plain a']);
  expect(byNode).toEqual(['POST /ask b', 'POST /ask c', 'POST /other d']);
});

test.each([
  ['one piece', 0],
  ['pieces that come before the answer', 30],
])('questions that do not wait for their answers are answered in order: %s', async (_what, pauseMs) => {
  const slow: DirectAnswer = async (c) => {
    await new Promise((resolve) => setTimeout(resolve, 200));
    return echo(c);
  };
  const { port } = await serve(slow);
  const { socket, bodies } = client(port);
  const asked = ['a', 'b', 'c', 'd'].map((body) => question(body));
  if (pauseMs === 0) socket.write(asked.join(''));
  else {
    for (const bytes of asked) {
      socket.write(bytes);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
  const first = pauseMs === 0 ? 'node a' : 'plain a';
  await expect.poll(() => bodies().map((body) => body.replace(/^[0-9a-f]+\r\n/, ''))).toHaveLength(4);
  const told = bodies();
  expect(told[0]).toContain(first);
  expect(told.map((body) => /[abcd]$/.exec(body.trim())?.[0])).toEqual(['a', 'b', 'c', 'd']);
});

test('who sends no more after its question is answered, and its connection ended', async () => {
  const { port } = await serve();
  const { socket, text, closed } = client(port);
  socket.end(question('a'));
  await closed;
  expect(text()).toMatch(/plain a$/);
});

test('who sends no more within its question is told so', async () => {
  const { port, byNode } = await serve();
  const { socket, text, closed } = client(port);
  socket.end(question('abc').slice(0, -1));
  await closed;
  expect([text(), byNode]).toEqual(['HPE_INVALID_EOF_STATE', []]);
});

/** Answers when it is told to. */
function later(): { readonly asked: string[]; readonly direct: DirectAnswer; answer(): void } {
  const waiting: (() => void)[] = [];
  const asked: string[] = [];
  return {
    asked,
    direct: ({ plain }) =>
      new Promise((resolve) => {
        const body = plain?.body.toString() ?? '';
        asked.push(body);
        waiting.push(() => resolve(answerWith(body)));
      }),
    answer: () => waiting.shift()?.(),
  };
}

test.each([
  ['whose sender sends no more', false],
  ['of a service that stops', true],
])('what comes behind the last question is not asked, and that is said: %s', async (_what, drains) => {
  const { asked, direct, answer } = later();
  const { port, plain, server, byNode } = await serve(direct);
  const taken = once(server, 'connection') as Promise<[Socket]>;
  const { socket, text, closed } = client(port, true);
  const [serverSide] = await taken;
  const ended = once(serverSide, 'end');
  socket.write(question('a'));
  await expect.poll(() => asked).toEqual(['a']);
  socket.write(question('b'));
  if (drains) plain.drain();
  else {
    socket.end();
    await ended;
  }
  await expect.poll(() => serverSide.bytesRead).toBe(2 * question('a').length);
  answer();
  await expect.poll(text).toMatch(/Connection: close\r\n\r\na$/);
  if (drains) socket.end(question('c'));
  await closed;
  expect([asked, byNode]).toEqual([['a'], []]);
});

test('who sends no more before its answer has that, and its connection ends at once', async () => {
  const { asked, direct, answer } = later();
  const { port, server } = await serve(direct);
  const arrived = once(server, 'connection');
  const { socket, text, closed } = client(port);
  const [serverSide] = (await arrived) as [Socket];
  const ended = once(serverSide, 'end');
  socket.end(question('a'));
  await ended;
  expect(asked).toEqual(['a']);
  const isOver = once(serverSide, 'finish');
  answer();
  await Promise.all([isOver, closed]);
  expect(text()).toMatch(/Connection: close\r\n\r\na$/);
});

test('draining: an idle connection goes whose client keeps its side open, and nothing more is asked on it', async () => {
  const { port, plain, server, byNode } = await serve();
  const { socket, bodies, closed } = client(port, true);
  socket.write(question('a'));
  await expect.poll(bodies).toEqual(['plain a']);
  plain.drain();
  plain.endIdle();
  socket.write(question('b'));
  await new Promise((resolve) => server.close(resolve));
  socket.end();
  await closed;
  expect(byNode).toEqual([]);
});

test('who goes away before its answer harms nobody', async () => {
  const { asked, direct, answer } = later();
  const { port } = await serve(direct);
  const { socket, closed } = client(port);
  socket.write(question('a'));
  await expect.poll(() => asked).toEqual(['a']);
  socket.destroy();
  await closed;
  await new Promise((resolve) => setTimeout(resolve, 50));
  answer();
  const next = client(port);
  next.socket.write(question('b'));
  await expect.poll(() => asked).toEqual(['a', 'b']);
  answer();
  await expect.poll(next.bodies).toEqual(['b']);
});

test('who never asks is told so; who asks nothing more is let go', async () => {
  const { port } = await serve(echo, { firstMs: 150, idleMs: 400 });
  const silent = client(port);
  const idle = client(port);
  idle.socket.write(question('a'));
  await silent.closed;
  expect(silent.text()).toBe('ERR_HTTP_REQUEST_TIMEOUT');
  expect(idle.socket.closed).toBe(false);
  await idle.closed;
  expect(idle.bodies()).toEqual(['plain a']);
});

test('draining: what is under way is answered and told to go, what comes is Node’s, what is idle is ended', async () => {
  let answer = (): void => {};
  const held: DirectAnswer = (c) =>
    c.plain?.body.toString() === 'held'
      ? new Promise((resolve) => {
          answer = () => resolve(answerWith('held'));
        })
      : echo(c);
  const { port, plain, byNode } = await serve(held);
  const clients = [client(port), client(port), client(port)] as const;
  const [busy, asking, idle] = clients;
  busy.socket.write(question('held'));
  for (const one of [asking, idle]) one.socket.write(question('first'));
  await expect.poll(() => [...asking.bodies(), ...idle.bodies()]).toEqual(['plain first', 'plain first']);
  plain.drain();
  asking.socket.write(question('second'));
  await expect.poll(() => byNode).toEqual(['POST /ask second']);
  plain.endIdle();
  await idle.closed;
  expect(busy.socket.closed).toBe(false);
  answer();
  await busy.closed;
  expect(busy.text()).toMatch(/Connection: close\r\n\r\nheld$/);
});

test('a problem keeps its status, its headers and the connection', async () => {
  const { port } = await serve(async () => new Response('{}', { status: 503, headers: { 'retry-after': '1' } }));
  const { socket, text, bodies } = client(port);
  socket.write(question('a'));
  await expect.poll(() => bodies().length).toBe(1);
  socket.write(question('b'));
  await expect.poll(() => bodies().length).toBe(2);
  expect(text()).toMatch(/^HTTP\/1\.1 503 Service Unavailable\r\n.*retry-after: 1\r\ncontent-length: 2\r\n/s);
});

test('who asks and never reads is not answered without end', async () => {
  let answers = 0;
  const { port } = await serve(async () => {
    answers++;
    return answerWith('x'.repeat(4096));
  });
  const socket = connect(port, '127.0.0.1').setNoDelay(true);
  socket.pause();
  let asked = 0;
  for (; asked < 20_000 && asked - answers < 50; asked++) {
    socket.write(question(String(asked)));
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(asked).toBeLessThan(20_000);
  socket.destroy();
});
