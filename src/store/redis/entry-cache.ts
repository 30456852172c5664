/**
 * What this process has read of the log's lists, so that a query reads only what was added since. Stamps of one list only grow: what lies below the
 * newest that is known here never changes but by removals. What was removed elsewhere may still stand here, and is not found in the stream.
 */
import { itemBytes, lastStamp, placeOf, stampIn } from './entry-lists.ts';
import type { Sought } from './find.ts';

export interface EntryCache {
  /**
   * As find.lua answers, without asking where it is known. What it hands out must not be written to.
   * @param sought `allKnown`: more than the most, where more is known: it costs nothing
   */
  find(sought: Sought & { readonly allKnown?: boolean }): Promise<Buffer>;
  /** These are removed; oldest first. */
  drop(list: string, stamps: readonly number[]): void;
  /** What is known of a list is wrong; without one, of all: what answers may be another server. */
  forget(list?: string): void;
}

/** Items of a list without a gap: all that it holds from the first of them up to the last. */
interface Run {
  readonly items: Buffer;
  /** Nothing stands before them. */
  readonly isWhole: boolean;
  /** Begins with the items; there is room for more behind them. */
  readonly room: Buffer;
}

/** Of each list the newest, and an eighth more before some are left out: 37 MB in all where the log has two and a half millions. */
const mostKept = 10_000;
/** Of what was added since, by one command. */
const piece = 1024;

export function createEntryCache(find: (sought: Sought) => Promise<Buffer>, most = mostKept): EntryCache {
  const runs = new Map<string, Run>();
  /** What was asked for before something was forgotten is handed out and not kept: it may be of another server. */
  let forgotten = 0;

  const set = (list: string, parts: readonly Buffer[], isWhole: boolean): void => {
    const all = Buffer.concat(parts);
    const length = Math.min(all.length, most * itemBytes);
    if (length === 0) {
      runs.delete(list);
      return;
    }
    const room = Buffer.allocUnsafe(Math.ceil(length * 1.125));
    all.copy(room, 0, all.length - length);
    runs.set(list, { items: room.subarray(0, length), isWhole: isWhole && length === all.length, room });
  };

  /**
   * @param items all that the list holds from the first of them, or from its beginning, up to `below`
   * @returns whether there was a gap between them and what is known, which is older
   */
  const keep = (list: string, items: Buffer, below: number, isWhole: boolean): boolean => {
    const run = runs.get(list);
    const from = isWhole ? 0 : stampIn(items, 0);
    if (run === undefined) {
      if (below === lastStamp) set(list, [items], isWhole);
      return false;
    }
    if (newestIn(run.items) < from) return true;
    if (!run.isWhole && below < stampIn(run.items, 0)) return false;
    const before = run.items.subarray(0, placeOf(run.items, from) * itemBytes);
    const after = run.items.subarray(placeOf(run.items, below) * itemBytes);
    const same = run.items.length - before.length - after.length;
    const length = before.length + items.length;
    // Who reads what was known before goes on to do so: only what stands behind that is written to.
    if (
      after.length === 0 &&
      length <= run.room.length &&
      same <= items.length &&
      run.items.subarray(before.length).equals(items.subarray(0, same))
    ) {
      items.copy(run.room, run.items.length, same);
      runs.set(list, { ...run, items: run.room.subarray(0, length), isWhole: isWhole || run.isWhole });
    } else set(list, [before, items, after], isWhole || run.isWhole);
    return false;
  };

  return {
    async find(sought) {
      const { list, head, below, most: wanted, allKnown = false } = sought;
      // Of a person there are few.
      if (head > 0) return find(sought);
      const run = runs.get(list);
      const place = run ? placeOf(run.items, below) : 0;
      const kept =
        run && (place >= wanted || run.isWhole)
          ? run.items.subarray(allKnown ? 0 : Math.max(0, place - wanted) * itemBytes, place * itemBytes)
          : undefined;
      const newest = run && newestIn(run.items);
      const isNew = newest !== undefined && below > newest + 1;
      if (kept && !isNew) return kept;
      const since = forgotten;
      const items = await find(kept && isNew ? { ...sought, newerThan: newest } : sought);
      // Nothing came since.
      if (kept && items.length === 0) return kept;
      let known = items;
      let isWhole = items.length / itemBytes < wanted;
      while (since === forgotten && keep(list, known, below, isWhole)) {
        const older = await find({ list, head, below: stampIn(known, 0), most: piece });
        isWhole = older.length / itemBytes < piece;
        known = Buffer.concat([older, known]);
      }
      return items;
    },
    drop(list, stamps) {
      const run = runs.get(list);
      if (run === undefined) return;
      const rest: Buffer[] = [];
      let from = 0;
      for (const stamp of stamps) {
        const place = placeOf(run.items, stamp);
        if (place * itemBytes === run.items.length || stampIn(run.items, place) !== stamp) continue;
        rest.push(run.items.subarray(from, place * itemBytes));
        from = (place + 1) * itemBytes;
      }
      rest.push(run.items.subarray(from));
      set(list, rest, run.isWhole);
    },
    forget(list) {
      forgotten++;
      if (list === undefined) runs.clear();
      else runs.delete(list);
    },
  };
}

function newestIn(items: Buffer): number {
  return stampIn(items, items.length / itemBytes - 1);
}
