/** Steps of addresses that nothing is stored of, many in one script call (begin.lua). On a Cluster, where each lies in a slot of its own, one by one. */
import { monotonicMs } from '../../clock.ts';
import { encodeEvent, eventMs } from '../../engine/events.ts';
import { type AddressHot, coverAddressCold, decodeAddressHot, emptyAddressCold } from '../../engine/record/address.ts';
import type { AddressRef } from '../../engine/request.ts';
import { StoreUnavailable } from '../../errors.ts';
import type { AddressResult, AddressState, ContactStore, NewAddressStep, Written } from '../store.ts';
import type { Argument } from './client.ts';
import { effectsText } from './effects.ts';
import { createRead, effectsOf, leastMs, type PartDeps, storedAddress } from './parts.ts';

/** Of one script call: the server does nothing else meanwhile. */
const chunkSteps = 64;
/** Calls under way: enough that the server never waits, and few enough that each is answered in time. */
const chunksAtOnce = 3;
/** On a Cluster. */
const stepsAtOnce = 128;

export function createNewAddresses(
  deps: PartDeps,
  transactAddress: ContactStore['transactAddress'],
): Pick<ContactStore, 'transactNewAddresses'> {
  const { link, keys, usable } = deps;
  const read = createRead(deps);

  const together = async <T>(
    steps: readonly NewAddressStep<T>[],
    written: Written | undefined,
  ): Promise<(T | undefined)[]> => {
    usable();
    const untilMs = monotonicMs() + deps.writeMs;
    const places = steps.map(({ address }) => keys.address(address));
    const { nowMs, values } = await read(places.map(({ hot }) => hot));
    const results: (AddressResult<T> | undefined)[] = steps.map(() => undefined);
    const open = [...steps.keys()].filter((at) => values[at] === null);
    const [first] = open;
    if (first === undefined) return results.map(() => undefined);
    const proof = written && keys.proof((places[first] as (typeof places)[number]).bucket);
    const names = [proof ?? (places[first] as (typeof places)[number]).hot];
    const args: Argument[] = [keys.effects];
    for (const at of open) {
      const { address, step } = steps[at] as NewAddressStep<T>;
      const { hot, cold, events, bucket } = places[at] as (typeof places)[number];
      const state = { hot: decodeAddressHot(undefined), cold: emptyAddressCold(), nowMs };
      const result = step(state);
      coverAddressCold(state.hot, state.cold);
      results[at] = result;
      names.push(hot, cold, events, keys.pending(bucket));
      pushArgs(args, address, state, result);
    }
    usable();
    const begun = link.run('begin', names, args, untilMs);
    // The server is at work on these while the next are made.
    link.flush();
    const done = String(await begun);
    if (proof !== undefined) written?.push(proof);
    for (const [place, at] of open.entries()) {
      if (done[place] === '1') deps.told(effectsOf([results[at]]));
      else results[at] = undefined;
    }
    return results.map((result) => result?.value);
  };

  const alone = async <T>({ address, step }: NewAddressStep<T>, written: Written | undefined): Promise<T | undefined> =>
    transactAddress<T | undefined>(
      address,
      (state) => (isUnknown(state.hot) ? step(state) : { value: undefined, changed: false }),
      written,
    );

  return {
    async transactNewAddresses<T>(steps: readonly NewAddressStep<T>[], written?: Written) {
      usable();
      const results: (T | undefined | StoreUnavailable)[] = [];
      const size = deps.oneNode ? chunkSteps : 1;
      const done = async (chunk: readonly NewAddressStep<T>[]): Promise<typeof results> => {
        try {
          return deps.oneNode
            ? await together(chunk, written)
            : await Promise.all(chunk.map((one) => alone(one, written)));
        } catch (error) {
          if (error instanceof StoreUnavailable) return chunk.map(() => error);
          throw error;
        }
      };
      let next = 0;
      const work = async (): Promise<void> => {
        while (next < steps.length) {
          const from = next;
          next += size;
          for (const [at, value] of (await done(steps.slice(from, next))).entries()) results[from + at] = value;
        }
      };
      await Promise.all(Array.from({ length: deps.oneNode ? chunksAtOnce : stepsAtOnce }, work));
      return results;
    },
  };
}

function isUnknown({ lastMs, coldVersion }: AddressHot): boolean {
  return lastMs === 0 && coldVersion === 0;
}

function pushArgs(
  args: Argument[],
  address: AddressRef,
  state: AddressState,
  { events = [], effect }: AddressResult<unknown>,
): void {
  const { newHot, newCold, ttlMs, waiting } = storedAddress(address, state);
  const forMs = ttlMs === null ? undefined : Math.max(leastMs, Math.ceil(ttlMs));
  const waits = waiting.filter(({ is }) => is).map(({ member }) => member);
  args.push(newHot, newCold ?? '', forMs ?? '', waits.join(' '), effectsText(effect ? [effect] : []));
  args.push(forMs === undefined ? '' : Math.max(eventMs, forMs), events.length);
  for (const event of events) args.push(event.atMs, encodeEvent(event));
}
