/** Contacts carry numbers for purposes, regions and callers: each store gives a name its number once, for ever. */

export type NameTable = 'purpose' | 'region' | 'caller';

/** Numbers from 1 for the names that contacts carry; the same for ever within one store. */
export interface Names {
  idOf(table: NameTable, name: string): number | undefined;
  nameOf(table: NameTable, id: number): string | undefined;
}

/** The names of one store, with how many there are: what counts by name has a place for each. */
export interface NameLists extends Names {
  all(table: NameTable): readonly string[];
  /** Changes when a name is added. */
  version(): number;
}

export interface Named {
  readonly table: NameTable;
  readonly name: string;
  readonly id: number;
}

/** What a process knows of its store's names. */
export interface KnownNames extends NameLists {
  add(named: Named): void;
  /** Forgets what it knew. */
  replace(all: readonly Named[]): void;
  list(): Named[];
}

export function createKnownNames(): KnownNames {
  const ids = new Map<string, number>();
  const lists: Record<NameTable, string[]> = { purpose: [], region: [], caller: [] };
  let version = 0;
  const add = ({ table, name, id }: Named): void => {
    ids.set(`${table}\0${name}`, id);
    lists[table][id - 1] = name;
    version++;
  };
  return {
    idOf: (table, name) => ids.get(`${table}\0${name}`),
    nameOf: (table, id) => lists[table][id - 1],
    // Up to the first number whose name is not known here: what lies beyond counts in every cap, until it is known.
    all: (table) => lists[table].slice(0, knownFrom(lists[table])),
    version: () => version,
    add,
    replace(all) {
      ids.clear();
      version++;
      for (const list of Object.values(lists)) list.length = 0;
      for (const named of all) add(named);
    },
    list: () =>
      (Object.keys(lists) as NameTable[]).flatMap((table) =>
        lists[table].flatMap((name, place) => (name === undefined ? [] : [{ table, name, id: place + 1 }])),
      ),
  };
}

/** How many numbers from the first on have a name. */
function knownFrom(list: readonly (string | undefined)[]): number {
  const hole = Array.from(list).indexOf(undefined);
  return hole === -1 ? list.length : hole;
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
