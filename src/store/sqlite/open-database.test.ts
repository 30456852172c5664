import { chmodSync, chownSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase } from './open-database.ts';

const nobody = 65_534;
const isRoot = process.getuid?.() === 0;

/** Nothing is read-only for root. */
function asNobody<T>(run: () => T): T {
  if (isRoot) process.seteuid?.(nobody);
  try {
    return run();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'contact-guard-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a store that may only be read is told when it is opened, with its path and what to do', () => {
  const path = join(folder, 'guard.db');
  const { db, lock } = openDatabase(path);
  db.close();
  lock?.release({ remove: false });
  const names = readdirSync(folder).map((name) => join(folder, name));
  if (isRoot) for (const name of [folder, ...names]) chownSync(name, nobody, nobody);
  chmodSync(path, 0o444);
  expect(() => asNobody(() => openDatabase(path))).toThrow(
    `STORE_URL: ${path} cannot be written: give this user the right to write the file and its folder`,
  );
});
