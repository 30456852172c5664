import { expect, test } from 'vitest';
import { shippedRegister } from '../../test/support/policies.ts';
import { purposeOf } from './plan.ts';

test('a purpose that has left the register is kept on record as one of which the register says nothing', () => {
  const set = shippedRegister((register) => `${register}  plain: { class: service }\n`, '');
  const plain = purposeOf('plain', set);
  expect(plain.retainBlocksMs).toBeGreaterThan(plain.retainOthersMs);
  expect(purposeOf('gone', set)).toEqual({ ...plain, name: 'gone' });
});
