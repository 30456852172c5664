import type { LedgerRow } from '../../src/ledger/ledger.ts';
import { ledgerRow } from '../../src/refusals/ledger-row.ts';
import type { Service } from '../../src/service.ts';
import type { EventHome } from '../../src/store/store.ts';

export interface SaidOf {
  readonly customerId?: string;
  /** Of mail, as it is normalised. */
  readonly address?: string;
}

/** What was said last of a customer, or of nobody but an address, with all that stands there, as the ledger is told of it. */
export async function rowOf(
  { store, hashes }: Pick<Service, 'store' | 'hashes'>,
  { customerId, address: written }: SaidOf,
): Promise<LedgerRow> {
  const customer = customerId === undefined ? undefined : hashes.customer(customerId);
  const address =
    written === undefined ? undefined : ({ kind: 'email', hash: hashes.address('email', written) } as const);
  const home: EventHome | undefined = customer === undefined ? address && { address } : { customer };
  if (!home) throw new Error('of nobody nothing is said');
  const [event] = (await store.events(home, 1, undefined)).events;
  if (!event) throw new Error('nothing was said');
  const kept =
    'customer' in home
      ? await store.read(home.customer, (state) => ({ standing: state.cold().suppressions, key: state.record.key }))
      : await store.readAddress(home.address, ({ cold }) => ({ standing: cold.suppressions, key: cold.key }));
  return ledgerRow({ event, customer, address, standing: kept.standing, lifts: [] }, kept.key ?? '');
}
