/** How far the data agrees with a ledger. On a Cluster each bucket has the mark, so that a shard which lost something tells by its own. */
import type { ContactStore } from '../store.ts';
import { buckets } from './keys.ts';
import type { PartDeps } from './parts.ts';

export function createLedgerMark({
  link,
  keys,
  usable,
  oneNode,
}: Pick<PartDeps, 'link' | 'keys' | 'usable' | 'oneNode'>): Pick<ContactStore, 'ledgerMark' | 'setLedgerMark'> {
  const marks = Array.from({ length: oneNode ? 1 : buckets }, (_, bucket) => keys.ledger(bucket));
  return {
    async ledgerMark() {
      usable();
      const found = new Set(await Promise.all(marks.map((key) => link.call((client) => client.get(key)))));
      const [mark] = found;
      // A part that was not marked with the others: from the beginning, then.
      return found.size === 1 ? (mark ?? undefined) : undefined;
    },
    async setLedgerMark(mark) {
      usable();
      await Promise.all(marks.map((key) => link.call((client) => client.set(key, mark))));
    },
  };
}
