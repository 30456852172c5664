/** What a conformance test is given: a fresh store, the services on it, and its clock. */
import type { World } from '../../../test/support/world.ts';
import type { PolicySet } from '../../policy/types.ts';
import type { Service } from '../../service.ts';

/** One fresh store with a service on it, opened. */
export interface StoreHarness {
  readonly service: Service;
  /** Sets the clock that the store decides by. */
  setNow(ms: number): void;
  /** Another service on the same store and clock, as a second process would be; absent where a store serves one process. */
  readonly second?: () => Promise<Service>;
  /** Closes every service and removes what the store left behind. */
  close(): Promise<void>;
}

export type NewHarness = (policies: PolicySet, nowMs: number) => Promise<StoreHarness>;

/** A test's world; `second` is another service on the same store, the same one where the store serves one process only. */
export interface StoreWorld extends World {
  second(): Promise<World>;
  readonly hasSecond: boolean;
}

/** Declares one test under `rules` (YAML items of policy `house`, or a set). */
export type StoreTest = (name: string, rules: string | PolicySet, run: (world: StoreWorld) => Promise<void>) => void;
