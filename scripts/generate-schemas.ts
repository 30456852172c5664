/** Writes policies/policy.schema.json from the zod schema: run it with Node 26 after a change of the policy language. */
import { writeFileSync } from 'node:fs';
import { policySchemaText } from '../src/policy/json-schema.ts';

writeFileSync(new URL('../policies/policy.schema.json', import.meta.url), policySchemaText());
