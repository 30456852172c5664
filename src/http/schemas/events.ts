/** What was said of whom, as it is kept (contract 3): refusals, and lifts, consents and operators' suppressions beside them. */
import { z } from 'zod';
import { channels, consentLevels, refusalSignals } from '../../vocabulary.ts';
import { instantText } from './decisions.ts';
import * as fields from './fields.ts';
import { suppression } from './refusals.ts';

const channel = z.enum([...channels, '*']);
const keys = z.record(z.string(), z.string()).optional();
const evidence = z.record(z.string(), z.unknown()).optional();
const revoked = z.array(z.string()).describe('The contacts whose open holds it ended');

/** Of words that were in doubt, where a person decided. */
const review = {
  decides: z.string().optional().describe('The refusal whose words were in doubt, where a person decided'),
  decision: z.enum(['refusal', 'not-a-refusal']).optional().describe('What that person decided'),
  by: z.string().optional().describe('Who decided'),
  note: z.string().optional().describe('What that person noted'),
};

const refusalEvent = z
  .looseObject({
    event: z.literal('refusal'),
    refusalId: z.string(),
    signal: z.enum(refusalSignals),
    source: z.string(),
    caller: z.string(),
    channel,
    purpose: z.string().optional(),
    keys,
    targeting: z.array(z.string()).optional(),
    contactId: z.string().optional().describe('The contact that it answered'),
    text: z.string().optional().describe('The words of the customer'),
    reading: z.enum(['refusal', 'not-a-refusal', 'unsure']).optional().describe('Of signal text'),
    words: z.array(z.string()).optional().describe('What the reading rests on'),
    ...review,
    repeats: z
      .string()
      .optional()
      .describe('Said at an address, of which this is what it says of the customer contacted there'),
    evidence,
    receivedAt: instantText.describe('When it was said'),
    effectiveAt: instantText.describe('When it began to bind'),
    suppressions: z.array(suppression).describe('In force because of it, as they were then'),
    revoked,
  })
  .meta({ id: 'RefusalEvent' });

const liftEvent = z
  .looseObject({
    event: z.literal('lift'),
    suppressionId: z.string(),
    addressHash: z.string().optional(),
    refusalIds: z.array(z.string()).describe('The refusals that the suppression rested on'),
    suppressions: z.array(suppression).optional().describe('What is left of it, where a consent took a part'),
    revoked: revoked.optional(),
    stands: z.literal(true).optional().describe('It was said again after the lift was asked, and stands'),
    ...review,
    reason: z.string(),
    source: z.string(),
    caller: z.string(),
    at: instantText,
  })
  .meta({ id: 'LiftEvent' });

export const consentEvent = z
  .looseObject({
    event: z.literal('consent'),
    consentId: z.string(),
    channel,
    purpose: z.string(),
    keys,
    level: z.enum(consentLevels),
    source: z.string(),
    caller: z.string(),
    at: instantText.describe('When it was given or withdrawn'),
    recordedAt: instantText,
    expiresAt: instantText.nullable(),
    evidence,
    suppressions: z.array(suppression).optional().describe('What a withdrawal made'),
    revoked: revoked.optional(),
  })
  .meta({ id: 'ConsentEvent' });

const suppressionEvent = suppression
  .extend({ event: z.literal('suppression'), caller: z.string(), at: instantText, revoked })
  .meta({ id: 'SuppressionEvent' });

const erasureEvent = z
  .looseObject({
    event: z.literal('erasure'),
    customerHash: z.string(),
    caller: z.string(),
    at: instantText,
    keptSuppressions: z.array(z.string()).describe('What still binds, by its id'),
    keptStamps: z.number().int().describe('Contacts of which nothing is left but that they count'),
  })
  .meta({ id: 'ErasureEvent' });

/** One by its id: a refusal, or a withdrawn consent as one, with what it says of itself. */
export const saidEvent = refusalEvent
  .extend({
    event: z.enum(['refusal', 'consent']),
    signal: z.enum([...refusalSignals, 'withdrawn']),
    ...consentEvent.pick({ consentId: true, level: true, at: true, recordedAt: true, expiresAt: true }).partial().shape,
  })
  .meta({ id: 'SaidEvent' });

export const event = z
  .discriminatedUnion('event', [refusalEvent, liftEvent, consentEvent, suppressionEvent, erasureEvent])
  .meta({ id: 'Event' });

export const eventPage = z
  .strictObject({
    events: z.array(event).describe('Newest first'),
    nextCursor: z.string().nullable().describe('Of the next page; null at the end'),
  })
  .meta({ id: 'EventPage' });

export const eventQuery = z.strictObject({
  customerId: fields.customerId,
  limit: z.number().int().min(1).max(1000).default(100).describe('1-1000'),
  cursor: fields.cursor,
});
