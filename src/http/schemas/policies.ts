/** The active policy set, and past ones (contract 4 and 5). */
import { z } from 'zod';
import { forces, purposeClasses } from '../../vocabulary.ts';
import { instantText } from './decisions.ts';

const sources = z.array(z.strictObject({ file: z.string(), text: z.string() })).describe('The files, in name order');
const revision = z.string().describe('`sha256:` over the files');

export const policySet = z
  .looseObject({
    revision,
    policies: z.array(
      z.looseObject({
        policy: z.string(),
        describes: z.string(),
        source: z.array(z.string()).describe('Addresses of the law or decision behind it'),
        force: z.enum(forces),
        rules: z.int().min(0).describe('How many'),
      }),
    ),
    purposes: z.array(
      z.looseObject({
        name: z.string(),
        describes: z.string(),
        class: z.enum(purposeClasses),
        onStoreFailure: z.enum(['deny', 'allow']),
        record: z.enum(['blocks', 'all']),
      }),
    ),
    sources,
  })
  .meta({ id: 'PolicySet' });

export const policyRevision = z
  .looseObject({
    revision,
    active: z
      .array(z.strictObject({ from: instantText, until: instantText.nullable() }))
      .describe('When it was active; `until` is null while it is'),
    sources,
  })
  .meta({ id: 'PolicyRevision' });
