/** The thread that reads the decision log: a connection of its own to the same file, so that no query holds up a decision. */
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { wordsOf } from '../../files.ts';
import { createEntryQueries } from './entry-query.ts';
import type { Question, WorkerInput } from './entry-reader.ts';

const { path, stop } = workerData as WorkerInput;
const db = new DatabaseSync(path, { readOnly: true, timeout: 1000 });
db.exec('PRAGMA cache_size = -16384');
const queries = createEntryQueries(db);

parentPort?.on('message', ({ id, ask, args }: Question) => {
  try {
    const isStopped = () => Atomics.load(stop, 0) === id;
    const value = ask === 'page' ? queries.page(...args, isStopped) : queries.after(...args);
    parentPort?.postMessage({ id, value });
  } catch (error) {
    parentPort?.postMessage({ id, isRange: error instanceof RangeError, words: wordsOf(error) });
  }
});
