/** What `policy test` found, for machines: JSON on standard output, JUnit XML in a file for continuous integration. */
import { join } from 'node:path';
import XMLBuilder from 'fast-xml-builder';
import type { TestOutcome } from '../policy/run-tests.ts';

/** How a test is told in words: what was expected and what came, or why it could not be run. */
type Describe = (outcome: TestOutcome) => string;

/** @returns `{ passed, failed, tests: [{ name, file, line, col, ok, expected, got, problem }] }`; `got` and `problem` are null where there is none. */
export function jsonReport(dir: string, outcomes: readonly TestOutcome[]): string {
  const failed = outcomes.filter(({ ok }) => !ok).length;
  const tests = outcomes.map(({ name, file, line, col, ok, expected, got, problem }) => ({
    name,
    file: join(dir, file),
    line,
    col,
    ok,
    expected,
    got: got ?? null,
    problem: problem ?? null,
  }));
  return JSON.stringify({ passed: outcomes.length - failed, failed, tests }, null, 2);
}

/** @returns one `testsuite` a file; a test that could not be run is an `error`, one that came out otherwise a `failure`. */
export function junitReport(dir: string, outcomes: readonly TestOutcome[], describe: Describe): string {
  const suites = [...Map.groupBy(outcomes, ({ file }) => join(dir, file))].map(([path, tests]) => ({
    '@name': path,
    ...totals(tests),
    testcase: tests.map((test) => ({
      '@name': test.name,
      '@classname': path,
      '@file': path,
      '@line': test.line,
      '@time': seconds(test.tookMs),
      ...(test.ok ? {} : faultOf(test, describe)),
    })),
  }));
  const builder = new XMLBuilder({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    format: true,
    suppressEmptyNode: true,
    // A name such as "true" is text like any other.
    suppressBooleanAttributes: false,
    attributeValueProcessor: (_name, value) => withoutControls(String(value)),
    tagValueProcessor: (_name, value) => withoutControls(String(value)),
  });
  return builder.build({
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    testsuites: { '@name': 'contact-guard policy test', ...totals(outcomes), testsuite: suites },
  });
}

function totals(tests: readonly TestOutcome[]): object {
  return {
    '@tests': tests.length,
    '@failures': tests.filter(({ ok, got }) => !ok && got !== undefined).length,
    '@errors': tests.filter(({ got }) => got === undefined).length,
    '@time': seconds(tests.reduce((sum, { tookMs }) => sum + tookMs, 0)),
  };
}

function faultOf(test: TestOutcome, describe: Describe): object {
  const text = describe(test);
  return test.got === undefined
    ? { error: { '@message': test.problem ?? '', '#text': text } }
    : { failure: { '@message': 'the decision is not as expected', '#text': text } };
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

/** XML 1.0 has no way to write most control characters and lone surrogates. */
function withoutControls(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point.
  return text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd');
}
