/** Numbers for the names that contacts carry (record/names.ts): given once, for ever. */
import type { DatabaseSync } from 'node:sqlite';
import { createKnownNames, type Named, type NameLists, type NameTable } from '../../engine/record/names.ts';
import type { Kind } from '../../engine/request.ts';

export interface SqliteNames extends NameLists {
  /** Inside a transaction: makes numbers for what has none yet. */
  intern(kind: Kind): void;
  /** After a rollback, what was made inside it is forgotten. */
  reload(): void;
}

export function createNameTable(db: DatabaseSync): SqliteNames {
  const insert = db.prepare('INSERT INTO names (kind, id, name) VALUES (?,?,?)');
  const select = db.prepare('SELECT kind AS "table", id, name FROM names');
  const known = createKnownNames();
  const reload = (): void => known.replace(select.all() as unknown as Named[]);
  const internOne = (table: NameTable, name: string): void => {
    if (known.idOf(table, name) !== undefined) return;
    const id = known.all(table).length + 1;
    insert.run(table, id, name);
    known.add({ table, id, name });
  };
  reload();
  return {
    ...known,
    intern(kind) {
      internOne('purpose', kind.purpose);
      if (kind.region !== null) internOne('region', kind.region);
      internOne('caller', kind.caller);
    },
    reload,
  };
}
