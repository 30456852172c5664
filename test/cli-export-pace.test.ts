import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exportDecisions, exportPace } from '../src/cli/decisions.ts';
import { readConfig } from '../src/config.ts';
import { startRedis } from './support/redis-server.ts';
import { testPepper } from './support/sqlite-service.ts';
import { serviceAt } from './support/store-url-service.ts';
import { createWorld } from './support/world.ts';

/** After each millisecond of work, on a clock of its own. */
async function restsOf(url: string, pieces: number): Promise<number[]> {
  let nowMs = 0;
  const rests: number[] = [];
  const pauseMs = async (ms: number): Promise<void> => void rests.push(ms);
  const pace = exportPace(configOf(url).store, { nowMs: () => nowMs, pauseMs });
  for (let piece = 0; piece < pieces; piece++) {
    nowMs += 1;
    await pace.rest();
  }
  return rests;
}

function configOf(url: string) {
  const read = readConfig(
    { STORE_URL: url, STORE_PREFIX: 'kill', ADDRESS_PEPPER: testPepper.toString('hex'), PORT: '9' },
    { use: 'tool' },
  );
  if ('problems' in read) throw new Error(read.problems.join());
  return read.config;
}

test('an export from Redis rests for 2 ms after each slice, to its end: services may decide beside it', async () => {
  expect(await restsOf('redis://127.0.0.1:1', 5000)).toEqual(Array(5000).fill(2));
});

test('an export from a SQLite file, which nobody else has open, does not rest', async () => {
  expect(await restsOf('sqlite:guard.db', 10)).toEqual(Array(10).fill(0));
});

test('the export of the log asks for a rest after each entry', async () => {
  const redis = await startRedis();
  const folder = mkdtempSync(join(tmpdir(), 'contact-guard-export-'));
  try {
    const service = await serviceAt(redis.url);
    const world = createWorld(service, { nowMs: Date.now, set: () => {} });
    for (const customerId of ['c1', 'c2', 'c3']) {
      await world.suppress({ customerId });
      await world.ask({ customerId });
    }
    await service.close();
    const output = join(folder, 'log.ndjson');
    const written: number[] = [];
    const rest = async (): Promise<void> => void written.push(readFileSync(output, 'utf8').split('\n').length - 1);
    const config = configOf(redis.url);
    await exportDecisions({ format: 'ndjson', output, drain: false }, config, { ...exportPace(config.store), rest });
    expect(written).toEqual([1, 2, 3]);
  } finally {
    await redis.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
