/**
 * The thread that reads the decision log: a connection of its own to the same file, so that no query holds up a decision. Questions take turns, so
 * that none waits for the whole of a long one, and the thread rests between the rounds where a question leaves it the time: the processors are others' too.
 */
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { monotonicMs } from '../../clock.ts';
import { UnknownCursor } from '../../errors.ts';
import { wordsOf } from '../../files.ts';
import { createRests, makeWay, sliceMs } from '../../pace.ts';
import type { EntryPage } from '../store.ts';
import { createEntryQueries } from './entry-query.ts';
import type { Reply, Told, WorkerInput } from './entry-reader.ts';

interface UnderWay {
  readonly page: Generator<void, EntryPage>;
  readonly rests: () => number;
}

const { path } = workerData as WorkerInput;
makeWay();
const db = new DatabaseSync(path, { readOnly: true, timeout: 1000 });
db.exec('PRAGMA cache_size = -16384');
const queries = createEntryQueries(db);
/** One page after another would take an eighth of a core with the usual rests: each is there long before it must be. */
const longRestMs = 10;
/** Pages that are being read, by their question. */
const underWay = new Map<number, UnderWay>();
/** There is one round at a time: where the last question goes while it rests, the next one finds it. */
let isTurning = false;

const reply = (told: Reply): void => parentPort?.postMessage(told);

function attempt(id: number, work: () => void): void {
  try {
    work();
  } catch (error) {
    underWay.delete(id);
    reply({ id, isCursor: error instanceof UnknownCursor, words: wordsOf(error) });
  }
}

function readOn(id: number, { page }: UnderWay): void {
  const untilMs = monotonicMs() + sliceMs;
  do {
    const step = page.next();
    if (!step.done) continue;
    underWay.delete(id);
    reply({ id, value: step.value });
    return;
  } while (monotonicMs() < untilMs);
}

function takeTurns(): void {
  let restMs = 0;
  for (const [id, question] of [...underWay]) {
    attempt(id, () => readOn(id, question));
    restMs += question.rests();
  }
  isTurning = underWay.size > 0;
  if (!isTurning) return;
  if (restMs > 0) setTimeout(takeTurns, restMs);
  else setImmediate(takeTurns);
}

parentPort?.on('message', (told: Told) => {
  const { id } = told;
  if (told.ask === 'stop') underWay.delete(id);
  else if (told.ask === 'after') attempt(id, () => reply({ id, value: queries.after(...told.args) }));
  else {
    underWay.set(id, { page: queries.page(...told.args), rests: createRests(told.restsMs, longRestMs) });
    if (!isTurning) setImmediate(takeTurns);
    isTurning = true;
  }
});
