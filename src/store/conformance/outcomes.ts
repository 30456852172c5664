/** Outcomes: which give the slot back, which are final, which start cooldowns and refusals. */
import { expect } from 'vitest';
import {
  admin,
  billing,
  caller,
  codes,
  dayMs,
  hourMs,
  iso,
  minuteMs,
  problemOf,
  type Shown,
  startMs,
} from '../../../test/support/world.ts';
import { arrivals, outcomes } from '../../vocabulary.ts';
import type { StoreTest } from './harness.ts';

const one = '- { id: one, because: One., cap: { limit: 1, window: 24h } }';
const failedCounts = '- { id: tried, because: Tried., cap: { limit: 2, window: 24h, failed: counts } }';

export function outcomeTests(declare: StoreTest): void {
  declare(
    'failed and cancelled give the slot back, once, however often reported; nothing else does',
    one,
    async (w) => {
      for (const outcome of outcomes) {
        const customerId = `customer of ${outcome}`;
        const id = await w.contact({ customerId });
        const gives = outcome === 'failed' || outcome === 'cancelled';
        for (let times = 0; times < 3; times++) expect(await w.outcome(id, outcome)).toBe(!gives);
        expect((await w.check({ customerId, channel: 'push', purpose: 'service.account' })).caps[0]).toMatchObject({
          used: gives ? 0 : 1,
        });
      }
    },
  );

  declare('under a rule that says so a failed contact counts, a cancelled one does not', failedCounts, async (w) => {
    const failed = await w.contact();
    expect(await w.outcome(failed, 'failed')).toBe(true);
    expect(await w.guard.contact(failed)).toMatchObject({ state: 'failed', counts: true });
    const cancelled = await w.contact();
    expect(await w.outcome(cancelled, 'cancelled')).toBe(false);
    expect(await w.guard.contact(cancelled)).toMatchObject({ state: 'cancelled', counts: false });
    expect(await w.outcome(await w.contact(), 'failed')).toBe(true);
    expect((await w.ask()).reasons).toMatchObject([{ rule: 'tried', used: 2 }]);
  });

  declare('cancelled is final; what is known to have arrived can be neither failed nor cancelled', '', async (w) => {
    for (const first of outcomes) {
      for (const next of outcomes) {
        const id = await w.contact({ customerId: `${first} then ${next}` });
        await w.outcome(id, first);
        const undoes = next === 'failed' || next === 'cancelled';
        const conflict = first === 'cancelled' ? next !== 'cancelled' : arrivals.has(first) && undoes;
        const result = await w.outcome(id, next).then(
          () => 'done',
          () => 'conflict',
        );
        expect(`${first}, ${next}: ${result}`).toBe(`${first}, ${next}: ${conflict ? 'conflict' : 'done'}`);
        if (conflict) expect(await problemOf(w.outcome(id, next))).toMatchObject({ status: 409 });
      }
    }
  });

  declare('a no to a message that was thought cancelled binds, and the contact stays cancelled', one, async (w) => {
    const at = { channel: 'email', purpose: 'marketing.promotions' } as const;
    for (const outcome of ['refused', 'complained'] as const) {
      const customerId = `customer who ${outcome}`;
      const address = `${outcome}@example.org`;
      const id = await w.contact({ ...at, customerId, address });
      await w.outcome(id, 'cancelled');
      for (const times of [1, 2])
        expect([times, await problemOf(w.outcome(id, outcome))]).toMatchObject([times, { status: 409 }]);
      expect(codes(await w.ask({ ...at, customerId }))).toEqual(['suppressed']);
      expect(codes(await w.ask({ ...at, customerId: 'another', address }))).toEqual(['suppressed']);
      expect(await w.guard.contact(id)).toMatchObject({ state: 'cancelled' });
    }
  });

  declare(
    'what went out though a refusal or a denied confirm had ended its hold counts, even over a cap, and starts cooldowns',
    `${one}\n- { id: rest, because: Rest., cooldown: { after: [conversation], for: 7d } }`,
    async (w) => {
      const confirmByMs = startMs + hourMs;
      for (const ended of ['revoked', 'denied'] as const)
        for (const outcome of outcomes) {
          const customerId = `${ended} then ${outcome}`;
          const id = await w.contact({ customerId, confirmByMs });
          if (ended === 'denied') await w.elsewhere({ customerId, atMs: startMs });
          else for (const said of await w.refuse({ customerId, signal: 'stop' })) await w.lift(said.suppressionId);
          expect((await w.confirm(id)).allowed).toBe(false);
          expect(await w.guard.contact(id)).toMatchObject({ counts: false, hold: { state: ended } });
          const counts = outcome !== 'failed' && outcome !== 'cancelled';
          for (let times = 0; times < 2; times++) expect([id, await w.outcome(id, outcome)]).toEqual([id, counts]);
          expect(await w.guard.contact(id)).toMatchObject({ counts, hold: { state: 'final' } });
          const others = ended === 'denied' ? 1 : 0;
          const asked = await w.check({ customerId, channel: 'push', purpose: 'service.account' });
          expect(asked.caps).toMatchObject([{ used: others + (counts ? 1 : 0) }]);
          expect(codes(asked).includes('cooldown')).toBe(outcome === 'conversation');
          expect(await problemOf(w.confirm(id))).toMatchObject({ status: 409 });
        }
    },
  );

  declare('an arrival reported after failed counts again, even over a cap', one, async (w) => {
    const first = await w.contact();
    await w.outcome(first, 'failed');
    await w.contact();
    expect(await w.outcome(first, 'sent')).toBe(false);
    expect(await w.outcome(first, 'opened')).toBe(true);
    expect((await w.ask()).reasons).toMatchObject([{ limit: 1, used: 2 }]);
    expect(await problemOf(w.outcome(first, 'failed'))).toMatchObject({ status: 409 });
  });

  declare('`at` lies neither in the future nor before the contact', '', async (w) => {
    const id = await w.contact();
    w.pass(hourMs);
    for (const atMs of [startMs - 1, startMs + hourMs + 1])
      expect(await problemOf(w.outcome(id, 'delivered', atMs))).toMatchObject({ status: 422, paths: ['at'] });
    for (const atMs of [startMs, startMs + hourMs]) expect(await w.outcome(id, 'delivered', atMs)).toBe(true);
  });

  declare('unknown contacts and those of other callers are not found; scope `outcome` opens all', '', async (w) => {
    const id = await w.contact();
    for (const unknown of ['con_AAAAAAAAAAAAAAAAAAAAAA', 'x', ''])
      expect(await problemOf(w.outcome(unknown, 'sent'))).toMatchObject({ status: 404 });
    expect(await problemOf(w.outcome(id, 'sent', undefined, billing))).toMatchObject({ status: 404 });
    expect(await w.outcome(id, 'sent', undefined, caller('provider', 'outcome'))).toBe(true);
    expect(await w.outcome(id, 'sent', undefined, admin)).toBe(true);
  });

  declare(
    'a cooldown runs from the latest such outcome, exactly',
    '- { id: rest, because: Rest., when: { channels: [voice] }, cooldown: { after: [conversation, answered], for: 7d, per: [debt] } }',
    async (w) => {
      const call = { channel: 'voice', purpose: 'collections.debt', keys: { debt: '1' } } as const;
      const id = await w.contact(call);
      w.pass(hourMs);
      await w.outcome(id, 'conversation', startMs + minuteMs);
      const endMs = startMs + minuteMs + 7 * dayMs;
      expect(await w.ask(call)).toMatchObject({
        allowed: false,
        retryAt: iso(endMs),
        reasons: [{ code: 'cooldown', rule: 'rest', retryAt: iso(endMs) }],
      });
      expect((await w.ask({ ...call, keys: { debt: '2' } })).allowed).toBe(true);
      expect(codes(await w.ask({ ...call, keys: {} }))).toEqual(['missing-key']);
      await w.outcome(id, 'answered', startMs + hourMs);
      expect((await w.ask(call)).retryAt).toBe(iso(startMs + hourMs + 7 * dayMs));
      w.setNow(startMs + hourMs + 7 * dayMs - 1);
      expect((await w.ask(call)).allowed).toBe(false);
      w.pass(1);
      expect((await w.ask(call)).allowed).toBe(true);
    },
  );

  declare(
    'the same outcome again starts its cooldown anew where it was later, and moves nothing back',
    '- { id: rest, because: Rest., cooldown: { after: [conversation], for: 7d } }',
    async (w) => {
      const contactId = await w.contact({ channel: 'voice' });
      w.pass(3 * hourMs);
      for (const [atMs, latestMs] of [
        [startMs + hourMs, startMs + hourMs],
        [startMs + 2 * hourMs, startMs + 2 * hourMs],
        [startMs, startMs + 2 * hourMs],
      ] as const) {
        await w.outcome(contactId, 'conversation', atMs);
        expect((await w.check({ channel: 'voice' })).retryAt).toBe(iso(latestMs + 7 * dayMs));
      }
    },
  );

  declare(
    'a cooldown in local days: the day of the outcome is the first',
    '- { id: rest, because: Rest., cooldown: { after: [conversation], for: { days: 7, clock: recipient } } }',
    async (w) => {
      const fields = { channel: 'voice', timeZone: 'America/New_York' } as const;
      const id = await w.contact(fields);
      w.pass(hourMs);
      await w.outcome(id, 'conversation');
      expect((await w.ask(fields)).retryAt).toBe('2026-06-08T04:00:00.000Z');
    },
  );

  declare(
    'a cooldown outlasts the history of its contact',
    '- { id: rest, because: Rest., cooldown: { after: [conversation], for: 30d } }',
    async (w) => {
      const id = await w.contact({ channel: 'voice' });
      w.pass(29 * dayMs);
      await w.outcome(id, 'conversation');
      w.pass(29 * dayMs);
      await w.service.tend();
      await w.elsewhere({ atMs: w.nowMs() });
      expect(await w.ask()).toMatchObject({ allowed: false, retryAt: iso(startMs + 59 * dayMs) });
      w.setNow(startMs + 59 * dayMs);
      expect((await w.ask()).allowed).toBe(true);
    },
  );

  declare(
    'a contact that gave its slot back starts no cooldown',
    '- { id: rest, because: Rest., cooldown: { after: [no_answer, failed], for: 7d } }',
    async (w) => {
      const id = await w.contact({ channel: 'voice' });
      await w.outcome(id, 'no_answer');
      expect((await w.ask({ channel: 'voice' })).allowed).toBe(false);
      await w.outcome(id, 'failed');
      expect((await w.ask({ channel: 'voice' })).allowed).toBe(true);
    },
  );

  declare('refused and complained are refusals of the customer and of the address it went to', '', async (w) => {
    const refused = await w.contact({ customerId: 'a', channel: 'sms', address: '+14155550100' });
    await w.outcome(refused, 'refused');
    for (const fields of [{ customerId: 'a' }, { customerId: 'b', address: '+1 (415) 555-0100' }])
      expect(codes(await w.ask({ ...fields, channel: 'sms' }))).toEqual(['suppressed']);
    expect((await w.ask({ customerId: 'a', channel: 'email' })).allowed).toBe(true);
    const complained = await w.contact({ customerId: 'c', address: 'c@example.org' });
    for (let times = 0; times < 2; times++) await w.outcome(complained, 'complained');
    expect(codes(await w.ask({ customerId: 'c', channel: 'push' }))).toEqual(['suppressed']);
    const ids = (list: readonly object[]) => (list as Shown[]).map((one) => one.suppressionId).sort();
    expect(ids(await w.guard.suppressionsOfCustomer('c'))).toEqual(
      ids(await w.guard.suppressionsOfAddress({ address: 'c@example.org', channel: 'email' })),
    );
  });

  declare(
    'an outcome that is a refusal was received when it happened, however late and often it is reported',
    '',
    async (w) => {
      const contactId = await w.contact({ customerId: 'a' });
      w.pass(3 * hourMs);
      for (const atMs of [startMs + hourMs, startMs + 2 * hourMs]) await w.outcome(contactId, 'refused', atMs);
      const { events } = await w.guard.refusalEvents({ customerId: 'a', limit: 10 });
      expect(events).toMatchObject([{ receivedAt: iso(startMs + hourMs), effectiveAt: iso(startMs + 3 * hourMs) }]);
    },
  );

  declare(
    'an outcome that is reported again brings back no refusal that was lifted since; another one is another refusal',
    '',
    async (w) => {
      const lifted = async (): Promise<void> => {
        for (const one of (await w.guard.suppressionsOfCustomer('a')) as Shown[]) await w.lift(one.suppressionId);
      };
      const contactId = await w.contact({ customerId: 'a', channel: 'sms', address: '+14155550100' });
      await w.outcome(contactId, 'refused');
      await lifted();
      await w.outcome(contactId, 'refused');
      expect((await w.ask({ customerId: 'a', channel: 'sms' })).allowed).toBe(true);
      await w.outcome(contactId, 'complained');
      expect(codes(await w.ask({ customerId: 'a', channel: 'sms' }))).toEqual(['suppressed']);
    },
  );
}
