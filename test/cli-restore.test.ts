import { existsSync, readdirSync, rmSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Cli, createCli } from './support/cli.ts';
import { type PostgresServer, startPostgres } from './support/postgres.ts';
import { loseDatabase } from './support/sqlite-files.ts';

const patience = 120_000;
const pepper = 'ab'.repeat(32);

let postgres: PostgresServer;
let cli: Cli;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());
beforeEach(async () => {
  await postgres.query('DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public');
  cli = createCli();
  cli.set({ PORT: '0', LEDGER_URL: postgres.url });
});
afterEach(() => cli.remove());

const serve = async (work: (url: string) => Promise<void>): Promise<void> => {
  const running = cli.start('serve');
  const { url } = JSON.parse(await running.line((line) => line.includes('"service.started"'))) as { url: string };
  await work(url);
  running.kill('SIGTERM');
  expect((await running.ended).code).toBe(0);
};
const post = async (url: string, body: object): Promise<Record<string, unknown>> => {
  const headers = { 'content-type': 'application/json' };
  return (await (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).json()) as never;
};
const refuse = (url: string) =>
  post(`${url}/refusals`, { customerId: 'c1', channel: 'email', signal: 'stop', source: 'test' });
const loseStore = (): void => loseDatabase(cli.path('guard.db'));

test('restore brings a store that is lost to what the ledger holds, says how much, and again changes nothing', {
  timeout: patience,
}, async () => {
  cli.set({ ADDRESS_PEPPER: pepper });
  await serve(async (url) => {
    expect(await refuse(url)).toHaveProperty('refusalId');
    expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({ details: { ledger: 'in use' } });
    const shown = await (await fetch(`${url}/metrics`)).text();
    for (const line of ['reachable 1', 'events_waiting 0', 'overflow_total 0', 'rejected_total 0'])
      expect(shown).toContain(`contact_guard_ledger_${line}`);
    expect(await cli.run('restore')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/in use by another process.* compared with the ledger when it started.* restart it/),
    });
  });
  loseStore();
  expect(await cli.run('restore')).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^1 events? .*position 1\n$/),
  });
  expect(await cli.run('restore')).toMatchObject({ code: 0, out: expect.stringContaining('nothing to restore') });
  await serve(async (url) => {
    const answer = await post(`${url}/can-contact`, {
      customerId: 'c1',
      channel: 'email',
      purpose: 'marketing.promotions',
    });
    expect(answer).toMatchObject({ allowed: false, reasons: [{ code: 'suppressed' }] });
  });
});

test('without LEDGER_URL, or with one that is no PostgreSQL, it is wrong usage; a ledger that is away is a problem', {
  timeout: patience,
}, async () => {
  cli.set({ ADDRESS_PEPPER: pepper, LEDGER_URL: '' });
  expect(await cli.run('restore')).toMatchObject({ code: 2, err: expect.stringContaining('LEDGER_URL is not set') });
  cli.set({ LEDGER_URL: 'https://example.org' });
  expect(await cli.run('restore')).toMatchObject({ code: 2, err: expect.stringContaining('LEDGER_URL must name') });
  cli.set({ LEDGER_URL: 'postgres://guard@127.0.0.1:1/none' });
  expect(await cli.run('restore')).toMatchObject({ code: 1, err: expect.stringContaining('ECONNREFUSED') });
});

test('no pepper is made beside a ledger that has one: the start says which file is missing, and leaves nothing behind', {
  timeout: patience,
}, async () => {
  await serve(async (url) => void (await refuse(url)));
  loseStore();
  rmSync(cli.path('guard.db.pepper'));
  const before = readdirSync(cli.path('.'));
  const missing = { code: 1, err: expect.stringContaining('guard.db.pepper is not there: put that file back') };
  expect(await cli.run('serve')).toMatchObject(missing);
  expect(await cli.run('restore')).toMatchObject(missing);
  expect(readdirSync(cli.path('.'))).toEqual(before);
  expect(existsSync(cli.path('guard.db'))).toBe(false);
});
