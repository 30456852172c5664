/**
 * Where tests get a Redis from: a server binary on this machine, else Docker, else Debian's package.
 * Decided once in the global setup and handed to the test processes through `TEST_REDIS_ENGINE`.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { getContainerRuntimeClient } from 'testcontainers';
import { canInstall, installFromDebian } from './debian.ts';

export type RedisEngine =
  | { readonly kind: 'binary'; readonly path: string }
  | { readonly kind: 'docker'; readonly image: string };

/** First version with sharded functions and `CLUSTER ADDSLOTSRANGE`; the service asks for it too. */
const oldestMajor = 7;

const nothingFound =
  'no Redis for the tests: put redis-server 7.0+ or valkey-server on the PATH, or start Docker, or set TEST_REDIS_URL';

export async function findRedisEngine(options: { readonly install: boolean }): Promise<RedisEngine> {
  const known = process.env['TEST_REDIS_ENGINE'];
  if (known !== undefined) return JSON.parse(known) as RedisEngine;
  const path = findBinary();
  if (path !== undefined) return { kind: 'binary', path };
  const image = process.env['TEST_REDIS_IMAGE'] ?? 'redis:7.0-bookworm';
  if (await dockerCanRun(image)) return { kind: 'docker', image };
  if (options.install && canInstall()) {
    installWithApt();
    const installed = findBinary();
    if (installed !== undefined) return { kind: 'binary', path: installed };
  }
  throw new Error(nothingFound);
}

/** `TEST_REDIS_SERVER` names a binary outright: a newer Redis, or Valkey, beside the system's. */
function findBinary(): string | undefined {
  const named = process.env['TEST_REDIS_SERVER'];
  if (named !== undefined) {
    if (!isNewEnough(named))
      throw new Error(`TEST_REDIS_SERVER: ${named} is no Redis or Valkey server of version 7.0 or newer`);
    return named;
  }
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const candidates = ['redis-server', 'valkey-server'].flatMap((name) => folders.map((folder) => join(folder, name)));
  return candidates.find((path) => isExecutable(path) && isNewEnough(path));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function isNewEnough(path: string): boolean {
  const said = spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout ?? '';
  const major = /\bv=(\d+)\./.exec(said)?.[1];
  return major !== undefined && Number(major) >= oldestMajor;
}

async function dockerCanRun(image: string): Promise<boolean> {
  try {
    const client = await getContainerRuntimeClient();
    const { ImageName } = await import('testcontainers');
    await client.image.pull(ImageName.fromString(image));
    return true;
  } catch {
    return false;
  }
}

function installWithApt(): void {
  try {
    installFromDebian('redis-server');
  } catch (error) {
    throw new Error(`${nothingFound} (apt-get install redis-server failed: ${String(error)})`);
  }
}
