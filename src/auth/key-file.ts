/** `API_KEYS_FILE`: a JSON list of key entries. It is replaced whole (rename), so that a reader never sees half of one. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { z } from 'zod';
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
  const result = keyList.safeParse(value);
  if (!result.success) {
    const problems = result.error.issues.map((issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`);
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
  // A link is followed, so that it goes on pointing at the file.
  const target = existsSync(path) ? realpathSync(path) : path;
  const before = existsSync(target) ? readKeyFile(target) : [];
  const text = `${JSON.stringify([...before, entry], undefined, 2)}\n`;
  const draft = `${target}.${entry.id}.new`;
  try {
    const file = openSync(draft, 'wx', 0o600);
    try {
      writeSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, target);
  } finally {
    rmSync(draft, { force: true });
  }
}
