import { execFileSync } from 'node:child_process';
import { renameSync, statSync, symlinkSync, unlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterEach, describe, expect, test } from 'vitest';
import { type Cli, createCli } from '../support/cli.ts';
import { faultService, until } from '../support/fault-service.ts';
import { policySet } from '../support/policies.ts';
import { startRedis } from '../support/redis-server.ts';

const policies = policySet('- { id: one, because: One., cap: { limit: 1, window: 24h } }');
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

interface Line {
  readonly event?: string;
  readonly cause?: string;
  readonly awayMs?: number;
  readonly degraded?: number;
}

const parse = (lines: readonly string[]): Line[] => lines.map((line) => JSON.parse(line) as Line);
const told = (lines: readonly string[]): Line[] => parse(lines).filter(({ event }) => event?.startsWith('store.'));

async function watched() {
  const server = await startRedis();
  closers.push(server.stop);
  const admin = new Redis(server.url);
  admin.on('error', () => {});
  closers.push(() => admin.disconnect());
  const lines: string[] = [];
  const made = faultService({ url: server.url, policies, lines });
  closers.push(made.close);
  await made.service.open();
  return { server, admin, lines, ...made };
}

describe('a Redis', () => {
  test('that is stopped is one line with host and cause although nobody asks, and one with the degraded answers when it is back', async () => {
    const { server, lines, world } = await watched();
    await server.kill9();
    await until(async () => told(lines).length > 0);
    for (let answer = 0; answer < 20; answer++) expect((await world.ask()).degraded).toBe(true);
    expect(told(lines)).toEqual([
      expect.objectContaining({
        event: 'store.unavailable',
        host: server.url,
        cause: expect.stringContaining(`ECONNREFUSED 127.0.0.1:${server.port}`),
      }),
    ]);
    await server.restart();
    await until(async () => told(lines).length > 1);
    await sleep(1500);
    expect(told(lines)).toHaveLength(2);
    expect(told(lines)[1]).toMatchObject({ event: 'store.back', host: server.url, degraded: 20 });
    expect(told(lines)[1]?.awayMs).toBeGreaterThan(500);
  });

  test('whose checks fail says which, and is back when it is set right', async () => {
    const { admin, lines } = await watched();
    await admin.config('SET', 'appendonly', 'no');
    await until(async () => told(lines).length > 0);
    expect(told(lines)).toEqual([
      expect.objectContaining({ event: 'store.unavailable', cause: expect.stringContaining('appendonly is off') }),
    ]);
    await admin.config('SET', 'appendonly', 'yes');
    await until(async () => told(lines).length > 1);
    expect(told(lines)[1]).toMatchObject({ event: 'store.back', degraded: 0 });
  });

  test('that freezes under load is one line too', async () => {
    const { server, lines, world } = await watched();
    await server.pause();
    const asked = await Promise.all(Array.from({ length: 30 }, () => world.ask({ purpose: 'marketing.promotions' })));
    expect(asked.every(({ degraded }) => degraded)).toBe(true);
    await until(async () => told(lines).length > 0);
    expect(told(lines).map(({ event }) => event)).toEqual(['store.unavailable']);
    await server.resume();
    await until(async () => told(lines).length > 1);
    expect(told(lines)[1]).toMatchObject({ event: 'store.back', degraded: 30 });
  });
});

describe('an SQLite file', () => {
  let cli: Cli;
  const serve = async (file = 'guard.db') => {
    cli = createCli();
    closers.push(() => cli.remove());
    cli.set({ PORT: '0', STORE_URL: `sqlite:${cli.path(file)}` });
    const running = cli.start('serve');
    closers.push(() => running.kill('SIGKILL'));
    const { url } = JSON.parse(await running.line((line) => line.includes('"service.started"'))) as { url: string };
    const ask = async () => {
      const body = JSON.stringify({ customerId: 'c1', channel: 'email', purpose: 'marketing.promotions' });
      const response = await fetch(`${url}/can-contact`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      return (await response.json()) as { degraded: boolean };
    };
    const line = async (event: string) =>
      JSON.parse(await running.line((text) => text.includes(`"event":"${event}"`))) as Line & { host: string };
    return { running, url, ask, line };
  };

  test('on a disk that takes no more is said once with its path, whether or not anybody asks, and when it does again', async () => {
    const { running, ask, line } = await serve();
    const limit = (bytes: string) => execFileSync('prlimit', ['--pid', String(running.pid), `--fsize=${bytes}`]);
    limit('4096:unlimited');
    const said = await line('store.unavailable');
    expect(said).toMatchObject({ host: `sqlite:${cli.path('guard.db')}` });
    expect(said.cause).toMatch(/disk|full/);
    for (let answer = 0; answer < 3; answer++) expect((await ask()).degraded).toBe(true);
    limit('unlimited:unlimited');
    expect(await line('store.back')).toMatchObject({ degraded: 3 });
    expect((await ask()).degraded).toBe(false);
    running.kill('SIGTERM');
    const { out } = await running.ended;
    expect(out.match(/"event":"store\.unavailable"/g)).toHaveLength(1);
  });

  test('on a disk with room for a little more is not ready, as long as it takes no denial', async () => {
    const { running, ask, url } = await serve();
    for (let answer = 0; answer < 5; answer++) await ask();
    const room = statSync(cli.path('guard.db-wal')).size + 6000;
    execFileSync('prlimit', ['--pid', String(running.pid), `--fsize=${room}:unlimited`]);
    await expect.poll(async () => (await ask()).degraded).toBe(true);
    const statuses: number[] = [];
    for (let look = 0; look < 5; look++) {
      statuses.push((await fetch(`${url}/readyz`)).status);
      await sleep(50);
    }
    expect(statuses).toEqual(Array(5).fill(503));
    execFileSync('prlimit', ['--pid', String(running.pid), '--fsize=unlimited:unlimited']);
    await expect.poll(async () => (await fetch(`${url}/readyz`)).status, { timeout: 5000 }).toBe(200);
  });

  test.each(['guard.db', 'guard.db-wal', 'guard.db-shm', 'guard.db.lock'])(
    'whose %s is moved away under the service counts as out of reach, until it is put back',
    async (file) => {
      const { ask, line } = await serve();
      renameSync(cli.path(file), cli.path('moved'));
      expect((await line('store.unavailable')).cause).toContain(`${cli.path(file)} was moved or removed`);
      expect((await ask()).degraded).toBe(true);
      renameSync(cli.path('moved'), cli.path(file));
      expect(await line('store.back')).toMatchObject({ degraded: 1 });
      expect((await ask()).degraded).toBe(false);
    },
  );

  test('whose folder cannot be entered any more counts as out of reach, and the service lives', async () => {
    const { ask, line } = await serve('data/guard.db');
    renameSync(cli.path('data'), cli.path('moved'));
    // Nobody can follow it.
    symlinkSync('data', cli.path('data'));
    await line('store.unavailable');
    expect((await ask()).degraded).toBe(true);
    unlinkSync(cli.path('data'));
    renameSync(cli.path('moved'), cli.path('data'));
    await line('store.back');
    expect((await ask()).degraded).toBe(false);
  });
});
