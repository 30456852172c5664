/** OpenAPI 3.1 from the same endpoint table and zod schemas that the service answers with. */
import { z } from 'zod';
import { mediaTypes } from './body.ts';
import { type AnswerDoc, type Endpoint, type EndpointDoc, takesNoQuery } from './endpoint.ts';
import { problemType } from './problem.ts';
import { minimalDecision } from './schemas/decisions.ts';
import { problem } from './schemas/problem.ts';

type Json = Record<string, unknown>;

const statusTexts: Readonly<Record<number, string>> = {
  400: 'Not JSON, or not HTTP as it should be',
  401: 'The API key is missing or wrong',
  403: 'The API key lacks the scope, or the signature of a webhook does not hold',
  404: 'There is no such thing',
  408: 'The body came too slowly',
  409: 'The contact is in another state',
  413: 'Too large: 64 KiB a request or line, 1 MiB a JSON batch',
  415: 'Another content type is needed',
  422: 'Does not fit the schema; `errors` lists every problem',
  500: 'The fault is on our side, or what is stored there cannot be read',
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
  // Named by the header that asks for it, and by no answer.
  jsonSchema(minimalDecision, 'output', components);
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

function operation({ path, scopes, doc }: Endpoint, components: Map<string, unknown>): Json {
  const needs = scopes === 'open' ? 'No key needed.' : `Scope: ${scopes.map((scope) => `\`${scope}\``).join(' or ')}.`;
  const body = requestBody(doc, components);
  return {
    operationId: doc.operationId,
    tags: [path.split('/')[1]],
    summary: doc.summary,
    description: [doc.description, needs].filter(Boolean).join('\n\n'),
    security: scopes === 'open' ? [] : [{ key: [] }],
    parameters: [...pathParameters(path), ...queryParameters(doc.query, components), ...headerParameters(doc)],
    ...(body ? { requestBody: body } : {}),
    responses: responses({ doc, scopes }, components),
  };
}

function requestBody(doc: EndpointDoc, components: Map<string, unknown>): Json | undefined {
  if (!doc.json && !doc.ndjson && !doc.body) return undefined;
  const content: Json = {};
  const example = doc.example ? { example: doc.example } : {};
  if (doc.json) content['application/json'] = { schema: jsonSchema(doc.json, 'input', components), ...example };
  if (doc.body) content[doc.body] = { schema: { type: 'string' } };
  if (doc.ndjson) content[mediaTypes.ndjson] = lines(doc.ndjson, 'input', components);
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
    'Idempotency-Key': {
      description:
        "Bare or quoted: the same request under the same key is one. Where the body has an `operationId`, the same as that; of NDJSON it is every line's",
      schema: { type: 'string' },
    },
    Prefer: {
      description: '`return=minimal`: the answers are those of the schema MinimalDecision',
      schema: { type: 'string' },
    },
  };
  return (doc.headers ?? []).map((name) => ({ name, in: 'header', required: false, ...known[name] }));
}

type Described = Pick<Endpoint, 'scopes' | 'doc'>;

function responses(endpoint: Described, components: Map<string, unknown>): Json {
  const all: Json = {};
  for (const [status, answer] of Object.entries(endpoint.doc.answers))
    all[status] = response(answer, endpoint.doc, components);
  for (const status of problemStatuses(endpoint)) {
    all[status] = {
      description: statusTexts[status],
      content: { [problemType]: { schema: jsonSchema(problem, 'output', components) } },
    };
  }
  return all;
}

function problemStatuses(endpoint: Described): readonly number[] {
  const { doc, scopes } = endpoint;
  const statuses = new Set<number>([...(doc.problems ?? []), 500]);
  if (scopes !== 'open') for (const status of [401, 403, 503]) statuses.add(status);
  if (doc.query || takesNoQuery(endpoint)) statuses.add(422);
  if (doc.json || doc.ndjson) for (const status of [400, 408, 413, 415, 422]) statuses.add(status);
  return [...statuses].sort((a, b) => a - b);
}

function response(answer: AnswerDoc, doc: EndpointDoc, components: Map<string, unknown>): Json {
  const others: Json = {};
  if (answer.lines) others[mediaTypes.ndjson] = lines(answer.lines, 'output', components);
  for (const type of answer.texts ?? []) others[type] = { schema: { type: 'string' } };
  if (answer.schema || doc.json) {
    const json = answer.schema && {
      content: { 'application/json': { schema: jsonSchema(answer.schema, 'output', components) } },
    };
    // A generated client would take the answer for either, a text or JSON: beside JSON the others stand apart.
    const apart = Object.keys(others).length > 0 ? { 'x-further-content': others } : {};
    return { description: answer.description, ...json, ...apart };
  }
  return Object.keys(others).length > 0
    ? { description: answer.description, content: others }
    : { description: answer.description };
}

/** `application/jsonl` and `application/ndjson` name the same thing. OpenAPI 3.1 has no word for lines: as a whole it is a text, and the schema of a line stands beside it. */
function lines(schema: z.ZodType, io: 'input' | 'output', components: Map<string, unknown>): Json {
  return { schema: { type: 'string' }, 'x-line-schema': jsonSchema(schema, io, components) };
}

/** Named schemas (`meta({ id })`) go to `components`, and are referred to. */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output', components: Map<string, unknown>): Json {
  // Zod refers to named schemas only from inside another one.
  const wrapped = z.toJSONSchema(z.object({ it: schema.optional() }), {
    io,
    unrepresentable: 'any',
    override: ({ jsonSchema: made }) => forClients(made as Json, io),
  }) as Json;
  const { $defs = {}, properties } = JSON.parse(
    JSON.stringify(wrapped).replaceAll('"#/$defs/', '"#/components/schemas/'),
  ) as {
    $defs?: Record<string, Json>;
    properties: { it: Json };
  };
  for (const [name, { id: _id, ...definition }] of Object.entries($defs))
    components.set(name, { title: name, ...definition });
  return properties.it;
}

/** What is true of a schema and reads wrongly in the code that is generated from it. */
function forClients(made: Json, io: 'input' | 'output'): void {
  // Answers may gain fields; types with room for any would let a misspelt one pass.
  if (io === 'output' && made['properties'] !== undefined) delete made['additionalProperties'];
  // A field with a default is taken for one that is always there.
  if (made['default'] !== undefined) {
    made['description'] = [made['description'], `Default: ${made['default']}`].filter(Boolean).join('. ');
    delete made['default'];
  }
  // The bounds of whole numbers as such are no news.
  if (made['minimum'] === Number.MIN_SAFE_INTEGER) delete made['minimum'];
  if (made['maximum'] === Number.MAX_SAFE_INTEGER) delete made['maximum'];
}
