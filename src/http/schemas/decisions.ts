/** Decisions as they are answered (contract 2) and read from the log (contract 4). */
import { z } from 'zod';
import type { DecisionQuery } from '../../guard-types.ts';
import { forces, reasonCodes } from '../../vocabulary.ts';
import * as fields from './fields.ts';

const instantText = z.string().meta({ format: 'date-time' });
const retryAt = instantText
  .nullable()
  .describe('The earliest instant at which it would be allowed; null where no time helps');

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
    purpose: z.string().optional(),
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

export const decision = z
  .looseObject({
    decisionId: z.string(),
    allowed: z.boolean(),
    contactId: z.string().nullable(),
    reasons: z.array(reason),
    retryAt,
    shadow: z.array(reason),
    caps: z.array(cap),
    replayed: z.boolean(),
    degraded: z.boolean(),
    policyRevision: z.string(),
    decidedAt: instantText,
    links: z.strictObject({ preferences: z.string(), unsubscribe: z.string() }).optional(),
    headers: z.record(z.string(), z.string()).optional(),
  })
  .meta({ id: 'Decision' });

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

export const decisionEntry = z
  .looseObject({
    decisionId: z.string(),
    allowed: z.boolean(),
    caller: z.string(),
    request: z.looseObject({}).describe('As sent; the address only as addressHash'),
    basis: z.looseObject({}).describe('What it rested on: region and zones as resolved, the consent'),
  })
  .meta({ id: 'DecisionEntry' });

export const decisionPage = z
  .strictObject({ decisions: z.array(decisionEntry), nextCursor: z.string().nullable() })
  .meta({ id: 'DecisionPage' });

const maxPage = 1000;

/** Values arrive as text. */
export const decisionQuery = z.strictObject({
  allowed: z
    .enum(['true', 'false'], { error: 'true or false' })
    .transform((text) => text === 'true')
    .optional(),
  customerId: fields.customerId.optional(),
  channel: fields.channel.optional(),
  purpose: fields.purposePattern.optional(),
  code: z.enum(reasonCodes).optional(),
  policy: z.string().min(1).max(128).optional(),
  rule: z.string().min(1).max(128).optional(),
  caller: z.string().min(1).max(128).optional(),
  from: fields.instant.optional().describe('Inclusive'),
  to: fields.instant.optional().describe('Exclusive'),
  limit: z
    .string()
    .regex(/^\d{1,4}$/, { error: `must be a whole number from 1 to ${maxPage}` })
    .transform(Number)
    .refine((limit) => limit >= 1 && limit <= maxPage, { error: `must be a whole number from 1 to ${maxPage}` })
    .default(100)
    .describe(`1-${maxPage}, default 100`),
  cursor: z.string().min(1).max(4096).optional(),
});

export const customerQuery = z.strictObject({ customerId: fields.customerId });
export const noQuery = z.strictObject({});

export function toDecisionQuery({ from, to, ...given }: z.output<typeof decisionQuery>): DecisionQuery {
  return { ...given, fromMs: from, toMs: to };
}
