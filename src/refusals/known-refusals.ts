/**
 * What this process knows of refusals and consents: binds the decisions it must make while the store is out of reach. Bounded, in memory.
 * What an act of any process did is known once it is stored; removals are followed by every look at a record, and by what the store allows.
 * A look may be older than what is known already: what is newer stays, and what was lifted does not come back.
 */
import type { Effect } from '../engine/events.ts';
import { type Asked, addressConcerned, covers, type Facts } from '../engine/facts.ts';
import { channelBit } from '../engine/record/cold.ts';
import { type Consent, type CustomerRecord, emptyRecord, type Suppression } from '../engine/record/record.ts';
import type { DecideRequest, KeyedHash } from '../engine/request.ts';
import { keepNewest } from '../keep-newest.ts';

const usualMost = 100_000;
/** Lifts and erasures are remembered as long as anything older may still be on its way here. */
const mostLifted = 10_000;
const mostErased = 10_000;
/** No look is older than this when it is told, the difference between the clocks of two nodes included. */
const lookMs = 3000;

export interface KnownRefusals {
  /** What a step looked at. */
  see(customer: KeyedHash, facts: Facts, nowMs: number): void;
  /** The store allowed this: what is known to cover it is over. */
  seeAllowed(asked: Asked, nowMs: number): void;
  /** An act of any process did this. */
  heed(effect: Effect): void;
  /** What others did may have been missed: no consent that was given is relied on until it is looked at again. */
  missed(): void;
  factsFor(request: DecideRequest): Facts;
}

interface KnownCustomer {
  readonly suppressions: readonly Suppression[];
  readonly consents: readonly Consent[];
  /** As the store had them then: a look from before says nothing of them. */
  readonly consentsMs: number;
  /** Where the customer was reached: what binds an address binds requests without one. */
  readonly addresses: CustomerRecord['addresses'];
  readonly addressesMs: number;
}

const nobody: KnownCustomer = { suppressions: [], consents: [], consentsMs: 0, addresses: [], addressesMs: 0 };

/**
 * By the first two bytes of a hash, whether anything is kept that begins so. Of most who are allowed nothing is, and to look a name up in a map
 * that was just made costs V8 far more: it enters it in its own table of names first.
 */
function createMarks(): { add(hash: string): void; mayHave(hash: string): boolean } {
  const marks = new Uint8Array(2 ** 16);
  const placeOf = (hash: string) => ((hash.charCodeAt(0) << 8) | hash.charCodeAt(1)) & 0xffff;
  return {
    add(hash) {
      marks[placeOf(hash)] = 1;
    },
    mayHave: (hash) => marks[placeOf(hash)] === 1,
  };
}

/** @param most customers, and as many addresses */
export function createKnownRefusals(most = usualMost): KnownRefusals {
  const customers = new Map<string, KnownCustomer>();
  const addresses = new Map<string, readonly Suppression[]>();
  const setCustomer = keepNewest(customers, most);
  const setAddress = keepNewest(addresses, most);
  const marks = createMarks();
  const keepCustomer = (customer: string, value: KnownCustomer): void => {
    if (value.suppressions.length + value.consents.length + value.addresses.length === 0) customers.delete(customer);
    else {
      marks.add(customer);
      setCustomer(customer, value);
    }
  };
  const keepAddress = (address: string, list: readonly Suppression[]): void => {
    if (list.length === 0) addresses.delete(address);
    else {
      marks.add(address);
      setAddress(address, list);
    }
  };
  const without = (list: readonly Suppression[], suppressionId: string): Suppression[] =>
    list.filter((one) => one.suppressionId !== suppressionId);

  const lifted = new Map<string, true>();
  const setLifted = keepNewest(lifted, mostLifted);
  const standing = (list: readonly Suppression[]): readonly Suppression[] =>
    list.some((one) => lifted.has(one.suppressionId)) ? list.filter((one) => !lifted.has(one.suppressionId)) : list;
  const erasedMs = new Map<string, number>();
  const setErased = keepNewest(erasedMs, mostErased);
  /** Of whom nothing is kept; what is older than an erasure says nothing of the person. */
  const unkept = (customer: string): KnownCustomer => {
    const atMs = erasedMs.get(customer);
    return atMs === undefined ? nobody : { ...nobody, consentsMs: atMs, addressesMs: atMs };
  };
  const isNew = (one: Suppression, nowMs: number): boolean => one.affirmedMs > nowMs - lookMs;
  /** What is known after a look at the list; where only the channels were looked at that one is on, of those that were known the ones on them. */
  const after = (
    known: readonly Suppression[],
    look: { readonly list: readonly Suppression[] | undefined; readonly suppressed: number; readonly nowMs: number },
  ): readonly Suppression[] => {
    const { list, suppressed, nowMs } = look;
    if (list === undefined)
      return known.filter((one) => (suppressed & channelBit(one.channel)) !== 0 || isNew(one, nowMs));
    const seen = new Set(list.map((one) => one.suppressionId));
    const since = known.filter((one) => !seen.has(one.suppressionId) && isNew(one, nowMs));
    return since.length === 0 ? standing(list) : [...standing(list), ...since];
  };

  const add = (one: Suppression): void => {
    if (one.customer !== undefined) {
      const known = customers.get(one.customer) ?? unkept(one.customer);
      keepCustomer(one.customer, { ...known, suppressions: [...without(known.suppressions, one.suppressionId), one] });
    }
    if (one.address !== undefined)
      keepAddress(one.address, [...without(addresses.get(one.address) ?? [], one.suppressionId), one]);
  };
  const forget = ({ suppressionId, customer, address }: Effect['lifted'][number]): void => {
    setLifted(suppressionId, true);
    const known = customer === undefined ? undefined : customers.get(customer);
    if (customer !== undefined && known)
      keepCustomer(customer, { ...known, suppressions: without(known.suppressions, suppressionId) });
    if (address !== undefined) keepAddress(address, without(addresses.get(address) ?? [], suppressionId));
  };

  const seeAddress = (there: Facts['there'], nowMs: number): void => {
    if (!there) return;
    const { address, suppressions: list, suppressed } = there;
    keepAddress(address, after(addresses.get(address) ?? [], { list, suppressed, nowMs }));
  };

  return {
    see(customer, { record, own, there, consents }, nowMs) {
      const kept = marks.mayHave(customer) ? customers.get(customer) : undefined;
      const says = own !== undefined || consents !== undefined || record.addresses.length > 0;
      if (!kept && !says) return seeAddress(there, nowMs);
      const known = kept ?? unkept(customer);
      keepCustomer(customer, {
        ...known,
        suppressions: after(known.suppressions, { list: own, suppressed: record.suppressed, nowMs }),
        ...(nowMs >= known.consentsMs && {
          consents: consents ?? known.consents.filter((one) => (record.consented & channelBit(one.channel)) !== 0),
          consentsMs: consents ? nowMs : known.consentsMs,
        }),
        ...(nowMs >= known.addressesMs && {
          addresses: record.addresses.map((address) => ({ ...address })),
          addressesMs: nowMs,
        }),
      });
      seeAddress(there, nowMs);
    },
    seeAllowed({ request, policies }, nowMs) {
      const stays = (one: Suppression) => isNew(one, nowMs) || !covers(one, request, policies.purposes);
      const known = marks.mayHave(request.customer) ? customers.get(request.customer) : undefined;
      if (known && known.suppressions.length > 0)
        keepCustomer(request.customer, { ...known, suppressions: known.suppressions.filter(stays) });
      const there = request.address && marks.mayHave(request.address.hash) && addresses.get(request.address.hash);
      if (request.address && there) keepAddress(request.address.hash, there.filter(stays));
    },
    heed({ atMs, standing: made, lifted: taken, consents, erased }) {
      if (erased !== undefined) {
        setErased(erased, atMs);
        const bare = (customers.get(erased)?.suppressions ?? []).map((one) => ({ ...one, sealed: undefined }));
        keepCustomer(erased, { ...unkept(erased), suppressions: bare });
      }
      for (const one of standing(made)) add(one);
      for (const one of taken) forget(one);
      if (!consents) return;
      const known = customers.get(consents.customer) ?? unkept(consents.customer);
      if (atMs >= known.consentsMs)
        keepCustomer(consents.customer, { ...known, consents: consents.list, consentsMs: atMs });
    },
    missed() {
      for (const [customer, known] of customers) {
        const consents = known.consents.filter(({ level }) => level === 'withdrawn');
        if (consents.length < known.consents.length) customers.set(customer, { ...known, consents });
      }
    },
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
