import { expect, test } from 'vitest';
import { policySet } from '../../test/support/policies.ts';
import { sqliteService } from '../../test/support/sqlite-service.ts';
import { hourMs, startMs } from '../../test/support/world.ts';
import type { Consent } from '../engine/record/record.ts';
import type { StepTools } from '../engine/steps/step.ts';
import { newKey } from '../ids.ts';
import { mostScopes } from './put-consent.ts';
import { restoreRow } from './restore.ts';

test('a consent that is withdrawn is withdrawn again by the ledger, also of a customer with as many scopes as there may be', async () => {
  const { service, world, clock } = await sqliteService({ policies: policySet('') });
  const customer = service.hashes.customer('c1');
  const consent = (scope: number, fields: Partial<Consent> = {}): Consent => ({
    consentId: `cns_${scope}`,
    channel: 'email',
    purpose: 'marketing',
    keys: { brand: String(scope) },
    level: 'express',
    source: 'form',
    atMs: startMs,
    expiresMs: null,
    sealed: undefined,
    ...fields,
  });
  await service.store.transact(customer, (state) => {
    state.cold().consents = Array.from({ length: mostScopes }, (_, scope) => consent(scope));
    return { value: undefined, changed: true, coldChanged: true, entries: [] };
  });
  clock.set(startMs + hourMs);
  for (const scope of [7, mostScopes]) {
    const again = consent(scope, { consentId: `cns_again${scope}`, level: 'withdrawn', atMs: startMs + hourMs });
    await restoreRow(
      service.store,
      { newKey, register: () => service.policies.current().purposes } as unknown as StepTools,
      {
        event: { eventId: again.consentId, kind: 'consent', atMs: again.atMs, fields: {}, sealed: undefined },
        customer,
        address: undefined,
        standing: [],
        lifts: [],
        consent: again,
        secrets: {},
      },
      new Map(),
    );
  }
  const withdrawn = (await world.guard.consentsOf('c1')).filter((one) => 'level' in one && one.level === 'withdrawn');
  expect(withdrawn).toMatchObject([
    { consentId: 'cns_again7', purpose: 'marketing' },
    { consentId: `cns_again${mostScopes}`, purpose: '*' },
  ]);
  await service.close();
});
