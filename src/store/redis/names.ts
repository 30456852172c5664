/** Numbers for names, made by one script and remembered by every process (record/names.ts). */
import { Cluster } from 'ioredis';
import {
  createKnownNames,
  type Named,
  type NameLists,
  type NameTable,
  type UnknownName,
} from '../../engine/record/names.ts';
import type { RedisLink } from './client.ts';

export interface RedisNames extends NameLists {
  /** Reads all names; on a Cluster, what this process knows and the table has lost is put back first. */
  load(): Promise<void>;
  /** Fetches or makes what a record was missing. */
  learn(unknown: UnknownName): Promise<void>;
  /** That a number has two names, so that records cannot be read; empty: none has. */
  problems(): readonly string[];
}

/**
 * @param putsBack whether records may outlive their names, as they do on a Cluster, where they lie in other shards: on one node a record that was
 *   written after its name is lost with it, so that what the table says is right
 */
export function createNames(link: RedisLink, key: string, putsBack = link.client instanceof Cluster): RedisNames {
  const known = createKnownNames();
  let problems: readonly string[] = [];

  /** @returns why it cannot be done; those put back are added to `stored` */
  const putBack = async (stored: Named[]): Promise<string[]> => {
    const has = new Set(stored.map(({ table, name }) => `${table}:${name}`));
    const lost = known.list().filter(({ table, name }) => !has.has(`${table}:${name}`));
    if (lost.length === 0) return [];
    const triples = lost.flatMap(({ table, name, id }) => [table, name, id]);
    const clashes = (await link.run('restore', [key], triples)) as Buffer[];
    if (clashes.length > 0)
      return [`redis lost names and gave their numbers to others (${clashes.map(String).join(', ')}): ${unreadable}`];
    stored.push(...lost);
    return [];
  };

  const load = async (): Promise<void> => {
    const stored = parse(await link.call((client) => client.hgetall(key)));
    const moved = putsBack ? movedNames(stored, known) : [];
    problems = [...twoNamesOf(stored), ...moved];
    if (problems.length === 0 && putsBack) problems = await putBack(stored);
    if (problems.length > 0) return;
    // On one node, what the store lost with its newest writes is forgotten here too: the number may be another name's by now.
    known.replace(stored);
  };

  return {
    ...known,
    problems: () => problems,
    load,
    async learn(unknown) {
      if (unknown.missing === undefined) return load();
      await link.run('intern', [key], [unknown.table, unknown.missing]);
      // All of them: another process may have made the numbers before it.
      await load();
    },
  };
}

const unreadable = 'records with these numbers cannot be read any more. Put the names back as they were';

function parse(all: Readonly<Record<string, string>>): Named[] {
  return Object.entries(all).flatMap(([field, id]) => {
    const colon = field.indexOf(':');
    return field.startsWith('#') || colon === -1
      ? []
      : [{ table: field.slice(0, colon) as NameTable, name: field.slice(colon + 1), id: Number(id) }];
  });
}

function twoNamesOf(stored: readonly Named[]): string[] {
  const numbers = Map.groupBy(stored, ({ table, id }) => `${table} ${id}`);
  return [...numbers]
    .filter(([, named]) => named.length > 1)
    .map(
      ([number, named]) =>
        `redis has two names for ${number} (${named.map(({ name }) => name).join(', ')}): ${unreadable}`,
    );
}

function movedNames(stored: readonly Named[], { idOf }: NameLists): string[] {
  const moved = stored.filter(({ table, name, id }) => (idOf(table, name) ?? id) !== id);
  return moved.map(
    ({ table, name, id }) =>
      `redis gave ${table} ${name} the number ${id}, which was ${idOf(table, name)}: ${unreadable}`,
  );
}
