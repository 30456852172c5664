/**
 * Says in the log when the store goes and when it is back, once each, whether or not anybody asks, and not for each answer. What fails now and
 * then while the store is in use is said at most once a minute.
 */
import { monotonicMs } from '../clock.ts';
import type { StoreUnavailable } from '../errors.ts';
import type { Log } from '../telemetry/log.ts';

export interface StoreTrouble {
  /** An answer was given without the store. */
  missed(error: StoreUnavailable): void;
  /** Looks now, and from now on. @returns how to stop */
  follow(problems: () => readonly string[]): () => void;
}

const lookEveryMs = 100;
/** Until the cause of a lost connection is known, and until answers begun without the store have been given. */
const settleMs = 700;
/** A cause that changes meanwhile is said when it has stood for so long. */
const newCauseMs = 5000;
/** Answers missed while the store counts as in use are its loss, found out a little later, or are said by then. */
const strayMs = 3000;
const saidAgainMs = 60_000;

interface Outage {
  readonly sinceMs: number;
  cause: string;
  causeSinceMs: number;
  said: string | undefined;
  /** It seems to be back since then. */
  wellSinceMs: number | undefined;
  degraded: number;
}

interface Strays {
  readonly sinceMs: number;
  count: number;
  cause: string;
}

/** `host`: where the store is, without passwords. */
export function createStoreTrouble({ log, host }: { readonly log: Log; readonly host: string }): StoreTrouble {
  let outage: Outage | undefined;
  let strays: Strays | undefined;
  let straysSaidMs = Number.NEGATIVE_INFINITY;

  const saw = (problems: readonly string[], nowMs: number): void => {
    if (problems.length > 0) {
      const cause = problems.join('; ');
      outage ??= begin(cause, nowMs);
      outage.wellSinceMs = undefined;
      if (cause !== outage.cause) Object.assign(outage, { cause, causeSinceMs: nowMs });
      if (outage.said === undefined) {
        if (nowMs - outage.sinceMs >= settleMs) sayGone(outage);
      } else if (cause !== outage.said && nowMs - outage.causeSinceMs >= newCauseMs) {
        log.error({ event: 'store.still-unavailable', host, cause }, `the store is still out of reach: ${cause}`);
        outage.said = cause;
      }
    } else if (outage) {
      outage.wellSinceMs ??= nowMs;
      if (nowMs - outage.wellSinceMs >= settleMs) sayBack(outage, outage.wellSinceMs);
    } else if (strays && nowMs - strays.sinceMs >= strayMs && nowMs - straysSaidMs >= saidAgainMs) {
      const { count, cause } = strays;
      log.warn({ event: 'store.slow', host, cause, degraded: count }, `${count} answers without the store: ${cause}`);
      strays = undefined;
      straysSaidMs = nowMs;
    }
  };

  const begin = (cause: string, nowMs: number): Outage => {
    const degraded = strays?.count ?? 0;
    strays = undefined;
    return { sinceMs: nowMs, cause, causeSinceMs: nowMs, said: undefined, wellSinceMs: undefined, degraded };
  };

  const sayGone = (gone: Outage): void => {
    log.error(
      { event: 'store.unavailable', host, cause: gone.cause },
      `the store is out of reach, and decisions are degraded until it is back: ${gone.cause}`,
    );
    gone.said = gone.cause;
  };

  const sayBack = (gone: Outage, backMs: number): void => {
    if (gone.said === undefined) sayGone(gone);
    const awayMs = Math.round(backMs - gone.sinceMs);
    log.info(
      { event: 'store.back', host, awayMs, degraded: gone.degraded },
      `the store is back after ${(awayMs / 1000).toFixed(1)} s; ${gone.degraded} answers were degraded`,
    );
    outage = undefined;
  };

  return {
    missed(error) {
      if (outage) {
        outage.degraded++;
        return;
      }
      strays ??= { sinceMs: monotonicMs(), count: 0, cause: '' };
      strays.count++;
      strays.cause = error.message;
    },
    follow(problems) {
      const look = () => saw(problems(), monotonicMs());
      const timer = setInterval(look, lookEveryMs);
      timer.unref();
      look();
      return () => clearInterval(timer);
    },
  };
}
