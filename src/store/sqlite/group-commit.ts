/** Decisions that wait together are committed together: one fsync for all of them. */
import type { DatabaseSync } from 'node:sqlite';
import { monotonicMs } from '../../clock.ts';
import { StoreUnavailable } from '../../errors.ts';
import { wordsOf } from '../../files.ts';

interface Job {
  /** Whoever waits has been told by then (monotonic): from then on it is not run. */
  readonly untilMs: number;
  readonly writes: number;
  run(): unknown;
  readonly promise: Promise<unknown>;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

export interface GroupCommit {
  /**
   * Runs `work` inside a transaction and resolves once that is durable. A throw of `work` rejects it alone; it must then have written nothing.
   * It does not begin from `untilMs` (monotonic) on; absent: however late.
   * @param writes how many it is as good as
   */
  write<T>(work: () => T, untilMs?: number, writes?: number): Promise<T>;
  /** Resolves once all that waits now is committed or refused; what comes later is not waited for. */
  settled(): Promise<void>;
  /** Why the last commit failed; undefined: it went through. */
  failure(): string | undefined;
}

export interface GroupLimits {
  /** Most jobs of one commit. */
  readonly jobs: number;
  /** A commit begins no further job after so long: sockets and timers get their turn between two commits. */
  readonly ms: number;
}

const usual: GroupLimits = { jobs: 512, ms: 10 };
/** Nobody waits beside those who wait for the same commit: an import into a store of its own. */
export const wholeGroups: GroupLimits = { jobs: 1024, ms: 500 };

export interface GroupEvents {
  onRollback(): void;
  onCommit?(writes: number): void;
}

export function createGroupCommit(
  db: DatabaseSync,
  { onRollback, onCommit }: GroupEvents,
  limits: GroupLimits = usual,
): GroupCommit {
  const queue: Job[] = [];
  let scheduled = false;
  let failed: string | undefined;

  const flush = (): void => {
    scheduled = false;
    const group: Job[] = [];
    const settled: (() => void)[] = [];
    const endMs = monotonicMs() + limits.ms;
    try {
      db.exec('BEGIN IMMEDIATE');
      for (const job of queue) {
        const nowMs = monotonicMs();
        if (group.length > 0 && (group.length === limits.jobs || nowMs >= endMs)) break;
        group.push(job);
        try {
          if (nowMs >= job.untilMs) throw new StoreUnavailable('the embedded store had no time for this');
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
      // Where not even the transaction began, nobody who waits is better off by waiting on.
      if (group.length === 0) group.push(...queue);
      settled.splice(0, settled.length, ...group.map((job) => () => job.reject(failure)));
    }
    queue.splice(0, group.length);
    if (queue.length > 0) schedule();
    for (const settle of settled) settle();
    onCommit?.(group.reduce((sum, job) => sum + job.writes, 0));
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
    write<T>(work: () => T, untilMs = Number.POSITIVE_INFINITY, writes = 1): Promise<T> {
      const { promise, resolve, reject } = Promise.withResolvers<T>();
      queue.push({ untilMs, writes, run: work, promise, resolve: resolve as (value: unknown) => void, reject });
      schedule();
      return promise;
    },
    failure: () => failed,
    async settled() {
      // Whether it succeeded is told to whoever asked for it.
      await queue.at(-1)?.promise.catch(() => undefined);
    },
  };
}

/** SQLite's own errors undo the whole group: a write of it may be half done. */
function isStorageError(error: unknown): boolean {
  return error instanceof Error && (error as { code?: string }).code === 'ERR_SQLITE_ERROR';
}
