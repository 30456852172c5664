/** Whether the database can still be written, found out whether or not anybody asks: a full disk, or a file that was taken away, shows itself late. */
import { statSync } from 'node:fs';

export interface DiskWatch {
  /** The file is not where it was: what is written now would be gone with this process. */
  isGone(): boolean;
  close(): void;
}

const lookEveryMs = 2000;

/** `tryWrite` writes something small; what fails in it is kept by whoever writes. */
export function watchDisk(path: string, tryWrite: () => void): DiskWatch {
  const isFile = path !== ':memory:';
  const inode = isFile ? inodeOf(path) : undefined;
  let isGone = false;
  const timer = setInterval(() => {
    if (isFile) isGone = inodeOf(path) !== inode;
    tryWrite();
  }, lookEveryMs);
  timer.unref();
  return { isGone: () => isGone, close: () => clearInterval(timer) };
}

function inodeOf(path: string): bigint | undefined {
  return statSync(path, { throwIfNoEntry: false, bigint: true })?.ino;
}
