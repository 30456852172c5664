import pino from 'pino';
import { expect, test } from 'vitest';
import { warnOfMistyped } from './mistyped.ts';

/** [mistyped, meant] of what was warned of. */
function warned(env: Record<string, string>): [string, string][] {
  const lines: string[] = [];
  warnOfMistyped(env, pino({}, { write: (line: string) => void lines.push(line) }));
  for (const value of Object.values(env)) expect(lines.join()).not.toContain(value);
  return lines.map((line) => JSON.parse(line)).map(({ name, meant }) => [name, meant]);
}

test('a mistyped setting is warned of with the name that was meant, and never its value', () => {
  const value = 'value-of-it';
  const meant = {
    STORE_URI: 'STORE_URL',
    POLICYDIR: 'POLICY_DIR',
    ADDRESS_PEPER: 'ADDRESS_PEPPER',
    ADRESS_PEPPER_FILE: 'ADDRESS_PEPPER_FILE',
    port: 'PORT',
  };
  const env = Object.fromEntries(Object.keys(meant).map((name) => [name, value]));
  expect(warned(env)).toEqual(Object.entries(meant));
});

test('of all else in the environment nothing is said', () => {
  const names = ['PATH', 'HOME', 'HOSTNAME', 'POST', 'USER', 'LANG', 'STORE', 'OTEL_TRACES_SAMPLER', 'NODE_ENV', 'PWD'];
  expect(warned(Object.fromEntries(names.map((name) => [name, 'value-of-it'])))).toEqual([]);
  expect(warned({ STORE_URL: 'sqlite:value', STORE_URI: 'value-of-it', ADDRESS_PEPPER_FILE: 'value' })).toEqual([]);
});
