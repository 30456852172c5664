/** `API_KEYS_FILE`: a JSON list of key entries. It is replaced whole (rename), so that a reader never sees half of one, and changed under a lock. */
import {
  closeSync,
  existsSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { z } from 'zod';
import { fieldProblems, plainWords } from '../field-problems.ts';
import { newKey } from '../ids.ts';
import { withFileLock } from './file-lock.ts';
import type { KeyEntry } from './keys.ts';
import { keyEntry } from './keys.ts';

const keyList = z.array(keyEntry);

/** How a key is made: said wherever one is missing. */
export const howToMakeAKey =
  'make one with: API_KEYS_FILE=keys.json npx contact-guard keys create --name crm --scopes decide,read';

/** @throws Error that names the file and what is wrong in it. */
export function readKeyFile(path: string): readonly KeyEntry[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new Error(
      `API_KEYS_FILE ${path} cannot be read (${(error as NodeJS.ErrnoException).code}); ${howToMakeAKey}`,
      { cause: error },
    );
  }
  return parseKeyFile(text, path);
}

export function parseKeyFile(text: string, path: string): readonly KeyEntry[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(`API_KEYS_FILE ${path} is not JSON`);
  }
  const result = keyList.safeParse(value, { error: plainWords });
  if (!result.success) {
    const problems = fieldProblems(result.error.issues, keyEntry).map((one) => `${one.path || 'it'} ${one.message}`);
    throw new Error(`API_KEYS_FILE ${path} is not a list of keys: ${problems.join('; ')}`);
  }
  const ids = new Set(result.data.map(({ id }) => id));
  if (ids.size !== result.data.length) throw new Error(`API_KEYS_FILE ${path} has two keys of one id`);
  return result.data;
}

/**
 * Adds one key to the file, which is made where there is none (mode 0600).
 * @throws Error where what is there already is no list of keys: it is left as it is.
 */
export function addKeyToFile(path: string, entry: KeyEntry): void {
  changeKeyFile(path, (before) => [...before, entry]);
}

/** @returns the key that was removed and how many there still are; undefined: the file has none of this id. @throws Error as above */
export function removeKeyFromFile(path: string, id: string): { removed: KeyEntry; left: number } | undefined {
  readKeyFile(path);
  let removed: KeyEntry | undefined;
  let left = 0;
  changeKeyFile(path, (before) => {
    removed = before.find((entry) => entry.id === id);
    const after = removed === undefined ? before : before.filter((entry) => entry.id !== id);
    left = after.length;
    return after;
  });
  return removed && { removed, left };
}

/** Read, changed and replaced under a lock: what another process adds meanwhile is not lost. Mode and owner stay what they were. */
function changeKeyFile(path: string, change: (before: readonly KeyEntry[]) => readonly KeyEntry[]): void {
  // A link is followed, so that it goes on pointing at the file.
  const target = existsSync(path) ? realpathSync(path) : path;
  withFileLock(target, () => {
    const before = existsSync(target) ? readKeyFile(target) : [];
    const after = change(before);
    if (after !== before) replaceFile(target, `${JSON.stringify(after, undefined, 2)}\n`);
  });
}

function replaceFile(target: string, text: string): void {
  const was = statSync(target, { throwIfNoEntry: false });
  const draft = `${target}.${newKey()}.new`;
  try {
    const file = openSync(draft, 'wx', 0o600);
    try {
      // Until all is taken: a disk that fills up takes a part and says nothing.
      writeFileSync(file, text);
      if (was) keepOwner(file, was);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, target);
  } finally {
    rmSync(draft, { force: true });
  }
}

function keepOwner(file: number, { mode, uid, gid }: Stats): void {
  try {
    fchownSync(file, uid, gid);
  } catch {
    // Only root may give a file away: then it is ours, and as closed as before.
  }
  fchmodSync(file, mode & 0o777);
}
