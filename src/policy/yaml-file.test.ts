import { serialize } from 'node:v8';
import { describe, expect, test } from 'vitest';
import { readYaml } from './yaml-file.ts';

function problemsOf(text: string): string[] {
  const { problems } = readYaml({ file: 'f.yaml', text });
  return problems.map(({ line, col, message }) => `${line}:${col} ${message}`);
}

function dataOf(text: string): unknown {
  const { file, problems } = readYaml({ file: 'f.yaml', text });
  return problems.length > 0 ? problems : file?.value;
}

describe('what is not one plain document', () => {
  const cases: [what: string, text: string, problem: string][] = [
    ['a second document', 'a: 1\n---\nb: 2\n', '2:1 a second document begins here: one YAML document a file'],
    ['a key twice', 'a: 1\nb: 2\na: 3\n', '3:1 this key is already in the map: write each key once'],
    [
      'a key twice, first without a value',
      'a:\nb: 2\na: 3\n',
      '3:1 this key is already in the map: write each key once',
    ],
    ['a key twice in a row', 'x:\n  a:\n  a: 3\n', '3:3 this key is already in the map: write each key once'],
    ['a key twice as data reads it', '{ 1: a, "1": b }\n', '1:9 this key is already in the map: write each key once'],
    ['an alias', 'a: &x [1]\nb: *x\n', '2:4 aliases are not read: write the value out'],
    [
      'a key that would change what a map is',
      'a: { __proto__: 1 }\n',
      '1:6 __proto__ is not a name that a field can have',
    ],
    ['an unknown tag', 'a: !!js/function x\n', '1:4 not YAML: Unresolved tag: tag:yaml.org,2002:js/function'],
    ['a quote left open', 'a: "x\n', '2:1 not YAML: Missing closing "quote'],
    ['33 levels', `${'['.repeat(33)}${']'.repeat(33)}`, '1:33 nested deeper than 32 levels'],
    [
      'more than 256 KiB',
      `a: ${'ä'.repeat(128 * 1024)}`,
      '1:1 the file is larger than 256 KiB: split it into several policies',
    ],
  ];
  test.each(cases)('%s is told with its place', (_what, text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });

  test('a key that would be lost on the way to data is told, wherever it is, and other names of members are read', () => {
    expect(problemsOf('a: { __proto__: { class: x } }\n')).toEqual([
      '1:6 __proto__ is not a name that a field can have',
    ]);
    expect(dataOf('constructor: 1\ntoString: 2\n')).toEqual({ constructor: 1, toString: 2 });
  });

  test('a merge key is an ordinary key', () => {
    expect(dataOf('<<: { a: 1 }\n')).toEqual({ '<<': { a: 1 } });
  });

  test('hopeless nesting is a problem, not a crash, and has few lines', () => {
    const lines = problemsOf('['.repeat(200_000));
    expect(lines).toContainEqual(expect.stringContaining('nested deeper than 32 levels'));
    expect(lines.length).toBeLessThanOrEqual(20);
  });
});

describe('values', () => {
  test('dates, instants and yes stay text', () => {
    expect(dataOf('[2026-01-01, 2026-01-01T00:00:00Z, 08:00, yes]')).toEqual([
      '2026-01-01',
      '2026-01-01T00:00:00Z',
      '08:00',
      'yes',
    ]);
  });

  test('32 levels are read', () => {
    expect(problemsOf(`${'['.repeat(32)}${']'.repeat(32)}`)).toEqual([]);
  });
});

test('a name beside a text of two bytes a character has one byte a character itself', () => {
  const data = dataOf(
    'because: Bądź ostrożny\nrule: the-name-of-a-rule\npurposes: { the.name.of.a.purpose: {} }\n',
  ) as {
    because: string;
    rule: string;
    purposes: object;
  };
  const texts = [data.because, data.rule, ...Object.keys(data.purposes)];
  expect(texts.map(sizeOf)).toEqual(['two', 'one', 'one']);
});

/** As V8 keeps it: the mark that it is written with, after the version and what fills up to an even place. */
function sizeOf(text: string): string | undefined {
  return { '"': 'one', c: 'two' }[serialize(text).subarray(2).toString('latin1').replace(/^\0/, '').charAt(0)];
}
