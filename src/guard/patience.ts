/** How long a store is waited for, and what its silence means to each caller. */
import { StoreUnavailable, storeProblem } from '../errors.ts';
import { waitUntil } from './deadline-wheel.ts';

/** Endpoints other than a decision answer 503 where the store is out of reach. */
export async function asProblem<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof StoreUnavailable ? storeProblem(error) : error;
  }
}

/** Instants of one question (monotonic), counted from its arrival. */
export interface Deadline {
  /** Nothing begins to be written for it from then on. */
  readonly writeByMs: number;
  /** Whoever asked is told by then. */
  readonly answerByMs: number;
}

/** What was begun in time has this long to be answered. */
const lastWriteMs = 50;

export function deadlineOf(arrivedMs: number, patienceMs: number): Deadline {
  const answerByMs = arrivedMs + patienceMs;
  return { answerByMs, writeByMs: answerByMs - lastWriteMs };
}

/** @throws StoreUnavailable where `work` takes longer; what was begun before is told by its operation id */
export function withDeadline<T>(work: Promise<T>, { answerByMs }: Deadline): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = waitUntil(answerByMs, () =>
      reject(new StoreUnavailable('the store did not answer in time', { unknown: true })),
    );
    work.then(
      (value) => {
        stop();
        resolve(value);
      },
      (error: unknown) => {
        stop();
        reject(error);
      },
    );
  });
}
