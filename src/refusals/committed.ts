/** What the store has taken is committed to the ledger before it is acknowledged; what the ledger does not take waits on disk. */
import type { Spool } from '../decisions/spool.ts';
import { NotAcknowledged, StoreUnavailable } from '../errors.ts';
import type { Ledger, LedgerRow } from '../ledger/ledger.ts';

/**
 * @param makeRow called where there is a ledger
 * @returns undefined where the ledger has it; else it waits on disk, and this is for the caller to throw once all else is done
 * @throws NotAcknowledged where neither took it
 */
export type Commit = (makeRow: () => LedgerRow) => Promise<NotAcknowledged | undefined>;

export function createCommit(ledger: Ledger, spool: Spool<LedgerRow> | undefined): Commit {
  /** Events that wait on disk: who is told to send again does, and fills no spool with one event. */
  const waiting = new Set<string>();
  const isOnDisk = (row: LedgerRow): boolean => {
    const { eventId } = row.event;
    if (spool?.waiting() === 0) waiting.clear();
    if (waiting.has(eventId)) return true;
    if (!spool?.add(row)) return false;
    waiting.add(eventId);
    return true;
  };
  return async (makeRow) => {
    const row = makeRow();
    try {
      await ledger.commit(row);
      return undefined;
    } catch (error) {
      const why = new NotAcknowledged('the ledger does not answer', error);
      if (isOnDisk(row)) return why;
      throw why;
    }
  };
}

/** @throws NotAcknowledged where the ledger has it not */
export async function committed(commit: Commit, makeRow: () => LedgerRow): Promise<void> {
  const waits = await commit(makeRow);
  if (waits) throw waits;
}

/** A ledger that does not answer is one to wait for, whatever it says. */
export function ledgerAway(error: unknown): never {
  throw new StoreUnavailable('the ledger does not answer', { cause: error });
}
