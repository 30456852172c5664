/** OpenAPI 3.1 from the same endpoint table and zod schemas that the service answers with. */
import { z } from 'zod';
import type { AnswerDoc, Endpoint, EndpointDoc } from './endpoint.ts';
import { problemType } from './problem.ts';
import { problem } from './schemas/problem.ts';

type Json = Record<string, unknown>;

const statusTexts: Readonly<Record<number, string>> = {
  400: 'Not JSON, or not HTTP as it should be',
  401: 'The API key is missing or wrong',
  403: 'The API key lacks the scope',
  404: 'There is no such thing',
  408: 'The body came too slowly',
  409: 'The contact is in another state',
  413: 'Too large: 64 KiB a request or line, 1 MiB a JSON batch',
  415: 'Another content type is needed',
  422: 'Does not fit the schema; `errors` lists every problem',
  500: 'The fault is on our side',
  503: 'Overloaded, stopping, or the store is out of reach; see Retry-After',
};

export function openApiDocument(endpoints: readonly Endpoint[], version: string): Json {
  const components = new Map<string, unknown>();
  const paths: Record<string, Json> = {};
  for (const endpoint of endpoints) {
    paths[endpoint.path] ??= {};
    const path = paths[endpoint.path] as Json;
    path[endpoint.method.toLowerCase()] = operation(endpoint, components);
  }
  // The key is documented where it is used; on loopback without keys it is not needed.
  return {
    openapi: '3.1.1',
    info: {
      title: 'contact-guard',
      version,
      description:
        'Asks before every message: exact contact caps, quiet hours, consent and refusals for each customer, explained and on record.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: Object.fromEntries([...components].sort(([a], [b]) => a.localeCompare(b))),
      securitySchemes: {
        key: {
          type: 'http',
          scheme: 'bearer',
          description: 'An API key, cg_…; on loopback without keys none is needed',
        },
      },
    },
  };
}

function operation({ method, path, scopes, doc }: Endpoint, components: Map<string, unknown>): Json {
  const needs = scopes === 'open' ? 'No key needed.' : `Scope: ${scopes.map((scope) => `\`${scope}\``).join(' or ')}.`;
  const body = requestBody(doc, components);
  return {
    operationId: operationId(method, path),
    tags: [path.split('/')[1]],
    summary: doc.summary,
    description: [doc.description, needs].filter(Boolean).join('\n\n'),
    security: scopes === 'open' ? [] : [{ key: [] }],
    parameters: [...pathParameters(path), ...queryParameters(doc.query, components), ...headerParameters(doc)],
    ...(body ? { requestBody: body } : {}),
    responses: responses(doc, scopes === 'open', components),
  };
}

/** `post-contacts-contactId-outcome` */
function operationId(method: string, path: string): string {
  return `${method.toLowerCase()}${path.replace(/[{}]/g, '').replaceAll(/[/.]/g, '-')}`;
}

function requestBody(doc: EndpointDoc, components: Map<string, unknown>): Json | undefined {
  if (!doc.json && !doc.ndjson) return undefined;
  const content: Json = {};
  const example = doc.example ? { example: doc.example } : {};
  if (doc.json) content['application/json'] = { schema: jsonSchema(doc.json, 'input', components), ...example };
  // OpenAPI has no word for lines yet: the schema is that of one.
  if (doc.ndjson) content['application/x-ndjson'] = { schema: jsonSchema(doc.ndjson, 'input', components) };
  return { required: true, content };
}

function pathParameters(path: string): Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters(query: z.ZodObject | undefined, components: Map<string, unknown>): Json[] {
  if (!query) return [];
  return Object.entries(query.shape).map(([name, field]) => {
    const { description, ...schema } = jsonSchema(field as z.ZodType, 'input', components);
    const optional = (field as z.ZodType).safeParse(undefined).success;
    return { name, in: 'query', required: !optional, ...(description ? { description } : {}), schema };
  });
}

function headerParameters(doc: EndpointDoc): Json[] {
  const known = {
    'Idempotency-Key': { description: 'The same as `operationId`, bare or quoted', schema: { type: 'string' } },
    Prefer: { description: '`return=minimal` leaves out caps, shadow and messages', schema: { type: 'string' } },
  };
  return (doc.headers ?? []).map((name) => ({ name, in: 'header', required: false, ...known[name] }));
}

function responses(doc: EndpointDoc, open: boolean, components: Map<string, unknown>): Json {
  const all: Json = {};
  for (const [status, answer] of Object.entries(doc.answers)) all[status] = response(answer, components);
  for (const status of problemStatuses(doc, open)) {
    all[status] = {
      description: statusTexts[status],
      content: { [problemType]: { schema: jsonSchema(problem, 'output', components) } },
    };
  }
  return all;
}

function problemStatuses(doc: EndpointDoc, open: boolean): readonly number[] {
  const statuses = new Set<number>([...(doc.problems ?? []), 500]);
  if (!open) for (const status of [401, 403, 503]) statuses.add(status);
  if (doc.query) statuses.add(422);
  if (doc.json || doc.ndjson) for (const status of [400, 408, 413, 415, 422]) statuses.add(status);
  return [...statuses].sort((a, b) => a - b);
}

function response(answer: AnswerDoc, components: Map<string, unknown>): Json {
  const content: Json = {};
  if (answer.schema) content['application/json'] = { schema: jsonSchema(answer.schema, 'output', components) };
  for (const [type, schema] of Object.entries(answer.content ?? {})) {
    content[type] = { schema: schema === 'text' ? { type: 'string' } : jsonSchema(schema, 'output', components) };
  }
  return Object.keys(content).length > 0
    ? { description: answer.description, content }
    : { description: answer.description };
}

/** Named schemas (`meta({ id })`) go to `components`, and are referred to. */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output', components: Map<string, unknown>): Json {
  // Zod refers to named schemas only from inside another one.
  const wrapped = z.toJSONSchema(z.object({ it: schema.optional() }), { io, unrepresentable: 'any' }) as Json;
  const { $defs = {}, properties } = JSON.parse(
    JSON.stringify(wrapped).replaceAll('"#/$defs/', '"#/components/schemas/'),
  ) as {
    $defs?: Record<string, Json>;
    properties: { it: Json };
  };
  for (const [name, { id: _id, ...definition }] of Object.entries($defs)) components.set(name, definition);
  return properties.it;
}
