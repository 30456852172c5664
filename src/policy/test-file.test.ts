import { describe, expect, test } from 'vitest';
import { anyPolicy, setOf } from './fixtures.ts';
import { readTests } from './test-file.ts';

const set = setOf(anyPolicy);
const read = (text: string, head = '') => readTests([{ file: 't.test.yaml', text: `${head}tests:\n${text}` }], set);

/** Problems of a test whose other parts are right, at line 4 of the file. */
function problemsOf(part: 'given' | 'request' | 'expect' | 'now', text: string): string[] {
  const parts = {
    now: '2026-11-22T10:00:00Z',
    given: '{}',
    request: '{ channel: email, purpose: marketing.promotions }',
    expect: '{ allowed: true }',
  };
  const { [part]: _, ...others } = parts;
  const rest = Object.entries(others).map(([name, value]) => `    ${name}: ${value}\n`);
  const result = read(`  - name: n\n\n    ${part}: ${text}\n${rest.join('')}`);
  return 'tests' in result ? [] : result.problems.map(({ line, col, message }) => `${line}:${col} ${message}`);
}

test('a test becomes data, with its place and its instants in milliseconds', () => {
  const result = read(`
  - name: the fourth is held
    now: 2026-11-22T11:00:00+01:00
    given:
      contacts:
        - { at: 2026-11-22T08:00:00Z, channel: voice, purpose: marketing.promotions, keys: { debt: "1" }, outcome: answered, caller: crm }
        - { at: 2026-11-22T08:00:00Z, channel: voice, purpose: marketing.promotions, direction: inbound, outcome: conversation, outcomeAt: 2026-11-22T08:10:00.5Z }
      suppressions: [ { channel: sms, purpose: "*", expiresAt: 2027-01-01T00:00:00Z } ]
      refusals: [ { signal: pause, channel: sms, at: 2026-11-01T00:00:00Z, until: 2026-12-01T00:00:00Z } ]
      consents: [ { channel: "*", purpose: marketing, level: express, at: 2026-01-01T00:00:00Z } ]
    request: { channel: email, purpose: marketing.promotions, timeZone: Europe/Berlin, region: DE, keys: {} }
    expect: { allowed: false, reasons: [ { code: cap, rule: email-daily, retryAt: null } ], retryAt: 2026-11-23T09:00:00+01:00 }
`);
  expect(result).toEqual({
    tests: [
      {
        file: 't.test.yaml',
        line: 3,
        col: 5,
        name: 'the fourth is held',
        policies: undefined,
        nowMs: Date.UTC(2026, 10, 22, 10),
        contacts: [
          {
            atMs: Date.UTC(2026, 10, 22, 8),
            channel: 'voice',
            purpose: 'marketing.promotions',
            keys: { debt: '1' },
            direction: 'outbound',
            outcome: 'answered',
            outcomeAtMs: Date.UTC(2026, 10, 22, 8),
            caller: 'crm',
          },
          {
            atMs: Date.UTC(2026, 10, 22, 8),
            channel: 'voice',
            purpose: 'marketing.promotions',
            direction: 'inbound',
            outcome: 'conversation',
            outcomeAtMs: Date.UTC(2026, 10, 22, 8, 10, 0, 500),
          },
        ],
        suppressions: [{ channel: 'sms', purpose: '*', atMs: undefined, expiresAtMs: Date.UTC(2027, 0, 1) }],
        refusals: [{ signal: 'pause', channel: 'sms', atMs: Date.UTC(2026, 10, 1), untilMs: Date.UTC(2026, 11, 1) }],
        consents: [
          { channel: '*', purpose: 'marketing', level: 'express', atMs: Date.UTC(2026, 0, 1), expiresAtMs: undefined },
        ],
        request: {
          channel: 'email',
          purpose: 'marketing.promotions',
          timeZone: 'Europe/Berlin',
          region: 'DE',
          keys: {},
          mode: 'reserve',
          confirmByMs: undefined,
        },
        expect: {
          allowed: false,
          reasons: [{ code: 'cap', rule: 'email-daily', retryAt: null }],
          retryAt: '2026-11-23T08:00:00.000Z',
        },
      },
    ],
  });
});

describe('a wrong test is told', () => {
  const registered = 'registered: marketing.promotions, service.security';
  const cases: ['given' | 'request' | 'expect' | 'now', text: string, problems: string[]][] = [
    ['now', '2026-11-22', ['4:10 "now": an instant such as 2026-11-22T10:00:00Z, not "2026-11-22"']],
    ['now', '2026-11-22T10:00:00', ['4:10 "now": an instant such as 2026-11-22T10:00:00Z, not "2026-11-22T10:00:00"']],
    [
      'now',
      '2026-02-30T10:00:00Z',
      ['4:10 "now": an instant such as 2026-11-22T10:00:00Z, not "2026-02-30T10:00:00Z"'],
    ],
    [
      'request',
      '{ channel: email, purpose: marketing }',
      [`4:41 "purpose": purpose "marketing" is not in purposes.yaml; ${registered}`],
    ],
    [
      'request',
      '{ channel: email, purpose: service.security, keys: { debt: 7 } }',
      ['4:73 "debt": the value of a key; write 7 in quotes'],
    ],
    [
      'request',
      '{ channel: email, purpose: service.security, timeZone: PST }',
      [
        '4:69 "timeZone": an IANA time zone such as Europe/Berlin, not "PST": an abbreviation such as PST stands for several zones',
      ],
    ],
    [
      'request',
      '{ channel: email, purpose: service.security, customerId: " c-1" }',
      ['4:71 "customerId": the id of a customer, without white space at its ends'],
    ],
    [
      'request',
      '{ channel: email, purpose: service.security, keys: { "a\\u0000b": x } }',
      ['4:67 no request can have a key of this name: it holds control characters or is no well-formed Unicode'],
    ],
    [
      'given',
      '{ contacts: [ { at: 2026-11-22T08:00:00Z, channel: email, purpose: service.security, outcomeAt: 2026-11-22T09:00:00Z } ] }',
      ['4:108 "outcomeAt": goes only with an outcome: say which'],
    ],
    ['now', '9999-12-31T23:59:59Z', ['4:10 "now": an instant before 2100']],
    ['now', '0001-01-01T00:00:00Z', ['4:10 "now": an instant from 1970 on']],
    [
      'given',
      '{ contacts: [ { at: 1969-12-31T23:59:59Z, channel: email, purpose: service.security } ] }',
      ['4:32 "at": an instant from 1970 on'],
    ],
    [
      'given',
      '{ contacts: [ { channel: email, purpose: service.security } ] }',
      ['4:26 "at" is missing: an instant such as 2026-11-22T10:00:00Z'],
    ],
    [
      'given',
      '{ suppressions: [ { channel: email, purpose: promo } ] }',
      [`4:57 "purpose": purpose "promo" covers nothing in purposes.yaml; ${registered}`],
    ],
    [
      'given',
      '{ refusals: [ { signal: stop, channel: sms, until: 2026-12-01T00:00:00Z } ] }',
      ['4:63 "until": only a pause has an end, and stop has none: leave it out, or send the signal pause'],
    ],
    [
      'given',
      '{ refusals: [ { signal: pause, channel: sms } ] }',
      ['4:26 "until" is missing: a pause needs an end: say until when, such as 2026-12-24T00:00:00Z'],
    ],
    [
      'given',
      '{ refusals: [ { signal: text, channel: sms } ] }',
      [
        '4:36 "signal": unknown signal "text"; there are: unsubscribe, stop, complaint, hard_bounce, do_not_contact, pause, harassment',
      ],
    ],
    [
      'given',
      '{ contact: [] }',
      ['4:14 unknown field "contact"; known here: contacts, suppressions, refusals, consents; did you mean contacts?'],
    ],
    ['expect', '{}', ['4:13 "expect": names nothing that must hold']],
    ['expect', '{ allow: true }', ['4:15 unknown field "allow"; known here: allowed, reasons, shadow, retryAt']],
    ['expect', '{ retryAt: soon }', ['4:24 "retryAt": an instant such as 2026-11-22T10:00:00Z, not "soon"']],
  ];
  test.each(cases)('%s: %s', (part, text, problems) => {
    expect(problemsOf(part, text)).toEqual(problems);
  });
});

describe('the policies that a file names', () => {
  const one =
    '  - { name: n, now: 2026-11-22T10:00:00Z, request: { channel: email, purpose: marketing.promotions }, expect: { allowed: true } }\n';
  const problems = (head: string) => {
    const result = read(one, head);
    return 'tests' in result
      ? result.tests
      : result.problems.map(({ line, col, message }) => `${line}:${col} ${message}`);
  };

  test('are those that its tests are judged by', () => {
    expect(problems('policies: [any]\n')).toMatchObject([{ name: 'n', policies: ['any'] }]);
  });

  test.each([
    ['policies: [any, hous]\n', '1:17 "policies": there is no policy "hous" in this folder; there are: any'],
    ['policies: []\n', '1:11 "policies": names none: list policies, or leave the field out'],
    ['policies: any\n', '1:11 "policies": a list of policies'],
    ['policy: any\n', '1:1 unknown field "policy"; known here: policies, tests'],
  ])('%s is told', (head, problem) => {
    expect(problems(head)).toEqual([problem]);
  });
});
