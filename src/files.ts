/** Files and folders that settings name. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { newKey } from './ids.ts';

/** `EACCES` and the like, for lines that people read. */
export function errorCode(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message ?? String(error);
}

/** An error's message without the name of its class. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** @returns what keeps `path` from being a folder that can be read; undefined: nothing. */
export function folderFault(path: string): string | undefined {
  try {
    if (!statSync(path).isDirectory()) return `${path} is a file, not a folder`;
    return undefined;
  } catch (error) {
    return errorCode(error) === 'ENOENT'
      ? `there is no folder ${path}`
      : `${path} cannot be read (${errorCode(error)})`;
  }
}

/** Makes the folder and those above it. Node's own way (`recursive`) turns for ever where a folder refuses with ENOENT, as /proc does. */
export function makeFolder(path: string, mode?: number): void {
  const missing: string[] = [];
  let at = resolve(path);
  while (statSync(at, { throwIfNoEntry: false }) === undefined) {
    missing.push(at);
    at = dirname(at);
  }
  if (!statSync(at).isDirectory()) throw Object.assign(new Error(`${at} is no folder`), { code: 'ENOTDIR' });
  for (const folder of missing.reverse()) {
    try {
      mkdirSync(folder, { mode });
    } catch (error) {
      // Another process may have made it meanwhile.
      if (errorCode(error) !== 'EEXIST') throw error;
    }
  }
}

/** Makes the folder where there is none, and writes and removes a file in it. @returns what went wrong; undefined: nothing. */
export function unwritable(path: string): string | undefined {
  const probe = join(path, `.${newKey()}.probe`);
  try {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === false) return `${path} is a file, not a folder`;
    makeFolder(path, 0o700);
    const file = openSync(probe, 'wx', 0o600);
    try {
      writeSync(file, 'x');
    } finally {
      closeSync(file);
      rmSync(probe);
    }
    return undefined;
  } catch (error) {
    return `${path} cannot be written (${errorCode(error)})`;
  }
}

/** @param isSynced it is on the disk, and not only with the system, when this returns */
export function appendTo(path: string, text: string, isSynced: boolean): void {
  const isNew = isSynced && !existsSync(path);
  put(path, 'a', text, isSynced);
  if (isNew) syncFolder(dirname(path));
}

/** Writes a file anew. @param isSynced it is on the disk, and not only with the system, when this returns */
export function writeWhole(path: string, text: string, isSynced: boolean): void {
  put(path, 'w', text, isSynced);
}

function put(path: string, flags: 'a' | 'w', text: string, isSynced: boolean): void {
  const file = openSync(path, flags, 0o600);
  try {
    writeFileSync(file, text);
    if (isSynced) fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** A file's name is on the disk once its folder is. */
export function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } catch {
    // Some file systems know no sync of a folder.
  } finally {
    closeSync(folder);
  }
}
