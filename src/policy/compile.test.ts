import { describe, expect, test } from 'vitest';
import { compilePolicies } from './compile.ts';
import { anyPolicy, register, setOf } from './fixtures.ts';

describe('the revision', () => {
  const b = { file: 'b.yaml', text: 'policy: b\nrules: []\n' };

  test('is the same whatever order the files come in', () => {
    const one = compilePolicies([b, register, anyPolicy]);
    const other = compilePolicies([anyPolicy, b, register]);
    expect(one).toEqual(other);
    expect('set' in one && one.set.revision).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  test('differs with any byte of any file, and with its name', () => {
    const revisions = [
      setOf(anyPolicy, b),
      setOf(anyPolicy, { ...b, text: `${b.text}\n` }),
      setOf(anyPolicy, { ...b, file: 'c.yaml' }),
      setOf(anyPolicy),
    ].map(({ revision }) => revision);
    expect(new Set(revisions).size).toBe(4);
  });
});

test('a set keeps its sources in name order and sums each policy up', () => {
  const full = {
    file: 'b.yaml',
    text: 'policy: b\ndescribes: Tests.\nsource: [https://example.org]\nforce: law\nrules: []\n',
  };
  const set = setOf(full, anyPolicy);
  expect(set.sources.map(({ file }) => file)).toEqual(['any.yaml', 'b.yaml', 'purposes.yaml']);
  expect(set.summaries).toEqual([
    { policy: 'any', describes: '', source: [], force: 'own-policy', rules: 0 },
    { policy: 'b', describes: 'Tests.', source: ['https://example.org'], force: 'law', rules: 0 },
  ]);
});

test('retain holds for blocks and for the rest', () => {
  const text =
    'purposes:\n  a.b: { class: service, retain: 30d, record: all, onStoreFailure: allow, describes: Tests. }\n';
  const result = compilePolicies([{ file: 'purposes.yaml', text }, anyPolicy]);
  expect('set' in result && result.set.purposes.get('a.b')).toEqual({
    name: 'a.b',
    describes: 'Tests.',
    class: 'service',
    onStoreFailure: 'allow',
    record: 'all',
    retainBlocksMs: 30 * 86_400_000,
    retainOthersMs: 30 * 86_400_000,
  });
});
