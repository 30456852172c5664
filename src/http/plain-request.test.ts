/** What is read here is read by Node's parser too, and as the same; what is more than plain is left to it. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { duplexPair } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../test/support/property.ts';
import { readPlain } from './plain-request.ts';

const body = '{"customerId":"ann"}';
const usual = ['Host: localhost:8080', 'Content-Type: application/json', `Content-Length: ${body.length}`];

const bytesOf = (headers: readonly string[], line = 'POST /can-contact HTTP/1.1', rest = body): Buffer =>
  Buffer.from(`${[line, ...headers].join('\r\n')}\r\n\r\n${rest}`, 'latin1');

test('a plain request is read', () => {
  const read = readPlain(bytesOf([...usual, 'x-odd:a: b ,c', 'Connection: Keep-Alive']));
  expect(read).toMatchObject({
    path: '/can-contact',
    headers: new Map([
      ['host', 'localhost:8080'],
      ['content-type', 'application/json'],
      ['x-odd', 'a: b ,c'],
      ['connection', 'Keep-Alive'],
    ]),
    body: Buffer.from(body),
  });
});

test('a body that is not whole has begun', () => {
  expect(readPlain(bytesOf(usual, undefined, ''))).toBe('begun');
  expect(readPlain(bytesOf(usual, undefined, body.slice(1)))).toBe('begun');
});

/** Another request behind one that was read: with the length of another body, and perhaps with a byte changed. */
const followers = fc.record({
  length: fc.integer({ min: 0, max: 12_000 }),
  zeros: fc.constantFrom('', '', '', '0', '+'),
  less: fc.constantFrom(0, 0, 0, 1, -1),
  changed: fc.option(fc.record({ at: fc.nat(120), byte: fc.nat(255) }), { freq: 3 }),
});

test('a head that is that of the last request again is read as it would be by itself', () => {
  const first = readPlain(bytesOf([...usual, 'Prefer: return=minimal']));
  if (first === undefined || first === 'begun') throw new Error('the first is plain');
  const counts = { read: 0, otherwise: 0 };
  fc.assert(
    fc.property(followers, ({ length, zeros, less, changed }) => {
      const lines = [...usual.slice(0, 2), `Content-Length: ${zeros}${length}`, 'Prefer: return=minimal'];
      const bytes = bytesOf(lines, undefined, 'x'.repeat(Math.max(0, length - less)));
      if (changed) bytes[changed.at % bytes.length] = changed.byte;
      const alone = readPlain(bytes);
      const { path, headers, body } = (alone === 'begun' ? undefined : alone) ?? {};
      const again = readPlain(bytes, first.head);
      if (path === undefined) expect(again).toBe(alone);
      else expect(again).toMatchObject({ path, headers, body });
      counts[path === undefined ? 'otherwise' : 'read']++;
    }),
    runs(3000),
  );
  expect(counts.read).toBeGreaterThan(100);
  expect(counts.otherwise).toBeGreaterThan(100);
});

describe('is for Node', () => {
  test.each<[what: string, bytes: Buffer]>([
    ['another method', bytesOf(usual, 'PUT /can-contact HTTP/1.1')],
    ['a method in small letters', bytesOf(usual, 'post /can-contact HTTP/1.1')],
    ['HTTP/1.0', bytesOf(usual, 'POST /can-contact HTTP/1.0')],
    ['a path with a space', bytesOf(usual, 'POST /can contact HTTP/1.1')],
    ['a head in pieces', bytesOf(usual).subarray(0, 40)],
    ['a head that is not over', Buffer.from('POST /can-contact HTTP/1.1\r\nhost: a\r\n')],
    ['no length', bytesOf(usual.slice(0, 2))],
    ['two lengths', bytesOf([...usual, 'content-length: 20'])],
    ['a length with a sign', bytesOf(['content-length: +20'])],
    ['a length with a zero before it', bytesOf(['content-length: 020'])],
    ['no body', bytesOf(['content-length: 0'], undefined, '')],
    ['chunks', bytesOf(['transfer-encoding: chunked'])],
    ['a length and chunks', bytesOf([...usual, 'Transfer-Encoding: chunked'])],
    ['a header twice', bytesOf([...usual, 'x-a: 1', 'X-A: 2'])],
    ['an expectation', bytesOf([...usual, 'expect: 100-continue'])],
    ['another protocol', bytesOf([...usual, 'upgrade: h2c'])],
    ['the last on its connection', bytesOf([...usual, 'connection: close'])],
    ['the last to a proxy', bytesOf([...usual, 'proxy-connection: close'])],
    ['a connection of several words', bytesOf([...usual, 'connection: keep-alive, te'])],
    ['a line that goes on', bytesOf([...usual, 'x-a: 1\r\n 2'])],
    ['a line break of one byte', bytesOf([...usual, 'x-a: 1\nx-b: 2'])],
    ['a carriage return alone', bytesOf([...usual, 'x-a: 1\rx-b: 2'])],
    ['a zero byte', bytesOf([...usual, 'x-a: 1\u00002'])],
    ['a tab', bytesOf([...usual, 'x-a: 1\t2'])],
    ['bytes beyond ASCII', bytesOf([...usual, 'x-a: \u00e9'])],
    ['a space before the colon', bytesOf([...usual, 'x-a : 1'])],
    ['a line without a colon', bytesOf([...usual, 'x-a'])],
    ['a name that is empty', bytesOf([...usual, ': 1'])],
    ['a value that is empty', bytesOf([...usual, 'x-a:'])],
    ['the next request behind it', Buffer.concat([bytesOf(usual), bytesOf(usual)])],
    ['a head of 8 KiB', bytesOf([...usual, `x-a: ${'a'.repeat(8192)}`])],
    ['a body over any bound', bytesOf(['content-length: 100000'], undefined, '')],
  ])('%s', (_what, bytes) => {
    expect(readPlain(bytes)).toBeUndefined();
  });
});

/** What Node's parser makes of the same bytes. */
function byNode(bytes: Buffer): Promise<object> {
  return new Promise((resolve) => {
    const [near, far] = duplexPair();
    const server = createServer({ requireHostHeader: false });
    server.on('request', async (incoming: IncomingMessage, outgoing: ServerResponse) => {
      const { url = '', method = '', headers } = incoming;
      const goesOn = outgoing.shouldKeepAlive;
      resolve({ url, method, headers: { ...headers }, goesOn, body: (await incoming.toArray()).join('') });
      outgoing.end();
    });
    server.on('clientError', () => resolve({}));
    server.emit('connection', far);
    near.on('data', () => {}).write(bytes);
  });
}

const names = [
  ...['x-a', 'X-A', 'Host', 'Content-Length', 'content-length', 'Transfer-Encoding'],
  ...['Connection', 'Proxy-Connection', 'Keep-Alive', 'TE', 'Prefer', 'Set-Cookie', '__proto__'],
];
const values = ['a', '20', '5', '0', 'chunked', 'keep-alive', 'close', 'localhost', 'a, b', 'identity'];
/** What a head may be made of, plain and less so. */
const pieces = [...'aZ9-_ \t:\r\n\0",;\u007f\u00e9/', '  ', '\r\n', '\r\n '];

const headers = fc.array(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...values)), { maxLength: 2 });
const oddity = fc.record({ at: fc.nat(), piece: fc.constantFrom(...pieces), instead: fc.nat(1) });

/** The usual request with some headers more and perhaps one oddity in its head. */
const requests = fc.tuple(headers, fc.option(oddity)).map(([more, odd]) => {
  const lines = [...usual, ...more.map(([name, value]) => `${name}: ${value}`)];
  const text = bytesOf(lines).toString('latin1');
  if (odd === null) return text;
  const at = odd.at % (text.length - body.length);
  return text.slice(0, at) + odd.piece + text.slice(at + odd.instead);
});

test('what is read of heads with odd pieces, Node reads as the same', async () => {
  const counts = { read: 0, left: 0 };
  await fc.assert(
    fc.asyncProperty(requests, async (text) => {
      const bytes = Buffer.from(text, 'latin1');
      const read = readPlain(bytes);
      if (read === undefined || read === 'begun') {
        counts.left++;
        return;
      }
      counts.read++;
      const told = [...read.headers].map(([name, value]) => [name, name === 'set-cookie' ? [value] : value] as const);
      const expected = {
        url: read.path,
        method: 'POST',
        headers: { ...Object.fromEntries(told), 'content-length': String(read.body.length) },
        goesOn: true,
        body: read.body.toString(),
      };
      expect(await byNode(bytes)).toEqual(expected);
    }),
    runs(3000),
  );
  expect(counts.read).toBeGreaterThan(100);
  expect(counts.left).toBeGreaterThan(100);
});
