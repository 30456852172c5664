/** Contacts carry numbers for purposes, regions and callers: each store gives a name its number once, for ever. */

export type NameTable = 'purpose' | 'region' | 'caller';

/** Numbers from 1 for the names that contacts carry; the same for ever within one store. */
export interface Names {
  idOf(table: NameTable, name: string): number | undefined;
  nameOf(table: NameTable, id: number): string | undefined;
}

/** A name or number that this process has not seen: the store fetches or makes it and tries again. */
export class UnknownName extends Error {
  readonly table: NameTable;
  /** Undefined where a number has no name here yet. */
  readonly missing: string | undefined;

  constructor(table: NameTable, missing: string | undefined) {
    super(`unknown ${table} ${missing ?? 'number'}`);
    this.table = table;
    this.missing = missing;
  }
}
