import { expect, test } from 'vitest';
import { shippedRegister } from '../../test/support/policies.ts';
import { kindKey, purposeOf } from './plan.ts';
import type { Kind } from './request.ts';

test('a purpose that has left the register is kept on record as one of which the register says nothing', () => {
  const set = shippedRegister((register) => `${register}  plain: { class: service }\n`, '');
  const plain = purposeOf('plain', set);
  expect(plain.retainBlocksMs).toBeGreaterThan(plain.retainOthersMs);
  expect(purposeOf('gone', set)).toEqual({ ...plain, name: 'gone' });
});

test('a kind has one text, and no other kind has it, whichever was asked for before', () => {
  const kind: Kind = { channel: 'email', purpose: 'research', region: 'DE', caller: 'crm' };
  const others: readonly Partial<Kind>[] = [
    { channel: 'sms' },
    { purpose: 'service' },
    { region: null },
    { region: 'FR' },
    { caller: 'shop' },
  ];
  const first = kindKey(kind);
  const texts = others.flatMap((other) => [kindKey({ ...kind, ...other }), kindKey({ ...kind })]);
  expect(texts.filter((text) => text === first)).toHaveLength(others.length);
  expect(new Set(texts).size).toBe(others.length + 1);
});
