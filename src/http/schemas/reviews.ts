/** Words in doubt that wait for a person (contract 3). */
import { z } from 'zod';
import { channels } from '../../vocabulary.ts';
import { instantText } from './decisions.ts';
import * as fields from './fields.ts';
import { suppression } from './refusals.ts';

export const reviewQuery = z.strictObject({
  limit: z.number().int().min(1).max(1000).default(100).describe('1-1000'),
  cursor: fields.cursor,
});

const decision = z.enum(['refusal', 'not-a-refusal']);

export const reviewRequest = z
  .strictObject({
    decision,
    by: fields.source.describe('Who decided'),
    note: fields.reason.optional(),
  })
  .meta({ id: 'ReviewRequest' });

const review = z
  .strictObject({
    id: z.string().describe('POST /refusals/review/{id}'),
    refusalId: z.string().describe('The event; of several that said the same, the newest'),
    channel: z.enum([...channels, '*']),
    text: z.string().nullable().describe('The words; null where the key that opens them is gone'),
    words: z.array(z.string()).describe('What the doubt rests on'),
    source: z.string(),
    receivedAt: instantText,
    said: z.number().int().describe('How many such messages it rests on'),
    suppression,
  })
  .meta({ id: 'Review' });

export const reviewPage = z
  .strictObject({
    reviews: z.array(review).describe('Within a page, whoever waits longest first'),
    nextCursor: z.string().nullable().describe('Of the next page; null at the end'),
  })
  .meta({ id: 'ReviewPage' });

export const reviewAnswer = z
  .strictObject({
    id: z.string(),
    refusalId: z.string(),
    decision,
    by: z.string(),
    suppressions: z.array(suppression).describe('In force because of the decision'),
  })
  .meta({ id: 'ReviewAnswer' });
