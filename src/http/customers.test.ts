import { beforeAll, expect, test } from 'vitest';
import { shippedPolicies } from '../../test/support/policies.ts';
import { sqliteService } from '../../test/support/sqlite-service.ts';
import { crm, hourMs, startMs, type World } from '../../test/support/world.ts';
import { whoWords } from '../guard/who-said.ts';
import { channels } from '../vocabulary.ts';
import type { App } from './app.ts';
import { customer, customerExport } from './schemas/customers.ts';
import { testApp } from './testing/test-app.ts';

const id = 'ann.lee@example.org';
const path = `/customers/${encodeURIComponent(id)}`;
let app: App;
let world: World;
beforeAll(async () => {
  const made = await sqliteService({ policies: shippedPolicies() });
  world = made.world;
  app = testApp(made.service.guard).app;
  for (let count = 0; count < 3; count++) await world.contact({ customerId: id, address: 'ann@example.net' });
  world.pass(hourMs);
  await world.ask({ customerId: id });
  await world.consent({ customerId: id, purpose: 'marketing.newsletter', evidence: { form: 'spring' } });
  await world.refuse({ customerId: id, channel: 'sms', signal: 'stop', text: 'please stop' });
  await world.refuse({ address: 'ann@example.net', channel: 'email', signal: 'complaint' });
});

test('what is held is shown, with the next instant of each channel and purpose to the millisecond', async () => {
  const held = customer.parse(await (await app.request(path)).json());
  expect([held.contacts.length, held.suppressions.length, held.consents.length]).toEqual([3, 2, 1]);
  expect(held.next).toHaveLength(channels.length * shippedPolicies().purposes.size);
  const next = (channel: string, purpose: string) =>
    held.next.find((one) => one.channel === channel && one.purpose === purpose);
  expect(next('email', 'service.security')).toMatchObject({ allowedNow: true, reasons: [] });
  expect(next('sms', 'service.account')).toMatchObject({ allowedNow: false, allowedAt: null });
  expect(next('post', 'service.account')).toMatchObject({ allowedNow: false, allowedAt: null });
  const { contacts } = customer.parse(await (await app.request('/customers/nobody')).json());
  expect(contacts).toEqual([]);
});

test('a cap alone ends when its window does', async () => {
  for (let count = 0; count < 2; count++)
    await world.contact({ customerId: 'bob', channel: 'email', purpose: 'consent-request' }).catch(() => undefined);
  const held = customer.parse(await (await app.request('/customers/bob')).json());
  const found = held.next.find(({ channel, purpose }) => channel === 'email' && purpose === 'consent-request');
  expect(found).toMatchObject({
    allowedNow: false,
    allowedAt: new Date(startMs + hourMs + 30 * 24 * hourMs).toISOString(),
  });
});

test('the export has everything, with texts and evidence, and a sentence on each thing', async () => {
  const all = customerExport.parse(await (await app.request(`${path}/export`)).json());
  expect([all.contacts, all.said, all.suppressions, all.consents, all.decisions].map((list) => list.length)).toEqual([
    3, 3, 2, 1, 1,
  ]);
  const text = JSON.stringify(all);
  for (const words of ['please stop', '"form":"spring"']) expect(text).toContain(words);
  for (const list of [all.contacts, all.said, all.suppressions, all.consents, all.decisions])
    for (const { inWords } of list) expect(inWords).toMatch(/^(On|Since) 1 June 2026, 1\d:00 UTC .{20,}\.$/);
});

test('the export has what was asked for a hold, too, until it is erased', async () => {
  const asked = {
    customerId: 'holder',
    channel: 'email',
    purpose: 'service.delivery',
    keys: { order: 'o-4711' },
    targeting: ['purchase-history'],
    timeZone: 'Europe/Berlin',
  } as const;
  await world.contact({ ...asked, address: 'holder@example.net', confirmByMs: startMs + 24 * hourMs });
  const of = async () => customerExport.parse(await (await app.request('/customers/holder/export')).json());
  const { customerId, ...request } = asked;
  expect((await of()).contacts).toMatchObject([{ hold: { state: 'open' }, request }]);
  expect(JSON.stringify(await of())).not.toContain('holder@');
  await app.request('/customers/holder', { method: 'DELETE' });
  expect(JSON.stringify(await of())).not.toMatch(/4711|purchase-history/);
});

test('its sentences say who, what and why as a person who knows none of our names understands it', async () => {
  const all = customerExport.parse(await (await app.request(`${path}/export`)).json());
  const offers = 'an e-mail about marketing.promotions (Offers, sales and discounts)';
  expect(all.contacts[0]?.inWords).toBe(
    `On 1 June 2026, 10:00 UTC our rules let our program “crm” send you ${offers}. What became of it, nobody reported.`,
  );
  expect(all.decisions[0]?.['inWords']).toBe(
    `On 1 June 2026, 11:00 UTC our program “crm” asked whether it may send you ${offers}. It was held back by our rules, without anybody deciding by hand: At most three marketing e-mails in 24 hours (our rule email-daily).`,
  );
  expect(all.suppressions.map(({ inWords }) => inWords)).toContain(
    'Since 1 June 2026, 11:00 UTC we do not send you any message about advertising or your account, orders and other service, because you said no (we know it from what we call “test”).',
  );
  const said = all.said.map(({ inWords }) => inWords);
  expect(said.join('\n')).toMatch(
    /On 1 June 2026, 11:00 UTC you said no: you asked us to stop \(STOP\); we know it from what we call “.+”\. That stopped a text message about anything\./,
  );
});

test('who asked for fewer, or objected to data, is not told of having unsubscribed; what is narrower is said as narrow', async () => {
  const customerId = 'eve';
  const scope = { channels: ['*'], purposes: [{ purpose: '*', classes: ['marketing'] }] } as const;
  const own = { customerId, channel: '*', signal: 'unsubscribe' } as const;
  await world.refuse({ ...own, scope: { ...scope, atMost: { limit: 1, windowMs: 7 * 24 * hourMs } } });
  await world.refuse({ ...own, scope, targeting: ['health'] });
  await world.suppress({ customerId, channel: 'email', purpose: 'marketing', keys: { brand: 'acme' } });
  await world.refuse({ customerId, channel: 'sms', signal: 'text', text: 'No thanks' });
  const { id: review } = (await world.guard.reviews({ limit: 1 })).reviews[0] as { id: string };
  await world.guard.decideReview(review, { decision: 'not-a-refusal', by: 'ana', note: undefined }, crm);
  const all = customerExport.parse(await (await app.request(`/customers/${customerId}/export`)).json());
  const said = all.said.map(({ inWords }) => inWords.replace(/^On 1 June 2026, 11:00 UTC /, '')).join('\n');
  for (const words of [
    /^you asked us for fewer messages; .* That let us send you at most 1 message about advertising in any 7 days\.$/m,
    /^you told us not to choose messages by data about you; .* That stopped any message about advertising that is chosen by health\.$/m,
    /^we stopped sending you an e-mail about marketing \(brand acme only\): /m,
    /^ana, who works for us, decided that what you had written is not a no: /m,
  ])
    expect(said).toMatch(words);
  expect(said).not.toContain('unsubscribed');
  const holds = all.suppressions.map(({ inWords }) => inWords).join('\n');
  for (const words of ['at most 1 message about advertising in any 7 days', 'chosen by health,', '(brand acme only)'])
    expect(holds).toContain(words);
});

test.each([
  ['customer', 'you yourself'],
  ['local', 'one of our programs'],
  // Who texts START says so, and the provider passes it on.
  ['webhook:twilio', 'you yourself'],
  ['crm', 'our program “crm”'],
])('the caller %s is %s', (caller, words) => {
  expect(whoWords(caller)).toBe(words);
});

test('erased, nothing is shown but what binds and bare stamps; erased again it is 204 too', async () => {
  for (let time = 0; time < 2; time++) expect((await app.request(path, { method: 'DELETE' })).status).toBe(204);
  const all = customerExport.parse(await (await app.request(`${path}/export`)).json());
  expect([all.consents, all.decisions]).toEqual([[], []]);
  expect(all.suppressions).toHaveLength(2);
  expect(JSON.stringify(all)).not.toMatch(/please stop|spring/);
  expect((await app.request('/customers/%20ann', { method: 'DELETE' })).status).toBe(422);
});
