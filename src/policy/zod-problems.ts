/** Turns what zod says about a file into problems that name the field, its place and the way to mend it. */
import { z } from 'zod';
import { didYouMean } from '../near-name.ts';
import type { PolicyProblem } from './types.ts';
import type { Path, YamlFile } from './yaml-file.ts';

type Issue = z.core.$ZodIssue;

/** @returns the file's data as `schema` reads it, or every problem in it. */
export function checkShape<S extends z.ZodType>(
  schema: S,
  file: YamlFile,
): { value: z.output<S> } | { problems: PolicyProblem[] } {
  const result = schema.safeParse(file.value);
  if (result.success) return { value: result.data };
  const problems = result.error.issues.flatMap((issue) => problemsOf(issue, [], file));
  // Two checks of one value may say the same.
  return { problems: [...new Map(problems.map((one) => [`${one.line}:${one.col} ${one.message}`, one])).values()] };
}

function problemsOf(issue: Issue, base: Path, file: YamlFile): PolicyProblem[] {
  const path = [...base, ...issue.path];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) =>
        file.problemAtKey(path, key, `unknown field "${key}"; ${issue.message}${meant(key, issue.message)}`),
      );
    case 'invalid_key':
      return issue.issues.map((inner) => file.problemAtKey(path.slice(0, -1), String(path.at(-1)), inner.message));
    case 'invalid_union': {
      const branch = bestBranch(issue.errors as Issue[][]);
      if (branch !== undefined) return branch.flatMap((inner) => problemsOf(inner, path, file));
      return [file.problemAt(path, withField(path, issue.message, file))];
    }
    default:
      return [file.problemAt(path, withField(path, issue.message, file))];
  }
}

/** @param known as `closedMap` lists the fields */
function meant(key: string, known: string): string {
  return didYouMean(key, known.replace(/^known here: /, '').split(', '));
}

/** The form that the author most likely meant: the one of the right type with the fewest problems, if there is one. */
function bestBranch(branches: readonly Issue[][]): Issue[] | undefined {
  const ofRightType = branches
    .filter((issues) => !issues.some(({ code, path }) => path.length === 0 && /^invalid_(type|value)$/.test(code)))
    .sort((a, b) => a.length - b.length);
  const [best, next] = ofRightType;
  return best !== undefined && best.length === next?.length ? undefined : best;
}

function withField(path: Path, message: string, file: YamlFile): string {
  const field = path.findLast((step) => typeof step === 'string');
  if (field === undefined) return message;
  const missing = path.at(-1) === field && valueAt(file.value, path) === undefined;
  return missing ? `"${field}" is missing: ${message}` : `"${field}": ${message}`;
}

function valueAt(value: unknown, path: Path): unknown {
  let at = value;
  for (const step of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as Record<PropertyKey, unknown>)[step];
  }
  return at;
}

/** A map of exactly these fields; an unknown one is told which there are. */
export function closedMap<S extends z.core.$ZodLooseShape>(what: string, shape: S): z.ZodObject<S, z.core.$strict> {
  const known = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? `known here: ${known}` : `${what} is a map of ${known}`),
  });
}

/** The error of a value that is not of `form`: says the form, and the value where there is one. */
export function mustBe(form: string): (issue: { input?: unknown }) => string {
  return ({ input }) => (input === undefined ? form : `${form}, not ${shown(input)}`);
}

/** How a wrong value is shown in a message: short, and quoted where it is text. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
