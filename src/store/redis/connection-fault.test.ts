import { expect, test } from 'vitest';
import { connectionFault, plainFault } from './connection-fault.ts';

test.each([
  ['Command timed out', 'no answer in time'],
  ["Stream isn't writeable and enableOfflineQueue options is false", 'there is no connection'],
  ["Cluster isn't ready and enableOfflineQueue options is false", 'there is no connection'],
  ['Connection is closed.', 'the connection was closed'],
  ['Failed to refresh slots cache.', 'no node of the cluster answers'],
  ['NOAUTH Authentication required.', 'NOAUTH Authentication required.'],
])('what the client says of its options is said plainly, and the server is quoted: %s', (message, plain) => {
  expect(plainFault(message)).toBe(plain);
  expect(connectionFault(new Error(message))).toBe(plain);
});

test('a cause is the code of the system with the address, of each address that was tried', () => {
  const refused = (address: string) =>
    Object.assign(new Error('connect'), { code: 'ECONNREFUSED', address, port: 6379 });
  expect(connectionFault(refused('10.0.0.5'))).toBe('ECONNREFUSED 10.0.0.5:6379');
  const both = Object.assign(new Error('all'), { errors: [refused('::1'), refused('127.0.0.1')] });
  expect(connectionFault(both)).toBe('ECONNREFUSED ::1:6379, ECONNREFUSED 127.0.0.1:6379');
  const node = Object.assign(new Error('Failed to refresh slots cache.'), { lastNodeError: refused('10.0.0.5') });
  expect(connectionFault(node)).toBe('ECONNREFUSED 10.0.0.5:6379');
});
