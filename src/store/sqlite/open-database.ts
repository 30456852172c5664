/** Opens the file of the embedded store for this process alone, and looks whether it is this program's and made with this pepper. */
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreInUse } from '../../errors.ts';
import { makeFolder } from '../../files.ts';
import { newKey } from '../../ids.ts';
import { type Lock, makeLock } from '../../process-lock.ts';
import { schema, schemaVersion } from './schema.ts';

/**
 * One process at a time: beside the file lies a lock, the operating system's, for as long as the process lives.
 * @throws Error with one line where the file is in use or cannot be used
 */
export function openDatabase(path: string): { db: DatabaseSync; lock: Lock | undefined } {
  let db: DatabaseSync | undefined;
  let lock: Lock | undefined;
  const inUse = (cause?: unknown) =>
    new StoreInUse(`STORE_URL: ${path} is in use by another process; one service works on one SQLite file`, { cause });
  try {
    if (path !== ':memory:') {
      makeFolder(dirname(path));
      if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new Error('it is a folder');
      // A second process that opens the file is refused instead of counting beside this one.
      lock = makeLock(`${path}.lock`);
      if (!lock) throw inUse();
    }
    db = new DatabaseSync(path, { timeout: 200 });
    // A decision changes a few bytes of a page, and the whole page is written: small ones, set before anything is in the file.
    // Nearly each commit walks over all pages in the cache (docs/adr/0064-sqlite-keeps-few-pages.md): few.
    db.exec(
      'PRAGMA page_size = 2048; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -8192; PRAGMA wal_autocheckpoint = 65536; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;',
    );
    db.exec('BEGIN EXCLUSIVE');
    db.exec(schema);
    // Nothing above writes where the schema is there already, and a file that may only be read has to be told now.
    db.exec('DELETE FROM meta WHERE 0');
    db.exec('COMMIT');
    return { db, lock };
  } catch (error) {
    db?.close();
    lock?.release({ remove: false });
    if (error instanceof StoreInUse) throw error;
    if (/locked|busy/i.test(String(error))) throw inUse(error);
    throw new Error(`STORE_URL: ${path} ${whyNotOpen(error)}`, { cause: error });
  }
}

function whyNotOpen(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (/readonly/i.test(message))
    return 'cannot be written: give this user the right to write the file and its folder, or name another file';
  return `cannot be used: ${message}`;
}

/**
 * @returns whether the file held no store before, and what names its data
 * @throws Error with one line where it is of another version or was made with another pepper; the file is let go of then
 */
export function checkMeta(
  db: DatabaseSync,
  canary: string,
  lock: Lock | undefined,
): { isNew: boolean; dataId: string } {
  const get = db.prepare('SELECT value FROM meta WHERE name = ?');
  const put = db.prepare('INSERT OR IGNORE INTO meta (name, value) VALUES (?,?)');
  const isNew = Number(put.run('schema', String(schemaVersion)).changes) > 0;
  put.run('pepper', canary);
  put.run('data', newKey());
  const value = (name: string) => (get.get(name) as { value: string } | undefined)?.value;
  const refuse = (message: string): never => {
    db.close();
    lock?.release({ remove: false });
    throw new Error(message);
  };
  if (value('schema') !== String(schemaVersion))
    refuse(`STORE_URL: the file has schema ${value('schema')}, this program knows ${schemaVersion}`);
  if (value('pepper') !== canary)
    refuse('ADDRESS_PEPPER: not the pepper this store was made with; every refusal would be missed');
  return { isNew, dataId: value('data') as string };
}
