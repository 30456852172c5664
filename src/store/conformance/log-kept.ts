/** How long the decision log keeps its entries, who is told of them meanwhile, and how they are handed out. */
import { expect } from 'vitest';
import { shippedRegister } from '../../../test/support/policies.ts';
import { dayMs, everyEntry, problemOf, startMs } from '../../../test/support/world.ts';
import type { FullAnswer } from '../../decisions/answer.ts';
import { showEntry } from '../../decisions/entry.ts';
import { readEntryText } from '../../engine/entry-text.ts';
import { tagsOf } from '../../engine/log-entry.ts';
import type { StoredEntry } from '../store.ts';
import type { StoreTest, StoreWorld } from './harness.ts';

const none = '- { id: none, because: None., when: { channels: [email] }, cap: { limit: 0, window: 24h } }';
const ids = (list: readonly { decisionId: string }[]): string[] => list.map((one) => one.decisionId);

/** Resolves once a new follower was told of an entry that was made after it began. */
async function heardOf(w: StoreWorld): Promise<void> {
  const stop = new AbortController();
  let isTold = false;
  const following = w.service.store.follow(() => {
    isTold = true;
  }, stop.signal);
  while (!isTold) {
    await w.ask();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  stop.abort();
  await following;
}

export function logKeptTests(declare: StoreTest): void {
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
      const { decisionId } = await w.ask();
      // Told in their order: once the next follower has heard of a later one, nobody hears of this one any more.
      await heardOf(w);
      expect(told.filter((id) => wanted.includes(id)).sort()).toEqual([...wanted].sort());
      expect(told).not.toContain(decisionId);
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

  declare(
    'a damaged entry hides none of the others: it is counted, handed out as it is, and goes when it is due',
    none,
    async (w) => {
      const { store, hashes } = w.service;
      const before = await w.ask();
      const [sample] = (await store.entries(everyEntry, 1, undefined)).entries;
      const head = readEntryText(sample?.json ?? '', (found) => found);
      const whole = sample?.json ?? '';
      const damages = [whole.slice(0, -9), '[]', whole.replace(String(head.atMs), '9e15')];
      const damaged: string[] = [];
      const newKey = () => 'AAAAAAAAAAAAAAAAAAAAAA';
      for (const text of damages) {
        const { decisionId } = await w.check();
        const json = text.replaceAll(head.decisionId, decisionId);
        damaged.push(json);
        const made = { ...head, decisionId, tags: tagsOf(head.reasons), json };
        await store.enter(hashes.customer('c1'), (key) => ({ ...made, key }), newKey);
        if (json.includes(decisionId))
          expect(await problemOf(w.guard.decision(decisionId))).toMatchObject({ code: 'unreadable', status: 500 });
      }
      const after = await w.ask();
      for (const query of [{}, { customerId: 'c1' }, { caller: 'crm' }]) {
        const page = await w.guard.decisions({ ...query, limit: 10 });
        expect(page).toMatchObject({ nextCursor: null, unreadable: 3 });
        expect(ids(page.decisions as unknown as FullAnswer[]).sort()).toEqual(ids([before, after]).sort());
      }
      expect(await w.guard.exportCustomer('c1')).toMatchObject({ unreadable: 3 });
      const texts: string[] = [];
      expect(await store.exportEntries(async ({ json }) => void texts.push(json), false)).toBe(5);
      expect(texts).toEqual(expect.arrayContaining(damaged));
      w.setNow(head.keepUntilMs + dayMs);
      expect(await store.expireEntries()).toBe(5);
      expect(await w.guard.decisions({ limit: 10 })).toEqual({ decisions: [], nextCursor: null });
    },
  );

  declare(
    'what is entered again takes the place of the same entry where that is damaged, and only there',
    none,
    async (w) => {
      const { store, hashes } = w.service;
      const { decisionId } = await w.check();
      await w.ask();
      const [sample] = (await store.entries(everyEntry, 1, undefined)).entries;
      const head = readEntryText(sample?.json ?? '', (found) => found);
      const whole = (sample?.json ?? '').replace(head.decisionId, decisionId);
      const enter = (json: string): Promise<void> => {
        const made = { ...head, decisionId, tags: tagsOf(head.reasons), json };
        return store.enter(
          hashes.customer('c1'),
          (key) => ({ ...made, key }),
          () => 'AAAAAAAAAAAAAAAAAAAAAA',
        );
      };
      await enter(whole.slice(0, -9));
      expect(await w.guard.decisions({ limit: 10 })).toMatchObject({ unreadable: 1 });
      await enter(whole);
      await enter(whole.replace('"crm"', '"other"'));
      for (const query of [{}, { customerId: 'c1' }]) {
        const { decisions, unreadable } = await w.guard.decisions({ ...query, limit: 10 });
        expect([decisions.filter((one) => one['decisionId'] === decisionId), unreadable]).toMatchObject([
          [{ caller: 'crm' }],
          undefined,
        ]);
      }
      expect(await w.guard.decision(decisionId)).toMatchObject({ decisionId, caller: 'crm' });
      expect(await store.exportEntries(async () => {}, false)).toBe(2);
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
}
