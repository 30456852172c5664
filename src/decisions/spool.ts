/**
 * What could not go to the store while that was out of reach (denials, refusals): kept in bounded local files, one sealed line each, and entered
 * when the store is back. Lines are sealed with a key derived from the pepper: the files hold nobody in clear. Entering is idempotent (by
 * `decisionId`, by the refusal's own id), and a file goes when all of its lines are entered or set aside: whatever step a crash cuts short, the
 * next process does it again.
 */
import { readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { StoreUnavailable } from '../errors.ts';
import { appendTo, makeFolder, syncFolder, writeWhole } from '../files.ts';
import { seal, subjectOf, unseal } from '../identity/seal.ts';
import { draftEnd, openSpoolFolder } from './spool-folder.ts';

export interface SpooledDenial {
  readonly customer: string;
  readonly decided: unknown;
  readonly context: unknown;
  readonly request: unknown;
}

/** Lines that could not be entered and stand apart now. */
export interface SetAside {
  readonly lines: number;
  readonly file: string;
  /** Of the first of them. */
  readonly why: string;
}

export interface DrainOptions {
  /** Whether the store that refused a line is there for others: then it is the line, which is tried a few times more and set aside. */
  readonly isStoreWell: () => Promise<boolean>;
  readonly onSetAside: (done: SetAside) => void;
}

export interface SpoolOptions {
  /** Lines are on the disk, and not only with the system, when `add` returns. */
  readonly isSynced?: boolean;
  readonly maxBytes?: number;
}

export interface Spool<T = SpooledDenial> {
  /** @returns false where the spool is full or cannot be written: it is not kept, and counted. */
  add(line: T): boolean;
  /** What waits in this process's files and in those it has taken over, oldest first. */
  lines(): readonly T[];
  /** What was set aside, by whichever process, and stands apart still; undefined: it is what it was when this was asked last. */
  aside(): readonly T[] | undefined;
  /**
   * Hands every line to `enter`, oldest first, and removes what was entered; those of processes that are gone too. A line that cannot be entered is
   * set aside. @returns how many were entered. @throws what `enter` threw where the store is away: the rest waits; and, when all the others are
   * entered, why a file cannot be read
   */
  drain(enter: (line: T) => Promise<void>, options?: Partial<DrainOptions>): Promise<number>;
  readonly waiting: () => number;
  /** Lines that it could not take. */
  readonly lost: () => number;
  /** Lines that could not be entered. */
  readonly rejected: () => number;
  close(): void;
}

const usualMaxBytes = 64 * 1024 * 1024;
/** A line that a store refuses, which takes others, is set aside after so many rounds. */
const mostTries = 5;

/**
 * @param key 16 bytes, base64url
 * @throws Error with one line that names the setting where the folder cannot be used
 */
export function createSpool<T = SpooledDenial>(
  folder: string,
  key: string,
  { isSynced = false, maxBytes = usualMaxBytes }: SpoolOptions = {},
): Spool<T> {
  const files = openSpoolFolder(folder, subjectOf(key).slice(0, 8));
  const countWaiting = () => files.own().reduce((sum, file) => sum + readable(file).length, 0);
  files.takeOver();
  let bytes = files.bytes();
  let waiting = countWaiting();
  let lost = 0;
  let rejected = 0;
  let draining = false;
  /** A write that a full disk cut short: the next line must not go into the same one. */
  let torn = false;
  const tries = new Map<string, number>();
  let asideState = '';

  const setAside = (line: string): void => {
    const isFull = (statSync(files.rejects, { throwIfNoEntry: false })?.size ?? 0) + line.length > maxBytes;
    if (!isFull) appendTo(files.rejects, `${line}\n`, isSynced);
    tries.delete(line);
    rejected++;
  };

  /** @throws where the store is away */
  const enterLine = async (
    line: string,
    enter: (line: T) => Promise<void>,
    isStoreWell: () => Promise<boolean>,
  ): Promise<'entered' | 'later' | { why: string }> => {
    const denial = readLine<T>(line, key);
    // Cut short by a crash, or not of this service: nobody can read it.
    if (!denial) return { why: 'it cannot be read' };
    try {
      await enter(denial);
      tries.delete(line);
      return 'entered';
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (!(error instanceof StoreUnavailable)) return { why };
      if (!(await isStoreWell())) throw error;
      const count = (tries.get(line) ?? 0) + 1;
      tries.set(line, count);
      return count < mostTries ? 'later' : { why };
    }
  };

  return {
    add(denial) {
      const line = `${torn ? '\n' : ''}${seal(key, JSON.stringify(denial))}\n`;
      try {
        if (bytes + line.length > maxBytes) throw new Error('the spool is full');
        makeFolder(dirname(files.current()), 0o700);
        appendTo(files.current(), line, isSynced);
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

    lines: () =>
      files
        .own()
        .flatMap(readable)
        .flatMap((line) => readLine<T>(line, key) ?? []),

    aside() {
      try {
        const rejects = files.allRejects();
        const state = rejects.map(stateOf).join();
        if (state === asideState) return undefined;
        const lines = rejects.flatMap(linesOf).flatMap((line) => readLine<T>(line, key) ?? []);
        asideState = state;
        return lines;
      } catch {
        // What cannot be read now is what it was.
        return undefined;
      }
    },

    async drain(enter, { isStoreWell = async () => false, onSetAside = () => {} } = {}) {
      if (draining) return 0;
      draining = true;
      const aside: string[] = [];
      let entered = 0;
      let isChanged = waiting > 0;
      let unread: unknown;
      try {
        // New denials go to a new file while the others are entered.
        files.turn();
        torn = false;
        for (const file of files.takeOver()) {
          isChanged = true;
          let lines: string[];
          try {
            lines = linesOf(file);
          } catch (error) {
            // A file that cannot be read waits, and keeps no other from being entered.
            unread ??= error;
            continue;
          }
          const left: string[] = [];
          let next = 0;
          try {
            for (const line of lines) {
              const done = await enterLine(line, enter, isStoreWell);
              if (done === 'entered') entered++;
              else if (done === 'later') left.push(line);
              else {
                setAside(line);
                aside.push(done.why);
              }
              next++;
            }
          } finally {
            replaceLines(file, lines, [...left, ...lines.slice(next)], isSynced);
          }
        }
        files.tidy();
      } finally {
        if (isChanged) {
          bytes = files.bytes();
          waiting = countWaiting();
        }
        draining = false;
        const [why] = aside;
        if (why !== undefined) onSetAside({ lines: aside.length, file: files.rejects, why });
      }
      if (unread !== undefined) throw unread;
      return entered;
    },
    waiting: () => waiting,
    lost: () => lost,
    rejected: () => rejected,
    close: files.close,
  };
}

function readLine<T>(line: string, key: string): T | undefined {
  const text = unseal(key, line);
  try {
    return text === undefined ? undefined : (JSON.parse(text) as T);
  } catch {
    return undefined;
  }
}

function linesOf(path: string): string[] {
  try {
    return readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line !== '');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Nothing where it cannot be read: to enter it is tried again, and says why not. */
function readable(path: string): string[] {
  try {
    return linesOf(path);
  } catch {
    return [];
  }
}

/** Another one whenever the file was written, put in another's place or removed. */
function stateOf(path: string): string {
  const seen = statSync(path, { throwIfNoEntry: false });
  return `${path} ${seen?.ino} ${seen?.size} ${seen?.mtimeMs}`;
}

/** Whole or not at all; without lines the file goes. */
function replaceLines(path: string, lines: readonly string[], left: readonly string[], isSynced: boolean): void {
  if (left.length === 0) rmSync(path, { force: true });
  else if (left.length < lines.length) {
    const draft = `${path}${draftEnd}`;
    writeWhole(draft, left.map((line) => `${line}\n`).join(''), isSynced);
    renameSync(draft, path);
  }
  if (isSynced) syncFolder(dirname(path));
}
