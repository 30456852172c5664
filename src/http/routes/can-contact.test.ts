import { describe, expect, test } from 'vitest';
import { invalid } from '../../errors.ts';
import { post, testApp } from '../testing/test-app.ts';

const request = { customerId: 'anna', channel: 'email', purpose: 'marketing.promotions' };

describe('POST /can-contact', () => {
  test('gives the guard the request with its defaults and answers what it says', async () => {
    const { app, guard } = testApp();
    const response = await post(app, '/can-contact', {
      ...request,
      address: 'anna@example.com',
      keys: { campaign: 'bf26' },
      timeZone: 'europe/berlin',
      region: 'DE',
      targeting: ['health'],
      confirmBy: '2026-11-22T10:00:00+01:00',
      operationId: 'op',
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toMatchObject({ decisionId: 'd-anna', allowed: true, caps: [] });
    expect(guard.asked[0]?.caller?.name).toBe('local');
    expect(guard.asked[0]?.input).toEqual({
      ...request,
      address: 'anna@example.com',
      keys: { campaign: 'bf26' },
      timeZone: 'Europe/Berlin',
      region: 'DE',
      targeting: ['health'],
      mode: 'reserve',
      confirmByMs: Date.parse('2026-11-22T09:00:00Z'),
      operationId: 'op',
    });
  });

  test('lists every problem of a request with its path', async () => {
    const { app, guard } = testApp();
    const response = await post(app, '/can-contact', {
      customerId: '',
      channel: 'fax',
      keys: { 'a b': 7, ok: 'x' },
      timeZone: '+01:00',
      region: 'us',
      mode: 'check',
      confirmBy: '2026-02-30T00:00:00Z',
      colour: 'red',
    });
    expect(response.status).toBe(422);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    const problem = (await response.json()) as { errors: { path: string; message: string }[] };
    expect(problem).toMatchObject({ status: 422, type: 'urn:contact-guard:problem:invalid' });
    expect(problem.errors.map(({ path }) => path).sort()).toEqual(
      [
        'channel',
        'colour',
        'confirmBy',
        'confirmBy',
        'customerId',
        'keys["a b"]',
        'purpose',
        'region',
        'timeZone',
      ].sort(),
    );
    expect(problem.errors).toContainEqual({ path: 'purpose', message: 'is required' });
    expect(guard.asked).toEqual([]);
  });

  test.each([
    ['customer ids of 129 characters', { customerId: 'x'.repeat(129) }],
    ['control characters', { customerId: 'a\u0000b' }],
    ['lone surrogates', { customerId: 'a\ud800' }],
    ['a zone that does not exist', { timeZone: 'Europe/Atlantis' }],
    ['an abbreviation for several zones', { timeZone: 'PST' }],
    ['an abbreviation that Intl takes for Bangladesh', { timeZone: 'BST' }],
    ['a zone within a time of day', { timeZone: 'T12:00[Europe/Berlin]' }],
    ['an instant without offset', { confirmBy: '2026-11-22T10:00:00' }],
    ['seventeen keys', { keys: Object.fromEntries(Array.from({ length: 17 }, (_, i) => [`k${i}`, 'v'])) }],
    ['keys that are no text', { keys: { a: null } }],
  ])('refuses %s', async (_what, fields) => {
    const { app } = testApp();
    expect((await post(app, '/can-contact', { ...request, ...fields })).status).toBe(422);
  });

  test.each([
    ['ids of 128 characters outside the basic plane', { customerId: '😀'.repeat(128) }],
    ['old names of zones', { timeZone: 'Asia/Calcutta' }],
    ['zones without a continent', { timeZone: 'UTC' }],
    ['states', { region: 'US-FL' }],
    ['fractions of seconds', { confirmBy: '2026-11-22T10:00:00.1234567-08:00' }],
    ['sixteen keys', { keys: Object.fromEntries(Array.from({ length: 16 }, (_, i) => [`k${i}`, 'v'])) }],
  ])('takes %s', async (_what, fields) => {
    const { app } = testApp();
    expect((await post(app, '/can-contact', { ...request, ...fields })).status).toBe(200);
  });

  test.each(['{"__proto__":{"admin":true}}', '{"keys":{"__proto__":"x"}}', '{"constructor":{"prototype":1}}'])(
    'refuses the field names of %s',
    async (text) => {
      const { app } = testApp();
      const response = await post(app, '/can-contact', `${JSON.stringify(request).slice(0, -1)},${text.slice(1)}`);
      expect(response.status).toBe(422);
      expect(({} as Record<string, unknown>).admin).toBeUndefined();
    },
  );

  test('names the path of what is nested too deep', async () => {
    const { app } = testApp();
    const response = await post(app, '/can-contact', `{"keys":${'{"a":'.repeat(40)}1${'}'.repeat(40)}}`);
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('nested deeper than 16 levels');
  });

  test.each([
    ['bare', 'op-1'],
    ['quoted', '"op-1"'],
  ])('takes a %s Idempotency-Key for the operation id', async (_form, header) => {
    const { app, guard } = testApp();
    await post(app, '/can-contact', request, { 'idempotency-key': header });
    await post(app, '/can-contact', { ...request, operationId: 'op-1' }, { 'idempotency-key': header });
    expect(guard.asked.map(({ input }) => (input as { operationId: string }).operationId)).toEqual(['op-1', 'op-1']);
  });

  test('refuses an operation id that differs from the Idempotency-Key, with every other problem', async () => {
    const { app } = testApp();
    const response = await post(
      app,
      '/can-contact',
      { ...request, channel: 'x', operationId: 'a' },
      { 'idempotency-key': 'b' },
    );
    expect(response.status).toBe(422);
    expect(((await response.json()) as { errors: { path: string }[] }).errors.map(({ path }) => path)).toEqual([
      'channel',
      'operationId',
    ]);
  });

  test.each([
    ['among others', 'respond-async, return=minimal'],
    ['in quotes, with a parameter', 'wait="1,2" , RETURN = "minimal" ; foo="a, b"'],
    ['named before its opposite', 'return=minimal, return=representation'],
  ])('keeps to Prefer: return=minimal %s, and says so', async (_where, prefer) => {
    const { app, guard } = testApp();
    const response = await post(app, '/can-contact', request, { prefer });
    expect(response.headers.get('preference-applied')).toBe('return=minimal');
    expect(guard.asked[0]?.options).toMatchObject({ minimal: true });
  });

  test.each([
    ['another word', 'return=minimalist'],
    ['named after its opposite', 'return=representation, return=minimal'],
    ['named after an empty one', 'return, return=minimal'],
    ['a parameter of another preference', 'handling=strict; return=minimal'],
    ['within quotes', 'note="a, return=minimal, b"'],
  ])('answers whole where return=minimal is %s', async (_what, prefer) => {
    const { app, guard } = testApp();
    const response = await post(app, '/can-contact', request, { prefer });
    expect(response.headers.get('preference-applied')).toBeNull();
    expect(guard.asked[0]?.options).toMatchObject({ minimal: false });
  });

  test.each([
    ['text that is no JSON', 'not json', 400],
    ['an empty body', '', 400],
    ['a list', '[]', 422],
    ['null', 'null', 422],
  ])('answers %s with %s', async (_what, body, status) => {
    const { app } = testApp();
    expect((await post(app, '/can-contact', body)).status).toBe(status);
  });

  test('says so where the JSON begins with a byte order mark', async () => {
    const { app } = testApp();
    const response = await post(app, '/can-contact', `\ufeff${JSON.stringify(request)}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      detail: 'It begins with a byte order mark: send UTF-8 without one.',
    });
  });

  test('refuses bytes that are not UTF-8', async () => {
    const { app } = testApp();
    const body = Buffer.concat([Buffer.from('{"customerId":"a'), Buffer.from([0xff]), Buffer.from('"}')]);
    const response = await app.request('/can-contact', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect(response.status).toBe(400);
  });

  test.each(['application/x-ndjson', 'application/ndjson', 'application/jsonl', 'Application/JSONL; charset=utf-8'])(
    'answers lines that come as %s line by line',
    async (type) => {
      const { app } = testApp();
      const lines = `${JSON.stringify(request)}\n\n${JSON.stringify({ ...request, customerId: 'bert' })}`;
      const response = await post(app, '/can-contact/batch', lines, { 'content-type': type });
      expect(response.headers.get('content-type')).toBe('application/x-ndjson');
      const answers = (await response.text()).trim().split('\n');
      expect(answers.map((line) => JSON.parse(line))).toMatchObject([
        { decisionId: 'd-anna' },
        { decisionId: 'd-bert' },
      ]);
    },
  );

  test.each(['text/plain', 'application/x-ndjson', 'application/json; charset=latin1', ''])(
    'answers content type "%s" with 415',
    async (type) => {
      const { app } = testApp();
      expect((await post(app, '/can-contact', request, { 'content-type': type })).status).toBe(415);
    },
  );

  test('takes JSON with its character set', async () => {
    const { app } = testApp();
    expect(
      (await post(app, '/can-contact', request, { 'content-type': 'Application/JSON; charset="UTF-8"' })).status,
    ).toBe(200);
  });

  test('answers what nobody expected with 500 and none of its words', async () => {
    const { app } = testApp({ decide: () => Promise.reject(new Error('secret words')) });
    const response = await post(app, '/can-contact', request);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('secret');
  });
});

describe('POST /can-contact/batch as JSON', () => {
  test('answers in the order of the requests and marks them as lines', async () => {
    const { app, guard } = testApp();
    const requests = Array.from({ length: 1000 }, (_, i) => ({ ...request, customerId: `c${i % 7}-${i}` }));
    const response = await post(app, '/can-contact/batch', { requests });
    const { decisions } = (await response.json()) as { decisions: { decisionId: string }[] };
    expect(decisions.map(({ decisionId }) => decisionId)).toEqual(requests.map(({ customerId }) => `d-${customerId}`));
    expect(guard.asked[0]?.options).toMatchObject({ stream: true });
  });

  const bad = [
    { ...request, channel: 'fax' },
    { ...request, customerId: '' },
    { ...request, colour: 'red' },
    { ...request, confirmBy: 'tomorrow' },
    JSON.parse('{"__proto__":{"x":1}}'),
    { ...request, keys: { a: { b: {} } } },
    {},
    [],
    [request],
    null,
    'text',
    7,
    true,
  ];

  test('answers each bad element with a problem in its place, whatever it is, and decides the others', async () => {
    const { app, guard } = testApp();
    const response = await post(app, '/can-contact/batch', {
      requests: bad.flatMap((one, at) => [one, { ...request, customerId: `c${at}` }]),
    });
    expect(response.status).toBe(200);
    const { decisions } = (await response.json()) as { decisions: Record<string, unknown>[] };
    expect(decisions).toHaveLength(2 * bad.length);
    bad.forEach((_one, at) => {
      expect(decisions[2 * at], `element ${at}`).toEqual({
        type: 'urn:contact-guard:problem:invalid',
        status: 422,
        title: expect.any(String),
        detail: expect.any(String),
        errors: expect.any(Array),
      });
      expect(decisions[2 * at + 1]).toMatchObject({ decisionId: `d-c${at}` });
    });
    expect(decisions[0]).toMatchObject({ errors: [{ path: 'channel' }] });
    expect(guard.asked).toHaveLength(bad.length);
  });

  test('says the same of a bad element as a stream says of the same line, and as a single request is told', async () => {
    const { app } = testApp();
    const batch = await post(app, '/can-contact/batch', { requests: bad });
    const stream = await post(app, '/can-contact/batch', bad.map((one) => JSON.stringify(one)).join('\n'), {
      'content-type': 'application/x-ndjson',
    });
    const { decisions } = (await batch.json()) as { decisions: unknown[] };
    const lines = (await stream.text()).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(decisions);
    for (const [at, one] of bad.entries()) {
      const single = await post(app, '/can-contact', JSON.stringify(one));
      expect([single.status, await single.json()]).toEqual([422, decisions[at]]);
    }
  });

  test.each([
    ['nothing', {}],
    ['an empty list', { requests: [] }],
    ['no list', { requests: { 0: request } }],
    ['null', { requests: null }],
    ['a list of 1001', { requests: Array(1001).fill(request) }],
    ['no object', [request]],
    ['a field beside it, which would go unheeded', { requests: [request], mode: 'check' }],
  ])('is 422 as a whole where `requests` is %s', async (_what, body) => {
    const { app, guard } = testApp();
    const response = await post(app, '/can-contact/batch', body);
    expect([response.status, response.headers.get('content-type')]).toEqual([422, 'application/problem+json']);
    expect(guard.asked).toEqual([]);
  });

  test('refuses an Idempotency-Key for all of them', async () => {
    const { app } = testApp();
    const response = await post(app, '/can-contact/batch', { requests: [request] }, { 'idempotency-key': 'x' });
    expect([response.status, await response.json()]).toMatchObject([422, { errors: [{ path: 'Idempotency-Key' }] }]);
  });

  test('puts what the guard finds wrong with one request in its place', async () => {
    const { app } = testApp({
      async decide(input) {
        if (input.customerId === 'bad') throw new Error('boom');
        if (input.customerId === 'nowhere') throw invalid('address', 'cannot be read');
        return { allowed: true, decisionId: input.customerId };
      },
    });
    const response = await post(app, '/can-contact/batch', {
      requests: [request, { ...request, customerId: 'bad' }, { ...request, customerId: 'nowhere' }, request],
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      decisions: [
        { decisionId: 'anna' },
        { status: 500, title: 'Something went wrong' },
        { status: 422, errors: [{ path: 'address', message: 'cannot be read' }] },
        { decisionId: 'anna' },
      ],
    });
  });
});
