/** Decisions that wait together are committed together: one fsync for all of them. */
import type { DatabaseSync } from 'node:sqlite';
import { monotonicMs } from '../../clock.ts';
import { StoreUnavailable } from '../../errors.ts';
import { wordsOf } from '../../files.ts';

interface Job {
  /** Whoever waits has been told by then (monotonic): from then on it is not run. */
  readonly untilMs: number;
  run(): unknown;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

export interface GroupCommit {
  /**
   * Runs `work` inside a transaction and resolves once that is durable. A throw of `work` rejects it alone; it must then have written nothing.
   * It does not begin from `untilMs` (monotonic) on; absent: however late.
   */
  write<T>(work: () => T, untilMs?: number): Promise<T>;
  /** Commits what waits. */
  drain(): Promise<void>;
  /** Why the last commit failed; undefined: it went through. */
  failure(): string | undefined;
}

/** Most jobs of one commit: bounds how long the event loop is held. */
const maxGroup = 512;

export function createGroupCommit(db: DatabaseSync, onRollback: () => void): GroupCommit {
  const queue: Job[] = [];
  let scheduled = false;
  let failed: string | undefined;

  const flush = (): void => {
    scheduled = false;
    const group = queue.splice(0, maxGroup);
    if (queue.length > 0) schedule();
    const settled: (() => void)[] = [];
    try {
      db.exec('BEGIN IMMEDIATE');
      for (const job of group) {
        try {
          if (monotonicMs() >= job.untilMs) throw new StoreUnavailable('the embedded store had no time for this');
          const value = job.run();
          settled.push(() => job.resolve(value));
        } catch (error) {
          if (isStorageError(error)) throw error;
          settled.push(() => job.reject(error));
        }
      }
      db.exec('COMMIT');
      failed = undefined;
    } catch (error) {
      failed = `the embedded store refused a write: ${wordsOf(error)}`;
      rollback();
      const failure = new StoreUnavailable(failed, { cause: error });
      for (const job of group) job.reject(failure);
      return;
    }
    for (const settle of settled) settle();
  };

  const rollback = (): void => {
    try {
      db.exec('ROLLBACK');
    } catch {
      // A failed COMMIT may have ended the transaction already.
    }
    try {
      onRollback();
    } catch {
      // Of a closed or broken file nothing can be read again; whoever waits is told all the same.
    }
  };

  const schedule = (): void => {
    if (scheduled) return;
    scheduled = true;
    setImmediate(flush);
  };

  return {
    write: <T>(work: () => T, untilMs = Number.POSITIVE_INFINITY) =>
      new Promise<T>((resolve, reject) => {
        queue.push({ untilMs, run: work, resolve: resolve as (value: unknown) => void, reject });
        schedule();
      }),
    failure: () => failed,
    async drain() {
      while (queue.length > 0) await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

/** SQLite's own errors undo the whole group: a write of it may be half done. */
function isStorageError(error: unknown): boolean {
  return error instanceof Error && (error as { code?: string }).code === 'ERR_SQLITE_ERROR';
}
