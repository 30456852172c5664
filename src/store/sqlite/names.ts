/** Numbers for the names that contacts carry (record/names.ts): given once, for ever. */
import type { DatabaseSync } from 'node:sqlite';
import type { NameLists } from '../../engine/prove/fast-plan.ts';
import type { NameTable } from '../../engine/record/names.ts';
import type { Kind } from '../../engine/request.ts';

export interface SqliteNames extends NameLists {
  /** Inside a transaction: makes numbers for what has none yet. */
  intern(kind: Kind): void;
  /** After a rollback, what was made inside it is forgotten. */
  reload(): void;
}

export function createNameTable(db: DatabaseSync): SqliteNames {
  const insert = db.prepare('INSERT INTO names (kind, id, name) VALUES (?,?,?)');
  const all = db.prepare('SELECT kind, id, name FROM names');
  const ids = new Map<string, number>();
  const lists: Record<NameTable, string[]> = { purpose: [], region: [], caller: [] };
  let version = 0;
  const remember = (table: NameTable, id: number, name: string): void => {
    ids.set(`${table}\0${name}`, id);
    lists[table][id - 1] = name;
    version++;
  };
  const reload = (): void => {
    ids.clear();
    version++;
    for (const list of Object.values(lists)) list.length = 0;
    for (const row of all.all() as unknown as { kind: NameTable; id: number; name: string }[])
      remember(row.kind, row.id, row.name);
  };
  const internOne = (table: NameTable, name: string): void => {
    if (ids.has(`${table}\0${name}`)) return;
    const id = lists[table].length + 1;
    insert.run(table, id, name);
    remember(table, id, name);
  };
  reload();
  return {
    idOf: (table, name) => ids.get(`${table}\0${name}`),
    nameOf: (table, id) => lists[table][id - 1],
    all: (table) => lists[table],
    version: () => version,
    intern(kind) {
      internOne('purpose', kind.purpose);
      if (kind.region !== null) internOne('region', kind.region);
      internOne('caller', kind.caller);
    },
    reload,
  };
}
