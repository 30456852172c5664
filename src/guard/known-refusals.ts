/** What this process has seen of refusals and consents: binds the decisions it must make while the store is out of reach. Bounded, in memory. */

import type { Facts } from '../engine/facts.ts';
import { type CustomerRecord, emptyRecord, type Suppression } from '../engine/record/record.ts';
import type { DecideRequest, KeyedHash } from '../engine/request.ts';

const most = 100_000;

export interface KnownRefusals {
  /** @param ofAddresses suppressions of the addresses concerned that the record does not hold */
  seeCustomer(customer: KeyedHash, record: CustomerRecord, ofAddresses?: readonly Suppression[]): void;
  seeSuppressions(suppressions: readonly Suppression[]): void;
  forget(suppressionId: string): void;
  factsFor(request: DecideRequest): Facts;
}

export function createKnownRefusals(): KnownRefusals {
  const customers = new Map<string, Pick<CustomerRecord, 'suppressions' | 'consents'>>();
  /** Where customers were reached: what binds an address binds their requests without one. */
  const reached = new Map<string, CustomerRecord['addresses']>();
  const addresses = new Map<string, Suppression[]>();
  const keep = <V>(map: Map<string, V>, key: string, value: V): void => {
    map.delete(key);
    map.set(key, value);
    const oldest = map.size > most ? map.keys().next().value : undefined;
    if (oldest !== undefined) map.delete(oldest);
  };
  const withOne = (list: readonly Suppression[], one: Suppression): Suppression[] => [
    ...list.filter((other) => other.suppressionId !== one.suppressionId),
    one,
  ];
  const seeAtAddress = (one: Suppression): void => {
    if (one.address !== undefined)
      keep(addresses, one.address, withOne(addresses.get(one.address) ?? [], { ...one, self: false }));
  };
  return {
    seeCustomer(customer, record, ofAddresses = []) {
      const { suppressions, consents } = record;
      if (suppressions.length === 0 && consents.length === 0) customers.delete(customer);
      else keep(customers, customer, { suppressions: [...suppressions], consents: [...consents] });
      if (record.addresses.length > 0)
        keep(
          reached,
          customer,
          record.addresses.map((address) => ({ ...address })),
        );
      for (const one of ofAddresses) seeAtAddress(one);
    },
    seeSuppressions(suppressions) {
      for (const one of suppressions) {
        if (one.customer !== undefined) {
          const known = customers.get(one.customer) ?? { suppressions: [], consents: [] };
          keep(customers, one.customer, {
            ...known,
            suppressions: withOne(known.suppressions, { ...one, self: true }),
          });
        }
        seeAtAddress(one);
      }
    },
    forget(suppressionId) {
      for (const map of [customers, addresses]) {
        for (const [key, value] of map) {
          const list = Array.isArray(value) ? value : value.suppressions;
          const kept = list.filter((one) => one.suppressionId !== suppressionId);
          if (kept.length === list.length) continue;
          if (Array.isArray(value)) addresses.set(key, kept);
          else customers.set(key, { ...value, suppressions: kept });
        }
      }
    },
    factsFor(request) {
      const record: CustomerRecord = {
        ...emptyRecord(0),
        ...customers.get(request.customer),
        addresses: reached.get(request.customer) ?? [],
      };
      const concerned = request.address ? [request.address.hash] : record.addresses.map((address) => address.hash);
      return { record, ofAddresses: concerned.flatMap((hash) => addresses.get(hash) ?? []), exceptSeq: undefined };
    },
  };
}
