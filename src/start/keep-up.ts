/** The service's chores, each again and again by itself. */
import { StoreUnavailable, Unreadable } from '../errors.ts';
import { wordsOf } from '../files.ts';
import type { Chore, Service } from '../service.ts';
import type { Log } from '../telemetry/log.ts';

/** A store that was away is to be in use soon after it is back. */
const retryMs = 250;

/** Repeats the chores; what goes wrong with one is said once until it goes well again. @returns how to stop */
export function keepUp(service: Pick<Service, 'chores' | 'store'>, inUse: boolean, log: Log): () => void {
  const stops = service.chores.map((chore) => repeat(chore, inUse, service.store.problems, log));
  return () => {
    for (const stop of stops) stop();
  };
}

function repeat(chore: Chore, inUse: boolean, storeProblems: () => readonly string[], log: Log): () => void {
  let stopped = false;
  let said = false;
  let timer: NodeJS.Timeout;
  /** Grows while the chore fails on a store that is in use. */
  let againMs = retryMs;
  const later = (ms: number): void => {
    timer = setTimeout(() => void run(), Math.min(ms, chore.everyMs));
    timer.unref();
  };
  const run = async (): Promise<void> => {
    let waitMs = chore.everyMs;
    try {
      await chore.run();
      if (said) log.info({ event: 'chores.resumed', chore: chore.name });
      said = false;
      againMs = retryMs;
    } catch (error) {
      // Of a store that is out of reach the service tells by itself.
      if (!said && (error instanceof Unreadable || !(error instanceof StoreUnavailable))) {
        log.warn({ event: 'chores.failed', chore: chore.name, err: wordsOf(error) });
        said = true;
      }
      waitMs = againMs;
      againMs = storeProblems().length > 0 ? retryMs : againMs * 2;
    }
    if (!stopped) later(waitMs);
  };
  later(inUse ? chore.everyMs : retryMs);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
