import { describe, expect, test } from 'vitest';
import { decodeAddressHot } from '../engine/record/address.ts';
import { emptyCold, emptyRecord, type Suppression } from '../engine/record/record.ts';
import type { Register } from '../vocabulary.ts';
import { affirm, leftOf, mustStand, putInRecord } from './effect.ts';

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

  test('one of classes becomes one for every purpose of every class, and stays beside those of classes', () => {
    const classes = ['marketing'] as const;
    const list = Array.from({ length: 1000 }, (_, number) => refusal(number, 'a', { purpose: '*', classes }));
    const [wide] = affirm(list, [refusal(1000, 'a', { purpose: '*', classes, except: ['a'], source: 'b' })], nowMs);
    expect(wide).toMatchObject({ suppressionId: 'sup_1000', purpose: '*' });
    expect(wide).not.toHaveProperty('classes');
    expect(wide).not.toHaveProperty('except');
  });

  test('a shorter one never ends the one before, and one that ends never ends one for ever', () => {
    const list = Array.from({ length: 1000 }, (_, number) => refusal(number, 'a'));
    const said = (number: number, expiresMs: number | null) =>
      affirm(list, [refusal(number, 'a', { expiresMs })], nowMs)[0];
    expect(said(1000, nowMs + 2)).toMatchObject({ suppressionId: 'sup_1000', expiresMs: nowMs + 2 });
    expect(said(1001, nowMs + 1)).toMatchObject({ suppressionId: 'sup_1000', expiresMs: nowMs + 2 });
    expect(said(1002, nowMs + 3)).toMatchObject({ suppressionId: 'sup_1000', expiresMs: nowMs + 3 });
    expect(said(1003, null)).toMatchObject({ suppressionId: 'sup_1003', expiresMs: null });
    expect(said(1004, nowMs + 9)).toMatchObject({ suppressionId: 'sup_1000', expiresMs: nowMs + 9 });
  });

  test('one of some data becomes one of any data, and stays beside one that needs none', () => {
    const list = Array.from({ length: 1000 }, (_, number) => refusal(number, 'a'));
    affirm(list, [refusal(1000, 'a')], nowMs);
    const [wide] = affirm(list, [refusal(1001, 'a', { targeting: ['health'] })], nowMs);
    expect(wide).toMatchObject({ suppressionId: 'sup_1001', purpose: '*', targeting: ['*'] });
  });
});

test('what was said again since it was found, or is gone, does not stand as it was found', () => {
  const found = refusal(0, 'a');
  expect(() => mustStand([found], found)).not.toThrow();
  expect(() => mustStand([{ ...found, said: 2 }], found)).toThrow('said again');
  expect(() => mustStand([refusal(1, 'a')], found)).toThrow('lifted');
});

test('of two events that reach the customer in the other order, the later one stands', () => {
  const cold = emptyCold();
  const at = () => ({ hot: decodeAddressHot(undefined), suppressions: () => [] });
  const state = { record: emptyRecord(1), cold: () => cold, held: () => [], at, nowMs };
  const [first, again] = [refusal(1, 'a'), refusal(1, 'a', { said: 2, eventId: 'event-2' })];
  putInRecord(state, [again], new Map());
  putInRecord(state, [first], new Map());
  expect(cold.suppressions).toEqual([again]);
});

test('the order of its classes makes no other refusal of it, what was given back does', () => {
  const list: Suppression[] = [];
  const said = (number: number, fields: Partial<Suppression>) =>
    affirm(list, [refusal(number, 'a', { purpose: '*', ...fields })], nowMs)[0]?.suppressionId;
  expect(said(0, { classes: ['marketing', 'service'] })).toBe('sup_0');
  expect(said(1, { classes: ['service', 'marketing'] })).toBe('sup_0');
  expect(said(2, { classes: ['service'] })).toBe('sup_2');
  expect(said(3, { classes: ['service'], except: ['a'] })).toBe('sup_3');
  expect(said(4, {})).toBe('sup_4');
});

test('what is said again by the address alone is of whoever is reached there, whatever was said first', () => {
  const list: Suppression[] = [];
  for (const [number, fields] of [{}, { alone: true as const }, {}].entries())
    affirm(list, [refusal(number, 'a', { purpose: '*', ...fields })], nowMs);
  expect(list).toMatchObject([{ suppressionId: 'sup_0', said: 3, alone: true }]);
});

describe('what is left once a purpose is given back', () => {
  const register: Register = new Map([
    ['marketing.news', { class: 'marketing' }],
    ['marketing.offers', { class: 'marketing' }],
    ['account.upgrade', { class: 'marketing' }],
    ['account.invoice', { class: 'service' }],
  ]);
  const left = (fields: Partial<Suppression>, purpose: string): readonly string[] | string => {
    const one = refusal(0, 'a', { purpose: '*', classes: ['marketing'], ...fields });
    const rest = leftOf(one, purpose, register);
    return rest === one ? 'as it was' : rest === undefined ? 'nothing' : (rest.except ?? []);
  };

  test('of classes is all but the part', () => {
    expect(left({}, 'marketing')).toEqual(['marketing']);
    expect(left({ except: ['marketing.news', 'account'] }, 'marketing')).toEqual(['account', 'marketing']);
    expect(left({ except: ['marketing'] }, 'marketing.news')).toBe('as it was');
    expect(left({}, 'account.invoice')).toBe('as it was');
    expect(left({}, '*')).toBe('nothing');
  });

  test('of a pattern is all or nothing: a wider one is not opened by a narrower word', () => {
    const whole = { classes: undefined as never };
    expect(left({ ...whole, purpose: 'marketing' }, 'marketing')).toBe('nothing');
    expect(left({ ...whole, purpose: 'marketing' }, 'marketing.news')).toBe('as it was');
    expect(left(whole, 'marketing')).toBe('as it was');
  });
});
