import { expect, test } from 'vitest';
import { policySet } from '../../test/support/policies.ts';
import { sqliteService } from '../../test/support/sqlite-service.ts';
import { startMs } from '../../test/support/world.ts';
import type { AddressRef } from '../engine/request.ts';
import { seal } from '../identity/seal.ts';
import { newKey } from '../ids.ts';
import { ledgerRow, pendingRow } from './ledger-row.ts';

const event = { eventId: 'ref_1', kind: 'refusal', atMs: startMs, fields: { signal: 'stop' } } as const;

test('nothing that is sealed for the store goes into the ledger, and all that opens is there by its name', async () => {
  const { service, world } = await sqliteService({ policies: policySet('') });
  await world.refuse({ customerId: 'c1', signal: 'stop', keys: { brand: 'acme' } });
  await world.suppress({ customerId: 'c1', keys: { brand: 'acme' } });
  await world.consent({ customerId: 'c1', keys: { brand: 'acme' } });
  const { suppressions, consents, key } = await service.store.read(service.hashes.customer('c1'), (state) => ({
    ...state.cold(),
    key: state.record.key ?? '',
  }));
  const [consent] = consents;
  const standing = suppressions.filter(({ sealed }) => sealed !== undefined);
  const row = ledgerRow(
    {
      event: { ...event, sealed: seal(key, '{"text":"never"}') },
      customer: undefined,
      address: undefined,
      standing,
      lifts: [],
      consent,
    },
    key,
  );
  expect(row.event.sealed).toBeUndefined();
  expect(row.standing.map(({ sealed }) => sealed)).toEqual(standing.map(() => undefined));
  expect(row.consent?.sealed).toBeUndefined();
  const keys = '{"keys":{"brand":"acme"}}';
  expect(row.secrets).toEqual({
    event: '{"text":"never"}',
    ...Object.fromEntries([...standing.map((one) => one.suppressionId), consent?.consentId].map((id) => [id, keys])),
  });
  expect(standing.length).toBeGreaterThan(0);
  await service.close();
});

test('of an event that began at an address the ledger has what it ended, and its words', () => {
  const address = { kind: 'email', hash: 'a123456789' } as AddressRef;
  const key = newKey();
  const pending = { event: { ...event, sealed: undefined }, atMs: startMs, standing: [], lifts: [] };
  const row = pendingRow({ ...pending, customer: undefined, secret: seal(key, 'words') }, address, key, ['con_1']);
  expect(row).toMatchObject({
    address,
    event: { fields: { signal: 'stop', revoked: ['con_1'] } },
    secrets: { event: 'words' },
  });
});
