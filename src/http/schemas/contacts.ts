/** Outcomes and contacts made elsewhere (contract 2). */
import { z } from 'zod';
import type { FieldProblem } from '../../errors.ts';
import type { ElsewhereInput, Guard, OutcomeInput } from '../../guard-contract.ts';
import { outcomes } from '../../vocabulary.ts';
import { check } from '../check.ts';
import { instantText } from './decisions.ts';
import { consentEvent } from './events.ts';
import * as fields from './fields.ts';

const outcome = z.enum(outcomes);
const at = fields.instant.optional().describe('When it happened; default now');

export const outcomeRequest = z.strictObject({ outcome, at }).meta({ id: 'OutcomeRequest' });
export const outcomeLine = z.strictObject({ contactId: fields.contactId, outcome, at }).meta({ id: 'OutcomeLine' });

export const contactRequest = z
  .strictObject({
    customerId: fields.customerId,
    channel: fields.channel,
    purpose: fields.purpose,
    at: fields.instant.describe('When it was made: at most 400 days back, not in the future'),
    operationId: fields.operationId,
    address: fields.address.optional(),
    keys: fields.keys.optional(),
    timeZone: fields.timeZone.optional(),
    region: fields.region.optional(),
    direction: z
      .enum(['outbound', 'inbound'])
      .default('outbound')
      .describe('inbound never counts; its outcomes start cooldowns'),
    outcome: outcome.optional(),
    outcomeAt: fields.instant.optional().describe("When the outcome happened; default the contact's own instant"),
  })
  .refine(({ outcome, outcomeAt }) => outcomeAt === undefined || outcome !== undefined, {
    path: ['outcomeAt'],
    error: 'goes only with an outcome: say which',
  })
  .meta({ id: 'ContactRequest' });

export const outcomeAnswer = z
  .strictObject({ contactId: z.string(), outcome, counts: z.boolean() })
  .meta({ id: 'OutcomeAnswer' });
export const contactAnswer = z
  .strictObject({ contactId: z.string(), replayed: z.boolean() })
  .meta({ id: 'ContactAnswer' });

export const contact = z
  .looseObject({
    contactId: z.string(),
    at: instantText.describe('When it counts from; a confirmed hold from its confirmation'),
    channel: fields.channel,
    purpose: z.string(),
    region: z.string().nullable(),
    caller: z.string(),
    state: z
      .enum(['counts', 'failed', 'cancelled', 'expired', 'inbound'])
      .describe('`expired`: a hold that nobody confirmed in time'),
    counts: z.boolean().describe('Whether it counts against caps now, as a failed one does under `failed: counts`'),
    hold: z
      .looseObject({
        state: z.enum(['open', 'confirmed', 'final', 'denied', 'revoked', 'expired']),
        confirmBy: instantText,
      })
      .optional()
      .describe('Where it was reserved with confirmBy'),
    addressHash: z.string().optional(),
    outcomes: z.array(z.looseObject({ outcome, at: instantText })),
    consent: consentEvent.nullable().describe('In force when the contact was made'),
  })
  .meta({ id: 'Contact' });

export function toOutcomeInput(given: z.output<typeof outcomeLine>): OutcomeInput {
  return { contactId: given.contactId, outcome: given.outcome, atMs: given.at };
}

type Given = z.output<typeof contactRequest>;

/** @throws Problem 422 with every problem of the contact, those beyond the schema too */
export function readElsewhere(
  value: unknown,
  { problemsOf }: Pick<Guard, 'problemsOf'>,
  more?: readonly FieldProblem[],
): ElsewhereInput {
  const also = ({ at, outcomeAt, ...fitting }: Partial<Given>) =>
    problemsOf('contact', { ...fitting, atMs: at, outcomeAtMs: outcomeAt });
  return toElsewhereInput(check(contactRequest, value, { more, also }));
}

export function toElsewhereInput({ at, outcomeAt, ...given }: Given): ElsewhereInput {
  return { ...given, atMs: at, outcomeAtMs: outcomeAt };
}
