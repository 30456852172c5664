/** The shape of a `*.test.yaml` (contract 6). Instants become Unix milliseconds, with any offset read. */
import { z } from 'zod';
import {
  channels,
  consentLevels,
  customerIdPattern,
  forces,
  outcomes,
  purposeClasses,
  purposeCovers,
  reasonCodes,
} from '../vocabulary.ts';
import { isDay } from './days.ts';
import { coverFault } from './purposes.ts';
import { scopedSignals, untilFault } from './refusals.ts';
import { channel, dataName, keyName, listOf, name, oneOf, purposePath, region, text, zone } from './terms.ts';
import { closedMap, mustBe, shown } from './zod-problems.ts';

const instantPattern =
  /^([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]+)?)?([Zz]|[+-]([01][0-9]|2[0-3]):?[0-5][0-9])$/;
const instantForm = 'an instant such as 2026-11-22T10:00:00Z';
const instantError = mustBe(instantForm);

const instant = z
  .string({ error: instantError })
  .refine((text) => isDay(instantPattern.exec(text)?.[1] ?? ''), { error: instantError, abort: true })
  .transform((text) => Temporal.Instant.from(text).epochMilliseconds)
  .refine((ms) => ms >= 0, { error: 'an instant from 1970 on' })
  .describe('An instant with its offset, such as 2026-11-22T10:00:00Z');

/** The rules that a set holds, and what zones do, are not known further ahead; nor does a store hold later instants. */
const latestNowMs = Date.UTC(2100, 0);

/** In an expectation: as answers write it, or null where no time helps. */
const answeredInstant = z.union([z.null(), instant.transform((ms) => new Date(ms).toISOString())], {
  error: `${instantForm}, or null`,
});

const channelOrAll = oneOf([...channels, '*'], 'channel').describe('A channel, or "*" for every one');
const flag = z.boolean({ error: 'true or false' });
const keys = z
  .record(keyName, text('the value of a key', /^/), {
    error: 'a map from keys to values such as { campaign: bf26 }',
  })
  .describe('Scope keys, such as { campaign: bf26 }');
const targeting = z
  .array(dataName, { error: 'a list of kinds of data such as [health]' })
  .describe('Data used to select the customer, such as [health]');
const evidence = z.record(z.string(), z.unknown(), { error: 'a map' }).describe('What proves it; not judged');
const caller = text('the name of a caller').optional();
const customerId = text('the id of a customer, without white space at its ends', customerIdPattern);
const sinceAlways = instant.describe('When it was told; absent: it was always there').optional();
const source = text('a source').describe('Where it came from; not judged').optional();

const reason = closedMap('a reason', {
  code: oneOf(reasonCodes, 'code').optional(),
  policy: text('the name of a policy').optional(),
  rule: text('the id of a rule').optional(),
  force: oneOf(forces, 'force').optional(),
  message: text('a message').describe('The whole message').optional(),
  limit: z.number({ error: 'a number' }).describe('The limit of the cap').optional(),
  used: z.number({ error: 'a number' }).describe('How many contacts count').optional(),
  window: text('a window such as 24h').optional(),
  retryAt: answeredInstant.describe('When this reason alone would no longer deny; null: no time helps').optional(),
  suppressionId: text('the id of a suppression').optional(),
  channel: channelOrAll.describe('The channel of the suppression').optional(),
  purpose: text('a purpose').describe('The purpose of the suppression; "*" where it is of classes').optional(),
  classes: listOf(oneOf(purposeClasses, 'class'), 'classes').describe('The classes that it suppresses').optional(),
  since: answeredInstant.describe('When the suppression began').optional(),
});

const reasons = z.array(reason, { error: 'a list of reasons, [] for none' });

const expectation = closedMap('expect', {
  allowed: flag.describe('The verdict').optional(),
  reasons: reasons.describe('Every reason, in any order; of each what is named must hold').optional(),
  shadow: reasons.describe('What rules in shadow mode would have denied, like reasons').optional(),
  retryAt: answeredInstant
    .describe('The earliest instant at which the same request would be allowed; null: no time helps')
    .optional(),
}).refine((fields) => Object.keys(fields).length > 0, {
  error: 'names nothing that must hold',
  when: ({ issues }) => issues.length === 0,
});

/** What tests may name of the set that they are run against: anything else could only be a slip. */
export interface Known {
  readonly purposes: readonly string[];
  readonly policies: readonly string[];
}

export function testFile(known: Known) {
  const register = known.purposes;
  const registered = purposePath
    .refine((name) => register.includes(name), {
      error: ({ input }) => `purpose ${shown(input)} is not in purposes.yaml; registered: ${register.join(', ')}`,
    })
    .describe('A purpose of the register, word for word');
  const covering = z
    .union([
      z.literal('*'),
      purposePath.refine((pattern) => register.some((name) => purposeCovers(pattern, name)), {
        error: ({ input }) => coverFault(String(input), register) ?? '',
      }),
    ])
    .describe('A purpose, a part of the register such as marketing, or "*"');
  const subject = {
    customerId: customerId.describe('Whom it is about; absent: the customer of the request').optional(),
    address: text('an address').describe('The address it went to, or is about').optional(),
    keys: keys.optional(),
  };
  const where = {
    timeZone: zone.describe('IANA zone of the customer').optional(),
    region: region
      .describe('ISO 3166, such as US-FL; absent: the country of the phone number, else unknown')
      .optional(),
  };
  const contact = closedMap('a contact', {
    at: instant.describe('When it was made: it counts from then'),
    channel,
    purpose: registered,
    ...subject,
    ...where,
    direction: oneOf(['outbound', 'inbound'], 'direction')
      .describe('outbound (default); inbound never counts, its outcomes start cooldowns')
      .optional(),
    outcome: oneOf(outcomes, 'outcome').describe('What became of it').optional(),
    outcomeAt: instant.describe("When that happened; absent: at the contact's own instant").optional(),
    operationId: text('the id of an operation').optional(),
    caller: caller.describe('Who made it; absent: the caller of the request'),
  }).refine(({ outcome, outcomeAt }) => outcomeAt === undefined || outcome !== undefined, {
    path: ['outcomeAt'],
    error: 'goes only with an outcome: say which',
    when: ({ issues }) => issues.length === 0,
  });
  const suppression = closedMap('a suppression', {
    channel: channelOrAll,
    purpose: covering,
    ...subject,
    region: region.describe('Where a national number in address is read').optional(),
    targeting: targeting.describe('Binds only requests that name one of these data').optional(),
    at: sinceAlways,
    expiresAt: instant.describe('When it ends').optional(),
    reason: text('a reason').describe('Not judged').optional(),
    source,
    evidence: evidence.optional(),
  });
  const refusal = closedMap('a refusal', {
    signal: oneOf(scopedSignals, 'signal').describe('What the customer did; refusals.yaml says what it suppresses'),
    channel: channelOrAll.describe('The channel on which the customer said no'),
    purpose: covering.optional(),
    ...subject,
    region: region.describe('Where a national number in address is read').optional(),
    targeting: targeting.describe('Binds only requests that name one of these data').optional(),
    at: sinceAlways,
    answers: registered
      .describe('The purpose of the message that it answers: its class may decide the scope')
      .optional(),
    until: instant.describe('When a pause ends; with no other signal').optional(),
    source,
    evidence: evidence.optional(),
  }).superRefine(
    ({ signal, until }, context) => {
      const fault = untilFault(signal, until !== undefined);
      if (fault !== undefined) context.addIssue({ code: 'custom', path: ['until'], message: fault });
    },
    { when: ({ issues }) => issues.length === 0 },
  );
  const consent = closedMap('a consent', {
    channel: channelOrAll,
    purpose: covering,
    level: oneOf(consentLevels, 'level').describe('express, implied, or withdrawn, which is a refusal too'),
    customerId: subject.customerId,
    keys: subject.keys,
    at: sinceAlways,
    expiresAt: instant.describe('When it ends').optional(),
    source,
    evidence: evidence.optional(),
  });
  const request = closedMap('a request', {
    channel,
    purpose: registered,
    ...subject,
    customerId: customerId.describe('Absent: somebody').optional(),
    ...where,
    targeting: targeting.optional(),
    mode: oneOf(['reserve', 'check'], 'mode').describe('reserve (default) or check').optional(),
    confirmBy: instant.describe('Asks for a hold until then').optional(),
    operationId: text('the id of an operation').optional(),
    caller: caller.describe('Who asks; absent: local'),
  });
  const given = closedMap('given', {
    contacts: z.array(contact, { error: 'a list of contacts' }).describe('Contacts that were made').optional(),
    suppressions: z.array(suppression, { error: 'a list of suppressions' }).describe('Set by an operator').optional(),
    refusals: z
      .array(refusal, { error: 'a list of refusals' })
      .describe('What the customer refused; goes through refusals.yaml')
      .optional(),
    consents: z.array(consent, { error: 'a list of consents' }).describe('What the customer agreed to').optional(),
  });
  const test = closedMap('a test', {
    name: text('say in plain words what the test shows').describe('What the test shows, in plain words'),
    now: instant
      .refine((ms) => ms < latestNowMs, { error: 'an instant before 2100' })
      .describe('The instant at which the request is asked'),
    given: given.describe('What happened before').optional(),
    request: request.describe('The question, as POST /can-contact takes it'),
    expect: expectation.describe('What must hold; what is not named is not judged'),
  });
  const policyName = name('the name of a policy').refine((name) => known.policies.includes(name), {
    error: ({ input }) => `there is no policy ${shown(input)} in this folder; there are: ${known.policies.join(', ')}`,
  });
  return closedMap('a test file', {
    policies: listOf(policyName, 'policies')
      .describe('The policies that are judged; absent: all of the folder. The register and refusals.yaml always hold')
      .optional(),
    tests: z
      .array(test, { error: 'a list of tests' })
      .min(1, { error: 'names no test' })
      .describe('Run one by one, each from nothing'),
  });
}

export type TestEntry = z.infer<ReturnType<typeof testFile>>['tests'][number];
