import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { policySet } from '../../test/support/policies.ts';
import { sqliteService } from '../../test/support/sqlite-service.ts';
import { createSpool } from '../decisions/spool.ts';
import { NotAcknowledged, StoreUnavailable } from '../errors.ts';
import { newKey } from '../ids.ts';
import type { Ledger, LedgerRow } from '../ledger/ledger.ts';
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
