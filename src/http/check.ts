/** From text to a checked request: JSON, its depth, its schema; every problem with its path. */
import { isUtf8 } from 'node:buffer';
import { z } from 'zod';
import type { FieldProblem } from '../errors.ts';
import { invalidAll, Problem } from '../errors.ts';
import { parseExactJson, Unfit } from '../exact-json.ts';
import { fieldProblems, pathText, plainWords, type Step } from '../field-problems.ts';

const maxDepth = 16;

/** @throws Problem `not-json`. */
export function parseJson(bytes: Buffer): unknown {
  const text = bytes.toString();
  if (text.includes('\ufffd') && !isUtf8(bytes)) throw new Problem('not-json', 'The body is not UTF-8.');
  return parseText(text);
}

/** @throws Problem `not-json`. */
function parseText(text: string): unknown {
  try {
    return parseExactJson(text);
  } catch (error) {
    throw new Problem('not-json', notJson(text, error as Error));
  }
}

/** Where it breaks off, as far as that can be told; the parser's own text quotes the body, in which an address may stand. */
function notJson(text: string, { message }: Error): string {
  // Which `trim` takes for white space.
  if (text.startsWith('\ufeff')) return 'It begins with a byte order mark: send UTF-8 without one.';
  if (text.trim() === '') return 'It is empty: send JSON.';
  const position = /at position (\d+)/.exec(message)?.[1];
  if (position === undefined) return /end of JSON/i.test(message) ? 'It ends before the JSON does.' : 'It is not JSON.';
  const before = text.slice(0, Number(position)).split('\n');
  return `It is not JSON from line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1} on.`;
}

export interface CheckOptions<S extends z.ZodType> {
  /** Problems found outside the body. */
  readonly more?: readonly FieldProblem[];
  /** A compiled twin of the schema that is asked first. */
  readonly fast?: z.ZodType<z.output<S>>;
  /** Elements of lists are read apart, later: only what stands around them is looked at. */
  readonly shallow?: boolean;
  /** What else is wrong with the fields that fit: asked where others do not, so that every problem is told at once. */
  readonly also?: (fitting: Partial<z.output<S>>) => readonly FieldProblem[];
}

const none: readonly FieldProblem[] = [];

/** @throws Problem `invalid` that lists every problem of `value`. */
export function check<S extends z.ZodType>(
  schema: S,
  value: unknown,
  { more = none, fast, shallow = false, also }: CheckOptions<S> = {},
): z.output<S> {
  const shape: FieldProblem[] = [];
  checkShape(value, [], shape, shallow);
  if (shape.length > 0) throw invalidAll([...shape, ...more]);
  const quick = fast?.safeParse(value);
  if (quick?.success && more.length === 0) return quick.data;
  const result = schema.safeParse(value, { error: plainWords });
  if (result.success && more.length === 0) return result.data;
  const issues = result.success ? [] : fieldProblems(result.error.issues, schema);
  const rest = also === undefined ? [] : also(fittingFields(schema, value) as Partial<z.output<S>>);
  throw invalidAll([...issues, ...more, ...rest]);
}

/** Those fields of an object that fit, each read by its own part of the schema. */
function fittingFields(schema: z.ZodType, value: unknown): Record<string, unknown> {
  const fitting: Record<string, unknown> = {};
  if (!(schema instanceof z.ZodObject) || typeof value !== 'object' || value === null) return fitting;
  for (const [name, field] of Object.entries(schema.shape)) {
    const result = z.safeParse(
      field,
      Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined,
    );
    if (result.success) fitting[name] = result.data;
  }
  return fitting;
}

/** What no schema may see: values nested too deep, what is not what was sent (exact-json.ts), and keys that would change what an object is. */
function checkShape(value: unknown, path: Step[], found: FieldProblem[], shallow: boolean): void {
  if (typeof value !== 'object' || value === null) return;
  if (value instanceof Unfit) {
    found.push({ path: pathText(path), message: value.message });
    return;
  }
  if (path.length >= maxDepth) {
    found.push({ path: pathText(path), message: `is nested deeper than ${maxDepth} levels` });
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
      found.push({ path: pathText([...path, key]), message: 'is no name that a field can have' });
    const field: unknown = (value as Record<string, unknown>)[key];
    if (typeof field === 'object' && field !== null) checkShape(field, [...path, key], found, shallow);
  }
}
