/** What this process has seen of refusals and consents: binds the decisions it must make while the store is out of reach. Bounded, in memory. */
import { emptyRecord, type CustomerRecord, type Suppression } from '../engine/record/record.ts';
import type { DecideRequest, KeyedHash } from '../engine/request.ts';
import type { Facts } from '../engine/facts.ts';

const most = 100_000;

export interface KnownRefusals {
  seeCustomer(customer: KeyedHash, record: CustomerRecord): void;
  seeSuppressions(suppressions: readonly Suppression[]): void;
  forget(suppressionId: string): void;
  factsFor(request: DecideRequest): Facts;
}

export function createKnownRefusals(): KnownRefusals {
  const customers = new Map<string, Pick<CustomerRecord, 'suppressions' | 'consents' | 'addresses'>>();
  const addresses = new Map<string, Suppression[]>();
  const keep = <V>(map: Map<string, V>, key: string, value: V): void => {
    map.delete(key);
    map.set(key, value);
    const oldest = map.size > most ? map.keys().next().value : undefined;
    if (oldest !== undefined) map.delete(oldest);
  };
  const withOne = (list: readonly Suppression[], one: Suppression): Suppression[] => [...list.filter((other) => other.suppressionId !== one.suppressionId), one];
  return {
    seeCustomer(customer, record) {
      const { suppressions, consents } = record;
      if (suppressions.length === 0 && consents.length === 0) customers.delete(customer);
      else keep(customers, customer, { suppressions: [...suppressions], consents: [...consents], addresses: [...record.addresses] });
    },
    seeSuppressions(suppressions) {
      for (const one of suppressions) {
        if (one.customer !== undefined) {
          const known = customers.get(one.customer) ?? { suppressions: [], consents: [], addresses: [] };
          keep(customers, one.customer, { ...known, suppressions: withOne(known.suppressions, { ...one, self: true }) });
        }
        if (one.address !== undefined) keep(addresses, one.address, withOne(addresses.get(one.address) ?? [], { ...one, self: false }));
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
      const known = customers.get(request.customer);
      const record: CustomerRecord = { ...emptyRecord(0), ...(known ?? {}) };
      const concerned = request.address ? [request.address.hash] : record.addresses.map((address) => address.hash);
      return { record, ofAddresses: concerned.flatMap((hash) => addresses.get(hash) ?? []), exceptSeq: undefined };
    },
  };
}
