import { expect, test } from 'vitest';
import { lacksFix } from './checks.ts';

test.each([
  ['redis', '6.2.19', true],
  ['redis', '7.0.15', true],
  ['redis', '7.2.10', true],
  ['redis', '7.2.11', false],
  ['redis', '8.1.9', true],
  ['redis', '8.2.1', true],
  ['redis', '8.2.2', false],
  ['redis', '8.3.0', false],
  ['redis', '9.0.0', false],
  ['valkey', '7.2.10', true],
  ['valkey', '8.0.6', false],
  ['valkey', '8.1.3', true],
  ['valkey', '8.1.4', false],
  ['valkey', '9.0.0', false],
] as const)('%s %s is old of its line, or of a line that was left behind: %s', (server, version, expected) => {
  expect(lacksFix(server, version.split('.').map(Number))).toBe(expected);
});
