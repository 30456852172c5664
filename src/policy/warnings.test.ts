import { describe, expect, test } from 'vitest';
import { anyPolicy, setOf } from './fixtures.ts';

const warningsOf = (text: string): string[] =>
  setOf({ file: 'p.yaml', text }).warnings.map(({ file, line, col, message }) => `${file}:${line}:${col} ${message}`);

/** The policy's `when` is line 2, the rule line 4. */
const ofRule = (head: string, rule: string): string[] =>
  warningsOf(`policy: p\nwhen: ${head}\nrules:\n  - { id: r, because: Why., ${rule} }\n`);
const consent = 'consent: { level: express }';

describe('a rule that can never match is told, with its place and why', () => {
  const cases: [what: string, head: string, rule: string, warnings: string[]][] = [
    [
      'a policy for e-mail, a rule for texts',
      '{ channels: [email] }',
      `when: { channels: [sms, voice] }, ${consent}`,
      [
        `p.yaml:4:47 rule "r" can never match: its channels (sms, voice) and the policy's (email) have nothing in common`,
      ],
    ],
    [
      'callers apart',
      '{ callers: [crm] }',
      `when: { callers: [billing] }, ${consent}`,
      [`p.yaml:4:46 rule "r" can never match: its callers (billing) and the policy's (crm) have nothing in common`],
    ],
    [
      'purposes apart',
      '{ purposes: [marketing] }',
      `when: { purposes: [service] }, ${consent}`,
      [
        'p.yaml:4:47 rule "r" can never match: no purpose of the register is in all of these: purposes marketing; purposes service',
      ],
    ],
    [
      'a purpose of another class',
      '{ purposes: [marketing] }',
      `when: { classes: [critical] }, ${consent}`,
      [
        'p.yaml:4:46 rule "r" can never match: no purpose of the register is in all of these: purposes marketing; classes critical',
      ],
    ],
    [
      'a class that no purpose has',
      '{}',
      `when: { classes: [transactional] }, ${consent}`,
      ['p.yaml:4:46 rule "r" can never match: no purpose of the register is in all of these: classes transactional'],
    ],
    [
      'regions apart, where only an unknown one meets both',
      '{ regions: [US-FL, FR] }',
      `when: { regions: [US-TX, DE] }, ${consent}`,
      [
        `p.yaml:4:46 rule "r" can match only where the region is unknown: its regions (US-TX, DE) and the policy's (US-FL, FR) have nothing in common`,
      ],
    ],
    [
      'an unless that takes out everything',
      '{ channels: [email, sms], purposes: [marketing] }',
      `when: { channels: [sms], callers: [crm] }, unless: { channels: [sms], classes: [marketing], callers: [crm, x] }, ${consent}`,
      ['p.yaml:4:80 rule "r" can never match: its unless takes out everything that when lets in'],
    ],
    [
      'an unless of every purpose',
      '{}',
      `unless: { classes: [marketing, critical] }, ${consent}`,
      ['p.yaml:4:37 rule "r" can never match: its unless takes out everything that when lets in'],
    ],
    [
      'an unless of the regions of when',
      '{ regions: [US-FL] }',
      `unless: { regions: [US] }, ${consent}`,
      [
        'p.yaml:4:37 rule "r" can match only where the region is unknown: its unless takes out everything that when lets in',
      ],
    ],
    [
      'a cap that counts nothing',
      '{}',
      'cap: { limit: 1, window: 1d, counts: { purposes: [marketing], classes: [critical] } }',
      [
        'p.yaml:4:66 rule "r" counts no contact: no purpose of the register is in all of these: purposes marketing; classes critical',
      ],
    ],
    [
      'a cooldown after what counts no more',
      '{}',
      'cooldown: { after: [failed, cancelled], for: 7d }',
      ['p.yaml:4:48 rule "r" starts no cooldown: a contact that failed or was cancelled does not count'],
    ],
    [
      'a cooldown after what counts no more, beside one that starts it',
      '{}',
      'cooldown: { after: [conversation, failed], for: 7d }',
      ['p.yaml:4:48 rule "r" starts no cooldown after failed: a contact that failed or was cancelled does not count'],
    ],
  ];
  test.each(cases)('%s', (_what, head, rule, warnings) => {
    expect(ofRule(head, rule)).toEqual(warnings);
  });

  test('a policy of which no rule can match is told once', () => {
    expect(ofRule('{ purposes: [service], classes: [marketing] }', consent)).toEqual([
      'p.yaml:2:7 "when": no rule of this policy can ever match: no purpose of the register is in all of these: purposes service; classes marketing',
    ]);
  });
});

describe('nothing is told of a rule that can match', () => {
  const cases: [what: string, head: string, rule: string][] = [
    ['one channel in common', '{ channels: [email, sms] }', `when: { channels: [sms, voice] }`],
    ['a part of the region', '{ regions: [US] }', 'when: { regions: [US-FL] }'],
    ['the region of a part', '{ regions: [US-FL] }', 'when: { regions: [US] }'],
    ['an unless of a part of the region', '{ regions: [US] }', 'unless: { regions: [US-FL] }'],
    ['an unless of a region where any is asked', '{}', 'unless: { regions: [US] }'],
    ['an unless of one channel of two', '{ channels: [email, sms] }', 'unless: { channels: [sms] }'],
    ['an unless that all its fields narrow', '{}', 'unless: { classes: [marketing, critical], channels: [sms] }'],
    ['an unless of a caller where any may ask', '{}', 'unless: { callers: [crm] }'],
    ['a purpose below the other', '{ purposes: [marketing] }', 'when: { purposes: [marketing.promotions] }'],
  ];
  test.each(cases)('%s', (_what, head, rule) => {
    expect(ofRule(head, `${rule}, ${consent}`)).toEqual([]);
  });
});

test('a signal that suppresses nothing, and a pause that is given a length, are told', () => {
  const scopes = ['unsubscribe', 'stop', 'complaint', 'hard_bounce', 'do_not_contact', 'harassment']
    .map((signal) => `  ${signal}: { channels: same, classes: [marketing], for: forever }\n`)
    .join('');
  const text = `refusals:\n${scopes}  pause: { channels: "*", classes: [service], for: 30d }\n`;
  const { warnings } = setOf(anyPolicy, { file: 'refusals.yaml', text });
  expect(warnings.map(({ line, col, message }) => `${line}:${col} ${message}`)).toEqual([
    '8:36 "pause" suppresses nothing so far: no purpose of the register is of these classes',
    '8:52 "for": a pause lasts until its own until: write forever here',
  ]);
});
