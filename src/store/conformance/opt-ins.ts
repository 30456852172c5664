/** Who refused by some means says by the same that they want to hear again: that takes back what was refused so before, and nothing else (contract 3). */
import { expect } from 'vitest';
import { codes, crm, hourMs, type Shown } from '../../../test/support/world.ts';
import type { OptInInput, RefusalInput } from '../../guard-contract.ts';
import type { StoreTest, StoreWorld } from './harness.ts';

const address = '+14155550100';

const stop = async (w: StoreWorld, fields: Partial<RefusalInput> = {}): Promise<string> => {
  const [made] = await w.refuse({ address, channel: 'sms', signal: 'stop', source: 'twilio', ...fields });
  return (made as Shown).suppressionId;
};

const start = async (w: StoreWorld, saidId: string, fields: Partial<OptInInput> = {}): Promise<readonly string[]> => {
  const input = { address, channel: 'sms', signals: ['stop'], source: 'twilio', saidId, ...fields } as const;
  return (await w.guard.optIn(input, crm)).lifted;
};

const standing = async (w: StoreWorld): Promise<string[]> =>
  (await w.guard.suppressionsOfAddress({ address, channel: '*' })).map((one) => (one as Shown).suppressionId);

export function optInTests(declare: StoreTest): void {
  declare('an opt-in takes back what the same number refused by the same means, and nothing else', '', async (w) => {
    const own = await stop(w);
    const operators = await w.suppress({ address, channel: 'sms', reason: 'stop', source: 'twilio' });
    const others = [
      operators.suppressionId,
      await stop(w, { source: 'another provider' }),
      await stop(w, { signal: 'unsubscribe' }),
      await stop(w, { channel: 'voice' }),
      await stop(w, { receivedAtMs: w.nowMs() + 1, keys: { brand: 'acme' } }),
    ];
    expect(await start(w, 'SM1', { atMs: w.nowMs() })).toEqual([own]);
    expect((await standing(w)).sort()).toEqual(others.sort());
  });

  declare('an opt-in that is heard again takes back nothing that was refused since', '', async (w) => {
    const second = await w.second();
    await stop(w);
    expect(await start(w, 'SM1')).toHaveLength(1);
    w.pass(hourMs);
    await stop(w);
    expect(await start({ ...w, guard: second.guard }, 'SM1')).toEqual([]);
    expect(codes(await w.ask({ channel: 'sms', address }))).toEqual(['suppressed']);
    expect(await start(w, 'SM2')).toHaveLength(1);
    expect((await w.ask({ channel: 'sms', address })).allowed).toBe(true);
  });

  declare('an opt-in takes back nothing where it could not be told from one heard before', '', async (w) => {
    for (let heard = 0; heard < 100; heard++) await start(w, `SM${heard}`);
    await stop(w);
    for (const saidId of ['SM0', 'SM100']) expect(await start(w, saidId)).toEqual([]);
    expect(codes(await w.ask({ channel: 'sms', address }))).toEqual(['suppressed']);
  });
}
