/**
 * What a caller said under an operation id is recorded once, however often it is sent, and also after it was lifted: its event is named by what
 * was said and by the id, and looked for where it would lie. Nothing is looked for where nothing was ever said.
 */
import type { StoredEvent } from '../engine/events.ts';
import type { AddressCold, AddressHot } from '../engine/record/address.ts';
import type { CustomerRecord } from '../engine/record/record.ts';
import type { AddressRef, KeyedHash } from '../engine/request.ts';
import { NotAcknowledged, StoreUnavailable, Unreadable } from '../errors.ts';
import type { ContactStore, EventHome } from '../store/store.ts';
import { acknowledged } from './acknowledged.ts';

/** The state of whoever the act begins at, as its step sees it. */
export interface Before {
  /** Changes whenever an event is stored there. */
  readonly version: number;
  /** No event was ever stored there. */
  readonly isNew: boolean;
  /** Where the event of the act lies, if it was recorded before. */
  readonly homes: readonly EventHome[];
  /** Events stored there that are not applied everywhere yet. */
  readonly pending: readonly string[];
}

export function atCustomer(customer: KeyedHash, { key, coldVersion }: CustomerRecord): Before {
  return { version: coldVersion, isNew: key === undefined, homes: [{ customer }], pending: [] };
}

/** @param customer whose record the event will be in; undefined: the address's own */
export function atAddress(
  address: AddressRef,
  customer: KeyedHash | undefined,
  hot: AddressHot,
  cold: AddressCold,
): Before {
  return {
    version: hot.coldVersion,
    isNew: cold.key === undefined,
    // Nobody may have been contacted there yet when it was said before.
    homes: customer === undefined ? [{ address }] : [{ customer }, { address }],
    pending: cold.pending.map(({ event }) => event.eventId),
  };
}

/** Called by the act's first step, before it changes anything. @throws where the act may have been recorded before */
export type LookFirst = (before: Before) => void;

class MustLook extends Error {
  readonly before: Before;

  constructor(before: Before) {
    super('the act may have been recorded before');
    this.before = before;
  }
}

export interface Earlier {
  readonly event: StoredEvent;
  readonly home: EventHome;
}

export interface Named {
  readonly store: ContactStore;
  /** The id of the event at home; undefined: the caller gave no operation id, and each time is an act of its own. */
  readonly idAt: ((home: EventHome) => string) | undefined;
  /** Where the act begins, if at an address; and what applies the events that are pending there. */
  readonly address?: AddressRef | undefined;
  readonly finish?: (address: AddressRef) => Promise<unknown>;
}

/** @returns what `act` returned, or the event of the time before */
export async function once<T>(
  named: Named,
  act: (lookFirst: LookFirst | undefined) => Promise<T>,
): Promise<{ readonly done: T } | Earlier> {
  const { store, idAt, address } = named;
  if (!idAt) return { done: await act(undefined) };
  /** @param looked as of when it was looked for @returns what the act found, where that must be looked through first */
  const attempt = async (looked?: number): Promise<{ readonly done: T } | Before> => {
    try {
      const done = await act((found) => {
        if (!found.isNew && found.version !== looked) throw new MustLook(found);
      });
      return { done };
    } catch (error) {
      if (!(error instanceof MustLook)) throw error;
      return error.before;
    }
  };
  const lookThenAct = async (found: Before): Promise<{ readonly done: T } | Earlier> => {
    for (let before = found; ; ) {
      const said = await earlier({ ...named, idAt }, before);
      if (said) return said;
      const next = await attempt(before.version);
      if ('done' in next) return next;
      before = next;
    }
  };
  const first = await attempt();
  return 'done' in first ? first : inTurn(store, placeOf(first, address), () => lookThenAct(first));
}

/** The event of the time before. */
async function earlier(
  { store, idAt, address, finish }: Named & { readonly idAt: NonNullable<Named['idAt']> },
  { homes, pending }: Before,
): Promise<Earlier | undefined> {
  if (address && finish && homes.some((home) => pending.includes(idAt(home)))) await finish(address);
  for (const home of homes) {
    const event = await store.event(home, idAt(home));
    if (!event) continue;
    await prove(store, home, address);
    return { event, home };
  }
  return undefined;
}

function placeOf({ homes: [home] }: Before, address: AddressRef | undefined): string {
  return address ? `${address.kind} ${address.hash}` : home && 'customer' in home ? home.customer : '';
}

const lasts = new WeakMap<ContactStore, Map<string, Promise<unknown>>>();

/** Who looks first at one place takes turns: each thing recorded there meanwhile would have all the others look again. */
async function inTurn<T>(store: ContactStore, place: string, work: () => Promise<T>): Promise<T> {
  const last = lasts.get(store) ?? new Map<string, Promise<unknown>>();
  lasts.set(store, last);
  const before = last.get(place);
  const after = (error: unknown): Promise<T> => {
    // Nobody waits for a store that is away as often as others did.
    const isAway =
      error instanceof StoreUnavailable && !(error instanceof NotAcknowledged || error instanceof Unreadable);
    if (isAway) throw new StoreUnavailable(error.message);
    return work();
  };
  const mine = before ? before.then(work, after) : work();
  last.set(place, mine);
  try {
    return await mine;
  } finally {
    if (last.get(place) === mine) last.delete(place);
  }
}

/** Whoever said it before may never have been told: it is acknowledged now. */
async function prove(store: ContactStore, home: EventHome, address: AddressRef | undefined): Promise<void> {
  const place = 'address' in home ? home.address : address;
  await acknowledged(store, async (writes) => {
    if (place) await writes.transactAddress(place, () => ({ value: undefined, changed: false }));
    if ('customer' in home)
      await writes.transact(home.customer, () => ({ value: undefined, changed: false, entries: [] }));
  });
}
