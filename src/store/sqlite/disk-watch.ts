/** Whether the database can still be written, found out whether or not anybody asks: a full disk, or a file that was taken away, shows itself late. */
import { statSync } from 'node:fs';

export interface DiskWatch {
  /** A file that is not where it was: what is written now would be gone with this process, or another one could begin beside it. */
  gone(): string | undefined;
  close(): void;
}

const lookEveryMs = 2000;
/**
 * `tryWrite` writes something small; what fails in it is kept by whoever writes.
 * @param real where the file lies if `path` is a link; null: in memory
 */
export function watchDisk(path: string, real: string | null, tryWrite: () => void): DiskWatch {
  // What was committed lately is in the log alone; without the lock a second process would take the file.
  const files = real === null ? [] : [path, `${real}-wal`, `${real}-shm`, `${path}.lock`];
  const seen = new Map<string, bigint>();
  const isThere = (file: string): boolean => {
    const before = seen.get(file);
    const now = inodeOf(file);
    if (before === undefined && now !== undefined) seen.set(file, now);
    return before === undefined || now === before;
  };
  files.forEach(isThere);
  let gone: string | undefined;
  const timer = setInterval(() => {
    gone = files.find((file) => !isThere(file));
    tryWrite();
  }, lookEveryMs);
  timer.unref();
  return { gone: () => gone, close: () => clearInterval(timer) };
}

/** Of one that cannot be looked at, undefined too: this user may not enter its folder any more. */
function inodeOf(path: string): bigint | undefined {
  try {
    return statSync(path, { bigint: true }).ino;
  } catch {
    return undefined;
  }
}
