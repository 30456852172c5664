/**
 * Holds the store to the ledger. The store keeps how far in the ledger everything is known to be in it (its mark). At the start, and whenever the
 * store may have lost something (a new connection, a new topology), what the ledger holds after the mark is done again; until that is through,
 * the store counts as out of reach.
 */
import type { StepTools } from '../engine/steps/step.ts';
import { StoreUnavailable } from '../errors.ts';
import { wordsOf } from '../files.ts';
import type { Ledger, LedgerHead, LedgerRow, PlacedRow } from '../ledger/ledger.ts';
import type { ContactStore } from '../store/store.ts';
import { ledgerAway } from './committed.ts';
import { restoreRow } from './restore.ts';

export interface Agreement {
  /** The store, out of reach until it agrees with the ledger. */
  readonly store: ContactStore;
  /** Brings both together where they may differ, and notes how far they agree. @throws where one of them does not answer */
  agree(): Promise<void>;
  /** Why nothing that is said can be acknowledged now; undefined: it can, or the problems of the store say why not. */
  problem(): string | undefined;
  /** How many events were done again since it was made. */
  readonly restored: () => number;
  /** Does to the store what waited on disk for the ledger, where the store has lost it since. @throws StoreUnavailable where one of them does not answer */
  redo(row: LedgerRow): Promise<void>;
}

export interface AgreementOptions {
  readonly store: ContactStore;
  readonly ledger: Ledger;
  readonly tools: StepTools;
  /** Told of each time that something was done again. */
  readonly onRestored: (restored: {
    readonly events: number;
    readonly fromPosition: number;
    readonly toPosition: number;
  }) => void;
}

const pageRows = 500;
/** So many at once: each is a step or two of the store. */
const atOnce = 16;

export function createAgreement({ store, ledger, tools, onRestored }: AgreementOptions): Agreement {
  /** The state of the store that agrees; undefined: none yet. */
  let agreedEpoch: number | undefined;
  let why = 'the store has not been compared with the ledger yet';
  let marked: string | undefined;
  let restored = 0;
  let agreeing: Promise<void> | undefined;

  const restoreAfter = async (position: number, head: LedgerHead): Promise<number> => {
    let events = 0;
    for (let from = position; from < head.position; ) {
      const page = await ledger.after(from, pageRows);
      const last = page.at(-1);
      if (!last) break;
      const ids = page.flatMap(({ row }) => row.standing.map(({ suppressionId }) => suppressionId));
      const lifted = await ledger.liftsOf([...new Set(ids)]);
      // What an erasure takes is there before it; of all else the order does not matter.
      for (const rows of turnsOf(page)) await Promise.all(rows.map(({ row }) => restoreRow(store, tools, row, lifted)));
      events += page.length;
      from = last.position;
      why = `the store is behind the ledger: ${head.position - from} events are being restored`;
    }
    return events;
  };

  const bringTogether = async (): Promise<void> => {
    const epoch = store.epoch();
    const head = await ledger.head();
    if (agreedEpoch !== epoch) {
      const from = positionOf(await store.ledgerMark(), head);
      const events = await restoreAfter(from, head);
      restored += events;
      if (events > 0) onRestored({ events, fromPosition: from, toPosition: head.position });
      marked = undefined;
    }
    const mark = `${head.ledgerId}:${head.position}`;
    // A store that lost something since is compared again, and not marked.
    if (store.epoch() !== epoch) throw new StoreUnavailable('the store changed while it was compared with the ledger');
    if (mark !== marked) await store.setLedgerMark(mark);
    marked = mark;
    agreedEpoch = epoch;
  };

  const agree = (): Promise<void> => {
    agreeing ??= bringTogether()
      .catch((error: unknown) => {
        why = `the store cannot be compared with the ledger: ${ledger.problem() ?? wordsOf(error)}`;
        throw error;
      })
      .finally(() => {
        agreeing = undefined;
      });
    return agreeing;
  };

  const problems = (): readonly string[] => {
    const own = store.problems();
    if (own.length > 0 || agreedEpoch === store.epoch()) return own;
    // Whoever looks whether the store is back brings it back.
    agree().catch(() => {});
    return [why];
  };
  const usable = (): void => {
    if (agreedEpoch === store.epoch()) return;
    agree().catch(() => {});
    throw new StoreUnavailable(why);
  };
  const gated =
    <A extends unknown[], T>(work: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      usable();
      return work(...args);
    };

  return {
    agree,
    restored: () => restored,
    problem() {
      const found = ledger.problem();
      const isSaid = store.problems().length === 0 && agreedEpoch !== store.epoch();
      return found === undefined || isSaid
        ? undefined
        : `the ledger does not answer (${found}): what is said binds, is kept and is not acknowledged`;
    },
    async redo(row) {
      const ids = row.standing.map(({ suppressionId }) => suppressionId);
      const lifted = await ledger.liftsOf(ids).catch(ledgerAway);
      await restoreRow(store, tools, row, lifted);
    },
    store: {
      ...store,
      async open() {
        await store.open();
        // A ledger that does not answer is waited for; one that cannot be this store's stops the start.
        await agree().catch((error: unknown) => {
          if (/^ADDRESS_PEPPER/.test(wordsOf(error))) throw error;
        });
      },
      decide: gated(store.decide),
      transact: gated(store.transact) as ContactStore['transact'],
      transactAddress: gated(store.transactAddress) as ContactStore['transactAddress'],
      transactNewAddresses: gated(store.transactNewAddresses) as ContactStore['transactNewAddresses'],
      read: gated(store.read) as ContactStore['read'],
      readAddress: gated(store.readAddress) as ContactStore['readAddress'],
      events: gated(store.events),
      event: gated(store.event),
      reviewHomes: gated(store.reviewHomes),
      problems,
      async health() {
        const { problems: own, details } = await store.health();
        const found = own.length === 0 && agreedEpoch !== store.epoch() ? [why] : own;
        return { problems: found, details: { ...details, ledger: ledger.problem() ?? 'in use' } };
      },
    },
  };
}

function turnsOf(page: readonly PlacedRow[]): PlacedRow[][] {
  const turns: PlacedRow[][] = [];
  let turn: PlacedRow[] = [];
  for (const placed of page) {
    const isErasure = placed.row.event.kind === 'erasure';
    if (turn.length > 0 && (isErasure || turn.length >= atOnce)) {
      turns.push(turn);
      turn = [];
    }
    turn.push(placed);
    if (!isErasure) continue;
    turns.push(turn);
    turn = [];
  }
  return turn.length > 0 ? [...turns, turn] : turns;
}

/** 0 where the mark is of another ledger, or of one that has gone back: all of it is done again. */
function positionOf(mark: string | undefined, { ledgerId, position }: LedgerHead): number {
  const [id, at] = mark?.split(':') ?? [];
  return id === ledgerId && Number(at) <= position ? Number(at) : 0;
}
