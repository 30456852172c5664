/** Which items of the log's lists are asked for, by their kind: millions of items may be looked at for one page, and of kinds there are few. */
import { itemBytes, stampBytes } from './entry-lists.ts';

export interface Sieve {
  /** Whether entries of this kind are asked for; undefined: that kind is not known here. */
  readonly isWanted: (kind: number) => boolean | undefined;
  /**
   * Passes over items that are not asked for, from the last of the first `left` on.
   * @returns how many are left, at least `until`; if more, the last of them is asked for, or its kind is not known
   */
  passOver(items: Buffer, left: number, until: number): number;
}

const firstRows = 1024;

/**
 * Remembers the kinds that are not asked for in a table of plain numbers. Kinds are numbers of a hash: their own bytes tell the row.
 * @param isWanted asked again for each item but where it says false
 */
export function createSieve(isWanted: Sieve['isWanted']): Sieve {
  let mask = firstRows - 1;
  /** The lower four bytes; the upper two and one: 0 is an empty row. */
  let lows = new Int32Array(firstRows);
  let highs = new Int32Array(firstRows);
  let used = 0;

  const put = (low: number, high: number): void => {
    let row = low & mask;
    while (highs[row] !== 0) row = (row + 1) & mask;
    lows[row] = low;
    highs[row] = high;
  };
  const grow = (): void => {
    const [oldLows, oldHighs] = [lows, highs];
    mask = 2 * (mask + 1) - 1;
    lows = new Int32Array(mask + 1);
    highs = new Int32Array(mask + 1);
    oldHighs.forEach((high, row) => {
      if (high !== 0) put(oldLows[row] as number, high);
    });
  };
  /** By hand and in one loop over the same tables: anything else takes twice as long. */
  const passOver: Sieve['passOver'] = (items, left, until) => {
    const [rows, itsLows, itsHighs] = [mask, lows, highs];
    let rest = left;
    next: for (let at = (rest - 1) * itemBytes + stampBytes; rest > until; rest--, at -= itemBytes) {
      const high = (((items[at] as number) << 8) | (items[at + 1] as number)) + 1;
      const low =
        ((items[at + 2] as number) << 24) |
        ((items[at + 3] as number) << 16) |
        ((items[at + 4] as number) << 8) |
        (items[at + 5] as number);
      for (let row = low & rows; itsHighs[row] !== 0; row = (row + 1) & rows)
        if (itsLows[row] === low && itsHighs[row] === high) continue next;
      if (isWanted((high - 1) * 2 ** 32 + (low >>> 0)) !== false) return rest;
      put(low, high);
      if (++used <= (mask + 1) / 2) continue;
      grow();
      return passOver(items, rest - 1, until);
    }
    return rest;
  };
  return { isWanted, passOver };
}
