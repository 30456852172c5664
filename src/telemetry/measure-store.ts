/** Times what the store does and counts the entries it wrote, from outside: a store around a store. */
import { monotonicMs } from '../clock.ts';
import { isRecorded } from '../engine/steps/decide.ts';
import type { StepState } from '../engine/steps/state.ts';
import type { StepResult } from '../engine/steps/step.ts';
import type { ContactStore } from '../store/store.ts';
import { catalogue } from './catalogue.ts';
import type { Metrics } from './metrics.ts';

const timed = [
  'read',
  'transactAddress',
  'transactNewAddresses',
  'settled',
  'readAddress',
  'pendingAddresses',
  'reviewHomes',
  'events',
  'event',
  'entries',
  'entry',
  'expireEntries',
  'activate',
  'revisions',
] as const satisfies readonly (keyof ContactStore)[];

/** @returns a store that does the same and measures it with `metrics`. */
export function measureStore(store: ContactStore, metrics: Metrics): ContactStore {
  const duration = metrics.histogram(catalogue.storeDuration);
  const written = metrics.counter(catalogue.entries)();

  async function time<T>(operation: string, run: () => Promise<T>): Promise<T> {
    const started = monotonicMs();
    try {
      return await run();
    } finally {
      duration(operation).record((monotonicMs() - started) / 1000);
    }
  }

  const measured: ContactStore = {
    ...store,
    async decide(input, tools, untilMs) {
      const started = monotonicMs();
      try {
        const outcome = await store.decide(input, tools, untilMs);
        if (outcome.kind === 'decided' && isRecorded(input, outcome)) written.value++;
        return outcome;
      } finally {
        duration('decide').record((monotonicMs() - started) / 1000);
      }
    },
    transact<T>(...[target, step, untilMs, noted]: Parameters<typeof store.transact<T>>) {
      return time('transact', async () => {
        // The step may run several times: what its last run made is what was stored.
        let made = 0;
        const counted = (state: StepState): StepResult<T> => {
          const result = step(state);
          made = result.entries.length;
          return result;
        };
        const value = await store.transact(target, counted, untilMs, noted);
        written.value += made;
        return value;
      });
    },
    enter: (...args) =>
      time('enter', async () => {
        await store.enter(...args);
        written.value++;
      }),
  };
  for (const operation of timed) {
    const run = store[operation] as (...args: readonly unknown[]) => Promise<unknown>;
    (measured as unknown as Record<string, unknown>)[operation] = (...args: readonly unknown[]) =>
      time(operation, () => run(...args));
  }
  return measured;
}
