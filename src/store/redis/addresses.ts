/** Steps of an address, written only where it is still as it was read; and which addresses hold events that are pending. */
import { monotonicMs } from '../../clock.ts';
import {
  coverAddressCold,
  decodeAddressCold,
  decodeAddressHot,
  encodeAddressCold,
  encodeAddressHot,
} from '../../engine/record/address.ts';
import { hasReview } from '../../engine/record/cold.ts';
import type { AddressRef } from '../../engine/request.ts';
import { StoreUnavailable } from '../../errors.ts';
import { randomFraction } from '../../ids.ts';
import { type AddressState, addressExpiryMs, type ContactStore, eventsFromMs } from '../store.ts';
import { textValue } from './customers.ts';
import { addressName, addressNamed, buckets, homeNamed, reviewMark } from './keys.ts';
import { createNewAddresses } from './new-addresses.ts';
import { commitParts, createRead, type PartDeps, type Value } from './parts.ts';

export type Addresses = Pick<
  ContactStore,
  'transactAddress' | 'transactNewAddresses' | 'readAddress' | 'pendingAddresses' | 'reviewHomes'
>;

export function createAddresses(deps: PartDeps): Addresses {
  const { link, keys, usable } = deps;

  const read = createRead(deps);

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

  const transactAddress: Addresses['transactAddress'] = async (address, step, written) => {
    usable();
    const untilMs = monotonicMs() + deps.writeMs;
    for (let count = 0; ; count++) {
      if (monotonicMs() >= untilMs) throw new StoreUnavailable('redis: no answer in time');
      const { state, hot } = await load(address);
      const result = step(state);
      const isNew = result.changed || (result.events?.length ?? 0) > 0;
      // What another process wrote and this one found is acknowledged too: compared once more, and proved.
      if (!isNew && !written) return result.value;
      usable();
      if (isNew) coverAddressCold(state.hot, state.cold);
      const expiry = addressExpiryMs(state.hot, state.cold, state.nowMs);
      const done = await commitParts(
        deps,
        keys.address(address),
        {
          hot,
          newHot: isNew ? encodeAddressHot(state.hot) : undefined,
          newCold: isNew ? textValue(encodeAddressCold(state.cold)) : undefined,
          ttlMs: expiry === null ? null : expiry - state.nowMs,
          waiting: [
            { member: addressName(address), is: state.cold.pending.length > 0 },
            { member: reviewMark + addressName(address), is: hasReview(state.cold.suppressions) },
          ],
          events: result.events,
          effect: result.effect,
          eventsFromMs: eventsFromMs(state.cold, state.nowMs),
          written,
        },
        state.nowMs,
        untilMs,
      );
      if (done) {
        deps.told(result.effect);
        return result.value;
      }
      // Another process that writes in step with this one would be first every time.
      if (count > 1) await new Promise((resolve) => setTimeout(resolve, randomFraction() * Math.min(count, 10)));
    }
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
