/** The store’s clock: which instant a decision is of, and what becomes of caps where the clock steps back or leaps. */
import { expect } from 'vitest';
import { codes, dayMs, hourMs, iso, minuteMs, startMs } from '../../../test/support/world.ts';
import type { StoreTest } from './harness.ts';

const one = '- { id: one, because: One., when: { channels: [email] }, cap: { limit: 1, window: 24h } }';
const two = '- { id: two, because: Two., cap: { limit: 2, window: 24h } }';

export function clockTests(declare: StoreTest): void {
  declare(
    'a clock that steps back opens no window: new contacts are stamped no earlier than the newest',
    two,
    async (w) => {
      await w.contact();
      w.setNow(startMs - 5 * dayMs);
      expect((await w.ask()).decidedAt).toBe(iso(startMs - 5 * dayMs));
      expect((await w.ask()).reasons).toMatchObject([{ used: 2, retryAt: iso(startMs + dayMs) }]);
      w.setNow(startMs + dayMs - 1);
      expect((await w.ask()).reasons).toMatchObject([{ used: 2 }]);
      w.setNow(startMs + dayMs);
      expect((await w.ask()).allowed).toBe(true);
    },
  );

  declare(
    'one leap of the clock freezes nobody: another customer, hours and expiry follow the clock itself',
    `
    ${one}
    - { id: hours, because: By day., when: { channels: [sms] }, hours: { allow: ["08:00-20:00"], clock: UTC } }`,
    async (w) => {
      w.setNow(startMs + 300 * dayMs);
      await w.contact({ customerId: 'leapt' });
      w.setNow(startMs);
      expect((await w.ask()).allowed).toBe(true);
      await w.suppress({ customerId: 'leapt', channel: 'push', expiresAtMs: startMs + hourMs });
      expect(codes(await w.ask({ customerId: 'leapt', channel: 'push' }))).toEqual(['suppressed']);
      expect((await w.ask({ customerId: 'leapt', channel: 'sms' })).allowed).toBe(true);
      w.setNow(Date.parse('2026-06-01T20:00:00Z'));
      expect(await w.ask({ customerId: 'leapt', channel: 'sms' })).toMatchObject({
        allowed: false,
        retryAt: '2026-06-02T08:00:00.000Z',
      });
      expect((await w.ask({ customerId: 'leapt', channel: 'push' })).allowed).toBe(true);
    },
  );

  declare('decidedAt is the store’s clock inside the step', one, async (w) => {
    w.setNow(startMs + 12_345);
    expect((await w.ask()).decidedAt).toBe(iso(startMs + 12_345));
    expect(await w.service.store.nowMs()).toBe(startMs + 12_345);
    w.pass(minuteMs);
    expect((await w.ask()).decidedAt).toBe(iso(startMs + 12_345 + minuteMs));
  });
}
