/** Refusals, suppressions and consents (contract 3). */
import { z } from 'zod';
import type { ConsentInput, RefusalInput, SuppressionInput } from '../../guard-contract.ts';
import { untilFault } from '../../policy/refusals.ts';
import { channels, consentLevels, refusalSignals } from '../../vocabulary.ts';
import { givenBack, instantText, suppressedClasses } from './decisions.ts';
import * as fields from './fields.ts';

const { rule: hasSubject, error: subjectError, when } = fields.subjectNeeded;

const signals: readonly unknown[] = refusalSignals;
const isSignal = (signal: unknown): boolean => signals.includes(signal);

export const refusalRequest = z
  .strictObject({
    customerId: fields.customerId.optional(),
    address: fields.address.optional(),
    region: fields.addressRegion.optional(),
    channel: fields.channelOrAll,
    purpose: fields.purposePattern.optional(),
    keys: fields.keys.optional(),
    targeting: fields.targeting.optional(),
    contactId: fields.contactId.optional(),
    signal: z.enum(refusalSignals),
    text: fields.freeText.optional(),
    until: fields.instant
      .optional()
      .describe('With `pause`, which needs it, and with nothing else: when the pause ends'),
    source: fields.source,
    receivedAt: fields.instant.optional(),
    evidence: fields.evidence.optional(),
  })
  .refine(hasSubject, { error: subjectError, when })
  .superRefine(
    ({ signal, until }, context) => {
      const fault = untilFault(signal, until !== undefined);
      if (fault !== undefined) context.addIssue({ code: 'custom', path: ['until'], message: fault });
    },
    { when: ({ value }) => isSignal((value as { signal?: unknown } | null)?.signal) },
  )
  .superRefine(
    ({ signal, text }, context) => {
      if (signal !== 'text' || text !== undefined) return;
      context.addIssue({ code: 'custom', path: ['text'], message: 'is needed with the signal text: the words' });
    },
    { when: ({ value }) => isSignal((value as { signal?: unknown } | null)?.signal) },
  )
  .meta({ id: 'RefusalRequest' });

export const suppressionRequest = z
  .strictObject({
    customerId: fields.customerId.optional(),
    address: fields.address.optional(),
    region: fields.addressRegion.optional(),
    channel: fields.channelOrAll,
    purpose: fields.purposePattern,
    keys: fields.keys.optional(),
    targeting: fields.targeting.optional(),
    reason: fields.reason,
    source: fields.source,
    expiresAt: fields.instant.optional(),
    evidence: fields.evidence.optional(),
  })
  .refine(hasSubject, { error: subjectError, when })
  .meta({ id: 'SuppressionRequest' });

export const lookupRequest = z
  .strictObject({
    address: fields.address.optional(),
    addressHash: fields.addressHash.optional(),
    region: fields.addressRegion.optional(),
    channel: fields.channelOrAll,
  })
  .refine(({ address, addressHash }) => (address === undefined) !== (addressHash === undefined), {
    error: 'must name the address by one of address and addressHash, and not by both',
    when,
  })
  .meta({ id: 'SuppressionLookupRequest' });

export const liftRequest = z.strictObject({ reason: fields.reason, source: fields.source }).meta({ id: 'LiftRequest' });

export const consentRequest = z
  .strictObject({
    customerId: fields.customerId,
    channel: fields.channelOrAll,
    purpose: fields.purposePattern,
    keys: fields.keys.optional(),
    level: z.enum(consentLevels),
    source: fields.source,
    evidence: fields.evidence.optional(),
    expiresAt: fields.instant
      .optional()
      .describe('When the consent is over; what `withdrawn` suppresses has no end all the same'),
    at: fields.instant.optional(),
    lifts: z.boolean().optional().describe('Lifts suppressions of what it covers; the key needs suppress:lift'),
  })
  .meta({ id: 'ConsentRequest' });

export const suppression = z
  .looseObject({
    suppressionId: z.string(),
    addressHash: z.string().optional().describe('Where it binds by address'),
    customerHash: z.string().optional().describe('Where it binds by customer'),
    channel: z.enum([...channels, '*']),
    purpose: z.string().describe('With `classes` of this only what is of such a class'),
    classes: suppressedClasses.optional(),
    except: givenBack.optional(),
    keys: z.record(z.string(), z.string()).optional(),
    targeting: z.array(z.string()),
    atMost: z
      .strictObject({ limit: z.number().int(), days: z.number() })
      .optional()
      .describe("The customer's own cap: fewer marketing contacts instead of none"),
    origin: z.enum(['refusal', 'operator']),
    unsure: z.boolean().optional().describe('Until a person decides: GET /refusals/review'),
    signal: z.string().optional().describe('Of a refusal'),
    reason: z.string().optional().describe("Of an operator's suppression"),
    source: z.string(),
    caller: z.string().optional().describe("Who set an operator's, where it is asked for by its id"),
    evidence: fields.evidence.optional().describe("What came with an operator's, where it is asked for by its id"),
    refusalId: z
      .string()
      .optional()
      .describe(
        'Of several refusals that said the same, the newest: GET /refusals/{refusalId}. Of a withdrawn consent its consentId',
      ),
    since: instantText,
    expiresAt: instantText.nullable(),
    liftedAt: instantText.optional().describe('Where it was lifted'),
    liftedBy: z.string().optional().describe('The caller that lifted it'),
    liftReason: z.string().optional(),
    replayed: z.boolean().optional().describe('With Idempotency-Key: whether it was said before'),
  })
  .meta({ id: 'Suppression' });
export const suppressionList = z.strictObject({ suppressions: z.array(suppression) }).meta({ id: 'Suppressions' });
export const boundSuppression = suppression
  .extend({
    by: z
      .enum(['customer', 'address'])
      .describe("The customer's own, or of the address that the customer was last reached at"),
  })
  .meta({ id: 'BoundSuppression' });
export const boundSuppressionList = z
  .strictObject({ suppressions: z.array(boundSuppression) })
  .meta({ id: 'BoundSuppressions' });
export const refusalAnswer = z
  .looseObject({
    refusalId: z.string(),
    suppressions: z.array(suppression).describe('In force because of it, also where it only repeats an earlier one'),
    revoked: z.array(z.string()).describe('The contacts whose open holds it ended'),
    replayed: z.boolean().optional().describe('With Idempotency-Key: whether it was said before'),
    reading: z
      .enum(['refusal', 'not-a-refusal', 'unsure'])
      .optional()
      .describe('Of signal text: unsure suppresses the channel until a person decides (GET /refusals/review)'),
    words: z.array(z.string()).optional().describe('Of signal text: what the reading rests on, as it was written'),
    contactKnown: z.boolean().optional().describe('With contactId: whether that contact is still known'),
  })
  .meta({ id: 'RefusalAnswer' });
export const consent = z
  .looseObject({
    consentId: z.string(),
    channel: z.enum([...channels, '*']),
    purpose: z.string(),
    keys: z.record(z.string(), z.string()).optional(),
    level: z.enum(consentLevels),
    source: z.string(),
    at: instantText,
    expiresAt: instantText.nullable(),
    evidence: z.record(z.string(), z.unknown()).optional(),
    suppressions: z.array(suppression).optional().describe('What a withdrawal made'),
    revoked: z.array(z.string()).optional().describe('The contacts whose open holds a withdrawal ended'),
    replayed: z.boolean().optional().describe('With Idempotency-Key: whether it was said before'),
  })
  .meta({ id: 'Consent' });
export const consentList = z.strictObject({ consents: z.array(consent) }).meta({ id: 'Consents' });

export function toRefusalInput({ until, receivedAt, ...given }: z.output<typeof refusalRequest>): RefusalInput {
  return { ...given, untilMs: until, receivedAtMs: receivedAt };
}

export function toSuppressionInput({ expiresAt, ...given }: z.output<typeof suppressionRequest>): SuppressionInput {
  return { ...given, expiresAtMs: expiresAt };
}

export function toConsentInput({ expiresAt, at, ...given }: z.output<typeof consentRequest>): ConsentInput {
  return { ...given, expiresAtMs: expiresAt, atMs: at };
}
