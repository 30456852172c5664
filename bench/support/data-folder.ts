/** A folder of the project for a database: the system's temporary one may lie in memory, where no commit waits for a disk. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const data = fileURLToPath(new URL('../../data/', import.meta.url));

/** @param work the folder is gone when it has ended */
export async function withDataFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  mkdirSync(data, { recursive: true });
  const folder = mkdtempSync(`${data}bench-`);
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
