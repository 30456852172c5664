/** Writes policies/*.schema.json from the zod schemas: run it with Node 26 after a change of the policy language. */
import { writeFileSync } from 'node:fs';
import { schemaTexts } from '../src/policy/json-schema.ts';

for (const [file, text] of schemaTexts()) writeFileSync(new URL(`../policies/${file}`, import.meta.url), text);
