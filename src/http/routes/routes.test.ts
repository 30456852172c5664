/** What the routes make of requests and of what the guard says. */
import { describe, expect, test } from 'vitest';
import { keyAuth } from '../../auth/auth.ts';
import { createKey } from '../../auth/keys.ts';
import { systemClock } from '../../clock.ts';
import { Problem, StoreUnavailable } from '../../errors.ts';
import type { Guard, Readiness } from '../../guard-contract.ts';
import { refusalSignals } from '../../vocabulary.ts';
import { post, testApp } from '../testing/test-app.ts';

const at = '2026-11-22T10:00:00.000Z';
const atMs = Date.parse(at);
const contact = { customerId: 'anna', channel: 'voice', purpose: 'collections.debt', at, operationId: 'op' };

function send(app: ReturnType<typeof testApp>['app'], method: string, path: string, body?: unknown): Promise<Response> {
  const headers: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
  return Promise.resolve(
    app.request(path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }),
  );
}

describe('a customer id of white space, with some at its ends, or of what cannot be seen', () => {
  const said = { channel: 'email', purpose: 'marketing', source: 's' };
  const bodies: readonly (readonly [path: string, body: object])[] = [
    ['/can-contact', { channel: 'email', purpose: 'p' }],
    ['/contacts', contact],
    ['/refusals', { channel: 'email', signal: 'unsubscribe', source: 's' }],
    ['/suppressions', { ...said, reason: 'r' }],
    ['/consents', { ...said, level: 'express' }],
  ];
  const pathsOf = (problem: unknown) => (problem as { errors: { path: string }[] }).errors.map(({ path }) => path);
  const padded = [
    ' ',
    '\u00a0\u2003',
    ' anna',
    'anna ',
    '\u3000anna',
    'anna\u00a0',
    '\ufeffanna',
    '\u200b',
    '\u2063\u00ad',
    '',
  ];

  test.each(bodies)('is refused by POST %s', async (path, body) => {
    const { app, guard } = testApp();
    for (const customerId of padded) {
      const response = await post(app, path, { ...body, customerId });
      expect([response.status, pathsOf(await response.json())]).toEqual([422, ['customerId']]);
    }
    expect((await post(app, path, { ...body, customerId: 'anna b' })).status).toBeLessThan(300);
    expect(guard.asked).toHaveLength(1);
  });

  test('that is not percent-encoded UTF-8 is refused, and nobody else is read or erased in its place', async () => {
    const { app, guard } = testApp();
    for (const raw of ['caf%E9', '100%', '%', 'a%2', '%zz', '%ED%A0%80'])
      for (const [method, path] of [
        ['DELETE', `/customers/${raw}`],
        ['GET', `/customers/${raw}`],
        ['GET', `/customers/${raw}/export`],
        ['GET', `/decisions?customerId=${raw}`],
        ['GET', `/refusals?limit=1&customerId=${raw}`],
        ['GET', `/suppressions?customerId=${raw}`],
        ['GET', `/consents?customerId=${raw}`],
      ] as const) {
        const response = await app.request(path, { method });
        expect([path, response.status, pathsOf(await response.json())]).toEqual([path, 422, ['customerId']]);
      }
    expect(guard.asked).toEqual([]);
    for (const raw of ['caf%C3%A9', '100%25', 'a+b%2Fc']) {
      expect((await app.request(`/customers/${raw}`, { method: 'DELETE' })).status).toBe(204);
    }
  });

  test.each(['/suppressions', '/consents', '/decisions', '/refusals'])('is refused by GET %s', async (path) => {
    const { app } = testApp();
    for (const customerId of padded) {
      const response = await app.request(`${path}?customerId=${encodeURIComponent(customerId)}`);
      expect(response.status).toBe(422);
    }
  });

  test('answers in its place in a batch and in a stream', async () => {
    const { app } = testApp();
    const asked = { customerId: ' anna', channel: 'email', purpose: 'p' };
    const batch = await post(app, '/can-contact/batch', { requests: [asked] });
    expect(await batch.json()).toMatchObject({ decisions: [{ status: 422, errors: [{ path: 'customerId' }] }] });
    const lines = await app.request('/contacts', {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: `${JSON.stringify({ ...contact, customerId: 'anna ' })}\n`,
    });
    expect(JSON.parse(await lines.text())).toMatchObject({ status: 422, errors: [{ path: 'customerId' }] });
  });
});

describe('contacts', () => {
  test('confirm takes no body and answers the decision, minimal where preferred', async () => {
    const { app, guard } = testApp();
    const response = await app.request('/contacts/c9/confirm', {
      method: 'POST',
      headers: { prefer: 'return=minimal' },
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('preference-applied')).toBe('return=minimal');
    expect(guard.asked[0]).toMatchObject({ method: 'confirm', input: 'c9', options: { minimal: true } });
  });

  test('an outcome goes to the contact of the path', async () => {
    const { app, guard } = testApp();
    const response = await post(app, '/contacts/c9/outcome', { outcome: 'conversation', at });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ contactId: 'c9', outcome: 'conversation', counts: true });
    expect(guard.asked[0]?.input).toEqual({ contactId: 'c9', outcome: 'conversation', atMs });
    expect((await post(app, '/contacts/c9/outcome', { outcome: 'vanished' })).status).toBe(422);
    expect((await post(app, '/contacts/c9/outcome', { contactId: 'c8', outcome: 'sent' })).status).toBe(422);
  });

  test('outcomes are once however often they are sent: an Idempotency-Key is taken and changes nothing', async () => {
    const { app, guard } = testApp();
    const response = await app.request('/outcomes', {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson', 'idempotency-key': 'o-1' },
      body: '{"contactId":"c9","outcome":"sent"}\n{"contactId":"c8","outcome":"failed"}\n',
    });
    expect([response.status, (await response.text()).match(/"contactId":"c\d"/g)]).toMatchObject([200, { length: 2 }]);
    expect(guard.asked.map(({ input }) => input)).toMatchObject([{ contactId: 'c9' }, { contactId: 'c8' }]);
    expect((await post(app, '/contacts/c9/outcome', { outcome: 'sent' }, { 'idempotency-key': 'o-1' })).status).toBe(
      200,
    );
  });

  test('one made elsewhere is 201, and 200 where it was known', async () => {
    const { app, guard } = testApp();
    expect((await post(app, '/contacts', contact)).status).toBe(201);
    expect((await post(app, '/contacts', { ...contact, operationId: 'again' })).status).toBe(200);
    expect(guard.asked[0]?.input).toEqual({
      customerId: 'anna',
      channel: 'voice',
      purpose: 'collections.debt',
      atMs,
      operationId: 'op',
      direction: 'outbound',
      outcomeAtMs: undefined,
    });
  });

  test('an instant of an outcome needs the outcome', async () => {
    const { app, guard } = testApp();
    const outcomeAt = '2026-11-22T10:00:00Z';
    const response = await post(app, '/contacts', { ...contact, outcomeAt });
    expect([response.status, ((await response.json()) as { errors: unknown }).errors]).toEqual([
      422,
      [{ path: 'outcomeAt', message: 'goes only with an outcome: say which' }],
    ]);
    expect(guard.asked).toEqual([]);
    expect((await post(app, '/contacts', { ...contact, outcomeAt, outcome: 'sent' })).status).toBe(201);
  });

  test('one made elsewhere may have its operation id in the header', async () => {
    const { app, guard } = testApp();
    const { operationId: _, ...rest } = contact;
    expect((await post(app, '/contacts', rest)).status).toBe(422);
    expect((await post(app, '/contacts', rest, { 'idempotency-key': '"k"' })).status).toBe(201);
    expect(guard.asked[0]?.input).toMatchObject({ operationId: 'k' });
  });
});

describe('refusals, suppressions, consents', () => {
  test('a refusal is 201 with what is in force because of it', async () => {
    const { app, guard } = testApp();
    const response = await post(app, '/refusals', {
      address: 'anna@example.com',
      channel: 'email',
      signal: 'pause',
      until: at,
      receivedAt: at,
      source: 'x',
      evidence: { a: [1] },
    });
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({ refusalId: 'r1', suppressions: [{ suppressionId: 's1' }], revoked: [] });
    expect(guard.asked[0]?.input).toEqual({
      address: 'anna@example.com',
      channel: 'email',
      signal: 'pause',
      untilMs: atMs,
      receivedAtMs: atMs,
      source: 'x',
      evidence: { a: [1] },
    });
  });

  test('somebody must be named, and every other problem is listed with it', async () => {
    const { app } = testApp();
    for (const path of ['/refusals', '/suppressions']) {
      const response = await post(app, path, { channel: 'fax' });
      const { errors } = (await response.json()) as { errors: { path: string; message: string }[] };
      expect(response.status).toBe(422);
      expect(errors).toContainEqual({ path: '', message: 'customerId or address is needed, or both' });
      expect(errors.map(({ path: where }) => where)).toContain('channel');
    }
  });

  test('only a pause has an end and it needs one; said together with every other problem', async () => {
    const { app } = testApp();
    const problemsOf = async (fields: object) => {
      const response = await post(app, '/refusals', { customerId: 'a', channel: '*', ...fields });
      const { errors } = (await response.json()) as { errors: { path: string; message: string }[] };
      return [response.status, ...errors.map(({ path }) => path).sort()];
    };
    for (const signal of refusalSignals.filter((signal) => signal !== 'pause' && signal !== 'text'))
      expect(await problemsOf({ signal, until: at })).toEqual([422, 'source', 'until']);
    expect(await problemsOf({ signal: 'pause' })).toEqual([422, 'source', 'until']);
    expect(await problemsOf({ signal: 'never', until: at })).toEqual([422, 'signal', 'source']);
  });

  test('evidence is an object of at most 8 KiB', async () => {
    const { app } = testApp();
    const refusal = (evidence: unknown) =>
      post(app, '/refusals', { customerId: 'a', channel: '*', signal: 'stop', source: 'x', evidence });
    expect((await refusal({ text: 'x'.repeat(8181) })).status).toBe(201);
    expect((await refusal({ text: 'x'.repeat(8182) })).status).toBe(422);
    expect((await refusal(['x'])).status).toBe(422);
    expect((await refusal({ __proto__: null, a: { b: {} } })).status).toBe(201);
  });

  test('suppressions are made, found by customer and by address, and lifted', async () => {
    const { app, guard } = testApp();
    const made = await post(app, '/suppressions', {
      customerId: 'a',
      channel: '*',
      purpose: '*',
      reason: 'r',
      source: 's',
      expiresAt: at,
    });
    expect([made.status, await made.json()]).toEqual([201, { suppressionId: 's1' }]);
    expect(await (await app.request('/suppressions?customerId=a%2Fb')).json()).toEqual({
      suppressions: [{ suppressionId: 's1' }],
    });
    const found = await post(app, '/suppressions/lookup', { address: '+1 212 555 0100', channel: 'sms' });
    expect([found.status, await found.json()]).toEqual([200, { suppressions: [{ suppressionId: 's2' }] }]);
    const lifted = await send(app, 'DELETE', '/suppressions/s1', { reason: 'r', source: 's' });
    expect([lifted.status, await lifted.text()]).toEqual([204, '']);
    expect((await send(app, 'DELETE', '/suppressions/unknown', { reason: 'r', source: 's' })).status).toBe(404);
    expect((await send(app, 'DELETE', '/suppressions/s1', {})).status).toBe(422);
    expect(guard.asked.map(({ input }) => input)).toMatchObject([
      { expiresAtMs: atMs },
      'a/b',
      { channel: 'sms' },
      { suppressionId: 's1', reason: 'r', source: 's' },
      {},
    ]);
  });

  test('no address is taken from a URL', async () => {
    const { app } = testApp();
    expect((await app.request('/suppressions?address=a@b.c')).status).toBe(422);
    expect((await app.request('/suppressions')).status).toBe(422);
    expect((await app.request('/suppressions?customerId=a&customerId=b')).status).toBe(422);
  });

  test('an address is looked up by its hash too, and by one of the two', async () => {
    const { app, guard } = testApp();
    const addressHash = 'a9jqXP1PVaGM2A';
    expect((await post(app, '/suppressions/lookup', { addressHash, channel: '*' })).status).toBe(200);
    expect(guard.asked[0]?.input).toEqual({ addressHash, channel: '*' });
    for (const wrong of [
      {},
      { addressHash, address: 'a@example.org' },
      { addressHash: 'a9jqXP1PVaGM2B' },
      { addressHash: 'ann@example.org' },
    ])
      expect((await post(app, '/suppressions/lookup', { ...wrong, channel: '*' })).status).toBe(422);
  });

  test('one suppression, one refusal, one contact and the events of a customer are answered as the guard says', async () => {
    const { app, guard } = testApp();
    const read = async (path: string) => (await app.request(path)).json();
    expect(await read('/suppressions/s1')).toEqual({ suppressionId: 's1' });
    expect(await read('/refusals/r1')).toEqual({ event: 'refusal', refusalId: 'r1' });
    expect(await read('/contacts/c1')).toEqual({ contactId: 'c1' });
    expect(await read('/refusals?customerId=a%2Fb&limit=7&cursor=x')).toEqual({
      events: [{ event: 'refusal', refusalId: 'r1' }],
      nextCursor: null,
    });
    await read('/refusals?customerId=a');
    expect(guard.asked.slice(-2).map(({ input }) => input)).toEqual([
      { customerId: 'a/b', limit: 7, cursor: 'x' },
      { customerId: 'a', limit: 100 },
    ]);
    for (const query of ['', '?customerId=a&limit=0', '?customerId=a&limit=1001', '?address=a'])
      expect((await app.request(`/refusals${query}`)).status).toBe(422);
  });

  test('a lift answers with what stands all the same, since it was refused again', async () => {
    const { app } = testApp({ lift: async (suppressionId) => ({ suppressionId }) });
    const lifted = await send(app, 'DELETE', '/suppressions/s1', { reason: 'r', source: 's' });
    expect([lifted.status, await lifted.json()]).toEqual([200, { suppressionId: 's1' }]);
  });

  test.each([
    ['/refusals', { customerId: 'a', channel: 'email', signal: 'stop', source: 's' }, 'refusalId'],
    ['/suppressions', { address: 'a@b.c', channel: '*', purpose: '*', reason: 'r', source: 's' }, 'suppressionId'],
    ['/consents', { customerId: 'a', channel: '*', purpose: '*', level: 'express', source: 's' }, 'consentId'],
  ])('NDJSON on %s is answered line by line, a bad line in its place', async (path, body, id) => {
    const { app, guard } = testApp();
    const lines = [JSON.stringify(body), '', '{', JSON.stringify({ ...body, channel: 'fax' }), JSON.stringify(body)];
    const response = await app.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: lines.join('\n'),
    });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/x-ndjson']);
    expect(response.headers.get('contact-guard-data')).toBe('AAAAAAAAAAAAAAAAAAAAAA');
    const answers = (await response.text()).trimEnd().split('\n');
    expect(answers.map((line) => JSON.parse(line))).toMatchObject([
      { [id]: expect.any(String) },
      { status: 400 },
      { status: 422, errors: [{ path: 'channel' }] },
      { [id]: expect.any(String) },
    ]);
    expect(guard.asked).toHaveLength(2);
  });

  test('an Idempotency-Key names what is said, of NDJSON every line, and is told where it is none', async () => {
    const { app, guard } = testApp();
    const refusal = { customerId: 'a', channel: 'email', signal: 'stop', source: 's' };
    const line = JSON.stringify(refusal);
    const ask = (key: string, type = 'json', body = line) =>
      app.request('/refusals', {
        method: 'POST',
        headers: { 'content-type': `application/${type}`, 'idempotency-key': key },
        body,
      });
    expect((await ask('"k1"')).status).toBe(201);
    await (await ask('k2', 'x-ndjson', `${line}\n${line}`)).text();
    expect(guard.asked.map(({ input }) => (input as { operationId: string }).operationId)).toEqual(['k1', 'k2', 'k2']);
    const bad = await ask('k'.repeat(129));
    expect([bad.status, await bad.json()]).toMatchObject([422, { errors: [{ path: 'Idempotency-Key' }] }]);
  });

  test('a line of consents that lifts needs suppress:lift, and the others are recorded', async () => {
    const { key, entry } = createKey('crm', ['consent'], 0);
    const { app, guard } = testApp({}, { auth: keyAuth([entry], systemClock) });
    const consent = { customerId: 'a', channel: '*', purpose: 'marketing', level: 'express', source: 's' };
    const response = await app.request('/consents', {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' },
      body: `${JSON.stringify({ ...consent, lifts: true })}\n${JSON.stringify(consent)}\n`,
    });
    const answers = (await response.text()).trimEnd().split('\n');
    expect(answers.map((line) => JSON.parse(line))).toMatchObject([{ status: 403 }, { consentId: 'k1' }]);
    expect(guard.asked).toHaveLength(1);
  });

  test('a consent is 201; one that lifts needs suppress:lift', async () => {
    const { key, entry } = createKey('crm', ['consent'], 0);
    const consent = { customerId: 'a', channel: '*', purpose: 'marketing', level: 'express', source: 's', at };
    const { app } = testApp({}, { auth: keyAuth([entry], systemClock) });
    const bearer = { authorization: `Bearer ${key}` };
    expect((await post(app, '/consents', consent, bearer)).status).toBe(201);
    expect((await post(app, '/consents', { ...consent, lifts: true }, bearer)).status).toBe(403);
    expect((await post(testApp().app, '/consents', { ...consent, lifts: true })).status).toBe(201);
    expect(await (await testApp().app.request('/consents?customerId=a')).json()).toEqual({
      consents: [{ consentId: 'k1' }],
    });
  });
});

describe('the decision log', () => {
  const entry = {
    decisionId: 'd1',
    allowed: false,
    decidedAt: at,
    caller: '=cmd()',
    request: { customerId: 'anna', channel: 'email', purpose: 'p' },
    basis: {},
    reasons: [{ code: 'cap', policy: 'default', rule: 'r' }, { code: 'suppressed' }],
    retryAt: null,
  };
  const page: Partial<Guard> = { decisions: async () => ({ decisions: [entry, entry], nextCursor: 'n 1' }) };

  test('reads its filters, with a plus sign that was not escaped', async () => {
    const { app, guard } = testApp();
    await app.request('/decisions');
    const response = await app.request(
      '/decisions?allowed=false&customerId=a&channel=sms&purpose=marketing&code=cap&policy=p&rule=r&caller=c&from=2026-11-22T11:00:00+01:00&to=2026-11-22T10:00:00.000Z&limit=1000&cursor=x',
    );
    expect(response.status).toBe(200);
    expect(guard.asked[0]?.input).toEqual({ limit: 100 });
    expect(guard.asked[1]?.input).toEqual({
      allowed: false,
      customerId: 'a',
      channel: 'sms',
      purpose: 'marketing',
      code: 'cap',
      policy: 'p',
      rule: 'r',
      caller: 'c',
      fromMs: atMs,
      toMs: atMs,
      limit: 1000,
      cursor: 'x',
    });
  });

  test('bounds within a millisecond leave out what lies before them, and nothing else', async () => {
    const { app, guard } = testApp();
    await app.request('/decisions?from=2026-11-22T10:00:00.0004Z&to=2026-11-22T10:00:00.0024Z');
    expect(guard.asked[0]?.input).toMatchObject({ fromMs: atMs + 1, toMs: atMs + 3 });
  });

  test.each([
    'limit=0',
    'limit=1001',
    'limit=1.5',
    'allowed=yes',
    'code=spam',
    'from=yesterday',
    'from=2026-11-22T10:00:00.001Z&to=2026-11-22T10:00:00Z',
    'colour=red',
    'limit=1&limit=2',
    '__proto__=1',
    'constructor=1',
    'toString=1&toString=2',
  ])('refuses %s', async (query) => {
    expect((await testApp().app.request(`/decisions?${query}`)).status).toBe(422);
  });

  test('is JSON, lines or a table by Accept, and says where the next page is', async () => {
    const { app } = testApp(page);
    const get = (accept?: string) => app.request('/decisions?limit=2', { headers: accept ? { accept } : {} });
    for (const accept of [undefined, '*/*', 'application/json', 'text/html, application/*;q=0.9', 'image/png']) {
      expect((await get(accept)).headers.get('content-type'), accept).toBe('application/json');
    }
    const lines = await get('application/x-ndjson');
    expect(lines.headers.get('content-type')).toBe('application/x-ndjson');
    expect(lines.headers.get('link')).toBe('</decisions?limit=2&cursor=n+1>; rel="next"');
    expect(
      (await lines.text())
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
    ).toEqual([entry, entry]);
    for (const accept of ['application/jsonl', 'application/ndjson, application/json;q=0.5'])
      expect((await get(accept)).headers.get('content-type'), accept).toBe('application/x-ndjson');
    const table = await get('application/json;q=0.5, text/csv');
    expect(table.headers.get('content-type')).toMatch(/^text\/csv/);
    const [head, first] = (await table.text()).split('\r\n');
    expect(head).toBe(
      'decidedAt,decisionId,allowed,caller,customerId,channel,purpose,codes,rules,retryAt,contactId,degraded,policyRevision,entry',
    );
    expect(first).toContain(`${at},d1,false,'=cmd(),anna,email,p,cap suppressed,default/r,,,,,`);
  });

  test('tells in a header how many of a page of CSV or NDJSON are damaged', async () => {
    const { app } = testApp({ decisions: async () => ({ decisions: [], nextCursor: null, unreadable: 2 }) });
    for (const accept of ['text/csv', 'application/x-ndjson'])
      expect((await app.request('/decisions', { headers: { accept } })).headers.get('unreadable-entries')).toBe('2');
  });

  test('finds one entry', async () => {
    const { app } = testApp();
    expect(await (await app.request('/decisions/d7')).json()).toMatchObject({ decisionId: 'd7' });
  });
});

describe('policies', () => {
  test('the active set, a past revision, and 404 for an unknown one', async () => {
    const { app } = testApp();
    expect(await (await app.request('/policies')).json()).toMatchObject({ revision: 'sha256:0' });
    expect(await (await app.request('/policies/sha256%3Aab')).json()).toEqual({ revision: 'sha256:ab' });
    expect((await app.request('/policies/unknown')).status).toBe(404);
  });
});

const notReady = { ready: false, parts: ['store'], reasons: ['a', 'b'], details: { clock: 3 } } as const;

describe('health', () => {
  test('is 200, and 503 while the service stops', async () => {
    const { app, drain } = testApp();
    expect(await (await app.request('/healthz')).json()).toEqual({ status: 'ok' });
    drain.abort();
    const response = await app.request('/healthz');
    expect([response.status, response.headers.get('content-type')]).toEqual([503, 'application/problem+json']);
  });

  test('readiness says each reason and what is only reported', async () => {
    const { app } = testApp({ readiness: async () => notReady });
    const response = await app.request('/readyz');
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({
      status: 503,
      reasons: ['a', 'b'],
      details: { clock: 3 },
      detail: 'a; b',
    });
    expect((await testApp().app.request('/readyz')).status).toBe(200);
  });

  test('readiness tells those without a key of the right scope only which part is not ready', async () => {
    const keys = Object.fromEntries(
      (['metrics', 'read', 'admin', 'decide'] as const).map((scope) => [scope, createKey(scope, [scope], 0)]),
    );
    const auth = keyAuth(
      Object.values(keys).map(({ entry }) => entry),
      systemClock,
    );
    const ask = async (found: Readiness, key?: string) => {
      const headers = key === undefined ? undefined : { authorization: `Bearer ${key}` };
      const response = await testApp({ readiness: async () => found }, { auth }).app.request('/readyz', { headers });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    };
    const ready = { ready: true, parts: [], reasons: [], details: { version: 'redis 7.0.1', warnings: ['CVE-1'] } };
    for (const key of [undefined, keys['decide']?.key, 'cg_wrong']) {
      expect(await ask(ready, key)).toEqual({ status: 200, body: { status: 'ready' } });
      const { status, body } = await ask(notReady, key);
      expect(status).toBe(503);
      expect(body).toMatchObject({ reasons: ['not ready: store'], detail: 'not ready: store' });
      expect(body).not.toHaveProperty('details');
    }
    for (const scope of ['metrics', 'read', 'admin']) {
      expect((await ask(ready, keys[scope]?.key)).body).toMatchObject({ details: ready.details });
      expect((await ask(notReady, keys[scope]?.key)).body).toMatchObject({
        reasons: ['a', 'b'],
        details: { clock: 3 },
      });
    }
  });

  test('a key of scope metrics opens the metrics and nothing else', async () => {
    const { key, entry } = createKey('prometheus', ['metrics'], 0);
    const { app } = testApp({}, { auth: keyAuth([entry], systemClock) });
    const status = async (path: string) =>
      (await app.request(path, { headers: { authorization: `Bearer ${key}` } })).status;
    expect(await status('/metrics')).toBe(200);
    for (const path of [
      '/decisions',
      '/policies',
      '/suppressions?customerId=c',
      '/suppressions/s1',
      '/refusals?customerId=c',
      '/refusals/r1',
      '/refusals/review',
      '/contacts/c1',
    ])
      expect(await status(path)).toBe(403);
  });

  test('metrics are text', async () => {
    const response = await testApp().app.request('/metrics');
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(await response.text()).toBe('contact_guard_up 1\n');
  });
});

describe('problems', () => {
  test.each([
    [new Problem('not-found', 'x'), 404],
    [new Problem('conflict', 'x'), 409],
    [new Problem('operation-mismatch', 'x'), 422],
    [new Problem('overloaded', 'x'), 503],
    [new StoreUnavailable('internal words'), 503],
  ])('%s is answered as it is, with Retry-After where asking again helps', async (error, status) => {
    const { app } = testApp({ confirm: () => Promise.reject(error) });
    const response = await app.request('/contacts/c/confirm', { method: 'POST' });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(response.headers.get('retry-after')).toBe(status === 503 ? '1' : null);
    expect(await response.text()).not.toContain('internal');
  });

  test('an unknown path is 404, a wrong method 405 with those that are right', async () => {
    const { app } = testApp();
    for (const path of ['/', '/nothing', '/customers', '/console', '/webhooks/nobody', '/can-contact/']) {
      const response = await app.request(path);
      expect([response.status, response.headers.get('content-type')], path).toEqual([404, 'application/problem+json']);
    }
    const allowed = async (method: string, path: string) => {
      const response = await app.request(path, { method });
      return [response.status, response.headers.get('allow')];
    };
    expect(await allowed('GET', '/can-contact')).toEqual([405, 'OPTIONS, POST']);
    expect(await allowed('PUT', '/suppressions')).toEqual([405, 'GET, HEAD, OPTIONS, POST']);
    expect(await allowed('POST', '/suppressions/x')).toEqual([405, 'DELETE, GET, HEAD, OPTIONS']);
    for (const method of ['GET', 'HEAD', 'DELETE', 'PUT'])
      expect(await allowed(method, '/suppressions/lookup'), method).toEqual([405, 'OPTIONS, POST']);
    expect(await allowed('OPTIONS', '/suppressions/lookup')).toEqual([204, 'OPTIONS, POST']);
    expect(await allowed('POST', '/refusals/review')).toEqual([405, 'GET, HEAD, OPTIONS']);
    expect(await allowed('DELETE', '/decisions/stream')).toEqual([405, 'GET, HEAD, OPTIONS']);
  });

  test('HEAD answers like GET without a body, OPTIONS names the methods', async () => {
    const { app } = testApp();
    const head = await app.request('/healthz', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    const options = await app.request('/can-contact', { method: 'OPTIONS' });
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'OPTIONS, POST']);
  });
});

describe('the reference', () => {
  test('is where a browser that opens the bare address is sent; a client is told of it', async () => {
    const { app } = testApp();
    const page = await app.request('/', { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } });
    expect([page.status, page.headers.get('location')]).toEqual([302, '/docs']);
    for (const headers of [{}, { accept: '*/*' }, { accept: 'application/json' }]) {
      const answer = await app.request('/', { headers });
      expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
      expect(((await answer.json()) as { detail: string }).detail).toContain('/docs and /openapi.json');
    }
  });

  test('is a page with its scripts and style sheets, all from here', async () => {
    const { app } = testApp();
    const page = await app.request('/docs');
    expect(page.headers.get('content-type')).toContain('text/html');
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self';");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    const html = await page.text();
    expect(html).not.toMatch(/https?:|<script>|style=/);
    const sources = [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, source = '']) => source);
    expect(sources).toHaveLength(4);
    for (const source of sources) {
      const file = await app.request(source, { headers: { 'accept-encoding': 'gzip' } });
      const type = source.endsWith('.js') ? 'text/javascript' : 'text/css';
      expect([file.status, file.headers.get('content-type')]).toEqual([200, `${type}; charset=utf-8`]);
      expect(file.headers.get('content-encoding')).toBe('gzip');
    }
    expect((await app.request('/docs/other.js')).status).toBe(404);
  });
});
