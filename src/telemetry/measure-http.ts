/** Counts and times requests by route, method, class of the status and caller: each route keeps its cells, so that a request costs two look-ups. */
import { monotonicMs } from '../clock.ts';
import { catalogue } from './catalogue.ts';
import type { Count, Metrics, Spread } from './metrics.ts';

export interface RouteMeter {
  /** @returns when it began; `end` is called once for it. */
  begin(): number;
  end(beganMs: number, status: number, caller: string | undefined): void;
}

export interface HttpMeter {
  /** `route` is a path with the names of its parameters, never with their values. */
  route(route: string, method: string): RouteMeter;
  /** A problem was answered, to a whole request or to one line of it. */
  problem(route: string, code: string, caller: string | undefined): void;
}

interface Cell {
  readonly count: Count;
  readonly duration: Spread;
}

export function createHttpMeter(metrics: Metrics): HttpMeter {
  const requests = metrics.counter(catalogue.requests);
  const durations = metrics.histogram(catalogue.requestDuration);
  const problems = metrics.counter(catalogue.problems);
  let inFlight = 0;
  metrics.observe(catalogue.inFlight, () => inFlight);
  return {
    route(route, method) {
      const cells = new Map<string, Cell[]>();
      const cellOf = (caller: string, statusClass: number): Cell => {
        const classes = cells.get(caller) ?? [];
        if (classes.length === 0) cells.set(caller, classes);
        const known = classes[statusClass];
        if (known) return known;
        const labels = [route, method, `${statusClass}xx`, caller] as const;
        const made = { count: requests(...labels), duration: durations(...labels) };
        classes[statusClass] = made;
        return made;
      };
      return {
        begin() {
          inFlight++;
          return monotonicMs();
        },
        end(beganMs, status, name) {
          inFlight--;
          const { count, duration } = cellOf(metrics.caller(name), Math.floor(status / 100));
          count.value++;
          duration.record((monotonicMs() - beganMs) / 1000);
        },
      };
    },
    problem: (route, code, name) => void problems(route, code, metrics.caller(name)).value++,
  };
}
