/** What a refusal suppresses follows from its signal, its channel and the class of the message that it answers (policies/refusals.yaml). */
import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { describe, expect, test, vi } from 'vitest';
import { loadPolicies } from '../src/policy/load.ts';
import type { PolicySet } from '../src/policy/types.ts';
import { followPolicies } from '../src/start/policies.ts';
import { createEventCounts } from '../src/telemetry/count-events.ts';
import { startTelemetry } from '../src/telemetry/sdk.ts';
import { changedRefusals, shippedPolicies } from './support/policies.ts';
import { sqliteService } from './support/sqlite-service.ts';
import { codes, crm, startMs, type World } from './support/world.ts';

const phone = '+4915112345678';
const sms = { customerId: 'ann', channel: 'sms', address: phone, timeZone: 'UTC', region: 'DE' } as const;
const mail = { customerId: 'ann', channel: 'email', address: 'ann@example.com' } as const;

const world = async (policies: PolicySet = shippedPolicies()): Promise<World> =>
  (await sqliteService({ policies })).world;

const setOf = async (folder: string): Promise<PolicySet> => {
  const loaded = await loadPolicies(folder);
  if ('problems' in loaded) throw new Error(loaded.problems[0]?.message);
  return loaded.set;
};

/** STOP to a message of class service stops that class alone; by voice it lasts 30 days. */
const cased = changedRefusals((text) =>
  text.replace(
    /^ {2}stop: .*$/m,
    `  stop:
    channels: same
    purposes: "*"
    for: forever
    cases:
      - { on: [voice], for: 30d }
      - { to: [service], classes: [service] }`,
  ),
);

describe('the class of the message answered', () => {
  test('is that of the contact that an unsubscribe names: as shipped, its class and marketing end on that channel', async () => {
    const w = await world();
    const contactId = await w.contact({ ...mail, purpose: 'service.delivery' });
    await w.refuse({ contactId, channel: 'email' });
    for (const [purpose, isOpen] of [
      ['service.delivery', false],
      ['service.account', false],
      ['marketing.promotions', false],
      ['transactional.receipt', true],
      ['service.security', true],
    ] as const)
      expect((await w.check({ ...mail, purpose })).allowed, purpose).toBe(isOpen);
    expect((await w.check({ ...sms, purpose: 'service.account' })).allowed).toBe(true);
  });

  test('is not guessed for an unsubscribe that names no message', async () => {
    const w = await world();
    await w.contact({ ...mail, purpose: 'service.delivery' });
    await w.refuse({ address: mail.address, channel: 'email' });
    expect((await w.check({ ...mail, purpose: 'service.account' })).allowed).toBe(true);
    expect((await w.check(mail)).allowed).toBe(false);
  });

  test('of a STOP by address is that of the last message that went there on that channel', async () => {
    const w = await world(cased);
    await w.contact({ ...sms, purpose: 'marketing.promotions' });
    w.pass(60_000);
    await w.contact({ ...sms, purpose: 'service.delivery' });
    w.pass(60_000);
    await w.contact({ ...sms, customerId: 'ann', channel: 'voice', purpose: 'marketing.promotions' });
    await w.contact({ ...mail, purpose: 'marketing.promotions' });
    await w.refuse({ address: phone, channel: 'sms', signal: 'stop' });
    expect((await w.check({ ...sms, purpose: 'service.account' })).allowed).toBe(false);
    expect((await w.check({ ...sms, purpose: 'transactional.receipt' })).allowed).toBe(true);
  });

  test('of words in doubt is that of the last message that went there, also where they are decided much later', async () => {
    const w = await world(cased);
    await w.contact({ ...sms, purpose: 'service.delivery' });
    const said = { address: phone, channel: 'sms', signal: 'text', text: 'No thanks', source: 'gateway' } as const;
    const { refusalId } = await w.guard.refuse(said, crm);
    w.pass(500 * 86_400_000);
    await w.guard.decideReview(refusalId, { decision: 'refusal', by: 'ana' }, crm);
    expect((await w.check({ ...sms, purpose: 'service.account' })).allowed).toBe(false);
    expect((await w.check({ ...sms, purpose: 'transactional.receipt' })).allowed).toBe(true);
  });

  test('where it is not known, what stands above the cases holds', async () => {
    const w = await world(cased);
    await w.refuse({ address: phone, channel: 'sms', signal: 'stop' });
    for (const purpose of ['service.account', 'transactional.receipt', 'marketing.promotions'])
      expect((await w.check({ ...sms, purpose })).allowed).toBe(false);
  });

  test('of a STOP by text to anything is asked by nobody as shipped: everything by text ends', async () => {
    const w = await world();
    await w.contact({ ...sms, purpose: 'service.delivery' });
    await w.refuse({ address: phone, channel: 'sms', signal: 'stop' });
    for (const purpose of ['service.account', 'transactional.receipt', 'marketing.promotions', 'service.security'])
      expect((await w.check({ ...sms, purpose })).allowed).toBe(false);
  });
});

test('a purpose that the folder gains is refused already: after a reload, and after a restart', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'classes-'));
  const policies = join(folder, 'policies');
  cpSync(join(import.meta.dirname, '../policies'), policies, { recursive: true });
  const open = async () => sqliteService({ path: join(folder, 'guard.db'), policies: await setOf(policies) });
  const loyalty = { ...mail, purpose: 'loyalty.points' } as const;
  try {
    const first = await open();
    await first.world.refuse({ ...mail, signal: 'do_not_contact' });
    const followed = followPolicies(policies, first.service, pino({ level: 'silent' }));
    appendFileSync(join(policies, 'purposes.yaml'), '  loyalty.points: { class: service }\n');
    await vi.waitUntil(() => first.service.policies.current().purposes.has('loyalty.points'), { timeout: 10_000 });
    expect(codes(await first.world.ask(loyalty))).toEqual(['suppressed']);
    followed.stop();
    await first.service.close();
    const { world: again, service } = await open();
    expect(codes(await again.ask(loyalty))).toEqual(['suppressed']);
    await service.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the channel decides too: by voice a case of its own says how long', async () => {
  const w = await world(cased);
  const [made] = await w.refuse({ address: phone, channel: 'voice', signal: 'stop' });
  expect(made).toMatchObject({
    channel: 'voice',
    purpose: '*',
    expiresAt: new Date(startMs + 30 * 86_400_000).toISOString(),
  });
});

test('how long a refusal took to bind is a histogram by source, from when it was said', async () => {
  const telemetry = startTelemetry({ version: '0', off: false });
  const onEvent = createEventCounts(telemetry.metrics);
  const { service } = await sqliteService({ policies: shippedPolicies(), nowMs: Date.now(), onEvent });
  try {
    const { guard } = service;
    const said = { customerId: 'ann', channel: 'email', signal: 'unsubscribe' } as const;
    await guard.refuse({ ...said, source: 'ses', receivedAtMs: Date.now() - 40_000 }, crm);
    await guard.refuse({ ...said, source: 'sendgrid:group-7' }, crm);
    const shown = await telemetry.render();
    expect(shown).toMatch(/contact_guard_refusal_effect_seconds_bucket\{source="ses",le="30"\} 0/);
    expect(shown).toMatch(/contact_guard_refusal_effect_seconds_bucket\{source="ses",le="60"\} 1/);
    expect(shown).toMatch(/contact_guard_refusal_effect_seconds_bucket\{source="sendgrid",le="1"\} 1/);
  } finally {
    await telemetry.shutdown();
  }
});

test('GET /refusals/{id} says when it was said, when it began to bind, and what it revoked', async () => {
  const w = await world();
  const hold = await w.contact({ ...mail, confirmByMs: startMs + 3_600_000 });
  const receivedAtMs = startMs - 5000;
  const answer = await w.guard.refuse({ ...mail, signal: 'unsubscribe', source: 'ses', receivedAtMs }, crm);
  expect(answer.revoked).toEqual([hold]);
  expect(await w.guard.refusal(answer.refusalId)).toMatchObject({
    receivedAt: new Date(receivedAtMs).toISOString(),
    effectiveAt: new Date(startMs).toISOString(),
    revoked: [hold],
  });
});
