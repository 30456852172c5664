/**
 * Where customers were last reached, as far as this process saw: a guess that decide.lua compares, so that most requests without an address look at
 * the right one at once. Wrong or forgotten, it costs a second call and nothing else.
 */
import type { AddressRef, KeyedHash } from '../../engine/request.ts';
import { keepNewest } from '../../keep-newest.ts';
import type { AddressKind } from '../../vocabulary.ts';

export interface LastReached {
  get(customer: KeyedHash, kind: AddressKind): AddressRef | undefined;
  /** @param address undefined: at none of this kind */
  set(customer: KeyedHash, kind: AddressKind, address: AddressRef | undefined): void;
}

/** Some ten megabytes. */
const most = 50_000;

export function createLastReached(): LastReached {
  const known = new Map<string, AddressRef>();
  const keep = keepNewest(known, most);
  return {
    get: (customer, kind) => known.get(customer + kind),
    set(customer, kind, address) {
      if (address === undefined) known.delete(customer + kind);
      else keep(customer + kind, address);
    },
  };
}
