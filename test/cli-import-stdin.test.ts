import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeLock } from '../src/process-lock.ts';
import { type Cli, createCli } from './support/cli.ts';
import { until } from './support/fault-service.ts';
import { inherited } from './support/inherited.ts';

let cli: Cli;
beforeEach(() => {
  cli = createCli();
});
afterEach(() => cli.remove());

const header = 'address,channel,purpose,reason,source\n';
const wrong = (address: string): string => `${header}${address},fax,*,asked,old list\n`;

test('imports from standard input in one folder, at once and one after another, each have their own list of rejected rows', {
  timeout: 60_000,
}, async () => {
  const feed = (name: string) => {
    cli.set({ STORE_URL: `sqlite:${cli.path(`${name}.db`)}` });
    return cli.feed(wrong(`${name}@example.org`), 'import', 'suppressions', '-');
  };
  const atOnce = await Promise.all([feed('a'), feed('b')]);
  const ended = [...atOnce, await feed('c')];
  const files = ended.map(({ err }) => /stdin[\w-]*\.rejected\.ndjson/.exec(err)?.[0] ?? '');
  expect(new Set(files).size).toBe(3);
  const addresses = files.map((file) => JSON.parse(readFileSync(cli.path(file), 'utf8')).row.address);
  expect(addresses).toEqual(['a@example.org', 'b@example.org', 'c@example.org']);
});

test('an import ends when the process that npx started is killed, and lets go of the store', {
  timeout: 60_000,
}, async () => {
  const bin = fileURLToPath(new URL('../bin/contact-guard.mjs', import.meta.url));
  const started = spawn(process.execPath, [bin, 'import', 'suppressions', '-'], {
    cwd: cli.dir,
    env: { ...inherited(), ...cli.env },
    // Never ended: the import waits for more rows.
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const lockFile = `${cli.path('guard.db')}.lock`;
  // Made once the store is locked.
  await until(async () => existsSync(`${cli.path('guard.db')}-wal`));
  started.kill('SIGKILL');
  await once(started, 'exit');
  await until(async () => {
    const lock = takeLock(lockFile);
    lock?.release({ remove: false });
    return lock !== undefined;
  });
  started.stdin.destroy();
});
