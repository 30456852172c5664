/** `operationId`: counts once however often it is sent (I3), judged again by refusals only, decided afresh once it counts no more. */
import { expect } from 'vitest';
import { billing, codes, crm, dayMs, hourMs, iso, minuteMs, problemOf, startMs } from '../../../test/support/world.ts';
import type { StoreTest } from './harness.ts';

const two = '- { id: two, because: Two., cap: { limit: 2, window: 7d } }';
const one = '- { id: one, because: One., cap: { limit: 1, window: 24h } }';
const byDay = '- { id: day, because: By day., hours: { allow: ["08:00-20:00"], clock: UTC } }';

export function operationTests(declare: StoreTest): void {
  declare('sent again gives the same contact and counts once, also fifty times at once', two, async (w) => {
    const other = await w.second();
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) => (i % 2 ? w : other).ask({ operationId: 'op-1' })),
    );
    expect(new Set(answers.map((answer) => answer.contactId)).size).toBe(1);
    expect(answers.every((answer) => answer.allowed)).toBe(true);
    expect(answers.filter((answer) => !answer.replayed)).toHaveLength(1);
    expect((await w.check()).caps[0]).toMatchObject({ used: 1 });
    expect(await w.entries()).toEqual([]);
  });

  declare(
    'the body is compared after defaults, whatever the order of fields and however the address is written',
    two,
    async (w) => {
      const first = await w.ask({ operationId: 'op', keys: { a: '1', b: '2' }, address: 'Ann@Example.org' });
      expect(
        await w.ask({ operationId: 'op', keys: { b: '2', a: '1' }, address: ' ann@example.ORG', targeting: [] }),
      ).toMatchObject({ contactId: first.contactId, replayed: true });
      const bare = await w.ask({ operationId: 'bare' });
      expect(await w.ask({ operationId: 'bare', keys: {}, targeting: [] })).toMatchObject({
        contactId: bare.contactId,
        replayed: true,
      });
    },
  );

  declare('a place under either of its two codes is the same body', two, async (w) => {
    const first = await w.contact({ operationId: 'op', region: 'US-PR' });
    expect(await w.ask({ operationId: 'op', region: 'PR' })).toMatchObject({ contactId: first, replayed: true });
    expect(await problemOf(w.ask({ operationId: 'op', region: 'US' }))).toMatchObject({ code: 'operation-mismatch' });
    const made = await w.elsewhere({ operationId: 'e', region: 'FR-RE' });
    expect(await w.elsewhere({ operationId: 'e', region: 'RE' })).toEqual({ ...made, replayed: true });
    const refusal = { customerId: 'c1', channel: 'sms', signal: 'stop', source: 'test', operationId: 'r' } as const;
    const said = await w.guard.refuse({ ...refusal, region: 'CN-HK' }, crm);
    expect(await w.guard.refuse({ ...refusal, region: 'HK' }, crm)).toEqual({ ...said, replayed: true });
  });

  declare('a zone under any of its names is the same body', two, async (w) => {
    const first = await w.contact({ operationId: 'op', timeZone: 'Asia/Kolkata' });
    expect(await w.ask({ operationId: 'op', timeZone: 'Asia/Calcutta' })).toMatchObject({
      contactId: first,
      replayed: true,
    });
    expect(await problemOf(w.ask({ operationId: 'op', timeZone: 'Asia/Colombo' }))).toMatchObject({
      code: 'operation-mismatch',
    });
    const made = await w.elsewhere({ operationId: 'e', timeZone: 'UTC' });
    expect(await w.elsewhere({ operationId: 'e', timeZone: 'Etc/UTC' })).toEqual({ ...made, replayed: true });
  });

  declare('with another body it is a mismatch, and nothing is counted', two, async (w) => {
    await w.contact({ operationId: 'op', keys: { campaign: 'a' } });
    for (const fields of [
      { keys: { campaign: 'b' } },
      { channel: 'sms' },
      { purpose: 'marketing.winback' },
      { timeZone: 'UTC' },
      { region: 'DE' },
      { targeting: ['health'] },
      { address: 'a@example.org' },
      { confirmByMs: startMs + hourMs },
    ] as const) {
      expect(await problemOf(w.ask({ operationId: 'op', keys: { campaign: 'a' }, ...fields }))).toMatchObject({
        code: 'operation-mismatch',
        status: 422,
      });
    }
    expect((await w.check()).caps[0]).toMatchObject({ used: 1 });
  });

  declare(
    'of a hold is known for as long as the hold is, however much comes after it, and another for 24 hours at least',
    '- { id: many, because: Many., cap: { limit: 100, window: 60d } }',
    async (w) => {
      const confirmByMs = startMs + 20 * dayMs;
      const hold = await w.contact({ operationId: 'held', confirmByMs });
      const final = await w.contact({ operationId: 'final', confirmByMs });
      await w.outcome(final, 'sent');
      await w.confirm(hold);
      const plain = await w.contact({ operationId: 'plain' });
      const used: unknown[] = [];
      // Each of them is written over what an earlier one left.
      for (let day = 1; day <= 26; day++) {
        w.setNow(startMs + day * dayMs);
        if (day === 1)
          expect(await w.ask({ operationId: 'plain' })).toMatchObject({ contactId: plain, replayed: true });
        expect(await w.ask({ operationId: 'held', confirmByMs })).toMatchObject({ contactId: hold, replayed: true });
        expect(await w.ask({ operationId: 'final', confirmByMs })).toMatchObject({ contactId: final, replayed: true });
        used.push((await w.ask({ operationId: `day-${day}` })).caps[0]?.used);
      }
      expect(used).toEqual(Array.from({ length: 26 }, (_, i) => i + 4));
    },
  );

  declare('is known per caller and per customer', two, async (w) => {
    const first = await w.contact({ operationId: 'op' });
    expect(await w.ask({ operationId: 'op', customerId: 'c2' })).toMatchObject({ allowed: true, replayed: false });
    const other = await w.ask({ operationId: 'op', channel: 'sms' }, billing);
    expect(other).toMatchObject({ allowed: true, replayed: false });
    expect(other.contactId).not.toBe(first);
  });

  declare(
    'is known for a day, whatever else goes on',
    `- { id: many, because: Many., cap: { limit: 900, window: 24h } }`,
    async (w) => {
      const first = await w.contact({ operationId: 'op' });
      for (let hour = 1; hour < 24; hour += 4) {
        w.setNow(startMs + hour * hourMs);
        await w.contact();
        await w.service.tend();
      }
      w.setNow(startMs + dayMs);
      await w.contact();
      expect(await w.ask({ operationId: 'op' })).toMatchObject({ contactId: first, replayed: true });
    },
  );

  declare('a replay is not held back by caps and hours', `${one}\n${byDay}`, async (w) => {
    const first = await w.contact({ operationId: 'op' });
    w.setNow(startMs + 11 * hourMs);
    expect(codes(await w.ask())).toEqual(['cap', 'hours']);
    expect(await w.ask({ operationId: 'op' })).toMatchObject({
      allowed: true,
      contactId: first,
      replayed: true,
      reasons: [],
      retryAt: null,
    });
  });

  declare(
    'a replay is denied by refusals; the contact stays counted, and is found when they are lifted',
    two,
    async (w) => {
      const first = await w.contact({ operationId: 'op' });
      const suppressed = await w.suppress({ customerId: 'c1', channel: 'email', expiresAtMs: startMs + hourMs });
      expect(await w.ask({ operationId: 'op' })).toMatchObject({
        allowed: false,
        contactId: null,
        replayed: false,
        retryAt: iso(startMs + hourMs),
        reasons: [{ code: 'suppressed' }],
      });
      expect((await w.check({ channel: 'sms' })).caps[0]).toMatchObject({ used: 1 });
      expect(await w.entries()).toHaveLength(1);
      await w.lift(suppressed.suppressionId);
      expect(await w.ask({ operationId: 'op' })).toMatchObject({ allowed: true, contactId: first, replayed: true });
    },
  );

  declare('what was denied is decided afresh, also with another body', one, async (w) => {
    await w.contact();
    expect((await w.ask({ operationId: 'op' })).allowed).toBe(false);
    w.setNow(startMs + dayMs);
    expect(await w.ask({ operationId: 'op', keys: { a: '1' } })).toMatchObject({ allowed: true, replayed: false });
  });

  declare(
    'is decided afresh once its contact failed or was cancelled, and found again once it arrived after all',
    two,
    async (w) => {
      const first = await w.contact({ operationId: 'op' });
      await w.outcome(first, 'failed');
      await w.outcome(first, 'delivered');
      expect(await w.ask({ operationId: 'op' })).toMatchObject({ contactId: first, replayed: true });
      const second = await w.contact({ operationId: 'op-2' });
      for (const outcome of ['failed', 'cancelled'] as const) await w.outcome(second, outcome);
      const again = await w.ask({ operationId: 'op-2', keys: { other: 'body' } });
      expect(again).toMatchObject({ allowed: true, replayed: false });
      expect(again.contactId).not.toBe(second);
      expect((await w.check()).caps[0]).toMatchObject({ used: 2 });
    },
  );

  declare('is decided afresh once its hold is over or was denied by confirm', two, async (w) => {
    const expiring = await w.contact({ operationId: 'op', confirmByMs: startMs + minuteMs });
    w.pass(minuteMs);
    const afresh = await w.ask({ operationId: 'op', confirmByMs: startMs + hourMs });
    expect(afresh).toMatchObject({ allowed: true, replayed: false });
    expect(afresh.contactId).not.toBe(expiring);
    const suppressed = await w.suppress({ customerId: 'c1' });
    expect((await w.confirm(afresh.contactId as string)).allowed).toBe(false);
    await w.lift(suppressed.suppressionId);
    expect(await w.ask({ operationId: 'op' })).toMatchObject({ allowed: true, replayed: false });
  });

  declare('a replay of a standing hold may carry a confirmBy that has passed; a new one may not', two, async (w) => {
    const hold = await w.contact({ operationId: 'op', confirmByMs: startMs + minuteMs });
    await w.confirm(hold);
    w.pass(hourMs);
    expect(await w.ask({ operationId: 'op', confirmByMs: startMs + minuteMs })).toMatchObject({
      contactId: hold,
      replayed: true,
    });
    expect(await problemOf(w.ask({ operationId: 'new', confirmByMs: startMs + minuteMs }))).toMatchObject({
      status: 422,
      paths: ['confirmBy'],
    });
    expect(await problemOf(w.ask({ confirmByMs: startMs + hourMs }))).toMatchObject({
      status: 422,
      paths: ['confirmBy'],
    });
    expect(await problemOf(w.ask({ confirmByMs: startMs + hourMs + 31 * dayMs + 1 }))).toMatchObject({
      status: 422,
      paths: ['confirmBy'],
    });
    expect((await w.ask({ confirmByMs: startMs + hourMs + 31 * dayMs })).allowed).toBe(true);
  });

  declare('a check with the id of a standing contact says so, without naming the contact', one, async (w) => {
    await w.contact({ operationId: 'op' });
    expect(await w.check({ operationId: 'op' })).toMatchObject({ allowed: true, replayed: true, contactId: null });
    expect(await w.check({ operationId: 'other' })).toMatchObject({ allowed: false, replayed: false, contactId: null });
    expect(await w.entries()).toEqual([]);
  });
}
