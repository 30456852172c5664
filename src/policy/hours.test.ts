import { describe, expect, test } from 'vitest';
import { compiledRule, problemsOf } from './fixtures.ts';

const compiled = (allow: string) => compiledRule('hours', `hours: { allow: ${allow} }`);
const problems = (allow: string): string[] =>
  problemsOf(`policy: p\nrules:\n  - id: r\n    because: Why.\n    hours:\n      allow: ${allow}\n`);

describe('bands', () => {
  test('a list holds on every day, holidays included', () => {
    const { bands, clock } = compiled('["08:00-20:00"]');
    expect(bands).toEqual({ weekdays: Array(7).fill([{ fromMinute: 480, toMinute: 1200 }]), holiday: undefined });
    expect(clock).toBe('recipient');
  });

  test('days that are not named are closed, and an empty list is closed too', () => {
    const { bands } = compiled('{ mon-fri: ["14:00-20:00", "10:00-13:00"], sun: [], holiday: [] }');
    const working = [
      { fromMinute: 600, toMinute: 780 },
      { fromMinute: 840, toMinute: 1200 },
    ];
    expect(bands.weekdays).toEqual([working, working, working, working, working, [], []]);
    expect(bands.holiday).toEqual([]);
  });

  test('a range of days may run over the end of the week', () => {
    const open = compiled('{ sat-mon: ["00:00-24:00"] }').bands.weekdays.map((bands) => bands.length);
    expect(open).toEqual([1, 0, 0, 0, 0, 1, 1]);
  });

  test('bands that touch are one', () => {
    expect(compiled('["12:00-24:00", "00:00-12:00"]').bands.weekdays[0]).toEqual([{ fromMinute: 0, toMinute: 1440 }]);
  });
});

describe('a wrong band or day is told', () => {
  const dayForm = 'a day is one of mon, tue, wed, thu, fri, sat, sun, a range such as mon-fri, or holiday';
  const bandForm = 'a band is written "08:00-20:00", from 00:00 to 24:00';
  const cases: [allow: string, problems: string[]][] = [
    [
      '["22:00-06:00"]',
      ['6:15 "allow": a band over midnight is written as two: "22:00-24:00" and, on the next day, "00:00-06:00"'],
    ],
    ['["18:00-00:00"]', ['6:15 "allow": "18:00-00:00": the end of the day is 24:00, so write "18:00-24:00"']],
    [
      '["08:00-08:00"]',
      ['6:15 "allow": "08:00-08:00" begins where it ends: for the whole day write "00:00-24:00", for none []'],
    ],
    ['["24:00-24:00"]', [`6:15 "allow": ${bandForm}, not "24:00-24:00"`]],
    ['["8:00-20:00"]', [`6:15 "allow": ${bandForm}, not "8:00-20:00"`]],
    ['[800]', [`6:15 "allow": ${bandForm}, not 800`]],
    ['08:00-20:00', ['6:14 "allow": a list of bands, or a map from days to lists of bands']],
    [
      '["08:00-12:00", "22:00-02:00", "11:59-13:00"]',
      [
        '6:30 "allow": a band over midnight is written as two: "22:00-24:00" and, on the next day, "00:00-02:00"',
        '6:45 "allow": "11:59-13:00" overlaps "08:00-12:00": join them into one band',
      ],
    ],
    ['{ funday: [] }', [`6:16 ${dayForm}, not "funday"`]],
    ['{ fri-: [] }', [`6:16 ${dayForm}, not "fri-"`]],
    [
      '{ mon-fri: ["08:00-12:00"], fri: [] }',
      ['6:47 "fri": fri is named twice, here and in mon-fri: name each day once'],
    ],
    ['{ sun: }', ['6:21 "sun": a list of bands such as ["08:00-20:00"], or [] for closed']],
  ];
  test.each(cases)('%s', (allow, expected) => {
    expect(problems(allow)).toEqual(expected.map((line) => `p.yaml:${line}`));
  });
});
