import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { compilePolicies } from './compile.ts';
import { loadPolicies, readTestFiles } from './load.ts';
import { runTests } from './run-tests.ts';
import { readTests } from './test-file.ts';
import type { PolicySet } from './types.ts';

const purposes = `purposes:
  marketing.promotions: { describes: Offers, class: marketing }
  service.account: { describes: Your account, class: service }
`;

const rules = `policy: house
rules:
  - { id: two-a-day, because: Two a day., cap: { limit: 2, window: 24h } }
  - { id: once-ever, because: Once., when: { purposes: [service.account] }, cap: { limit: 1, window: forever } }
  - { id: rest, because: A rest., cooldown: { after: [conversation], for: 7d } }
  - { id: trial, mode: shadow, because: One a day on trial., cap: { limit: 1, window: 24h } }
`;

function setOf(text: string): PolicySet {
  const result = compilePolicies([
    { file: 'house.yaml', text },
    { file: 'purposes.yaml', text: purposes },
  ]);
  if ('problems' in result) throw new Error(JSON.stringify(result.problems));
  return result.set;
}

async function run(text: string, set = setOf(rules)) {
  const read = readTests([{ file: 'house.test.yaml', text }], set);
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return runTests(read.tests, set);
}

const one = (given: string, request: string, expected: string, now = '2026-11-22T10:00:00Z') => `tests:
  - name: a test
    now: ${now}
    given: ${given}
    request: { channel: email, purpose: marketing.promotions${request} }
    expect: ${expected}
`;
const contact = (at: string, more = '') => `{ at: ${at}, channel: email, purpose: marketing.promotions${more} }`;

test('all shipped policy tests pass', async () => {
  const dir = fileURLToPath(new URL('../../policies', import.meta.url));
  const loaded = await loadPolicies(dir);
  const sources = await readTestFiles(dir);
  if ('problems' in loaded || sources.problems.length > 0) throw new Error('the shipped folder does not load');
  const read = readTests(sources.sources, loaded.set);
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  const results = await runTests(read.tests, loaded.set);
  expect(results.length).toBeGreaterThan(80);
  expect(results.filter(({ ok }) => !ok)).toEqual([]);
});

describe('what is compared', () => {
  const twice = `{ contacts: [${contact('2026-11-22T08:00:00Z')}, ${contact('2026-11-22T09:00:00Z')}] }`;

  test.each([
    ['only what is named', '{ allowed: false }', true],
    ['the verdict', '{ allowed: true }', false],
    ['retryAt as an instant in any offset', '{ retryAt: "2026-11-23T09:00:00+01:00" }', true],
    ['retryAt to the millisecond', '{ retryAt: "2026-11-23T08:00:00.001Z" }', false],
    ['a retryAt that is not null', '{ retryAt: null }', false],
    ['each reason as a subset', '{ reasons: [{ rule: two-a-day, used: 2 }] }', true],
    ['a field of a reason', '{ reasons: [{ rule: two-a-day, used: 3 }] }', false],
    ['the whole list of reasons: none left over', '{ reasons: [] }', false],
    ['the whole list of reasons: none missing', '{ reasons: [{ code: cap }, { code: cap }] }', false],
    ['shadow like reasons', '{ shadow: [{ rule: trial, limit: 1 }] }', true],
    ['shadow apart from reasons', '{ shadow: [] }', false],
  ])('%s', async (_what, expected, ok) => {
    const [result] = await run(one(twice, '', expected));
    expect(result).toMatchObject({ ok, problem: undefined });
  });

  test('a loose item leaves the reason that only a stricter one fits', async () => {
    const given = `{ contacts: [${contact('2026-11-22T08:00:00Z', ', outcome: conversation')}, ${contact('2026-11-22T09:00:00Z')}] }`;
    const [forward] = await run(one(given, '', '{ reasons: [{ policy: house }, { code: cap }] }'));
    const [backward] = await run(one(given, '', '{ reasons: [{ code: cap }, { policy: house }] }'));
    expect([forward?.ok, backward?.ok]).toEqual([true, true]);
  });

  test('a failing test says what came, and where it stands', async () => {
    const [result] = await run(one(twice, '', '{ allowed: true, retryAt: null }'));
    expect(result).toMatchObject({
      name: 'a test',
      file: 'house.test.yaml',
      line: 2,
      ok: false,
      expected: { allowed: true, retryAt: null },
      got: { allowed: false, retryAt: '2026-11-23T08:00:00.000Z', reasons: [{ code: 'cap', rule: 'two-a-day' }] },
    });
  });
});

describe('what is given', () => {
  test('a contact given as late as now counts', async () => {
    const given = `{ contacts: [${contact('2026-11-22T10:00:00Z')}, ${contact('2026-11-22T10:00:00Z')}] }`;
    expect(await run(one(given, '', '{ allowed: false }'))).toMatchObject([{ ok: true }]);
  });

  test('a contact that a rule counts for ever may lie years back', async () => {
    const given = '{ contacts: [{ at: 2019-01-01T00:00:00Z, channel: email, purpose: service.account }] }';
    const text = one(given, '', '{ allowed: false, reasons: [{ rule: once-ever }], retryAt: null }');
    expect(
      await run(text.replace('email, purpose: marketing.promotions }', 'email, purpose: service.account }')),
    ).toMatchObject([{ ok: true }]);
  });

  test('an outcome happens at its own instant', async () => {
    const given = `{ contacts: [${contact('2026-11-01T10:00:00Z', ', outcome: conversation, outcomeAt: 2026-11-20T12:00:00Z')}] }`;
    const expected = '{ reasons: [{ code: cooldown }], retryAt: 2026-11-27T12:00:00Z }';
    expect(await run(one(given, '', expected))).toMatchObject([{ ok: true }]);
  });

  test('a suppression says since when it holds, and one that ended before now does not', async () => {
    const since =
      '{ suppressions: [{ channel: email, purpose: marketing, at: 2026-11-01T00:00:00Z, expiresAt: 2026-12-01T00:00:00Z }] }';
    const ended = since.replace('2026-12-01', '2026-11-02');
    const expected = '{ reasons: [{ code: suppressed, since: 2026-11-01T00:00:00Z }], retryAt: 2026-12-01T00:00:00Z }';
    expect(await run(one(since, '', expected))).toMatchObject([{ ok: true }]);
    expect(await run(one(ended, '', '{ allowed: true }'))).toMatchObject([{ ok: true }]);
  });

  test('without an instant a suppression was always there, also one that has ended', async () => {
    const given = '{ suppressions: [{ channel: email, purpose: "*", expiresAt: 2026-11-02T00:00:00Z }] }';
    expect(await run(one(given, '', '{ allowed: true }'))).toMatchObject([{ ok: true }]);
  });

  test('a contact counts from its own instant, before its outcome came', async () => {
    const given = `{
      contacts: [${contact('2026-11-20T10:00:00Z', ', address: ann@example.com, outcome: conversation, outcomeAt: 2026-11-22T09:00:00Z')}],
      refusals: [{ signal: unsubscribe, channel: email, address: ann@example.com, at: 2026-11-21T10:00:00Z }] }`;
    const expected = '{ reasons: [{ code: suppressed }, { code: cooldown, retryAt: 2026-11-29T09:00:00Z }] }';
    expect(await run(one(given, '', expected))).toMatchObject([{ ok: true, problem: undefined }]);
  });

  test('a refusal suppresses what refusals.yaml says of its signal, keys and end included', async () => {
    const given = (fields: string) => `{ refusals: [{ channel: email, ${fields} }] }`;
    const cases: [fields: string, request: string, expected: string][] = [
      [
        'signal: unsubscribe',
        '',
        '{ allowed: false, reasons: [{ code: suppressed, channel: email, classes: [marketing] }] }',
      ],
      ['signal: unsubscribe', ', channel: sms', '{ allowed: true }'],
      ['signal: unsubscribe, purpose: marketing.promotions', '', '{ reasons: [{ purpose: marketing.promotions }] }'],
      ['signal: stop, keys: { brand: acme }', ', keys: { brand: acme }', '{ allowed: false }'],
      ['signal: stop, keys: { brand: acme }', ', keys: { brand: other }', '{ allowed: true }'],
      ['signal: stop, targeting: [health]', '', '{ allowed: true }'],
      ['signal: stop, targeting: [health]', ', targeting: [health]', '{ allowed: false }'],
      [
        'signal: stop, at: 2026-11-21T10:00:00Z',
        '',
        '{ reasons: [{ code: suppressed, since: 2026-11-21T10:00:00Z }] }',
      ],
      ['signal: pause, until: 2026-12-01T00:00:00Z', '', '{ allowed: false, retryAt: 2026-12-01T00:00:00Z }'],
      ['signal: pause, until: 2026-11-22T10:00:00Z', '', '{ allowed: true }'],
    ];
    for (const [fields, request, expected] of cases) {
      const text = one(given(fields), request, expected);
      const asked = request.includes('channel')
        ? text.replace(
            '{ channel: email, purpose: marketing.promotions, channel',
            '{ purpose: marketing.promotions, channel',
          )
        : text;
      expect(await run(asked), fields + request).toMatchObject([{ ok: true, problem: undefined }]);
    }
  });

  test('a contact carries what POST /contacts takes, and whose it was', async () => {
    const theirs = contact(
      '2026-11-22T08:00:00Z',
      ', customerId: c, operationId: o, address: ann@example.com, keys: { campaign: "" }, timeZone: US/Pacific, region: US-CA, direction: outbound, outcome: delivered, outcomeAt: 2026-11-22T09:00:00Z, caller: crm',
    );
    const text = one(`{ contacts: [${theirs}] }`, ', customerId: c', '{ allowed: true, shadow: [{ rule: trial }] }');
    const byCrm = setOf(rules.replace('mode: shadow,', 'mode: shadow, when: { callers: [crm] },'));
    expect(await run(text.replace('customerId: c }', 'customerId: c, caller: crm }'), byCrm)).toMatchObject([
      { ok: true },
    ]);
    const byOther = text
      .replace('shadow: [{ rule: trial }]', 'shadow: []')
      .replace('customerId: c }', 'customerId: c, caller: erp }');
    expect(await run(byOther, byCrm)).toMatchObject([{ ok: true }]);
  });

  test('a suppression by address alone binds only requests with that address', async () => {
    const given = '{ suppressions: [{ channel: email, purpose: "*", address: Ann@Example.com }] }';
    expect(await run(one(given, ', address: ann@example.com', '{ allowed: false }'))).toMatchObject([{ ok: true }]);
    expect(await run(one(given, ', address: bob@example.com', '{ allowed: true }'))).toMatchObject([{ ok: true }]);
  });

  test.each([
    [
      'a contact after now',
      `{ contacts: [${contact('2026-11-22T10:00:00.001Z')}] }`,
      'given.contacts[0] lies after now',
    ],
    [
      'an outcome before its contact',
      `{ contacts: [${contact('2026-11-22T09:00:00Z', ', outcome: delivered, outcomeAt: 2026-11-22T08:00:00Z')}] }`,
      'given.contacts[0]: outcomeAt',
    ],
    [
      'a suppression that ends before it begins',
      '{ suppressions: [{ channel: sms, purpose: "*", at: 2026-11-02T00:00:00Z, expiresAt: 2026-11-01T00:00:00Z }] }',
      'given.suppressions[0]: expiresAt',
    ],
  ])('%s is an error of the test', async (_what, given, problem) => {
    const [result] = await run(one(given, '', '{ allowed: true }'));
    expect(result).toMatchObject({ ok: false, got: undefined, problem: expect.stringContaining(problem) });
  });
});

describe('a file that names policies', () => {
  const both = compilePolicies([
    { file: 'house.yaml', text: 'policy: house\nrules:\n  - { id: h, because: H., cap: { limit: 0, window: 24h } }\n' },
    { file: 'law.yaml', text: 'policy: law\nrules:\n  - { id: l, because: L., cap: { limit: 0, window: 24h } }\n' },
    { file: 'purposes.yaml', text: purposes },
  ]);
  if ('problems' in both) throw new Error(JSON.stringify(both.problems));

  test.each([
    ['', ['house', 'law']],
    ['policies: [law]\n', ['law']],
    ['policies: [law, house]\n', ['house', 'law']],
  ])('%s is judged by those alone', async (head, judged) => {
    const given = '{ refusals: [{ signal: stop, channel: email }] }';
    const reasons = ['{ code: suppressed }', ...judged.map((policy) => `{ code: cap, policy: ${policy} }`)];
    const text = head + one(given, '', `{ reasons: [${reasons.join(', ')}] }`);
    expect(await run(text, both.set)).toMatchObject([{ ok: true, problem: undefined }]);
  });
});
