/** One process at a time: the lock is the operating system's, taken by SQLite, and gone with its process however that ends. */
import { accessSync, constants } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Whoever holds it writes one small file. */
const patienceMs = 10_000;

/**
 * Runs `work` while no other process holds the lock of `path`. The empty file `.NAME.lock` beside it stays: who removes it takes it from
 * somebody who waits.
 * @throws Error with one line where the lock cannot be had
 */
export function withFileLock<T>(path: string, work: () => T): T {
  const lockFile = join(dirname(path), `.${basename(path)}.lock`);
  let lock: DatabaseSync | undefined;
  try {
    // SQLite's own error has no code that says what is wrong with the folder.
    accessSync(dirname(path), constants.W_OK);
    lock = new DatabaseSync(lockFile, { timeout: patienceMs });
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock?.close();
    throw new Error(
      /locked|busy/i.test(String(error))
        ? `${path} is being written by another process, for more than ${patienceMs / 1000} s now`
        : `${path} cannot be written: its folder is not there, or this user may not write in it`,
      { cause: error },
    );
  }
  try {
    return work();
  } finally {
    lock.close();
  }
}
