import { expect, test } from 'vitest';
import { policySet } from '../../test/support/policies.ts';
import { foreverOf, historyLength } from './history.ts';

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
  expect(kept(kind)).toBe(true);
  expect(kept({ ...kind, purpose: 'marketing.winback' })).toBe(false);
  expect(foreverOf(cap('24h'))(kind)).toBe(false);
});
