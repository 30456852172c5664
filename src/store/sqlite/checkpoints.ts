/**
 * Brings what was committed from the write-ahead log into the database, on a thread with a connection of its own: as a part of a commit it would
 * hold up every decision for as long as the disk takes for thousands of pages.
 */
import type { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';

export interface Checkpoints {
  /** So much was committed. */
  committed(writes: number): void;
  /** Before the database is closed. */
  close(): Promise<void>;
}

export interface CheckpointLimits {
  /** A write is a page or two. */
  readonly everyWrites: number;
  /** A log that has so many pages is begun again from its start. */
  readonly longPages: number;
}

const usual: CheckpointLimits = { everyWrites: 4096, longPages: 16_384 };
/** Where nobody waits, and most pages are written again and again: of those one in the log is brought in. */
export const seldom: CheckpointLimits = { everyWrites: 32_768, longPages: 131_072 };
/** How long the thread has to end before it is left alone. */
const endMs = 1000;

export function createCheckpoints(path: string, db: DatabaseSync, { everyWrites, longPages } = usual): Checkpoints {
  let worker: Worker | undefined;
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
    const made = new Worker(new URL('./checkpoint-worker.ts', import.meta.url), { workerData: path });
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

  return {
    committed(count) {
      writes += count;
      if (writes < everyWrites || isAtWork || path === ':memory:') return;
      writes = 0;
      isAtWork = true;
      worker ??= begin();
      worker.postMessage('checkpoint');
    },
    async close() {
      const ending = worker;
      worker = undefined;
      if (ending === undefined) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      ending.once('exit', () => resolve());
      ending.postMessage('close');
      const timer = setTimeout(resolve, endMs);
      await promise;
      clearTimeout(timer);
    },
  };
}
