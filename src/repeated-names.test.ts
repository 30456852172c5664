import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../test/support/property.ts';
import { parseExactJson, Unfit } from './exact-json.ts';
import { repeatedNames } from './repeated-names.ts';

const found = (text: string) => repeatedNames(text, JSON.parse(text));

test.each([
  ['{"a":1,"a":1}', [['a']]],
  ['{"a":1,"b":"x","\\u0061":2}', [['a']]],
  ['{"a" : 1 , "a"\n:\t2}', [['a']]],
  ['{"a":1,"a":2,"a":3}', [['a'], ['a']]],
  ['{"":1,"":2}', [['']]],
  ['{"__proto__":1,"__proto__":2}', [['__proto__']]],
  ['[1,{"b":[{"c":1},{"c":1,"c":"a,b"}]}]', [[1, 'b', 1, 'c']]],
  ['{"a":{"x":1,"x":2},"a":{}}', [['a', 'x'], ['a']]],
  ['{"a":"\\"b\\":","b":1,"a":2}', [['a']]],
  // As many colons as names are left would be there without the text.
  ['{"a":"::","b":1}', []],
  ['{"a":"\\"a\\": \\\\","b":{"a":1},"c":[{"a":1},{"a":2}]}', []],
  ['"a:\\"a\\":"', []],
  ['null', []],
] as const)('of %s the names that stand there again are found', (text, paths) => {
  expect(found(text)).toEqual(paths);
});

test('what JavaScript writes has no name twice, whatever it says', () => {
  const word = fc.oneof(fc.string(), fc.constantFrom('"a":', ':', '\\', '{"a":1', ','));
  const json = fc.jsonValue();
  fc.assert(
    fc.property(fc.dictionary(word, fc.oneof(word, json)), (value) => {
      expect(found(JSON.stringify(value))).toEqual([]);
      expect(found(JSON.stringify([value, { value }], null, 2))).toEqual([]);
    }),
    runs(200),
  );
});

test('a name that is written again anywhere in an object is found, and in its place is no value', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1 }), fc.nat(), fc.jsonValue(), (names, at, value) => {
      const again = names[at % names.length] as string;
      const members = [...new Set(names), again].map((name) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
      const text = `[{${members.join()}}]`;
      expect(found(text)).toEqual([[0, again]]);
      const [object] = parseExactJson(text) as [object];
      expect(Object.getOwnPropertyDescriptor(object, again)?.value).toBeInstanceOf(Unfit);
    }),
    runs(200),
  );
});

test('nesting without end is looked through without a recursion without end', () => {
  const deep = 100_000;
  expect(found(`${'[{"a":'.repeat(deep)}1${'}]'.repeat(deep)}`)).toEqual([]);
  expect(found(`${'['.repeat(deep)}{"a":1,"a":2}${']'.repeat(deep)}`)).toEqual([]);
  // A path for each of these would be ten thousand million steps.
  expect(found(`${'{"":'.repeat(deep)}{${'"":0,'.repeat(deep)}"":0}${'}'.repeat(deep)}`)).toEqual([]);
});
