/** compose.yaml and the Dockerfile beside the table of the settings: what somebody sets reaches the service. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { settings } from '../src/settings.ts';

const read = (name: string): string => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
const { environment } = (
  parse(read('compose.yaml')) as { services: { guard: { environment: Record<string, unknown> } } }
).services.guard;
const image = [...read('Dockerfile').matchAll(/^(?:ENV)? +([A-Z_]+)=/gm)].map(([, name = '']) => name);

test('every setting of the service is passed on by compose.yaml, or fixed by it or by the image', () => {
  const ofCommands = ['GUARD_URL', 'GUARD_KEY'];
  const known = settings.map(({ name }) => name);
  const reached = [...Object.keys(environment).map((name) => name.replace(/^(ADDRESS_PEPPER)_FILE$/, '$1')), ...image];
  expect(known.filter((name) => !reached.includes(name) && !ofCommands.includes(name))).toEqual([]);
  expect(reached.filter((name) => !known.includes(name) && name !== 'NODE_ENV')).toEqual([]);
});

test('what compose.yaml passes on is not set where nobody set it', () => {
  const fixed = Object.keys(environment).filter((name) => environment[name] !== null);
  expect(fixed.sort()).toEqual(['ADDRESS_PEPPER_FILE', 'STORE_URL']);
});
