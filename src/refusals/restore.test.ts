import { describe, expect, test } from 'vitest';
import { policySet, shippedPolicies } from '../../test/support/policies.ts';
import { sqliteService } from '../../test/support/sqlite-service.ts';
import { admin, hourMs, startMs, type World } from '../../test/support/world.ts';
import type { Consent } from '../engine/record/record.ts';
import type { KeyedHash } from '../engine/request.ts';
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

describe('what was lifted at an address before the ledger knew of it', () => {
  const email = { customerId: 'c1', address: 'ann@example.org' };

  /** Refused by both, lifted by `lift`; then the refusal comes again as the ledger has it. @returns what stands at the address then */
  async function broughtAgain(lift: (world: World, suppressionId: string) => Promise<unknown>) {
    const { service, world } = await sqliteService({ policies: shippedPolicies() });
    const [shown] = await world.refuse(email);
    const hash = Buffer.from(String(shown?.['addressHash']), 'base64url').toString('latin1') as KeyedHash;
    const address = { kind: 'email', hash } as const;
    const standing = await service.store.readAddress(address, ({ cold }) => [...cold.suppressions]);
    const customer = service.hashes.customer(email.customerId);
    const event = await service.store.event({ customer }, standing[0]?.eventId ?? '');
    if (!event) throw new Error('the refusal is no event');
    await lift(world, shown?.suppressionId ?? '');
    const tools = { newKey, register: () => service.policies.current().purposes } as unknown as StepTools;
    const row = { event, customer, address, standing, lifts: [], consent: undefined, secrets: {} };
    await restoreRow(service.store, tools, row, new Map());
    const left = await service.store.readAddress(address, ({ cold }) => [...cold.suppressions]);
    await service.close();
    return { left, first: shown?.suppressionId };
  }

  test('does not come back', async () => {
    const { left } = await broughtAgain((world, id) => world.lift(id));
    expect(left).toEqual([]);
  });

  test('does not come back beside what was left of it', async () => {
    const fields = { purpose: 'marketing.newsletter', lifts: true };
    const { left, first } = await broughtAgain(async (world) => {
      world.pass(hourMs);
      await world.consent(fields, admin);
    });
    expect(left).toMatchObject([{ purpose: '*', except: ['marketing.newsletter'] }]);
    expect(left[0]?.suppressionId).not.toBe(first);
  });
});
