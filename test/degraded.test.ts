import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ContactStore } from '../src/store/store.ts';
import { policySet } from './support/policies.ts';
import { type SqliteService, sqliteService } from './support/sqlite-service.ts';
import { codes, crm, hourMs, iso, problemOf, rules, startMs } from './support/world.ts';

const policies = policySet(`
  - { id: one, because: One., when: { channels: [email] }, cap: { limit: 1, window: 24h } }
  - { id: day, because: By day., when: { channels: [sms] }, hours: { allow: ["08:00-20:00"], clock: UTC } }
  - { id: data, because: No such data., targeting: { forbid: [health], unless: express-consent } }
  - { id: rest, because: Rest., when: { channels: [voice] }, cooldown: { after: [conversation], for: 7d } }
  - { id: quiet, because: Quiet., mode: shadow, cap: { limit: 0, window: 24h } }`);
const security = { purpose: 'service.security' } as const;

let folder: string;
let opened: SqliteService[];
const open = async (wrap?: (store: ContactStore) => ContactStore): Promise<SqliteService> => {
  const one = await sqliteService({
    policies,
    path: join(folder, 'guard.db'),
    spoolFolder: join(folder, 'spool'),
    ...(wrap ? { wrap } : {}),
  });
  opened.push(one);
  return one;
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'contact-guard-'));
  opened = [];
});
afterEach(async () => {
  for (const { service } of opened) await service.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('while the store is out of reach', () => {
  test('only what the register allows is allowed, without a contact, and marked', async () => {
    const { service, world } = await open();
    await service.store.close();
    for (const purpose of policies.purposes.keys()) {
      const answer = await world.ask({ purpose, channel: 'push' });
      expect(answer).toMatchObject({
        allowed: purpose === 'service.security',
        degraded: true,
        contactId: null,
        retryAt: null,
        caps: [],
        replayed: false,
        policyRevision: policies.revision,
        decidedAt: iso(startMs),
      });
      expect(answer.reasons).toMatchObject(
        purpose === 'service.security' ? [] : [{ code: 'store-unavailable', retryAt: null }],
      );
    }
    expect(
      await service.guard.decide(
        { customerId: 'c1', channel: 'push', purpose: 'service.account', mode: 'reserve' },
        crm,
        { minimal: true },
      ),
    ).toEqual({
      decisionId: expect.any(String),
      allowed: false,
      contactId: null,
      retryAt: null,
      reasons: [{ code: 'store-unavailable', retryAt: null }],
      replayed: false,
      degraded: true,
    });
  });

  test('hours, targeting, and the consents and suppressions known to this process still bind', async () => {
    const { service, world, clock } = await open();
    await world.consent({ customerId: 'agreed', channel: '*', purpose: '*' });
    await world.suppress({ customerId: 'refused' });
    await world.suppress({ address: 'refused@example.org' });
    await world.suppress({ customerId: 'paused', expiresAtMs: startMs + hourMs });
    await world.contact({ ...security, customerId: 'reached', channel: 'push', address: 'token' });
    await world.suppress({ address: 'token', channel: 'push' });
    const lifted = await world.suppress({ customerId: 'lifted' });
    await world.lift(lifted.suppressionId);
    await service.store.close();
    const health = { ...security, targeting: ['health'] };
    expect(rules(await world.ask(health))).toEqual(['data', undefined]);
    expect((await world.ask({ ...health, customerId: 'agreed' })).allowed).toBe(true);
    for (const fields of [
      { customerId: 'refused' },
      { address: 'Refused@example.org' },
      { customerId: 'paused' },
      { customerId: 'reached', channel: 'push' as const },
    ]) {
      expect(codes(await world.ask({ ...security, ...fields }))).toEqual(['suppressed', 'store-unavailable']);
    }
    expect((await world.ask({ ...security, customerId: 'lifted' })).allowed).toBe(true);
    clock.set(startMs + hourMs);
    expect((await world.ask({ ...security, customerId: 'paused' })).allowed).toBe(true);
    clock.set(Date.parse('2026-06-01T20:00:00Z'));
    expect(codes(await world.ask({ ...security, channel: 'sms' }))).toEqual(['hours', 'store-unavailable']);
  });

  test('what another process put in force is known from the decision that met it', async () => {
    const first = await open();
    await first.world.suppress({ address: 'c@example.org', channel: 'email' });
    await first.service.close();
    const { service, world } = await open();
    expect((await world.ask({ address: 'c@example.org' })).allowed).toBe(false);
    await service.store.close();
    expect(codes(await world.ask({ ...security, customerId: 'other', address: 'c@example.org' }))).toEqual([
      'suppressed',
      'store-unavailable',
    ]);
  });

  test('a suppression of an address stays known when another channel of it was looked at', async () => {
    const { service, world } = await open();
    const address = '+49 30 901820';
    await world.suppress({ address, channel: 'sms' });
    expect((await world.check({ address, channel: 'voice' })).allowed).toBe(true);
    await service.store.close();
    expect(codes(await world.ask({ ...security, address, channel: 'sms' }))).toEqual([
      'suppressed',
      'store-unavailable',
    ]);
    expect((await world.ask({ ...security, address, channel: 'voice' })).allowed).toBe(true);
  });

  test('everything else that needs the store answers 503', async () => {
    const { service, world } = await open();
    const contactId = await world.contact({ confirmByMs: startMs + hourMs });
    const { suppressionId } = await world.suppress({ customerId: 'c2' });
    await service.store.close();
    const calls = [
      world.confirm(contactId),
      world.outcome(contactId, 'sent'),
      world.elsewhere({}),
      world.refuse({ customerId: 'c1' }),
      world.refuse({ contactId }),
      world.suppress({ customerId: 'c1' }),
      world.lift(suppressionId),
      world.consent({}),
      world.guard.suppressionsOfCustomer('c1'),
      world.guard.suppressionsOfAddress({ address: 'c@example.org', channel: 'email' }),
      world.guard.consentsOf('c1'),
      world.entries(),
      world.entries({ customerId: 'c1' }),
      world.guard.decision((await world.check()).decisionId),
      world.guard.policyRevision(policies.revision),
    ];
    for (const call of calls) expect(await problemOf(call)).toMatchObject({ code: 'store-unavailable', status: 503 });
    expect(await world.guard.readiness()).toMatchObject({ ready: false, reasons: [expect.stringContaining('closed')] });
  });

  test('a denial is printed at once, spooled, and entered exactly once when the store is back', async () => {
    const { service, world, lines } = await open();
    await service.store.close();
    const denied = [
      await world.ask({ address: 'c@example.org', keys: { campaign: 'x' } }),
      await world.ask({ customerId: 'c2', channel: 'sms' }),
    ];
    await world.ask(security);
    await world.check();
    const printed = lines.map((line) => JSON.parse(line)).filter((line) => line.event === 'contact.blocked');
    expect(printed).toMatchObject(
      denied.map(({ decisionId }) => ({ decisionId, degraded: true, reasons: [{ code: 'store-unavailable' }] })),
    );
    expect(service.spool?.waiting()).toBe(2);
    await expect(service.tend()).rejects.toThrow();
    expect(service.spool?.waiting()).toBe(2);

    await service.close();
    const back = await open();
    expect(back.service.spool?.waiting()).toBe(2);
    for (let times = 0; times < 3; times++) await back.service.tend();
    expect(back.service.spool?.waiting()).toBe(0);
    const entries = await back.world.entries({ code: 'store-unavailable' });
    expect(entries.map((entry) => entry.decisionId).sort()).toEqual(denied.map((answer) => answer.decisionId).sort());
    for (const answer of denied)
      expect(await back.world.guard.decision(answer.decisionId)).toMatchObject({ ...answer });
    expect(await back.world.entries({ customerId: 'c1' })).toMatchObject([
      { degraded: true, caller: 'crm', request: { customerId: 'c1', keys: { campaign: 'x' } } },
    ]);
    expect(back.lines.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ event: 'spool.entered', entries: 2 }),
    );
  });
});
