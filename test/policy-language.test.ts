/** docs/policy-language.md is true: its examples compile, the tests below each pass, its mistakes are told as it says, and no construct is left out. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { compilePolicies } from '../src/policy/compile.ts';
import { schemaTexts } from '../src/policy/json-schema.ts';
import { runTests } from '../src/policy/run-tests.ts';
import { readTests } from '../src/policy/test-file.ts';
import type { PolicyProblem, PolicySource } from '../src/policy/types.ts';
import { pageOf, root } from './support/docs.ts';

const page = pageOf('docs/policy-language.md');
const { blocks } = page;
const shipped = (file: string): PolicySource => ({ file, text: readFileSync(join(root, 'policies', file), 'utf8') });
const anyPolicy = { file: 'any.yaml', text: 'policy: any\nrules: []\n' };

/** The folder that an example makes: what it does not say is as shipped. */
const folders: Readonly<Record<string, (text: string) => PolicySource[]>> = {
  policy: (text) => [{ file: 'policy.yaml', text }, shipped('purposes.yaml')],
  rules: (text) => [
    { file: 'example.yaml', text: `policy: example\nrules:\n${text.replace(/^/gm, '  ')}` },
    shipped('purposes.yaml'),
    shipped('refusals.yaml'),
  ],
  purposes: (text) => [{ file: 'purposes.yaml', text }, anyPolicy],
  refusals: (text) => [{ file: 'refusals.yaml', text }, shipped('purposes.yaml'), anyPolicy],
};

const flagOf = (block: (typeof blocks)[number]): string => block.flags[0] ?? '';
const examples = blocks.filter((block) => block.language === 'yaml' && flagOf(block) in folders);

describe.each(examples.map((example) => [`the example at line ${example.line}`, example] as const))(
  '%s',
  (_at, example) => {
    const compiled = compilePolicies(folders[flagOf(example)]?.(example.text) ?? []);

    test('is valid, without a warning', () => {
      expect('problems' in compiled ? compiled.problems : compiled.set.warnings).toEqual([]);
    });

    const below = blocks[blocks.indexOf(example) + 1];
    // The register has nothing to decide by itself.
    if (flagOf(example) === 'purposes') return;
    test('does what the tests below it say', async () => {
      if ('problems' in compiled || below === undefined) throw new Error('no set, or no tests below');
      expect([below.language, flagOf(below)]).toEqual(['yaml', 'tests']);
      const read = readTests([{ file: 'example.test.yaml', text: below.text }], compiled.set);
      if ('problems' in read) throw new Error(JSON.stringify(read.problems));
      const outcomes = await runTests(read.tests, compiled.set);
      expect(outcomes.filter(({ ok }) => !ok)).toEqual([]);
    });
  },
);

test.each([
  ['wrong', 'problems'],
  ['warned', 'warnings'],
] as const)('what is %s is told as the page says', (flag, kind) => {
  const block = blocks.find((one) => flagOf(one) === flag);
  const sources = [{ file: 'house.yaml', text: block?.text ?? '' }, shipped('purposes.yaml')];
  const compiled = compilePolicies(sources);
  const said: readonly PolicyProblem[] = 'set' in compiled ? compiled.set.warnings : compiled.problems;
  expect('set' in compiled).toBe(kind === 'warnings');
  const lines = said.map(({ file, line, col, message }) => `${file}:${line}:${col} ${message}\n`);
  expect(lines.join('')).toBe(blocks.find((_, i) => blocks[i - 1] === block)?.text);
});

describe('no construct is left out', () => {
  const keysOf = (value: unknown): string[] =>
    typeof value !== 'object' || value === null
      ? []
      : Object.entries(value).flatMap(([key, inner]) => [...(Array.isArray(value) ? [] : [key]), ...keysOf(inner)]);
  const used = new Set(
    blocks
      .filter(({ language }) => language === 'yaml')
      .flatMap(({ text }) => keysOf(parse(text, { uniqueKeys: false }))),
  );
  /** Made by the engine, or not judged: nothing to show. */
  const untold = new Set(['suppressionId', 'evidence']);
  const fieldsOf = (node: unknown): string[] =>
    typeof node !== 'object' || node === null
      ? []
      : Object.entries(node).flatMap(([name, inner]) => [
          ...(name === 'properties' ? Object.keys(inner as object) : []),
          ...fieldsOf(inner),
        ]);

  test.each([...schemaTexts()])('%s: every field has an example', (_file, text) => {
    expect([...new Set(fieldsOf(JSON.parse(text)))].filter((field) => !used.has(field) && !untold.has(field))).toEqual(
      [],
    );
  });
});
