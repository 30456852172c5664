/** The decision log: entries equal the denials, and each equals its answer (I6); found by every filter, paged, followed, kept as long as it says. */
import { expect } from 'vitest';
import { shippedRegister } from '../../../test/support/policies.ts';
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
import type { StoreTest, StoreWorld } from '../conformance.ts';
import type { StoredEntry } from '../store.ts';

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
      const filtered = await w.guard.decisions({ limit: 3, customerId: 'c4', toMs: startMs + dayMs });
      const rest = await w.guard.decisions({ limit: 1000, customerId: 'c4', cursor: filtered.nextCursor as string });
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
          expect(await problemOf(w.guard.decisions({ limit: 3, customerId, cursor: bad })), bad).toMatchObject({
            status: 422,
            paths: ['cursor'],
          });
    },
  );

  declare('one entry is found by its id, an unknown or invented one is not', none, async (w) => {
    const denied = await w.ask();
    const checked = await w.check();
    expect(await w.guard.decision(denied.decisionId)).toMatchObject({ decisionId: denied.decisionId });
    for (const id of [checked.decisionId, 'dec_AAAAAAAAAAAAAAAAAAAAAA', denied.decisionId.slice(4), 'x', ''])
      expect(await problemOf(w.guard.decision(id))).toMatchObject({ status: 404 });
  });

  declare(
    'followers are told of every entry from then on, other processes’ too, and end with their signal',
    none,
    async (w) => {
      await w.ask();
      const stop = new AbortController();
      const told: string[] = [];
      let onTold: () => void = () => {};
      const following = w.service.store.follow((entry) => {
        told.push(showEntry(entry)['decisionId'] as string);
        onTold();
      }, stop.signal);
      await w.service.store.health();
      const other = await w.second();
      const asked = await Promise.all(
        Array.from({ length: 40 }, (_, i) => (i % 2 ? w : other).ask({ customerId: `c${i}` })),
      );
      // One stored just before may still be on its way: on a Cluster it travels from node to node.
      const wanted = ids(asked);
      await new Promise<void>((resolve) => {
        onTold = () => {
          if (wanted.every((id) => told.includes(id))) resolve();
        };
        onTold();
      });
      stop.abort();
      await following;
      await w.ask();
      expect(told.filter((id) => wanted.includes(id)).sort()).toEqual([...wanted].sort());
    },
  );

  declare('the guard’s stream shows them as the log does, and ends with its signal', none, async (w) => {
    const stop = new AbortController();
    const stream = w.guard.follow(stop.signal)[Symbol.asyncIterator]();
    const first = stream.next();
    let isSeen = false;
    void first.then(() => {
      isSeen = true;
    });
    // Nothing tells when the stream is there: denials are asked for until one is seen.
    while (!isSeen) {
      await w.ask();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const { value } = await first;
    expect(value).toEqual(await w.guard.decision(String((value as { decisionId: string }).decisionId)));
    let ended = stream.next();
    stop.abort();
    // What was told before its end may come first.
    while (!(await ended).done) ended = stream.next();
  });

  const shortLived = shippedRegister(
    (text) => text.replace(/( {2}marketing\.newsletter:\n)/, '$1    retain: 10d\n'),
    none,
  );
  declare('is kept as long as the register says, denials and the rest', shortLived, async (w) => {
    const brief = await w.ask({ purpose: 'marketing.newsletter' });
    const long = await w.ask();
    const allowed = await w.ask({ purpose: 'collections.debt', channel: 'voice' });
    const left = async () => {
      await w.service.tend();
      return ids(await w.entries()).sort();
    };
    w.setNow(startMs + 10 * dayMs - 1);
    expect(await left()).toEqual(ids([brief, long, allowed]).sort());
    w.setNow(startMs + 10 * dayMs);
    expect(await left()).toEqual(ids([long, allowed]).sort());
    expect(await problemOf(w.guard.decision(brief.decisionId))).toMatchObject({ status: 404 });
    w.setNow(startMs + 400 * dayMs);
    expect(await left()).toEqual(ids([long]));
    w.setNow(startMs + 1825 * dayMs - 1);
    expect(await w.entries({ customerId: 'c1' })).toMatchObject([{ request: { customerId: 'c1' } }]);
    w.setNow(startMs + 1825 * dayMs);
    expect(await left()).toEqual([]);
    expect(await w.entries({ code: 'cap' })).toEqual([]);
  });

  declare(
    'an export hands out every entry, oldest first, and with drain removes what was handed out',
    none,
    async (w) => {
      const asked: FullAnswer[] = [];
      for (let i = 0; i < 30; i++) {
        asked.push(await w.ask({ customerId: `c${i % 7}` }));
        w.pass(1);
      }
      const exported = async (drain: boolean): Promise<string[]> => {
        const got: StoredEntry[] = [];
        const count = await w.service.store.exportEntries(async (entry) => void got.push(entry), drain);
        expect(count).toBe(got.length);
        return got.map((entry) => showEntry(entry)['decisionId'] as string);
      };
      expect(await exported(false)).toEqual(ids(asked));
      expect(await w.entries()).toHaveLength(30);
      expect(await exported(true)).toEqual(ids(asked));
      expect(await w.entries()).toEqual([]);
      const after = await w.ask();
      expect(await exported(true)).toEqual([after.decisionId]);
    },
  );

  declare('an export that fails half-way removes nothing that it did not hand out', none, async (w) => {
    const asked = await Promise.all(Array.from({ length: 10 }, () => w.ask()));
    let given = 0;
    const failing = w.service.store.exportEntries(async () => {
      if (++given > 5) throw new Error('the disk is full');
    }, true);
    await expect(failing).rejects.toThrow('the disk is full');
    const left = ids(await w.entries());
    expect(left.length).toBeGreaterThanOrEqual(asked.length - 5);
  });

  declare('entries that no step made are entered once each', none, async (w) => {
    const { store, hashes } = w.service;
    const denied = await w.ask();
    const customer = hashes.customer('c1');
    const stored = await w.service.store.entries(everyEntry, 1, undefined);
    const json = stored.entries[0]?.json as string;
    const make = (decisionId: string) => (key: string) => ({
      decisionId,
      atMs: startMs,
      allowed: false,
      channel: 'email',
      purpose: 'marketing.promotions',
      caller: 'crm',
      tags: ['code:store-unavailable'],
      subject: JSON.parse(json).subject,
      key,
      keepUntilMs: startMs + dayMs,
      json: JSON.stringify({ ...JSON.parse(json), decisionId, tags: ['code:store-unavailable'] }),
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
