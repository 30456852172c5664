import { existsSync, mkdirSync, readdirSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createKey } from '../src/auth/keys.ts';
import { startService } from '../src/start/start.ts';
import { StartError } from '../src/start/start-error.ts';
import { type Cli, createCli, type Running } from './support/cli.ts';
import { sharedRedisUrl } from './support/redis-server.ts';

const patience = 60_000;
const anywhere = { PORT: '0' };

let cli: Cli;
beforeEach(() => {
  cli = createCli();
  cli.set(anywhere);
});
afterEach(() => cli.remove());

interface Started {
  readonly url: string;
  readonly [field: string]: unknown;
}

const isStart = (line: string): boolean => line.includes('"service.started"');
const started = async (running: Running): Promise<Started> => JSON.parse(await running.line(isStart));
const get = async (url: string): Promise<{ status: number; body: Record<string, unknown> }> => {
  const response = await fetch(url);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
const post = (url: string, body: string, type = 'application/json'): Promise<Response> =>
  fetch(url, { method: 'POST', body, headers: { 'content-type': type } });
const question = { customerId: 'c1', channel: 'email', purpose: 'marketing.promotions' };

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(20);
}

describe('serve', () => {
  test('says in one line what it serves, answers, and ends with 0 on SIGTERM', { timeout: patience }, async () => {
    const running = cli.start('serve');
    const line = await started(running);
    expect(line).toMatchObject({
      version: expect.any(String),
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      store: expect.stringMatching(/^sqlite:/),
      policyRevision: expect.stringMatching(/^sha256:/),
      apiKeys: expect.any(String),
      timeZoneData: expect.stringMatching(/^20\d\d/),
    });
    expect(await (await post(`${line.url}/can-contact`, JSON.stringify(question))).json()).toMatchObject({
      allowed: true,
      degraded: false,
    });
    expect(await get(`${line.url}/readyz`)).toMatchObject({ status: 200, body: { status: 'ready' } });
    expect(await (await fetch(`${line.url}/metrics`)).text()).toMatch(
      /^contact_guard_decisions_total\{.*result="allowed".*\} 1$/m,
    );
    expect(statSync(cli.path('guard.db.pepper')).mode & 0o777).toBe(0o600);
    running.kill('SIGTERM');
    expect(await running.ended).toMatchObject({ code: 0, signal: null, err: '' });
  });

  test('a store that was not there before is said as a warning, and its whole path at every start', {
    timeout: patience,
  }, async () => {
    cli.set({ STORE_URL: 'sqlite:new/folder/guard.db' });
    const store = `sqlite:${realpathSync(cli.dir)}/new/folder/guard.db`;
    for (const isNew of [true, false]) {
      const running = cli.start('serve');
      expect(await started(running)).toMatchObject({
        store,
        policyDir: cli.path('policies'),
        spoolDir: cli.path('spool'),
      });
      running.kill('SIGTERM');
      const said = (await running.ended).out.split('\n').filter((line) => line.includes('"store.created"'));
      expect(said.map((line) => JSON.parse(line))).toEqual(
        isNew ? [expect.objectContaining({ level: 40, store, msg: expect.stringContaining('STORE_URL') })] : [],
      );
    }
  });

  test('a Redis that held nothing under the prefix is said once', {
    timeout: patience,
  }, async () => {
    const STORE_PREFIX = `created-${process.pid}`;
    cli.set({ STORE_URL: sharedRedisUrl(), STORE_PREFIX, STORE_CHECKS: 'report', ADDRESS_PEPPER: 'ab'.repeat(32) });
    for (const isNew of [true, false]) {
      const running = cli.start('serve');
      expect(await started(running)).toMatchObject({ store: sharedRedisUrl(), storePrefix: STORE_PREFIX });
      running.kill('SIGTERM');
      const { out } = await running.ended;
      expect(out.match(/"store\.created"/g)?.length ?? 0).toBe(isNew ? 1 : 0);
    }
  });

  test('what it has counted is there after a restart, and the pepper beside it', { timeout: patience }, async () => {
    for (const used of [1, 2]) {
      const running = cli.start('serve');
      const { url } = await started(running);
      const answer = (await (await post(`${url}/can-contact`, JSON.stringify(question))).json()) as {
        caps: { rule: string; used: number }[];
      };
      expect(answer.caps.find(({ rule }) => rule === 'email-daily')?.used).toBe(used);
      running.kill('SIGINT');
      expect((await running.ended).code).toBe(0);
    }
  });

  test.each([
    ['once', ['SIGTERM']],
    ['to it and to who started it, who hands it on', ['SIGTERM', 'SIGTERM']],
    ['by a terminal in the same way', ['SIGINT', 'SIGINT']],
  ] as const)(
    'a request that was begun when the signal came is answered: %s',
    { timeout: patience },
    async (_, signals) => {
      const running = cli.start('serve');
      const { url } = await started(running);
      const { port, host } = new URL(url);
      const socket = connect(Number(port), '127.0.0.1');
      let answer = '';
      socket.setEncoding('utf8').on('data', (text: string) => {
        answer += text;
      });
      const body = JSON.stringify(question);
      socket.write(
        `POST /can-contact HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body.slice(0, 10)}`,
      );
      await sleep(300);
      for (const signal of signals) {
        running.kill(signal);
        await running.line((line) => line.includes('"service.stopping"'));
      }
      socket.write(body.slice(10));
      expect((await running.ended).code).toBe(0);
      expect(answer).toMatch(/^HTTP\/1\.1 200/);
      expect(answer).toContain('"allowed":true');
    },
  );

  test('a second signal ends it at once', { timeout: patience }, async () => {
    const running = cli.start('serve');
    const { url } = await started(running);
    const socket = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => undefined);
    socket.write(
      'POST /can-contact HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{',
    );
    await sleep(300);
    running.kill('SIGTERM');
    await running.line((line) => line.includes('"service.stopping"'));
    running.kill('SIGINT');
    expect((await running.ended).code).toBe(1);
    socket.destroy();
  });

  test('a changed folder takes effect; a bad one is said and does not', { timeout: patience }, async () => {
    const running = cli.start('serve');
    const { url, policyRevision } = await started(running);
    const revision = async (): Promise<unknown> => (await get(`${url}/policies`)).body['revision'];
    expect(await revision()).toBe(policyRevision);
    writeFileSync(
      cli.path('policies/never.yaml'),
      'policy: never\nrules:\n  - { id: never, because: Never., cap: { limit: 0, window: 24h } }\n' +
        '  - { id: idle, because: Idle., when: { purposes: [marketing], classes: [critical] }, consent: { level: express } }\n',
    );
    await until(async () => (await revision()) !== policyRevision);
    expect(await running.line((line) => line.includes('"policies.warnings"'))).toContain('never.yaml:4:');
    const { body } = {
      body: (await (await post(`${url}/can-contact`, JSON.stringify(question))).json()) as Record<string, unknown>,
    };
    expect(body).toMatchObject({ allowed: false, reasons: [{ policy: 'never' }] });

    const good = await revision();
    writeFileSync(cli.path('policies/never.yaml'), 'policy: never\nrules: 7\n');
    await until(async () => (await get(`${url}/readyz`)).status === 503);
    expect((await get(`${url}/readyz`)).body['reasons']).toEqual([expect.stringContaining('never.yaml:2:8')]);
    expect(await running.line((line) => line.includes('"policies.rejected"'))).toContain('never.yaml:2:8');
    expect(await revision()).toBe(good);
    expect(await (await fetch(`${url}/metrics`)).text()).toMatch(/^contact_guard_policy_reloads_refused_total 1$/m);

    rmSync(cli.path('policies/never.yaml'));
    await until(async () => (await get(`${url}/readyz`)).status === 200);
    expect(await revision()).toBe(policyRevision);
    running.kill('SIGTERM');
    await running.ended;
  });

  test('a Redis that is out of reach stops nobody: degraded answers, and /readyz says why', {
    timeout: patience,
  }, async () => {
    // With the deadlines of a running service: this store never comes.
    cli.set({ STORE_URL: 'redis://:secret@127.0.0.1:9', ADDRESS_PEPPER: 'ab'.repeat(32), NODE_OPTIONS: '' });
    const running = cli.start('serve');
    const line = await started(running);
    expect(line['store']).toBe('redis://127.0.0.1:9');
    const answer = await (await post(`${line.url}/can-contact`, JSON.stringify(question))).json();
    expect(answer).toMatchObject({ allowed: false, degraded: true, reasons: [{ code: 'store-unavailable' }] });
    expect(await get(`${line.url}/readyz`)).toMatchObject({
      status: 503,
      body: { reasons: [expect.stringContaining('redis')] },
    });
    expect((await get(`${line.url}/healthz`)).status).toBe(200);
    running.kill('SIGTERM');
    const { code, out, err } = await running.ended;
    expect(code).toBe(0);
    expect(out + err).not.toContain('secret');
  });
});

describe('serve does not start', () => {
  const refusal = async (env: Record<string, string> = {}): Promise<{ exitCode: number; message: string }> => {
    const error = await startService({ ...cli.env, LOG_LEVEL: 'silent', ...env }).catch((reason: unknown) => reason);
    if (!(error instanceof StartError)) throw new Error('it started');
    return { exitCode: error.exitCode, message: error.message };
  };

  test.each([
    ['a setting that cannot be right', { PORT: 'http' }, 2, /^PORT /],
    ['another address without keys', { HOST: '0.0.0.0' }, 2, /^HOST .*API_KEYS_FILE/],
    ['a key file that is not there', { API_KEYS_FILE: 'none.json' }, 2, /^API_KEYS_FILE/],
    ['a pepper that is none', { ADDRESS_PEPPER: 'short' }, 2, /^ADDRESS_PEPPER/],
    ['Redis without a pepper', { STORE_URL: 'redis://127.0.0.1:9' }, 2, /^ADDRESS_PEPPER/],
    ['a policy folder that is not there', { POLICY_DIR: 'nowhere' }, 1, /POLICY_DIR/],
    ['a policy folder that is a file', { POLICY_DIR: '/dev/null' }, 1, /^POLICY_DIR: .* is a file, not a folder$/],
    ['a spool that cannot be made', { SPOOL_DIR: '/proc/spool' }, 1, /^SPOOL_DIR: \/proc\/spool cannot be written \(/],
    ['a spool that is a file', { SPOOL_DIR: '/dev/null' }, 1, /^SPOOL_DIR: .* is a file, not a folder/],
    ['a spool below a file', { SPOOL_DIR: '/dev/null/spool' }, 1, /^SPOOL_DIR: .* cannot be written \(ENOTDIR\)/],
    ['a store that is a folder', { STORE_URL: 'sqlite:/tmp' }, 1, /^STORE_URL: \/tmp is a folder/],
    ['a store that is a device', { STORE_URL: 'sqlite:/dev/null' }, 1, /^STORE_URL: \/dev\/null is no file/],
    ['a store below a file', { STORE_URL: 'sqlite:/dev/null/x.db' }, 1, /^STORE_URL: the folder of .* cannot be made/],
    ['a store where nothing can be', { STORE_URL: 'sqlite:/proc/no/x.db' }, 1, /^STORE_URL: the folder of .* cannot/],
    ['a key file that is a folder', { API_KEYS_FILE: '/tmp' }, 2, /^API_KEYS_FILE \/tmp cannot be read \(EISDIR\)/],
  ])('with %s', async (_what, env, exitCode, message) => {
    expect(await refusal(env)).toEqual({ exitCode, message: expect.stringMatching(message) });
  });

  test('on a file that is no database, which is left as it is, and nothing is put beside it', async () => {
    writeFileSync(cli.path('notes.txt'), 'Buy milk and some bread.\n');
    expect(await refusal({ STORE_URL: `sqlite:${cli.path('notes.txt')}` })).toEqual({
      exitCode: 1,
      message: expect.stringMatching(/^STORE_URL: .*notes\.txt is no SQLite database/),
    });
    expect(readdirSync(cli.dir)).not.toContain('notes.txt.pepper');
  });

  test('on a pepper beside the database that cannot be read, which is named', async () => {
    mkdirSync(cli.path('guard.db.pepper'));
    expect(await refusal()).toEqual({
      exitCode: 1,
      message: `STORE_URL: the pepper beside the database, ${cli.path('guard.db.pepper')}, cannot be read (EISDIR)`,
    });
  });

  test('on an empty policy folder, which is named', async () => {
    mkdirSync(cli.path('empty'));
    expect(await refusal({ POLICY_DIR: cli.path('empty') })).toEqual({
      exitCode: 1,
      message: expect.stringContaining(`POLICY_DIR: ${cli.path('empty')}`),
    });
  });

  test('on an address that is not this machine, nor with a key file that holds no key', async () => {
    const API_KEYS_FILE = cli.path('keys.json');
    writeFileSync(API_KEYS_FILE, '[]');
    expect(await refusal({ API_KEYS_FILE })).toEqual({
      exitCode: 2,
      message: expect.stringMatching(/^API_KEYS_FILE .* holds no key/),
    });
    const { entry } = createKey('crm', ['read'], Date.now());
    writeFileSync(API_KEYS_FILE, JSON.stringify([entry]));
    expect(await refusal({ API_KEYS_FILE, HOST: '192.0.2.1' })).toEqual({
      exitCode: 1,
      message: expect.stringMatching(/^HOST 192\.0\.2\.1/),
    });
  });

  test('with policies that do not validate: every problem is printed', { timeout: patience }, async () => {
    writeFileSync(cli.path('policies/a.yaml'), 'policy: a\nrules: 7\n');
    writeFileSync(cli.path('policies/b.yaml'), 'policy: b\nrules: 8\n');
    const { code, err } = await cli.run('serve');
    expect(code).toBe(1);
    expect(err).toMatch(/a\.yaml:2:8 .*\n.*b\.yaml:2:8 /);
  });

  test('on an SQLite file or a port that another one has', { timeout: patience }, async () => {
    const first = cli.start('serve');
    const { url } = await started(first);
    expect(await cli.run('serve')).toMatchObject({
      code: 1,
      err: expect.stringContaining('in use by another process'),
    });
    cli.set({ PORT: new URL(url).port, STORE_URL: 'sqlite:second.db' });
    expect(await cli.run('serve')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/PORT \d+ on 127\.0\.0\.1 is in use/),
    });
    expect(existsSync(cli.path('second.db'))).toBe(false);
    first.kill('SIGTERM');
    await first.ended;
  });

  test('with another pepper than the store was made with, or with none', async () => {
    const first = await startService({ ...cli.env, LOG_LEVEL: 'silent' });
    await first.stop();
    rmSync(cli.path('guard.db.pepper'));
    expect(await refusal()).toEqual({ exitCode: 1, message: expect.stringContaining('guard.db.pepper') });
    expect(await refusal({ ADDRESS_PEPPER: 'cd'.repeat(32) })).toEqual({
      exitCode: 1,
      message: expect.stringMatching(/^ADDRESS_PEPPER: not the pepper/),
    });
  });
});
