/** Numbers for the names that contacts carry (record/codec.ts): given once, for ever. */
import type { DatabaseSync } from 'node:sqlite';
import type { Names, NameTable } from '../../engine/record/codec.ts';
import type { Kind } from '../../engine/request.ts';

export interface SqliteNames extends Names {
  /** Inside a transaction: makes numbers for what has none yet. */
  intern(kind: Kind): void;
  /** After a rollback, what was made inside it is forgotten. */
  reload(): void;
}

export function createNameTable(db: DatabaseSync): SqliteNames {
  const insert = db.prepare('INSERT INTO names (kind, id, name) VALUES (?,?,?)');
  const all = db.prepare('SELECT kind, id, name FROM names');
  const ids = new Map<string, number>();
  const byId = new Map<string, string>();
  const counts = new Map<string, number>();
  const remember = (table: string, id: number, name: string): void => {
    ids.set(`${table}\0${name}`, id);
    byId.set(`${table}\0${id}`, name);
    counts.set(table, Math.max(id, counts.get(table) ?? 0));
  };
  const reload = (): void => {
    ids.clear();
    byId.clear();
    counts.clear();
    for (const row of all.all() as unknown as { kind: string; id: number; name: string }[])
      remember(row.kind, row.id, row.name);
  };
  const internOne = (table: NameTable, name: string): void => {
    if (ids.has(`${table}\0${name}`)) return;
    const id = (counts.get(table) ?? 0) + 1;
    insert.run(table, id, name);
    remember(table, id, name);
  };
  reload();
  return {
    idOf: (table, name) => ids.get(`${table}\0${name}`),
    nameOf: (table, id) => byId.get(`${table}\0${id}`),
    intern(kind) {
      internOne('purpose', kind.purpose);
      if (kind.region !== null) internOne('region', kind.region);
      internOne('caller', kind.caller);
    },
    reload,
  };
}
