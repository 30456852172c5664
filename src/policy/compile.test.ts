import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { compilePolicies } from './compile.ts';
import { anyPolicy, linesOf, register, setOf } from './fixtures.ts';

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
    describesIn: new Map(),
    class: 'service',
    onStoreFailure: 'allow',
    record: 'all',
    retainBlocksMs: 30 * 86_400_000,
    retainOthersMs: 30 * 86_400_000,
  });
});

describe('nothing that a folder holds throws past the validator', () => {
  test('what the compiler itself cannot make is a problem of its rule', () => {
    const dated =
      'policy: p\neffective: { from: 2026-01-01 }\nrules:\n  - { id: r, because: Why., consent: { level: express } }\n';
    const spy = vi.spyOn(Temporal.PlainDate.prototype, 'toZonedDateTime').mockImplementation(() => {
      throw new RangeError('no such day there');
    });
    try {
      expect(linesOf([register, { file: 'p.yaml', text: dated }])).toEqual([
        'p.yaml:4:5 cannot be compiled: no such day there',
      ]);
    } finally {
      spy.mockRestore();
    }
  });

  const words = [
    ...['policy', 'rules', 'id', 'because', 'when', 'unless', 'cap', 'limit', 'window', 'days', 'clock', 'hours'],
    ...['allow', 'effective', 'zone', 'from', 'assume', 'regions', 'purposes', 'refusals', 'stop', 'for', 'per'],
    ...['__proto__', 'constructor', 'toString', 'length', 'PST', 'Europe/Berlin', 'US-PR', '2026-02-30', '24h', 'x'],
  ];
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom<unknown>(...words, 0, -1, 1e99, true, null),
      fc.array(tie('any'), { maxLength: 3 }),
      fc.array(fc.tuple(fc.constantFrom(...words), tie('any')), { maxLength: 5 }).map((pairs) => new Map(pairs)),
    ),
  })).any;
  const json = (given: unknown): string =>
    given instanceof Map
      ? `{${[...given].map(([key, inner]) => `${JSON.stringify(key)}: ${json(inner)}`).join(', ')}}`
      : Array.isArray(given)
        ? `[${given.map(json).join(', ')}]`
        : JSON.stringify(given);

  test('whatever it says, in whichever of its files', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('p.yaml', 'purposes.yaml', 'refusals.yaml'),
        fc.oneof(value.map(json), fc.string()),
        (file, text) => {
          const others = [register, anyPolicy].filter((other) => other.file !== file);
          const compiled = compilePolicies([...others, { file, text }]);
          if ('problems' in compiled)
            for (const { message } of compiled.problems) expect(message).not.toContain('cannot be compiled');
        },
      ),
      { numRuns: 500 },
    );
  });

  test.each(['PST', 'IST', 'BST', '+01:00'])('%s is no zone, wherever a policy names one', (zone) => {
    const text = `policy: p
effective: { from: 2026-01-01, zone: "${zone}" }
assume: ["${zone}"]
rules:
  - { id: a, because: A., cap: { limit: 1, window: { days: 7, clock: "${zone}" } } }
  - { id: b, because: B., cap: { limit: 1, window: { calendar: week, clock: "${zone}" } } }
  - { id: c, because: C., hours: { clock: "${zone}", allow: ["08:00-20:00"] } }
  - { id: d, because: D., cooldown: { after: [conversation], for: { days: 7, clock: "${zone}" } } }
`;
    const lines = linesOf([register, { file: 'p.yaml', text }]);
    expect(lines.map((line) => line.replace(/^p\.yaml:(\d+):.*/, '$1'))).toEqual(['2', '3', '5', '6', '7', '8']);
    for (const line of lines) expect(line).toContain(`not "${zone}": a`);
  });
});
