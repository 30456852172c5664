/** The pages about Redis, backups and putting them back: their commands are run as they stand, on a real SQLite file and a real Redis. */
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { type Block, type Page, pageOf } from './support/docs.ts';
import { type Reader, type ReaderOptions, readBlocks, readerOf } from './support/reader.ts';
import { findRedisEngine } from './support/redis-engine.ts';
import { freePort, startRedisProcess } from './support/redis-process.ts';

const page = pageOf('docs/upgrade-and-backup.md');
const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function read(what: Page, options?: ReaderOptions): Promise<Reader> {
  const reader = await readerOf(what, options);
  cleanUps.push(() => reader.leave());
  return reader;
}

/** The blocks below a heading of the page, and where among them the part begins in which the backup is put back. */
function stepsOf(heading: string): {
  readonly before: readonly Block[];
  readonly back: readonly Block[];
  readonly start: Block;
} {
  const line = page.text.split('\n').indexOf(heading) + 1;
  const next = page.text.split('\n').findIndex((text, index) => index >= line && text.startsWith('## '));
  const blocks = page.blocks.filter((block) => block.line > line && block.line < next);
  const at = blocks.findLastIndex(({ flags }) => flags.includes('stopped'));
  const start = blocks.findLast(({ flags }) => flags.includes('serve'));
  if (at < 1 || start === undefined) throw new Error(`${heading}: a step is missing`);
  return { before: blocks.slice(0, at), back: blocks.slice(at), start };
}

async function refuse(reader: Reader, customerId: string): Promise<void> {
  const refusal = {
    customerId,
    channel: 'email',
    signal: 'unsubscribe',
    purpose: 'marketing',
    source: 'preference page',
  };
  const { status } = await fetch(`${reader.url()}/refusals`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(refusal),
  });
  expect(status).toBe(201);
}

async function isAllowed(reader: Reader, customerId: string): Promise<boolean> {
  const response = await fetch(`${reader.url()}/can-contact`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ customerId, channel: 'email', purpose: 'marketing.newsletter', mode: 'check' }),
  });
  return ((await response.json()) as { allowed: boolean }).allowed;
}

test('a backup of the SQLite store can be looked at, and put back after the file was lost', async () => {
  const { before, back, start } = stepsOf('## On SQLite');
  const reader = await read(page);
  await reader.follow(start);
  await refuse(reader, 'c-80');
  await readBlocks(reader, page, before);
  await refuse(reader, 'c-71');
  await reader.follow({ ...start, flags: ['stopped'], text: 'echo lost > data/contact-guard.db' });
  await readBlocks(reader, page, back);
  expect(await isAllowed(reader, 'c-80')).toBe(false);
  // What was refused since the backup is gone, as the page says.
  expect(await isAllowed(reader, 'c-71')).toBe(true);
});

test('a backup of Redis can be looked at, and put back so that it survives the next restart', async (context) => {
  const engine = await findRedisEngine({ install: false });
  if (engine.kind !== 'binary') return context.skip('no redis-server and redis-cli on this machine');
  const redis = await startRedisProcess(engine.path, {});
  cleanUps.push(() => redis.stop());
  const port = String(await freePort());
  cleanUps.push(async () => {
    // Where a step failed, the server of that step still runs.
    await promisify(execFile)('redis-cli', ['-p', port, 'SHUTDOWN', 'NOSAVE']).catch(() => undefined);
  });
  const reader = await read(page, {
    env: { PATH: `${dirname(engine.path)}:${process.env['PATH']}` },
    replace: { 'redis://127.0.0.1:6379': redis.url, '6390': port },
  });
  mkdirSync(join(reader.folder, 'secrets'));
  writeFileSync(join(reader.folder, 'secrets/address-pepper'), 'ab'.repeat(32));

  const { before, back, start } = stepsOf('## On Redis');
  await reader.follow(start);
  await refuse(reader, 'c-80');
  await readBlocks(reader, page, before);
  await refuse(reader, 'c-71');
  await readBlocks(reader, page, back);
  await redis.kill9();
  await redis.restart();
  await expect.poll(() => isAllowed(reader, 'c-71')).toBe(true);
  expect(await isAllowed(reader, 'c-80')).toBe(false);
});

test('docs/redis.md starts a service that decides', async (context) => {
  const engine = await findRedisEngine({ install: false });
  if (engine.kind !== 'binary') return context.skip('no redis-server on this machine');
  const redis = await startRedisProcess(engine.path, {});
  cleanUps.push(() => redis.stop());
  const pageOfRedis = pageOf('docs/redis.md');
  const reader = await read(pageOfRedis, { replace: { 'redis://127.0.0.1:6379': redis.url } });
  await readBlocks(reader, pageOfRedis);
});
