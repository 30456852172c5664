/**
 * What the OpenAPI document says of an answer is what comes: real answers, before and after an erasure, read by the served document's own schemas,
 * which name each field that comes.
 */
import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { App } from '../src/http/app.ts';
import { testApp } from '../src/http/testing/test-app.ts';
import { shippedPolicies } from './support/policies.ts';
import { sqliteService } from './support/sqlite-service.ts';
import { undeclared } from './support/undeclared.ts';
import { startMs } from './support/world.ts';

type Schema = Record<string, unknown>;
interface Content {
  readonly schema: Schema;
  readonly 'x-line-schema'?: Schema;
}
interface Answer {
  readonly content?: Readonly<Record<string, Content>>;
  readonly 'x-further-content'?: Readonly<Record<string, Content>>;
}
/** What some answers have. */
interface Answered {
  readonly contactId: string;
  readonly refusalId: string;
  readonly consentId: string;
  readonly policyRevision: string;
  readonly suppressions: readonly Answered[];
  readonly reviews: readonly Answered[];
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { responses: Readonly<Record<number, Answer>> }>>>>;
  readonly components: { readonly schemas: Schema };
}

let app: App;
let document: Document;
const read = new Map<string, z.ZodType>();
/** Operations with a status that came. */
const seen = new Set<string>();

beforeAll(async () => {
  const { service } = await sqliteService({
    policies: shippedPolicies(),
    publicUrl: 'https://guard.example',
    nowMs: startMs,
  });
  app = testApp(service.guard).app;
  document = (await (await app.request('/openapi.json')).json()) as Document;
});

function schemaOf(schema: Schema): z.ZodType {
  const here = (part: unknown) => JSON.stringify(part).replaceAll('#/components/schemas/', '#/$defs/');
  return z.fromJSONSchema(JSON.parse(`{"allOf":[${here(schema)}],"$defs":${here(document.components.schemas)}}`));
}

/** @param path as the document writes it; what is in braces is taken from `ids` */
async function answers(operation: string, ids: object, body?: unknown): Promise<Answered[]> {
  const [method = '', template = ''] = operation.split(' ');
  const [route = ''] = template.split('?');
  const path = template.replace(/\{(\w+)\}/g, (_all, name: string) =>
    encodeURIComponent(String((ids as Record<string, unknown>)[name])),
  );
  const isLines = Array.isArray(body);
  const text = isLines ? body.map((line) => JSON.stringify(line)).join('\n') : JSON.stringify(body);
  const response = await app.request(path, {
    method,
    headers: body === undefined ? {} : { 'content-type': `application/${isLines ? 'x-ndjson' : 'json'}` },
    body: body === undefined ? null : text,
  });
  const answered = await response.text();
  const type = (response.headers.get('content-type') ?? '').split(';')[0] ?? '';
  const name = `${method} ${route} ${response.status} ${type}`;
  const said = document.paths[route]?.[method.toLowerCase()]?.responses[response.status];
  expect(said, `${name} is in the document: ${answered}`).toBeDefined();
  seen.add(`${method} ${route}`);
  if (answered === '') return [];
  const content = { ...said?.content, ...said?.['x-further-content'] }[type];
  expect(content, `${name} is in the document`).toBeDefined();
  const written = (isLines && content?.['x-line-schema']) || (content?.schema ?? {});
  const schema = read.get(name) ?? schemaOf(written);
  read.set(name, schema);
  const values: unknown[] = isLines
    ? answered
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
    : [JSON.parse(answered)];
  for (const value of values) {
    const { error } = schema.safeParse(value);
    expect(error && z.prettifyError(error), `${name}: ${JSON.stringify(value)}`).toBeUndefined();
    expect(undeclared(value, written, document.components.schemas), name).toEqual([]);
  }
  return values as Answered[];
}

async function ask(operation: string, ids: object = {}, body?: unknown): Promise<Answered> {
  const [answer] = await answers(operation, ids, body);
  return answer as Answered;
}

const customerId = 'c-70';
const address = 'ann@example.org';
const email = { customerId, channel: 'email', address } as const;
const source = 'test';

test('every answer is as the document says, of what was decided and said, and after it was erased', async () => {
  const keys = { brand: 'acme' };
  const asked = { ...email, purpose: 'marketing.promotions', keys, region: 'DE', timeZone: 'Europe/Berlin' };
  const confirmBy = new Date(startMs + 3_600_000).toISOString();
  const sent = await ask('POST /can-contact', {}, { ...asked, operationId: 'one' });
  const { contactId } = sent;
  expect(await ask('POST /can-contact', {}, { ...asked, operationId: 'one' })).toMatchObject({ replayed: true });
  const held = await ask('POST /can-contact', {}, { ...email, purpose: 'marketing.newsletter', confirmBy });
  const ended = await ask('POST /can-contact', {}, { ...email, purpose: 'marketing.winback', confirmBy });
  expect(await ask('POST /contacts/{contactId}/confirm', held)).toMatchObject({ allowed: true });
  for (const outcome of ['sent', 'delivered', 'complained'])
    await ask('POST /contacts/{contactId}/outcome', held, { outcome });
  await ask('POST /contacts/{contactId}/outcome', held, { outcome: 'failed' });
  const debt = { customerId, channel: 'voice', purpose: 'collections.debt' };
  const call = await ask('POST /can-contact', {}, debt);
  await ask('POST /outcomes', {}, [{ contactId: call.contactId, outcome: 'conversation' }, {}]);
  const elsewhere = {
    ...debt,
    at: new Date(startMs - 1000).toISOString(),
    operationId: 'two',
    direction: 'inbound',
  };
  await ask('POST /contacts', {}, elsewhere);
  await ask('POST /contacts', {}, [elsewhere, { ...elsewhere, at: 'now' }]);

  const consents = [
    { customerId, channel: 'sms', purpose: 'marketing', level: 'express', keys, source, evidence: { form: 7 } },
    { customerId, channel: 'push', purpose: 'marketing', level: 'withdrawn', source },
    { customerId, channel: 'sms', purpose: 'experiment', level: 'implied', source, expiresAt: '2099-01-01T00:00:00Z' },
  ];
  await ask('POST /consents', {}, consents[0]);
  const [, withdrawn] = await answers('POST /consents', {}, consents);
  const refusals = [
    ...['unsubscribe', 'stop', 'complaint', 'do_not_contact', 'harassment', 'hard_bounce'].map((signal) => ({
      signal,
    })),
    { signal: 'pause', until: '2099-01-01T00:00:00Z' },
    ...['hello', 'STOP', 'STOP ACME'].map((text) => ({ signal: 'text', text })),
  ];
  const refused: Answered[] = [];
  for (const about of [{ customerId }, { address }, { customerId, address, keys, targeting: ['health'] }])
    for (const one of refusals) {
      if (one.signal === 'hard_bounce' && !('address' in about)) continue;
      refused.push(
        await ask('POST /refusals', {}, { ...about, ...one, channel: 'email', source, evidence: { id: 1 } }),
      );
    }
  await ask('POST /refusals', {}, [{ ...email, signal: 'stop', source, contactId: 'con_gone' }, {}]);
  const set = { customerId, channel: '*', purpose: 'marketing', reason: 'asked', source };
  const [lifted] = await answers('POST /suppressions', {}, [set, {}]);
  await ask('POST /suppressions', {}, { ...set, address, channel: 'email', keys, evidence: {} });
  await ask('DELETE /suppressions/{suppressionId}', lifted, { reason: 'over', source });
  await ask('POST /consents', {}, { ...consents[0], purpose: 'marketing.newsletter', channel: 'email', lifts: true });
  const denied = await ask('POST /can-contact', {}, { ...asked, targeting: ['health'] });
  const [late] = await answers('POST /can-contact/batch', {}, [
    { ...debt, keys: { debt: '1' }, targeting: ['health'] },
    {},
  ]);
  await ask('POST /can-contact/batch', {}, { requests: [asked, {}] });
  const over = await ask('POST /contacts/{contactId}/confirm', ended);
  const { reviews } = await ask('GET /refusals/review');
  expect(reviews.length).toBeGreaterThan(1);
  for (const decision of ['refusal', 'not-a-refusal'])
    await ask('POST /refusals/review/{id}', reviews[decision.length % 2], { decision, by: 'ana', note: 'read twice' });

  const all = async () => {
    for (const path of ['/customers/{customerId}', '/customers/{customerId}/export'])
      await ask(`GET ${path}`, { customerId });
    for (const list of ['refusals', 'suppressions', 'consents', 'decisions'])
      await ask(`GET /${list}?customerId=${customerId}`);
    for (const path of ['/decisions', '/policies', '/healthz', '/readyz', '/refusals/review']) await ask(`GET ${path}`);
    for (const one of [sent, held, ended, call]) await ask('GET /contacts/{contactId}', one);
    for (const one of [denied, late, over]) await ask('GET /decisions/{decisionId}', one);
    for (const { refusalId } of [...refused, { ...withdrawn, refusalId: withdrawn?.consentId }])
      await ask('GET /refusals/{refusalId}', { refusalId });
    for (const { suppressions } of [...refused, { suppressions: [lifted as Answered] }])
      for (const one of suppressions) await ask('GET /suppressions/{suppressionId}', one);
    await ask('POST /suppressions/lookup', {}, { address, channel: 'email' });
    await ask('GET /policies/{revision}', { revision: denied.policyRevision });
  };
  await all();
  await ask('DELETE /customers/{customerId}', { customerId });
  await all();
  const missing = Object.entries(document.paths)
    .flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`))
    .filter(
      (operation) =>
        !seen.has(operation) && !/webhooks|unsubscribe|preferences|docs|metrics|stream|openapi/.test(operation),
    );
  expect(missing).toEqual([]);
  expect(contactId).toMatch(/^con_/);
});

test('a method that the document does not name for a path is 405, and told those that it does', async () => {
  for (const [path, own] of Object.entries(document.paths)) {
    const named = Object.keys(own).map((method) => method.toUpperCase());
    const right = [...named, ...(named.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].sort().join(', ');
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((one) => !named.includes(one))) {
      const { status, headers } = await app.request(path.replace(/\{\w+\}/g, 'x'), { method });
      const answered = [status, headers.get('allow'), headers.get('content-type')];
      expect(answered, `${method} ${path}`).toEqual([405, right, 'application/problem+json']);
    }
    const options = await app.request(path.replace(/\{\w+\}/g, 'x'), { method: 'OPTIONS' });
    expect([options.status, options.headers.get('allow')], path).toEqual([204, right]);
  }
});
