import { expect, test } from 'vitest';
import { scopes } from '../auth/scopes.ts';
import { testApp } from './testing/test-app.ts';

interface Document {
  paths: Record<
    string,
    Record<
      string,
      { description: string; security: unknown[]; parameters?: { name: string }[]; responses: Record<string, unknown> }
    >
  >;
  components: {
    schemas: Record<string, { properties: Record<string, { enum?: string[]; items?: { enum?: string[] } }> }>;
  };
}

async function read(): Promise<{ document: Document; routes: string[] }> {
  const { app } = testApp();
  const response = await app.request('/openapi.json');
  // `ALL` answers what is no method of that path.
  const own = app.routes.filter(({ method }) => method !== 'ALL');
  const routes = own.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
  return { document: (await response.json()) as Document, routes };
}

/** The endpoints of the contract that this version serves, with the scope that opens each. */
const contract: Readonly<Record<string, string>> = {
  'POST /can-contact': '`decide`',
  'POST /can-contact/batch': '`decide`',
  'POST /contacts/{contactId}/confirm': '`decide`',
  'POST /contacts/{contactId}/outcome': '`decide` or `outcome`',
  'POST /outcomes': '`decide` or `outcome`',
  'POST /contacts': '`record`',
  'GET /contacts/{contactId}': '`read`',
  'POST /refusals': '`refuse`',
  'GET /refusals': '`read`',
  'GET /refusals/{refusalId}': '`read`',
  'GET /refusals/review': '`read`',
  'POST /refusals/review/{id}': '`refuse`',
  'POST /suppressions': '`suppress`',
  'GET /suppressions': '`read`',
  'POST /suppressions/lookup': '`read`',
  'GET /suppressions/{suppressionId}': '`read`',
  'DELETE /suppressions/{suppressionId}': '`suppress`',
  'POST /consents': '`consent`',
  'GET /consents': '`read`',
  'POST /webhooks/twilio': '',
  'POST /webhooks/ses': '',
  'POST /webhooks/sendgrid': '',
  'POST /webhooks/mailgun': '',
  'POST /webhooks/postmark': '',
  'POST /webhooks/email-report': '',
  'GET /customers/{customerId}': '`read`',
  'GET /customers/{customerId}/export': '`read`',
  'DELETE /customers/{customerId}': '`admin`',
  'GET /decisions': '`read`',
  'GET /decisions/stream': '`read`',
  'GET /decisions/{decisionId}': '`read`',
  'GET /policies': '`read`',
  'GET /policies/{revision}': '`read`',
  'GET /unsubscribe/{token}': '',
  'POST /unsubscribe/{token}': '',
  'GET /preferences/{token}': '',
  'POST /preferences/{token}': '',
  'GET /metrics': '`read` or `metrics`',
  'GET /healthz': '',
  'GET /readyz': '',
  'GET /openapi.json': '',
  'GET /docs': '',
  'GET /docs/{file}': '',
};

test('the document names every path and method served, and no other', async () => {
  const { document, routes } = await read();
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(described.sort()).toEqual([...routes].sort());
  expect(described.sort()).toEqual(Object.keys(contract).sort());
});

test('each operation says the scope that the contract names', async () => {
  const { document } = await read();
  for (const [operation, scope] of Object.entries(contract)) {
    const [method = '', path = ''] = operation.split(' ');
    const { description, security } = document.paths[path]?.[method.toLowerCase()] ?? { description: '', security: [] };
    expect(description, operation).toContain(scope === '' ? 'No key needed.' : `Scope: ${scope}.`);
    expect(security.length, operation).toBe(scope === '' ? 0 : 1);
  }
});

const operationIds =
  'canContact canContactBatch confirmContact recordOutcome recordOutcomes recordContact getContact refuse listRefusals getRefusal listReviews decideReview suppress listSuppressions lookUpSuppressions getSuppression liftSuppression recordConsent listConsents getCustomer exportCustomer eraseCustomer receiveTwilio receiveSes receiveSendgrid receiveMailgun receivePostmark receiveEmailReport listDecisions streamDecisions getDecision getPolicies getPolicyRevision askToUnsubscribe unsubscribe getPreferences setPreferences getHealth getReadiness getMetrics getOpenApi getDocs getDocsFile';

test('every operation has a name that generated clients can call it by, and keeps it', async () => {
  const { document } = await read();
  const ids = Object.values(document.paths).flatMap((methods) =>
    Object.values(methods).map((operation) => (operation as { operationId?: string }).operationId),
  );
  expect(ids.sort()).toEqual(operationIds.split(' ').sort());
});

test('what may be left out has no default in its schema, and no number the bounds of all numbers', async () => {
  const { document } = await read();
  const text = JSON.stringify(document);
  expect(text).not.toContain('"default":');
  expect(text).not.toContain('9007199254740991');
  const required = (document.components.schemas['CanContactRequest'] as unknown as { required: string[] }).required;
  expect(required).toEqual(['customerId', 'channel', 'purpose']);
});

test('query parameters have the types of their values', async () => {
  const { document } = await read();
  const parameters = document.paths['/decisions']?.['get']?.parameters as unknown as { name: string; schema: object }[];
  const schemas = Object.fromEntries(parameters.map(({ name, schema }) => [name, schema]));
  expect(schemas).toMatchObject({
    allowed: { type: 'boolean' },
    limit: { type: 'integer', minimum: 1, maximum: 1000 },
    from: { type: 'string', format: 'date-time' },
    code: { type: 'string', enum: expect.arrayContaining(['cap']) },
  });
});

test('the vocabulary is that of the contract', async () => {
  const { document } = await read();
  const of = (schema: string, field: string) => document.components.schemas[schema]?.properties[field]?.enum;
  expect(of('CanContactRequest', 'channel')).toEqual(['email', 'sms', 'push', 'voice', 'whatsapp', 'in_app', 'post']);
  expect(of('CanContactRequest', 'mode')).toEqual(['reserve', 'check']);
  expect(of('OutcomeRequest', 'outcome')).toEqual([
    'sent',
    'delivered',
    'failed',
    'cancelled',
    'answered',
    'conversation',
    'no_answer',
    'opened',
    'clicked',
    'replied',
    'complained',
    'refused',
  ]);
  expect(of('RefusalRequest', 'signal')).toEqual([
    'unsubscribe',
    'stop',
    'complaint',
    'hard_bounce',
    'do_not_contact',
    'pause',
    'harassment',
    'text',
  ]);
  expect(of('Reason', 'code')).toEqual([
    'cap',
    'hours',
    'cooldown',
    'suppressed',
    'consent',
    'targeting',
    'missing-key',
    'expired',
    'store-unavailable',
  ]);
  expect(of('Reason', 'force')).toEqual(['law', 'presumption', 'guidance', 'own-policy']);
  expect(of('ConsentRequest', 'level')).toEqual(['express', 'implied', 'withdrawn']);
  expect(of('ContactRequest', 'direction')).toEqual(['outbound', 'inbound']);
  expect(scopes).toEqual([
    'decide',
    'outcome',
    'record',
    'refuse',
    'suppress',
    'suppress:lift',
    'consent',
    'read',
    'metrics',
    'admin',
  ]);
});

test('every request has exactly the fields of the contract', async () => {
  const { document } = await read();
  const fields = (schema: string) => Object.keys(document.components.schemas[schema]?.properties ?? {}).join(' ');
  expect(fields('CanContactRequest')).toBe(
    'customerId channel purpose address keys timeZone region targeting mode confirmBy operationId',
  );
  expect(fields('OutcomeLine')).toBe('contactId outcome at');
  expect(fields('ContactRequest')).toBe(
    'customerId channel purpose at operationId address keys timeZone region direction outcome outcomeAt',
  );
  expect(fields('RefusalRequest')).toBe(
    'customerId address region channel purpose keys targeting contactId signal text until source receivedAt evidence',
  );
  expect(fields('SuppressionRequest')).toBe(
    'customerId address region channel purpose keys targeting reason source expiresAt evidence',
  );
  expect(fields('SuppressionLookupRequest')).toBe('address addressHash region channel');
  expect(fields('LiftRequest')).toBe('reason source');
  expect(fields('ConsentRequest')).toBe('customerId channel purpose keys level source evidence expiresAt at lifts');
  expect(fields('MinimalDecision')).toBe('decisionId allowed contactId retryAt reasons replayed degraded');
  const query = document.paths['/decisions']?.get?.parameters?.map(({ name }) => name);
  expect(query).toEqual([
    'allowed',
    'customerId',
    'channel',
    'purpose',
    'code',
    'policy',
    'rule',
    'caller',
    'from',
    'to',
    'limit',
    'cursor',
  ]);
});

test('every reference in the document leads to a schema', async () => {
  const { document } = await read();
  const names = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(
    ([, name = '']) => name,
  );
  expect(names.length).toBeGreaterThan(20);
  for (const name of names) expect(document.components.schemas).toHaveProperty(name);
  expect(JSON.stringify(document)).not.toContain('$defs');
});

test('every JSON body has an example that is taken as it stands', async () => {
  const { document } = await read();
  const { app } = testApp();
  type Operation = { requestBody?: { content: Record<string, { example?: object }> } };
  let bodies = 0;
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(operations) as [string, Operation][]) {
      const body = operation.requestBody?.content['application/json'];
      // A webhook's is its provider's, and signed.
      if (!body || path.startsWith('/webhooks/')) continue;
      bodies++;
      const response = await app.request(path.replace(/\{\w+\}/g, 'con_AAAAAAAAAAAAAAAAAAAAAA'), {
        method: method.toUpperCase(),
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body.example),
      });
      expect(response.status, `${method} ${path}: ${await response.text()}`).toBeLessThan(300);
    }
  }
  expect(bodies).toBeGreaterThan(8);
});

test('what takes a body of JSON or lines takes no other type', async () => {
  const { app } = testApp();
  const { document } = await read();
  const typed = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { responses }]) => responses['415'] !== undefined && !path.startsWith('/webhooks'))
      .map(([method]) => [method.toUpperCase(), path.replace(/\{\w+\}/g, 'x')] as const),
  );
  expect(typed.length).toBeGreaterThan(8);
  for (const [method, path] of typed)
    for (const type of ['text/plain', 'application/json; charset=latin1', undefined]) {
      const headers = new Headers(type === undefined ? [] : [['content-type', type]]);
      const { status } = await app.request(path, { method, headers, body: Buffer.from('{}') });
      expect(status, `${method} ${path} ${type}`).toBe(415);
    }
});
