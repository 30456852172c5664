/** The JSON Schemas of the files in a policy folder, for editors that complete, explain and check YAML. */
import { z } from 'zod';
import { purposesFile } from './purposes.ts';
import { refusalsFile } from './refusals.ts';
import { policyFile } from './schema.ts';
import { testFile } from './test-schema.ts';

const files = {
  'policy.schema.json': ['A policy of contact-guard', policyFile],
  'test.schema.json': ['Policy tests of contact-guard', testFile({ purposes: [], policies: [] })],
  'purposes.schema.json': ['The register of purposes of contact-guard', purposesFile],
  'refusals.schema.json': ['What each refusal suppresses in contact-guard', refusalsFile],
} as const;

/** @returns the text of each schema by the name of its file in `policies/`. */
export function schemaTexts(): Map<string, string> {
  return new Map(
    Object.entries(files).map(([file, [title, form]]) => {
      const { $schema, ...schema } = z.toJSONSchema(form, { io: 'input' });
      return [file, `${JSON.stringify({ $schema, title, ...schema }, null, 2)}\n`];
    }),
  );
}
