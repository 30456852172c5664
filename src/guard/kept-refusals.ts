/** Refusals that the store could not take: what is told of them, and how they are entered later (contract 3). */
import { NotAcknowledged, Problem, StoreUnavailable } from '../errors.ts';
import type { RefusalInput } from '../guard-contract.ts';
import type { Subject } from '../refusals/act.ts';
import type { RefusalDeps } from '../refusals/deps.ts';
import type { KeptRefusals } from '../refusals/kept.ts';
import { type Answered, refusalAct, refuse, type Said } from '../refusals/refuse.ts';
import type { RequestReader } from '../requests/reader.ts';
import { unknownContact } from './verdicts.ts';

/**
 * Keeps the refusal that could not be stored, and says so.
 * @returns the 503 that the caller is told. @throws Problem 422 and 404 as the store's answer would have been, as far as that is known without it
 */
export function keepRefusal(deps: RefusalDeps, kept: KeptRefusals | undefined, said: Said): Problem {
  // What only the contact would tell is found when it is entered.
  if (said.input.contactId === undefined) refusalAct(deps, said);
  if (!kept) return new Problem('store-unavailable', 'the store is out of reach; try again soon');
  return kept.keep(said)
    ? new Problem(
        'store-unavailable',
        'the store is out of reach: the refusal is kept on disk, binds here from now on, and is entered when the store is back. It is not acknowledged yet: send it again',
      )
    : new Problem(
        'store-unavailable',
        'the store is out of reach, and the spool could not take the refusal: it binds in this process alone. Send it again',
      );
}

/** What is stored already is only not acknowledged. */
export function isAway(error: unknown): boolean {
  return error instanceof StoreUnavailable && !(error instanceof NotAcknowledged);
}

/** Whom a refusal is of, as far as it can be told without the store. @throws Problem 404 for a contact that cannot be */
export function subjectWithoutStore(
  { ids, reader }: Pick<RefusalDeps, 'ids'> & { readonly reader: RequestReader },
  input: RefusalInput,
  subjectOf: (input: RefusalInput) => Subject,
): Subject {
  if (input.contactId === undefined) return subjectOf(input);
  const place = ids.openContactId(input.contactId);
  if (!place && input.customerId === undefined && input.address === undefined) throw unknownContact();
  const { address } = subjectOf(input);
  return { customer: input.customerId === undefined ? place?.customer : reader.customer(input.customerId), address };
}

/** Enters a refusal that was kept; twice is as good as once. @param answered what its contact says, where it names one */
export async function enterKept(deps: RefusalDeps, said: Said, answered: Answered): Promise<void> {
  await refuse(deps, { ...said, answered }, true);
}
