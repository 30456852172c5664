/** POST /can-contact and /can-contact/batch (contract 2). */
import { z } from 'zod';
import type { CanContactInput } from '../../guard-types.ts';
import * as fields from './fields.ts';

export const canContactRequest = z
  .strictObject({
    customerId: fields.customerId,
    channel: fields.channel,
    purpose: fields.purpose,
    address: fields.address.optional(),
    keys: fields.keys.optional(),
    timeZone: fields.timeZone.optional(),
    region: fields.region.optional(),
    targeting: fields.targeting.optional(),
    mode: z
      .enum(['reserve', 'check'])
      .default('reserve')
      .describe('reserve: an allowed contact counts from now on. check: the same judgement, nothing counted, nothing logged'),
    confirmBy: fields.instant.optional().describe('Makes it a hold, to be confirmed by then: at most 31 days ahead'),
    operationId: fields.operationId.optional(),
  })
  .refine(({ confirmBy, mode }) => confirmBy === undefined || mode !== 'check', {
    path: ['confirmBy'],
    error: 'only with mode reserve',
    when: ({ value }) => typeof value === 'object' && value !== null,
  })
  .meta({ id: 'CanContactRequest' });

export const maxBatch = 1000;

export const canContactBatchRequest = z
  .strictObject({ requests: z.array(canContactRequest).max(maxBatch, { error: `at most ${maxBatch} requests; a longer list goes as application/x-ndjson` }) })
  .meta({ id: 'CanContactBatchRequest' });

export function toCanContactInput(given: z.output<typeof canContactRequest>): CanContactInput {
  return {
    customerId: given.customerId,
    channel: given.channel,
    purpose: given.purpose,
    address: given.address,
    keys: given.keys,
    timeZone: given.timeZone,
    region: given.region,
    targeting: given.targeting,
    mode: given.mode,
    confirmByMs: given.confirmBy,
    operationId: given.operationId,
  };
}
