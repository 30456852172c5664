/** POST /can-contact and /can-contact/batch (contract 2). */
import { z } from 'zod';
import type { CanContactInput } from '../../guard-types.ts';
import * as fields from './fields.ts';

const fieldsOnly = z.strictObject({
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
    .describe(
      'reserve: an allowed contact counts from now on. check: the same judgement, nothing counted, nothing logged',
    ),
  confirmBy: fields.instant.optional().describe('Makes it a hold, to be confirmed by then: at most 31 days ahead'),
  operationId: fields.operationId.optional(),
});

const holdNeedsReserve = { path: ['confirmBy'], error: 'only with mode reserve' };

function holdFits({ confirmBy, mode }: { confirmBy?: unknown; mode?: unknown }): boolean {
  return confirmBy === undefined || mode !== 'check';
}

export const canContactRequest = fieldsOnly
  // Asked also where other fields are wrong: every problem is reported at once.
  .refine(holdFits, { ...holdNeedsReserve, when: ({ value }) => typeof value === 'object' && value !== null })
  .meta({ id: 'CanContactRequest' });

const maxBatch = 1000;

export const canContactBatchRequest = z
  .strictObject({
    requests: z
      .array(canContactRequest)
      .max(maxBatch, { error: `at most ${maxBatch} requests; a longer list goes as application/x-ndjson` }),
  })
  .meta({ id: 'CanContactBatchRequest' });

/** The same schemas for the usual case, a request that fits: compiled, which `when` does not allow. What they refuse is put to the others. */
const fitting = fieldsOnly.refine(holdFits, holdNeedsReserve);
export const fastCanContactRequest = z.compile(fitting);
export const fastCanContactBatchRequest = z.compile(z.strictObject({ requests: z.array(fitting).max(maxBatch) }));

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
