/** The service's chores, again and again. */
import { StoreUnavailable } from '../errors.ts';
import { wordsOf } from '../files.ts';
import type { Service } from '../service.ts';
import type { Log } from '../telemetry/log.ts';

const choresEveryMs = 10_000;
/** A store that was away at the start is to be in use soon after it is back. */
const retryEveryMs = 250;

/** Repeats the service's chores; what goes wrong is said once until it goes well again. @returns how to stop */
export function keepUp(service: Service, inUse: boolean, log: Log): () => void {
  let stopped = false;
  let failing = !inUse;
  let said = false;
  let timer: NodeJS.Timeout;
  const later = (ms: number): void => {
    timer = setTimeout(() => void tend(), ms);
    timer.unref();
  };
  const tend = async (): Promise<void> => {
    try {
      await service.tend();
      if (said) log.info({ event: 'chores.resumed' });
      failing = said = false;
    } catch (error) {
      // Of a store that is out of reach the service tells by itself.
      if (!said && !(error instanceof StoreUnavailable)) {
        log.warn({ event: 'chores.failed', err: wordsOf(error) });
        said = true;
      }
      failing = true;
    }
    if (!stopped) later(failing ? retryEveryMs : choresEveryMs);
  };
  later(failing ? retryEveryMs : choresEveryMs);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
