/** Standard output that is full, stands still or has gone: a service decides on, and ends when it is told to. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type Cli, createCli } from './support/cli.ts';
import { inherited } from './support/inherited.ts';
import { freePort } from './support/redis-process.ts';

const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));
const patience = 60_000;

interface Serving {
  readonly child: ChildProcess;
  readonly url: string;
  readonly err: () => string;
  /** So many denials, each a line of the log. */
  deny(count: number): Promise<void>;
}

async function serve(cli: Cli, stdout: number | 'pipe', onTestFinished: (work: () => void) => void): Promise<Serving> {
  const port = await freePort();
  const child = spawn(process.execPath, [main, 'serve'], {
    cwd: cli.dir,
    env: { ...inherited(), ...cli.env, PORT: String(port) },
    stdio: ['ignore', stdout, 'pipe'],
  });
  let err = '';
  child.stderr?.on('data', (chunk) => (err += chunk));
  onTestFinished(() => {
    child.kill('SIGKILL');
    cli.remove();
  });
  const url = `http://127.0.0.1:${port}`;
  await expect
    .poll(
      () =>
        fetch(`${url}/healthz`).then(
          ({ status }) => status,
          () => 0,
        ),
      { timeout: 30_000 },
    )
    .toBe(200);
  const body = JSON.stringify({ customerId: 'c1', channel: 'email', purpose: 'marketing.promotions' });
  const ask = async (): Promise<void> => {
    const response = await fetch(`${url}/can-contact`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(5000),
    });
    expect(await response.json()).toMatchObject({ degraded: false });
  };
  return {
    child,
    url,
    err: () => err,
    async deny(count) {
      for (let done = 0; done < count; done += 20) await Promise.all(Array.from({ length: 20 }, ask));
    },
  };
}

async function stopped({ child }: Serving): Promise<unknown> {
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  return code;
}

test('where the disk under the log is full decisions go on, standard error says so, and SIGTERM ends it with 0', {
  timeout: patience,
}, async ({ onTestFinished }) => {
  const full = openSync('/dev/full', 'w');
  onTestFinished(() => closeSync(full));
  const serving = await serve(createCli(), full, onTestFinished);
  await serving.deny(40);
  expect(serving.err()).toMatch(/standard output cannot be written \(ENOSPC\)/);
  expect(await stopped(serving)).toBe(0);
});

test('where whoever reads the log stands still decisions go on, and SIGTERM ends it with 0', {
  timeout: patience,
}, async ({ onTestFinished }) => {
  const serving = await serve(createCli(), 'pipe', onTestFinished);
  // Nobody reads: a pipe holds 64 KiB, and Node reads 64 KiB ahead.
  await serving.deny(400);
  expect(await stopped(serving)).toBe(0);
});

test('where whoever read the log has gone decisions go on, /metrics counts what is lost, and SIGTERM ends it with 0', {
  timeout: patience,
}, async ({ onTestFinished }) => {
  const serving = await serve(createCli(), 'pipe', onTestFinished);
  serving.child.stdout?.destroy();
  await serving.deny(40);
  const metrics = await (await fetch(`${serving.url}/metrics`)).text();
  expect(Number(/^contact_guard_log_lines_lost_total (\d+)$/m.exec(metrics)?.[1])).toBeGreaterThan(30);
  expect(await stopped(serving)).toBe(0);
});
