/**
 * What this process has seen of refusals and consents: binds the decisions it must make while the store is out of reach. Bounded, in memory.
 * A suppression is known from when it is stored; lifts and removals, other processes' too, are followed by the events and by every look at a record.
 */
import { addressConcerned, type Facts } from '../engine/facts.ts';
import { channelBit } from '../engine/record/cold.ts';
import { type Consent, type CustomerRecord, emptyRecord, type Suppression } from '../engine/record/record.ts';
import type { DecideRequest, KeyedHash } from '../engine/request.ts';

const most = 100_000;

export interface KnownRefusals {
  /** What a step looked at. */
  see(customer: KeyedHash, facts: Facts): void;
  seeSuppressions(suppressions: readonly Suppression[]): void;
  /** All that the customer has. */
  seeConsents(customer: KeyedHash, consents: readonly Consent[]): void;
  forget(suppression: Pick<Suppression, 'suppressionId' | 'customer' | 'address'>): void;
  /** Everything of a customer, as when the records are removed. */
  forgetCustomer(customer: KeyedHash): void;
  factsFor(request: DecideRequest): Facts;
}

interface KnownCustomer {
  readonly suppressions: readonly Suppression[];
  readonly consents: readonly Consent[];
  /** Where the customer was reached: what binds an address binds requests without one. */
  readonly addresses: CustomerRecord['addresses'];
}

const nobody: KnownCustomer = { suppressions: [], consents: [], addresses: [] };

export function createKnownRefusals(): KnownRefusals {
  const customers = new Map<string, KnownCustomer>();
  const addresses = new Map<string, readonly Suppression[]>();
  const keep = <V>(map: Map<string, V>, key: string, value: V): void => {
    map.delete(key);
    map.set(key, value);
    const oldest = map.size > most ? map.keys().next().value : undefined;
    if (oldest !== undefined) map.delete(oldest);
  };
  const keepCustomer = (customer: string, value: KnownCustomer): void => {
    if (value.suppressions.length + value.consents.length + value.addresses.length === 0) customers.delete(customer);
    else keep(customers, customer, value);
  };
  const keepAddress = (address: string, list: readonly Suppression[]): void => {
    if (list.length === 0) addresses.delete(address);
    else keep(addresses, address, list);
  };
  /** Of what was not looked at, all that is on a channel which is said to hold a suppression. */
  const onChannels = (list: readonly Suppression[], suppressed: number): readonly Suppression[] =>
    list.filter(({ channel }) => (suppressed & channelBit(channel)) !== 0);
  const without = (list: readonly Suppression[], suppressionId: string): Suppression[] =>
    list.filter((one) => one.suppressionId !== suppressionId);

  return {
    see(customer, { record, own, consents, there }) {
      const known = customers.get(customer) ?? nobody;
      keepCustomer(customer, {
        suppressions: own ?? onChannels(known.suppressions, record.suppressed),
        consents: consents ?? (record.hasConsents ? known.consents : []),
        addresses: record.addresses.map((address) => ({ ...address })),
      });
      if (there)
        keepAddress(
          there.address,
          there.suppressions ?? onChannels(addresses.get(there.address) ?? [], there.suppressed),
        );
    },
    seeSuppressions(suppressions) {
      for (const one of suppressions) {
        if (one.customer !== undefined) {
          const known = customers.get(one.customer) ?? nobody;
          keepCustomer(one.customer, {
            ...known,
            suppressions: [...without(known.suppressions, one.suppressionId), one],
          });
        }
        if (one.address !== undefined)
          keepAddress(one.address, [...without(addresses.get(one.address) ?? [], one.suppressionId), one]);
      }
    },
    seeConsents(customer, consents) {
      keepCustomer(customer, { ...(customers.get(customer) ?? nobody), consents });
    },
    forget({ suppressionId, customer, address }) {
      const known = customer === undefined ? undefined : customers.get(customer);
      if (customer !== undefined && known)
        keepCustomer(customer, { ...known, suppressions: without(known.suppressions, suppressionId) });
      if (address !== undefined) keepAddress(address, without(addresses.get(address) ?? [], suppressionId));
    },
    forgetCustomer: (customer) => void customers.delete(customer),
    factsFor(request) {
      const known = customers.get(request.customer) ?? nobody;
      const record: CustomerRecord = { ...emptyRecord(0), addresses: [...known.addresses] };
      const concerned = addressConcerned(request, record);
      return {
        record,
        own: known.suppressions,
        there: concerned && {
          address: concerned.hash,
          suppressed: 0,
          suppressions: addresses.get(concerned.hash) ?? [],
        },
        consents: known.consents,
        exceptSeq: undefined,
      };
    },
  };
}
