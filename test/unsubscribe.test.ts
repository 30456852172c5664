/** The links of a message, and what follows from pressing them: from the allowed decision to the next denial. */
import { beforeEach, describe, expect, test } from 'vitest';
import { StoreUnavailable } from '../src/errors.ts';
import type { CanContactInput } from '../src/guard-contract.ts';
import type { App } from '../src/http/app.ts';
import { post, testApp } from '../src/http/testing/test-app.ts';
import { newKey } from '../src/ids.ts';
import type { ContactStore } from '../src/store/store.ts';
import { shippedPolicies } from './support/policies.ts';
import { type SqliteService, sqliteService } from './support/sqlite-service.ts';

const dayMs = 86_400_000;
const publicUrl = 'https://guard.example.com/g';
const mail = { customerId: 'c-42', channel: 'email', purpose: 'marketing.promotions', address: 'Ada@Example.com' };

interface Answer {
  readonly allowed: boolean;
  readonly contactId: string | null;
  readonly reasons: readonly { readonly code: string }[];
  readonly links?: { readonly preferences: string; readonly unsubscribe: string };
  readonly headers?: Readonly<Record<string, string>>;
}

let isAway = false;
const sometimesAway = (store: ContactStore): ContactStore => ({
  ...store,
  nowMs: () => (isAway ? Promise.reject(new StoreUnavailable('gone')) : store.nowMs()),
});

let made: SqliteService;
let app: App;

function serve({ service, clock }: SqliteService): App {
  return testApp(service.guard, {
    pages: {
      tokens: service.tokens,
      brand: { name: 'Acme & <Söhne>', color: '#1f4e9e', logo: undefined, supportUrl: undefined },
      policies: service.policies.current,
      undoKey: newKey(),
      publicUrl,
      nowMs: clock.nowMs,
    },
  }).app;
}

beforeEach(async () => {
  isAway = false;
  made = await sqliteService({ policies: shippedPolicies(), publicUrl, wrap: sometimesAway });
  app = serve(made);
});

async function asked(body: object, headers: Record<string, string> = {}): Promise<Answer> {
  return (await (await post(app, '/can-contact', body, headers)).json()) as Answer;
}

const pathOf = (url: string | undefined): string => (url ?? '').replace(publicUrl, '');

const oneClick = {
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: 'List-Unsubscribe=One-Click',
};

describe('an allowed decision', () => {
  test('has links to the own pages, and for e-mail the headers of RFC 8058, ready to be put on the message', async () => {
    const { links, headers } = await asked(mail);
    expect(links?.unsubscribe).toMatch(/^https:\/\/guard\.example\.com\/g\/unsubscribe\/[\w-]{100,200}$/);
    expect(links?.preferences).toMatch(/^https:\/\/guard\.example\.com\/g\/preferences\/[\w-]{100,200}$/);
    expect(headers).toEqual({
      'List-Unsubscribe': `<${links?.unsubscribe}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    });
  });

  test('has no headers on another channel, nor for what is critical', async () => {
    const sms = await asked({ ...mail, channel: 'sms', address: '+4930901820', purpose: 'service.delivery' });
    const critical = await asked({ ...mail, purpose: 'service.security' });
    for (const answer of [sms, critical]) {
      expect(answer.links).toBeDefined();
      expect(answer).not.toHaveProperty('headers');
    }
  });

  test('has them when it is replayed and when a hold is confirmed, of the same message', async () => {
    const first = await asked({ ...mail, operationId: 'o' });
    const again = await asked({ ...mail, operationId: 'o' });
    expect(again.links).toBeDefined();
    expect(again.contactId).toBe(first.contactId);
    const held = await asked({
      ...mail,
      purpose: 'service.account',
      confirmBy: new Date(made.clock.nowMs() + dayMs).toISOString(),
    });
    for (let turn = 0; turn < 2; turn++) {
      const confirmed = (await (await post(app, `/contacts/${held.contactId}/confirm`, '')).json()) as Answer;
      const token = pathOf(confirmed.links?.unsubscribe).replace('/unsubscribe/', '');
      expect(made.service.tokens.open('unsubscribe', token, 0)).toMatchObject({
        customerId: 'c-42',
        contactId: held.contactId,
        purpose: 'service.account',
      });
      expect(confirmed.headers).toBeDefined();
    }
  });

  test.each<[string, Partial<CanContactInput>, Record<string, string>]>([
    ['check', { mode: 'check' }, {}],
    ['minimal', {}, { prefer: 'return=minimal' }],
  ])('has none where it is a %s answer', async (_kind, more, headers) => {
    const answer = await asked({ ...mail, ...more }, headers);
    expect(answer.allowed).toBe(true);
    expect(answer).not.toHaveProperty('links');
    expect(answer).not.toHaveProperty('headers');
  });

  test('has none without PUBLIC_URL, and a denied one never', async () => {
    for (let i = 0; i < 3; i++) await asked(mail);
    const denied = await asked(mail);
    expect(denied.allowed).toBe(false);
    const without = await sqliteService({ policies: shippedPolicies() });
    const { app: bare } = testApp(without.service.guard);
    const answer = await (await post(bare, '/can-contact', mail)).json();
    for (const one of [denied, answer]) {
      expect(one).not.toHaveProperty('links');
      expect(one).not.toHaveProperty('headers');
    }
  });
});

describe('GET /unsubscribe/{token}', () => {
  test('is a page that changes nothing, however often it is fetched', async () => {
    const { links } = await asked(mail);
    for (const method of ['GET', 'HEAD', 'GET']) {
      const response = await app.request(pathOf(links?.unsubscribe), { method });
      expect(response.status).toBe(200);
    }
    expect((await asked({ ...mail, mode: 'check' })).allowed).toBe(true);
  });

  test('speaks the reader’s language, names nobody in clear and lets no script and no other host in', async () => {
    const { links } = await asked(mail);
    const read = async (language: string) =>
      await app.request(pathOf(links?.unsubscribe), { headers: { 'accept-language': language } });
    const spoken = {
      'de-AT,de;q=0.9,en;q=0.8': 'de',
      'pt, es;q=0.5': 'es',
      fr: 'fr',
      'en-GB': 'en',
      ja: 'en',
      '': 'en',
    };
    for (const [header, language] of Object.entries(spoken)) {
      const response = await read(header);
      expect(response.headers.get('content-language')).toBe(language);
      const text = await response.text();
      expect(text).toContain(`<html lang="${language}">`);
      expect(text).toContain('Acme &amp; &lt;Söhne&gt;');
      expect(text).not.toMatch(/c-42|ada@example|<script|https?:\/\//i);
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-robots-tag': 'noindex, nofollow',
        'content-security-policy': expect.stringMatching(
          /^default-src 'none'; style-src 'sha256-[^']+'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
        ),
      });
    }
  });
});

describe('POST /unsubscribe/{token}', () => {
  const form = new FormData();
  form.set('List-Unsubscribe', 'One-Click');
  const bodies: [string, RequestInit][] = [
    ['urlencoded', oneClick],
    ['multipart', { method: 'POST', body: form }],
    ['empty', { method: 'POST' }],
    ['JSON', { method: 'POST', body: '{"x":', headers: { 'content-type': 'application/json' } }],
    ['bytes', { method: 'POST', body: Buffer.alloc(2000, 0xff), headers: { 'content-type': 'x' } }],
    ['long', { method: 'POST', body: 'x'.repeat(200_000), headers: { 'content-length': '200000' } }],
    ['its own form', { ...oneClick, body: 'from=page' }],
  ];

  test.each(bodies)('unsubscribes whatever the body: %s', async (_kind, init) => {
    const { links } = await asked(mail);
    const response = await app.request(pathOf(links?.unsubscribe), init);
    expect(response.status).toBe(200);
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(response.headers.get('location')).toBeNull();
    const next = await asked({ ...mail, purpose: 'marketing.newsletter' });
    expect(next.reasons).toMatchObject([{ code: 'suppressed' }]);
  });

  test('binds the customer at any address and the address under any customer, for the class on this channel alone', async () => {
    const { links } = await asked(mail);
    await app.request(pathOf(links?.unsubscribe), oneClick);
    expect((await asked({ ...mail, address: 'other@example.com' })).allowed).toBe(false);
    expect((await asked({ ...mail, customerId: 'c-43', address: ' ADA@example.COM' })).allowed).toBe(false);
    expect((await asked({ ...mail, purpose: 'research.survey' })).allowed).toBe(false);
    expect((await asked({ ...mail, purpose: 'service.account' })).allowed).toBe(true);
    expect((await asked({ ...mail, channel: 'post', address: undefined })).allowed).toBe(true);
  });

  test('of a text message binds the customer and the number on that channel, and names the message', async () => {
    const text = { ...mail, channel: 'sms', address: '+4930901820', timeZone: 'UTC' };
    const { contactId, links } = await asked(text);
    expect((await app.request(pathOf(links?.unsubscribe), oneClick)).status).toBe(200);
    const check = async (body: object) => (await asked({ ...text, ...body, mode: 'check' })).allowed;
    expect([await check({ customerId: 'other' }), await check({ address: '+4930901821' })]).toEqual([false, false]);
    expect((await asked({ ...mail, mode: 'check' })).allowed).toBe(true);
    const { events } = await made.service.guard.refusalEvents({ customerId: 'c-42', limit: 10 });
    expect(events).toMatchObject([{ channel: 'sms', contactId, source: 'one-click' }]);
  });

  test('stops what the message was for too, where the class of the signal does not cover it', async () => {
    const { links } = await asked({ ...mail, purpose: 'service.delivery' });
    await app.request(pathOf(links?.unsubscribe), oneClick);
    expect((await asked({ ...mail, purpose: 'service.delivery' })).allowed).toBe(false);
    expect((await asked(mail)).allowed).toBe(false);
  });

  test('never stops a code: the link of a critical message stops the rest', async () => {
    const { links } = await asked({ ...mail, purpose: 'service.security' });
    await app.request(pathOf(links?.unsubscribe), oneClick);
    expect((await asked({ ...mail, purpose: 'service.security' })).allowed).toBe(true);
    expect((await asked(mail)).allowed).toBe(false);
  });

  test('takes the brand of the message along: others may write on', async () => {
    const { links } = await asked({ ...mail, keys: { brand: 'acme', campaign: 'bf' } });
    await app.request(pathOf(links?.unsubscribe), oneClick);
    expect((await asked({ ...mail, keys: { brand: 'acme', campaign: 'other' } })).allowed).toBe(false);
    expect((await asked({ ...mail, keys: { brand: 'zeta' } })).allowed).toBe(true);
  });

  test('answers the tenth time as the first, adds no second suppression, and keeps each as an event', async () => {
    const { links } = await asked(mail);
    const answers = new Set<string>();
    for (let turn = 0; turn < 10; turn++) {
      const response = await app.request(pathOf(links?.unsubscribe), oneClick);
      answers.add(`${response.status} ${await response.text()}`);
      made.clock.advance(3600_000);
    }
    expect(answers.size).toBe(1);
    const { suppressions } = (await (await app.request('/suppressions?customerId=c-42')).json()) as {
      suppressions: object[];
    };
    expect(new Set(suppressions.map((one) => (one as { purpose: string }).purpose)).size).toBe(suppressions.length);
    const { events } = (await (await app.request('/refusals?customerId=c-42')).json()) as { events: object[] };
    expect(events.length).toBe(10);
    expect(events[0]).toMatchObject({
      signal: 'unsubscribe',
      source: 'one-click',
      caller: 'customer',
      channel: 'email',
    });
  });

  test('works after a restart, years later, when the contact and all else of the customer is gone', async () => {
    const { links } = await asked(mail);
    const fresh = await sqliteService({
      policies: shippedPolicies(),
      publicUrl,
      nowMs: made.clock.nowMs() + 3000 * dayMs,
    });
    app = serve(fresh);
    expect((await app.request(pathOf(links?.unsubscribe), oneClick)).status).toBe(200);
    expect((await asked({ ...mail, customerId: 'someone-else' })).allowed).toBe(false);
    expect((await asked({ ...mail, address: undefined })).allowed).toBe(false);
  });

  test('of a wrong token, or one of the preferences page, is a page of 404 and changes nothing', async () => {
    const { links } = await asked(mail);
    const token = pathOf(links?.preferences).replace('/preferences/', '');
    for (const bad of [token, 'x', `${token}x`, encodeURIComponent('ü/\n')]) {
      for (const init of [oneClick, {}]) {
        const response = await app.request(`/unsubscribe/${bad}`, init);
        expect(response.status).toBe(404);
        expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      }
    }
    expect((await asked({ ...mail, mode: 'check' })).allowed).toBe(true);
  });

  test('is 503 and a page that says to try again while the store is away; then it works', async () => {
    const { links } = await asked(mail);
    isAway = true;
    const response = await app.request(pathOf(links?.unsubscribe), oneClick);
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('5');
    expect(await response.text()).toContain('try again');
    isAway = false;
    expect((await app.request(pathOf(links?.unsubscribe), oneClick)).status).toBe(200);
    expect((await asked(mail)).allowed).toBe(false);
  });
});
