/** Decisions as they are answered (contract 2) and read from the log (contract 4). */
import { z } from 'zod';
import type { DecisionQuery } from '../../decision-query.ts';
import { channels, forces, outcomes, purposeClasses, reasonCodes } from '../../vocabulary.ts';
import * as fields from './fields.ts';

export const instantText = z.string().meta({ format: 'date-time' });
const retryAt = instantText
  .nullable()
  .describe('The earliest instant at which it would be allowed; null where no time helps');

export const suppressedClasses = z
  .array(z.enum(purposeClasses))
  .describe('It covers every purpose that the register has in these classes on the day of the question');
export const givenBack = z
  .array(z.string())
  .describe('What a consent with `lifts` has taken out of it: purposes and what begins so');

const reason = z
  .looseObject({
    code: z.enum(reasonCodes),
    policy: z.string().optional(),
    rule: z.string().optional(),
    force: z.enum(forces).optional(),
    message: z.string(),
    limit: z.number().int().optional(),
    used: z.number().int().optional(),
    window: z.string().optional(),
    suppressionId: z.string().optional(),
    channel: z.string().optional(),
    purpose: z
      .string()
      .optional()
      .describe('Of a suppression: what it covers; with `classes` only those of it that are of such a class'),
    classes: suppressedClasses.optional(),
    except: givenBack.optional(),
    since: instantText.optional(),
    retryAt,
  })
  .meta({ id: 'Reason' });

const cap = z
  .strictObject({
    policy: z.string(),
    rule: z.string(),
    limit: z.number().int(),
    used: z.number().int(),
    remaining: z.number().int().min(0),
  })
  .meta({ id: 'Cap' });

/** What every decision says. */
const common = {
  decisionId: z.string(),
  reasons: z.array(reason),
  retryAt,
  shadow: z.array(reason).describe('What rules in shadow mode would have denied'),
  caps: z.array(cap),
  replayed: z.boolean().describe('An operationId met its earlier contact'),
  degraded: z.boolean().describe('The store was out of reach'),
  policyRevision: z.string(),
  decidedAt: instantText,
};

const allowedDecision = z
  .looseObject({
    ...common,
    allowed: z.literal(true),
    contactId: z
      .string()
      .describe(
        'Null where nothing was counted: with `mode: check`, and where `degraded` is true. Typed as a string for what is asked in order to send',
      ),
    links: z.strictObject({ preferences: z.string(), unsubscribe: z.string() }).optional(),
    headers: z.record(z.string(), z.string()).optional().describe('Ready to be put on the message'),
  })
  .meta({ id: 'AllowedDecision' });

const deniedDecision = z
  .looseObject({ ...common, allowed: z.literal(false), contactId: z.string().nullable().describe('Always null') })
  .meta({ id: 'DeniedDecision' });

/** `allowed` tells the two apart, to people, compilers and validators. */
export const decision = z.discriminatedUnion('allowed', [allowedDecision, deniedDecision]).meta({ id: 'Decision' });

/** Not among the answers of an operation, where it would hide what the usual answer holds: who prefers it knows it. */
export const minimalDecision = z
  .strictObject({
    decisionId: z.string(),
    allowed: z.boolean(),
    contactId: z.string().nullable(),
    retryAt,
    reasons: z.array(
      z.strictObject({
        code: z.enum(reasonCodes),
        policy: z.string().optional(),
        rule: z.string().optional(),
        retryAt,
      }),
    ),
    replayed: z.boolean(),
    degraded: z.boolean(),
  })
  .meta({ id: 'MinimalDecision' });

export const loggedRequest = z
  .looseObject({
    customerId: z.string().optional().describe('Absent in the entry of an outcome'),
    channel: z.enum(channels),
    purpose: z.string(),
    addressHash: z.string().optional(),
    keys: z.record(z.string(), z.string()).optional(),
    timeZone: z.string().optional(),
    region: z.string().optional(),
    targeting: z.array(z.string()).optional(),
    mode: z.enum(['reserve', 'check']).optional(),
    confirmBy: instantText.optional(),
    operationId: z.string().optional(),
  })
  .meta({ id: 'LoggedRequest' });

const basis = z
  .looseObject({
    region: z.string().nullable().describe('As resolved; null where unknown'),
    zones: z.union([z.array(z.string()), z.literal('all')]).describe('As resolved; `all`: every zone there is'),
    consentId: z.string().optional(),
    contactId: z.string().optional().describe('What was to be confirmed'),
  })
  .meta({ id: 'Basis' });

export const decisionEntry = z
  .looseObject({
    ...common,
    allowed: z.boolean(),
    contactId: z.string().nullable(),
    caller: z.string(),
    request: loggedRequest
      .nullable()
      .describe('As sent; the address only as addressHash. Null where the person was erased'),
    channel: z.enum(channels).optional().describe('Where the request is gone'),
    purpose: z.string().optional().describe('Where the request is gone'),
    basis: basis.describe('What it rested on'),
    outcome: z.enum(outcomes).optional().describe('In the entry of an outcome'),
    outcomeAt: instantText.optional(),
  })
  .meta({ id: 'DecisionEntry' });

export const unreadableCount = z
  .int()
  .optional()
  .describe('How many more belong here whose stored text is damaged, where there are any');

export const decisionPage = z
  .strictObject({
    decisions: z.array(decisionEntry),
    nextCursor: z.string().nullable(),
    unreadable: unreadableCount,
  })
  .meta({ id: 'DecisionPage' });

const maxPage = 1000;

/** As the values are; they arrive as texts (`fromTexts`). */
export const decisionQuery = z
  .strictObject({
    allowed: z.boolean().optional(),
    customerId: fields.customerId.optional(),
    channel: fields.channel.optional(),
    purpose: fields.purposePattern.optional(),
    code: z.enum(reasonCodes).optional(),
    policy: z.string().min(1).max(128).optional(),
    rule: z.string().min(1).max(128).optional(),
    caller: z.string().min(1).max(128).optional(),
    from: fields.instantBound.optional().describe('Inclusive'),
    to: fields.instantBound.optional().describe('Exclusive'),
    limit: z.int().min(1).max(maxPage).default(100),
    cursor: fields.cursor,
  })
  .refine(({ from, to }) => !(Number(from) > Number(to)), {
    path: ['to'],
    error: 'must not be before from',
    when: fields.whenAnObject,
  });

export const customerQuery = z.strictObject({ customerId: fields.customerId });
export const noQuery = z.strictObject({});

export function toDecisionQuery({ from, to, ...given }: z.output<typeof decisionQuery>): DecisionQuery {
  return { ...given, fromMs: from, toMs: to };
}
