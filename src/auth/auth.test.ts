import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { manualClock, systemClock } from '../clock.ts';
import { post, testApp } from '../http/testing/test-app.ts';
import { silentLog } from '../telemetry/log.ts';
import { keyAuth, openKeys } from './auth.ts';
import { addKeyToFile, removeKeyFromFile } from './key-file.ts';
import { createKey } from './keys.ts';
import { isLoopback, requireLoopbackHost } from './loopback.ts';

const now = Date.parse('2026-11-22T10:00:00Z');
const request = { customerId: 'anna', channel: 'email', purpose: 'marketing.promotions' };

function newFile(content?: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'keys-')), 'keys.json');
  if (content !== undefined) writeFileSync(path, content);
  return path;
}

describe('a key', () => {
  test('is shown once: its entry holds only a hash of the secret', () => {
    const { key, entry } = createKey('crm', ['decide', 'read', 'decide'], now);
    expect(key).toMatch(/^cg_[0-9a-f]{12}_[0-9a-f]{64}$/);
    expect(entry).toEqual({
      id: key.slice(3, 15),
      name: 'crm',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      scopes: ['decide', 'read'],
      createdAt: '2026-11-22T10:00:00.000Z',
    });
    expect(JSON.stringify(entry)).not.toContain(key.slice(16));
  });

  test.each([
    ['a name with a space', 'a b', ['read']],
    ['a name of 65 letters', 'a'.repeat(65), ['read']],
    ['an unknown scope', 'crm', ['everything']],
    ['no scope', 'crm', []],
  ])('is not made with %s', (_what, name, scopes) => {
    expect(() => createKey(name, scopes, now)).toThrow(/name|scopes/);
  });

  test('is not made with an end that is no instant to come', () => {
    expect(() => createKey('crm', ['read'], now, now)).toThrow('expires: must lie in the future');
    expect(() => createKey('crm', ['read'], now, 'is no instant')).toThrow('expires: is no instant');
    expect(createKey('crm', ['read'], now, now + 1).entry.expiresAt).toBe('2026-11-22T10:00:00.001Z');
  });

  test('finds its caller; a wrong, foreign, cut or expired one does not', () => {
    const clock = manualClock(now);
    const { key, entry } = createKey('crm', ['decide'], now);
    const auth = keyAuth([{ ...entry, expiresAt: '2026-11-23T00:00:00Z' }], clock);
    expect(auth.callerOf(`Bearer ${key}`).name).toBe('crm');
    expect(auth.callerOf(`bearer  ${key}`).name).toBe('crm');
    const other = createKey('crm', ['decide'], now).key;
    for (const wrong of [
      undefined,
      '',
      key,
      'Bearer',
      `Bearer ${key}0`,
      `Bearer ${key.slice(0, -1)}`,
      `Bearer ${key.slice(0, -1)}x`,
      `Basic ${key}`,
      `Bearer ${other}`,
      `Bearer cx${key.slice(2)}`,
      `Bearer ${key.slice(0, 15)}-${key.slice(16)}`,
      `Basic x, Bearer ${key}`,
      `Bearer ${key} x`,
    ])
      expect(() => auth.callerOf(wrong), String(wrong)).toThrow(/API key|Authorization/);
    clock.set(Date.parse('2026-11-23T00:00:00Z'));
    expect(() => auth.callerOf(`Bearer ${key}`)).toThrow();
  });

  test('may share its name with another live one', () => {
    const [a, b] = [createKey('crm', ['decide'], now), createKey('crm', ['read'], now)];
    const auth = keyAuth([a.entry, b.entry], systemClock);
    expect([auth.callerOf(`Bearer ${a.key}`).name, auth.callerOf(`Bearer ${b.key}`).name]).toEqual(['crm', 'crm']);
  });
});

describe('the key file', () => {
  test('is made for its owner only, and grows', () => {
    const path = newFile();
    addKeyToFile(path, createKey('a', ['read'], now).entry);
    addKeyToFile(path, createKey('b', ['read'], now).entry);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect((JSON.parse(readFileSync(path, 'utf8')) as { name: string }[]).map(({ name }) => name)).toEqual(['a', 'b']);
  });

  test('keeps the mode that its owner gave it, and no draft stays beside it', () => {
    const path = newFile('[]');
    chmodSync(path, 0o660);
    const { entry } = createKey('a', ['read'], now);
    addKeyToFile(path, entry);
    expect(removeKeyFromFile(path, entry.id)).toEqual({ removed: entry, left: 0 });
    expect(statSync(path).mode & 0o777).toBe(0o660);
    expect(readdirSync(dirname(path)).sort()).toEqual(['.keys.json.lock', 'keys.json']);
  });

  test('that holds no such key is left as it is, and one that is missing is not made', () => {
    const { entry } = createKey('a', ['read'], now);
    const path = newFile(JSON.stringify([entry]));
    expect(removeKeyFromFile(path, '0123456789ab')).toBeUndefined();
    expect(readFileSync(path, 'utf8')).toBe(JSON.stringify([entry]));
    const missing = newFile();
    expect(() => removeKeyFromFile(missing, entry.id)).toThrow(/cannot be read/);
    expect(readdirSync(dirname(missing))).toEqual([]);
  });

  test('stays a link where it was one', () => {
    const target = newFile('[]');
    const link = `${target}.link`;
    symlinkSync(target, link);
    addKeyToFile(link, createKey('a', ['read'], now).entry);
    expect(JSON.parse(readFileSync(target, 'utf8'))).toHaveLength(1);
  });

  test('that has two keys of one id is an error, and is left alone', () => {
    const [a, b] = [createKey('a', ['read'], now), createKey('b', ['admin'], now)];
    const content = JSON.stringify([a.entry, { ...b.entry, id: a.entry.id }]);
    const path = newFile(content);
    expect(() => openKeys(path, systemClock, silentLog)).toThrow('two keys of one id');
    expect(() => addKeyToFile(path, createKey('c', ['read'], now).entry)).toThrow('two keys of one id');
    expect(readFileSync(path, 'utf8')).toBe(content);
  });

  test.each(['not json', '{}', '[{"id":"x"}]'])('is left alone where it holds %s', (content) => {
    const path = newFile(content);
    expect(() => addKeyToFile(path, createKey('a', ['read'], now).entry)).toThrow(path);
    expect(readFileSync(path, 'utf8')).toBe(content);
  });

  test('that is missing is an error which says how to make a key', () => {
    expect(() => openKeys('/nowhere/keys.json', systemClock, silentLog)).toThrow(/\/nowhere\/keys\.json.*keys create/);
  });

  test('that holds no key is an error too', () => {
    expect(() => openKeys(newFile('[]'), systemClock, silentLog)).toThrow(/keys create/);
  });

  describe('that changes', () => {
    let close: () => void = () => {};
    afterEach(() => close());

    test('is in force by itself; a broken one changes nothing and is logged once', async () => {
      const [a, b] = [createKey('a', ['read'], now), createKey('b', ['read'], now)];
      const path = newFile(JSON.stringify([a.entry]));
      const error = vi.fn();
      const auth = openKeys(path, systemClock, { ...silentLog, info: vi.fn(), error });
      close = () => auth.close();
      const lives = (key: string) => {
        try {
          return auth.callerOf(`Bearer ${key}`).name;
        } catch {
          return undefined;
        }
      };
      expect(lives(a.key)).toBe('a');
      addKeyToFile(path, b.entry);
      await vi.waitFor(() => expect(lives(b.key)).toBe('b'), { timeout: 20_000 });
      writeFileSync(path, '[{');
      await vi.waitFor(() => expect(error).toHaveBeenCalled(), { timeout: 20_000 });
      await sleep(1200);
      expect(error).toHaveBeenCalledTimes(1);
      expect([lives(a.key), lives(b.key)]).toEqual(['a', 'b']);
      writeFileSync(path, JSON.stringify([b.entry]));
      await vi.waitFor(() => expect(lives(a.key)).toBeUndefined(), { timeout: 20_000 });
      writeFileSync(path, '[]');
      await vi.waitFor(() => expect(lives(b.key)).toBeUndefined(), { timeout: 20_000 });
    });

    test('and goes leaves its keys in force, is logged once, and is read again when it is back, until the end', async () => {
      const [a, b] = [createKey('a', ['read'], now), createKey('b', ['read'], now)];
      const path = newFile(JSON.stringify([a.entry]));
      const error = vi.fn();
      const auth = openKeys(path, systemClock, { ...silentLog, info: vi.fn(), error });
      close = () => auth.close();
      const name = (key: string) => auth.callerOf(`Bearer ${key}`).name;
      rmSync(path);
      await vi.waitFor(() => expect(error).toHaveBeenCalled(), { timeout: 20_000 });
      await sleep(1200);
      expect(error).toHaveBeenCalledTimes(1);
      expect(name(a.key)).toBe('a');
      writeFileSync(path, JSON.stringify([b.entry]));
      await vi.waitFor(() => expect(name(b.key)).toBe('b'), { timeout: 20_000 });
      expect(() => name(a.key)).toThrow();
      auth.close();
      writeFileSync(path, JSON.stringify([a.entry]));
      await sleep(1200);
      expect(name(b.key)).toBe('b');
    });
  });
});

describe('with keys', () => {
  const keys = {
    decide: createKey('d', ['decide'], now),
    read: createKey('r', ['read'], now),
    admin: createKey('a', ['admin'], now),
  };
  const auth = keyAuth(
    Object.values(keys).map(({ entry }) => entry),
    systemClock,
  );
  const bearer = (which: keyof typeof keys) => ({ authorization: `Bearer ${keys[which].key}` });

  test('no key is 401 with the way to authenticate, before the body is looked at', async () => {
    const { app } = testApp({}, { auth });
    const response = await post(app, '/can-contact', 'not json', { 'content-type': 'text/plain' });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
  });

  test('a key without the scope is 403 and says which', async () => {
    const { app } = testApp({}, { auth });
    const response = await post(app, '/can-contact', request, bearer('read'));
    expect(response.status).toBe(403);
    expect(response.headers.get('www-authenticate')).toContain('scope="decide"');
  });

  test('its scope or admin opens, and the caller is the name of the key', async () => {
    const { app, guard } = testApp({}, { auth });
    expect((await post(app, '/can-contact', request, bearer('decide'))).status).toBe(200);
    expect((await post(app, '/can-contact', request, bearer('admin'))).status).toBe(200);
    expect(guard.asked.map(({ caller }) => caller?.name)).toEqual(['d', 'a']);
  });

  test('any Host is served, and what needs no key needs none', async () => {
    const { app } = testApp({}, { auth });
    for (const path of ['/healthz', '/readyz', '/openapi.json', '/docs']) {
      expect((await app.request(path, { headers: { host: 'guard.example.com' } })).status, path).toBe(200);
    }
    expect((await app.request('/metrics')).status).toBe(401);
    expect((await app.request('/policies')).status).toBe(401);
  });
});

describe('without keys', () => {
  test.each(['localhost', 'localhost:8080', '127.0.0.1:80', '127.9.9.9', '[::1]:8080', 'LOCALHOST:1'])(
    'Host %s is served',
    async (host) => {
      const { app } = testApp();
      expect((await app.request('/healthz', { headers: { host } })).status).toBe(200);
    },
  );

  test.each([
    'guard.example.com',
    '127.0.0.1.nip.io',
    'localhost.evil.com',
    '10.0.0.1',
    '0.0.0.0',
    '[::]',
    'localhost:8080:1',
    'evil.com:localhost',
    '',
  ])('Host "%s" is not', async (host) => {
    const { app } = testApp();
    for (const path of ['/healthz', '/nothing', '/metrics']) {
      expect((await app.request(path, { headers: { host } })).status, path).toBe(403);
    }
  });

  test('a page of another origin is not served', () => {
    expect(() => requireLoopbackHost('localhost:8080', 'https://evil.example')).toThrow();
    expect(() => requireLoopbackHost('localhost:8080', 'null')).toThrow();
    expect(() => requireLoopbackHost('localhost:8080', 'http://localhost:8080')).not.toThrow();
  });

  test('loopback is told from names that only look like it', () => {
    expect(['::1', '[::1]', 'localhost', '127.0.0.1'].every(isLoopback)).toBe(true);
    expect(['127.evil.com', '::', '127.0.0.1.', 'x'].some(isLoopback)).toBe(false);
  });
});
