/** Where imported rows go that no running service takes: into a store of our own. */
import { Problem } from '../../errors.ts';
import type { Caller, Guard, Listed } from '../../guard-contract.ts';
import { fieldProblems } from '../terminal.ts';
import { type Item, type Said, say } from './kinds.ts';
import { known, type Recorder, type RowResult, recorded, withPatience } from './recorder.ts';

/** Of a batch: the more are written together, the less each costs, and the more are known again after a crash. */
const batchRows = 2000;
/** So many rows that are said by themselves are under way at once: each is written within the deadline of its write. */
const usualAtOnce = 128;
/** What is committed as a whole knows no such deadline, and each commit waits for the disk; rows lie near to each other or far apart. */
export const embedded = { atOnce: 1000, windowRows: 32_000 };

const away = 'the store is out of reach';

export interface StoreLimits {
  readonly atOnce: number;
  readonly windowRows?: number;
}

export function storeRecorder(
  guard: Guard,
  caller: Caller,
  into: string,
  { atOnce, ...window }: StoreLimits = { atOnce: usualAtOnce },
): Recorder {
  const recordOne = (item: Item, isTried: boolean): Promise<RowResult> => {
    let isTriedBefore = isTried;
    return withPatience(async () => {
      try {
        const { replayed } = await say(guard, caller, item.said);
        return replayed && !isTriedBefore ? known : recorded;
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        // It may have been written all the same.
        isTriedBefore = true;
        if (error.code === 'store-unavailable') return 'again';
        return { kind: 'rejected', problem: fieldProblems(error.errors) || error.message };
      }
    }, away);
  };
  /** What is under way, by the keys of rows. */
  const last = new Map<string, Promise<RowResult>>();
  const inOrder = async (item: Item, isTried: boolean): Promise<RowResult> => {
    const before = last.get(item.key);
    const done = before === undefined ? recordOne(item, isTried) : before.then(() => recordOne(item, isTried));
    last.set(item.key, done);
    try {
      return await done;
    } finally {
      if (last.get(item.key) === done) last.delete(item.key);
    }
  };

  /** All at once, as far as that can be. The results of the others are left open; `tried` are those that may be written all the same. */
  const recordTogether = async (
    items: readonly Item[],
  ): Promise<{ results: (RowResult | undefined)[]; tried: ReadonlySet<number> }> => {
    const results: (RowResult | undefined)[] = items.map(() => undefined);
    const tried = new Set<number>();
    let open = togetherOf(items, last);
    const recordOpen = async (): Promise<'done' | 'again'> => {
      let done: readonly (boolean | undefined)[] = [];
      try {
        const said = open.map((place) => (items[place] as Item).said as Listed);
        if (said.length > 0) done = await guard.recordUnseen(said, caller);
      } catch (error) {
        if (!(error instanceof Problem) || error.code !== 'store-unavailable') throw error;
      }
      for (const [at, place] of open.entries()) {
        if (done[at]) results[place] = recorded;
        if (done[at] === undefined) tried.add(place);
      }
      open = open.filter((_, at) => done[at] === undefined);
      return open.length > 0 ? 'again' : 'done';
    };
    await withPatience(recordOpen, away);
    return { results, tried };
  };
  return {
    inFlight: 1,
    batchRows,
    ...window,
    target: async () => ({ into, data: await guard.dataId(), caller: caller.name }),
    async record(items) {
      const { results, tried } = await recordTogether(items);
      let next = 0;
      const recordSome = async (): Promise<void> => {
        while (next < items.length) {
          const place = next++;
          results[place] ??= await inOrder(items[place] as Item, tried.has(place));
        }
      };
      await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, recordSome));
      return results as RowResult[];
    },
  };
}

/** The places of rows that are said of an address alone, and are the first of their key. */
function togetherOf(items: readonly Item[], underWay: ReadonlyMap<string, unknown>): number[] {
  const places: number[] = [];
  const seen = new Set<string>();
  for (const [place, { key, said }] of items.entries()) {
    if (isOfAddress(said) && !seen.has(key) && !underWay.has(key)) places.push(place);
    seen.add(key);
  }
  return places;
}

function isOfAddress({ kind, input }: Said): boolean {
  if (kind !== 'suppression' && kind !== 'refusal') return false;
  return input.customerId === undefined && (kind === 'suppression' || input.contactId === undefined);
}
