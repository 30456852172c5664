/** What a caller is told of a request that cannot be answered: everything that is wrong with it, at once, in plain words. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { App } from '../src/http/app.ts';
import { post, testApp } from '../src/http/testing/test-app.ts';
import { shippedPolicies } from './support/policies.ts';
import { sqliteService } from './support/sqlite-service.ts';

interface Told {
  readonly status: number;
  readonly detail: string;
  readonly errors?: readonly { path: string; message: string }[];
}

let app: App;
beforeAll(async () => {
  const { service } = await sqliteService({ policies: shippedPolicies() });
  app = testApp(service.guard).app;
});

async function told(path: string, body: unknown): Promise<Told> {
  return (await (await post(app, path, body)).json()) as Told;
}

async function paths(path: string, body: unknown): Promise<string[]> {
  const { status, errors = [] } = await told(path, body);
  expect(status, JSON.stringify(errors)).toBe(422);
  return [...new Set(errors.map((error) => error.path))].sort();
}

const request = { customerId: 'c1', channel: 'email', purpose: 'marketing.promotions' };

describe('every problem is told at once, those beyond the schema too', () => {
  test('of a question', async () => {
    const wrong = {
      customerId: '',
      channel: 'email',
      purpose: 'marketing.promotion',
      address: 'no address',
      timezone: 'Europe/Berlin',
      region: 'XX',
      confirmBy: '2020-01-01T00:00:00Z',
    };
    const all = ['address', 'confirmBy', 'customerId', 'purpose', 'region', 'timezone'];
    expect(await paths('/can-contact', wrong)).toEqual(all);
    const { timezone: _, ...fitting } = wrong;
    expect(await paths('/can-contact', { ...fitting, customerId: 'c1' })).toEqual([
      'address',
      'confirmBy',
      'purpose',
      'region',
    ]);
    const batch = await post(app, '/can-contact/batch', { requests: [wrong] });
    const { decisions } = (await batch.json()) as { decisions: Told[] };
    expect([...new Set(decisions[0]?.errors?.map(({ path }) => path))].sort()).toEqual(all);
  });

  test('of a contact made elsewhere', async () => {
    const wrong = {
      ...request,
      purpose: 'x',
      address: 'y',
      at: '2020-01-01T00:00:00Z',
      outcomeAt: '2019-01-01T00:00:00Z',
    };
    expect(await paths('/contacts', wrong)).toEqual(['address', 'at', 'operationId', 'outcomeAt', 'purpose']);
    expect(await paths('/contacts', { ...wrong, operationId: 'o' })).toEqual(['address', 'at', 'outcomeAt', 'purpose']);
  });

  test('of refusals, suppressions, look-ups and consents', async () => {
    const wrong = { channel: 'sms', purpose: 'marketting', address: 'y', source: '' };
    expect(await paths('/refusals', { ...wrong, signal: 'stop' })).toEqual(['address', 'purpose', 'source']);
    expect(await paths('/refusals', { ...wrong, signal: 'stop', source: 's' })).toEqual(['address', 'purpose']);
    expect(await paths('/suppressions', wrong)).toEqual(['address', 'purpose', 'reason', 'source']);
    expect(await paths('/suppressions', { ...wrong, source: 's', reason: 'r' })).toEqual(['address', 'purpose']);
    expect(await paths('/suppressions/lookup', { channel: 'sms', address: 'y', adress: 1 })).toEqual([
      'address',
      'adress',
    ]);
    expect(await paths('/consents', { ...wrong, customerId: 'c', level: 'x', address: undefined })).toEqual([
      'level',
      'purpose',
      'source',
    ]);
  });
});

test.each([
  ['timezone', 'timeZone'],
  ['time_zone', 'timeZone'],
  ['customerID', 'customerId'],
  ['adress', 'address'],
  ['operation_id', 'operationId'],
])('for the unknown field %s it suggests %s', async (given, meant) => {
  const { errors } = await told('/can-contact', { ...request, [given]: 'x' });
  expect(errors).toEqual([{ path: given, message: `is an unknown field; did you mean ${meant}?` }]);
});

test('an unknown query parameter and a mistyped value are answered with the near one, too', async () => {
  const query = async (text: string) => (await (await app.request(`/decisions?${text}`)).json()) as Told;
  expect((await query('customerid=a')).detail).toBe('customerid: is an unknown field; did you mean customerId?');
  expect((await query('code=caps')).detail).toMatch(/^code: must be one of cap, .*; did you mean cap\?$/);
  const { detail } = await told('/can-contact', { ...request, channel: 'e-mail' });
  expect(detail).toMatch(/^channel: must be one of email, .*; did you mean email\?$/);
});

test('of a span of the log that ends before it begins every other problem is told, too', async () => {
  const response = await app.request('/decisions?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z&limit=0');
  const { errors } = (await response.json()) as Told;
  expect(errors?.toSorted((a, b) => (a.path < b.path ? -1 : 1))).toEqual([
    { path: 'limit', message: 'must be at least 1' },
    { path: 'to', message: 'must not be before from' },
  ]);
});

test.each([
  ['POST', '/can-contact?mode=check'],
  ['POST', '/can-contact/batch?mode=check'],
  ['POST', '/suppressions/lookup?address=a'],
  ['DELETE', '/suppressions/sup_x?reason=r'],
  ['GET', '/decisions/dec_x?customerId=c'],
  ['GET', '/policies?toString=1'],
])('a query parameter where none is read is told and nothing is done: %s %s', async (method, path) => {
  const body =
    method === 'GET' ? {} : { body: JSON.stringify(request), headers: { 'content-type': 'application/json' } };
  const response = await app.request(path, { method, ...body });
  const { errors } = (await response.json()) as Told;
  expect(response.status).toBe(422);
  expect(errors).toEqual([
    { path: path.replace(/^.*\?|=.*$/g, ''), message: 'is an unknown query parameter: this path takes none' },
  ]);
});

test('what probes and scrapers add to a path is nothing to anybody', async () => {
  for (const path of ['/healthz?a=1', '/metrics?a=1', '/openapi.json?v=2'])
    expect((await app.request(path)).status, path).toBe(200);
});

test('a mistyped purpose is told the near one, and an empty parameter that it is empty', async () => {
  const { detail } = await told('/can-contact', { ...request, purpose: 'service.secuirty' });
  expect(detail).toMatch(/^purpose: is not in the register of purposes; known: .*; did you mean service\.security\?$/);
  const refused = await told('/refusals', {
    customerId: 'c',
    channel: 'sms',
    signal: 'stop',
    source: 's',
    purpose: 'marketting',
  });
  expect(refused.detail).toMatch(/^purpose: .* covers nothing in it; known: marketing\.promotions/);
  expect(((await (await app.request('/decisions?rule=')).json()) as Told).detail).toBe('rule: must not be empty');
});

test('the detail of a problem names what is wrong, of many the first', async () => {
  expect((await told('/can-contact', { ...request, address: 'x' })).detail).toBe(
    'address: cannot be read as an e-mail address',
  );
  expect((await told('/can-contact', { a: 1, b: 1 })).detail).toBe(
    'customerId: is required; channel: is required: one of email, sms, push, voice, whatsapp, in_app, post; purpose: is required; and 2 more, see errors',
  );
});

const odd = [
  null,
  true,
  7,
  1.5,
  '',
  'x',
  ' ',
  '*',
  [],
  ['x'],
  [7],
  {},
  { a: 1 },
  'x'.repeat(5000),
  '\u0000',
  '2020-01-01T00:00:00Z',
];
const fields: Readonly<Record<string, readonly string[]>> = {
  '/can-contact': [
    'customerId',
    'channel',
    'purpose',
    'address',
    'keys',
    'timeZone',
    'region',
    'targeting',
    'mode',
    'confirmBy',
    'operationId',
  ],
  '/can-contact/batch': ['requests'],
  '/contacts': ['at', 'direction', 'outcome', 'outcomeAt'],
  '/contacts/AAAAAAAAAAAAAAAAAAAAAA/outcome': ['outcome', 'at'],
  '/refusals': [
    'customerId',
    'channel',
    'signal',
    'contactId',
    'text',
    'until',
    'receivedAt',
    'evidence',
    'source',
    'targeting',
  ],
  '/suppressions': ['purpose', 'reason', 'expiresAt', 'keys'],
  '/suppressions/lookup': ['address', 'channel'],
  '/consents': ['level', 'at', 'expiresAt', 'lifts'],
};

test('whatever is wrong with a field is said in words of our own, which say nothing twice', async () => {
  let said = 0;
  for (const [path, names] of Object.entries(fields)) {
    for (const name of names) {
      for (const value of odd) {
        const { detail, errors = [] } = await told(path, { [name]: value });
        for (const { path: where, message } of errors) {
          said++;
          const context = `${path} ${name}=${JSON.stringify(value)}: ${where}: ${message}`;
          expect(message, context).toMatch(/^(customerId or |must |may |is |cannot |goes |has |with |text )/);
          expect(message, context).not.toMatch(
            /invalid input|invalid option|expected|received|too (big|small)|undefined|unrecognized|regex|pattern/i,
          );
          expect(`${where} ${message}`, context).not.toMatch(/\b(\w+)\b[\s:]+\1\b/i);
        }
        expect(detail ?? '').not.toMatch(/\b(\w+)\b[\s:]+\1\b/i);
      }
    }
  }
  expect(said).toBeGreaterThan(1000);
});

test.each(['/refusals', '/suppressions', '/consents'])(
  'a number that would lose digits is named and not taken: %s',
  async (path) => {
    const { status, errors } = await told(
      path,
      '{"evidence": {"call": {"ids": [1, 9007199254740993]}}, "customerId": "c1"}',
    );
    expect(status).toBe(422);
    expect(errors).toEqual([
      {
        path: 'evidence.call.ids[1]',
        message: 'is a number with more digits than can be kept exactly: send it as text',
      },
    ]);
  },
);

test.each([...Object.keys(fields), '/refusals/review/AAAAAAAAAAAAAAAAAAAAAA'])(
  'a field that is given twice is named, and neither is taken: %s',
  async (path) => {
    const { status, errors } = await told(
      path,
      '{"customerId": "a", "keys": {"k": "1", "k": "1"}, "customer\\u0049d": "b"}',
    );
    expect(status).toBe(422);
    const message = 'is given twice';
    expect(errors).toEqual([
      { path: 'customerId', message },
      { path: 'keys.k', message },
    ]);
  },
);

test('a bad element or line with a field twice answers in its place, and the others are decided', async () => {
  const fine = JSON.stringify({ ...request, mode: 'check' });
  const bad = fine.replace('{', '{"customerId":"other",');
  const expected = [{ allowed: true }, { status: 422, errors: [{ path: 'customerId' }] }, { allowed: true }];
  const batch = await post(app, '/can-contact/batch', `{"requests":[${[fine, bad, fine].join()}]}`);
  expect(((await batch.json()) as { decisions: unknown[] }).decisions).toMatchObject(expected);
  const body = [fine, bad, fine].join('\n');
  const lines = await app.request('/can-contact/batch', {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/x-ndjson' },
  });
  expect(
    (await lines.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toMatchObject(expected);
  const twice = `{"requests":[${fine}],"requests":[${fine}]}`;
  expect((await told('/can-contact/batch', twice)).errors).toEqual([{ path: 'requests', message: 'is given twice' }]);
});

test.each([
  ['', 'It is empty: send JSON.'],
  ['{"customerId":"ann@example.org"', /^It /],
  ['{"customerId": ann@example.org}', /^It is not JSON/],
  ['{\n  "customerId": "c1",\n  oops\n}', 'It is not JSON from line 3, column 3 on.'],
])('text that is no JSON is answered without its own words or the parser’s: %j', async (text, detail) => {
  const problem = await told('/can-contact', text);
  expect(problem.status).toBe(400);
  expect(problem.detail).toMatch(detail);
  expect(JSON.stringify(problem)).not.toMatch(/ann@|token|position|JSON input|valid JSON/i);
});
