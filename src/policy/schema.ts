/** The shape of a policy file (contract 6). What needs other files or the register is checked in `cross-check.ts`. */
import { z } from 'zod';
import { forces, outcomes } from '../vocabulary.ts';
import { dayPattern, isDay } from './days.ts';
import { duration, maxDays } from './durations.ts';
import { hours } from './hours.ts';
import {
  clock,
  dataName,
  filter,
  keyName,
  listOf,
  name,
  oneOf,
  text,
  textByLanguage,
  unlessFilter,
  wholeNumber,
  zone,
} from './terms.ts';
import { closedMap } from './zod-problems.ts';

const ruleKinds = ['cap', 'hours', 'cooldown', 'consent', 'targeting'] as const;

const whoseDays = 'Whose local days: recipient (default), or an IANA time zone';

/** @param more what the field says for longer than there are days. */
const localDays = (more: string) =>
  closedMap('local days', {
    days: wholeNumber(1, maxDays, more).describe('Whole local days, today included'),
    clock: clock.describe(whoseDays).optional(),
  });

const calendar = closedMap('a calendar window', {
  calendar: oneOf(['day', 'week', 'month'], 'calendar period').describe(
    'The calendar day, week (from Monday) or month that is under way',
  ),
  clock: clock.describe(whoseDays).optional(),
});

const windowForms =
  'a duration such as 24h, { days: 7, clock: recipient }, { calendar: week, clock: recipient } or forever';

const window = z
  .union([z.literal('forever'), duration(maxDays, { orForever: true }), localDays(', or window: forever'), calendar], {
    error: windowForms,
  })
  .describe(`How long a contact counts: ${windowForms}`);

const per = z
  .array(keyName, { error: 'a list of key names such as [campaign]' })
  .min(1, { error: 'names none: list key names, or leave the field out' })
  .max(4, { error: 'at most 4 keys' })
  .refine((keys) => new Set(keys).size === keys.length, { error: 'names a key twice' })
  .describe('Counted apart for each combination of these keys of the request');

const counts = filter.describe('Counts the contacts that match this instead of those that the rule itself applies to');

const cap = closedMap('a cap', {
  limit: wholeNumber(0, 1000).describe('How many contacts may count in the window; 0 denies all'),
  window,
  per: per.optional(),
  counts: counts.optional(),
  failed: oneOf(['released', 'counts'], 'word')
    .describe('Whether a contact that failed gives its slot back (released, the default) or counts all the same')
    .optional(),
});

const cooldown = closedMap('a cooldown', {
  after: listOf(oneOf(outcomes, 'outcome'), 'outcomes such as [conversation]').describe(
    'Outcomes of a contact that start it; it runs from the latest',
  ),
  for: z
    .union([duration(maxDays, { orForever: false }), localDays('')], {
      error: 'a duration such as 7d, or { days: 7, clock: recipient }',
    })
    .describe('How long: a duration such as 7d, or local days, of which the day of the outcome is the first'),
  per: per.optional(),
  counts: counts.optional(),
});

const consent = closedMap('consent', {
  level: oneOf(['express', 'implied'], 'level').describe('The consent that is needed; express satisfies both'),
});

const targeting = closedMap('targeting', {
  forbid: listOf(dataName, 'kinds of data such as [health]').describe(
    'Data that may not be used to select a customer, as requests name it in targeting',
  ),
  unless: oneOf(['express-consent'], 'exception')
    .describe('express-consent: allowed to whoever expressly agreed')
    .optional(),
});

const rule = closedMap('a rule', {
  id: name('the name of the rule, unique in the policy').describe(
    'Name of the rule, unique in the policy; answers and the log show it',
  ),
  when: filter.describe("Narrows the policy's when: both must match").optional(),
  unless: unlessFilter.describe('Which requests the rule leaves out: all given fields must match').optional(),
  mode: oneOf(['enforce', 'shadow'], 'mode')
    .describe('enforce (default), or shadow: evaluated and reported, never denies')
    .optional(),
  force: oneOf(forces, 'force')
    .describe("Where this rule stands on other ground than the policy's force says")
    .optional(),
  because: textByLanguage(
    'say in one sentence why a contact is held back: it is shown to senders and to the customer',
  ).describe(
    'Why a contact is held back, in one sentence, shown to senders and to the customer: a text, or one by language',
  ),
  cap: cap.describe('At most so many contacts in a window').optional(),
  hours: hours.describe('Only at these local times').optional(),
  cooldown: cooldown.describe('A rest after an outcome').optional(),
  consent: consent.describe('Only with the consent of the customer').optional(),
  targeting: targeting.describe('Not to customers selected by such data').optional(),
})
  .superRefine(
    (given, context) => {
      const kinds = ruleKinds.filter((kind) => kind in given);
      if (kinds.length === 1) return;
      const fault =
        kinds.length === 0
          ? 'this one has none'
          : `this one has ${kinds.join(' and ')}: make ${kinds.length} rules of it`;
      context.addIssue({
        code: 'custom',
        path: kinds.slice(1, 2),
        message: `a rule has exactly one of ${ruleKinds.join(', ')}; ${fault}`,
      });
    },
    { when: ({ value }) => typeof value === 'object' && value !== null },
  )
  .meta({ oneOf: ruleKinds.map((kind) => ({ required: [kind] })) });

const dayForm = 'a day such as 2026-01-31';

const day = text(dayForm, dayPattern).refine((text) => !dayPattern.test(text) || isDay(text), {
  error: ({ input }) => `${dayForm}; there is no ${input}`,
});

const effective = closedMap('effective', {
  from: day.describe('First day on which the policy holds').optional(),
  until: day.describe('First day on which it holds no more').optional(),
  zone: zone.describe('Whose days from and until are; default UTC').optional(),
}).superRefine(({ from, until }, context) => {
  if (from === undefined || until === undefined || from < until) return;
  context.addIssue({
    code: 'custom',
    path: ['until'],
    message: `must be later than from (${from}): until is the first day without the policy`,
  });
});

export const policyFile = closedMap('a policy', {
  policy: name('the name of the policy, unique in the folder').describe(
    'Name of the policy, unique in the folder; answers and the log show it',
  ),
  describes: text('what the policy is for').optional(),
  source: z
    .array(text('the address of the law or decision'), {
      error: 'a list of addresses of the law or decision behind the policy',
    })
    .describe('Addresses of the law or decision behind the policy')
    .optional(),
  force: oneOf(forces, 'force')
    .describe('What stands behind the policy; default own-policy, the weakest claim')
    .optional(),
  effective: effective.describe('The days on which the policy holds; absent: always').optional(),
  assume: listOf(zone, 'zones')
    .describe('Zones to think of where neither zone nor region is known; default every zone')
    .optional(),
  when: filter.describe('Which requests the rules apply to: all given fields must match').optional(),
  rules: z.array(rule, { error: 'a list of rules' }).describe('Every rule that applies must allow'),
});

export type PolicyFile = z.infer<typeof policyFile>;
export type RuleEntry = PolicyFile['rules'][number];
export type FilterEntry = z.infer<typeof filter>;
