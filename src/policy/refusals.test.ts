import { describe, expect, test } from 'vitest';
import { anyPolicy, linesOf, register, setOf } from './fixtures.ts';

const all = ['stop', 'complaint', 'hard_bounce', 'do_not_contact', 'pause', 'harassment'];
const others = all.map((signal) => `  ${signal}: { channels: same, purposes: "*", for: forever }\n`).join('');
const refusals = (unsubscribe: string, rest = others) => ({
  file: 'refusals.yaml',
  text: `refusals:\n  unsubscribe: ${unsubscribe}\n${rest}`,
});
const problems = (unsubscribe: string, rest?: string): string[] =>
  linesOf([register, anyPolicy, refusals(unsubscribe, rest)]).map((line) => line.replace(/^refusals\.yaml:/, ''));

describe('a scope', () => {
  test('says channels, purposes, keys and how long', () => {
    const text = '{ channels: [sms, voice], purposes: [marketing], narrowable: true, keys: [brand], for: 60d }';
    expect(setOf(anyPolicy, refusals(text)).refusals.get('unsubscribe')).toEqual({
      signal: 'unsubscribe',
      channels: ['sms', 'voice'],
      purposes: [{ purpose: 'marketing' }],
      narrowable: true,
      keys: ['brand'],
      forMs: 60 * 86_400_000,
      cases: [],
    });
  });

  test('has cases by channel and by the class answered: what one does not say is as above', () => {
    const text =
      '{ channels: same, purposes: [marketing], for: 60d, cases: [{ on: [voice], to: [service], purposes: "*" }, { on: [sms], for: forever }] }';
    const own = { channels: 'same', purposes: [{ purpose: 'marketing' }], forMs: 60 * 86_400_000 };
    expect(setOf(anyPolicy, refusals(text)).refusals.get('unsubscribe')?.cases).toEqual([
      { ...own, on: ['voice'], to: ['service'], purposes: [{ purpose: '*' }] },
      { ...own, on: ['sms'], to: undefined, forMs: null },
    ]);
  });

  test('of classes is these classes, whatever the register holds', () => {
    const text =
      '{ channels: "*", classes: [marketing, transactional], for: forever, cases: [{ on: [sms], classes: [service] }] }';
    expect(setOf(anyPolicy, refusals(text)).refusals.get('unsubscribe')).toMatchObject({
      purposes: [{ purpose: '*', classes: ['marketing', 'transactional'] }],
      cases: [{ purposes: [{ purpose: '*', classes: ['service'] }] }],
    });
  });

  test('of every signal holds without the file', () => {
    const scopes = setOf(anyPolicy).refusals;
    expect([...scopes.keys()].sort()).toEqual([...all, 'unsubscribe'].sort());
    expect(scopes.get('stop')).toEqual({
      signal: 'stop',
      channels: 'same',
      purposes: [{ purpose: '*' }],
      narrowable: false,
      keys: ['brand'],
      forMs: null,
      cases: [],
    });
  });
});

describe('a wrong scope is told', () => {
  const cases: [text: string, problems: string[]][] = [
    ['{ channels: same, for: forever }', ['2:16 "unsubscribe": give either purposes or classes']],
    [
      '{ channels: same, purposes: "*", classes: [marketing], for: forever }',
      ['2:16 "unsubscribe": give either purposes or classes'],
    ],
    [
      '{ channels: none, purposes: "*", for: forever }',
      ['2:28 "channels": same (the channel refused on), "*" (every channel) or a list of channels'],
    ],
    [
      '{ channels: same, purposes: [promo], for: forever }',
      [
        '2:45 "purposes": purpose "promo" covers nothing in purposes.yaml; registered: marketing.promotions, service.security',
      ],
    ],
    [
      '{ channels: same, purposes: "*", for: ever }',
      [
        '2:54 "for": a whole number and s, m, h or d, such as 90s, 15m, 24h or 7d, or forever, not "ever": write forever',
      ],
    ],
  ];
  test.each(cases)('%s', (text, expected) => {
    expect(problems(text)).toEqual(expected);
  });

  test('every signal that is left out', () => {
    const lines = problems('{ channels: same, purposes: "*", for: forever }', '');
    expect(lines).toHaveLength(6);
    expect(lines[0]).toContain('"stop" is missing: the scope of a signal is a map of channels, purposes');
  });
});
