/** Erasing a customer (contract 3): what names the person goes, what binds stays, and caps stay exact (I1, I4, I10). */
import { expect } from 'vitest';
import { admin, codes, crm, hourMs, startMs } from '../../../test/support/world.ts';
import type { StoreTest, StoreWorld } from './harness.ts';

const two = '- { id: two, because: Two., cap: { limit: 2, window: 24h } }';
const perCase = '- { id: per-case, because: One a case., cap: { limit: 1, window: 24h, per: [case] } }';
const quiet = '- { id: quiet, because: We spoke., cooldown: { after: [conversation], for: 24h } }';
const address = 'ann@example.org';

const erase = (w: StoreWorld) => w.guard.erase('c1', admin);
const eventsOf = async (w: StoreWorld) =>
  (await w.guard.refusalEvents({ customerId: 'c1', limit: 100 })).events as Record<string, unknown>[];

export function erasureTests(declare: StoreTest): void {
  declare('refusals by customer and by address bind after an erasure, with the address and without', '', async (w) => {
    await w.contact({ address });
    await w.refuse({ customerId: 'c1', channel: 'sms', signal: 'stop' });
    await w.refuse({ address, channel: 'email', signal: 'unsubscribe' });
    await erase(w);
    const second = await w.second();
    for (const one of [w, second]) {
      expect(codes(await one.ask({ channel: 'sms' }))).toEqual(['suppressed']);
      expect(codes(await one.ask({ address }))).toContain('suppressed');
      expect(codes(await one.ask({ address, customerId: 'c2' }))).toEqual(['suppressed']);
      expect(codes(await one.ask())).toContain('suppressed');
    }
  });

  declare('bare stamps keep the caps to the millisecond until their windows end', two, async (w) => {
    await w.contact({ address });
    w.pass(hourMs);
    await w.contact({ address });
    await erase(w);
    expect(await w.ask()).toMatchObject({ allowed: false, retryAt: new Date(startMs + 24 * hourMs).toISOString() });
    w.setNow(startMs + 24 * hourMs);
    expect((await w.ask()).allowed).toBe(true);
    expect((await w.ask()).allowed).toBe(false);
  });

  declare('a cap of one case and a cooldown stay too', `${perCase}\n${quiet}`, async (w) => {
    const contactId = await w.contact({ keys: { case: '1' } });
    await erase(w);
    expect(codes(await w.ask({ keys: { case: '1' } }))).toEqual(['cap']);
    expect((await w.check({ keys: { case: '2' } })).allowed).toBe(true);
    await w.outcome(contactId, 'conversation');
    await erase(w);
    expect(codes(await w.check({ keys: { case: '2' } }))).toEqual(['cooldown']);
  });

  declare(
    'a stamp is the instant, what rules count by and what cooldowns run from, and nothing else',
    quiet,
    async (w) => {
      await w.consent({ atMs: startMs });
      const contactId = await w.contact({ address, keys: { case: '1' }, region: 'DE', confirmByMs: startMs + hourMs });
      await w.confirm(contactId);
      await w.outcome(contactId, 'conversation');
      w.pass(hourMs);
      await erase(w);
      const at = new Date(startMs).toISOString();
      expect(await w.guard.contact(contactId)).toEqual({
        contactId,
        at,
        channel: 'email',
        purpose: 'marketing.promotions',
        region: 'DE',
        caller: 'crm',
        state: 'counts',
        counts: true,
        outcomes: [{ outcome: 'conversation', at }],
        consent: null,
      });
    },
  );

  declare('entries stay and say nothing of the person, nor are they found by the id', two, async (w) => {
    await w.contact();
    await w.contact();
    const { decisionId } = await w.ask();
    expect(await w.guard.decision(decisionId)).toMatchObject({ request: { customerId: 'c1' } });
    await erase(w);
    expect(await w.guard.decision(decisionId)).toMatchObject({ allowed: false, request: null, channel: 'email' });
    expect(await w.entries({ customerId: 'c1' })).toEqual([]);
    expect(await w.entries()).toHaveLength(1);
    // What comes later is about somebody again, and opens nothing from before.
    const later = await w.ask();
    expect((await w.entries({ customerId: 'c1' })).map((one) => one.decisionId)).toEqual([later.decisionId]);
    expect(await w.guard.decision(decisionId)).toMatchObject({ request: null });
  });

  declare('texts, evidence, consents, holds and operation ids are gone', '', async (w) => {
    await w.consent({ evidence: { form: 'Ann Lee' } });
    const evidence = { page: 'Ann Lee' };
    const said = { customerId: 'c1', channel: 'sms', signal: 'stop', source: 'reply', text: 'Ann says stop', evidence };
    const { refusalId } = await w.guard.refuse({ ...said, signal: 'stop' }, crm);
    const hold = await w.contact({ confirmByMs: startMs + hourMs });
    await w.contact({ operationId: 'o1' });
    await erase(w);
    const refusal = await w.guard.refusal(refusalId);
    expect(refusal).toMatchObject({ signal: 'stop' });
    expect(JSON.stringify([refusal, await eventsOf(w)])).not.toContain('Ann');
    expect(await w.guard.consentsOf('c1')).toEqual([]);
    await expect(w.confirm(hold)).rejects.toMatchObject({ code: 'not-found' });
    expect(await w.ask({ operationId: 'o1' })).toMatchObject({ replayed: false });
  });

  declare(
    'words that wait for a decision bind from then on, and nobody is asked to decide them any more',
    '',
    async (w) => {
      const number = '+49 30 901820';
      const said = { customerId: 'c1', address: number, channel: 'sms', signal: 'text', source: 'reply' } as const;
      const { refusalId } = await w.guard.refuse({ ...said, text: 'No thanks' }, crm);
      await erase(w);
      expect((await w.guard.reviews({ limit: 10 })).reviews).toEqual([]);
      const decision = { decision: 'not-a-refusal', by: 'ana' } as const;
      await expect(w.guard.decideReview(refusalId, decision, crm)).rejects.toMatchObject({ code: 'conflict' });
      for (const who of [{ customerId: 'c1' }, { customerId: 'c2', address: number }])
        expect((await w.ask({ ...who, channel: 'sms' })).allowed).toBe(false);
      const bound = [
        ...(await w.guard.suppressionsOfCustomer('c1')),
        ...(await w.guard.suppressionsOfAddress({ address: number, channel: 'sms' })),
      ];
      expect(bound).toHaveLength(2);
      for (const one of bound) expect(one).not.toHaveProperty('unsure');
    },
  );

  declare('it is an event, without the id, and erasing again is well and adds none', '', async (w) => {
    await w.contact();
    const { suppressionId } = await w.suppress({ customerId: 'c1', channel: 'sms' });
    await erase(w);
    await erase(w);
    const erasures = (await eventsOf(w)).filter(({ event }) => event === 'erasure');
    expect(erasures).toMatchObject([{ caller: 'admin', keptSuppressions: [suppressionId], keptStamps: 1 }]);
    expect(JSON.stringify(erasures)).not.toContain('"c1"');
    await w.guard.erase('nobody', admin);
    expect((await w.guard.refusalEvents({ customerId: 'nobody', limit: 1 })).events).toEqual([]);
  });

  declare('the keys of what was said by customer and address are nowhere to be read, and bind', '', async (w) => {
    const said = { customerId: 'c1', address, channel: 'email', keys: { brand: 'Ann' } } as const;
    await w.refuse(said);
    await w.suppress(said);
    const bound = () =>
      Promise.all([w.guard.suppressionsOfCustomer('c1'), w.guard.suppressionsOfAddress({ address, channel: 'email' })]);
    for (const one of (await bound()).flat()) expect(one).toMatchObject({ keys: said.keys });
    await erase(w);
    const left = (await bound()).flat();
    expect(left).toHaveLength(4);
    for (const one of left) expect(one).not.toHaveProperty('keys');
    for (const customerId of ['c1', 'c2']) {
      expect((await w.ask({ customerId, address, keys: said.keys })).allowed).toBe(false);
      expect((await w.ask({ customerId, address, keys: { brand: 'Bob' } })).allowed).toBe(true);
    }
  });

  declare('what was said by customer and address can be lifted afterwards', '', async (w) => {
    const { suppressionId } = await w.suppress({ customerId: 'c1', address, channel: 'email' });
    await erase(w);
    await w.lift(suppressionId);
    expect((await w.ask({ address })).allowed).toBe(true);
    expect((await w.ask({ address, customerId: 'c2' })).allowed).toBe(true);
  });

  declare('of the same address the keys of what others said stay, and are theirs', '', async (w) => {
    await w.suppress({ customerId: 'c1', address, channel: 'email', keys: { brand: 'Ann' } });
    await w.suppress({ customerId: 'c2', address, channel: 'email', keys: { brand: 'Bob' } });
    await erase(w);
    const left = await w.guard.suppressionsOfAddress({ address, channel: 'email' });
    expect(left.map((one) => ('keys' in one ? one.keys : undefined))).toEqual(
      expect.arrayContaining([undefined, { brand: 'Bob' }]),
    );
  });

  declare('who was only ever allowed is erased, too: where, and under which operation', '', async (w) => {
    await w.contact({ address });
    await w.contact({ customerId: 'c2', operationId: 'o1' });
    await erase(w);
    await w.guard.erase('c2', admin);
    // Another one's refusal there says nothing any more of who was reached at it, too.
    await w.suppress({ customerId: 'c3', address, channel: 'email' });
    expect((await w.check({ customerId: 'c1' })).allowed).toBe(true);
    expect(await w.ask({ customerId: 'c2', operationId: 'o1' })).toMatchObject({ allowed: true, replayed: false });
  });

  declare('a hold that is open counts no more, and one that was confirmed does', two, async (w) => {
    const confirmed = await w.contact({ confirmByMs: startMs + hourMs });
    await w.confirm(confirmed);
    await w.contact({ confirmByMs: startMs + hourMs });
    expect(codes(await w.check())).toEqual(['cap']);
    await erase(w);
    expect(await w.ask()).toMatchObject({ allowed: true, caps: [{ used: 2 }] });
    expect(codes(await w.ask())).toEqual(['cap']);
  });
}
