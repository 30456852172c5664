/** Steps of an address, written only where it is still as it was read; and which addresses hold events that are pending. */

import { coverAddressCold, decodeAddressCold, decodeAddressHot } from '../../engine/record/address.ts';
import type { AddressRef } from '../../engine/request.ts';
import { type AddressResult, type AddressState, type ContactStore, eventsFromMs, type Written } from '../store.ts';
import { addressName, addressNamed, buckets, homeNamed, reviewMark } from './keys.ts';
import { createNewAddresses } from './new-addresses.ts';
import { commitParts, createRead, effectsOf, type PartDeps, storedAddress } from './parts.ts';
import type { Value } from './place.ts';
import { type Attempt, asManyAsFit, createTurns, inOrder } from './turns.ts';

export type Addresses = Pick<
  ContactStore,
  'transactAddress' | 'transactNewAddresses' | 'readAddress' | 'pendingAddresses' | 'reviewHomes'
>;

type Step = (state: AddressState) => AddressResult<unknown>;

export function createAddresses(deps: PartDeps): Addresses {
  const { link, keys, usable } = deps;

  const read = createRead(deps);

  const waiting = async (): Promise<string[]> => {
    const lists = Array.from({ length: buckets }, (_, bucket) =>
      link.call((client) => client.smembers(keys.pending(bucket))),
    );
    return (await Promise.all(lists)).flat();
  };

  const attempt: Attempt<AddressRef, Step> = async (address, turns, untilMs) => {
    const place = keys.address(address);
    const { nowMs, values } = await read([place.hot, place.cold]);
    const [hot = null, cold = null] = values;
    const { ran, did, threw } = await asManyAsFit(turns, async (steps) => {
      const state = stateOf(hot, cold, nowMs);
      const run = (step: Step): AddressResult<unknown> => {
        const result = step(state);
        // Whoever comes next sees that something was stored here.
        if (isNew(result)) coverAddressCold(state.hot, state.cold);
        return result;
      };
      return { state, results: inOrder(steps, run, isNew) };
    });
    const { state } = ran;
    const results = did.map(({ result }) => result);
    const written = did.flatMap(({ turn }) => (turn.written ? [turn.written] : []));
    const isChanged = results.some(isNew);
    // What another process wrote and this one found is acknowledged too: compared once more, and proved.
    if (isChanged || written.length > 0) {
      usable();
      const effects = effectsOf(results);
      const write = {
        hot,
        ...(isChanged ? storedAddress(address, state) : { ttlMs: null }),
        events: results.flatMap(({ events = [] }) => events),
        effects,
        eventsFromMs: eventsFromMs(state.cold, nowMs),
        written,
      };
      if (!(await commitParts(deps, place, write, nowMs, untilMs))) return undefined;
      deps.told(effects);
    }
    return new Map([...threw, ...did.map(({ turn, result: { value } }) => [turn, { value }] as const)]);
  };
  const inTurn = createTurns(addressName, deps.writeMs, attempt);

  const transactAddress: Addresses['transactAddress'] = async <T>(
    address: AddressRef,
    step: (state: AddressState) => AddressResult<T>,
    written?: Written,
  ) => {
    usable();
    return (await inTurn(address, { step, untilMs: undefined, written })) as T;
  };

  return {
    transactAddress,
    ...createNewAddresses(deps, transactAddress),
    async readAddress(address, look) {
      usable();
      const place = keys.address(address);
      const { nowMs, values } = await read([place.hot, place.cold]);
      const [hot = null, cold = null] = values;
      return look(stateOf(hot, cold, nowMs));
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

function stateOf(hot: Value, cold: Value, nowMs: number): AddressState {
  return { hot: decodeAddressHot(hot ?? undefined), cold: decodeAddressCold(cold?.toString()), nowMs };
}

function isNew({ changed, events = [] }: AddressResult<unknown>): boolean {
  return changed || events.length > 0;
}
