import { copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createCheckpoints } from './checkpoints.ts';

const pageBytes = 4096;
const longPages = 200;

test('what is committed comes into the database beside the commits, and the log is begun anew before it is long', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'contact-guard-'));
  const path = join(folder, 'guard.db');
  const db = new DatabaseSync(path);
  db.exec('PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE t (n INTEGER PRIMARY KEY, b BLOB)');
  const insert = db.prepare('INSERT INTO t (b) VALUES (?)');
  const checkpoints = createCheckpoints(path, db, {
    everyWrites: 100,
    everyWritesWhenBusy: 100,
    longPages,
    isFlushed: true,
  });
  /** Rows in the database file itself, without its log. */
  const rowsInFile = (): number => {
    const copy = join(folder, 'copy.db');
    copyFileSync(path, copy);
    const reader = new DatabaseSync(copy);
    try {
      return (reader.prepare('SELECT count(*) AS n FROM t').get() as { n: number }).n;
    } catch {
      // Copied while it was written.
      return 0;
    } finally {
      reader.close();
    }
  };
  try {
    let rows = 0;
    for (let round = 1; round <= 20; round++) {
      db.exec('BEGIN');
      for (let row = 0; row < 100; row++) insert.run(Buffer.alloc(pageBytes - 200, round));
      db.exec('COMMIT');
      rows += 100;
      checkpoints.committed(100);
      const deadlineMs = performance.now() + 20_000;
      while (rowsInFile() < rows && performance.now() < deadlineMs) {
        await sleep(5);
        // The thread may have been about the round before: a later commit asks again.
        checkpoints.committed(0);
      }
      expect(rowsInFile()).toBe(rows);
    }
    // Twenty rounds wrote more than two thousand pages.
    expect(statSync(`${path}-wal`).size).toBeLessThan(3 * longPages * pageBytes);
    const letGo = await checkpoints.close();
    letGo();
    expect(db.prepare('SELECT count(*) AS n FROM t').get()).toEqual({ n: rows });
  } finally {
    db.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
