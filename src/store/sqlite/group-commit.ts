/** Decisions that wait together are committed together, and while the disk takes what was committed the next ones are prepared. */
import type { DatabaseSync } from 'node:sqlite';
import { monotonicMs } from '../../clock.ts';
import { StoreUnavailable } from '../../errors.ts';
import { wordsOf } from '../../files.ts';

interface Job {
  /** Whoever waits has been told by then (monotonic): from then on it is not run. */
  readonly untilMs: number;
  readonly writes: number;
  run(): unknown;
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
  /** Most jobs of one commit: the others are prepared while the disk takes these. */
  readonly jobs: number;
  /** A commit begins no further job after so long: sockets and timers get their turn between two commits. */
  readonly ms: number;
}

const usual: GroupLimits = { jobs: 32, ms: 10 };
/** Nobody waits beside those who wait for the same commit: an import into a store of its own. */
export const wholeGroups: GroupLimits = { jobs: 1024, ms: 500 };

export interface GroupParts {
  readonly db: DatabaseSync;
  /** Resolves once what was committed is on the disk; absent: it is when it is committed. */
  readonly sync?: (() => Promise<void>) | undefined;
  onRollback(): void;
  onCommit?(writes: number): void;
}

/** What was committed or refused, to be told in this order. */
interface Done {
  tell(): void;
  refuse(failure: StoreUnavailable): void;
}

export function createGroupCommit(
  { db, sync, onRollback, onCommit }: GroupParts,
  limits: GroupLimits = usual,
): GroupCommit {
  const queue: Job[] = [];
  let scheduled = false;
  let failed: string | undefined;
  let newest: Promise<unknown> | undefined;
  let done: Done[] = [];
  let isSyncing = false;
  /** From there on nobody knows what the disk has: no later commit could be relied on. */
  let lost: StoreUnavailable | undefined;

  /** One at a time: the next is for all that was committed meanwhile. */
  const syncAndTell = async (): Promise<void> => {
    if (isSyncing) return;
    isSyncing = true;
    while (done.length > 0) {
      const now = done;
      done = [];
      try {
        if (lost) throw lost;
        if (sync) await sync();
        for (const { tell } of now) tell();
      } catch (error) {
        lost ??= new StoreUnavailable(
          `the disk did not keep what was written (${wordsOf(error)}): mend it, and restart the service`,
          { cause: error },
        );
        failed = lost.message;
        for (const { refuse } of now) refuse(lost);
      }
    }
    isSyncing = false;
  };

  const flush = (): void => {
    scheduled = false;
    const group: Job[] = [];
    const made: Done[] = [];
    const endMs = monotonicMs() + limits.ms;
    try {
      if (lost) throw lost;
      db.exec('BEGIN IMMEDIATE');
      for (const job of queue) {
        const nowMs = monotonicMs();
        if (group.length > 0 && (group.length === limits.jobs || nowMs >= endMs)) break;
        group.push(job);
        try {
          if (nowMs >= job.untilMs) throw new StoreUnavailable('the embedded store had no time for this');
          const value = job.run();
          made.push({ tell: () => job.resolve(value), refuse: job.reject });
        } catch (error) {
          if (isStorageError(error)) throw error;
          made.push({ tell: () => job.reject(error), refuse: job.reject });
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
      made.splice(0, made.length, ...group.map(({ reject }) => ({ tell: () => reject(failure), refuse: reject })));
    }
    queue.splice(0, group.length);
    if (queue.length > 0) schedule();
    done.push(...made);
    void syncAndTell();
    if (failed === undefined) onCommit?.(group.reduce((sum, job) => sum + job.writes, 0));
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
      queue.push({ untilMs, writes, run: work, resolve: resolve as (value: unknown) => void, reject });
      newest = promise;
      schedule();
      return promise;
    },
    failure: () => failed,
    async settled() {
      // Whether it succeeded is told to whoever asked for it.
      await newest?.catch(() => undefined);
    },
  };
}

/** SQLite's own errors undo the whole group: a write of it may be half done. */
function isStorageError(error: unknown): boolean {
  return error instanceof Error && (error as { code?: string }).code === 'ERR_SQLITE_ERROR';
}
