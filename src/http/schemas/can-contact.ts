/** POST /can-contact and /can-contact/batch (contract 2). */
import { z } from 'zod';
import type { FieldProblem } from '../../errors.ts';
import type { CanContactInput, Guard } from '../../guard-contract.ts';
import { check } from '../check.ts';
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
  // A default of the schema's own would be looked up with every request.
  mode: z
    .enum(['reserve', 'check'])
    .optional()
    .meta({ default: 'reserve' })
    .describe(
      'reserve: an allowed contact counts from now on. check: the same judgement, nothing counted, nothing logged',
    ),
  confirmBy: fields.instant.optional().describe('Makes it a hold, to be confirmed by then: at most 31 days ahead'),
  operationId: fields.operationId.optional(),
});

const holdNeedsReserve = { path: ['confirmBy'], error: 'goes only with mode reserve' };

function holdFits({ confirmBy, mode }: { confirmBy?: unknown; mode?: unknown }): boolean {
  return confirmBy === undefined || mode !== 'check';
}

export const canContactRequest = fieldsOnly
  // Asked also where other fields are wrong: every problem is reported at once.
  .refine(holdFits, { ...holdNeedsReserve, when: ({ value }) => typeof value === 'object' && value !== null })
  .meta({ id: 'CanContactRequest' });

const maxBatch = 1000;
const batchSize = `must be a list of 1 to ${maxBatch} requests; a longer one goes as application/x-ndjson`;

/** The frame of a batch alone: each element is read by itself, and a bad one answers in its own place. */
export const canContactBatchFrame = z.strictObject({
  requests: z.array(z.unknown(), { error: batchSize }).min(1, { error: batchSize }).max(maxBatch, { error: batchSize }),
});

/** The whole of a batch, for the document. */
export const canContactBatchRequest = z
  .strictObject({ requests: z.array(canContactRequest).min(1).max(maxBatch) })
  .meta({ id: 'CanContactBatchRequest' });

/** The same schema for the usual case, a request that fits: compiled, which `when` does not allow. What it refuses is put to the other. */
const fastCanContactRequest = z.compile(fieldsOnly.refine(holdFits, holdNeedsReserve));

type Given = z.output<typeof canContactRequest>;

/** @throws Problem 422 with every problem of the request, those beyond the schema too */
export function readCanContact(
  value: unknown,
  { problemsOf }: Pick<Guard, 'problemsOf'>,
  more?: readonly FieldProblem[],
): CanContactInput {
  const also = (fitting: Partial<Given>) => problemsOf('contact', { ...fitting, confirmByMs: fitting.confirmBy });
  return toCanContactInput(check(canContactRequest, value, { more, also, fast: fastCanContactRequest }));
}

function toCanContactInput(given: Given): CanContactInput {
  return {
    customerId: given.customerId,
    channel: given.channel,
    purpose: given.purpose,
    address: given.address,
    keys: given.keys,
    timeZone: given.timeZone,
    region: given.region,
    targeting: given.targeting,
    mode: given.mode ?? 'reserve',
    confirmByMs: given.confirmBy,
    operationId: given.operationId,
  };
}
