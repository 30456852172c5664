/**
 * Brings what was committed from the write-ahead log into the database, on a thread with a connection of its own: as a part of a commit it would
 * hold up every decision for as long as the disk takes for thousands of pages. And a little at a time: a commit that comes while the disk takes
 * pages waits until it has them all.
 */
import { closeSync, openSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';

export interface Checkpoints {
  /** So much was committed at once. */
  committed(writes: number): void;
  /** Before the database is closed. @returns what is to be called after that */
  close(): Promise<() => void>;
}

export interface CheckpointLimits {
  /** A write is a page or two. */
  readonly everyWrites: number;
  /** Where many wait for each commit, the disk is to have what is written again and again but once. */
  readonly everyWritesWhenBusy: number;
  /** A log that has so many pages is begun again from its start. */
  readonly longPages: number;
  /** Whether each time is waited for until it is on the disk. */
  readonly isFlushed: boolean;
}

export interface CheckpointInput {
  readonly path: string;
  readonly longPages: number;
  /** The database, to wait for the disk; undefined: not waited for. */
  readonly file: number | undefined;
}

const usual: CheckpointLimits = { everyWrites: 64, everyWritesWhenBusy: 4096, longPages: 16_384, isFlushed: true };
/** Where nobody waits, and most pages are written again and again: of those one in the log is brought in. */
export const seldom: CheckpointLimits = {
  everyWrites: 32_768,
  everyWritesWhenBusy: 32_768,
  longPages: 131_072,
  isFlushed: false,
};
/** Of one commit. */
const busyWrites = 16;
/** How long the thread has to end before it is left alone. */
const endMs = 1000;

export function createCheckpoints(path: string, db: DatabaseSync, limits = usual): Checkpoints {
  const { longPages } = limits;
  let worker: Worker | undefined;
  let file: number | undefined;
  let writes = 0;
  let isAtWork = false;

  const beginAnew = (): void => {
    try {
      db.exec('PRAGMA wal_checkpoint(PASSIVE)');
    } catch {
      // What is wrong with the file, the next commit meets and tells.
    }
  };
  /** Made when there is something to do: a service with few decisions pays for no thread. */
  const begin = (): Worker => {
    if (limits.isFlushed) file ??= openSync(path, 'r+');
    const made = new Worker(new URL('./checkpoint-worker.ts', import.meta.url), {
      workerData: { path, longPages, file } satisfies CheckpointInput,
    });
    made.unref();
    made.on('message', (pages: number) => {
      isAtWork = false;
      // The log begins anew only where nothing of it is left: what came meanwhile is little, and is done here between two commits.
      if (pages >= longPages) beginAnew();
    });
    // Without the thread SQLite does it as a part of a commit (`wal_autocheckpoint`), later.
    made.on('error', () => {
      isAtWork = false;
      worker = undefined;
    });
    return made;
  };

  /** With any descriptor of a file that it closes, a process loses all of its locks on that file: SQLite's too. */
  const letGo = (): void => {
    if (file !== undefined) closeSync(file);
    file = undefined;
  };

  return {
    committed(count) {
      writes += count;
      const enough = count > busyWrites ? limits.everyWritesWhenBusy : limits.everyWrites;
      if (isAtWork || writes < enough || path === ':memory:') return;
      writes = 0;
      isAtWork = true;
      worker ??= begin();
      worker.postMessage('checkpoint');
    },
    async close() {
      const ending = worker;
      worker = undefined;
      if (ending === undefined) return letGo;
      const { promise, resolve } = Promise.withResolvers<void>();
      ending.once('exit', () => resolve());
      ending.postMessage('close');
      const timer = setTimeout(resolve, endMs);
      await promise;
      clearTimeout(timer);
      return letGo;
    },
  };
}
