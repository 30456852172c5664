import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { StoreUnavailable } from '../../errors.ts';
import { scrub } from './scrub.ts';

test('what was erased is out of the log of writes once it resolves: it waits for who reads, and says so where that takes too long', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'contact-guard-'));
  const path = join(folder, 'guard.db');
  const db = new DatabaseSync(path);
  db.exec('PRAGMA journal_mode = WAL; CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (1)');
  const reader = new DatabaseSync(path);
  const logBytes = () => statSync(`${path}-wal`).size;
  try {
    reader.exec('BEGIN; SELECT * FROM t');
    db.exec('INSERT INTO t VALUES (2)');
    await expect(scrub(db)).rejects.toBeInstanceOf(StoreUnavailable);
    let isDone = false;
    const scrubbed = scrub(db).then(() => {
      isDone = true;
    });
    await sleep(60);
    expect([isDone, logBytes() > 0]).toEqual([false, true]);
    reader.exec('COMMIT');
    await scrubbed;
    expect(logBytes()).toBe(0);
  } finally {
    reader.close();
    db.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
