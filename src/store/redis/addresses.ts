/** Steps of an address, written only where it is still as it was read; and which addresses hold events that are pending. */
import { monotonicMs } from '../../clock.ts';
import { decodeAddressCold, decodeAddressHot } from '../../engine/record/address.ts';
import type { AddressRef } from '../../engine/request.ts';
import { type AddressResult, type AddressState, type ContactStore, eventsFromMs, type Written } from '../store.ts';
import { addressNamed, buckets, homeNamed, reviewMark } from './keys.ts';
import { createNewAddresses } from './new-addresses.ts';
import { commitParts, createRead, type PartDeps, storedAddress, untilUnchanged, type Value } from './parts.ts';
import { createTurns } from './turns.ts';

export type Addresses = Pick<
  ContactStore,
  'transactAddress' | 'transactNewAddresses' | 'readAddress' | 'pendingAddresses' | 'reviewHomes'
>;

export function createAddresses(deps: PartDeps): Addresses {
  const { link, keys, usable } = deps;

  const read = createRead(deps);
  const inTurn = createTurns();

  const load = async (address: AddressRef): Promise<{ state: AddressState; hot: Value }> => {
    const place = keys.address(address);
    const { nowMs, values } = await read([place.hot, place.cold]);
    const [hot = null, cold = null] = values;
    const state = { hot: decodeAddressHot(hot ?? undefined), cold: decodeAddressCold(cold?.toString()), nowMs };
    return { state, hot };
  };

  const waiting = async (): Promise<string[]> => {
    const lists = Array.from({ length: buckets }, (_, bucket) =>
      link.call((client) => client.smembers(keys.pending(bucket))),
    );
    return (await Promise.all(lists)).flat();
  };

  const transactAddress: Addresses['transactAddress'] = async <T>(
    address: AddressRef,
    step: (state: AddressState) => AddressResult<T>,
    written?: Written,
  ) => {
    usable();
    const untilMs = monotonicMs() + deps.writeMs;
    const attempt = async (): Promise<{ readonly value: T } | undefined> => {
      const { state, hot } = await load(address);
      const result = step(state);
      const isNew = result.changed || (result.events?.length ?? 0) > 0;
      // What another process wrote and this one found is acknowledged too: compared once more, and proved.
      if (!isNew && !written) return result;
      usable();
      const write = {
        hot,
        ...(isNew ? storedAddress(address, state) : { ttlMs: null }),
        events: result.events,
        effect: result.effect,
        eventsFromMs: eventsFromMs(state.cold, state.nowMs),
        written,
      };
      if (!(await commitParts(deps, keys.address(address), write, state.nowMs, untilMs))) return undefined;
      deps.told(result.effect);
      return result;
    };
    return inTurn(`${address.kind} ${address.hash}`, () => untilUnchanged(attempt, untilMs));
  };

  return {
    transactAddress,
    ...createNewAddresses(deps, transactAddress),
    async readAddress(address, look) {
      usable();
      return look((await load(address)).state);
    },
    async pendingAddresses() {
      usable();
      return (await waiting()).filter((name) => !name.startsWith(reviewMark)).map(addressNamed);
    },
    async reviewHomes() {
      usable();
      return (await waiting()).filter((name) => name.startsWith(reviewMark)).map((name) => homeNamed(name.slice(1)));
    },
  };
}
