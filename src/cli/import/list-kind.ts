/** `import suppressions FILE` of a list that another system exported. */

import { findList, knownLists, type Wanted } from '../lists/read-list.ts';
import { CommandError } from '../terminal.ts';
import { type ImportKind, importKind } from './kinds.ts';
import type { ImportName } from './names.ts';

export interface KindWanted {
  readonly name: ImportName;
  readonly list: Wanted;
}

/** @param onList told what was found in the columns of a list */
export function kindFor({ name, list }: KindWanted, onList: (words: string) => void): ImportKind {
  const kind = importKind(name);
  return name === 'suppressions' ? withLists(kind, list, onList) : kind;
}

function withLists(kind: ImportKind, wanted: Wanted, onList: (words: string) => void): ImportKind {
  return {
    ...kind,
    headerOf(first) {
      // Columns of our own name the channel.
      if (wanted.name === undefined && first.includes('channel')) return kind.headerOf(first);
      const list = findList(first, wanted);
      if (list) {
        onList(list.words);
        return list;
      }
      if (wanted.name !== undefined)
        throw new CommandError(
          `the columns of the first line are none of a list of ${wanted.name}: ${first.join(', ')}`,
        );
      try {
        return kind.headerOf(first);
      } catch (error) {
        if (!(error instanceof CommandError)) throw error;
        throw new CommandError(
          `${error.message}; nor is it a list that ${knownLists()} export: --format NAME takes a column of addresses alone`,
        );
      }
    },
  };
}
