/** The fields that several requests share, with the bounds of contract 1 and 2. Messages name the form, never the value: it may be an address. */
import { z } from 'zod';
import { zoneForm, zoneHint, zoneNamed } from '../../engine/time/zone-names.ts';
import { visible } from '../../identity/text.ts';
import { channels, customerIdPattern } from '../../vocabulary.ts';
import { parseBound, parseInstant } from './instant.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point.
const control = /[\u0000-\u001f\u007f-\u009f]/;
/** Line breaks and tabs belong to postal addresses and messages. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point.
const controlButBreaks = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;

/** Counted as characters, as JSON Schema does; UTF-16 units only bound the count. */
function longerThan(text: string, max: number): boolean {
  if (text.length <= max) return false;
  return text.length > 2 * max || [...text].length > max;
}

function words(min: number, max: number, forbidden: RegExp) {
  const but = forbidden === control ? '' : ' but line breaks and tabs';
  const message = `must be ${min}-${max} characters of well-formed Unicode, no control characters${but}`;
  return z
    .string()
    .refine((text) => text.length >= min && !longerThan(text, max) && text.isWellFormed() && !forbidden.test(text), {
      error: message,
    })
    .meta({ minLength: min, maxLength: max });
}

export const customerId = words(1, 128, control)
  .refine((text) => text === '' || customerIdPattern.test(text), { error: 'must have no white space at its ends' })
  .refine((text) => text === '' || visible(text) !== '', { error: 'must have characters that can be seen' })
  .meta({ minLength: 1, maxLength: 128, pattern: customerIdPattern.source })
  .describe("The caller's own id of a person, without white space at its ends");
export const operationId = words(1, 128, control).describe(
  "The caller's id of this attempt: sent again, it meets its earlier contact and counts once. The Idempotency-Key header is the same thing",
);
export const contactId = words(1, 128, control);
export const purpose = words(1, 128, control).describe(
  'A purpose of the register, word for word, such as marketing.promotions',
);
/** What a state covers: a purpose, a part of the register, or all. */
export const purposePattern = words(1, 128, control).describe(
  'A purpose, a part of the register such as marketing, or *',
);
export const address = words(1, 4096, controlButBreaks).describe(
  "E-mail address, phone number (E.164, or national in `region`), else the channel's own token or postal address. Kept only as a keyed hash",
);
/** Ten bytes. */
export const addressHash = z
  .string()
  .regex(/^[\w-]{13}[AQgw]$/, { error: 'must be an addressHash as decisions and suppressions show it' })
  .describe('An address by its keyed hash, as decisions and suppressions show it');
export const source = words(1, 256, control).describe('Where it came from, such as preference-page');
export const reason = words(1, 1024, control);
export const freeText = words(1, 65_536, controlButBreaks).describe(
  'The words of the customer, with what they quote. Of more than 4096 characters the beginning is kept, and ends with …',
);

export const channel = z.enum(channels);
export const channelOrAll = z.enum([...channels, '*']);

const keyName = words(1, 128, control);
const keyValue = words(0, 256, control);
const maxKeys = 16;

export const keys = z
  .record(keyName, keyValue)
  .refine((given) => Object.keys(given).length <= maxKeys, { error: `must be at most ${maxKeys} keys` })
  .meta({ maxProperties: maxKeys, description: "The caller's own scope keys, such as campaign, debt, brand" });

export const targeting = z
  .array(words(1, 64, control))
  .max(64, { error: 'must be at most 64 kinds of data' })
  .describe('The data used to select this customer, such as purchase-history');

function instantRead(parse: (text: string) => number | undefined) {
  return z
    .string()
    .transform((given, context) => {
      const ms = parse(given);
      if (ms !== undefined) return ms;
      context.issues.push({
        code: 'custom',
        input: given,
        message: 'must be an instant with its offset, such as 2026-11-22T09:12:44.120Z',
      });
      return z.NEVER;
    })
    .meta({ format: 'date-time' });
}

export const instant = instantRead(parseInstant);
/** Of a span of time, from there or until there. */
export const instantBound = instantRead(parseBound);

export const timeZone = z
  .string()
  .transform((text, context) => {
    const zone = zoneNamed(text);
    if (zone !== undefined) return zone;
    context.issues.push({ code: 'custom', input: text, message: `must be ${zoneForm}${zoneHint(text)}` });
    return z.NEVER;
  })
  .describe('IANA zone of the customer, such as Europe/Berlin');

export const region = z
  .string()
  .regex(/^[A-Z]{2}(?:-[A-Z0-9]{1,3})?$/, { error: 'must be a code of ISO 3166 such as DE, US or US-FL' })
  .describe('ISO 3166: US, US-FL, DE. A territory with two codes is one place: US-PR is PR');
/** Of refusals, suppressions and look-ups. */
export const addressRegion = region.describe(
  'ISO 3166: where a national phone number in `address` is read, as in the decision about the message; default DEFAULT_REGION',
);

export const cursor = z
  .string()
  .min(1)
  .max(4096)
  .optional()
  .describe('`nextCursor` of the page before, for the same question; `limit` may change');

const maxEvidenceBytes = 8 * 1024;

export const evidence = z
  .record(z.string(), z.unknown())
  .refine((given) => Buffer.byteLength(JSON.stringify(given)) <= maxEvidenceBytes, {
    error: 'must be at most 8 KiB of JSON',
  })
  .describe('What proves it: any JSON object of at most 8 KiB');

/** Of a rule over several fields: asked also where other fields are wrong, since every problem is reported at once. */
export const whenAnObject = ({ value }: { value: unknown }): boolean => typeof value === 'object' && value !== null;

/** For the schemas where the subject is a person, an address, or either of both. */
export const subjectNeeded = {
  rule: (given: { customerId?: unknown; address?: unknown; contactId?: unknown }): boolean =>
    given.customerId !== undefined || given.address !== undefined || given.contactId !== undefined,
  error: 'customerId or address is needed, or both',
  when: whenAnObject,
};
