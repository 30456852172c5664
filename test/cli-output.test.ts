/** Where a command's output cannot go: one line that says why, and nothing that was there is harmed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Cli, createCli } from './support/cli.ts';
import { inherited } from './support/inherited.ts';

const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));
const patience = 60_000;

let cli: Cli;
beforeEach(() => {
  cli = createCli();
});
afterEach(() => cli.remove());

/** With standard output on a disk that is full. */
async function onFullDisk(...args: string[]): Promise<{ code: unknown; err: string }> {
  const full = openSync('/dev/full', 'w');
  const child = spawn(process.execPath, [main, ...args], {
    cwd: cli.dir,
    env: { ...inherited(), ...cli.env },
    stdio: ['ignore', full, 'pipe'],
  });
  closeSync(full);
  let err = '';
  child.stderr?.on('data', (chunk) => {
    err += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, err };
}

const lastLine = (text: string): string | undefined => text.trimEnd().split('\n').at(-1);

test('a full disk under a result is one line, and 1', { timeout: patience }, async () => {
  expect(await onFullDisk('policy', 'validate')).toEqual({
    code: 1,
    err: 'contact-guard: standard output cannot be written: the disk is full\n',
  });
  const row = JSON.stringify({ address: 'ann@example.org', channel: 'email', signal: 'unsubscribe', source: 'test' });
  expect(await cli.feed(row, 'import', 'refusals', '-')).toMatchObject({ code: 0 });
  writeFileSync(cli.path('known.txt'), 'ann@example.org\n');
  const list = ['export', '--output', '/dev/full', 'suppressions', '--addresses', 'known.txt', '--for', 'sendgrid'];
  const { code, err } = await cli.run(...list);
  expect({ code, last: lastLine(err) }).toEqual({
    code: 1,
    last: 'contact-guard: /dev/full cannot be written: the disk is full',
  });
});

test('a key file that the disk has no room for any more is left as it was', { timeout: patience }, async () => {
  const create = ['keys', 'create', '--name', 'crm', '--scopes', 'decide,read', '--file', 'keys.json'];
  for (let made = 0; made < 4; made++) expect((await cli.run(...create)).code).toBe(0);
  const before = readFileSync(cli.path('keys.json'), 'utf8');
  // Half a KiB a block: as on a full disk, what fits is taken and nothing said.
  const child = spawn('sh', ['-c', 'ulimit -f 2; exec "$@"', 'sh', process.execPath, main, ...create], {
    cwd: cli.dir,
    env: { ...inherited(), ...cli.env, NODE_DISABLE_COMPILE_CACHE: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  const [code] = await once(child, 'close');
  expect({ code, out, after: readFileSync(cli.path('keys.json'), 'utf8') }).toEqual({
    code: 1,
    out: '',
    after: before,
  });
});

test('a command whose remarks nobody reads does its work', { timeout: patience }, async () => {
  const rows = Array.from({ length: 30 }, (_, at) => `${JSON.stringify({ customerId: `c${at}` })}\n`).join('');
  writeFileSync(cli.path('bad.ndjson'), rows);
  const child = spawn(process.execPath, [main, 'import', 'consents', 'bad.ndjson'], {
    cwd: cli.dir,
    env: { ...inherited(), ...cli.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stderr.destroy();
  let out = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  expect((await once(child, 'close'))[0]).toBe(1);
  expect(out).toMatch(/^30 rows: 0 recorded, 30 rejected/);
});

test('rejected rows that somebody mends are left alone by an import that has nothing new to do', {
  timeout: patience,
}, async () => {
  writeFileSync(cli.path('list.ndjson'), '{"customerId": "c1"}\n{"customerId": "c2"}\n');
  expect((await cli.run('import', 'refusals', 'list.ndjson')).code).toBe(1);
  const mended = '{"customerId": "c1", "channel": "sms", "signal": "stop", "source": "mended by hand"}\n';
  for (const text of [mended, mended.repeat(20)]) {
    writeFileSync(cli.path('list.ndjson.rejected.ndjson'), text);
    await cli.run('import', 'refusals', 'list.ndjson');
    expect(readFileSync(cli.path('list.ndjson.rejected.ndjson'), 'utf8')).toBe(text);
  }
});
