/** What is held of a customer (contract 3). */
import { z } from 'zod';
import { channels } from '../../vocabulary.ts';
import { contact } from './contacts.ts';
import { decisionEntry, instantText, loggedRequest, unreadableCount } from './decisions.ts';
import { event } from './events.ts';
import * as fields from './fields.ts';
import { boundSuppression, consent } from './refusals.ts';

export const customerPath = z.strictObject({ customerId: fields.customerId });

const held = contact.omit({ consent: true }).extend({
  contactId: z.string().nullable().describe('null where its id is not known any more'),
});

export const customer = z
  .strictObject({
    customerId: z.string(),
    contacts: z.array(held).describe('As far back as any rule looks, newest first'),
    suppressions: z.array(boundSuppression).describe('In force'),
    consents: z.array(consent),
    next: z
      .array(
        z.strictObject({
          channel: z.enum(channels),
          purpose: z.string(),
          allowedNow: z.boolean(),
          allowedAt: instantText
            .nullable()
            .describe('The next instant at which it is allowed; null where no time helps'),
          reasons: z.array(z.string()).describe('Why not now'),
        }),
      )
      .describe(
        'For each channel and purpose, as a `check` without address, time zone and keys would be judged, in the region of the last contact',
      ),
  })
  .meta({ id: 'Customer' });

const inWords = z.string().describe('The same in a sentence');

export const customerExport = z
  .strictObject({
    customerId: z.string(),
    exportedAt: instantText,
    about: z.string(),
    contacts: z.array(
      held.extend({
        inWords,
        request: loggedRequest
          .optional()
          .describe('Of a hold: what was asked, as long as it is kept; the address only as addressHash'),
      }),
    ),
    said: z.array(z.intersection(event, z.looseObject({ inWords }))).describe('All that was said, newest first'),
    suppressions: z.array(boundSuppression.extend({ inWords })),
    consents: z.array(consent.extend({ inWords })),
    decisions: z.array(z.intersection(decisionEntry, z.looseObject({ inWords }))).describe('Of the log, newest first'),
    unreadable: unreadableCount,
  })
  .meta({ id: 'CustomerExport' });
