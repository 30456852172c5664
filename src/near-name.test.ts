import { expect, test } from 'vitest';
import { nearName } from './near-name.ts';

const fields = ['customerId', 'channel', 'purpose', 'address', 'keys', 'timeZone', 'region', 'targeting', 'mode'];

test.each([
  ['timezone', 'timeZone'],
  ['time_zone', 'timeZone'],
  ['TimeZone', 'timeZone'],
  ['timeZnoe', 'timeZone'],
  ['customer_id', 'customerId'],
  ['custmerId', 'customerId'],
  ['chanel', 'channel'],
  ['adress', 'address'],
  ['key', 'keys'],
  ['mod', 'mode'],
])('for %s it is %s', (given, meant) => {
  expect(nearName(given, fields)).toBe(meant);
});

test.each(['colour', 'id', '', '--', 'x'.repeat(65), 'constructor', '__proto__'])('nothing is near %s', (given) => {
  expect(nearName(given, fields)).toBeUndefined();
});
