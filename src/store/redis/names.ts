/** Numbers for names, made by one script and remembered by every process (record/names.ts). */
import { Cluster } from 'ioredis';
import type { NameLists } from '../../engine/prove/fast-plan.ts';
import type { UnknownName } from '../../engine/record/names.ts';
import type { RedisLink } from './client.ts';

type Table = 'purpose' | 'region' | 'caller';

interface Named {
  readonly table: Table;
  readonly name: string;
  readonly id: number;
}

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
  const ids = new Map<string, number>();
  const lists: Record<Table, string[]> = { purpose: [], region: [], caller: [] };
  let version = 0;
  let problems: readonly string[] = [];

  const known = (): Named[] =>
    (Object.keys(lists) as Table[]).flatMap((table) =>
      lists[table].flatMap((name, place) => (name === undefined ? [] : [{ table, name, id: place + 1 }])),
    );

  /** @returns why it cannot be done; those put back are added to `stored` */
  const putBack = async (stored: Named[]): Promise<string[]> => {
    const has = new Set(stored.map(({ table, name }) => `${table}:${name}`));
    const lost = known().filter(({ table, name }) => !has.has(`${table}:${name}`));
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
    const moved = putsBack ? movedNames(stored, (table, name) => ids.get(`${table}\0${name}`)) : [];
    problems = [...twoNamesOf(stored), ...moved];
    if (problems.length === 0 && putsBack) problems = await putBack(stored);
    if (problems.length > 0) return;
    // On one node, what the store lost with its newest writes is forgotten here too: the number may be another name's by now.
    ids.clear();
    for (const list of Object.values(lists)) list.length = 0;
    for (const { table, name, id } of stored) {
      ids.set(`${table}\0${name}`, id);
      lists[table][id - 1] = name;
    }
    version++;
  };

  return {
    idOf: (table, name) => ids.get(`${table}\0${name}`),
    nameOf: (table, id) => lists[table][id - 1],
    // Up to the first number whose name is not known here: what lies beyond counts in every cap, until it is known.
    all: (table) => lists[table].slice(0, knownFrom(lists[table])),
    version: () => version,
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
      : [{ table: field.slice(0, colon) as Table, name: field.slice(colon + 1), id: Number(id) }];
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

function movedNames(stored: readonly Named[], idOf: (table: Table, name: string) => number | undefined): string[] {
  const moved = stored.filter(({ table, name, id }) => (idOf(table, name) ?? id) !== id);
  return moved.map(
    ({ table, name, id }) =>
      `redis gave ${table} ${name} the number ${id}, which was ${idOf(table, name)}: ${unreadable}`,
  );
}

/** How many numbers from the first on have a name. */
function knownFrom(list: readonly (string | undefined)[]): number {
  const hole = Array.from(list).indexOf(undefined);
  return hole === -1 ? list.length : hole;
}
