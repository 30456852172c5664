/** Asks the thread that reads the decision log; in memory, where no second connection can see anything, this thread reads, a piece at a time. */
import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { StoreUnavailable, UnknownCursor } from '../../errors.ts';
import type { Pace } from '../../pace.ts';
import type { EntryFilter, EntryPage } from '../store.ts';
import { createEntryQueries, type EntryQueries } from './entry-query.ts';

export interface EntryReader {
  /** @throws UnknownCursor; the signal's reason once whoever asked has gone */
  page(filter: EntryFilter, limit: number, cursor?: string, signal?: AbortSignal, pace?: Pace): Promise<EntryPage>;
  after(seq: number, most: number): Promise<ReturnType<EntryQueries['after']>>;
  /** Ends the thread whatever it is about; what was asked is refused. */
  close(): Promise<void>;
}

export interface WorkerInput {
  readonly path: string;
}

type Asked =
  | { readonly ask: 'page'; readonly args: [EntryFilter, number, string | undefined]; readonly restsMs: number }
  | { readonly ask: 'after'; readonly args: [number, number] };
/** To the thread: a question, or the number of one that nobody waits for any more. */
export type Told = { readonly id: number } & (Asked | { readonly ask: 'stop' });

export interface Reply {
  readonly id: number;
  readonly value?: unknown;
  readonly words?: string;
  readonly isCursor?: boolean;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** How long the thread has to end before it is left alone. */
const endMs = 1000;

export function createEntryReader(path: string, db: DatabaseSync): EntryReader {
  return path === ':memory:' ? readHere(db) : readInThread(path);
}

function readHere(db: DatabaseSync): EntryReader {
  const queries = createEntryQueries(db);
  return {
    async page(filter, limit, cursor, signal, pace) {
      const work = queries.page(filter, limit, cursor);
      for (let step = work.next(); ; step = work.next()) {
        if (step.done) return step.value;
        await (pace?.rest() ?? nextTurn());
        signal?.throwIfAborted();
      }
    },
    after: async (seq, most) => queries.after(seq, most),
    async close() {},
  };
}

function readInThread(path: string): EntryReader {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let asked = 0;
  let closed = false;

  /** A thread that nobody waits for keeps no process alive. */
  const settle = (id: number, act: (one: Waiting) => void): void => {
    const one = waiting.get(id);
    waiting.delete(id);
    if (waiting.size === 0) worker?.unref();
    if (one) act(one);
  };
  const refuseAll = (error: StoreUnavailable): void => {
    for (const id of [...waiting.keys()]) settle(id, ({ reject }) => reject(error));
  };
  /** Made with the first question: who never asks pays for no thread. */
  const begin = (): Worker => {
    const made = new Worker(new URL('./entry-worker.ts', import.meta.url), {
      workerData: { path } satisfies WorkerInput,
    });
    made.on('message', ({ id, value, words, isCursor }: Reply) => {
      settle(id, ({ resolve, reject }) => {
        if (words === undefined) resolve(value);
        else if (isCursor) reject(new UnknownCursor());
        else reject(new StoreUnavailable(`the embedded store refused a read: ${words}`));
      });
    });
    made.on('error', (error) => {
      worker = undefined;
      refuseAll(new StoreUnavailable('the thread that reads the log has ended', { cause: error }));
    });
    return made;
  };

  const ask = <T>(what: Asked, signal?: AbortSignal): Promise<T> => {
    if (closed) return Promise.reject(new StoreUnavailable('the embedded store is closed'));
    if (signal?.aborted) return Promise.reject(signal.reason);
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const id = ++asked;
    waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
    worker ??= begin();
    worker.ref();
    const tell = (told: Told): void => worker?.postMessage(told);
    tell({ ...what, id });
    const gone = (): void => {
      tell({ id, ask: 'stop' });
      settle(id, () => reject(signal?.reason));
    };
    signal?.addEventListener('abort', gone, { once: true });
    return promise.finally(() => signal?.removeEventListener('abort', gone));
  };

  return {
    page: (filter, limit, cursor, signal, pace) =>
      ask({ ask: 'page', args: [filter, limit, cursor], restsMs: pace?.restsMs() ?? 0 }, signal),
    after: (seq, most) => ask({ ask: 'after', args: [seq, most] }),
    async close() {
      closed = true;
      const ending = worker?.terminate();
      refuseAll(new StoreUnavailable('the embedded store is closed'));
      if (ending === undefined) return;
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, endMs);
      });
      await Promise.race([ending, late]);
      clearTimeout(timer);
    },
  };
}
