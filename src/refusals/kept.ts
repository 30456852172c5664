/**
 * Refusals and withdrawn consents that came while the store was out of reach: kept in a local spool, on the disk before anybody is told, and entered when the store is
 * back. Until then they bind in this process, and in the one that takes its spool over. What cannot be entered and was set aside binds in every
 * process of that folder, until somebody takes its file away.
 */
import type { DrainOptions, Spool } from '../decisions/spool.ts';
import { type Asked, addressConcerned, covers, type Facts } from '../engine/facts.ts';
import type { Suppression } from '../engine/record/record.ts';
import { Problem, StoreUnavailable } from '../errors.ts';
import type { Act } from './act.ts';
import type { SaidWithdrawal } from './consent-act.ts';
import { inForceAt } from './effect.ts';
import type { Said } from './refuse.ts';

/** A person's no. */
export type Kept = Said | SaidWithdrawal;

export interface KeptRefusals {
  /** @returns false where the spool is full or cannot be written: it is not kept */
  keep(said: Kept): boolean;
  /** Those in force that cover this request. @param facts where this process knows the customer to have been reached */
  covering(asked: Asked, facts: Facts, nowMs: number): readonly Suppression[];
  readonly isEmpty: () => boolean;
  /** Whether there is something to enter. */
  readonly isWaiting: () => boolean;
  /** @param enter applying twice must do nothing. @returns how many. @throws what `enter` threw where the store is away: the rest waits */
  enter(enter: (said: Kept) => Promise<void>): Promise<number>;
}

export interface KeptOptions {
  readonly spool: Spool<Kept>;
  /** What the refusal would do. @throws Problem where it cannot be told without the store */
  readonly act: (said: Kept) => Act;
  readonly isStoreWell: () => Promise<boolean>;
  readonly onSetAside: DrainOptions['onSetAside'];
}

/** Of what the spool could not take: past it the oldest goes, of which its sender alone knows then. */
const mostInMemory = 2000;

export function createKeptRefusals({ spool, act, isStoreWell, onSetAside }: KeptOptions): KeptRefusals {
  /** By the refusal's name. */
  const binding = new Map<string, readonly Suppression[]>();
  /** Names by customer and by address: hashes of the two do not meet. */
  const bySubject = new Map<string, Set<string>>();
  let entering: Promise<number> | undefined;

  const bind = (said: Kept): void => {
    const suppressions = suppressionsOf(act, said);
    if (suppressions.length === 0) return;
    binding.set(said.name, suppressions);
    for (const subject of subjectsOf(suppressions)) {
      const names = bySubject.get(subject) ?? new Set();
      bySubject.set(subject, names.add(said.name));
    }
  };
  const release = ({ name }: Pick<Kept, 'name'>): void => {
    for (const subject of subjectsOf(binding.get(name) ?? [])) {
      const names = bySubject.get(subject);
      names?.delete(name);
      if (names?.size === 0) bySubject.delete(subject);
    }
    binding.delete(name);
  };
  for (const said of spool.lines()) bind(said);
  /** Names of what stands apart. */
  let apart = new Set<string>();
  const followAside = (): void => {
    const lines = spool.aside();
    if (lines === undefined) return;
    const gone = apart;
    apart = new Set(lines.map(({ name }) => name));
    for (const said of lines) bind(said);
    // Put back to be entered it binds on until it is.
    const waiting = new Set(gone.size === 0 ? [] : spool.lines().map(({ name }) => name));
    for (const name of gone) if (!apart.has(name) && !waiting.has(name)) release({ name });
  };
  followAside();

  /** What the spool could not take, by its name: it goes with this process. */
  const inMemory = new Map<string, Kept>();
  const hold = (said: Kept): void => {
    inMemory.set(said.name, said);
    const oldest = inMemory.size > mostInMemory ? inMemory.values().next().value : undefined;
    if (oldest) letGo(oldest);
  };
  const letGo = (said: Kept): void => {
    inMemory.delete(said.name);
    release(said);
  };

  return {
    keep(said) {
      const isKept = spool.add(said);
      if (!isKept && !binding.has(said.name)) hold(said);
      // Kept or not: here it is known.
      bind(said);
      return isKept;
    },
    covering({ request, policies }, { record }, nowMs) {
      if (binding.size === 0) return [];
      const concerned = addressConcerned(request, record)?.hash;
      const at = (subject: string | undefined): readonly Suppression[] =>
        [...((subject !== undefined && bySubject.get(subject)) || [])].flatMap((name) => binding.get(name) ?? []);
      // Said by an address alone it is also of whom it was last used for.
      const alone = record.addresses.flatMap(({ hash }) => at(hash)).filter((one) => one.alone);
      return [...new Set([...at(request.customer), ...at(concerned), ...alone])].filter(
        (one) => inForceAt(one, nowMs) && covers(one, request, policies.purposes),
      );
    },
    isEmpty: () => binding.size + inMemory.size === 0 && spool.waiting() === 0,
    isWaiting: () => inMemory.size > 0 || spool.waiting() > 0,
    enter(enter) {
      const one = async (said: Kept): Promise<void> => {
        await enter(said);
        release(said);
      };
      const all = async (): Promise<number> => {
        let entered = await spool.drain(one, { isStoreWell, onSetAside });
        for (const said of [...inMemory.values()]) {
          try {
            await enter(said);
            entered++;
          } catch (error) {
            if (error instanceof StoreUnavailable) throw error;
            // It can never be entered, and nobody was told that it was.
          }
          letGo(said);
        }
        return entered;
      };
      entering ??= all().finally(() => {
        entering = undefined;
        followAside();
      });
      return entering;
    },
  };
}

/** As far as they can be told without the store: nothing, where the refusal names only a contact. */
function suppressionsOf(act: KeptOptions['act'], said: Kept): readonly Suppression[] {
  try {
    const { customer, address, eventId, drafts } = act(said);
    if (customer === undefined && address === undefined) return [];
    const id = eventId(customer === undefined && address !== undefined ? { address } : { customer: customer as never });
    return drafts({ eventId: id, customer, address, nowMs: said.askedMs, seal: () => '' });
  } catch (error) {
    if (error instanceof Problem) return [];
    throw error;
  }
}

function subjectsOf(suppressions: readonly Suppression[]): string[] {
  return suppressions.flatMap(({ customer, address }) => [customer, address].filter((one) => one !== undefined));
}
