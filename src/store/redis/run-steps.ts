/** Runs steps over a customer as it was read. What they turn out to need beyond the hot part is fetched, and they are run again. */

import { decodeAddressCold, decodeAddressHot } from '../../engine/record/address.ts';
import { decodeRecord } from '../../engine/record/codec.ts';
import { coverCold, decodeCold } from '../../engine/record/cold.ts';
import { decodeHeld } from '../../engine/record/held.ts';
import { UnknownName } from '../../engine/record/names.ts';
import { type ColdRecord, type CustomerRecord, emptyRecord, type HeldRequest } from '../../engine/record/record.ts';
import type { AddressRef, KeyedHash } from '../../engine/request.ts';
import type { StepState } from '../../engine/steps/state.ts';
import type { StepResult } from '../../engine/steps/step.ts';
import { StoreUnavailable } from '../../errors.ts';
import { firstSeq } from '../../ids.ts';
import type { PartDeps } from './parts.ts';
import type { Place, Value } from './place.ts';
import { inOrder, Unread, Waits } from './turns.ts';

/** Values as they were read, on one node at one instant: of a customer, and of the address its step looks at. */
export interface Seen {
  readonly nowMs: number;
  readonly values: ReadonlyMap<string, Value>;
}

/** The hot part of an address as it was read. */
export interface SeenAddress {
  readonly ref: AddressRef;
  readonly hot: Value;
}

export type Step = (state: StepState) => StepResult<unknown>;

/** What steps made of what was read. */
export interface Ran {
  readonly nowMs: number;
  readonly hot: Value;
  readonly record: CustomerRecord;
  /** The holds that it named. */
  readonly holds: readonly number[];
  /** Undefined: not looked at. */
  readonly cold: ColdRecord | undefined;
  readonly address: SeenAddress | undefined;
  /** Undefined: the step waits for another write. */
  readonly results: readonly (StepResult<unknown> | undefined)[];
}

/** @param place that of the customer */
export type RunSteps = (customer: KeyedHash, place: Place, steps: readonly Step[], first: Seen) => Promise<Ran>;

export function createRunSteps(
  { keys, names }: Pick<PartDeps, 'keys' | 'names'>,
  readAll: (wanted: readonly string[]) => Promise<Seen>,
): RunSteps {
  /** Decodes, learning names that other processes made. */
  const decode = async (bytes: Value): Promise<CustomerRecord> => {
    if (!bytes) return emptyRecord(firstSeq());
    for (let attempt = 0; ; attempt++) {
      try {
        return decodeRecord(bytes, names);
      } catch (error) {
        if (!(error instanceof UnknownName)) throw error;
        if (attempt > 2) throw new StoreUnavailable('redis: a record holds a name that the table of names lacks');
        await names.learn(error);
      }
    }
  };

  return async (customer, place, steps, first) => {
    for (let seen = first; ; ) {
      const { nowMs, values } = seen;
      const asked = new Set([place.hot]);
      const stored = (key: string): Value => {
        asked.add(key);
        const value = values.get(key);
        if (value === undefined) throw new Unread();
        return value;
      };
      const record = await decode(stored(place.hot));
      const holds = record.holds.map(({ seq }) => seq);
      /** Requests of the holds that these steps made. */
      const made = new Map<number, HeldRequest>();
      let cold: ColdRecord | undefined;
      let address: SeenAddress | undefined;
      /** The address of the steps so far. */
      let where: AddressRef | undefined;
      const state: StepState = {
        record,
        nowMs,
        cold() {
          // A record that was never cold has none, whatever was read.
          cold ??= decodeCold(record.coldVersion === 0 ? undefined : stored(place.cold)?.toString());
          return cold;
        },
        held(seqs) {
          const wanted = seqs.filter((seq) => made.has(seq) || holds.includes(seq));
          const keyOf = (seq: number) => keys.held(customer, seq);
          for (const seq of wanted) if (!made.has(seq)) asked.add(keyOf(seq));
          return wanted.flatMap((seq) => {
            const text = made.has(seq) ? undefined : stored(keyOf(seq))?.toString();
            return made.get(seq) ?? (text === undefined ? [] : decodeHeld(text));
          });
        },
        at(ref) {
          // A write compares one address.
          if (where && !isSame(where, ref)) throw new Waits();
          const there = keys.address(ref);
          address = { ref, hot: stored(there.hot) };
          return {
            hot: decodeAddressHot(address.hot ?? undefined),
            suppressions: () => decodeAddressCold(stored(there.cold)?.toString()).suppressions,
          };
        },
      };
      const runOne = (step: Step): StepResult<unknown> => {
        const result = step(state);
        // Whoever comes next sees what was stored.
        if (result.coldChanged && cold) coverCold(record, cold);
        if (result.held) made.set(result.held.seq, result.held);
        where ??= address?.ref ?? result.reached?.address;
        return result;
      };
      const fits = ({ erases, reached }: StepResult<unknown>, [first]: readonly StepResult<unknown>[]): boolean =>
        // A person is forgotten alone.
        !erases && !first?.erases && (!where || !reached || isSame(where, reached.address));
      try {
        const results = inOrder(steps, runOne, changesState, fits);
        return { nowMs, hot: stored(place.hot), record, holds, cold, address, results };
      } catch (error) {
        if (!(error instanceof Unread)) throw error;
        seen = await readAll([...asked]);
      }
    }
  };
}

function changesState({ changed, coldChanged = false }: StepResult<unknown>): boolean {
  return changed || coldChanged;
}

function isSame(one: AddressRef, other: AddressRef): boolean {
  return one.hash === other.hash && one.kind === other.kind;
}
