/**
 * Rows in the order in which their addresses lie in the store, a part of the file at a time. Hashes come in no order: of so many rows that are written
 * together each would change a page of its own, and of neighbours many change the same one.
 */

import { mostBatchLength } from './batches.ts';

/** Characters of a window: of long rows it has fewer. */
const mostLength = 24_000_000;

export interface WindowRow {
  /** Rows of the same key stay in their order. */
  readonly key: string;
  /** Where in the store it is written; '': nobody knows. */
  readonly place: string;
  readonly row: string;
  readonly fields: string;
}

export interface RowWindow {
  push(row: WindowRow): void;
  isFull(): boolean;
  /** Takes all out. @returns batches, in order */
  take(): WindowRow[][];
}

/** @param mostRows what it grows to: in a store that holds little, few rows have neighbours as well, and the first are to be recorded soon */
export function createWindow(batchRows: number, mostRows: number): RowWindow {
  let rows: WindowRow[] = [];
  /** Of the first row of each key whose place is known. */
  let places = new Map<string, string>();
  let length = 0;
  let taken = 0;
  const placeOf = ({ key }: WindowRow): string => places.get(key) ?? '';
  return {
    push(row) {
      rows.push(row);
      length += lengthOf(row);
      if (row.place !== '' && !places.has(row.key)) places.set(row.key, row.place);
    },
    isFull: () => length >= mostLength || rows.length >= Math.min(mostRows, Math.max(batchRows, taken)),
    take() {
      const sorted = rows
        .map((row) => ({ row, place: placeOf(row) }))
        .sort((one, other) => (one.place < other.place ? -1 : one.place > other.place ? 1 : 0));
      taken += rows.length;
      [rows, places, length] = [[], new Map(), 0];
      return inBatches(
        sorted.map(({ row }) => row),
        batchRows,
      );
    },
  };
}

function inBatches(rows: readonly WindowRow[], batchRows: number): WindowRow[][] {
  const batches: WindowRow[][] = [];
  let batch: WindowRow[] = [];
  let length = 0;
  for (const row of rows) {
    if (batch.length === 0) batches.push(batch);
    batch.push(row);
    length += lengthOf(row);
    if (batch.length < batchRows && length < 2 * mostBatchLength) continue;
    batch = [];
    length = 0;
  }
  return batches;
}

function lengthOf({ row, fields }: WindowRow): number {
  return row.length + fields.length;
}
