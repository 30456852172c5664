/**
 * A lock that the operating system takes back however its process ends, kill -9 included, and that holds between containers on one volume, where
 * process ids repeat: an open transaction of SQLite on an empty file. It needs a file system that knows locks.
 */
import { existsSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';

export interface Lock {
  /** Lets go; with `remove` the file goes first. */
  release(options: { readonly remove: boolean }): void;
}

/** Held until it is released: were it referred to by nobody, the collector of garbage would close it, and the lock would be gone. */
const held = new Set<DatabaseSync>();

const busy = 5;
const cannotOpen = 14;

/** @returns undefined where somebody holds it. @throws where the folder cannot be written or knows no locks */
export function makeLock(path: string): Lock | undefined {
  const lock = open(path, path);
  // Whoever found the file before it was locked took it for one that was left, and removed it.
  if (lock && !existsSync(path)) {
    lock.release({ remove: false });
    return undefined;
  }
  return lock;
}

/** @returns undefined where somebody holds it, or there is no such file: it is never made here */
export function takeLock(path: string): Lock | undefined {
  return open(path, `${pathToFileURL(path).href}?mode=rw`);
}

function open(path: string, name: string): Lock | undefined {
  let file: DatabaseSync | undefined;
  try {
    file = new DatabaseSync(name, { timeout: 0 });
    file.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    file?.close();
    const { errcode } = error as { errcode?: number };
    if (errcode === busy || (errcode === cannotOpen && name !== path)) return undefined;
    throw error;
  }
  const lock = file;
  held.add(lock);
  return {
    release({ remove }) {
      if (!held.delete(lock)) return;
      try {
        if (remove) rmSync(path, { force: true });
      } catch {
        // A lock file that stays is one that nobody holds.
      } finally {
        lock.close();
      }
    },
  };
}
