/** A person's own words: read, and where they are in doubt, in force until somebody decides. */
import { expect } from 'vitest';
import { changedRefusals } from '../../../test/support/policies.ts';
import { admin, crm, dayMs, hourMs, iso, problemOf, type Shown, startMs } from '../../../test/support/world.ts';
import type { StoreTest, StoreWorld } from './harness.ts';

interface Review {
  readonly id: string;
  readonly text: string;
  readonly said: number;
}

const say = (w: StoreWorld, text: string, who: object = { customerId: 'c1' }, channel = 'sms') =>
  w.guard.refuse({ ...who, channel, signal: 'text', text, source: 'sms-gateway' }, crm);

const reviews = async (w: StoreWorld, limit = 100, cursor?: string) => {
  const page = await w.guard.reviews({ limit, cursor });
  return { ...page, reviews: page.reviews as unknown as Review[] };
};

const decide = (w: StoreWorld, id: string, decision: 'refusal' | 'not-a-refusal') =>
  w.guard.decideReview(id, { decision, by: 'ana', note: 'read it' }, crm);

/** STOP is about marketing alone and ends. */
const short = changedRefusals((text) =>
  text.replace(/^ {2}stop: .*$/m, '  stop: { channels: same, purposes: [marketing], keys: [brand], for: 60d }'),
);

const number = '+49 30 901820';

export function reviewTests(declare: StoreTest): void {
  declare('words that say no bind as STOP does, and the answer says on which words it rests', '', async (w) => {
    const said = await say(w, 'Please take me off your list');
    expect(said).toMatchObject({
      reading: 'refusal',
      words: ['take me off your list'],
      suppressions: [{ channel: 'sms', purpose: '*', signal: 'text', expiresAt: null }],
    });
    expect((await w.ask({ channel: 'sms' })).allowed).toBe(false);
    expect((await w.ask({ channel: 'email' })).allowed).toBe(true);
    expect((await reviews(w)).reviews).toEqual([]);
    expect(await w.guard.refusal(said.refusalId)).toMatchObject({
      reading: 'refusal',
      text: 'Please take me off your list',
      words: ['take me off your list'],
    });
  });

  declare('words that are no refusal are an event and suppress nothing', '', async (w) => {
    const said = await say(w, 'I will stop by at five');
    expect(said).toMatchObject({ reading: 'not-a-refusal', suppressions: [], revoked: [] });
    expect((await w.ask({ channel: 'sms' })).allowed).toBe(true);
    expect(await w.guard.refusal(said.refusalId)).toMatchObject({ reading: 'not-a-refusal', suppressions: [] });
    expect((await reviews(w)).reviews).toEqual([]);
  });

  for (const [who, subject] of Object.entries({
    'a customer': { customerId: 'c1' },
    'an address': { address: number },
    'a customer and an address': { customerId: 'c1', address: number },
  })) {
    const ask = { customerId: 'c1', channel: 'sms', address: number } as const;

    declare(`words of ${who} in doubt hold the channel until they are found to be no refusal`, '', async (w) => {
      const said = await say(w, 'No thanks', subject);
      expect(said).toMatchObject({ reading: 'unsure', suppressions: [{ channel: 'sms', unsure: true }] });
      const { allowed, reasons } = await w.ask(ask);
      expect([allowed, reasons[0]?.['message']]).toEqual([
        false,
        'The customer may have said no, and a person is to decide (GET /refusals/review): no contact for anything by sms.',
      ]);
      expect((await w.ask({ channel: 'email' })).allowed).toBe(true);
      const [open, ...others] = (await reviews(w)).reviews;
      expect(open).toMatchObject({ id: said.refusalId, channel: 'sms', text: 'No thanks', words: ['No'] });
      expect(others).toEqual([]);
      const second = await w.second();
      expect(await decide({ ...w, guard: second.guard }, said.refusalId, 'not-a-refusal')).toMatchObject({
        decision: 'not-a-refusal',
        suppressions: [],
      });
      expect((await w.ask(ask)).allowed).toBe(true);
      expect((await reviews(w)).reviews).toEqual([]);
    });

    declare(
      `words of ${who} in doubt that are sent again under their key answer what binds of them by now`,
      '',
      async (w) => {
        const words = { ...subject, channel: 'sms', signal: 'text', text: 'No thanks', source: 'gateway' } as const;
        const again = async () =>
          (await w.guard.refuse({ ...words, operationId: 'sms-1' }, crm)).suppressions as Shown[];
        const [{ suppressionId }] = (await again()) as [Shown];
        expect(await again()).toMatchObject([{ suppressionId, unsure: true }]);
        const [{ id }] = (await reviews(w)).reviews as [Review];
        const { suppressions } = (await decide(w, id, 'refusal')) as { suppressions: [Shown] };
        expect(await again()).toEqual(suppressions);
        await w.refuse({ ...words, text: 'stop' });
        expect(await again()).toHaveLength(1);
        await w.lift(suppressions[0].suppressionId);
        expect(await again()).toEqual([]);
      },
    );

    declare(`words of ${who} in doubt that a person finds to be a refusal bind for good`, '', async (w) => {
      const said = await say(w, 'No thanks', subject);
      const decided = await decide(w, said.refusalId, 'refusal');
      expect(decided).toMatchObject({
        decision: 'refusal',
        suppressions: [{ channel: 'sms', purpose: '*', expiresAt: null }],
      });
      w.pass(hourMs);
      const { reasons } = await w.ask(ask);
      const [{ suppressionId }] = (decided as { suppressions: [Shown] }).suppressions;
      expect(reasons).toMatchObject([{ code: 'suppressed', suppressionId }]);
      expect((await reviews(w)).reviews).toEqual([]);
    });
  }

  declare('what is decided is decided once, and what never was in doubt is unknown', '', async (w) => {
    const said = await say(w, 'No thanks');
    await decide(w, said.refusalId, 'not-a-refusal');
    expect(await problemOf(decide(w, said.refusalId, 'refusal'))).toMatchObject({ status: 409 });
    const stop = await say(w, 'stop');
    expect(await problemOf(decide(w, stop.refusalId, 'refusal'))).toMatchObject({ status: 404 });
    expect(await problemOf(decide(w, 'ref_unknown', 'refusal'))).toMatchObject({ status: 404 });
  });

  declare('the same doubt again adds no second suppression, and one decision is for both', '', async (w) => {
    const first = await say(w, 'No thanks');
    w.pass(hourMs);
    const again = await say(w, 'nope');
    expect(again.suppressions).toMatchObject([{ suppressionId: (first.suppressions as [Shown])[0].suppressionId }]);
    expect((await reviews(w)).reviews).toMatchObject([{ id: again.refusalId, text: 'nope', said: 2 }]);
    await decide(w, first.refusalId, 'not-a-refusal');
    expect((await w.ask({ channel: 'sms' })).allowed).toBe(true);
    expect(await problemOf(decide(w, again.refusalId, 'refusal'))).toMatchObject({ status: 409 });
  });

  declare(
    'of words with a long original below them all that is theirs is read, and the beginning kept',
    '',
    async (w) => {
      const said = await say(w, `Please unsubscribe me.\n\n${'> what was written to them\n'.repeat(500)}`);
      expect(said).toMatchObject({ reading: 'refusal', words: ['unsubscribe me'] });
      const { events } = await w.guard.refusalEvents({ customerId: 'c1', limit: 10 });
      expect(events).toMatchObject([{ text: expect.stringMatching(/^Please unsubscribe me\.[^…]{4073}…$/) }]);
    },
  );

  declare('deciding that words were no refusal lifts no refusal beside them', '', async (w) => {
    await say(w, 'stop texting me');
    const said = await say(w, 'No thanks');
    await decide(w, said.refusalId, 'not-a-refusal');
    expect((await w.ask({ channel: 'sms' })).allowed).toBe(false);
  });

  declare('the decision is an event with who made it', '', async (w) => {
    const said = await say(w, 'No thanks');
    await decide(w, said.refusalId, 'refusal');
    const { events } = await w.guard.refusalEvents({ customerId: 'c1', limit: 10 });
    const decided = { decides: said.refusalId, decision: 'refusal', by: 'ana', note: 'read it' };
    expect(events).toHaveLength(3);
    expect(events).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ event: 'refusal', reading: 'refusal', text: 'No thanks', ...decided }),
        expect.objectContaining({ event: 'lift', refusalIds: [said.refusalId], ...decided }),
      ]),
    );
  });

  for (const [who, subject] of Object.entries({
    'a customer': { customerId: 'c1' },
    'a customer and an address': { customerId: 'c1', address: number },
  })) {
    declare(`what was noted of a decision about words of ${who} goes when the person is erased`, '', async (w) => {
      const told = async () => {
        const { events } = await w.guard.refusalEvents({ customerId: 'c1', limit: 10 });
        return events.map((event) => (event as { event: string; note?: string }).note);
      };
      const said = await say(w, 'No thanks', subject);
      await decide(w, said.refusalId, 'not-a-refusal');
      expect(await told()).toContain('read it');
      await w.guard.erase('c1', admin);
      expect(await told()).toEqual([undefined, undefined, undefined]);
    });
  }

  for (const [who, subject] of Object.entries({
    'a customer': { customerId: 'c1' },
    'an address': { address: number },
    'an address of somebody who was reached there': { address: number, channel: 'sms' },
  })) {
    declare(
      `of several who decide about words of ${who} at once one decides, the others are told 409`,
      '',
      async (w) => {
        if ('channel' in subject) await w.contact({ channel: 'sms', address: number });
        const said = await say(w, 'No thanks', subject);
        const second = await w.second();
        const asked = Array.from({ length: 8 }, (_, n) =>
          decide(
            n % 2 === 0 ? w : { ...w, guard: second.guard },
            said.refusalId,
            n % 4 < 2 ? 'refusal' : 'not-a-refusal',
          ),
        );
        const done = await Promise.allSettled(asked);
        const decided = done.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
        expect(decided).toHaveLength(1);
        for (const one of done)
          if (one.status === 'rejected')
            expect(await problemOf(Promise.reject(one.reason))).toMatchObject({ status: 409 });
        const isRefusal = (decided[0] as { decision: string }).decision === 'refusal';
        expect((await w.ask({ channel: 'sms', address: number })).allowed).toBe(!isRefusal);
        expect((await reviews(w)).reviews).toEqual([]);
      },
    );
  }

  declare(
    'what is decided to be a refusal lasts as long, and reaches as far, as refusals.yaml then says',
    short,
    async (w) => {
      const contactId = await w.contact({ channel: 'sms', purpose: 'service.account' });
      const said = await w.guard.refuse(
        { contactId, channel: 'sms', signal: 'text', text: 'No thanks', source: 'sms-gateway' },
        crm,
      );
      w.pass(hourMs);
      expect(await decide(w, said.refusalId, 'refusal')).toMatchObject({
        suppressions: [
          { channel: 'sms', purpose: 'marketing', expiresAt: iso(startMs + hourMs + 60 * dayMs), since: iso(startMs) },
          { channel: 'sms', purpose: 'service.account', expiresAt: iso(startMs + hourMs + 60 * dayMs) },
        ],
      });
    },
  );

  declare('what is decided to be a refusal keeps its keys, the data it is about, and since when', '', async (w) => {
    const about = { customerId: 'c1', keys: { brand: 'acme' }, targeting: ['health'] };
    const said = await say(w, 'No thanks', about);
    w.pass(hourMs);
    await say(w, 'nope', about);
    expect(await decide(w, said.refusalId, 'refusal')).toMatchObject({
      suppressions: [{ keys: { brand: 'acme' }, targeting: ['health'], since: iso(startMs) }],
    });
  });

  declare('who waits longest is first', '', async (w) => {
    const ids: string[] = [];
    for (let n = 0; n < 6; n++) {
      ids.push((await say(w, 'No thanks', { customerId: `c${n}` })).refusalId);
      w.pass(1);
    }
    expect((await reviews(w)).reviews.map(({ id }) => id)).toEqual(ids);
  });

  declare('words of an address alone that are a refusal bind whoever was reached there meanwhile', '', async (w) => {
    const said = await say(w, 'No thanks', { address: number });
    await w.contact({ channel: 'voice', address: number });
    await decide(w, said.refusalId, 'refusal');
    expect((await w.ask({ channel: 'sms', address: '+4930901821' })).allowed).toBe(false);
  });

  declare('the list is read page by page, each review once', '', async (w) => {
    const ids = new Set<string>();
    for (let n = 0; n < 3; n++) ids.add((await say(w, 'No thanks', { customerId: `c${n}` })).refusalId);
    // Of one customer, too, there may be more than a page holds.
    for (const channel of ['email', 'voice', 'push'] as const)
      ids.add((await say(w, 'No thanks', { customerId: 'c1' }, channel)).refusalId);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await reviews(w, 2, cursor);
      expect(page.reviews).toHaveLength(2);
      seen.push(...page.reviews.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toHaveLength(6);
    expect(new Set(seen)).toEqual(ids);
    expect(await problemOf(w.guard.reviews({ limit: 1, cursor: '!' }))).toMatchObject({
      status: 422,
      paths: ['cursor'],
    });
  });
}
