/** The customer's own page: what it shows, what it does, and that nothing it does lets anything more through. */
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { keyAuth } from '../src/auth/auth.ts';
import type { PageDeps } from '../src/customer-pages/page-deps.ts';
import { invalid, StoreUnavailable } from '../src/errors.ts';
import type { App } from '../src/http/app.ts';
import { customerExport } from '../src/http/schemas/customers.ts';
import { post, testApp } from '../src/http/testing/test-app.ts';
import { newKey } from '../src/ids.ts';
import { channels } from '../src/vocabulary.ts';
import { shippedPolicies } from './support/policies.ts';
import { type SqliteService, sqliteService } from './support/sqlite-service.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const publicUrl = 'https://guard.example.com';
const mail = { customerId: 'c-42', channel: 'email', purpose: 'marketing.promotions', address: 'ada@example.com' };

let made: SqliteService;
let pages: PageDeps;
let app: App;
let path: string;

async function begin(): Promise<void> {
  made = await sqliteService({ policies: shippedPolicies(), publicUrl });
  const { service, clock } = made;
  pages = {
    tokens: service.tokens,
    brand: { name: 'Acme', color: '#1f4e9e', logo: undefined, supportUrl: 'mailto:help@example.com' },
    policies: service.policies.current,
    undoKey: newKey(),
    publicUrl,
    nowMs: clock.nowMs,
  };
  app = testApp(service.guard, { pages }).app;
  const { links } = await asked(mail);
  path = links.preferences.replace(publicUrl, '');
}

beforeEach(begin);

interface Answer {
  readonly allowed: boolean;
  readonly reasons: readonly { readonly code: string; readonly retryAt: string | null }[];
  readonly links: { readonly preferences: string; readonly unsubscribe: string };
}

async function asked(body: object): Promise<Answer> {
  return (await post(app, '/can-contact', body)).json() as Promise<Answer>;
}
const allows = async (body: object) => (await asked({ ...body, mode: 'check' })).allowed;

async function read(headers: Record<string, string> = {}, url = path): Promise<string> {
  const response = await app.request(url, { headers });
  expect(response.status).toBe(200);
  return response.text();
}

function send(fields: Record<string, string>, headers: Record<string, string> = {}, url = path): Promise<Response> {
  return Promise.resolve(
    app.request(url, {
      method: 'POST',
      body: new URLSearchParams(fields).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    }),
  );
}

/** Sends a form and gives back what the page said, and the ticket of its undo. */
async function done(fields: Record<string, string>): Promise<{ text: string; ticket: string | undefined }> {
  const response = await send(fields);
  const text = await response.text();
  expect(response.status).toBe(text.includes('That did not work') ? 422 : 200);
  return { text, ticket: /name="ticket" value="([^"]+)"/.exec(text)?.[1] };
}

describe('the page', () => {
  test('shows who wrote when and why, what was held back by which rule, what holds and what was agreed to', async () => {
    for (let turn = 0; turn < 3; turn++) await asked(mail);
    await post(app, '/consents', {
      customerId: 'c-42',
      channel: 'sms',
      purpose: 'marketing',
      level: 'express',
      source: 'form',
    });
    await post(app, '/refusals', { customerId: 'c-42', channel: 'post', signal: 'stop', source: 'letter' });
    const text = await read();
    for (const shown of [
      'Offers, sales and discounts',
      'At most three marketing e-mails in 24 hours.',
      'Stop messages',
      'you agreed',
      'everything',
      '1 June 2026 at\u00a0',
    ])
      expect(text.toLowerCase()).toContain(shown.toLowerCase());
    expect(text).not.toMatch(/c-42|ada@example|<script|src="http|sup_/i);
  });

  test('says of a message that is held that it is not sent yet, until it is confirmed', async () => {
    const confirmBy = new Date(made.clock.nowMs() + 60 * minuteMs).toISOString();
    const held = await post(app, '/can-contact', { ...mail, purpose: 'service.delivery', confirmBy });
    const { contactId } = (await held.json()) as { contactId: string };
    expect((await read()).match(/ · planned, not sent yet</g)).toHaveLength(1);
    await app.request(`/contacts/${contactId}/confirm`, { method: 'POST' });
    expect(await read()).not.toContain('planned');
  });

  test.each([
    ['de', 'Ihre Nachrichten von uns', 'Angebote, Aktionen und Rabatte'],
    ['es', 'Los mensajes que le enviamos', 'Ofertas, rebajas y descuentos'],
    ['fr', 'Les messages que nous vous envoyons', 'Offres, soldes et remises'],
    ['en', 'Your messages from us', 'Offers, sales and discounts'],
  ])('speaks %s, purposes too', async (language, title, purpose) => {
    const text = await read({ 'accept-language': language });
    expect(text).toContain(`<html lang="${language}">`);
    expect(text).toContain(title);
    expect(text).toContain(purpose);
  });

  test.each([
    ['en', 'Sent to you', 'Harassment', 'Your data', 'Erase'],
    ['de', 'Gesendetes', 'Belästigung', 'Ihre Daten', 'Löschen'],
    ['es', 'Enviados', 'Acoso', 'Sus datos', 'Borrar'],
    ['fr', 'Envoyés', 'Harcèlement', 'Vos données', 'Effacer'],
  ])('leads to each section by its own name in %s', async (language, sent, harassment, holds, erase) => {
    const text = await read({ 'accept-language': language });
    for (const [id, name] of Object.entries({ sent, harassment, holds, erase })) {
      expect(text).toContain(`<a href="#${id}">${name}</a>`);
      expect(text).toContain(`<h2 id="${id}">`);
    }
  });

  test.each([
    ['de', 'Höchstens drei Werbe-E-Mails in 24 Stunden.'],
    ['es', 'En 24 horas, como máximo tres correos de publicidad.'],
    ['fr', 'Trois e-mails publicitaires au plus en 24 heures.'],
  ])('says why something was held back in %s', async (language, why) => {
    for (let turn = 0; turn < 3; turn++) await asked(mail);
    const text = await read({ 'accept-language': language });
    expect(text).toContain(why);
    expect(text).not.toContain('At most three');
  });

  test('says of a because that is in another language, or in one that nobody names, that it is', async () => {
    for (let turn = 0; turn < 3; turn++) await asked(mail);
    const { rules, ...set } = shippedPolicies();
    const say = (because: string, becauseIn: ReadonlyMap<string, string>) =>
      made.service.swapPolicies({ ...set, rules: rules.map((one) => ({ ...one, because, becauseIn })) });
    await say('Only <three>.', new Map([['en', 'Only <three>.']]));
    expect(await read({ 'accept-language': 'de' })).toContain('<span lang="en">Only &lt;three&gt;.</span>');
    await say('Trzy.', new Map());
    expect(await read({ 'accept-language': 'de' })).toContain('<span lang="">Trzy.</span>');
  });

  test('says of a purpose that can be stopped that its words are in another language', async () => {
    const { purposes, ...set } = shippedPolicies();
    const points = { ...purposes.get('marketing.winback'), name: 'loyalty.points', describes: 'Your points.' } as const;
    const english = { ...points, describesIn: new Map([['en', 'Your points.']]) } as never;
    await made.service.swapPolicies({ ...set, purposes: new Map([...purposes, ['loyalty.points', english]]) });
    const text = await read({ 'accept-language': 'de' });
    expect(text).toContain('<option value="loyalty.points" lang="en">Your points</option>');
    expect(text).toContain('<option value="marketing.winback">');
  });

  test('says whose no held something back: of what staff set, and of a dead address, not that the reader had said it', async () => {
    const heldBack = async () => /<h2 id="held">.*?<\/section>/s.exec(await read())?.[0];
    const customerId = 'c-42';
    const set = { customerId, channel: 'email', purpose: '*', reason: 'open case', source: 'support' };
    const { suppressionId } = (await (await post(app, '/suppressions', set)).json()) as { suppressionId: string };
    await asked(mail);
    expect(await heldBack()).toMatch(/We had stopped this ourselves\.(?!.*You had told us)/s);
    const caller = { name: 'care', scopes: new Set(['suppress', 'suppress:lift']) };
    await made.service.guard.lift(suppressionId, { reason: 'closed', source: 'support' }, caller);
    expect(await heldBack()).toContain('A no was on record.');
    await post(app, '/refusals', { customerId, channel: 'email', signal: 'stop', source: 'letter' });
    await asked(mail);
    expect(await heldBack()).toContain('You had told us not to.');
    await post(app, '/refusals', { address: mail.address, channel: 'email', signal: 'hard_bounce', source: 'smtp' });
    await asked(mail);
    expect(await heldBack()).toContain('Nothing could be delivered to your address.');
    expect(await read()).toMatch(/<strong>Nothing could be delivered to your address<\/strong>/);
  });

  test('tells the time by the zone that the message named, else by the latest that a sender named, else by the region; else UTC, and says so', async () => {
    const at = async (body: object) => {
      const { links } = await asked({ ...mail, ...body });
      const text = await read({}, links.preferences.replace(publicUrl, ''));
      return [/\d at\u00a0([\d:]+)/.exec(text)?.[1], /Times on this page: ([^.]+)\./.exec(text)?.[1]];
    };
    made.clock.advance(9 * 60 * minuteMs - (made.clock.nowMs() % dayMs) + dayMs);
    const unknown = 'UTC, because we do not know your time zone';
    expect(await at({ customerId: 'a' })).toEqual(['09:00', unknown]);
    expect(await at({ customerId: 'a', region: 'DE' })).toEqual(['11:00', 'Central European Time']);
    // Madrid and the Canaries.
    expect(await at({ customerId: 'b', region: 'ES' })).toEqual(['09:00', unknown]);
    await asked({ ...mail, customerId: 'b', purpose: 'experiment', timeZone: 'Asia/Tokyo' });
    expect(await at({ customerId: 'b' })).toEqual(['18:00', 'Japan Standard Time']);
    expect(await at({ customerId: 'b', timeZone: 'Europe/Lisbon' })).toEqual(['10:00', 'Western European Time']);
  });

  test('leads to all that was held back, however much, and counts all that was said', async () => {
    const { guard } = made.service;
    const many = { customerId: 'c-42', channel: 'push', mode: 'reserve' } as const;
    const caller = { name: 'shop', scopes: new Set(['decide']) };
    await guard.refuse({ customerId: 'c-42', channel: 'push', signal: 'stop', source: 'app' }, caller);
    for (let turn = 0; turn < 230; turn++) {
      made.clock.advance(minuteMs);
      const purpose = turn < 5 ? 'research.survey' : 'marketing.promotions';
      await guard.decide({ ...many, purpose }, caller);
    }
    for (let turn = 0; turn < 205; turn++)
      await guard.consent(
        { customerId: 'c-42', channel: 'email', purpose: 'marketing', level: 'express', source: `form ${turn}` },
        caller,
      );
    const oldest = 'Questions about your opinion';
    const section = async (url: string) => /<h2 id="held">[\s\S]*?<\/section>/.exec(await read({}, url))?.[0] ?? '';
    const times = (text: string) => text.match(/<time /g)?.length;
    const newest = await section(path);
    expect(times(newest)).toBe(200);
    expect(newest).not.toContain(oldest);
    const link = /href="(\?before=[^"]+)#held"/.exec(newest)?.[1] ?? '';
    const older = await section(path + link);
    expect(times(older)).toBe(30);
    expect(older).toContain(oldest);
    expect(older).toContain('href="?#held"');
    expect(older).not.toContain('before=');
    expect(times(await section(`${path}?before=made-up`))).toBe(200);
    expect(await read()).toContain('206 things that you told us or agreed to');
  });

  test('is 404 for an unsubscribe token, a forged one, and its own after 30 days', async () => {
    const { links } = await asked(mail);
    const other = links.unsubscribe.replace(publicUrl, '').replace('/unsubscribe/', '/preferences/');
    for (const url of [other, '/preferences/x', `${path}A`]) expect((await app.request(url)).status).toBe(404);
    made.clock.advance(30 * dayMs);
    expect((await app.request(path)).status).toBe(404);
    expect((await send({ do: 'stop', what: 'all', channel: '*' })).status).toBe(404);
    expect(await allows(mail)).toBe(true);
  });

  test('takes no form of another page, and takes its own, whose origin no-referrer hides', async () => {
    const form = { do: 'stop', what: 'all', channel: '*' };
    for (const headers of [
      { 'sec-fetch-site': 'cross-site', origin: 'null' },
      { 'sec-fetch-site': 'same-site' },
    ] as Record<string, string>[])
      expect((await send(form, headers)).status).toBe(403);
    for (const origin of ['http://localhost:1', 'odd'])
      expect((await send(form, { origin, host: 'guard.example.com' })).status).toBe(403);
    expect(await allows(mail)).toBe(true);
    expect((await send(form, { origin: 'null', 'sec-fetch-site': 'same-origin' })).status).toBe(200);
    expect(await allows(mail)).toBe(false);
  });

  test.each([{ origin: 'http://127.0.0.1:8080', host: '127.0.0.1:8080' }, { 'sec-fetch-site': 'none' }, {}] as Record<
    string,
    string
  >[])('takes a form with %j: where the page is served, and by whoever typed it', async (headers) => {
    expect((await send({ do: 'stop', what: 'all', channel: '*' }, headers)).status).toBe(200);
    expect(await allows(mail)).toBe(false);
  });

  test('takes a form from PUBLIC_URL, whatever Host a proxy hands on', async () => {
    const { app: behind } = testApp(made.service.guard, { pages, auth: keyAuth([], made.clock) });
    const type = 'application/x-www-form-urlencoded';
    const body = 'do=stop&what=all&channel=*';
    const headers = { 'content-type': type, origin: publicUrl, host: 'guard.internal' };
    expect((await behind.request(path, { method: 'POST', body, headers })).status).toBe(200);
    expect(await allows(mail)).toBe(false);
  });

  test('shows what binds the address that its message went to, though the customer was reached elsewhere since', async () => {
    await post(app, '/suppressions', {
      address: mail.address,
      channel: 'email',
      purpose: '*',
      reason: 'case',
      source: 'desk',
    });
    made.clock.advance(1000);
    expect((await asked({ ...mail, address: 'ada@new.example.com' })).allowed).toBe(true);
    expect(await read()).toContain('Stopped: everything');
  });

  test('is asked for 60 times a minute at most, each token for itself', async () => {
    const { links } = await asked({ ...mail, customerId: 'eve' });
    for (let turn = 0; turn < 60; turn++) expect((await app.request(path)).status).toBe(200);
    expect((await app.request(path)).status).toBe(429);
    expect((await app.request(links.preferences.replace(publicUrl, ''))).status).toBe(200);
    made.clock.advance(minuteMs);
    expect((await app.request(path)).status).toBe(200);
  });

  test('gives everything that is held as a file: what an access request is answered with', async () => {
    await done({ do: 'harassment', text: 'Ten calls a day' });
    await asked(mail);
    const response = await send({ do: 'download' });
    expect(response.headers.get('content-disposition')).toContain('attachment');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const data = customerExport.parse(await response.json());
    expect(data).toEqual(await (await app.request('/customers/c-42/export')).json());
    expect(data.contacts).toMatchObject([{ channel: 'email', purpose: 'marketing.promotions' }]);
    expect(data.decisions).toHaveLength(1);
    expect(JSON.stringify(data.said)).toContain('Ten calls a day');
  });
});

describe('each choice holds at once, says so in one sentence and can be undone for ten minutes', () => {
  const sms = { ...mail, channel: 'sms', address: '+4930901820', timeZone: 'Europe/Berlin' };

  test('stop by purpose and channel', async () => {
    const { text, ticket } = await done({ do: 'stop', what: 'marketing.promotions', channel: 'email' });
    expect(text).toMatch(/As of .*, we no longer send you “Offers, sales and discounts” by e-mail\./);
    expect(await allows(mail)).toBe(false);
    expect(await allows({ ...mail, customerId: 'other' })).toBe(false);
    expect(await allows({ ...mail, purpose: 'marketing.newsletter' })).toBe(true);
    const undone = await done({ do: 'undo', ticket: ticket ?? '' });
    expect(undone.text).toContain('Undone: as of ');
    expect(await allows(mail)).toBe(true);
  });

  test('stop everything leaves what is critical', async () => {
    await done({ do: 'stop', what: 'all', channel: '*' });
    expect(await allows({ ...mail, purpose: 'transactional.receipt' })).toBe(false);
    expect(await allows(sms)).toBe(false);
    expect(await allows({ ...mail, purpose: 'service.security' })).toBe(true);
  });

  test('pause ends by itself', async () => {
    const { text } = await done({ do: 'pause', days: '7' });
    expect(text).toMatch(/no advertising on any channel from .* until 8 June/);
    expect((await asked({ ...mail, mode: 'check' })).reasons[0]?.retryAt).toBe(
      new Date(made.clock.nowMs() + 7 * dayMs).toISOString(),
    );
    made.clock.advance(7 * dayMs);
    expect(await allows(mail)).toBe(true);
  });

  test('fewer messages: at most so many in 7 days, all channels together, by every caller; the next one to the millisecond', async () => {
    await done({ do: 'fewer', limit: '2' });
    const firstMs = made.clock.nowMs();
    made.clock.advance(dayMs);
    expect((await asked({ ...mail, channel: 'post', address: undefined })).allowed).toBe(true);
    const denied = await asked({ ...mail, channel: 'in_app', address: undefined, purpose: 'research.survey' });
    expect(denied.reasons).toMatchObject([
      { code: 'suppressed', message: 'The customer asked for at most 2 marketing contacts in 7 days.' },
    ]);
    expect(denied.reasons[0]?.retryAt).toBe(new Date(firstMs + 7 * dayMs).toISOString());
    expect(await allows({ ...mail, purpose: 'service.account' })).toBe(true);
    made.clock.advance(6 * dayMs - 1);
    expect(await allows(mail)).toBe(false);
    made.clock.advance(1);
    expect(await allows(mail)).toBe(true);
    expect(await read()).toContain('At most 2 advertising messages in any 7 days');
  });

  test('fewer can only be stricter: of two the smaller holds, and more than the house allows is no help', async () => {
    const first = { ...mail, operationId: 'again' };
    await done({ do: 'fewer', limit: '4' });
    await asked(first);
    await done({ do: 'fewer', limit: '1' });
    await done({ do: 'fewer', limit: '4' });
    expect(await allows(mail)).toBe(false);
    expect((await asked(first)).allowed).toBe(true);
  });

  test('after a choice that is weaker than what holds, the page says what holds', async () => {
    await done({ do: 'fewer', limit: '1' });
    expect((await done({ do: 'fewer', limit: '4' })).text).toMatch(
      /<p>As of [^<]* you get at most one advertising message/,
    );
    await done({ do: 'pause', days: '30' });
    expect((await done({ do: 'pause', days: '7' })).text).toMatch(/<p>You get no advertising [^<]* until 1 July 2026/);
  });

  test('what was said twice, by the button of the mail program and on the page, holds once for the reader, since the first', async () => {
    const { links } = await asked(mail);
    const unsubscribe = links.unsubscribe.replace(publicUrl, '');
    await send({ 'List-Unsubscribe': 'One-Click' }, {}, unsubscribe);
    const once = await read();
    made.clock.advance(dayMs);
    await send({ from: 'page' }, {}, unsubscribe);
    const section = (text: string) => /<h2 id="now">.*?<\/section>/s.exec(text)?.[0];
    expect(section(once)).toContain('Stopped: all advertising');
    expect(section(await read())).toBe(section(once));
  });

  test('data that is not to be used binds what names it, and nothing else', async () => {
    await done({ do: 'targeting', data: '*' });
    expect(await allows({ ...mail, targeting: ['purchase-history'] })).toBe(false);
    expect(await allows(mail)).toBe(true);
  });

  test('data is told in the reader’s words whatever its case, and one called like a member of every object by its name', async () => {
    const objection = { customerId: 'c-42', channel: 'email', purpose: 'marketing', reason: 'asked', source: 'desk' };
    for (const data of ['constructor', 'Union']) await post(app, '/suppressions', { ...objection, targeting: [data] });
    const text = await read();
    expect(text).toContain('constructor');
    expect(text).not.toContain('native code');
    expect(text).toContain('union membership');
  });

  test('harassment stops everything but what is critical, keeps the words and is a warning for operations', async () => {
    await done({ do: 'harassment', text: 'Ten calls a day' });
    expect(await allows({ ...mail, purpose: 'service.account' })).toBe(false);
    expect(await allows({ ...mail, purpose: 'service.security' })).toBe(true);
    const { events } = (await (await app.request('/refusals?customerId=c-42')).json()) as { events: object[] };
    expect(events[0]).toMatchObject({ signal: 'harassment', text: 'Ten calls a day', source: 'preferences-page' });
    const line = made.lines.map((one) => JSON.parse(one)).find((one) => one.signal === 'harassment');
    expect(line).toMatchObject({ level: 40 });
    expect(JSON.stringify(line)).not.toContain('Ten calls');
  });

  test('harassment without words stops at once and asks for them; words then are an event of their own, and the undo is of both', async () => {
    const receipt = { ...mail, purpose: 'transactional.receipt' };
    const first = await done({ do: 'harassment', text: ' ' });
    expect(first.text).toContain('Would you tell us what happened?');
    expect(await allows(receipt)).toBe(false);
    made.clock.advance(minuteMs);
    const { text, ticket } = await done({ do: 'harassment', text: 'Ten calls a day', ticket: first.ticket ?? '' });
    expect(text).not.toContain('Would you tell us what happened?');
    const { events } = (await (await app.request('/refusals?customerId=c-42')).json()) as { events: object[] };
    expect(events).toMatchObject([{ signal: 'harassment', text: 'Ten calls a day' }, { signal: 'harassment' }]);
    made.clock.advance(9 * minuteMs - 1);
    await done({ do: 'undo', ticket: ticket ?? '' });
    expect(await allows(receipt)).toBe(true);
  });

  test('the undo of both ends ten minutes after the first of them', async () => {
    const first = await done({ do: 'harassment', text: '' });
    made.clock.advance(minuteMs);
    const { ticket } = await done({ do: 'harassment', text: 'Ten calls a day', ticket: first.ticket ?? '' });
    made.clock.advance(9 * minuteMs);
    await done({ do: 'undo', ticket: ticket ?? '' });
    expect(await allows(mail)).toBe(false);
  });

  test('a consent is withdrawn, and the undo gives back exactly that one', async () => {
    const consent = { customerId: 'c-42', channel: 'email', purpose: 'experiment', level: 'express', source: 'form' };
    const { consentId } = (await (await post(app, '/consents', consent)).json()) as { consentId: string };
    const trial = { ...mail, purpose: 'experiment' };
    expect(await allows(trial)).toBe(true);
    made.clock.advance(1000);
    const { text, ticket } = await done({ do: 'withdraw', consent: consentId });
    expect(text).toContain('your consent is withdrawn: E-mail – “Trials of which of several messages works better”');
    expect(await allows(trial)).toBe(false);
    made.clock.advance(1000);
    await done({ do: 'undo', ticket: ticket ?? '' });
    expect(await allows(trial)).toBe(true);
    expect((await send({ do: 'withdraw', consent: 'cns_AAAAAAAAAAAAAAAAAAAAAA' })).status).toBe(422);
  });

  test('a consent is withdrawn for its keys alone, and given back no stronger, no wider and for no longer than it was', async () => {
    const expiresAt = new Date(made.clock.nowMs() + dayMs).toISOString();
    const given = { customerId: 'c-42', channel: 'email', purpose: 'experiment', keys: { brand: 'acme' }, expiresAt };
    const recorded = await post(app, '/consents', { ...given, level: 'implied', source: 'form' });
    const { consentId } = (await recorded.json()) as { consentId: string };
    const held = async () =>
      ((await (await app.request('/consents?customerId=c-42')).json()) as { consents: object[] }).consents;
    made.clock.advance(1000);
    const { ticket = '' } = await done({ do: 'withdraw', consent: consentId });
    expect(await held()).toMatchObject([{ level: 'withdrawn', keys: { brand: 'acme' } }]);
    expect(await allows({ ...mail, keys: { brand: 'other' } })).toBe(true);
    made.clock.advance(1000);
    await done({ do: 'undo', ticket });
    const { customerId: _id, ...same } = given;
    expect(await held()).toMatchObject([{ ...same, level: 'implied' }]);
  });

  test('a consent that was withdrawn is not withdrawn once more', async () => {
    const consent = { customerId: 'c-42', channel: 'email', purpose: 'experiment', level: 'withdrawn', source: 'form' };
    const { consentId } = (await (await post(app, '/consents', consent)).json()) as { consentId: string };
    expect((await send({ do: 'withdraw', consent: consentId })).status).toBe(422);
  });
});

describe('erase me', () => {
  const held = async () => customerExport.parse(await (await app.request('/customers/c-42/export')).json());
  const consented = { customerId: 'c-42', channel: 'sms', purpose: 'marketing', level: 'express', source: 'form' };

  test.each([
    [
      'en',
      'Erase what we hold about you?',
      'Yes, erase my data',
      'Your data is erased',
      'only your no is kept, as a code',
    ],
    [
      'de',
      'Löschen, was wir über Sie gespeichert haben?',
      'Ja, meine Daten löschen',
      'Ihre Daten sind gelöscht',
      'nur Ihr Nein, als Code',
    ],
    [
      'es',
      '¿Borrar lo que guardamos sobre usted?',
      'Sí, borrar mis datos',
      'Sus datos están borrados',
      'solo quedan su negativa, como un código',
    ],
    [
      'fr',
      'Effacer ce que nous conservons sur vous\u00a0?',
      'Oui, effacer mes données',
      'Vos données sont effacées',
      'que votre refus, sous forme de code',
    ],
  ])(
    'asks once more on a page of its own, then says what is true: %s',
    async (language, question, yes, erased, kept) => {
      await post(app, '/consents', consented);
      const inLanguage = { 'accept-language': language };
      expect(await read(inLanguage)).toContain('name="do" value="erase"');
      const asks = await (await send({ do: 'erase' }, inLanguage)).text();
      for (const words of [question, yes, 'name="sure" value="yes"', 'name="stop" value="all" checked'])
        expect(asks).toContain(words);
      expect((await held()).consents).toHaveLength(1);
      const told = await (await send({ do: 'erase', sure: 'yes', stop: 'all' }, inLanguage)).text();
      for (const words of [erased, kept]) expect(told).toContain(words);
      expect((await held()).consents).toEqual([]);
    },
  );

  test('with everything stopped: words, consents and the log go, and the no still binds the person and the address', async () => {
    await done({ do: 'harassment', text: 'Ten calls a day' });
    await post(app, '/consents', consented);
    await asked(mail);
    const { text } = await done({ do: 'erase', sure: 'yes', stop: 'all' });
    expect(text).toMatch(/As of 1 June 2026 at.*, what we held about you is erased/);
    const left = await held();
    expect([left.consents, left.decisions]).toEqual([[], []]);
    expect(JSON.stringify(left)).not.toContain('Ten calls');
    for (const body of [mail, { ...mail, customerId: 'other' }, { ...mail, purpose: 'service.account' }])
      expect(await allows(body)).toBe(false);
    expect(await allows({ ...mail, purpose: 'service.security' })).toBe(true);
  });

  test('with everything stopped nothing but what is critical comes any more, to the person and to the address', async () => {
    await done({ do: 'erase', sure: 'yes', stop: 'all' });
    for (const body of [mail, { ...mail, customerId: 'other' }])
      for (const purpose of ['service.account', 'transactional.receipt'])
        expect(await allows({ ...body, purpose }), purpose).toBe(false);
    expect(await allows({ ...mail, purpose: 'service.security' })).toBe(true);
  });

  test('is not done by a form that does not say so', async () => {
    await post(app, '/consents', consented);
    for (const sure of ['no', '']) await send({ do: 'erase', sure });
    expect((await held()).consents).toHaveLength(1);
  });

  test('with nothing stopped it says that messages may come again, and they count as before', async () => {
    for (let turn = 0; turn < 2; turn++) await asked(mail);
    const { text } = await done({ do: 'erase', sure: 'yes' });
    expect(text).toContain('since you have stopped nothing, we may write to you again');
    expect(await allows(mail)).toBe(false);
    made.clock.advance(dayMs);
    expect(await allows(mail)).toBe(true);
    expect((await done({ do: 'erase', sure: 'yes' })).text).toContain('Your data is erased');
  });

  test('an undo from before brings back no consent that was erased', async () => {
    const { consentId } = (await (await post(app, '/consents', consented)).json()) as { consentId: string };
    made.clock.advance(1000);
    const { ticket = '' } = await done({ do: 'withdraw', consent: consentId });
    await done({ do: 'erase', sure: 'yes' });
    await done({ do: 'undo', ticket });
    expect((await held()).consents).toEqual([]);
  });

  test.each([
    [422, 'Nothing was changed', invalid('channel', 'cannot be stopped')],
    [503, 'try again', new StoreUnavailable('away')],
  ])('nothing is erased where the stop that was asked with it did not happen: %i', async (status, words, error) => {
    await post(app, '/consents', consented);
    const refuse = () => Promise.reject(error);
    const { app: failing } = testApp({ ...made.service.guard, refuse }, { pages });
    const body = new URLSearchParams({ do: 'erase', sure: 'yes', stop: 'all' });
    const response = await failing.request(path, { method: 'POST', body });
    expect(response.status).toBe(status);
    const text = await response.text();
    expect(text).toContain(words);
    expect(text).not.toContain('Your data is erased');
    expect((await held()).consents).toHaveLength(1);
  });

  test('is taken from no other page', async () => {
    const form = { do: 'erase', sure: 'yes' };
    await post(app, '/consents', consented);
    expect((await send(form, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await held()).consents).toHaveLength(1);
  });
});

describe('undo', () => {
  const stopAll = { do: 'stop', what: 'marketing', channel: 'email' };

  test('is over after ten minutes, and is of no use to another person', async () => {
    const { ticket = '' } = await done(stopAll);
    const { links } = (await asked({
      customerId: 'eve',
      channel: 'in_app',
      purpose: 'marketing.promotions',
    })) as never as {
      links: { preferences: string };
    };
    await send({ do: 'undo', ticket }, {}, links.preferences.replace(publicUrl, ''));
    expect(await allows(mail)).toBe(false);
    made.clock.advance(10 * minuteMs);
    expect((await done({ do: 'undo', ticket })).text).toContain('Nothing was changed');
    expect(await allows(mail)).toBe(false);
  });

  test('takes back neither what was so before nor what was said again since', async () => {
    await done(stopAll);
    made.clock.advance(minuteMs);
    expect((await done(stopAll)).ticket).toBeUndefined();
    const { ticket = '' } = await done({ do: 'stop', what: 'service.account', channel: 'email' });
    made.clock.advance(minuteMs);
    await done({ do: 'stop', what: 'service.account', channel: 'email' });
    expect((await done({ do: 'undo', ticket })).text).toContain('said again');
    expect(await allows({ ...mail, purpose: 'service.account' })).toBe(false);
  });

  test('of a button that was pressed twice in a row is the undo of both, and so is the undo itself', async () => {
    for (const form of [stopAll, { do: 'pause', days: '7' }]) {
      const [first, second] = await Promise.all([done(form), done(form)]);
      expect(second.text).toBe(first.text);
      made.clock.advance(300);
      const { ticket = '' } = await done(form);
      expect(await allows(mail)).toBe(false);
      const undone = await done({ do: 'undo', ticket });
      expect(undone.text).toContain('Undone');
      expect((await done({ do: 'undo', ticket })).text).toBe(undone.text);
      expect(await allows(mail)).toBe(true);
      // What was chosen once more after that is a choice of its own.
      await done(form);
      expect(await allows(mail)).toBe(false);
      await done({ do: 'undo', ticket: (await done(form)).ticket ?? '' });
    }
  });

  test('of a ticket that is none changes nothing', async () => {
    await done(stopAll);
    for (const ticket of ['', 'x', 'A'.repeat(200)]) await done({ do: 'undo', ticket });
    expect(await allows(mail)).toBe(false);
  });
});

test('what the form could not have sent changes nothing and is 422, with the page', async () => {
  const odd: Record<string, string>[] = [
    {},
    { do: 'stop' },
    { do: 'stop', what: 'service.security', channel: '*' },
    { do: 'stop', what: 'all', channel: 'fax' },
    { do: 'pause', days: '9999' },
    { do: 'targeting', data: 'x' },
    { do: '__proto__' },
    { do: 'toString' },
  ];
  for (const fields of odd) {
    const response = await send(fields);
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('Nothing was changed');
  }
  const { suppressions } = (await (await app.request('/suppressions?customerId=c-42')).json()) as {
    suppressions: object[];
  };
  expect(suppressions).toEqual([]);
});

/** Whatever the page can send, and afterwards, for each in any order, its undo or none. */
const purposes = [...shippedPolicies().purposes.keys()];
const question = fc.record({
  channel: fc.constantFrom(...channels.filter((one) => one !== 'push')),
  purpose: fc.constantFrom(...purposes),
  targeting: fc.option(fc.constantFrom(['health'], ['purchase-history']), { nil: undefined }),
  keys: fc.option(fc.constantFrom({ brand: 'a' }, { brand: 'b' }), { nil: undefined }),
});
const takenBack = fc.oneof(
  fc.record({
    do: fc.constant('stop'),
    what: fc.constantFrom('all', 'marketing', ...purposes),
    channel: fc.constantFrom('*', ...channels),
  }),
  fc.record({ do: fc.constant('pause'), days: fc.constantFrom('7', '30', '90') }),
  fc.record({ do: fc.constant('fewer'), limit: fc.constantFrom('1', '2', '4') }),
  fc.record({ do: fc.constant('targeting'), data: fc.constantFrom('*', 'health') }),
  fc.record({ do: fc.constant('harassment'), text: fc.string() }),
  fc.record({ do: fc.constant('withdraw'), consent: fc.constantFrom('0', '1') }),
);
const choice = fc.oneof(
  { weight: 6, arbitrary: takenBack },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Record<string, string>>(
      { do: 'erase', sure: 'yes' },
      { do: 'erase', sure: 'yes', stop: 'all' },
    ),
  },
);

/** A customer with two consents and some messages. @returns what sends a choice, and what is allowed now */
async function someone(questions: readonly object[], sent: number) {
  await begin();
  const ids: string[] = [];
  for (const purpose of ['experiment', 'marketing']) {
    const given = { customerId: 'c-42', channel: '*', purpose, level: 'express', source: 's' };
    ids.push(((await (await post(app, '/consents', given)).json()) as { consentId: string }).consentId);
  }
  for (let turn = 0; turn < sent; turn++) await asked(mail);
  const all = questions.map((one) => ({ customerId: 'c-42', region: 'DE', ...one }));
  return {
    allowed: () => Promise.all(all.map(allows)),
    choose(one: Record<string, string>) {
      made.clock.advance(1000);
      return done('consent' in one ? { ...one, consent: ids[Number(one['consent'])] ?? '' } : one);
    },
  };
}

test('no choice on the page turns a denial into an allow, nor does any undo of any of them', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ form: choice, undo: fc.option(fc.nat()) }), { minLength: 1, maxLength: 4 }),
      fc.array(question, { minLength: 3, maxLength: 8 }),
      fc.integer({ min: 0, max: 3 }),
      async (choices, questions, sent) => {
        const { allowed, choose } = await someone(questions, sent);
        const before = await allowed();
        const undos: { ticket: string; order: number }[] = [];
        for (const { form, undo } of choices) {
          const { ticket = '' } = await choose(form);
          if (undo !== null) undos.push({ ticket, order: undo });
        }
        for (const { ticket } of undos.sort((a, b) => a.order - b.order)) await choose({ do: 'undo', ticket });
        const after = await allowed();
        expect(after.filter((is, at) => is && !before[at])).toEqual([]);
      },
    ),
    { numRuns: 25 },
  );
});

test('an undo takes back exactly what was done, whatever was chosen before: all is allowed again that was, and nothing more', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.option(takenBack, { nil: undefined }),
      takenBack,
      fc.array(question, { minLength: 3, maxLength: 8 }),
      async (earlier, form, questions) => {
        const { allowed, choose } = await someone(questions, 1);
        if (earlier) await choose(earlier);
        const before = await allowed();
        const { ticket } = await choose(form);
        // Without one nothing was new.
        if (ticket !== undefined) await choose({ do: 'undo', ticket });
        expect(await allowed()).toEqual(before);
      },
    ),
    { numRuns: 25 },
  );
});
