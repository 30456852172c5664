/** The files of an embedded store, as an operator meets them. */
import { rmSync } from 'node:fs';

/** The database is gone, the pepper beside it is not. */
export function loseDatabase(path: string): void {
  for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
}
