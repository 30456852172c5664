import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { rowOf } from '../../test/support/ledger-row.ts';
import { policySet } from '../../test/support/policies.ts';
import { type PostgresServer, startPostgres } from '../../test/support/postgres.ts';
import { sqliteService } from '../../test/support/sqlite-service.ts';
import { startMs } from '../../test/support/world.ts';
import { createSpool } from '../decisions/spool.ts';
import type { StepTools } from '../engine/steps/step.ts';
import { NotAcknowledged, StoreUnavailable } from '../errors.ts';
import { newKey } from '../ids.ts';
import type { Ledger, LedgerRow } from '../ledger/ledger.ts';
import { createPostgresLedger } from '../ledger/postgres.ts';
import type { ContactStore } from '../store/store.ts';
import { createAgreement } from './agreement.ts';
import { createCommit } from './committed.ts';

const away = async (): Promise<never> => {
  throw new Error('connect ECONNREFUSED 127.0.0.1:5432');
};
const goneLedger: Ledger = {
  commit: away,
  head: away,
  after: away,
  liftsOf: away,
  problem: () => 'connect ECONNREFUSED 127.0.0.1:5432',
  close: async () => {},
};

test('a ledger that goes while what waited for it is looked at is waited for, and a store that is away beside it is said, too', async () => {
  const { service } = await sqliteService({ policies: policySet('') });
  const { store } = service;
  const agreement = createAgreement({ store, ledger: goneLedger, tools: {} as never, onRestored: () => {} });
  const row = { standing: [] } as unknown as LedgerRow;
  await expect(agreement.redo(row)).rejects.toThrow(StoreUnavailable);
  await service.close();
  expect((await agreement.store.health()).problems).toEqual(['the embedded store is closed']);
  expect(agreement.problem()).toMatch(/^the ledger does not answer \(connect ECONNREFUSED/);
});

test('an event that the ledger does not take waits on disk once, however often it is said again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'contact-guard-'));
  const spool = createSpool<LedgerRow>(folder, newKey());
  onTestFinished(() => {
    spool.close();
    rmSync(folder, { recursive: true });
  });
  const commit = createCommit(goneLedger, spool);
  const row = (eventId: string) => ({ event: { eventId }, standing: [] }) as unknown as LedgerRow;
  for (const eventId of ['one', 'one', 'other', 'one'])
    expect(await commit(() => row(eventId))).toBeInstanceOf(NotAcknowledged);
  expect(spool.lines().map(({ event }) => event.eventId)).toEqual(['one', 'other']);
  // What was taken since is not there any more, and waits anew.
  await spool.drain(async () => {});
  await commit(() => row('one'));
  expect(spool.waiting()).toBe(1);
});

describe('what the store lacks of the ledger', () => {
  let postgres: PostgresServer;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.stop());

  /** A ledger of `count` refusals of one customer, and a store that can come back as another one. */
  async function beside(count: number) {
    await postgres.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
    const { service, world } = await sqliteService({ policies: policySet('') });
    const ledger = createPostgresLedger({ url: postgres.url, canary: 'canary', pepperKey: newKey() });
    onTestFinished(() => service.close());
    onTestFinished(() => ledger.close());
    const customer = service.hashes.customer('c1');
    const nameOf = (place: number) => `ref_${String(place).padStart(4, '0')}`;
    const say = (place: number) =>
      ledger.commit({
        event: { eventId: nameOf(place), kind: 'refusal', atMs: startMs, fields: {}, sealed: undefined },
        customer,
        address: undefined,
        standing: [],
        lifts: [],
        secrets: {},
      });
    await Promise.all(Array.from({ length: count }, (_, at) => say(at + 1)));
    let epoch = 0;
    const restored: [from: number, events: number][] = [];
    const store = { ...service.store, epoch: () => epoch };
    const tools = { newKey, register: () => service.policies.current().purposes } as unknown as StepTools;
    const agreementWith = (other: Ledger, own: ContactStore = store) =>
      createAgreement({
        store: own,
        ledger: other,
        tools,
        onRestored: ({ fromPosition, events }) => void restored.push([fromPosition, events]),
      });
    return {
      service,
      world,
      store,
      ledger,
      restored,
      agreementWith,
      comesBack: () => epoch++,
      has: async (place: number) => (await service.store.event({ customer }, nameOf(place))) !== undefined,
    };
  }

  test('is done again from its mark on, and all of it where the mark is of another ledger, or of one that has gone back', async () => {
    const { store, ledger, restored, agreementWith } = await beside(3);
    const { ledgerId } = await ledger.head();
    for (const mark of [`${ledgerId}:2`, 'another:2', `${ledgerId}:4`, 'odd']) {
      await store.setLedgerMark(mark);
      await agreementWith(ledger).agree();
      expect(await store.ledgerMark()).toBe(`${ledgerId}:3`);
    }
    expect(restored).toEqual([
      [2, 1],
      [0, 3],
      [0, 3],
      [0, 3],
    ]);
  });

  test('is done again without what was lifted, though the lift came into the ledger first', async () => {
    const { service, world, ledger, agreementWith } = await beside(0);
    const subject = { customerId: 'c1' };
    const [shown] = await world.refuse(subject);
    const refusal = await rowOf(service, subject);
    world.pass(1000);
    await world.lift(shown?.suppressionId ?? '');
    const lift = await rowOf(service, subject);
    const lifts = [{ suppressionId: shown?.suppressionId ?? '', said: 1, atMs: startMs }];
    await ledger.commit({ ...lift, lifts });
    await ledger.commit(refusal);
    const { service: empty } = await sqliteService({ policies: policySet('') });
    onTestFinished(() => empty.close());
    await agreementWith(ledger, empty.store).agree();
    expect(await empty.guard.suppressionsOfCustomer('c1')).toEqual([]);
    expect((await empty.guard.refusalEvents({ customerId: 'c1', limit: 10 })).events).toHaveLength(2);
  });

  test('is done again where it is more than is read at once', async () => {
    const { ledger, restored, agreementWith, has } = await beside(1001);
    await agreementWith(ledger).agree();
    expect(restored).toEqual([[0, 1001]]);
    for (let place = 1; place <= 1001; place++) expect(await has(place), String(place)).toBe(true);
  });

  test('of a store that comes back while it is compared is done again before it is used, and marked only then', async () => {
    const { store, ledger, restored, agreementWith, comesBack } = await beside(1);
    let times = 0;
    const agreement = agreementWith({
      ...ledger,
      async head() {
        const head = await ledger.head();
        if (times++ === 0) comesBack();
        return head;
      },
    });
    await expect(agreement.agree()).rejects.toThrow(StoreUnavailable);
    expect(await store.ledgerMark()).toBeUndefined();
    expect(agreement.store.problems()).not.toEqual([]);
    await agreement.agree();
    expect(restored).toHaveLength(2);
    expect(agreement.store.problems()).toEqual([]);
  });

  test('of a store that comes back while it is marked is done again before it is used', async () => {
    const { store, ledger, agreementWith, comesBack } = await beside(1);
    const agreement = agreementWith(ledger, {
      ...store,
      async setLedgerMark(mark) {
        await store.setLedgerMark(mark);
        comesBack();
      },
    });
    await agreement.agree();
    expect(agreement.store.problems()).not.toEqual([]);
  });

  test('is marked again where it was marked before, in a store that comes back without its mark', async () => {
    const { store, ledger, agreementWith, comesBack } = await beside(1);
    const agreement = agreementWith(ledger);
    await agreement.agree();
    const mark = await store.ledgerMark();
    await store.setLedgerMark('another:1');
    comesBack();
    await agreement.agree();
    expect(await store.ledgerMark()).toBe(mark);
  });
});
