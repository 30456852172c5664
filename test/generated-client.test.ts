/** The served document, the client that openapi-typescript makes of it, a program against that client, and a service that it asks. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { startService } from '../src/start/start.ts';
import { clientProgram } from './support/client-program.ts';

const root = join(import.meta.dirname, '..');
const modules = join(root, 'node_modules');

async function run(folder: string, args: readonly string[], env: Record<string, string> = {}): Promise<string> {
  const options = { cwd: folder, env: { ...process.env, ...env } };
  try {
    return (await promisify(execFile)(process.execPath, args, options)).stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${args.join(' ')}\n${stdout}${stderr}`);
  }
}

const tsconfig = {
  compilerOptions: {
    target: 'esnext',
    lib: ['esnext', 'dom'],
    module: 'nodenext',
    types: ['node'],
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    noUncheckedIndexedAccess: true,
  },
  include: ['program.mts'],
};

test('a generated client compiles, narrows what it must, refuses what it must, and speaks with the service', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'contact-guard-client-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  symlinkSync(modules, join(folder, 'node_modules'));
  const running = await startService({ PORT: '0', STORE_URL: 'sqlite::memory:', LOG_LEVEL: 'silent' });
  onTestFinished(() => running.stop());

  const document = await (await fetch(`${running.url}/openapi.json`)).text();
  writeFileSync(join(folder, 'openapi.json'), document);
  writeFileSync(join(folder, 'program.mts'), clientProgram);
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
  const printer = join(root, 'test/support/typescript-5.mjs');
  const generator = join(modules, 'openapi-typescript/bin/cli.js');
  await run(folder, ['--import', printer, generator, 'openapi.json', '-o', 'api.d.ts']);
  await run(folder, [join(modules, 'typescript/bin/tsc'), '-p', '.']);

  const found = JSON.parse(await run(folder, ['program.mts'], { GUARD_URL: running.url })) as Record<string, unknown>;
  expect(found).toEqual({
    counts: true,
    messages: [],
    checked: true,
    minimal: ['allowed', 'contactId', 'decisionId', 'degraded', 'reasons', 'replayed', 'retryAt'],
    batch: [true, ['purpose']],
    problems: ['purpose', 'region'],
    made: false,
    suppressed: expect.arrayContaining([{ channel: 'email', purpose: '*', classes: ['marketing'], expiresAt: null }]),
    denied: expect.arrayContaining(['suppressed']),
    refusal: ['unsubscribe', 'page', 'local'],
    events: ['unsubscribe'],
    by: ['customer'],
    contact: ['voice', 'counts', null],
    lifted: [204, null],
    log: [
      {
        caller: 'local',
        customerId: 'c1',
        region: null,
        codes: expect.arrayContaining(['suppressed']),
        degraded: false,
      },
    ],
    policies: expect.arrayContaining(['default']),
    classes: expect.arrayContaining(['marketing', 'critical']),
    files: expect.arrayContaining(['default.yaml', 'purposes.yaml']),
  });
});
