/** `policy validate` and `policy test`: both read a folder and nothing else, no store and no setting but where the folder is. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { loadPolicies, readTestFiles } from '../policy/load.ts';
import { type JudgedAnswer, runTests, type TestOutcome } from '../policy/run-tests.ts';
import { type ExpectedReason, type PolicyTest, readTests } from '../policy/test-file.ts';
import type { PolicyProblem, PolicySet } from '../policy/types.ts';
import { jsonReport, junitReport } from './policy-report.ts';
import { CommandError, print, styled, writing } from './terminal.ts';

/** Prints every problem of the folder, its tests' files included, or its warnings and one line about the set that it makes. */
export async function validatePolicies(dir: string): Promise<void> {
  const set = await loadOrFail(dir);
  // They are not run here; what is wrong with them `policy test` would say as well.
  await testsOf(dir, set);
  for (const { message, ...place } of set.warnings)
    print(describeProblem(dir, { ...place, message: `${styled('yellow', 'warning:')} ${message}` }));
  const counts = [
    count(set.summaries.length, 'policy', 'policies'),
    count(set.rules.length, 'rule'),
    count(set.purposes.size, 'purpose'),
  ];
  print(`${dir}: valid, ${counts.join(', ')}, ${set.revision}`);
}

export interface TestOptions {
  /** Only tests whose name holds this, whatever the case. */
  readonly filter?: string | undefined;
  /** Prints the outcomes as JSON instead of words. */
  readonly json?: boolean | undefined;
  /** Where the outcomes are written as JUnit XML. */
  readonly junit?: string | undefined;
}

/** Runs the folder's tests against the folder's policies. Every failing one is printed with what was expected and what came. */
export async function testPolicies(dir: string, options: TestOptions = {}): Promise<void> {
  const set = await loadOrFail(dir);
  const tests = await testsOf(dir, set);
  if (tests.length === 0)
    throw new CommandError(`${dir}: no tests found; write them in NAME.test.yaml beside the policy`);
  const wanted = options.filter?.toLowerCase();
  const chosen = tests.filter(({ name }) => wanted === undefined || name.toLowerCase().includes(wanted));
  if (chosen.length === 0) throw new CommandError(`${dir}: no test has ${JSON.stringify(options.filter)} in its name`);
  const results = await runTests(chosen, set);
  const failed = results.filter(({ ok }) => !ok);
  if (options.junit !== undefined) writeReport(options.junit, junitReport(dir, results, describeOutcome));
  if (options.json) print(jsonReport(dir, results));
  else for (const result of failed) print(describeFailure(dir, result));
  const passed = count(results.length - failed.length, 'test');
  const inFiles = `in ${count(new Set(results.map(({ file }) => file)).size, 'file')}`;
  if (failed.length > 0) throw new CommandError(`${passed} passed, ${failed.length} failed, ${inFiles}`);
  if (!options.json) print(`${styled('green', `${passed} passed`)} ${inFiles}`);
}

async function testsOf(dir: string, set: PolicySet): Promise<PolicyTest[]> {
  const files = await readTestFiles(dir);
  if (files.problems.length > 0) throw problemsFound(dir, files.problems);
  const read = readTests(files.sources, set);
  if ('problems' in read) throw problemsFound(dir, read.problems);
  return read.tests;
}

function writeReport(path: string, text: string): void {
  writing(`--junit ${path}`, () => writeFileSync(path, text));
}

async function loadOrFail(dir: string): Promise<PolicySet> {
  const loaded = await loadPolicies(dir);
  if ('problems' in loaded) throw problemsFound(dir, loaded.problems);
  return loaded.set;
}

/** Prints `file:line:col message` for each, with the file as a path from here. */
export function problemsFound(
  dir: string,
  problems: readonly PolicyProblem[],
  message = `${dir}: ${count(problems.length, 'problem')}`,
): CommandError {
  for (const problem of problems) print(describeProblem(dir, problem));
  // A folder that is not there has nothing in it to be found.
  return new CommandError(message, problems.some(({ file }) => file === dir) ? 2 : 1);
}

function describeProblem(dir: string, { file, line, col, message }: PolicyProblem): string {
  const path = file === dir ? dir : join(dir, file);
  return `${styled('bold', `${path}:${line}:${col}`)} ${message}`;
}

function describeFailure(dir: string, outcome: TestOutcome): string {
  const { name, file, line } = outcome;
  const head = `${styled('red', 'failed')} ${name}  ${styled('dim', `${join(dir, file)}:${line}`)}`;
  return `${head}\n${describeOutcome(outcome)}`;
}

function describeOutcome({ expected, got, problem }: TestOutcome): string {
  const came =
    got === undefined
      ? `  problem   ${problem}`
      : `  came      ${flow(concise(got, expected.reasons, expected.shadow))}`;
  return `  expected  ${flow(expected)}\n${came}`;
}

/** As a test file would say it. */
function flow(value: object): string {
  return stringify(value, { collectionStyle: 'flow', lineWidth: 0, indentSeq: false }).trim();
}

const usualFields = ['code', 'policy', 'rule', 'retryAt'];

/** Of each reason what tells it from others, and whatever the test named. */
function concise(
  got: JudgedAnswer,
  reasons: readonly ExpectedReason[] = [],
  shadow: readonly ExpectedReason[] = [],
): object {
  const cut = (list: JudgedAnswer['reasons'], expected: readonly ExpectedReason[]): object[] => {
    const fields = new Set([...usualFields, ...expected.flatMap((reason) => Object.keys(reason))]);
    return list.map((reason) => Object.fromEntries(Object.entries(reason).filter(([name]) => fields.has(name))));
  };
  return {
    allowed: got.allowed,
    reasons: cut(got.reasons, reasons),
    shadow: cut(got.shadow, shadow),
    retryAt: got.retryAt,
  };
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
