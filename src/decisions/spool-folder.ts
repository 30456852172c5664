/**
 * Whose file is whose in the spool's folder. Each process writes to files of its own, `KEY.OWNER.NUMBER.ndjson`, and holds `KEY.OWNER.lock` as long
 * as it lives; files whose lock nobody holds are taken over. KEY names the key that seals the lines: files of another key are another service's.
 */
import { accessSync, constants, existsSync, lstatSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../files.ts';
import { newKey as randomName } from '../ids.ts';
import { type Lock, makeLock, takeLock } from '../process-lock.ts';

export interface SpoolFolder {
  /** Where this process appends. */
  current(): string;
  /** What is appended from now on goes to a new file. */
  turn(): void;
  /** Files to be entered, oldest first: this process's but the current one, and, taken over, those whose owner is gone. */
  takeOver(): string[];
  /** Lets go of owners that have no file any more. */
  tidy(): void;
  /** Every file that this process would enter, the current one included. */
  own(): string[];
  /** Bytes of all files of this key, those of other processes included. */
  bytes(): number;
  /** Where lines go that cannot be entered. Renamed to end in `.ndjson` it is tried again. */
  readonly rejects: string;
  /** Such files of this process and of every other with this key, living or gone. @throws where the folder cannot be read */
  allRejects(): string[];
  close(): void;
}

/** How the name of a file ends that is to replace another, and was not finished where one is left. */
export const draftEnd = '.new';

interface Named {
  readonly file: string;
  readonly owner: string;
  readonly number: number;
}

/** @throws Error with one line that names the setting where the folder cannot be used */
export function openSpoolFolder(folder: string, keyName: string): SpoolFolder {
  const { owner, lock } = claim(folder, keyName);
  const taken = new Map<string, Lock>();
  let number = 0;
  const pathOf = (file: string) => join(folder, file);
  const lockOf = (name: string) => pathOf(`${name}.lock`);
  const currentFile = () => `${owner}.${number}.ndjson`;

  const list = (): Named[] =>
    namesIn(folder)
      .filter((file) => file.endsWith('.ndjson') && isPlainFile(pathOf(file)))
      .map(named)
      .filter((one) => !/^[\w-]{8}\.[\w-]{22}$/.test(one.owner) || one.owner.startsWith(`${keyName}.`))
      .sort((a, b) => a.owner.localeCompare(b.owner) || a.number - b.number);
  const mine = () => list().filter((one) => one.owner === owner || taken.has(one.owner));

  const takeOwner = (other: string): void => {
    // A living owner's lock is always there: only where there is none at all one is made.
    try {
      const found = takeLock(lockOf(other)) ?? (existsSync(lockOf(other)) ? undefined : makeLock(lockOf(other)));
      if (found) taken.set(other, found);
    } catch {
      // What is no lock is nobody's whose files could be taken over: the others' are.
    }
  };

  const tidy = (): void => {
    const busy = new Set(list().map((one) => one.owner));
    for (const [other, held] of taken) {
      if (busy.has(other)) continue;
      held.release({ remove: true });
      taken.delete(other);
    }
  };

  return {
    rejects: pathOf(`${owner}.rejects`),
    allRejects: () =>
      readdirSync(folder)
        .filter((file) => file.startsWith(`${keyName}.`) && file.endsWith('.rejects') && isPlainFile(pathOf(file)))
        .map(pathOf),
    current: () => pathOf(currentFile()),
    turn() {
      if (existsSync(pathOf(currentFile()))) number++;
    },
    takeOver() {
      const owners = new Set(list().map((one) => one.owner));
      for (const file of namesIn(folder))
        if (file.startsWith(`${keyName}.`) && file.endsWith('.lock')) owners.add(file.slice(0, -'.lock'.length));
      for (const other of owners) if (other !== owner && !taken.has(other)) takeOwner(other);
      tidy();
      const found = mine().filter((one) => one.file !== currentFile());
      for (const { file } of found) rmSync(pathOf(`${file}${draftEnd}`), { force: true });
      return found.map((one) => pathOf(one.file));
    },
    tidy,
    own: () => mine().map((one) => pathOf(one.file)),
    bytes: () => list().reduce((sum, one) => sum + sizeOf(pathOf(one.file)), 0),
    close() {
      tidy();
      for (const held of taken.values()) held.release({ remove: false });
      taken.clear();
      lock.release({ remove: mine().length === 0 });
    },
  };
}

/** A name that no process has had, and its lock. */
function claim(folder: string, keyName: string): { owner: string; lock: Lock } {
  try {
    if (existsSync(folder) && !statSync(folder).isDirectory()) throw new Error('it is not a folder');
    makeFolder(folder, 0o700);
    accessSync(folder, constants.W_OK | constants.X_OK);
    for (let tries = 0; tries < 100; tries++) {
      const owner = `${keyName}.${randomName()}`;
      const lock = makeLock(join(folder, `${owner}.lock`));
      if (lock) return { owner, lock };
    }
    throw new Error('its locks do not hold');
  } catch (error) {
    throw new Error(`SPOOL_DIR: ${folder} cannot be used: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

function named(file: string): Named {
  const match = /^(.+)\.(\d+)\.ndjson$/.exec(file);
  return match
    ? { file, owner: match[1] ?? '', number: Number(match[2]) }
    : { file, owner: file.slice(0, -'.ndjson'.length), number: 0 };
}

/** Nothing where the folder has gone. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** A folder, a link or a pipe of such a name is none of ours, and to read it could take for ever. */
function isPlainFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** 0 where another process has just entered it. */
function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
