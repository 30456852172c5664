/** Which items of the log's lists are asked for, by their kind: millions of items may be looked at for one page, and of kinds there are few. */
import { itemBytes, stampBytes } from './entry-lists.ts';

/** Whether an item's entry is asked for by its kind; undefined: that kind is not known here. */
export type Sieve = (items: Buffer, place: number) => boolean | undefined;

/** States of a row. */
const [empty, fails, fits] = [0, 1, 2];
const firstRows = 1024;

/**
 * Remembers what was said of each kind in a table of plain numbers. Kinds are numbers of a hash: their own bytes tell the row.
 * @param isWanted by the kind's number; undefined: not known yet, and asked for again
 */
export function createSieve(isWanted: (kind: number) => boolean | undefined): Sieve {
  let mask = firstRows - 1;
  let kinds = new Float64Array(firstRows);
  let states = new Uint8Array(firstRows);
  let used = 0;

  const put = (low: number, kind: number, state: number): void => {
    let row = low & mask;
    while (states[row] !== empty) row = (row + 1) & mask;
    kinds[row] = kind;
    states[row] = state;
  };
  const grow = (): void => {
    const [oldKinds, oldStates] = [kinds, states];
    mask = 2 * (mask + 1) - 1;
    kinds = new Float64Array(mask + 1);
    states = new Uint8Array(mask + 1);
    oldStates.forEach((state, row) => {
      const kind = oldKinds[row] as number;
      if (state !== empty) put(kind % 2 ** 32, kind, state);
    });
  };

  return (items, place) => {
    const at = place * itemBytes + stampBytes;
    // By hand: to read it by the buffer's own functions is most of what it takes.
    const low =
      ((items[at + 2] as number) << 24) |
      ((items[at + 3] as number) << 16) |
      ((items[at + 4] as number) << 8) |
      (items[at + 5] as number);
    const kind = ((items[at] as number) * 256 + (items[at + 1] as number)) * 2 ** 32 + (low >>> 0);
    for (let row = low & mask; states[row] !== empty; row = (row + 1) & mask)
      if (kinds[row] === kind) return states[row] === fits;
    const wanted = isWanted(kind);
    if (wanted === undefined) return undefined;
    if (++used > (mask + 1) / 2) grow();
    put(low, kind, wanted ? fits : fails);
    return wanted;
  };
}
