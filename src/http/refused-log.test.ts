import { Writable } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keyAuth } from '../auth/auth.ts';
import { createKey } from '../auth/keys.ts';
import { systemClock } from '../clock.ts';
import { createLog } from '../telemetry/log.ts';
import { createHttpMeter } from '../telemetry/measure-http.ts';
import { startTelemetry } from '../telemetry/sdk.ts';
import { post, testApp, testServer } from './testing/test-app.ts';

const keys = Object.fromEntries(
  ['crm', 'shop'].map((name) => [name, createKey(name, ['decide', 'record', 'refuse'], 0)]),
);
const auth = keyAuth(
  Object.values(keys).map(({ entry }) => entry),
  systemClock,
);
const bearer = (name: string) => ({ authorization: `Bearer ${keys[name]?.key}` });
const request = { customerId: 'anna-4711', channel: 'email', purpose: 'marketing.promotions' };

function watched() {
  const written: string[] = [];
  const to = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written.push(chunk.toString());
      done();
    },
  });
  const telemetry = startTelemetry({ version: '1' });
  const deps = { auth, log: createLog({ level: 'info', to }).log, meter: createHttpMeter(telemetry.metrics) };
  const lines = () => written.map((line) => JSON.parse(line) as Record<string, unknown>);
  return { deps, written, lines, scrape: telemetry.render };
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance', 'Date'] }));
afterEach(() => void vi.useRealTimers());

test('a sender that is wrong is one warning a minute for each caller and error, with the field and the message', async () => {
  const { deps, lines, scrape } = watched();
  const { app } = testApp({}, deps);
  const ask = (name: string, body: object) => post(app, '/can-contact', body, bearer(name));
  for (let time = 0; time < 5; time++) await ask('crm', { ...request, channel: 'mail' });
  expect(lines()).toEqual([
    expect.objectContaining({
      level: 40,
      event: 'request.refused',
      caller: 'crm',
      route: '/can-contact',
      method: 'POST',
      code: 'invalid',
      errors: [{ path: 'channel', message: expect.stringContaining('email') }],
    }),
  ]);
  await ask('shop', { ...request, channel: 'mail' });
  await ask('crm', { ...request, timezone: 'Europe/Berlin' });
  await ask('crm', { ...request, channel: 'mail' });
  expect(lines().map(({ caller, errors }) => [caller, (errors as { path: string }[])[0]?.path])).toEqual([
    ['crm', 'channel'],
    ['shop', 'channel'],
    ['crm', 'timezone'],
  ]);
  vi.advanceTimersByTime(61_000);
  await ask('crm', { ...request, channel: 'mail' });
  expect(lines()).toHaveLength(4);
  expect(lines()[3]).toMatchObject({ alsoSinceTheLastLine: 5 });
  const text = await scrape();
  expect(text).toContain(
    'contact_guard_http_requests_total{route="/can-contact",method="POST",status="4xx",caller="crm"} 8',
  );
  expect(text).toContain('contact_guard_http_problems_total{route="/can-contact",code="invalid",caller="crm"} 8');
});

test('wrong keys, scopes, paths and methods are said too, and counted for nobody where the key does not say', async () => {
  const { deps, lines, scrape } = watched();
  const { app } = testApp({}, deps);
  await post(app, '/can-contact', request, { authorization: 'Bearer cg_wrong' });
  await post(app, '/consents', {}, bearer('crm'));
  await post(app, '/can-contact/anna@example.com', request, bearer('crm'));
  await app.request('/can-contact', { method: 'PUT', headers: bearer('crm') });
  expect(lines().map(({ code, caller, route }) => [code, caller, route])).toEqual([
    ['unauthorized', 'none', '/can-contact'],
    ['forbidden', 'crm', '/consents'],
    ['not-found', 'none', 'other'],
    ['method-not-allowed', 'none', 'other'],
  ]);
  expect(await scrape()).toContain(
    'contact_guard_http_requests_total{route="/can-contact",method="POST",status="4xx",caller="none"} 1',
  );
});

test('single lines and elements that are wrong are said and counted like requests', async () => {
  const { deps, lines, scrape } = watched();
  const { app } = testApp({}, deps);
  const bad = { ...request, channel: 'mail' };
  const body = `${[bad, request, bad].map((line) => JSON.stringify(line)).join('\n')}\n`;
  const headers = { ...bearer('crm'), 'content-type': 'application/x-ndjson' };
  await (await app.request('/can-contact/batch', { method: 'POST', headers, body })).text();
  await post(app, '/can-contact/batch', { requests: [bad, request] }, bearer('crm'));
  expect(lines().map(({ route, caller }) => [route, caller])).toEqual([['/can-contact/batch', 'crm']]);
  expect(await scrape()).toContain(
    'contact_guard_http_problems_total{route="/can-contact/batch",code="invalid",caller="crm"} 3',
  );
});

test('nothing that was sent is in the log or in a metric', async () => {
  const { deps, written, scrape } = watched();
  const { app } = testApp({}, deps);
  const marks = ['anna@example.com', '+4915112345678', 'anna-4711', '4711'];
  for (const mark of marks) {
    for (const path of ['/can-contact', '/contacts', '/refusals', '/suppressions', '/nothing']) {
      const bodies = [
        { [mark]: mark },
        { ...request, keys: { [mark]: 5 } },
        { ...request, address: mark, channel: mark, purpose: mark, region: mark, timeZone: mark, at: mark },
        { ...request, targeting: [mark], signal: mark, source: [mark], operationId: [mark] },
        `{"customerId": "${mark}`,
      ];
      for (const body of bodies) await post(app, path, body, bearer('crm'));
      await post(app, `${path}/${encodeURIComponent(mark)}?${mark}=${mark}`, request, bearer('crm'));
    }
  }
  expect(written.length).toBeGreaterThan(5);
  const text = written.join('') + (await scrape());
  for (const mark of marks) expect(text).not.toContain(mark);
});

test('requests are in flight until their answer is whole, and timed until then', async () => {
  vi.useRealTimers();
  const { deps, scrape } = watched();
  const { server, url } = await testServer({ follow: () => waiting() }, deps);
  const reader = createKey('reader', ['read'], 0);
  deps.auth.replace([reader.entry]);
  const leave = new AbortController();
  const headers = { authorization: `Bearer ${reader.key}` };
  await fetch(`${url}/decisions/stream`, { signal: leave.signal, headers });
  expect(await scrape()).toMatch(/^contact_guard_http_requests_in_flight 1$/m);
  leave.abort();
  await vi.waitFor(async () => expect(await scrape()).toMatch(/^contact_guard_http_requests_in_flight 0$/m), {
    timeout: 60_000,
  });
  expect(await scrape()).toContain('contact_guard_http_request_duration_seconds_count{route="/decisions/stream"');
  await server.stop(1000);
});

async function* waiting(): AsyncGenerator<Record<string, unknown>> {
  await new Promise(() => {});
}

test('callers beyond the first hundred are counted together', () => {
  const { metrics } = startTelemetry({ version: '1' });
  const labels = new Set(Array.from({ length: 500 }, (_, index) => metrics.caller(`caller-${index}`)));
  expect(labels.size).toBe(101);
  expect(labels).toContain('other');
  expect([metrics.caller('caller-7'), metrics.caller(undefined), metrics.caller('')]).toEqual([
    'caller-7',
    'none',
    'none',
  ]);
});
