/** Waits beside the event loop until the write-ahead log is on the disk; SQLite itself would hold up the event loop at the end of each commit. */
import { closeSync, fdatasync, openSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';

export interface LogSync {
  /** @throws where the disk did not keep what was written */
  sync(): Promise<void>;
  close(): void;
}

/** @param db open, in WAL mode; from now on its commits do not wait for the disk @returns undefined where it lies in memory */
export function createLogSync(db: DatabaseSync): LogSync | undefined {
  // Where a link leads, too: the log lies beside the file itself.
  const path = db.location();
  if (path === null) return undefined;
  // All that FULL does beyond NORMAL is to sync the log after each commit: what orders the log and the database stays SQLite's.
  db.exec('PRAGMA synchronous = NORMAL');
  // The log is one file until the database is closed: emptied or begun anew, never replaced. SQLite keeps no locks on it that a second descriptor could undo.
  const file = openSync(`${path}-wal`, 'r+');
  const flush = promisify(fdatasync);
  return { sync: () => flush(file), close: () => closeSync(file) };
}
