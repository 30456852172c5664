/** What was said is acknowledged when all that was written for it is as safe as the deployment wants it. */
import type { ContactStore, Written } from '../store/store.ts';

/** The store's steps, taken note of until they are acknowledged together. */
export interface Writes {
  readonly transact: ContactStore['transact'];
  readonly transactAddress: ContactStore['transactAddress'];
  readonly transactNewAddresses: ContactStore['transactNewAddresses'];
}

/** @throws NotAcknowledged where it is not so in time; what `work` wrote binds all the same */
export async function acknowledged<T>(store: ContactStore, work: (writes: Writes) => Promise<T>): Promise<T> {
  const written: Written = [];
  const value = await work({
    transact: (customer, step, writeByMs) => store.transact(customer, step, writeByMs, written),
    transactAddress: (address, step) => store.transactAddress(address, step, written),
    transactNewAddresses: (steps) => store.transactNewAddresses(steps, written),
  });
  await store.settled(written);
  return value;
}
