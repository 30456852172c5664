import { expect, test } from 'vitest';
import { slotOf } from './nodes.ts';

test('slots are those of Redis Cluster, by the hash tag alone', () => {
  // From the specification, and from CLUSTER KEYSLOT.
  expect(slotOf('{123456789}')).toBe(12_739);
  expect(slotOf('cg:{foo}:c:x')).toBe(12_182);
  expect(slotOf('other:{foo}:log')).toBe(12_182);
});
