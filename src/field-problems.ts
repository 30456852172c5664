/** What a schema found, in plain words: where, what must be there, and the name that was most likely meant. Never a library's own text. */
import { z } from 'zod';
import type { FieldProblem } from './errors.ts';
import { didYouMean } from './near-name.ts';

type Issue = z.core.$ZodIssue;
export type Step = PropertyKey;

/** @returns every problem that `schema` has with a value, its messages being those of `plainWords` */
export function fieldProblems(issues: readonly Issue[], schema: z.ZodType): FieldProblem[] {
  const known = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  return issues.flatMap((issue) => problemsOf(issue, [], known));
}

function problemsOf(issue: Issue, base: readonly Step[], known: readonly string[]): FieldProblem[] {
  const path = [...base, ...issue.path];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: pathText([...path, key]),
      message: `is an unknown field${didYouMean(key, known)}`,
    }));
  if (issue.code === 'invalid_key') return issue.issues.flatMap((inner) => problemsOf(inner, path, known));
  return [{ path: pathText(path), message: issue.message }];
}

/** For what no schema has words of its own: given to every parse, so that no other text can come out of it. */
export const plainWords: z.core.$ZodErrorMap = (issue) => {
  // JSON has no undefined: a value of this kind is a field that was not sent.
  const missing = issue.input === undefined;
  switch (issue.code) {
    case 'invalid_type':
      return missing ? 'is required' : `must be ${kinds.get(issue.expected) ?? 'of another type'}`;
    case 'invalid_value': {
      const choice = `one of ${issue.values.map(String).join(', ')}`;
      if (missing) return `is required: ${choice}`;
      const meant = typeof issue.input === 'string' ? didYouMean(issue.input, issue.values.map(String)) : '';
      return `must be ${choice}${meant}`;
    }
    case 'too_big':
      return `must be at most ${issue.maximum}${unitOf(issue.origin)}`;
    case 'too_small':
      if (issue.origin === 'string' && issue.minimum === 1) return 'must not be empty';
      return `must be at least ${issue.minimum}${unitOf(issue.origin)}`;
    default:
      return 'has not the form that it must have';
  }
};

const kinds: ReadonlyMap<string, string> = new Map([
  ['string', 'a string'],
  ['number', 'a number'],
  ['int', 'a whole number'],
  ['boolean', 'true or false'],
  ['object', 'an object'],
  ['record', 'an object'],
  ['array', 'a list'],
]);

function unitOf(origin: string): string {
  if (origin === 'array') return ' in number';
  return origin === 'string' ? ' characters' : '';
}

/** `requests[3].keys.campaign`; a name that is no plain word is quoted, a long one cut. */
export function pathText(path: readonly Step[]): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (/^[\w$-]{1,128}$/.test(String(step))) text += text === '' ? String(step) : `.${String(step)}`;
    else text += `[${JSON.stringify(String(step).slice(0, 128))}]`;
  }
  return text;
}
