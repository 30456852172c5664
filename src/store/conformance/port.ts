/** What the port promises and the guard does not show: steps that are all or nothing, reads that leave no trace, revisions, health. */
import { expect } from 'vitest';
import { policySet } from '../../../test/support/policies.ts';
import { crm, dayMs, everyEntry, hourMs, iso, startMs } from '../../../test/support/world.ts';
import { monotonicMs } from '../../clock.ts';
import { entryText } from '../../engine/entry-text.ts';
import { type LogEntry, tagsOf } from '../../engine/log-entry.ts';
import type { AddressRef } from '../../engine/request.ts';
import type { StepResult } from '../../engine/steps/step.ts';
import { StoreUnavailable, UnknownCursor } from '../../errors.ts';
import type { StoreTest, StoreWorld } from './harness.ts';

const lastCustomerAt = (w: StoreWorld, address: AddressRef) =>
  w.service.store.readAddress(address, ({ hot }) => hot.lastCustomer);

const one = '- { id: one, because: One., cap: { limit: 1, window: 24h } }';

function entryOf(decisionId: string, key: string): LogEntry {
  const fields = {
    decisionId,
    atMs: startMs,
    allowed: false,
    channel: 'email',
    purpose: 'x',
    caller: 'crm',
    subject: 'subject',
    keepUntilMs: startMs + dayMs,
  };
  const reasons = [{ code: 'cap', message: '', retryAtMs: null }] as const;
  return { ...fields, tags: tagsOf(reasons), key, json: entryText({ ...fields, reasons }, []) };
}

export function portTests(declare: StoreTest): void {
  declare(
    'a step that throws rejects with its error, and neither its record nor its entry is stored',
    one,
    async (w) => {
      const { store, hashes } = w.service;
      const target = hashes.customer('c1');
      await w.contact();
      const broken = store.transact(target, ({ record }) => {
        record.contacts = [];
        throw new Error('no');
      });
      await expect(broken).rejects.toThrow('no');
      expect((await w.ask()).allowed).toBe(false);
    },
  );

  declare('a step that changed nothing stores nothing, whatever it did to its copy', one, async (w) => {
    const { store, hashes } = w.service;
    const target = hashes.customer('c1');
    await w.contact();
    const seen = await store.transact(target, ({ record }) => {
      const value = record.contacts.length;
      record.contacts = [];
      return { value, changed: false, entries: [] };
    });
    expect(seen).toBe(1);
    expect(await store.read(target, ({ record }) => record.contacts.splice(0).length)).toBe(1);
    expect(await store.read(target, ({ record }) => record.contacts.length)).toBe(1);
  });

  declare('a question whose deadline has come is refused, and neither decided nor written', one, async (w) => {
    const { store, hashes } = w.service;
    const target = hashes.customer('c1');
    const late = store.transact(
      target,
      ({ record }) => {
        record.key = 'late';
        return { value: undefined, changed: true, entries: [] };
      },
      monotonicMs(),
    );
    await expect(late).rejects.toBeInstanceOf(StoreUnavailable);
    expect(await store.read(target, ({ record }) => record.key)).toBeUndefined();
    const arrivedMs = monotonicMs() - 60_000;
    const input = { customerId: 'c1', channel: 'email', purpose: 'marketing.promotions', mode: 'reserve' } as const;
    expect(await w.guard.decide(input, crm, { arrivedMs })).toMatchObject({ allowed: false, degraded: true });
    expect(await w.ask()).toMatchObject({ allowed: true, caps: [{ used: 1 }] });
  });

  declare('what a step changed and its entries are there together once it resolves', one, async (w) => {
    const { store, hashes } = w.service;
    const customer = hashes.customer('c1');
    const { decisionId } = await w.check();
    await store.transact(customer, ({ record }) => {
      record.key = 'AAAAAAAAAAAAAAAAAAAAAA';
      record.keyUntilMs = startMs + dayMs;
      return { value: undefined, changed: true, entries: [entryOf(decisionId, record.key)] };
    });
    expect(await store.read(customer, ({ record }) => record.key)).toBe('AAAAAAAAAAAAAAAAAAAAAA');
    const found = await store.entries({ ...everyEntry, tags: ['code:cap'] }, 10, undefined);
    const { json, key } = entryOf(decisionId, 'AAAAAAAAAAAAAAAAAAAAAA');
    expect(found.entries).toEqual([{ json, key }]);
  });

  declare('what is entered about a person just before the person is erased is opened by nobody', one, async (w) => {
    const { store, hashes } = w.service;
    const customer = hashes.customer('c1');
    const { decisionId } = await w.check();
    const entry = entryOf(decisionId, 'AAAAAAAAAAAAAAAAAAAAAA');
    const step = (more: Partial<StepResult<undefined>>) => () => ({
      value: undefined,
      changed: true,
      entries: [],
      ...more,
    });
    // All wait for the first of them.
    await Promise.all([
      store.transact(customer, step({})),
      store.transact(customer, step({ entries: [entry] })),
      store.transact(customer, step({ erases: { subject: entry.subject } })),
    ]);
    const { entries } = await store.entries(everyEntry, 10, undefined);
    expect(entries).toEqual([{ json: entry.json, key: undefined }]);
  });

  declare('many steps on one customer at once lose none of each other', '', async (w) => {
    const other = await w.second();
    const customer = w.service.hashes.customer('c1');
    const count = ({ record }: { record: { nextSeq: number; key: string | undefined; keyUntilMs: number } }) => {
      record.key ??= 'AAAAAAAAAAAAAAAAAAAAAA';
      record.keyUntilMs++;
      return { value: record.keyUntilMs, changed: true, entries: [] };
    };
    const values = await Promise.all(
      Array.from({ length: 60 }, (_, i) => (i % 2 ? w : other).service.store.transact(customer, count)),
    );
    expect(values.sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
  });

  declare('a read leaves no trace: no record, no note at the address', '', async (w) => {
    const { store, hashes } = w.service;
    const address = { kind: 'email' as const, hash: hashes.address('email', 'c@example.org') };
    await store.read(hashes.customer('c1'), (state) => state.at(address).hot);
    await w.check({ address: 'c@example.org' });
    expect(await lastCustomerAt(w, address)).toBeUndefined();
    expect(await store.read(hashes.customer('c1'), ({ record }) => record.contacts)).toEqual([]);
  });

  declare('events are listed newest first, page by page, each once', '', async (w) => {
    const { store, hashes } = w.service;
    const customer = hashes.customer('c1');
    for (let at = 0; at < 7; at++) {
      const event = { eventId: `e${at}`, kind: 'consent', atMs: startMs + at, fields: {}, sealed: undefined } as const;
      // Stored again it is the same event.
      for (let times = 0; times < 2; times++)
        await store.transact(customer, () => ({
          value: 0,
          changed: false,
          entries: [],
          // Whoever applies it again seals it anew.
          events: [{ ...event, sealed: times === 0 ? undefined : 'anew' }],
        }));
    }
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.events({ customer }, 3, cursor);
      seen.push(...page.events.map(({ eventId }) => eventId));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(['e6', 'e5', 'e4', 'e3', 'e2', 'e1', 'e0']);
    expect((await store.event({ customer }, 'e3'))?.sealed).toBeUndefined();
    await expect(store.events({ customer }, 3, 'nonsense')).rejects.toThrow(UnknownCursor);
  });

  declare('events of one instant are listed by their ids, in whatever order they came', '', async (w) => {
    const { store, hashes } = w.service;
    const customer = hashes.customer('c1');
    // As a step may write them: the id not first.
    const event = (eventId: string, atMs: number) =>
      ({ kind: 'consent', fields: { text: eventId }, atMs, eventId, sealed: undefined }) as const;
    for (const eventId of ['b', 'd', 'a', 'c', 'Z', '_'])
      await store.transact(customer, () => ({
        value: 0,
        changed: false,
        entries: [],
        events: [event(eventId, startMs), event(`later-${eventId}`, startMs + 1)],
      }));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.events({ customer }, 5, cursor);
      seen.push(...page.events.map(({ eventId }) => eventId));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    const order = ['d', 'c', 'b', 'a', '_', 'Z'];
    expect(seen).toEqual([...order.map((eventId) => `later-${eventId}`), ...order]);
  });

  declare(
    'events of one instant are each listed once and found by their ids, however many there are',
    '',
    async (w) => {
      const { store, hashes } = w.service;
      const customer = hashes.customer('c1');
      const names = Array.from({ length: 601 }, (_, at) => `e${String(at).padStart(3, '0')}`);
      const events = names.map(
        (eventId) => ({ eventId, kind: 'consent', atMs: startMs, fields: {}, sealed: undefined }) as const,
      );
      await store.transact(customer, () => ({ value: 0, changed: false, entries: [], events }));
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await store.events({ customer }, 150, cursor);
        seen.push(...page.events.map(({ eventId }) => eventId));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      expect(seen.toSorted()).toEqual(names);
      for (const eventId of ['e000', 'e300', 'e600'])
        expect(await store.event({ customer }, eventId)).toMatchObject({ eventId });
      expect(await store.event({ customer }, 'e601')).toBeUndefined();
    },
  );

  declare('remembers which policy set was active when, and what it said', one, async (w) => {
    const first = w.service.policies.current();
    w.setNow(startMs + hourMs);
    await w.service.tend();
    const next = policySet(one.replace('limit: 1', 'limit: 2'));
    await w.service.swapPolicies(next);
    w.setNow(startMs + 2 * hourMs);
    await w.service.swapPolicies(first);
    expect(await w.guard.policyRevision(first.revision)).toEqual({
      revision: first.revision,
      active: [
        { from: iso(startMs), until: iso(startMs + hourMs) },
        { from: iso(startMs + 2 * hourMs), until: null },
      ],
      sources: first.sources,
    });
    expect(await w.guard.policyRevision(next.revision)).toMatchObject({
      active: [{ from: iso(startMs + hourMs), until: iso(startMs + 2 * hourMs) }],
    });
    expect(await w.guard.policyRevision('sha256:unheard')).toBeUndefined();
    expect(
      (await w.service.store.revisions()).map(({ revision, longestWindowMs }) => [revision, longestWindowMs]),
    ).toEqual([
      [first.revision, dayMs],
      [next.revision, dayMs],
    ]);
  });

  declare('says that it is well', '', async (w) => {
    expect((await w.service.store.health()).problems).toEqual([]);
    expect(await w.guard.readiness()).toMatchObject({ ready: true, reasons: [] });
  });

  declare('the data has one name, which lasts as long as it', one, async (w) => {
    const before = await w.service.store.dataId();
    await w.contact();
    expect(before).toMatch(/^[\w-]{22}$/);
    expect(await w.service.store.dataId()).toBe(before);
    expect(await w.guard.dataId()).toBe(before);
  });

  declare('closed, every method is refused as out of reach, and health says so', one, async (w) => {
    const { store, hashes } = w.service;
    await w.contact();
    await store.close();
    const customer = hashes.customer('c1');
    const address = { kind: 'email' as const, hash: hashes.address('email', 'c@example.org') };
    const target = customer;
    const calls: Record<string, () => Promise<unknown>> = {
      transact: () => store.transact(target, () => ({ value: 1, changed: true, entries: [] })),
      read: () => store.read(target, () => 1),
      transactAddress: () => store.transactAddress(address, () => ({ value: 1, changed: true })),
      transactNewAddresses: () => store.transactNewAddresses([{ address, step: () => ({ value: 1, changed: true }) }]),
      readAddress: () => store.readAddress(address, () => 1),
      pendingAddresses: () => store.pendingAddresses(),
      reviewHomes: () => store.reviewHomes(),
      events: () => store.events({ customer }, 10, undefined),
      event: () => store.event({ customer }, 'e1'),
      entries: () => store.entries(everyEntry, 10, undefined),
      entry: () => store.entry('x', { atMs: startMs, bucket: 0 }),
      expireEntries: () => store.expireEntries(),
      exportEntries: () => store.exportEntries(async () => {}, false),
      revisions: () => store.revisions(),
      dataId: () => store.dataId(),
      activate: () => store.activate({ revision: 'sha256:x', sources: [], longestWindowMs: 0 }),
    };
    for (const [method, call] of Object.entries(calls)) {
      const error = await call().then(
        () => 'answered',
        (thrown: unknown) => thrown,
      );
      expect(error, method).toBeInstanceOf(StoreUnavailable);
    }
    expect((await store.health()).problems).not.toEqual([]);
    expect(await w.ask()).toMatchObject({ allowed: false, degraded: true, reasons: [{ code: 'store-unavailable' }] });
    await store.close();
  });
}
