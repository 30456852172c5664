/** What was said is an event of its own: kept whether or not it changed anything, followed by ids, and gone when nothing rests on it any more. */
import { expect } from 'vitest';
import {
  admin,
  caller,
  crm,
  dayMs,
  type Entry,
  hourMs,
  iso,
  problemOf,
  type Shown,
  startMs,
} from '../../../test/support/world.ts';
import type { StoreTest, StoreWorld } from './harness.ts';

type Said = Readonly<Record<string, unknown>> & { readonly event: string };

const eventsOf = async (w: StoreWorld, customerId: string, limit = 100): Promise<Said[]> =>
  (await w.guard.refusalEvents({ customerId, limit })).events as Said[];

export function eventTests(declare: StoreTest): void {
  declare('a list that is read in pages is whole, also where the clock steps back meanwhile', '', async (w) => {
    const read = (cursor?: string) => w.guard.refusalEvents({ customerId: 'c1', limit: 2, cursor });
    const namesOf = (events: readonly object[]) => events.map((one) => (one as Said)['source']);
    const say = (source: string, atMs: number) => {
      w.setNow(atMs);
      return w.refuse({ customerId: 'c1', source });
    };
    for (const [at, source] of ['a', 'b', 'c', 'd', 'e'].entries()) await say(source, startMs + at * hourMs);
    const first = await read();
    await say('late', startMs + hourMs / 2);
    await say('f', startMs + 5 * hourMs);
    const second = await read(first.nextCursor ?? '');
    await say('later', startMs + hourMs / 2);
    const third = await read(second.nextCursor ?? '');
    const fourth = await read(third.nextCursor ?? '');
    expect([first, second].map(({ events }) => namesOf(events))).toEqual([
      ['e', 'd'],
      ['c', 'b'],
    ]);
    expect(namesOf([...third.events, ...fourth.events]).sort()).toEqual(['a', 'late', 'later']);
    expect(fourth.nextCursor).toBeNull();
  });

  declare('why somebody was blocked is answered by following ids, without ever knowing an address', '', async (w) => {
    const contactId = await w.contact({ customerId: 'c-70', channel: 'sms', address: '+1 415 555 0100' });
    await w.guard.refuse(
      {
        address: '+14155550100',
        channel: 'sms',
        signal: 'stop',
        source: 'sms-gateway',
        receivedAtMs: startMs - hourMs,
        evidence: { message: 'STOP' },
      },
      caller('gateway', 'refuse'),
    );
    w.pass(hourMs);
    await w.ask({ customerId: 'c-70', channel: 'sms' });
    const [blocked] = await w.entries({ customerId: 'c-70', allowed: false });
    const { suppressionId } = (blocked as Entry).reasons[0] as unknown as { suppressionId: string };
    const suppression = (await w.guard.suppression(suppressionId)) as Shown;
    expect(suppression).toMatchObject({ suppressionId, signal: 'stop', channel: 'sms', since: iso(startMs - hourMs) });
    expect(await w.guard.refusal(suppression['refusalId'] as string)).toMatchObject({
      event: 'refusal',
      signal: 'stop',
      source: 'sms-gateway',
      caller: 'gateway',
      channel: 'sms',
      evidence: { message: 'STOP' },
      receivedAt: iso(startMs - hourMs),
      effectiveAt: iso(startMs),
      suppressions: [{ suppressionId }],
      revoked: [],
    });
    expect(await w.guard.suppressionsOfCustomer('c-70')).toMatchObject([{ suppressionId, by: 'customer' }]);
    const { addressHash } = (await w.guard.contact(contactId)) as { addressHash: string };
    for (const channel of ['sms', '*'])
      expect(await w.guard.suppressionsOfAddress({ addressHash, channel })).toMatchObject([{ suppressionId }]);
    expect(await w.guard.suppressionsOfAddress({ addressHash, channel: 'email' })).toEqual([]);
  });

  declare('what a withdrawn consent holds back leads to the consent, however often it was withdrawn', '', async (w) => {
    const withdraw = async (form: string) => {
      w.pass(hourMs);
      return (await w.consent({ level: 'withdrawn', evidence: { form } }))['consentId'] as string;
    };
    const consentIds = [await withdraw('a'), await withdraw('b')];
    const agreed = (await w.consent({ channel: 'sms' }))['consentId'] as string;
    const { suppressionId } = (await w.ask()).reasons[0] as unknown as { suppressionId: string };
    const { refusalId } = (await w.guard.suppression(suppressionId)) as { refusalId: string };
    expect(await w.guard.refusal(refusalId)).toMatchObject({
      event: 'consent',
      refusalId: consentIds[1],
      signal: 'withdrawn',
      receivedAt: iso(w.nowMs()),
      effectiveAt: iso(w.nowMs()),
      caller: 'crm',
      evidence: { form: 'b' },
      suppressions: [{ suppressionId }],
    });
    expect(await problemOf(w.guard.refusal(agreed))).toMatchObject({ status: 404 });
    w.pass(1);
    await w.lift(suppressionId);
    const [lift] = (await eventsOf(w, 'c1')) as [{ refusalIds: string[] } & Said];
    expect(lift.refusalIds.toSorted()).toEqual(consentIds.toSorted());
  });

  declare('a refusal that only repeats an earlier one is another event of the same suppression', '', async (w) => {
    const said = { customerId: 'c1', address: 'c@example.org', channel: 'email', signal: 'stop', source: 'x' } as const;
    const first = await w.guard.refuse({ ...said, evidence: { n: 1 } }, crm);
    w.pass(1000);
    const second = await w.guard.refuse({ ...said, evidence: { n: 2 }, text: 'stop it' }, crm);
    expect(second.refusalId).not.toBe(first.refusalId);
    const [{ suppressionId }, ...more] = second.suppressions as [Shown, ...Shown[]];
    expect([more, first.suppressions]).toMatchObject([[], [{ suppressionId }]]);
    expect(await w.guard.suppression(suppressionId)).toMatchObject({ refusalId: second.refusalId });
    expect(await eventsOf(w, 'c1')).toMatchObject([
      { refusalId: second.refusalId, evidence: { n: 2 }, text: 'stop it', effectiveAt: iso(startMs + 1000) },
      { refusalId: first.refusalId, evidence: { n: 1 }, effectiveAt: iso(startMs) },
    ]);
    for (const { refusalId } of [first, second])
      expect(await w.guard.refusal(refusalId)).toMatchObject({ refusalId, caller: 'crm' });
    for (const id of ['ref_AAAAAAAAAAAAAAAAAAAAAA', 'x', suppressionId])
      expect(await problemOf(w.guard.refusal(id))).toMatchObject({ status: 404 });
  });

  declare(
    'lifts, consents and operators’ suppressions stand beside refusals, newest first, in pages',
    '',
    async (w) => {
      await w.refuse({ customerId: 'c1', keys: { brand: 'acme', shop: '1' } });
      w.pass(1);
      const set = await w.suppress({ customerId: 'c1', keys: { brand: 'acme' }, evidence: { ticket: 7 } });
      w.pass(1);
      await w.consent({ keys: { brand: 'acme' }, evidence: { form: 'a' } });
      w.pass(1);
      await w.lift(set.suppressionId);
      w.pass(1);
      await w.consent({ channel: 'sms', level: 'withdrawn' });
      const all = await eventsOf(w, 'c1');
      expect(all).toMatchObject([
        { event: 'consent', level: 'withdrawn', channel: 'sms', suppressions: [{ signal: 'withdrawn' }], revoked: [] },
        {
          event: 'lift',
          suppressionId: set.suppressionId,
          refusalIds: [],
          reason: 'a mistake',
          source: 'test',
          caller: 'admin',
          at: iso(startMs + 3),
        },
        { event: 'consent', level: 'express', keys: { brand: 'acme' }, evidence: { form: 'a' }, caller: 'crm' },
        { event: 'suppression', keys: { brand: 'acme' }, reason: 'asked by phone', evidence: { ticket: 7 } },
        { event: 'refusal', signal: 'unsubscribe', keys: { brand: 'acme', shop: '1' } },
      ]);
      // The signal parts by brand alone.
      for (const one of (all[4] as Said)['suppressions'] as Shown[]) expect(one['keys']).toEqual({ brand: 'acme' });
      const pages: Said[] = [];
      let cursor: string | undefined;
      do {
        const page = await w.guard.refusalEvents({ customerId: 'c1', limit: 2, cursor });
        expect(page.events.length).toBeLessThanOrEqual(2);
        pages.push(...(page.events as Said[]));
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      expect(pages).toEqual(all);
      expect(await problemOf(w.guard.refusalEvents({ customerId: 'c1', limit: 2, cursor: 'no' }))).toMatchObject({
        status: 422,
        paths: ['cursor'],
      });
      expect(await eventsOf(w, 'c2')).toEqual([]);
    },
  );

  declare('a suppression is shown when it is over too: what it was, who lifted it, when and why', '', async (w) => {
    const [refused] = (await w.refuse({ address: 'c@example.org', signal: 'stop', keys: { brand: 'a' } })) as [Shown];
    const set = await w.suppress({ customerId: 'c1', expiresAtMs: startMs + hourMs, keys: { brand: 'b' } });
    w.pass(hourMs);
    await w.lift(refused.suppressionId);
    const { refusalId } = refused as unknown as { refusalId: string };
    expect(await w.guard.suppression(refused.suppressionId)).toEqual({
      ...refused,
      liftedAt: iso(startMs + hourMs),
      liftedBy: 'admin',
      liftReason: 'a mistake',
    });
    expect(await w.guard.refusal(refusalId)).toMatchObject({ refusalId, suppressions: [refused] });
    // It ended by itself.
    expect(await w.guard.suppression(set.suppressionId)).toEqual({ ...set, caller: 'crm' });
    expect(await problemOf(w.guard.suppression('sup_AAAAAAAAAAAAAAAAAAAAAA'))).toMatchObject({ status: 404 });
  });

  declare(
    "an operator's suppression says by its id who set it and what proves it, whomever it is about",
    '',
    async (w) => {
      for (const subject of [
        { customerId: 'c1' },
        { customerId: undefined, address: 'alone@example.org' },
        { customerId: 'c1', address: 'c@example.org' },
      ]) {
        const { suppressionId } = await w.suppress({
          ...subject,
          expiresAtMs: w.nowMs() + hourMs,
          evidence: { case: 'c-7' },
        });
        const said = { origin: 'operator', caller: 'crm', evidence: { case: 'c-7' } };
        expect(await w.guard.suppression(suppressionId)).toMatchObject(said);
        w.pass(hourMs);
        expect(await w.guard.suppression(suppressionId)).toMatchObject(said);
      }
    },
  );

  declare('a suppression is known to be lifted also where the clock had stepped back', '', async (w) => {
    const { suppressionId } = await w.suppress({ customerId: 'c1' });
    w.pass(-hourMs);
    await w.lift(suppressionId);
    expect(await w.guard.suppression(suppressionId)).toMatchObject({ liftedAt: iso(startMs - hourMs) });
  });

  declare('what an operator set, whoever has scope suppress takes back, and nobody twice', '', async (w) => {
    const set = await w.suppress({ address: 'c@example.org' });
    expect(await w.lift(set.suppressionId, caller('desk', 'suppress'))).toBeUndefined();
    expect(await problemOf(w.lift(set.suppressionId, admin))).toMatchObject({ status: 404 });
    const [withdrawn] = (await w.consent({ level: 'withdrawn' }))['suppressions'] as [Shown];
    expect(await problemOf(w.lift(withdrawn.suppressionId, caller('desk', 'suppress')))).toMatchObject({ status: 403 });
  });

  declare('events are kept for 400 days, and as long as what they made is in force', '', async (w) => {
    const later = startMs + 401 * dayMs;
    await w.refuse({ customerId: 'stands', signal: 'stop' });
    await w.refuse({ address: 'stands@example.org', signal: 'stop' });
    await w.consent({ customerId: 'agreed', purpose: 'marketing.newsletter' });
    for (const customerId of ['over', 'recent']) {
      await w.refuse({ customerId, signal: 'pause', untilMs: startMs + dayMs });
      const set = await w.suppress({ customerId, channel: 'sms' });
      await w.lift(set.suppressionId);
    }
    w.setNow(startMs + 399 * dayMs);
    await w.service.store.expireEntries();
    expect(await eventsOf(w, 'recent')).toHaveLength(3);
    w.setNow(later);
    for (const customerId of ['stands', 'agreed', 'over'])
      await w.refuse({ customerId, channel: 'push', signal: 'unsubscribe' });
    await w.refuse({ address: 'stands@example.org', channel: 'email', signal: 'unsubscribe' });
    await w.service.store.expireEntries();
    expect((await eventsOf(w, 'stands')).map(({ signal }) => signal)).toEqual(['unsubscribe', 'stop']);
    expect((await eventsOf(w, 'agreed')).map(({ event }) => event)).toEqual(['refusal', 'consent']);
    expect((await eventsOf(w, 'over')).map(({ signal }) => signal)).toEqual(['unsubscribe']);
    const [there] = (await w.guard.suppressionsOfAddress({
      address: 'stands@example.org',
      channel: 'email',
    })) as Shown[];
    expect(await w.guard.refusal(there?.['refusalId'] as string)).toMatchObject({ signal: 'stop' });
  });

  declare('what an address alone said can be read for 400 days, also when it was lifted', '', async (w) => {
    const evidence = { message: 'STOP' };
    const [made] = (await w.refuse({ address: 'c@example.org', signal: 'stop', evidence })) as [Shown];
    await w.lift(made.suppressionId);
    w.setNow(startMs + 399 * dayMs);
    await w.service.store.expireEntries();
    expect(await w.guard.refusal(made['refusalId'] as string)).toMatchObject({ signal: 'stop', evidence });
    expect(await w.guard.suppression(made.suppressionId)).toMatchObject({ liftedBy: 'admin' });
  });

  declare('a contact says what it was, what became of it, and the consent that was in force then', '', async (w) => {
    await w.consent({ channel: 'email', source: 'early', atMs: startMs - 2 * hourMs, evidence: { form: 'x' } });
    await w.consent({ channel: 'email', source: 'of acme', atMs: startMs - hourMs, keys: { brand: 'acme' } });
    const contactId = await w.contact({ keys: { brand: 'other' }, region: 'US-FL' }, caller('news', 'decide'));
    const ofAcme = await w.contact({ keys: { brand: 'acme' } });
    w.pass(hourMs);
    await w.outcome(contactId, 'delivered', startMs + 1000, caller('news', 'decide'));
    await w.consent({ channel: '*', source: 'late' });
    expect(await w.guard.contact(contactId)).toEqual({
      contactId,
      at: iso(startMs),
      channel: 'email',
      purpose: 'marketing.promotions',
      region: 'US-FL',
      caller: 'news',
      state: 'counts',
      counts: true,
      outcomes: [{ outcome: 'delivered', at: iso(startMs + 1000) }],
      consent: expect.objectContaining({ event: 'consent', source: 'early', evidence: { form: 'x' } }),
    });
    expect(await w.guard.contact(ofAcme)).toMatchObject({ consent: { source: 'of acme', keys: { brand: 'acme' } } });
    await w.consent({ level: 'withdrawn' });
    w.pass(1);
    expect(await w.guard.contact(await w.contact({ channel: 'push' }))).toMatchObject({ consent: { source: 'late' } });
    for (const id of ['con_AAAAAAAAAAAAAAAAAAAAAA', 'x'])
      expect(await problemOf(w.guard.contact(id))).toMatchObject({ status: 404 });
  });
}
