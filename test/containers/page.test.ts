/** docs/containers.md: its commands are run as they stand, one after the other in one shell, in a folder that holds what the image is made of. */
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { pageOf, root } from '../support/docs.ts';
import { compare } from '../support/reader.ts';
import { freePort } from '../support/redis-process.ts';

const run = promisify(execFile);
const parts = ['compose.yaml', 'Dockerfile', '.dockerignore', '.npmrc', 'package.json', 'package-lock.json', 'LICENSE'];
const folders = ['bin', 'scripts', 'src', 'policies'];

const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

test('its commands start service and Redis, and the key that they make is good for a decision', {
  timeout: 600_000,
}, async () => {
  const page = pageOf('docs/containers.md');
  const folder = mkdtempSync(join(tmpdir(), 'contact-guard-page-'));
  for (const name of [...parts, ...folders]) cpSync(join(root, name), join(folder, name), { recursive: true });
  const port = String(await freePort());
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    GUARD_PORT: port,
    COMPOSE_PROJECT_NAME: `contact-guard-page-${port}`,
  };
  // The page makes its own.
  delete env['ADDRESS_PEPPER_FILE'];
  cleanUps.push(async () => {
    await run('docker', ['compose', 'down', '--volumes', '--timeout', '5'], { cwd: folder, env });
    rmSync(folder, { recursive: true, force: true });
  });

  // An image that was handed to the tests is built already.
  const wanted = process.env['GUARD_IMAGE'] === undefined ? ['build', 'container'] : ['container'];
  const blocks = page.blocks.filter(({ flags }) => flags.some((flag) => wanted.includes(flag)));
  const mark = '== next block ==';
  const script = blocks
    .map(({ text }) => text)
    .join(`echo '${mark}'\n`)
    .replaceAll(':8080', `:${port}`);
  const reading = run('bash', ['--norc', '-ec', script], { cwd: folder, env, maxBuffer: 64 * 1024 * 1024 });
  reading.child.stdin?.end();
  const { stdout } = await reading;

  const last = blocks.at(-1);
  const below = last && page.blocks[page.blocks.indexOf(last) + 1];
  compare(stdout.split(`${mark}\n`).at(-1) ?? '', below, `${page.name}:${last?.line}`);
  expect(blocks.length).toBeGreaterThan(2);
});
