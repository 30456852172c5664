import { describe, expect, test } from 'vitest';
import type { Listed } from '../../guard-contract.ts';
import { fakeGuard } from '../../http/testing/fake-guard.ts';
import { localCaller } from '../local-caller.ts';
import type { Item, Said } from './kinds.ts';
import { storeRecorder } from './store-recorder.ts';

const email = { channel: 'email', source: 'old', operationId: 'list' } as const;
const item = (key: string, said: Said): Item => ({ key, said });
const suppression = (address: string): Item =>
  item(address, { kind: 'suppression', input: { ...email, address, purpose: '*', reason: 'asked' } });

describe('rows that are recorded together', () => {
  test('are asked again where the store was away; what it had taken all the same counts as recorded', async () => {
    const asked: string[][] = [];
    const byThemselves: string[] = [];
    const answers = [
      [true, undefined, undefined, false],
      [true, false],
    ];
    const guard = fakeGuard({
      async recordUnseen(said: readonly Listed[]) {
        asked.push(said.map(({ input }) => input.address ?? ''));
        return answers.shift() ?? [];
      },
      async suppress({ address = '' }) {
        byThemselves.push(address);
        return { replayed: true };
      },
    });
    const recorder = storeRecorder(guard, localCaller, 'a store');
    const results = await recorder.record(['a@x.org', 'b@x.org', 'c@x.org', 'd@x.org'].map(suppression));
    expect(asked).toEqual([
      ['a@x.org', 'b@x.org', 'c@x.org', 'd@x.org'],
      ['b@x.org', 'c@x.org'],
    ]);
    expect(byThemselves).toEqual(['c@x.org', 'd@x.org']);
    expect(results.map(({ kind }) => kind)).toEqual(['recorded', 'recorded', 'recorded', 'known']);
  });

  test('do not go before an earlier row of the same key, or beside it', async () => {
    const said: string[] = [];
    const guard = fakeGuard({
      async recordUnseen(listed) {
        said.push(...listed.map(({ input }) => `together ${input.address}`));
        return listed.map(() => true);
      },
      async refuse({ contactId }) {
        said.push(`refused ${contactId}`);
        return { refusalId: 'ref_1', suppressions: [], revoked: [], replayed: false };
      },
      async suppress({ address }) {
        said.push(`suppressed ${address}`);
        return {};
      },
    });
    const answers = { ...email, address: 'a@x.org', contactId: 'con_1', signal: 'stop' } as const;
    const first = item('a@x.org', { kind: 'refusal', input: answers });
    const recorder = storeRecorder(guard, localCaller, 'a store');
    await recorder.record([first, ...['a@x.org', 'b@x.org', 'b@x.org'].map(suppression)]);
    expect(said.slice(0, 1)).toEqual(['together b@x.org']);
    expect(said.filter((one) => one.includes('a@x.org') || one.includes('con_1'))).toEqual([
      'refused con_1',
      'suppressed a@x.org',
    ]);
    expect(said.filter((one) => one.includes('b@x.org'))).toEqual(['together b@x.org', 'suppressed b@x.org']);
  });
});
