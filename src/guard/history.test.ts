import { expect, test } from 'vitest';
import { policySet } from '../../test/support/policies.ts';
import { createForever, foreverOf, historyLength } from './history.ts';

const day = 86_400_000;
const nowMs = 1000 * day;
const cap = (window: string, when = '') =>
  policySet(`- { id: c, because: C.${when}, cap: { limit: 1, window: ${window} } }`);
const revision = (days: number, fromMs: number, untilMs: number | null) => ({
  revision: `sha256:${days}`,
  sources: [],
  longestWindowMs: days * day,
  active: [{ fromMs, untilMs }],
});

test('history reaches as far as the longest window of any set active within 31 days, and 31 days at least', () => {
  expect(historyLength([], cap('24h'), nowMs)).toBe(31 * day);
  expect(historyLength([], cap('90d'), nowMs)).toBe(90 * day);
  expect(historyLength([revision(60, 0, nowMs - 31 * day)], cap('24h'), nowMs)).toBe(60 * day);
  expect(historyLength([revision(60, 0, nowMs - 31 * day - 1)], cap('24h'), nowMs)).toBe(31 * day);
  expect(historyLength([revision(60, 0, null), revision(200, 0, 5 * day)], cap('24h'), nowMs)).toBe(60 * day);
});

test('a `forever` rule keeps the kinds it counts for ever, and no others', () => {
  const kind = { channel: 'email', purpose: 'consent-request', region: null, caller: 'crm' } as const;
  const kept = foreverOf(cap('forever', ' , when: { purposes: [consent-request] }'.slice(1)));
  expect(kept?.(kind)).toBe(true);
  expect(kept?.({ ...kind, purpose: 'marketing.winback' })).toBe(false);
  expect(foreverOf(cap('24h'))).toBeUndefined();
});

test('a set that this program cannot read is taken to keep everything, for as long as others that were in force', () => {
  const kind = { channel: 'email', purpose: 'consent-request', region: null, caller: 'crm' } as const;
  const unread = {
    ...revision(1, 0, nowMs),
    sources: [{ file: 'house.yaml', text: 'policy: { of: another version }' }],
  };
  const forever = createForever(cap('24h'));
  forever.learn([unread], nowMs);
  expect(forever.keeps(kind, nowMs + 31 * day)).toBe(true);
  expect(forever.keeps(kind, nowMs + 31 * day + 1)).toBe(false);
  forever.learn([], nowMs);
  expect(forever.keeps(kind, nowMs)).toBe(false);
});

test('what the set in force keeps is kept by it as an earlier one once another is', () => {
  const kind = { channel: 'email', purpose: 'consent-request', region: null, caller: 'crm' } as const;
  const set = cap('forever');
  const forever = createForever(set);
  const stored = { ...revision(1, 0, nowMs), revision: set.revision, sources: set.sources };
  forever.use(cap('24h'));
  expect(forever.keeps(kind, nowMs)).toBe(true);
  forever.learn([stored], nowMs);
  expect([nowMs, nowMs + 31 * day + 1].map((at) => forever.keeps(kind, at))).toEqual([true, false]);
});

test('a set whose span ended while the clock was far ahead hides no other', () => {
  const kind = { channel: 'email', purpose: 'consent-request', region: null, caller: 'crm' } as const;
  const set = cap('forever');
  const stored = { ...revision(1, nowMs - 2 * day, nowMs - day), revision: set.revision, sources: set.sources };
  const forever = createForever(cap('24h'));
  forever.learn([revision(2, 0, nowMs + 900 * day), stored], nowMs);
  expect(forever.keeps(kind, nowMs)).toBe(true);
});

test('a clock that was far ahead when a set was heard of, or did not tell, hides none either', () => {
  const kind = { channel: 'email', purpose: 'consent-request', region: null, caller: 'crm' } as const;
  const set = cap('forever');
  const stored = { ...revision(1, 0, nowMs - day), revision: set.revision, sources: set.sources };
  for (const heardMs of [nowMs + 900 * day, undefined]) {
    const forever = createForever(cap('24h'));
    forever.learn([stored], heardMs);
    expect([nowMs, nowMs + 31 * day].map((at) => forever.keeps(kind, at))).toEqual([true, false]);
  }
});
