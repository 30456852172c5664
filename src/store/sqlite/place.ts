/** Whether a database can lie where the setting says, looked at before anything is made there: a typo is told in its own words. */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorCode, makeFolder } from '../../files.ts';

const head = Buffer.from('SQLite format 3\0');

/** Makes the folder where there is none. @throws Error with one line that names the setting */
export function requireUsablePlace(path: string): void {
  if (path === ':memory:') return;
  const fault = faultOf(path);
  if (fault !== undefined) throw new Error(`STORE_URL: ${path} ${fault}`);
  try {
    makeFolder(dirname(path));
  } catch (error) {
    throw new Error(`STORE_URL: the folder of ${path} cannot be made (${errorCode(error)}): name another file`);
  }
}

function faultOf(path: string): string | undefined {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) return undefined;
    if (!found.isFile()) return found.isDirectory() ? 'is a folder: name a file in it' : 'is no file';
    return found.size > 0 && !beginsAsDatabase(path)
      ? 'is no SQLite database and is left as it is: name another file'
      : undefined;
  } catch (error) {
    return `cannot be read (${errorCode(error)})`;
  }
}

function beginsAsDatabase(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    const begin = Buffer.alloc(head.length);
    readSync(file, begin, 0, head.length, 0);
    return begin.equals(head);
  } finally {
    closeSync(file);
  }
}
