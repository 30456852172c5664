/**
 * No input is answered with a 5xx, and whatever is not understood names what is wrong: random damage to valid requests of every endpoint,
 * over real HTTP, on both stores.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningService, startService } from '../src/start/start.ts';
import { sharedRedisUrl } from './support/redis-server.ts';

const runs = Number(process.env['FUZZ_RUNS'] ?? 150);
const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);

const valid: Readonly<Record<string, object>> = {
  '/can-contact': {
    customerId: 'c1',
    channel: 'email',
    purpose: 'marketing.promotions',
    address: 'ann@example.org',
    keys: { campaign: 'bf26' },
    timeZone: 'Europe/Berlin',
    region: 'DE',
    targeting: ['purchase-history'],
    mode: 'reserve',
    operationId: 'op-1',
    confirmBy: '2099-01-01T00:00:00Z',
  },
  '/can-contact/batch': {
    requests: [{ customerId: 'c1', channel: 'sms', purpose: 'service.delivery', timeZone: 'Asia/Kathmandu' }],
  },
  '/contacts': {
    customerId: 'c1',
    channel: 'voice',
    purpose: 'collections.debt',
    at: '2026-01-01T00:00:00+01:00',
    operationId: 'o',
    outcome: 'conversation',
  },
  '/contacts/con_AAAAAAAAAAAAAAAAAAAAAA/outcome': { outcome: 'sent', at: '2026-01-01T00:00:00Z' },
  '/contacts/con_AAAAAAAAAAAAAAAAAAAAAA/confirm': {},
  '/refusals': {
    customerId: 'c1',
    address: '+49 30 901820',
    channel: 'sms',
    signal: 'pause',
    source: 'fuzz',
    until: '2099-01-01T00:00:00Z',
    evidence: { text: 'STOP' },
  },
  '/suppressions': {
    address: 'bob@example.org',
    channel: '*',
    purpose: 'marketing',
    reason: 'test',
    source: 'fuzz',
    keys: { brand: 'acme' },
    expiresAt: '2099-01-01T00:00:00Z',
  },
  '/suppressions/lookup': { address: 'bob@example.org', channel: 'email' },
  '/consents': {
    customerId: 'c1',
    channel: 'email',
    purpose: 'marketing',
    level: 'express',
    source: 'fuzz',
    at: '2026-01-01T00:00:00Z',
    lifts: false,
  },
};

const strange = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    -1,
    1e308,
    0.1,
    '',
    ' ',
    '*',
    '\u0000',
    '\ud800',
    '__proto__',
    '../..',
    '9'.repeat(400),
    {},
    [],
    [[]],
    { a: { b: {} } },
    'NaN',
    '2026-02-30T00:00:00Z',
    '+275760-09-13T00:00:00.001Z',
    '0000-01-01T00:00:00Z',
    'Mars/Olympus',
    '+01:00',
    'XX-YY',
  ),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.jsonValue({ maxDepth: 4 }),
);

/** A valid body with some fields replaced, removed or added; now and then something else altogether. */
function damaged(body: object): fc.Arbitrary<unknown> {
  const changes = fc.array(
    fc.record({
      field: fc.oneof(
        fc.constantFrom(...Object.keys(body), 'requests', 'extra', '__proto__', 'constructor'),
        fc.string({ maxLength: 12 }),
      ),
      value: fc.oneof({ weight: 5, arbitrary: strange }, { weight: 1, arbitrary: fc.constant(undefined) }),
    }),
    { minLength: 0, maxLength: 3 },
  );
  const changed = changes.map((list) => {
    const copy: Record<string, unknown> = Object.assign(Object.create(null), body);
    for (const { field, value } of list) copy[field] = value;
    return copy;
  });
  return fc.oneof({ weight: 9, arbitrary: changed }, { weight: 1, arbitrary: strange });
}

const paths = Object.keys(valid);
const queries = ['/decisions', '/decisions/x', '/suppressions', '/consents', '/policies/x', '/readyz', '/nothing'];

const stores: readonly [name: string, url: () => string][] = [
  ['SQLite', () => 'sqlite::memory:'],
  ['Redis', sharedRedisUrl],
];

describe.each(stores)('the service on %s', (_name, url) => {
  let running: RunningService;

  beforeAll(async () => {
    running = await startService({
      PORT: '0',
      STORE_URL: url(),
      STORE_PREFIX: `fuzz${process.pid}`,
      ADDRESS_PEPPER: '07'.repeat(32),
      STORE_CHECKS: 'report',
      LOG_LEVEL: 'silent',
    });
  });
  afterAll(() => running.stop());

  const post = async (path: string, body: string, type: string): Promise<{ status: number; text: string }> => {
    const response = await fetch(running.url + path, { method: 'POST', headers: { 'content-type': type }, body });
    return { status: response.status, text: await response.text() };
  };

  test(`answers damaged requests with what is wrong, never with a 5xx (FUZZ_SEED=${seed})`, async () => {
    const request = fc
      .constantFrom(...paths)
      .chain((path) => damaged(valid[path] ?? {}).map((body) => ({ path, body })));
    await fc.assert(
      fc.asyncProperty(request, async ({ path, body }) => {
        const { status, text } = await post(path, JSON.stringify(body) ?? '', 'application/json');
        expect(status, `${path} ${JSON.stringify(body)} -> ${text}`).toBeLessThan(500);
        if (status < 400 || text === '') return;
        const problem = JSON.parse(text) as {
          status: number;
          title: string;
          errors?: { path: string; message: string }[];
        };
        expect(problem).toMatchObject({ status, title: expect.any(String), type: expect.any(String) });
        if (status === 422) expect(problem.errors?.every((error) => error.message.length > 0)).toBe(true);
      }),
      { numRuns: runs, seed, endOnFailure: true },
    );
  });

  test('answers a stream of damaged lines line by line, with a decision or a problem for each', async () => {
    const lines = fc
      .sample(damaged(valid['/can-contact'] ?? {}), { numRuns: runs, seed })
      .map((body) => JSON.stringify(body) ?? '""');
    const { status, text } = await post('/can-contact/batch', lines.join('\n'), 'application/x-ndjson');
    expect(status).toBe(200);
    const answers = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { status?: number; decisionId?: string });
    expect(answers).toHaveLength(lines.length);
    for (const answer of answers) if (answer.decisionId === undefined) expect(answer.status).toBeLessThan(500);
  });

  test('answers odd queries, ids and bodies that are no JSON with a 4xx', async () => {
    const odd = fc.record({
      path: fc.constantFrom(...queries),
      name: fc.constantFrom('limit', 'cursor', 'from', 'customerId', 'code', 'allowed', 'zzz'),
      value: fc.string({ unit: 'binary', maxLength: 60 }).filter((text) => text.isWellFormed()),
    });
    await fc.assert(
      fc.asyncProperty(odd, async ({ path, name: field, value }) => {
        const response = await fetch(`${running.url}${path}?${new URLSearchParams({ [field]: value })}`);
        await response.text();
        expect(response.status, `${path} ${field}=${JSON.stringify(value)}`).toBeLessThan(500);
      }),
      { numRuns: Math.ceil(runs / 4), seed, endOnFailure: true },
    );
    for (const body of ['', '{', '[', 'null', '\u0000', '{"a":1}{', `${'['.repeat(5000)}`]) {
      for (const path of paths)
        expect((await post(path, body, 'application/json')).status, `${path} ${body.slice(0, 9)}`).toBeLessThan(500);
    }
    expect((await post('/can-contact', '{}', 'text/plain')).status).toBe(415);
  });
});
