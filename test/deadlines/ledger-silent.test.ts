import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { deadlines } from '../../src/deadlines.ts';
import { newKey } from '../../src/ids.ts';
import { createPostgresLedger } from '../../src/ledger/postgres.ts';
import { startPostgres } from '../support/postgres.ts';
import { serviceAt } from '../support/store-url-service.ts';
import { codes, createWorld, problemOf } from '../support/world.ts';

test('while PostgreSQL is silent what is said is a 503 within two seconds, and decisions take no longer than ever', async () => {
  const postgres = await startPostgres();
  const folder = mkdtempSync(join(tmpdir(), 'contact-guard-'));
  const service = await serviceAt(`sqlite:${join(folder, 'guard.db')}`, {
    ledgerUrl: postgres.url,
    spoolFolder: folder,
  });
  const world = createWorld(service, { nowMs: Date.now, set: () => {} });
  postgres.freeze();
  try {
    const startedMs = Date.now();
    const refused = problemOf(world.refuse({ customerId: 'c1', signal: 'stop' }));
    const slowest = await slowestOf(20, () => world.ask({ customerId: 'free' }));
    expect(await refused).toMatchObject({ status: 503 });
    expect(Date.now() - startedMs).toBeLessThan(2000);
    expect(slowest).toBeLessThan(400);
    expect(codes(await world.check({ customerId: 'c1' }))).toEqual(['suppressed']);
  } finally {
    postgres.thaw();
    await service.close();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

test('who asks soon after it was silent is not kept waiting, too, and once it answers it is asked again', async () => {
  const postgres = await startPostgres();
  const ledger = createPostgresLedger({ url: postgres.url, canary: 'canary', pepperKey: newKey() });
  try {
    await ledger.head();
    postgres.freeze();
    await expect(ledger.head()).rejects.toThrow();
    const beganMs = Date.now();
    for (let time = 0; time < 3; time++) await expect(ledger.head()).rejects.toThrow();
    expect(Date.now() - beganMs).toBeLessThan(deadlines.ledgerMs);
    expect(ledger.problem()).toBeDefined();
    postgres.thaw();
    await expect.poll(() => ledger.after(0, 1).catch(() => undefined), { timeout: 20_000 }).toEqual([]);
    expect(ledger.problem()).toBeUndefined();
  } finally {
    postgres.thaw();
    await ledger.close();
    await postgres.stop();
  }
});

/** @returns ms */
async function slowestOf(times: number, run: () => Promise<unknown>): Promise<number> {
  let slowest = 0;
  for (let time = 0; time < times; time++) {
    const startedMs = Date.now();
    await run();
    slowest = Math.max(slowest, Date.now() - startedMs);
  }
  return slowest;
}
