/** Numbers for names, made by one script and remembered by every process (record/codec.ts). */
import type { UnknownName } from '../../engine/record/codec.ts';
import type { RedisLink } from './client.ts';
import type { NameLists } from './fast-plan.ts';

type Table = 'purpose' | 'region' | 'caller';

export interface RedisNames extends NameLists {
  /** Reads all names. */
  load(): Promise<void>;
  /** Fetches or makes what a record was missing. */
  learn(unknown: UnknownName): Promise<void>;
}

export function createNames(link: RedisLink, key: string): RedisNames {
  const ids = new Map<string, number>();
  const lists: Record<Table, string[]> = { purpose: [], region: [], caller: [] };
  let version = 0;

  const remember = (table: Table, name: string, id: number): void => {
    if (ids.has(`${table}\0${name}`)) return;
    ids.set(`${table}\0${name}`, id);
    lists[table][id - 1] = name;
    version++;
  };

  const load = async (): Promise<void> => {
    const all = await link.call((client) => client.hgetall(key));
    // What the store lost with its newest writes is forgotten here too: the number may be another name's by now.
    ids.clear();
    for (const list of Object.values(lists)) list.length = 0;
    version++;
    for (const [field, id] of Object.entries(all)) {
      const colon = field.indexOf(':');
      if (field.startsWith('#') || colon === -1) continue;
      remember(field.slice(0, colon) as Table, field.slice(colon + 1), Number(id));
    }
  };

  return {
    idOf: (table, name) => ids.get(`${table}\0${name}`),
    nameOf: (table, id) => lists[table][id - 1],
    // Up to the first number whose name is not known here: what lies beyond counts in every cap, until it is known.
    all: (table) => lists[table].slice(0, knownFrom(lists[table])),
    version: () => version,
    load,
    async learn(unknown) {
      if (unknown.missing === undefined) return load();
      await link.run('intern', [key], [unknown.table, unknown.missing]);
      // All of them: another process may have made the numbers before it.
      await load();
    },
  };
}

/** How many numbers from the first on have a name. */
function knownFrom(list: readonly (string | undefined)[]): number {
  const hole = Array.from(list).indexOf(undefined);
  return hole === -1 ? list.length : hole;
}
