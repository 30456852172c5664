/**
 * What was denied while the store was out of reach: kept in a bounded local file, one sealed line each, and entered when the store is back
 * (contract 4). Lines are sealed with a key derived from the pepper: the file holds nobody in clear.
 */
import { appendFileSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../files.ts';
import { seal, unseal } from '../identity/seal.ts';
import { newKey as randomName } from '../ids.ts';

export interface SpooledDenial {
  readonly customer: string;
  readonly decided: unknown;
  readonly context: unknown;
  readonly request: unknown;
}

export interface Spool {
  /** @returns false where the spool is full or cannot be written: the denial is then only on standard output, and counted. */
  add(denial: SpooledDenial): boolean;
  /** Hands every line to `enter`, oldest first, and removes what was entered; stops at the first failure. @returns how many were entered */
  drain(enter: (denial: SpooledDenial) => Promise<void>): Promise<number>;
  readonly waiting: () => number;
  readonly lost: () => number;
}

const maxBytes = 64 * 1024 * 1024;

/**
 * @param key 16 bytes, base64url
 * @throws Error with one line that names the setting where the folder is none
 */
export function createSpool(folder: string, key: string): Spool {
  if (existsSync(folder) && !statSync(folder).isDirectory()) throw new Error(`SPOOL_DIR: ${folder} is not a folder`);
  const current = join(folder, 'denials.ndjson');
  const pendingBytes = () => pendingFiles(folder).reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
  let bytes = pendingBytes();
  let lost = 0;
  let waiting = pendingFiles(folder).reduce((sum, file) => sum + countLines(join(folder, file)), 0);
  let draining = false;
  /** A write that a crash or a full disk cut short: the next line must not go into the same one. */
  let torn = bytes > 0 && !readFileSync(current, 'utf8').endsWith('\n');

  return {
    add(denial) {
      const line = `${torn ? '\n' : ''}${seal(key, JSON.stringify(denial))}\n`;
      try {
        if (bytes + line.length > maxBytes) throw new Error('the spool is full');
        makeFolder(folder, 0o700);
        appendFileSync(current, line, { mode: 0o600 });
        bytes += line.length;
        waiting++;
        torn = false;
        return true;
      } catch {
        torn = bytes > 0;
        lost++;
        return false;
      }
    },
    async drain(enter) {
      if (draining || waiting === 0) return 0;
      draining = true;
      let entered = 0;
      try {
        // New denials go to a new file while this one is entered; entering is idempotent by decisionId, so a crash in between repeats safely.
        if (existsSync(current)) {
          renameSync(current, join(folder, `entering-${randomName()}.ndjson`));
          torn = false;
        }
        for (const file of pendingFiles(folder)) {
          const path = join(folder, file);
          if (path === current) continue;
          for (const line of readFileSync(path, 'utf8').split('\n')) {
            if (line === '') continue;
            const text = unseal(key, line);
            // A line cut short by a crash, or sealed with another pepper, cannot be read by anybody.
            if (text !== undefined) {
              await enter(JSON.parse(text) as SpooledDenial);
              entered++;
            } else lost++;
          }
          rmSync(path, { force: true });
        }
      } finally {
        bytes = pendingBytes();
        waiting = pendingFiles(folder).reduce((sum, file) => sum + countLines(join(folder, file)), 0);
        draining = false;
      }
      return entered;
    },
    waiting: () => waiting,
    lost: () => lost,
  };
}

function pendingFiles(folder: string): string[] {
  return existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => file.endsWith('.ndjson'))
        .sort()
    : [];
}

function countLines(path: string): number {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '').length;
}
