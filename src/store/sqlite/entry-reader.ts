/** Asks the thread that reads the decision log, one question at a time; in memory, where no second connection can see anything, in this thread. */
import type { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { StoreUnavailable } from '../../errors.ts';
import type { EntryFilter, EntryPage } from '../store.ts';
import { createEntryQueries, type EntryQueries } from './entry-query.ts';

export interface EntryReader {
  /** @throws RangeError for a cursor that this store did not make; the signal's reason once whoever asked has gone */
  page(filter: EntryFilter, limit: number, cursor?: string, signal?: AbortSignal): Promise<EntryPage>;
  after(seq: number, most: number): Promise<ReturnType<EntryQueries['after']>>;
  /** Ends the thread whatever it is about; what was asked is refused. */
  close(): Promise<void>;
}

export interface WorkerInput {
  readonly path: string;
  /** Holds the number of the question that is not to be answered any more. */
  readonly stop: Int32Array;
}

export type Question = { readonly id: number } & (
  | { readonly ask: 'page'; readonly args: [EntryFilter, number, string | undefined] }
  | { readonly ask: 'after'; readonly args: [number, number] }
);
type Asked = Question extends infer Q ? (Q extends { id: number } ? Omit<Q, 'id'> : never) : never;

interface Waiting {
  readonly question: Question;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

interface Reply {
  readonly id: number;
  readonly value?: unknown;
  readonly words?: string;
  readonly isRange?: boolean;
}

/** How long the thread has to end before it is left alone. */
const endMs = 1000;

export function createEntryReader(path: string, db: DatabaseSync): EntryReader {
  return path === ':memory:' ? readHere(db) : readInThread(path);
}

function readHere(db: DatabaseSync): EntryReader {
  const queries = createEntryQueries(db);
  return {
    page: async (filter, limit, cursor, signal) => queries.page(filter, limit, cursor, () => signal?.aborted === true),
    after: async (seq, most) => queries.after(seq, most),
    async close() {},
  };
}

function readInThread(path: string): EntryReader {
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const waiting: Waiting[] = [];
  let current: Waiting | undefined;
  let worker: Worker | undefined;
  let asked = 0;
  let closed = false;

  const advance = (): void => {
    if (current !== undefined) return;
    current = waiting.shift();
    // A thread that nobody waits for keeps no process alive.
    if (current === undefined) {
      worker?.unref();
      return;
    }
    worker ??= begin();
    worker.ref();
    worker.postMessage(current.question);
  };
  const settle = (act: (done: Waiting) => void): void => {
    const done = current;
    current = undefined;
    if (done) act(done);
    advance();
  };
  /** Made with the first question: who never asks pays for no thread. */
  const begin = (): Worker => {
    const made = new Worker(new URL('./entry-worker.ts', import.meta.url), {
      workerData: { path, stop } satisfies WorkerInput,
    });
    made.on('message', (reply: Reply) => {
      settle(({ resolve, reject }) => {
        if (reply.words === undefined) resolve(reply.value);
        else if (reply.isRange) reject(new RangeError(reply.words));
        else reject(new StoreUnavailable(`the embedded store refused a read: ${reply.words}`));
      });
    });
    made.on('error', (error) => {
      worker = undefined;
      settle(({ reject }) => reject(new StoreUnavailable('the thread that reads the log has ended', { cause: error })));
    });
    return made;
  };

  const ask = <T>(what: Asked, signal?: AbortSignal): Promise<T> => {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    if (closed) return Promise.reject(new StoreUnavailable('the embedded store is closed'));
    if (signal?.aborted) return Promise.reject(signal.reason);
    const question = { ...what, id: ++asked } as Question;
    const one: Waiting = { question, resolve: resolve as (value: unknown) => void, reject };
    waiting.push(one);
    const gone = (): void => {
      const at = waiting.indexOf(one);
      if (at >= 0) waiting.splice(at, 1);
      else Atomics.store(stop, 0, question.id);
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', gone, { once: true });
    advance();
    return promise.finally(() => signal?.removeEventListener('abort', gone));
  };

  return {
    page: (filter, limit, cursor, signal) => ask({ ask: 'page', args: [filter, limit, cursor] }, signal),
    after: (seq, most) => ask({ ask: 'after', args: [seq, most] }),
    async close() {
      closed = true;
      const refused = [...(current ? [current] : []), ...waiting.splice(0)];
      current = undefined;
      for (const { reject } of refused) reject(new StoreUnavailable('the embedded store is closed'));
      if (worker === undefined) return;
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, endMs);
      });
      await Promise.race([worker.terminate(), late]);
      clearTimeout(timer);
    },
  };
}
