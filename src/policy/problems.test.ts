import { describe, expect, test } from 'vitest';
import { linesOf, problemsOf, register } from './fixtures.ts';

/** The first line of the rule is line 3 of its file; `because` is in it. */
const ofRule = (fields: string): string[] =>
  problemsOf(`policy: p\nrules:\n  - { id: r, because: Why., ${fields} }\n`).map((line) =>
    line.replace(/^p\.yaml:/, ''),
  );
const ofHead = (line: string): string[] => problemsOf(`policy: p\n${line}\nrules: []\n`);

describe('a wrong value is told with its field, its place and what to write', () => {
  const cases: [what: string, fields: string, problems: string[]][] = [
    [
      'limit above 1000',
      'cap: { limit: 1001, window: 24h }',
      ['3:43 "limit": a whole number from 0 to 1000, not 1001'],
    ],
    ['limit of parts', 'cap: { limit: 1.5, window: 24h }', ['3:43 "limit": a whole number from 0 to 1000, not 1.5']],
    ['limit below 0', 'cap: { limit: -1, window: 24h }', ['3:43 "limit": a whole number from 0 to 1000, not -1']],
    [
      'limit beyond all numbers, once',
      'cap: { limit: 99999999999999999999, window: 24h }',
      ['3:43 "limit": a whole number from 0 to 1000, not 100000000000000000000'],
    ],
    ['limit as text', 'cap: { limit: "3", window: 24h }', ['3:43 "limit": a whole number from 0 to 1000, not "3"']],
    [
      'no window',
      'cap: { limit: 1 }',
      [
        '3:34 "window" is missing: a duration such as 24h, { days: 7, clock: recipient }, { calendar: week, clock: recipient } or forever',
      ],
    ],
    [
      'duration in words',
      'cap: { limit: 1, window: one day }',
      ['3:54 "window": a whole number and s, m, h or d, such as 90s, 15m, 24h or 7d, or forever, not "one day"'],
    ],
    [
      'empty duration',
      'cap: { limit: 1, window: 0h }',
      ['3:54 "window": a whole number and s, m, h or d, such as 90s, 15m, 24h or 7d, or forever, not "0h"'],
    ],
    [
      'long duration',
      'cap: { limit: 1, window: 401d }',
      ['3:54 "window": at most 400d, or forever, not "401d": write forever'],
    ],
    [
      'long duration in hours',
      'cap: { limit: 1, window: 9601h }',
      ['3:54 "window": at most 400d, or forever, not "9601h": write forever'],
    ],
    [
      'too many days',
      'cap: { limit: 1, window: { days: 401 } }',
      ['3:62 "days": a whole number from 1 to 400, or window: forever, not 401'],
    ],
    [
      'unknown calendar period',
      'cap: { limit: 1, window: { calendar: year } }',
      ['3:66 "calendar": unknown calendar period "year"; there are: day, week, month'],
    ],
    [
      'unknown zone of a window',
      'cap: { limit: 1, window: { days: 7, clock: Mars/Base } }',
      ['3:72 "clock": recipient or an IANA time zone such as Europe/Berlin, not "Mars/Base"'],
    ],
    ['five keys', 'cap: { limit: 1, window: 1d, per: [a, b, c, d, e] }', ['3:63 "per": at most 4 keys']],
    [
      'a key that no request can have',
      'cap: { limit: 1, window: 1d, per: ["a\\u0000b"] }',
      ['3:64 "per": no request can have a key of this name: it holds control characters or is no well-formed Unicode'],
    ],
    ['a key twice', 'cap: { limit: 1, window: 1d, per: [a, a] }', ['3:63 "per": names a key twice']],
    [
      'failed neither way',
      'cap: { limit: 1, window: 1d, failed: no }',
      ['3:66 "failed": unknown word "no"; there are: released, counts'],
    ],
    [
      'unknown channel',
      'when: { channels: [fax] }, consent: { level: express }',
      ['3:48 "channels": unknown channel "fax"; there are: email, sms, push, voice, whatsapp, in_app, post'],
    ],
    [
      'unknown class',
      'when: { classes: [promo] }, consent: { level: express }',
      ['3:47 "classes": unknown class "promo"; there are: marketing, service, transactional, critical'],
    ],
    [
      'purpose that covers nothing',
      'when: { purposes: [marketing, market] }, consent: { level: express }',
      [
        '3:59 "purposes": purpose "market" covers nothing in purposes.yaml; registered: marketing.promotions, service.security',
      ],
    ],
    [
      'purpose that is nearly one, or nearly a part of the register',
      'when: { purposes: [marketing.promotion, marketin] }, consent: { level: express }',
      [
        '3:48 "purposes": purpose "marketing.promotion" covers nothing in purposes.yaml; registered: marketing.promotions, service.security; did you mean marketing.promotions?',
        '3:69 "purposes": purpose "marketin" covers nothing in purposes.yaml; registered: marketing.promotions, service.security; did you mean marketing?',
      ],
    ],
    [
      'purpose that is no path',
      'when: { purposes: [marketing.] }, consent: { level: express }',
      ['3:48 "purposes": a purpose is a dotted path such as marketing or marketing.promotions'],
    ],
    [
      'purpose in counts that covers nothing',
      'cap: { limit: 1, window: 1d, counts: { purposes: [x] } }',
      [
        '3:79 "purposes": purpose "x" covers nothing in purposes.yaml; registered: marketing.promotions, service.security',
      ],
    ],
    [
      'region in words',
      'when: { regions: [Germany] }, consent: { level: express }',
      ['3:47 "regions": an ISO 3166 code such as US, US-FL or DE, not "Germany"'],
    ],
    [
      'region in small letters',
      'when: { regions: [us-fl] }, consent: { level: express }',
      ['3:47 "regions": an ISO 3166 code such as US, US-FL or DE, not "us-fl": write US-FL'],
    ],
    [
      'empty list',
      'when: { channels: [] }, consent: { level: express }',
      ['3:47 "channels": names none: list channels, or leave the field out'],
    ],
    [
      'empty unless',
      'unless: {}, consent: { level: express }',
      ['3:37 "unless": an empty unless would switch the rule off: name what it excepts, or leave it out'],
    ],
    [
      'unknown mode',
      'mode: log, consent: { level: express }',
      ['3:35 "mode": unknown mode "log"; there are: enforce, shadow'],
    ],
    [
      'withdrawn as a demand',
      'consent: { level: withdrawn }',
      ['3:47 "level": unknown level "withdrawn"; there are: express, implied'],
    ],
    [
      'unknown outcome',
      'cooldown: { after: [talk], for: 7d }',
      [
        '3:49 "after": unknown outcome "talk"; there are: sent, delivered, failed, cancelled, answered, conversation, no_answer, opened, clicked, replied, complained, refused',
      ],
    ],
    [
      'endless cooldown',
      'cooldown: { after: [sent], for: forever }',
      ['3:61 "for": a whole number and s, m, h or d, such as 90s, 15m, 24h or 7d, not "forever": the longest is 400d'],
    ],
    [
      'unless of targeting',
      'targeting: { forbid: [health], unless: consent }',
      ['3:68 "unless": unknown exception "consent"; there are: express-consent'],
    ],
    [
      'data that no request can name',
      `targeting: { forbid: [${'h'.repeat(65)}, "a\\u0000b"] }`,
      [
        '3:51 "forbid": no request can name data like this: at most 64 characters',
        '3:118 "forbid": no request can name data like this: it holds control characters or is no well-formed Unicode',
      ],
    ],
    ['forbid as text', 'targeting: { forbid: health }', ['3:50 "forbid": a list of kinds of data such as [health]']],
    [
      'no kind',
      'mode: shadow',
      ['3:5 "rules": a rule has exactly one of cap, hours, cooldown, consent, targeting; this one has none'],
    ],
    [
      'two kinds',
      'consent: { level: express }, targeting: { forbid: [health] }',
      [
        '3:69 "targeting": a rule has exactly one of cap, hours, cooldown, consent, targeting; this one has consent and targeting: make 2 rules of it',
      ],
    ],
    [
      'unknown field',
      'limit: 3, consent: { level: express }',
      [
        '3:29 unknown field "limit"; known here: id, when, unless, mode, force, because, cap, hours, cooldown, consent, targeting',
      ],
    ],
    [
      'unknown field deeper down',
      'consent: { level: express, for: 3d }',
      ['3:56 unknown field "for"; known here: level'],
    ],
  ];
  test.each(cases)('%s', (_what, fields, problems) => {
    expect(ofRule(fields)).toEqual(problems);
  });
});

describe('a wrong head of a policy is told in the same way', () => {
  const cases: [line: string, problems: string[]][] = [
    ['force: must', ['p.yaml:2:8 "force": unknown force "must"; there are: law, presumption, guidance, own-policy']],
    ['effective: { from: 2026-02-30 }', ['p.yaml:2:20 "from": a day such as 2026-01-31; there is no 2026-02-30']],
    ['effective: { from: tomorrow }', ['p.yaml:2:20 "from": a day such as 2026-01-31']],
    [
      'effective: { from: 2026-01-01, until: 2026-01-01 }',
      ['p.yaml:2:39 "until": must be later than from (2026-01-01): until is the first day without the policy'],
    ],
    [
      'effective: { zone: "+01:00" }',
      [
        'p.yaml:2:20 "zone": an IANA time zone such as Europe/Berlin, not "+01:00": an offset such as +01:00 knows no summer time',
      ],
    ],
    ['assume: [Europe/Bonn]', ['p.yaml:2:10 "assume": an IANA time zone such as Europe/Berlin, not "Europe/Bonn"']],
    [
      'source: https://example.org',
      ['p.yaml:2:9 "source": a list of addresses of the law or decision behind the policy'],
    ],
    ['describes: 7', ['p.yaml:2:12 "describes": what the policy is for; write 7 in quotes']],
    [
      'rule: []',
      [
        'p.yaml:2:1 unknown field "rule"; known here: policy, describes, source, force, effective, assume, when, rules; did you mean rules?',
      ],
    ],
  ];
  test.each(cases)('%s', (line, problems) => {
    expect(ofHead(line)).toEqual(problems);
  });
});

describe('names', () => {
  test('a policy name that is taken says by which file and where', () => {
    const second = { file: 'q.yaml', text: '# again\npolicy: p\nrules: []\n' };
    expect(problemsOf('policy: p\nrules: []\n', second)).toEqual([
      'q.yaml:2:9 "policy": the name "p" is taken by p.yaml:1:9: give each policy its own',
    ]);
  });

  test('a rule id that is taken says where', () => {
    const rule = '  - { id: a, because: Why., consent: { level: express } }\n';
    expect(problemsOf(`policy: p\nrules:\n${rule}${rule}`)).toEqual([
      'p.yaml:4:11 "id": the rule "a" is there already, at p.yaml:3:11: give each rule of a policy its own id',
    ]);
  });

  test('a name with a blank in it is refused', () => {
    expect(problemsOf('policy: my policy\nrules: []\n')).toEqual([
      'p.yaml:1:9 "policy": the name of the policy, unique in the folder: letters, digits, ".", "_" and "-", at most 100',
    ]);
  });

  test('a rule without because is told to say why', () => {
    expect(problemsOf('policy: p\nrules:\n  - id: a\n    consent: { level: express }\n')).toEqual([
      'p.yaml:3:5 "because" is missing: say in one sentence why a contact is held back: it is shown to senders and to the customer',
    ]);
  });
});

describe('a because in several languages', () => {
  const rule = (because: string) =>
    `policy: p\nrules:\n  - { id: a, because: ${because}, consent: { level: express } }\n`;

  test('is fine by languages of two letters, and refused otherwise', () => {
    expect(problemsOf(rule('{ de: Warum., en: Why. }'))).toEqual([]);
    expect(problemsOf(rule('{}'))).toEqual([
      'p.yaml:3:23 "because": say in one sentence why a contact is held back: it is shown to senders and to the customer',
    ]);
    expect(problemsOf(rule('{ german: Warum. }'))).toEqual(['p.yaml:3:25 a language of two letters, such as en']);
    expect(problemsOf(rule('{ de: "" }'))).toEqual([
      'p.yaml:3:29 "de": say in one sentence why a contact is held back: it is shown to senders and to the customer, in this language',
    ]);
    expect(problemsOf(rule('[Why.]'))).toEqual([
      'p.yaml:3:23 "because": say in one sentence why a contact is held back: it is shown to senders and to the customer; a text, or one by language such as { en: …, de: … }',
    ]);
    expect(problemsOf(rule('7'))).toEqual([
      'p.yaml:3:23 "because": say in one sentence why a contact is held back: it is shown to senders and to the customer; write 7 in quotes',
    ]);
  });
});

describe('a folder', () => {
  test('every problem of every file is reported at once, in the order of file and place', () => {
    const lines = problemsOf(
      'policy: p\nforce: must\nwhen: { purposes: [nope] }\nrules:\n  - id: a\n  - id: a\n    because: Why.\n    cap: { limit: 9999, window: x }\n',
      { file: 'b.yaml', text: 'policy: p\nrules: [' },
      { file: 'q.yaml', text: 'policy: p\nrules: []\n' },
    );
    expect(lines.map((line) => line.split(' ')[0])).toEqual([
      'b.yaml:2:9',
      'p.yaml:2:8',
      'p.yaml:3:20',
      'p.yaml:5:5',
      'p.yaml:5:5',
      'p.yaml:6:9',
      'p.yaml:8:19',
      'p.yaml:8:33',
      'q.yaml:1:9',
    ]);
  });

  test.each([
    ['a name that no field can have', '__proto__: { a: 1 }', '5:1 __proto__ is not a name that a field can have'],
    ['an alias', 'when: *x', '5:7 aliases are not read: write the value out'],
    ['a key twice', 'policy: q', '5:1 this key is already in the map: write each key once'],
    ['an unknown tag', 'describes: !secret x', '5:12 not YAML: Unresolved tag: !secret'],
  ])('%s hides no other problem of its file, nor of others', (_what, line, problem) => {
    const lines = problemsOf(`policy: p\nforce: must\nwhen: &x { purposes: [nope] }\nrules: [{ id: a }]\n${line}\n`, {
      file: 'q.yaml',
      text: 'policy: p\nrules: []\nforse: law\n',
    });
    expect(lines).toContain(`p.yaml:${problem}`);
    expect(lines.map((one) => one.split(' ')[0])).toEqual(
      expect.arrayContaining(['p.yaml:2:8', 'p.yaml:4:9', 'q.yaml:3:1']),
    );
  });

  test('a field without a value is told beside a key that is twice', () => {
    expect(problemsOf('rules: []\npolicy: p\nforce:\nrules: []\n').map((line) => line.split(' ')[0])).toEqual([
      'p.yaml:3:7',
      'p.yaml:4:1',
    ]);
  });

  test('after a second document the first is still looked at', () => {
    expect(problemsOf('policy: p\nforce: must\nrules: []\n---\npolicy: q\n').map((line) => line.split(' ')[0])).toEqual(
      ['p.yaml:2:8', 'p.yaml:4:1'],
    );
  });

  test('without a register it says which file is missing, and not that every purpose is unknown', () => {
    expect(linesOf([{ file: 'p.yaml', text: 'policy: p\nwhen: { purposes: [marketing] }\nrules: []\n' }])).toEqual([
      'purposes.yaml:1:1 this file is missing: it registers the purposes that requests may name',
    ]);
  });

  test('without a policy it is refused: nothing would be held back', () => {
    expect(linesOf([register])).toEqual([
      '.:1:1 there is no policy in this folder: without one nothing would be held back',
    ]);
  });

  test('two registers are one too many', () => {
    const second = { ...register, file: 'sub/purposes.yml' };
    expect(problemsOf('policy: p\nrules: []\n', second)).toEqual([
      'sub/purposes.yml:1:1 a folder has one purposes.yaml, and purposes.yaml is there already',
    ]);
  });

  test('a wrong register is told field by field', () => {
    const text = 'purposes:\n  "a b": { class: marketing }\n  c: { class: promo, retain: forever }\n  d: {}\n';
    expect(
      linesOf([
        { file: 'purposes.yaml', text },
        { file: 'p.yaml', text: 'policy: p\nrules: []\n' },
      ]),
    ).toEqual([
      'purposes.yaml:2:3 a purpose is a dotted path such as marketing or marketing.promotions',
      'purposes.yaml:3:15 "class": unknown class "promo"; there are: marketing, service, transactional, critical',
      'purposes.yaml:3:30 "retain": a whole number and s, m, h or d, such as 90s, 15m, 24h or 7d, not "forever": the longest is 36500d',
      'purposes.yaml:4:6 "class" is missing: one of marketing, service, transactional, critical',
    ]);
  });
});
