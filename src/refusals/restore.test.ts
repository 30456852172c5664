import { describe, expect, onTestFinished, test } from 'vitest';
import { rowOf, type SaidOf } from '../../test/support/ledger-row.ts';
import { policySet, shippedPolicies } from '../../test/support/policies.ts';
import { type SqliteService, sqliteService } from '../../test/support/sqlite-service.ts';
import { admin, crm, dayMs, hourMs, startMs, type World } from '../../test/support/world.ts';
import type { Consent } from '../engine/record/record.ts';
import type { KeyedHash } from '../engine/request.ts';
import type { StepTools } from '../engine/steps/step.ts';
import { newKey } from '../ids.ts';
import type { LedgerRow } from '../ledger/ledger.ts';
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

describe('what comes from the ledger', () => {
  const open = async (nowMs = startMs): Promise<SqliteService> => {
    const made = await sqliteService({ policies: shippedPolicies(), nowMs });
    onTestFinished(() => made.service.close());
    return made;
  };
  const restore = ({ service }: SqliteService, row: LedgerRow, lifted: ReadonlyMap<string, number> = new Map()) =>
    restoreRow(
      service.store,
      { newKey, register: () => service.policies.current().purposes } as unknown as StepTools,
      row,
      lifted,
    );
  /** What stands, of the customer and at the address. */
  const standing = async ({ service: { store } }: SqliteService, { customer, address }: LedgerRow) => [
    ...(customer ? await store.read(customer, (state) => [...state.cold().suppressions]) : []),
    ...(address ? await store.readAddress(address, ({ cold }) => [...cold.suppressions]) : []),
  ];
  const ann = { customerId: 'c1', address: 'ann@example.org' };
  const said: SaidOf[] = [{ customerId: 'c1' }, { address: 'ann@example.org' }];

  test.each(said)('and was lifted by %j stays so, however long ago that was', async (subject) => {
    const made = await open();
    const { world } = made;
    const [shown] = await world.refuse({ ...subject, signal: 'stop' });
    const row = await rowOf(made.service, subject);
    await world.lift(shown?.suppressionId ?? '');
    world.pass(10 * dayMs);
    // A lift is remembered for as long as something may come late, and until the next is written.
    await world.suppress(subject);
    await restore(made, row);
    expect((await standing(made, row)).map(({ origin }) => origin)).toEqual(['operator']);
  });

  test('and was lifted as far as it was said stands nowhere; what was said since stands', async () => {
    const from = await open();
    await from.world.refuse({ ...ann, signal: 'stop' });
    const row = await rowOf(from.service, ann);
    const id = row.standing[0]?.suppressionId ?? '';
    const [lifted, since] = [await open(), await open()];
    await restore(lifted, row, new Map([[id, 1]]));
    expect(await standing(lifted, row)).toEqual([]);
    await restore(since, row, new Map([[id, 0]]));
    expect((await standing(since, row)).map(({ suppressionId }) => suppressionId)).toEqual([id, id]);
  });

  test('as a lift takes what a store that came back without it still has, of the customer and at the address', async () => {
    const made = await open();
    await made.world.refuse({ ...ann, signal: 'stop' });
    const row = await rowOf(made.service, ann);
    const lifts = row.standing.map(({ suppressionId, said: times }) => ({ suppressionId, said: times, atMs: startMs }));
    const event = { ...row.event, eventId: 'lif_1', kind: 'lift' } as const;
    await restore(made, { ...row, event, standing: [], lifts, secrets: {} });
    expect(await standing(made, row)).toEqual([]);
  });

  test('and was said again since stays as it was said last', async () => {
    const made = await open();
    await made.world.refuse({ ...ann, signal: 'stop' });
    const row = await rowOf(made.service, ann);
    await made.world.refuse({ ...ann, signal: 'stop' });
    await restore(made, row);
    expect((await standing(made, row)).map((one) => one.said)).toEqual([2, 2]);
  });

  test('and is over by then stands nowhere', async () => {
    const from = await open();
    await from.world.refuse({ ...ann, channel: '*', signal: 'pause', untilMs: startMs + hourMs });
    const row = await rowOf(from.service, ann);
    expect(row.standing).toHaveLength(1);
    const made = await open(startMs + hourMs);
    await restore(made, row);
    expect(await standing(made, row)).toEqual([]);
  });

  test.each(said)('of %j is told with its words, also where it stopped nothing, for 400 days', async (subject) => {
    const words = { channel: 'email', signal: 'text', text: 'See you then', source: 'reply' } as const;
    const from = await open();
    const { refusalId } = (await from.world.guard.refuse({ ...subject, ...words }, crm)) as { refusalId: string };
    const made = await open();
    await restore(made, await rowOf(from.service, subject));
    for (const days of [0, 200, 199]) {
      made.world.pass(days * dayMs);
      await made.world.contact({ customerId: 'c1', purpose: 'transactional.receipt' });
      expect(await made.world.guard.refusal(refusalId)).toMatchObject({ text: 'See you then' });
    }
  });
});
