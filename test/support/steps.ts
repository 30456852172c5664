/** Holds single steps of what a service writes: the process dies before or after any one of them. */
import type { Ledger } from '../../src/ledger/ledger.ts';
import type { ContactStore } from '../../src/store/store.ts';

export interface Steps {
  /** Calls `strike` at the step of that number, counted from now on; with `dies` nothing is written or heard of from then on. */
  at(step: number, strike: { readonly when: 'before' | 'after'; run?(): Promise<void>; readonly dies: boolean }): void;
  /** How many there were since `at`. */
  readonly count: () => number;
  /** Resolves once the process is dead. */
  readonly death: Promise<void>;
  store(store: ContactStore): ContactStore;
  ledger(ledger: Ledger): Ledger;
}

export function createSteps(): Steps {
  const dead = Promise.withResolvers<void>();
  let isDead = false;
  let count = 0;
  let chosen = Number.NaN;
  let strike: Parameters<Steps['at']>[1] = { when: 'before', dies: false };

  const struck = async (): Promise<void> => {
    await strike.run?.();
    if (!strike.dies) return;
    isDead = true;
    dead.resolve();
    await new Promise(() => {});
  };
  const step =
    <A extends unknown[], T>(work: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      if (isDead) await new Promise(() => {});
      const isChosen = ++count === chosen;
      if (isChosen && strike.when === 'before') await struck();
      const value = await work(...args);
      if (isChosen && strike.when === 'after') await struck();
      return value;
    };

  return {
    at(number, what) {
      count = 0;
      chosen = number;
      strike = what;
    },
    count: () => count,
    death: dead.promise,
    store: (store) => ({
      ...store,
      transact: step(store.transact) as ContactStore['transact'],
      transactAddress: step(store.transactAddress) as ContactStore['transactAddress'],
    }),
    ledger: (ledger) => ({ ...ledger, commit: step(ledger.commit) }),
  };
}
