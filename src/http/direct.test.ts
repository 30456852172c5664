/** `POST /can-contact` is answered from its bytes, from Node's message where it is not plain, and by Hono where the Host is not: all say the same. */
import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keyAuth } from '../auth/auth.ts';
import { createKey } from '../auth/keys.ts';
import { systemClock } from '../clock.ts';
import { Problem, StoreUnavailable } from '../errors.ts';
import { silentLog } from '../telemetry/log.ts';
import { type RunningServer, startServer } from './server.ts';
import { decisionFor } from './testing/fake-guard.ts';
import { type TestApp, testApp } from './testing/test-app.ts';

const keys = (['decide', 'read'] as const).map((scope) => createKey(scope, [scope], 0));
const [decider, reader] = keys.map(({ key }) => ({ authorization: `Bearer ${key}` }));
const json = { ...decider, 'content-type': 'application/json' };
const question = { customerId: 'ann', channel: 'email', purpose: 'marketing.promotions' };

let server: RunningServer;
let byHono = 0;
let asked: TestApp['guard']['asked'];
beforeAll(async () => {
  const auth = keyAuth(
    keys.map(({ entry }) => entry),
    systemClock,
  );
  const { app, guard } = testApp(
    {
      async decide(input, caller, options) {
        asked.push({ method: 'decide', input, caller, options: { ...options, arrivedMs: 0 } });
        if (input.customerId === 'conflict') throw new Problem('operation-mismatch', 'was used before');
        if (input.customerId === 'away') throw new StoreUnavailable('away');
        if (input.customerId === 'fault') throw new Error('a fault');
        return decisionFor(input, options);
      },
    },
    { auth },
  );
  asked = guard.asked;
  const { fetch } = app;
  app.fetch = (...given) => {
    byHono++;
    return fetch(...given);
  };
  server = await startServer(app, { host: '127.0.0.1', port: 0, log: silentLog });
});
afterAll(() => server.stop(0));

interface Sent {
  readonly headers?: Record<string, string>;
  readonly body?: string | object;
  readonly path?: string;
}

/** Everything that an answer says but when it was said, and what the guard was asked. */
async function answerTo({ headers = json, body = question, path = '/can-contact' }: Sent, host: string) {
  asked.length = 0;
  const sent = httpRequest(`http://127.0.0.1:${server.port}${path}`, { method: 'POST', headers: { ...headers, host } });
  sent.end(typeof body === 'string' ? body : JSON.stringify(body));
  return new Promise((resolve, reject) => {
    sent.on('error', reject);
    sent.on('response', async (response) => {
      const { date: _date, ...told } = response.headers;
      const text = (await response.toArray()).join('');
      resolve({ status: response.statusCode, told, text, asked: [...asked] });
    });
  });
}

const cases: Readonly<Record<string, readonly [status: number, sent: Sent]>> = {
  'an allowed one': [200, {}],
  'in few words': [200, { headers: { ...json, prefer: 'return=minimal' } }],
  'an answer outside ASCII': [200, { body: { ...question, customerId: 'Zoë 🦊' } }],
  'with an operation id in a header': [200, { headers: { ...json, 'idempotency-key': '"op-1"' } }],
  'with two that differ': [
    422,
    { headers: { ...json, 'idempotency-key': 'op-1' }, body: { ...question, operationId: 'op-2' } },
  ],
  'with a parameter in the path': [422, { path: '/can-contact?mode=check' }],
  'with an empty query': [200, { path: '/can-contact?' }],
  'a path that nobody serves': [404, { path: '/can-contact/' }],
  'without a key': [401, { headers: { 'content-type': 'application/json' } }],
  'with a key for something else': [403, { headers: { ...reader, 'content-type': 'application/json' } }],
  'of another type': [415, { headers: { ...decider, 'content-type': 'text/plain' } }],
  'no JSON': [400, { body: '{"customerId":' }],
  nothing: [400, { body: '' }],
  'with fields that do not fit': [422, { body: { channel: 'pigeon' } }],
  'too long': [413, { body: { ...question, customerId: 'x'.repeat(70_000) } }],
  'too long, and not announced': [
    413,
    { headers: { ...json, 'transfer-encoding': 'chunked' }, body: { ...question, customerId: 'x'.repeat(70_000) } },
  ],
  'under an operation id of another': [422, { body: { ...question, customerId: 'conflict' } }],
  'while the store is away': [503, { body: { ...question, customerId: 'away' } }],
  'that meets a fault': [500, { body: { ...question, customerId: 'fault' } }],
};

test('a question to a plain Host passes Hono by, one to any other does not', async () => {
  byHono = 0;
  await answerTo({}, 'localhost');
  expect(byHono).toBe(0);
  await answerTo({}, 'LOCALHOST');
  expect(byHono).toBe(1);
});

test.each(Object.entries(cases))('a question is answered the same by all three: %s', async (_name, [status, sent]) => {
  const direct = await answerTo(sent, 'localhost');
  expect(direct).toMatchObject({ status });
  expect(await answerTo(sent, 'LOCALHOST')).toEqual(direct);
  expect(await answerTo({ ...sent, headers: { ...(sent.headers ?? json), te: 'trailers' } }, 'localhost')).toEqual(
    direct,
  );
});
