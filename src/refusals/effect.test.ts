import { describe, expect, test } from 'vitest';
import type { Suppression } from '../engine/record/record.ts';
import { affirm } from './effect.ts';

const nowMs = 1_000_000;

function refusal(number: number, customer: string, fields: Partial<Suppression> = {}): Suppression {
  return {
    suppressionId: `sup_${number}`,
    customer,
    address: 'address',
    addressKind: 'email',
    channel: 'email',
    purpose: `marketing.p${number}`,
    keys: {},
    targeting: [],
    origin: 'refusal',
    signal: 'unsubscribe',
    source: 'test',
    said: 1,
    eventId: `event-${number}`,
    sinceMs: nowMs,
    receivedMs: nowMs,
    affirmedMs: nowMs,
    expiresMs: null,
    sealed: undefined,
    ...fields,
  };
}

describe('past 1,000 suppressions', () => {
  test('a refusal becomes one for every purpose, which the next one of the same customer affirms', () => {
    const list = Array.from({ length: 1000 }, (_, number) => refusal(number, 'a'));
    const [wide] = affirm(list, [refusal(1000, 'a')], nowMs);
    const [again] = affirm(list, [refusal(1001, 'a')], nowMs);
    expect(wide).toMatchObject({ suppressionId: 'sup_1000', purpose: '*' });
    expect(again).toMatchObject({ suppressionId: 'sup_1000', eventId: 'event-1001' });
    expect(list).toHaveLength(1001);
  });

  test('at an address that many use, what one customer refused is never kept in the name of another', () => {
    const list = Array.from({ length: 1000 }, (_, number) => refusal(number, 'a'));
    affirm(list, [refusal(1000, 'a')], nowMs);
    const [wide] = affirm(list, [refusal(1001, 'b')], nowMs);
    expect(wide).toMatchObject({ suppressionId: 'sup_1001', customer: 'b', purpose: '*' });
  });
});
