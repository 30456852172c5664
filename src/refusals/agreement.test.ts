import { expect, test } from 'vitest';
import { policySet } from '../../test/support/policies.ts';
import { sqliteService } from '../../test/support/sqlite-service.ts';
import { StoreUnavailable } from '../errors.ts';
import type { Ledger, LedgerRow } from '../ledger/ledger.ts';
import { createAgreement } from './agreement.ts';

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
