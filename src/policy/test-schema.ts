/** The shape of a `*.test.yaml` (contract 6). Instants become Unix milliseconds, with any offset read. */
import { z } from 'zod';
import {
  channels,
  consentLevels,
  customerIdPattern,
  forces,
  outcomes,
  purposeCovers,
  reasonCodes,
} from '../vocabulary.ts';
import { isDay } from './days.ts';
import { coverFault } from './purposes.ts';
import { channel, oneOf, purposePath, region, text, zone } from './terms.ts';
import { closedMap, mustBe, shown } from './zod-problems.ts';

const instantPattern =
  /^([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]+)?)?([Zz]|[+-]([01][0-9]|2[0-3]):?[0-5][0-9])$/;
const instantForm = 'an instant such as 2026-11-22T10:00:00Z';
const instantError = mustBe(instantForm);

const instant = z
  .string({ error: instantError })
  .refine((text) => isDay(instantPattern.exec(text)?.[1] ?? ''), { error: instantError, abort: true })
  .transform((text) => Temporal.Instant.from(text).epochMilliseconds);

/** In an expectation: as answers write it, or null where no time helps. */
const answeredInstant = z.union([z.null(), instant.transform((ms) => new Date(ms).toISOString())], {
  error: `${instantForm}, or null`,
});

const channelOrAll = oneOf([...channels, '*'], 'channel');
const flag = z.boolean({ error: 'true or false' });
const keys = z.record(z.string(), text('the value of a key'), {
  error: 'a map from keys to values such as { campaign: bf26 }',
});
const targeting = z.array(text('a kind of data such as health'), { error: 'a list of kinds of data such as [health]' });
const evidence = z.record(z.string(), z.unknown(), { error: 'a map' });

const reason = closedMap('a reason', {
  code: oneOf(reasonCodes, 'code').optional(),
  policy: text('the name of a policy').optional(),
  rule: text('the id of a rule').optional(),
  force: oneOf(forces, 'force').optional(),
  message: text('a message').optional(),
  limit: z.number({ error: 'a number' }).optional(),
  used: z.number({ error: 'a number' }).optional(),
  window: text('a window such as 24h').optional(),
  retryAt: answeredInstant.optional(),
  suppressionId: text('the id of a suppression').optional(),
  channel: channelOrAll.optional(),
  purpose: text('a purpose').optional(),
  since: answeredInstant.optional(),
});

const reasons = z.array(reason, { error: 'a list of reasons, [] for none' });

const expectation = closedMap('expect', {
  allowed: flag.optional(),
  reasons: reasons.optional(),
  shadow: reasons.optional(),
  retryAt: answeredInstant.optional(),
}).refine((fields) => Object.keys(fields).length > 0, {
  error: 'names nothing that must hold',
  when: ({ issues }) => issues.length === 0,
});

/** @param register names of the register: a purpose outside it could only be a slip. */
export function testFile(register: readonly string[]) {
  const registered = purposePath.refine((name) => register.includes(name), {
    error: ({ input }) => `purpose ${shown(input)} is not in purposes.yaml; registered: ${register.join(', ')}`,
  });
  const covering = z.union([
    z.literal('*'),
    purposePath.refine((pattern) => register.some((name) => purposeCovers(pattern, name)), {
      error: ({ input }) => coverFault(String(input), register) ?? '',
    }),
  ]);
  const place = {
    customerId: text('the id of a customer, without white space at its ends', customerIdPattern).optional(),
    address: text('an address').optional(),
    keys: keys.optional(),
  };
  const contact = closedMap('a contact', {
    at: instant,
    channel,
    purpose: registered,
    ...place,
    timeZone: zone.optional(),
    region: region.optional(),
    direction: oneOf(['outbound', 'inbound'], 'direction').optional(),
    outcome: oneOf(outcomes, 'outcome').optional(),
    outcomeAt: instant.optional(),
    operationId: text('the id of an operation').optional(),
    caller: text('the name of a caller').optional(),
  });
  const suppression = closedMap('a suppression', {
    channel: channelOrAll,
    purpose: covering,
    ...place,
    region: region.optional(),
    targeting: targeting.optional(),
    at: instant.optional(),
    expiresAt: instant.optional(),
    reason: text('a reason').optional(),
    source: text('a source').optional(),
    evidence: evidence.optional(),
  });
  const consent = closedMap('a consent', {
    channel: channelOrAll,
    purpose: covering,
    level: oneOf(consentLevels, 'level'),
    customerId: place.customerId,
    keys: place.keys,
    at: instant.optional(),
    expiresAt: instant.optional(),
    source: text('a source').optional(),
    evidence: evidence.optional(),
  });
  const request = closedMap('a request', {
    channel,
    purpose: registered,
    ...place,
    timeZone: zone.optional(),
    region: region.optional(),
    targeting: targeting.optional(),
    mode: oneOf(['reserve', 'check'], 'mode').optional(),
    confirmBy: instant.optional(),
    operationId: text('the id of an operation').optional(),
    caller: text('the name of a caller').optional(),
  });
  const test = closedMap('a test', {
    name: text('say in plain words what the test shows'),
    now: instant,
    given: closedMap('given', {
      contacts: z.array(contact, { error: 'a list of contacts' }).optional(),
      suppressions: z.array(suppression, { error: 'a list of suppressions' }).optional(),
      consents: z.array(consent, { error: 'a list of consents' }).optional(),
    }).optional(),
    request,
    expect: expectation,
  });
  return closedMap('a test file', {
    tests: z.array(test, { error: 'a list of tests' }).min(1, { error: 'names no test' }),
  });
}

export type TestEntry = z.infer<ReturnType<typeof testFile>>['tests'][number];
