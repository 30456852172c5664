import { expect, test } from 'vitest';
import { Problem, StoreUnavailable } from '../../errors.ts';
import type { RefusalInput } from '../../guard-contract.ts';
import { takeIn } from './intake.ts';
import type { Said } from './source.ts';

const no = (address: string): Said => ({
  kind: 'refusal',
  input: { address, channel: 'email', signal: 'complaint', source: 'ses' },
});

/** @param refuse what becomes of a no at an address */
function intake(refuse: (address: string | undefined) => void) {
  const refused: (string | undefined)[] = [];
  const counted: string[] = [];
  const guard = {
    async refuse({ address }: RefusalInput) {
      refuse(address);
      refused.push(address);
      return {} as never;
    },
    optIn: async () => ({ lifted: [] }),
  };
  const take = (said: readonly Said[]) =>
    takeIn(
      {
        guard: guard as never,
        log: { warn: () => {} } as never,
        count: (_source, result) => void counted.push(result),
        line: (run) => run(),
      },
      'ses',
      { said },
    );
  return { take, refused, counted };
}

test('what cannot be stored now is thrown once all the rest is stored, so that it is sent again', async () => {
  const { take, refused, counted } = intake((address) => {
    if (address === 'first@example.com') throw new StoreUnavailable('the store is out of reach');
  });
  await expect(take([no('first@example.com'), no('other@example.com')])).rejects.toThrow(StoreUnavailable);
  expect([refused, counted]).toEqual([['other@example.com'], ['refusal']]);
});

test('what cannot be stored now is not tried by the address alone: sent again, it is of its contact', async () => {
  let asked = 0;
  const { take, refused } = intake(() => {
    if (asked++ === 0) throw new Problem('store-unavailable', 'the store is out of reach');
  });
  const said = no('ann@example.com') as Extract<Said, { kind: 'refusal' }>;
  const named = { ...said, input: { ...said.input, contactId: 'con_1' } };
  await expect(take([named])).rejects.toMatchObject({ code: 'store-unavailable' });
  expect(refused).toEqual([]);
});

test.each(['invalid', 'not-found'] as const)(
  'what is %s would be so each time: it is told, and loses nothing else',
  async (code) => {
    const { take, refused } = intake((address) => {
      if (address === 'first@example.com') throw new Problem(code, 'as it is');
    });
    const done = await take([no('first@example.com'), no('other@example.com'), { kind: 'nothing' }]);
    expect(done).toEqual({ refusal: 1, 'opt-in': 0, nothing: 1, unread: 1 });
    expect(refused).toEqual(['other@example.com']);
  },
);
