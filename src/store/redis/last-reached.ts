/**
 * Where customers were last reached whom this process was asked about without an address: a guess that decide.lua compares, so that most such
 * requests look at the right one at once. Wrong or forgotten, it costs a second call and nothing else. Nothing is entered for a request that names
 * its address: most callers name it always or never, and to keep each of them would cost the first kind a tenth of what an address costs at all.
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
    // Where no caller leaves out what another names, there is none to be looked for.
    get: (customer, kind) => (known.size === 0 ? undefined : known.get(customer + kind)),
    set(customer, kind, address) {
      if (address === undefined) known.delete(customer + kind);
      else keep(customer + kind, address);
    },
  };
}
