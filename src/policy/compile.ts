/** A policy folder to its compiled set, or to every problem in it. Pure: texts in, plain data out. */
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { nameClashes, registeredNames, uncoveredPurposes, uncoveredRefusals } from './cross-check.ts';
import { compilePurposes, purposesFile } from './purposes.ts';
import { compileRefusals, refusalsFile, shippedRefusals } from './refusals.ts';
import { compileRule, longestWindowMs } from './rules.ts';
import type { PolicyFile } from './schema.ts';
import { policyFile } from './schema.ts';
import type { PolicyProblem, PolicySet, PolicySource, Rule } from './types.ts';
import { policyWarnings, refusalWarnings } from './warnings.ts';
import type { YamlFile } from './yaml-file.ts';
import { alsoWrong, type ReadYaml, readYaml, yamlName } from './yaml-file.ts';
import { checkShape } from './zod-problems.ts';

/**
 * Compiles the sources of one folder: policies, `purposes.yaml` (required) and `refusals.yaml` (else the shipped scopes hold).
 * The order of `sources` does not matter: files are taken in name order.
 * @returns the set, or all problems of all files in the order of file, line and column.
 */
export function compilePolicies(sources: readonly PolicySource[]): Compiled {
  return orProblem(
    () => compile(sources),
    (message) => atStart('.', message),
  );
}

type Compiled = { set: PolicySet } | { problems: PolicyProblem[] };

function compile(sources: readonly PolicySource[]): Compiled {
  const sorted = sources.toSorted((a, b) => compareText(a.file, b.file));
  const results = sorted.map((source): ReadYaml => {
    const result = orProblem(
      () => readYaml(source),
      (message) => atStart(source.file, message),
    );
    return 'file' in result ? result : { file: undefined, ...result };
  });
  const unreadable = results.flatMap((result) => result.problems);
  const read = results.flatMap(({ file }) => file ?? []);
  const problems: PolicyProblem[] = [...folderProblems(sorted)];
  const ofRole = (role: Role): YamlFile[] => read.filter(({ file }) => roleOf(file) === role);

  const register = collect(purposesFile, ofRole('purposes'), problems);
  const refusals = collect(refusalsFile, ofRole('refusals'), problems);
  const policies = collect(policyFile, ofRole('policy'), problems);
  problems.push(...nameClashes(ofRole('policy')));
  // Without a register to be read, "covers nothing" would be said of every purpose and help nobody.
  for (const names of ofRole('purposes')
    .slice(0, 1)
    .map(registeredNames)
    .filter((names) => names.length > 0)) {
    problems.push(...ofRole('policy').flatMap((file) => uncoveredPurposes(file, names)));
    problems.push(...ofRole('refusals').flatMap((file) => uncoveredRefusals(file, names)));
  }
  const rules = compileAll(policies, problems);
  if (problems.length + unreadable.length > 0)
    return { problems: [...unreadable, ...alsoWrong(unreadable, problems)].sort(byPlace) };
  const [purposes] = register;
  if (purposes === undefined) throw new Error('a folder without a register passed its checks');

  const compiled = compilePurposes(purposes.value);
  return { set: buildSet(sorted, policies, rules, compiled, refusals[0]) };
}

/**
 * What the validator lets through and the compiler cannot make is a problem of its file like any other: a folder that is read while the
 * service runs must never end it.
 */
function orProblem<T>(work: () => T, problemOf: (message: string) => PolicyProblem): T | { problems: PolicyProblem[] } {
  try {
    return work();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { problems: [problemOf(`cannot be compiled: ${why}`)] };
  }
}

function compileAll(policies: readonly Checked<PolicyFile>[], problems: PolicyProblem[]): Rule[] {
  const rules: Rule[] = [];
  for (const { file, value } of policies) {
    for (const [i, entry] of value.rules.entries()) {
      const result = orProblem(
        () => ({ rule: compileRule(value, entry, rules.length) }),
        (message) => file.problemAt(['rules', i], message),
      );
      if ('rule' in result) rules.push(result.rule);
      else problems.push(...result.problems);
    }
  }
  return rules;
}

/** `sha256:` and 64 hex digits over names and contents of the sources in the order given. */
function revisionOf(sources: readonly PolicySource[]): string {
  const hash = createHash('sha256');
  // Lengths keep apart what would run together: no two folders give the same bytes.
  for (const { file, text } of sources) hash.update(`${file.length}:${file}${text.length}:${text}`);
  return `sha256:${hash.digest('hex')}`;
}

type Role = 'purposes' | 'refusals' | 'policy';

function roleOf(file: string): Role {
  const name = file.slice(file.lastIndexOf('/') + 1).replace(yamlName, '');
  return name === 'purposes' || name === 'refusals' ? name : 'policy';
}

function folderProblems(sources: readonly PolicySource[]): PolicyProblem[] {
  const files = (role: Role): string[] => sources.map(({ file }) => file).filter((file) => roleOf(file) === role);
  const problems: PolicyProblem[] = [];
  if (files('purposes').length === 0)
    problems.push(atStart('purposes.yaml', 'this file is missing: it registers the purposes that requests may name'));
  if (files('policy').length === 0)
    problems.push(atStart('.', 'there is no policy in this folder: without one nothing would be held back'));
  for (const role of ['purposes', 'refusals'] as const) {
    const [first, ...more] = files(role);
    problems.push(...more.map((file) => atStart(file, `a folder has one ${role}.yaml, and ${first} is there already`)));
  }
  return problems;
}

function atStart(file: string, message: string): PolicyProblem {
  return { file, line: 1, col: 1, message };
}

/** A file that has the right shape, and what it says. */
interface Checked<T> {
  readonly file: YamlFile;
  readonly value: T;
}

/** The files that have the right shape; the problems of the others are added to `problems`. */
function collect<S extends z.ZodType>(
  schema: S,
  files: readonly YamlFile[],
  problems: PolicyProblem[],
): Checked<z.output<S>>[] {
  return files.flatMap((file) => {
    const result = orProblem(
      () => checkShape(schema, file),
      (message) => atStart(file.file, message),
    );
    if ('value' in result) return [{ file, value: result.value }];
    problems.push(...result.problems);
    return [];
  });
}

function buildSet(
  sources: readonly PolicySource[],
  policies: readonly Checked<PolicyFile>[],
  rules: readonly Rule[],
  purposes: PolicySet['purposes'],
  refusals: Checked<Parameters<typeof compileRefusals>[0]> | undefined,
): PolicySet {
  const scopes = compileRefusals(refusals?.value ?? shippedRefusals);
  const warnings = policies.flatMap(({ file, value }) => policyWarnings(file, value, purposes));
  if (refusals !== undefined) warnings.push(...refusalWarnings(refusals.file, scopes, purposes));
  return {
    revision: revisionOf(sources),
    rules,
    purposes,
    refusals: scopes,
    warnings: warnings.sort(byPlace),
    longestWindowMs: longestWindowMs(rules),
    sources,
    summaries: policies.map(
      ({
        value: {
          policy,
          describes,
          source,
          force,
          rules: { length },
        },
      }) => ({
        policy,
        describes: describes ?? '',
        source: source ?? [],
        force: force ?? 'own-policy',
        rules: length,
      }),
    ),
  };
}

/** By code units, not by locale: the same order, and so the same revision, on every machine. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function byPlace(a: PolicyProblem, b: PolicyProblem): number {
  return compareText(a.file, b.file) || a.line - b.line || a.col - b.col;
}
