/** The decision log: entries equal the denials, and each equals its answer (I6); found by every filter, and paged. */
import { expect } from 'vitest';
import {
  billing,
  crm,
  dayMs,
  type Entry,
  everyEntry,
  hourMs,
  iso,
  minuteMs,
  problemOf,
  startMs,
} from '../../../test/support/world.ts';
import type { FullAnswer } from '../../decisions/answer.ts';
import { showEntry } from '../../decisions/entry.ts';
import { entryText, readEntryText } from '../../engine/entry-text.ts';
import type { StoredEntry } from '../store.ts';
import type { StoreTest, StoreWorld } from './harness.ts';

const none = '- { id: none, because: None., when: { channels: [email] }, cap: { limit: 0, window: 24h } }';
const noText = '- { id: no-text, because: No texts., when: { channels: [sms] }, cap: { limit: 0, window: 24h } }';
const ids = (list: readonly { decisionId: string }[]): string[] => list.map((one) => one.decisionId);

export function logTests(declare: StoreTest): void {
  declare('the entry of a denial is the answer, flat, with caller, request and basis', none, async (w) => {
    const keys = { campaign: 'x' };
    const answer = await w.ask({
      address: 'Ann@example.org',
      keys,
      region: 'US-FL',
      targeting: ['age'],
      operationId: 'op',
      confirmByMs: startMs + hourMs,
    });
    const entry = (await w.guard.decision(answer.decisionId)) as unknown as Entry;
    expect(entry).toMatchObject({ ...answer });
    expect(entry.caller).toBe('crm');
    expect(entry.request).toMatchObject({
      customerId: 'c1',
      channel: 'email',
      purpose: 'marketing.promotions',
      keys,
      region: 'US-FL',
      targeting: ['age'],
      operationId: 'op',
      confirmBy: iso(startMs + hourMs),
      mode: 'reserve',
    });
    expect(entry.request?.['addressHash']).toMatch(/^[\w-]{14}$/);
    expect(JSON.stringify(entry).toLowerCase()).not.toContain('ann@example.org');
    expect(entry.basis['region']).toBe('US-FL');
    expect(entry.basis['zones']).toContain('America/New_York');
    expect(await w.entries()).toEqual([entry]);
  });

  declare(
    'entries equal the denials of reserve and confirm; checks and allowed contacts are none',
    `
    - { id: two, because: Two., when: { channels: [email] }, cap: { limit: 2, window: 24h } }
    ${noText}`,
    async (w) => {
      const other = await w.second();
      const denials: FullAnswer[] = [];
      for (let round = 0; round < 6; round++) {
        const asked = await Promise.all(
          Array.from({ length: 12 }, (_, i) =>
            (i % 2 ? w : other).ask({
              customerId: `c${i % 3}`,
              channel: i % 4 ? 'email' : 'sms',
              confirmByMs: w.nowMs() + minuteMs,
            }),
          ),
        );
        await Promise.all(Array.from({ length: 5 }, () => w.check({ channel: 'sms' })));
        denials.push(...asked.filter((answer) => !answer.allowed));
        w.pass(round % 2 ? minuteMs : minuteMs - 1);
        for (const held of asked.filter((answer) => answer.allowed)) {
          const confirmed = await w.confirm(held.contactId as string);
          if (!confirmed.allowed) denials.push(confirmed);
        }
        w.pass(13 * hourMs);
      }
      expect(denials.length).toBeGreaterThan(30);
      expect(ids(await w.entries()).sort()).toEqual(ids(denials).sort());
      for (const denied of denials) expect(await w.guard.decision(denied.decisionId)).toMatchObject({ ...denied });
    },
  );

  declare(
    'with `record: all` allowed contacts and their confirmations are entries too, replays are not',
    '',
    async (w) => {
      const debt = { purpose: 'collections.debt', channel: 'voice' } as const;
      const plain = await w.ask({ ...debt, operationId: 'op' });
      await w.ask({ ...debt, operationId: 'op' });
      const hold = await w.ask({ ...debt, confirmByMs: startMs + hourMs });
      const confirmed = await w.confirm(hold.contactId as string);
      await w.confirm(hold.contactId as string);
      await w.check(debt);
      const entries = await w.entries();
      expect(ids(entries).sort()).toEqual(ids([plain, hold, confirmed]).sort());
      expect(await w.entries({ allowed: true })).toHaveLength(3);
      expect(await w.entries({ allowed: false })).toEqual([]);
      expect(await w.guard.decision(confirmed.decisionId)).toMatchObject({
        ...confirmed,
        request: { customerId: 'c1' },
      });
    },
  );

  declare('with `record: all` an outcome is an entry, once, and under no other purpose', '', async (w) => {
    const call = await w.contact({ purpose: 'collections.debt', channel: 'voice' });
    const mail = await w.contact();
    w.pass(minuteMs);
    await w.outcome(call, 'conversation', startMs);
    await w.outcome(call, 'conversation', startMs);
    await w.outcome(mail, 'delivered');
    const entries = (await w.entries({ customerId: 'c1' })).filter((entry) => 'outcome' in entry);
    expect(entries).toMatchObject([
      {
        allowed: true,
        contactId: call,
        outcome: 'conversation',
        outcomeAt: new Date(startMs).toISOString(),
        caller: 'crm',
      },
    ]);
    expect(await w.entries()).toHaveLength(2);
  });

  declare(
    'is found by each filter and by all together',
    `${none}\n${noText}\n- { id: agreed, because: Agreed., when: { purposes: [experiment] }, consent: { level: express } }`,
    async (w) => {
      const email = await w.ask();
      w.pass(minuteMs);
      const text = await w.ask({ customerId: 'c2', channel: 'sms', purpose: 'marketing.winback' }, billing);
      w.pass(minuteMs);
      const both = await w.ask({ channel: 'sms', purpose: 'experiment' });
      const allowed = await w.ask({ channel: 'voice', purpose: 'collections.debt' });
      const found = async (query: Parameters<StoreWorld['entries']>[0]) => ids(await w.entries(query));
      const all = [both, text, email];
      expect((await found({})).sort()).toEqual(ids([allowed, ...all]).sort());
      expect(await found({ allowed: false })).toEqual(ids(all));
      expect(await found({ allowed: true })).toEqual(ids([allowed]));
      expect(await found({ allowed: false, customerId: 'c1' })).toEqual(ids([both, email]));
      expect(await found({ customerId: 'c2' })).toEqual(ids([text]));
      expect(await found({ customerId: 'nobody' })).toEqual([]);
      expect(await found({ channel: 'sms' })).toEqual(ids([both, text]));
      expect(await found({ purpose: 'marketing' })).toEqual(ids([text, email]));
      expect(await found({ purpose: 'marketing.winback' })).toEqual(ids([text]));
      expect(await found({ purpose: 'market' })).toEqual([]);
      expect(await found({ code: 'consent' })).toEqual(ids([both]));
      expect(await found({ code: 'cap' })).toEqual(ids(all));
      expect(await found({ rule: 'no-text' })).toEqual(ids([both, text]));
      expect(await found({ policy: 'house' })).toEqual(ids(all));
      expect(await found({ policy: 'house', rule: 'none' })).toEqual(ids([email]));
      expect(await found({ policy: 'other', rule: 'none' })).toEqual([]);
      expect(await found({ caller: 'billing' })).toEqual(ids([text]));
      expect(await found({ allowed: false, fromMs: startMs + minuteMs })).toEqual(ids([both, text]));
      expect(await found({ toMs: startMs + minuteMs })).toEqual(ids([email]));
      expect(await found({ allowed: false, fromMs: startMs, toMs: startMs + 2 * minuteMs })).toEqual(
        ids([text, email]),
      );
      expect(
        await found({
          allowed: false,
          customerId: 'c2',
          channel: 'sms',
          purpose: 'marketing',
          code: 'cap',
          policy: 'house',
          rule: 'no-text',
          caller: 'billing',
          fromMs: startMs + 1,
          toMs: startMs + 2 * minuteMs,
        }),
      ).toEqual(ids([text]));
      expect(await found({ customerId: 'c2', channel: 'email' })).toEqual([]);
    },
  );

  declare(
    'is paged newest first without gaps and repeats, also while entries are added and many share an instant',
    none,
    async (w) => {
      const asked: FullAnswer[] = [];
      for (let i = 0; i < 12; i++) {
        asked.push(
          ...(await Promise.all(Array.from({ length: 6 }, (_, k) => w.ask({ customerId: `c${(i + k) % 9}` })))),
        );
        if (i % 3) w.pass(1);
      }
      const seen: Entry[] = [];
      let cursor: string | undefined;
      let pages = 0;
      do {
        const page = await w.guard.decisions({ limit: 7, cursor });
        seen.push(...(page.decisions as unknown as Entry[]));
        cursor = page.nextCursor ?? undefined;
        pages++;
        w.pass(1);
        await w.ask();
      } while (cursor !== undefined);
      expect(pages).toBe(Math.ceil(asked.length / 7));
      expect(ids(seen).sort()).toEqual(ids(asked).sort());
      expect(seen.map((entry) => entry.decidedAt)).toEqual(
        seen
          .map((entry) => entry.decidedAt)
          .sort()
          .reverse(),
      );
      const ofC4 = { customerId: 'c4', toMs: startMs + dayMs };
      const filtered = await w.guard.decisions({ limit: 3, ...ofC4 });
      const rest = await w.guard.decisions({ limit: 1000, ...ofC4, cursor: filtered.nextCursor as string });
      expect(ids([...filtered.decisions, ...rest.decisions] as never).sort()).toEqual(
        ids(seen.filter((entry) => entry.request?.['customerId'] === 'c4')).sort(),
      );
      const forged = [
        ...[
          '0-0.0',
          '99999999999999999999-1.0',
          '1-99999999999999999999.3',
          '1-1.256',
          '1-1.99999',
          '1.2',
          '.',
          '-1.5',
        ],
        ...[`${Number.MAX_SAFE_INTEGER}.${Number.MAX_SAFE_INTEGER}`, '1e400.1', 'NaN.NaN', '1-1.0\n', '\u0000'],
      ].map((place) => Buffer.from(place).toString('base64url'));
      const given = filtered.nextCursor as string;
      const changed = [`${given}A`, given.slice(1), given.slice(0, -1), ` ${given}`, `${given}=`, given.toUpperCase()];
      for (const bad of ['nonsense', '', '!!', 'x'.repeat(4096), ...forged, ...changed])
        for (const customerId of [undefined, 'c4', 'nobody'])
          expect(await problemOf(w.guard.decisions({ limit: 3, ...ofC4, customerId, cursor: bad })), bad).toMatchObject(
            { status: 422, paths: ['cursor'] },
          );
    },
  );

  declare('one entry is found by its id, an unknown or invented one is not', none, async (w) => {
    const denied = await w.ask();
    const checked = await w.check();
    expect(await w.guard.decision(denied.decisionId)).toMatchObject({ decisionId: denied.decisionId });
    for (const id of [checked.decisionId, 'dec_AAAAAAAAAAAAAAAAAAAAAA', denied.decisionId.slice(4), 'x', ''])
      expect(await problemOf(w.guard.decision(id))).toMatchObject({ status: 404 });
  });

  declare('entries that no step made are entered once each', none, async (w) => {
    const { store, hashes } = w.service;
    const denied = await w.ask();
    const customer = hashes.customer('c1');
    const stored = await w.service.store.entries(everyEntry, 1, undefined);
    const { head, rest } = readEntryText(stored.entries[0]?.json ?? '', (head, rest) => ({ head, rest }));
    const reasons = [{ code: 'store-unavailable', message: '', retryAtMs: null }] as const;
    const make = (decisionId: string) => (key: string) => ({
      decisionId,
      atMs: startMs,
      allowed: false,
      channel: 'email',
      purpose: 'marketing.promotions',
      caller: 'crm',
      tags: ['code:store-unavailable'],
      subject: head.subject,
      key,
      keepUntilMs: startMs + dayMs,
      json: entryText({ ...head, decisionId, reasons }, rest),
    });
    const second = (await w.check()).decisionId;
    for (let times = 0; times < 3; times++) {
      for (const id of [denied.decisionId, second])
        await store.enter(customer, make(id), () => 'AAAAAAAAAAAAAAAAAAAAAA');
    }
    expect(ids(await w.entries()).sort()).toEqual([denied.decisionId, second].sort());
    expect(ids(await w.entries({ code: 'store-unavailable' }))).toEqual([second]);
  });

  declare('without the person’s key an entry keeps what was decided and no longer says about whom', none, async (w) => {
    await w.ask({ keys: { campaign: 'secret-campaign' } });
    const page = await w.service.store.entries(everyEntry, 1, undefined);
    const [entry] = page.entries as [StoredEntry];
    expect(entry.json).not.toMatch(/secret-campaign|"c1"/);
    expect(showEntry(entry)).toMatchObject({ request: { customerId: 'c1', keys: { campaign: 'secret-campaign' } } });
    expect(showEntry({ ...entry, key: undefined })).toMatchObject({
      request: null,
      allowed: false,
      channel: 'email',
      purpose: 'marketing.promotions',
      caller: crm.name,
      reasons: [{ rule: 'none' }],
    });
  });
}
