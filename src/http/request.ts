/** The small readings that several routes share: preferences, idempotency, query and path. */
import { z } from 'zod';
import type { FieldProblem } from '../errors.ts';
import { invalid, Problem } from '../errors.ts';
import type { Arrived, HttpContext } from './body.ts';
import { bodyKind, header, maxRequestBytes, readBody } from './body.ts';
import { type CheckOptions, check, parseJson } from './check.ts';
import type { Load } from './load.ts';
import { operationId } from './schemas/fields.ts';

/** Members of a list; a comma in quotes parts none. */
const listMembers = /(?:"(?:\\.|[^"\\])*"?|[^",])+/g;
const saysReturn = /^\s*return\s*(?:[=;]|$)/i;
const saysMinimal = /^\s*return\s*=\s*(?:minimal|"minimal")\s*(?:;|$)/i;

/** `Prefer: return=minimal` (RFC 7240). Of a preference that is named more than once the first counts. */
export function prefersMinimal(c: Arrived): boolean {
  const preferences = header(c, 'prefer')?.match(listMembers);
  return saysMinimal.test(preferences?.find((one) => saysReturn.test(one)) ?? '');
}

/**
 * The `Idempotency-Key` header, bare or as a quoted string.
 * @throws Problem 422 where it is given twice: joined, the two would be a third id, which no retry meets
 */
function idempotencyKey(c: Arrived): string | undefined {
  const given = header(c, 'idempotency-key')?.trim();
  if (given === undefined) return undefined;
  if ((c.env?.incoming?.headersDistinct['idempotency-key'] ?? []).length > 1)
    throw invalid('Idempotency-Key', 'is given twice: send one');
  const text = /^"(.*)"$/.test(given) ? given.slice(1, -1).replace(/\\(["\\])/g, '$1') : given;
  // Node reads header bytes as Latin-1; an id outside ASCII came as UTF-8.
  return /[\u0080-\u00ff]/.test(text) ? Buffer.from(text, 'latin1').toString('utf8') : text;
}

/**
 * Puts the header where the body's own `operationId` goes.
 * @returns the problem where both are given and differ.
 */
export function joinOperationId(c: Arrived, body: unknown): readonly FieldProblem[] {
  const key = idempotencyKey(c);
  if (key === undefined || typeof body !== 'object' || body === null || Array.isArray(body)) return [];
  const fields = body as Record<string, unknown>;
  if (fields.operationId === undefined) fields.operationId = key;
  else if (fields.operationId !== key)
    return [{ path: 'operationId', message: 'differs from the Idempotency-Key header: send one, or the same' }];
  return [];
}

/**
 * What a refusal, a suppression or a consent is said under: its `Idempotency-Key`. Of NDJSON it is every line's, which are told apart by their words.
 * @throws Problem 422
 */
export function saidUnder(c: HttpContext): { readonly operationId: string | undefined } {
  const key = idempotencyKey(c);
  const fault = key === undefined ? undefined : operationId.safeParse(key).error?.issues[0]?.message;
  if (fault !== undefined) throw invalid('Idempotency-Key', fault);
  return { operationId: key };
}

/** Each request of a batch has its own id; one for all would make a retry look safe that is not. */
export function refuseIdempotencyKey(c: HttpContext): void {
  if (header(c, 'idempotency-key') === undefined) return;
  throw invalid('Idempotency-Key', 'means one request: here each has its own operationId');
}

/** A JSON body of an ordinary request, checked. @throws Problem 415 for what is not said to be JSON */
export async function readJson<S extends z.ZodType>(
  c: HttpContext,
  schema: S,
  also?: CheckOptions<S>['also'],
): Promise<z.output<S>> {
  bodyKind(c, ['json']);
  return check(schema, parseJson(await readBody(c, maxRequestBytes)), { also });
}

/** What arrives as text, as the numbers and truth values that the schema names; the rest stays, and what fits neither is a problem. */
export function fromTexts(
  schema: z.ZodObject,
  texts: Iterable<readonly [name: string, text: string]>,
): Record<string, unknown> {
  return Object.fromEntries([...texts].map(([name, text]) => [name, fromText(schema, name, text)]));
}

function fromText(schema: z.ZodObject, name: string, text: string): unknown {
  const kind = Object.hasOwn(schema.shape, name) ? kindOf(schema.shape[name] as z.ZodType) : undefined;
  if (kind === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return kind === 'number' && /^\d{1,15}$/.test(text) ? Number(text) : text;
}

/** The type behind `optional` and `default`. */
function kindOf(field: z.ZodType): string {
  if (field instanceof z.ZodOptional || field instanceof z.ZodDefault) return kindOf(field.unwrap() as z.ZodType);
  return field.type;
}

/** @throws Problem 422 that lists every problem of the query: unknown, repeated and wrong parameters. */
export function readQuery<S extends z.ZodObject>(c: HttpContext, schema: S): z.output<S> {
  const url = c.req.url;
  const start = url.indexOf('?');
  const fields = new Map<string, string>();
  const problems: FieldProblem[] = [];
  if (start >= 0) {
    const query = url.slice(start + 1).replace(/#.*$/, '');
    // What cannot be decoded would be read as something else, and nothing found under that name.
    for (const part of query.split('&'))
      if (!isEscapedUtf8(part)) problems.push({ path: part.split('=')[0] ?? '', message: escapedForm });
    for (const [name, value] of new URLSearchParams(query)) {
      if (name === '__proto__') problems.push({ path: name, message: 'is no name that a parameter can have' });
      else if (fields.has(name)) problems.push({ path: name, message: 'is given twice' });
      // A plus sign that was not escaped arrives as a space, which no instant has.
      else fields.set(name, name === 'from' || name === 'to' ? value.replace(' ', '+') : value);
    }
  }
  return check(schema, fromTexts(schema, fields), { more: problems });
}

const escapedForm = 'must be percent-encoded UTF-8: é as %C3%A9, % as %25';

function isEscapedUtf8(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** The caller's own id of a customer in a path. @throws Problem 422 where it is not percent-encoded UTF-8: it would name somebody else */
export function pathValue(c: HttpContext, name: string): string {
  if (!isEscapedUtf8(c.req.url.replace(/[?#].*$/, ''))) throw invalid(name, escapedForm);
  return c.req.param(name) ?? '';
}

/** A path parameter; what cannot be an id names nothing. @throws Problem `not-found`. */
export function pathId(c: HttpContext, name: string): string {
  const value = c.req.param(name) ?? '';
  if (value === '' || value.length > 256 || !value.isWellFormed() || value.includes('\ufffd'))
    throw new Problem('not-found', 'There is no such thing.');
  return value;
}

/** Runs a single request's work within the bound on how many are under way. */
export async function underLoad<T>(load: Load, work: () => Promise<T>): Promise<T> {
  load.enter();
  try {
    return await work();
  } finally {
    load.leave();
  }
}
