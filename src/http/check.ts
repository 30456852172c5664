/** From text to a checked request: JSON, its depth, its schema; every problem with its path. */
import { isUtf8 } from 'node:buffer';
import type { z } from 'zod';
import type { FieldProblem } from '../errors.ts';
import { Problem } from '../errors.ts';

type Issue = z.core.$ZodIssue;
type Step = PropertyKey;

const maxDepth = 16;
/** So many problems are listed; a hostile body could hold a hundred thousand. */
const maxListed = 1000;

/** @throws Problem `not-json`. */
export function parseJson(bytes: Buffer): unknown {
  const text = bytes.toString();
  if (text.includes('\ufffd') && !isUtf8(bytes)) throw new Problem('not-json', 'The body is not UTF-8.');
  return parseText(text);
}

/** @throws Problem `not-json`. */
function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const where = /at position \d+/.exec((error as Error).message)?.[0];
    throw new Problem('not-json', where ? `The body is not JSON: unexpected text ${where}.` : 'The body is not JSON.');
  }
}

/** What is found beside the schema, and a compiled twin of it that is asked first. */
export interface CheckOptions<S extends z.ZodType> {
  readonly more?: readonly FieldProblem[];
  readonly fast?: z.ZodType<z.output<S>>;
  /** Elements of lists are read apart, later: only what stands around them is looked at. */
  readonly shallow?: boolean;
}

const none: readonly FieldProblem[] = [];

/** @throws Problem `invalid` that lists every problem of `value`. */
export function check<S extends z.ZodType>(
  schema: S,
  value: unknown,
  { more = none, fast, shallow = false }: CheckOptions<S> = {},
): z.output<S> {
  const shape: FieldProblem[] = [];
  checkShape(value, [], shape, shallow);
  if (shape.length > 0) throw invalidRequest([...shape, ...more]);
  const quick = fast?.safeParse(value);
  if (quick?.success && more.length === 0) return quick.data;
  const result = schema.safeParse(value);
  if (result.success && more.length === 0) return result.data;
  const issues = result.success ? [] : result.error.issues.flatMap((issue) => fieldProblems(issue, []));
  throw invalidRequest([...issues, ...more]);
}

export function invalidRequest(errors: readonly FieldProblem[]): Problem {
  const [first] = errors;
  const detail =
    errors.length === 1 && first
      ? [first.path, first.message].filter(Boolean).join(': ')
      : `${errors.length} problems, see errors.`;
  const listed = errors.slice(0, maxListed);
  if (errors.length > maxListed) listed.push({ path: '', message: `and ${errors.length - maxListed} more problems` });
  return new Problem('invalid', detail, listed);
}

/** What no schema may see: values nested too deep, and keys that would change what an object is. */
function checkShape(value: unknown, path: Step[], found: FieldProblem[], shallow: boolean): void {
  if (typeof value !== 'object' || value === null) return;
  if (path.length >= maxDepth) {
    found.push({ path: pathText(path), message: `nested deeper than ${maxDepth} levels` });
    return;
  }
  if (Array.isArray(value)) {
    if (shallow) return;
    for (let index = 0; index < value.length; index++) {
      const item: unknown = value[index];
      if (typeof item === 'object' && item !== null) checkShape(item, [...path, index], found, shallow);
    }
    return;
  }
  for (const key in value) {
    if (key === '__proto__')
      found.push({ path: pathText([...path, key]), message: 'not a name that a field can have' });
    const field: unknown = (value as Record<string, unknown>)[key];
    if (typeof field === 'object' && field !== null) checkShape(field, [...path, key], found, shallow);
  }
}

function fieldProblems(issue: Issue, base: readonly Step[]): FieldProblem[] {
  const path = [...base, ...issue.path];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ path: pathText([...path, key]), message: 'unknown field' }));
    case 'invalid_key':
      return issue.issues.flatMap((inner) => fieldProblems(inner, path));
    case 'invalid_type':
      return [
        { path: pathText(path), message: isMissing(issue) ? 'is required' : `must be ${article(issue.expected)}` },
      ];
    default:
      return [{ path: pathText(path), message: issue.message }];
  }
}

/** JSON has no undefined: a value of this type is a field that was not sent. */
function isMissing(issue: Issue): boolean {
  return issue.message.endsWith('received undefined');
}

function article(type: string): string {
  if (type === 'record' || type === 'object') return 'an object';
  return type === 'array' ? 'a list' : `a ${type}`;
}

/** `requests[3].keys.campaign`; a name that is no plain word is quoted, a long one cut. */
function pathText(path: readonly Step[]): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (/^[\w$-]{1,128}$/.test(String(step))) text += text === '' ? String(step) : `.${String(step)}`;
    else text += `[${JSON.stringify(String(step).slice(0, 128))}]`;
  }
  return text;
}
