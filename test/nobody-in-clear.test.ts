import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { policySet } from './support/policies.ts';
import { sqliteService } from './support/sqlite-service.ts';
import { hourMs, problemOf, startMs, type World } from './support/world.ts';

const policies = policySet('- { id: one, because: One., when: { channels: [email] }, cap: { limit: 1, window: 24h } }');
/** Long enough to be nowhere by chance; each is looked for in whatever case. */
const planted = {
  customers: ['Planted.Person.One@Example.org', 'planted-customer-two-4711', 'planted kunde drei'],
  addresses: [
    'Planted.Mailbox@Example.com',
    '+14155550142',
    'planted-device-token-93',
    'Planted Street 17, 12345 Plantedville',
  ],
  keys: ['planted-campaign-value'],
  evidence: ['planted-evidence-text'],
  texts: ['planted words of the customer'],
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'contact-guard-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A little of everything that takes a customer, an address, a key or evidence. */
async function live(w: World): Promise<void> {
  const [email = '', phone = '', token = '', post = ''] = planted.addresses;
  const keys = { campaign: planted.keys[0] as string };
  const evidence = { said: planted.evidence[0] };
  const holds: string[] = [];
  for (const customerId of planted.customers) {
    holds.push(
      await w.contact({
        customerId,
        address: email,
        keys,
        confirmByMs: startMs + 100 * hourMs,
        operationId: `${customerId} 1`,
      }),
    );
    await w.ask({ customerId, address: email, keys, targeting: ['age'] });
    await w.contact({ customerId, channel: 'sms', address: phone, purpose: 'collections.debt', keys });
    await w.contact({ customerId, channel: 'push', address: token });
    await w.elsewhere({ customerId, channel: 'post', address: post, keys, outcome: 'delivered' });
  }
  for (const customerId of planted.customers) {
    await w.consent({ customerId, keys, evidence });
    await w.consent({ customerId, keys, evidence, level: 'withdrawn', channel: 'voice' });
    await w.suppress({ customerId, address: email, channel: 'email', keys, evidence });
    await w.refuse({ customerId, channel: 'sms', signal: 'stop', evidence, text: planted.texts[0] });
    await w.refuse({ address: token, channel: 'push', signal: 'stop', evidence, text: planted.texts[0] });
    await w.refuse({ customerId, channel: 'sms', signal: 'text', text: `too many messages, ${planted.texts[0]}` });
    await w.refuse({ address: phone, channel: 'sms', signal: 'stop', keys, evidence });
    await w.confirm(holds.shift() as string);
    await w
      .outcome(
        await w.contact({ customerId, channel: 'voice', purpose: 'service.account', keys: { other: 'x' } }),
        'complained',
      )
      .catch(() => {});
    expect(await problemOf(w.ask({ customerId, address: `${phone} no mail` }))).toMatchObject({ status: 422 });
  }
}

const all = [...planted.customers, ...planted.addresses, ...planted.keys, ...planted.evidence, ...planted.texts];
const found = (bytes: Buffer | string): string[] => {
  const texts = (
    typeof bytes === 'string'
      ? [bytes]
      : [bytes.toString('latin1'), bytes.toString('utf16le'), bytes.subarray(1).toString('utf16le')]
  ).map((text) => text.toLowerCase());
  const forms = (secret: string) => [
    secret.toLowerCase(),
    secret.toLowerCase().replace('+', ''),
    Buffer.from(secret).toString('base64url').toLowerCase(),
    Buffer.from(secret).toString('hex'),
  ];
  return all.filter((secret) => forms(secret).some((form) => texts.some((text) => text.includes(form))));
};

test('no customer id, address, key or evidence stands in the database, its log, the spool or the printed lines (I10)', async () => {
  const path = join(folder, 'guard.db');
  // The search itself finds what is there.
  expect(found(Buffer.from('… PLANTED-campaign-VALUE …', 'utf16le'))).toEqual(planted.keys);
  const { service, world, lines } = await sqliteService({ policies, path, spoolFolder: join(folder, 'spool') });
  await live(world);
  const files = readdirSync(folder, { recursive: true }).map(String);
  expect(files).toEqual(expect.arrayContaining(['guard.db', 'guard.db-wal']));
  for (const file of files.filter((name) => name.includes('guard.db')))
    expect(`${file}: ${found(readFileSync(join(folder, file)))}`).toBe(`${file}: `);
  await service.close();
  for (const customerId of planted.customers)
    await world.ask({ customerId, address: planted.addresses[0], keys: { campaign: planted.keys[0] as string } });
  const left = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(left.map((entry) => entry.name.replace(/^.*(\.\d+\.ndjson)$/, 'SPOOL$1')).sort()).toEqual([
    'SPOOL.0.ndjson',
    'guard.db',
    'guard.db.lock',
  ]);
  for (const entry of left)
    expect(`${entry.name}: ${found(readFileSync(join(entry.parentPath, entry.name)))}`).toBe(`${entry.name}: `);
  expect(lines.length).toBeGreaterThan(10);
  expect(found(lines.join(''))).toEqual([]);
});

test('with LOG_CUSTOMER_IDS=clear printed lines name the customer, and still no address, key or evidence', async () => {
  const { service, world, lines } = await sqliteService({ policies, clearCustomerIds: true });
  await live(world);
  await service.close();
  const blocked = lines.map((line) => JSON.parse(line)).filter((line) => line.event === 'contact.blocked');
  expect(new Set(blocked.flatMap((line) => line.customerId ?? []))).toEqual(new Set(planted.customers));
  expect(found(lines.join('')).filter((secret) => !planted.customers.includes(secret))).toEqual([]);
});

test('each event is one printed line that names the customer as decisions do, without text, evidence and keys', async () => {
  const { service, world, lines } = await sqliteService({ policies });
  const [customerId = ''] = planted.customers;
  const keys = { campaign: planted.keys[0] as string };
  const evidence = { said: planted.evidence[0] };
  const address = planted.addresses[0];
  await world.contact({ customerId, address });
  const [made] = await world.refuse({ customerId, keys, evidence, text: planted.texts[0] });
  await world.refuse({ address, signal: 'stop', evidence });
  await world.refuse({ address: '+14155550177', channel: 'sms', signal: 'stop', evidence });
  const set = await world.suppress({ customerId, address, keys, evidence });
  await world.lift(set.suppressionId);
  await world.consent({ customerId, keys, evidence });
  await world.ask({ customerId });
  await service.close();
  const said = lines.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ event }) => event);
  const customerHash = said.find(({ event }) => event === 'contact.blocked')?.['customerHash'];
  expect(customerHash).toMatch(/./);
  expect(said.map(({ event, customerHash: hash }) => [event, hash])).toEqual([
    ['refusal.received', customerHash],
    ['refusal.received', customerHash],
    ['refusal.received', undefined],
    ['suppression.set', customerHash],
    ['suppression.lifted', customerHash],
    ['consent.recorded', customerHash],
    ['contact.blocked', customerHash],
  ]);
  expect(said[0]).toMatchObject({
    signal: 'unsubscribe',
    caller: 'crm',
    suppressions: expect.arrayContaining([made?.suppressionId]),
    receivedAt: expect.any(String),
    effectiveAt: expect.any(String),
    revoked: [],
  });
  expect(said[4]).toMatchObject({
    suppressionId: set.suppressionId,
    refusalIds: [],
    reason: 'a mistake',
    caller: 'admin',
  });
  expect(said[5]).toMatchObject({ consentLevel: 'express' });
  // 30 is "info": no event's own field takes the place of the line's level.
  expect(new Set(said.map(({ level }) => level))).toEqual(new Set([30]));
  expect(found(lines.join(''))).toEqual([]);
});
