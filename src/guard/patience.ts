/** How long a store is waited for, and what its silence means to each caller. */
import { Problem, StoreUnavailable } from '../errors.ts';

/** Endpoints other than a decision answer 503 where the store is out of reach. */
export async function asProblem<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof StoreUnavailable)
      throw new Problem('store-unavailable', 'the store is out of reach; try again soon');
    throw error;
  }
}

/** @throws StoreUnavailable where `work` takes longer; what it does later is told by its operation id */
export function withDeadline<T>(work: Promise<T>, deadlineMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new StoreUnavailable('the store did not answer in time', { unknown: true })),
      deadlineMs,
    );
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
