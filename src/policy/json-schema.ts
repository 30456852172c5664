/** The JSON Schema of policy files, for editors that complete and check YAML. */
import { z } from 'zod';
import { policyFile } from './schema.ts';

/** @returns the text of `policies/policy.schema.json`. */
export function policySchemaText(): string {
  const { $schema, ...schema } = z.toJSONSchema(policyFile, { io: 'input' });
  const described = { $schema, title: 'A policy of contact-guard', ...schema };
  return `${JSON.stringify(described, null, 2)}\n`;
}
