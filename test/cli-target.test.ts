import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RunningService, startService } from '../src/start/start.ts';
import { type Cli, createCli } from './support/cli.ts';
import { sharedRedisUrl } from './support/redis-server.ts';

let cli: Cli;
const closing: (() => unknown)[] = [];
beforeEach(() => {
  cli = createCli();
  writeFileSync(cli.path('h.ndjson'), rows(3));
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  cli.remove();
});

const at = new Date(Date.now() - 86_400_000).toISOString();
const rows = (count: number): string =>
  Array.from(
    { length: count },
    (_, index) =>
      `${JSON.stringify({ customerId: `c${index}`, channel: 'email', purpose: 'marketing.promotions', at })}\n`,
  ).join('');

const commands = [
  ['check', '--customer', 'c1', '--channel', 'email', '--purpose', 'marketing.promotions'],
  ['decisions'],
  ['export'],
  ['export', '--drain'],
  ['import', 'contacts', 'h.ndjson'],
];

async function serve(env: Record<string, string> = {}): Promise<RunningService> {
  const running = await startService({
    STORE_URL: 'sqlite::memory:',
    POLICY_DIR: cli.path('policies'),
    SPOOL_DIR: cli.path('spool'),
    PORT: '0',
    LOG_LEVEL: 'silent',
    ...env,
  });
  closing.push(() => running.stop());
  return running;
}

describe('a GUARD_URL that is set', () => {
  test.each(commands)('and does not answer ends %s %s with 2, and no other store is touched', async (...args) => {
    cli.set({ GUARD_URL: 'http://127.0.0.1:9' });
    expect(await cli.run(...args)).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(/^contact-guard: GUARD_URL: http:\/\/127\.0\.0\.1:9 does not answer/),
    });
    for (const name of ['guard.db', 'h.ndjson.progress']) expect(existsSync(cli.path(name))).toBe(false);
  });

  test('and is something else ends with 2', async () => {
    const other: Server = createServer((_request, response) => response.end('hello')).listen(0, '127.0.0.1');
    closing.push(() => other.close());
    await new Promise((resolve) => other.once('listening', resolve));
    cli.set({ GUARD_URL: `http://127.0.0.1:${(other.address() as AddressInfo).port}` });
    expect(await cli.run('import', 'contacts', 'h.ndjson')).toMatchObject({
      code: 2,
      err: expect.stringContaining('is no contact-guard'),
    });
  });
});

describe('without GUARD_URL', () => {
  test('the service on HOST and PORT is asked where one answers, and the command says so', async () => {
    const { url } = await serve();
    cli.set({ PORT: new URL(url).port });
    for (const args of commands.slice(0, 2))
      expect((await cli.run(...args)).err).toContain(`through the service at ${url}\n`);
  });

  test('STORE_URL is opened where none answers, and the command says which it is', async () => {
    const first = await cli.run('import', 'contacts', 'h.ndjson');
    expect(first).toMatchObject({
      code: 0,
      err: expect.stringContaining(`sqlite:${cli.path('guard.db')}, where nothing was ever stored\n`),
    });
    const second = await cli.run('decisions');
    expect(second).toMatchObject({
      code: 0,
      err: expect.stringMatching(/no service answers .* the store itself, sqlite:\S+guard\.db\n/),
    });
  });

  test('nothing is imported into a store that lives in memory', async () => {
    cli.set({ STORE_URL: 'sqlite::memory:' });
    expect(await cli.run('import', 'contacts', 'h.ndjson')).toMatchObject({
      code: 2,
      err: expect.stringContaining('nothing would be kept'),
    });
    expect(existsSync(cli.path('h.ndjson.progress'))).toBe(false);
  });
});

describe('the progress file', () => {
  const imported = (count: number) =>
    expect.stringMatching(new RegExp(`^${count} rows: ${count} recorded, 0 rejected`));

  test('names what it went into: another store begins at the first row, the first one stays done', async () => {
    expect(await cli.run('import', 'contacts', 'h.ndjson')).toMatchObject({ code: 0, out: imported(3) });
    const { into, data, rows: done } = JSON.parse(readFileSync(cli.path('h.ndjson.progress'), 'utf8'));
    expect({ into, data, done }).toEqual({
      into: `sqlite:${cli.path('guard.db')}`,
      data: expect.stringMatching(/^[\w-]{22}$/),
      done: 3,
    });

    cli.set({ GUARD_URL: (await serve()).url });
    expect(await cli.run('import', 'contacts', 'h.ndjson')).toMatchObject({
      code: 0,
      out: imported(3),
      err: expect.stringContaining(`into other data (${into})`),
    });

    writeFileSync(cli.path('h.ndjson'), readFileSync(cli.path('h.ndjson'), 'utf8') + rows(4).split('\n')[3]);
    cli.set({ GUARD_URL: '' });
    expect(await cli.run('import', 'contacts', 'h.ndjson')).toMatchObject({
      code: 0,
      out: imported(4),
      err: expect.stringContaining('3 of them an earlier run had done'),
    });
  });

  test('does not believe in what an emptied store held, though the service has the same address', async () => {
    const first = await serve();
    cli.set({ GUARD_URL: first.url });
    await cli.run('import', 'contacts', 'h.ndjson');
    await first.stop();
    await serve({ PORT: new URL(first.url).port });
    expect(await cli.run('import', 'contacts', 'h.ndjson')).toMatchObject({ code: 0, out: imported(3) });
  });

  test('goes on where the same data is reached by another way', async () => {
    await cli.run('import', 'contacts', 'h.ndjson');
    cli.set({ GUARD_URL: (await serve({ STORE_URL: `sqlite:${cli.path('guard.db')}` })).url });
    expect(await cli.run('import', 'contacts', 'h.ndjson')).toMatchObject({
      code: 0,
      err: expect.stringContaining('all of them an earlier run had done'),
    });
  });
});

test('a command that finds a Redis of another pepper says so and ends', async () => {
  const store = { STORE_URL: sharedRedisUrl(), STORE_PREFIX: `pepper-${process.pid}`, STORE_CHECKS: 'report' };
  cli.set({ ...store, ADDRESS_PEPPER: 'ab'.repeat(32) });
  expect(await cli.run(...(commands[0] ?? []))).toMatchObject({ code: 0 });
  cli.set({ ADDRESS_PEPPER: 'cd'.repeat(32) });
  for (const ended of await Promise.all(commands.map((command) => cli.run(...command))))
    expect(ended).toMatchObject({ code: 1, err: expect.stringContaining('ADDRESS_PEPPER') });
});
