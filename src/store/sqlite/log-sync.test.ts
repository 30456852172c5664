import fs, { fstatSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { until } from '../../../test/support/fault-service.ts';
import { policySet } from '../../../test/support/policies.ts';
import { sqliteService } from '../../../test/support/sqlite-service.ts';

const policies = policySet('- { id: one, because: One., cap: { limit: 1, window: 24h } }');

test('no decision, refusal or look-up is answered before the disk has the log that it rests on', async () => {
  const { fdatasync } = fs;
  const held: (() => void)[] = [];
  let isHeld = false;
  const synced = new Set<number>();
  fs.fdatasync = ((file: number, done: (error: NodeJS.ErrnoException | null) => void) => {
    synced.add(fstatSync(file).ino);
    if (isHeld) held.push(() => fdatasync(file, done));
    else fdatasync(file, done);
  }) as typeof fdatasync;
  syncBuiltinESMExports();
  const folder = mkdtempSync(join(tmpdir(), 'contact-guard-'));
  try {
    const path = join(folder, 'guard.db');
    const { world, service } = await sqliteService({ policies, path });
    isHeld = true;
    const told: string[] = [];
    const tell = (what: string, said: Promise<unknown>) => said.then(() => told.push(what));
    const asked = [
      tell('allowed', world.ask()),
      tell('denied', world.ask()),
      tell('refused', world.refuse({ customerId: 'c2', address: undefined, channel: 'sms', signal: 'stop' })),
      tell('checked', world.ask({ mode: 'check' })),
    ];
    await until(async () => held.length > 0);
    for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect([told, held.length]).toEqual([[], 1]);
    isHeld = false;
    held[0]?.();
    await Promise.all(asked);
    expect(synced).toEqual(new Set([statSync(`${path}-wal`).ino]));
    await service.close();
  } finally {
    fs.fdatasync = fdatasync;
    syncBuiltinESMExports();
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a database behind a link opens and remembers, though its log lies beside the file itself', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'contact-guard-'));
  try {
    const [path, link] = [join(folder, 'disk', 'guard.db'), join(folder, 'guard.db')];
    mkdirSync(join(folder, 'disk'));
    symlinkSync(path, link);
    const first = await sqliteService({ policies, path: link });
    expect((await first.world.ask()).allowed).toBe(true);
    await first.service.close();
    const again = await sqliteService({ policies, path: link });
    expect((await again.world.ask()).allowed).toBe(false);
    await again.service.close();
    expect(statSync(path).size).toBeGreaterThan(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
