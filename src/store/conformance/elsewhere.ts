/** Contacts made elsewhere: recorded whatever the caps say, once each, outbound and inbound. */
import { expect } from 'vitest';
import { billing, dayMs, hourMs, iso, minuteMs, problemOf, startMs } from '../../../test/support/world.ts';
import type { StoreTest } from './harness.ts';

const two = '- { id: two, because: Two., cap: { limit: 2, window: 7d, per: [brand] } }';
const brand = { keys: { brand: 'acme' } };

export function elsewhereTests(declare: StoreTest): void {
  declare('counts from when it happened, whatever the caps say', two, async (w) => {
    for (const days of [1, 3, 2, 6]) await w.elsewhere({ ...brand, atMs: startMs - days * dayMs });
    expect(await w.ask(brand)).toMatchObject({
      allowed: false,
      retryAt: iso(startMs + 5 * dayMs),
      reasons: [{ used: 4 }],
    });
    w.setNow(startMs + 5 * dayMs);
    expect((await w.ask(brand)).allowed).toBe(true);
  });

  declare(
    'the same operationId again is the same contact, another body a mismatch; known per caller and customer',
    two,
    async (w) => {
      const fields = { ...brand, operationId: 'import-1', atMs: startMs - hourMs };
      const first = await w.elsewhere(fields);
      expect(first.replayed).toBe(false);
      w.pass(minuteMs);
      expect(await Promise.all([1, 2, 3].map(() => w.elsewhere(fields)))).toEqual(
        Array(3).fill({ contactId: first.contactId, replayed: true }),
      );
      expect(await problemOf(w.elsewhere({ ...fields, atMs: startMs }))).toMatchObject({
        code: 'operation-mismatch',
        status: 422,
      });
      expect(await problemOf(w.elsewhere({ ...fields, direction: 'inbound' }))).toMatchObject({
        code: 'operation-mismatch',
      });
      expect((await w.check(brand)).caps[0]).toMatchObject({ used: 1 });
      expect((await w.elsewhere(fields, billing)).replayed).toBe(false);
      expect((await w.elsewhere({ ...fields, customerId: 'c2' })).replayed).toBe(false);
    },
  );

  declare('lies at most 400 days back and not in the future, its outcome not before it', two, async (w) => {
    for (const atMs of [startMs + 1, startMs - 400 * dayMs - 1])
      expect(await problemOf(w.elsewhere({ atMs }))).toMatchObject({ status: 422, paths: ['at'] });
    for (const atMs of [startMs, startMs - 400 * dayMs]) expect((await w.elsewhere({ atMs })).replayed).toBe(false);
    const at = { atMs: startMs - hourMs, outcome: 'delivered' } as const;
    for (const outcomeAtMs of [startMs - hourMs - 1, startMs + 1])
      expect(await problemOf(w.elsewhere({ ...at, outcomeAtMs }))).toMatchObject({ status: 422, paths: ['outcomeAt'] });
    expect(await problemOf(w.elsewhere({ purpose: 'unheard.of' }))).toMatchObject({ status: 422, paths: ['purpose'] });
  });

  declare(
    'inbound never counts, and its outcomes start cooldowns',
    `${two}\n- { id: rest, because: Rest., cooldown: { after: [conversation], for: 7d } }`,
    async (w) => {
      await w.elsewhere({ ...brand, channel: 'voice', direction: 'inbound' });
      expect((await w.check(brand)).caps[0]).toMatchObject({ used: 0 });
      const called = await w.elsewhere({
        ...brand,
        channel: 'voice',
        direction: 'inbound',
        atMs: startMs - dayMs,
        outcome: 'conversation',
        outcomeAtMs: startMs - hourMs,
      });
      expect(await w.ask(brand)).toMatchObject({
        allowed: false,
        retryAt: iso(startMs - hourMs + 7 * dayMs),
        reasons: [{ code: 'cooldown' }],
      });
      expect(await w.outcome(called.contactId, 'answered')).toBe(false);
      expect((await w.check(brand)).caps[0]).toMatchObject({ used: 0 });
    },
  );

  declare(
    'an outcome it carries happened at outcomeAt, or else when it did',
    '- { id: rest, because: Rest., cooldown: { after: [conversation], for: 7d } }',
    async (w) => {
      await w.elsewhere({ atMs: startMs - dayMs, outcome: 'conversation' });
      expect((await w.ask()).retryAt).toBe(iso(startMs + 6 * dayMs));
      await w.elsewhere({ customerId: 'c2', outcome: 'cancelled' });
      expect((await w.ask({ customerId: 'c2' })).allowed).toBe(true);
    },
  );

  declare('refused as its outcome is a refusal, also where only the repeated call came through', '', async (w) => {
    const fields = {
      channel: 'sms',
      address: '+4915112345678',
      outcome: 'refused',
      operationId: 'x',
      atMs: startMs,
    } as const;
    await w.elsewhere(fields);
    await w.elsewhere(fields);
    expect((await w.ask({ channel: 'sms', customerId: 'other', address: '+49 151 12345678' })).reasons).toMatchObject([
      { code: 'suppressed' },
    ]);
    const standing = (await w.guard.suppressionsOfCustomer('c1')) as { suppressionId: string }[];
    expect(standing).toHaveLength(1);
    for (const { suppressionId } of standing) await w.lift(suppressionId);
    await w.elsewhere(fields);
    expect(await w.guard.suppressionsOfCustomer('c1')).toEqual([]);
  });

  declare(
    'what came in never counts, whatever became of it',
    '- { id: none, because: None., cap: { limit: 1, window: 24h, failed: counts } }',
    async (w) => {
      const { contactId } = await w.elsewhere({ direction: 'inbound' });
      for (const outcome of ['failed', 'answered'] as const) {
        await w.outcome(contactId, outcome).catch(() => undefined);
        expect((await w.check()).caps).toMatchObject([{ used: 0 }]);
      }
    },
  );

  declare('takes later outcomes like any contact, under its own id', two, async (w) => {
    const { contactId } = await w.elsewhere({ ...brand, atMs: startMs - 2 * dayMs });
    expect(await w.outcome(contactId, 'failed')).toBe(false);
    expect((await w.check(brand)).caps[0]).toMatchObject({ used: 0 });
    expect(await problemOf(w.confirm(contactId))).toMatchObject({ status: 409 });
  });
}
