/**
 * Kinds of log entries (store/entry-kind.ts), and how long such an entry is kept, by numbers that need no table: a number is six bytes of a hash, and
 * any entry of a kind says what that is.
 */

import { hash } from 'node:crypto';
import type { EntryHead } from '../../engine/entry-text.ts';
import { tagsOf } from '../../engine/log-entry.ts';
import { keepNewest } from '../../keep-newest.ts';
import { createKindNumbers, type EntryKind } from '../entry-kind.ts';
import type { Hit, Item } from './entry-item.ts';
import { itemBytes, kindIn, stampIn } from './entry-lists.ts';

export interface KeptKind extends EntryKind {
  readonly keptMs: number;
}

export interface EntryKinds {
  of(number: number): KeptKind | undefined;
  /** Whether an entry of this kind was damaged: others may be readable, and tell the kind. */
  isDamaged(number: number): boolean;
  /** Learns the kinds of a list's items. Those that stay unknown have only entries that are gone or damaged. */
  learn(items: Buffer, bucket: number): Promise<void>;
}

/** There are few: combinations of caller, channel, purpose and what denies together. Past this, those that were learnt first are learnt again. */
const mostKinds = 100_000;

const numbers = new Map<string, number>();
const setNumber = keepNewest(numbers, mostKinds);

export const kindNumber = createKindNumbers((_kind, _keptMs, said) => {
  let number = numbers.get(said);
  if (number === undefined) {
    number = hash('sha256', said, 'buffer').readUIntBE(0, 6);
    setNumber(said, number);
  }
  return number;
}).of;

/** @param load reads an entry; undefined: it is gone */
export function createEntryKinds(load: (hit: Hit) => Promise<Item | undefined>): EntryKinds {
  const known = new Map<number, KeptKind>();
  const setKnown = keepNewest(known, mostKinds);
  const damaged = new Map<number, true>();
  const setDamaged = keepNewest(damaged, mostKinds);
  /** By whom it is asked for first: the others wait. */
  const underWay = new Map<number, Promise<void>>();

  const learnOne = async (number: number, hit: Hit): Promise<void> => {
    const item = await load(hit);
    if (item?.head) setKnown(number, keptKindOf(item.head));
    else if (item) setDamaged(number, true);
  };

  return {
    of: (number) => known.get(number),
    isDamaged: (number) => damaged.has(number),
    async learn(items, bucket) {
      // An entry may be gone or damaged whose kind others have: then the next of that kind is read.
      const tried = new Set<number>();
      for (;;) {
        const wanted = new Map<number, number>();
        for (let place = 0; place < items.length / itemBytes; place++) {
          const number = kindIn(items, place);
          if (!known.has(number) && !tried.has(place)) wanted.set(number, place);
        }
        if (wanted.size === 0) return;
        const asked = [...wanted].map(([number, place]) => {
          const other = underWay.get(number);
          if (other) return other;
          tried.add(place);
          const asking = learnOne(number, { stamp: stampIn(items, place), bucket }).finally(() =>
            underWay.delete(number),
          );
          underWay.set(number, asking);
          return asking;
        });
        await Promise.all(asked);
      }
    },
  };
}

function keptKindOf({ allowed, channel, purpose, caller, reasons, keepUntilMs, atMs }: EntryHead): KeptKind {
  return { allowed, channel, purpose, caller, tags: tagsOf(reasons), keptMs: keepUntilMs - atMs };
}
