/** Refusals that the store could not take: what is told of them, and how they are entered later (contract 3). */
import type { KeyedHash } from '../engine/request.ts';
import { NotAcknowledged, Problem, StoreUnavailable, storeAway } from '../errors.ts';
import type { Caller, ConsentInput, RefusalInput } from '../guard-contract.ts';
import { newKey } from '../ids.ts';
import type { Subject } from '../refusals/act.ts';
import { checkInstants } from '../refusals/consent-act.ts';
import { type Consents, enterWithdrawal } from '../refusals/consents.ts';
import type { RefusalDeps } from '../refusals/deps.ts';
import { isErasedSince } from '../refusals/erasure.ts';
import type { Kept, KeptRefusals } from '../refusals/kept.ts';
import { type Answered, refusalAct, refuse, type Said } from '../refusals/refuse.ts';
import { checkUntil } from '../refusals/scope.ts';
import type { RequestReader } from '../requests/reader.ts';
import type { GuardDeps } from './deps.ts';
import { lastAnswered } from './last-answered.ts';
import { unknownContact } from './verdicts.ts';

/**
 * Keeps the refusal that could not be stored, and says so.
 * @returns the 503 that the caller is told. @throws Problem 422 and 404 as the store's answer would have been, as far as that is known without it
 */
export function keepRefusal(deps: RefusalDeps, kept: KeptRefusals | undefined, said: Said): Problem {
  // What only the contact would tell is found when it is entered.
  if (said.input.contactId === undefined) refusalAct(deps, said);
  checkUntil(said.input, said.askedMs);
  return keep(kept, said);
}

function keep(kept: KeptRefusals | undefined, said: Kept): Problem {
  if (!kept) return new Problem('store-unavailable', storeAway);
  return kept.keep(said)
    ? new Problem(
        'store-unavailable',
        'the store is out of reach: the refusal is kept on disk, binds here from now on, and is entered when the store is back. It is not acknowledged yet: send it again',
      )
    : new Problem(
        'store-unavailable',
        'the store is out of reach, and the spool could not take the refusal: it binds in this process alone, as long as that lives. Send it again',
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

/** Enters what was kept; twice is as good as once. What is of somebody who was erased meanwhile binds, without words and evidence. */
export async function enterKept(
  deps: RefusalDeps,
  policies: GuardDeps['policies'],
  contactAnswered: (input: RefusalInput) => Promise<Answered | undefined>,
  said: Kept,
): Promise<void> {
  const { store, reader } = deps;
  const isErased = async (customer: KeyedHash | undefined): Promise<boolean> =>
    customer !== undefined && isErasedSince(store, customer, said.askedMs);
  if ('withdrawal' in said)
    return enterWithdrawal(deps, said, await isErased(reader.customer(said.withdrawal.customerId)));
  const { input } = said;
  // What a link proves goes before the contact's record, as it did when it was said.
  const isFound = input.contactId !== undefined && input.answers === undefined;
  const found = isFound ? await contactAnswered(input) : undefined;
  const lastPurpose =
    said.answered.lastPurpose ?? (await lastAnswered({ store, policies }, input, said.answered.subject));
  const answered = found ?? { ...said.answered, lastPurpose };
  const { customer, address } = answered.subject;
  const whose = customer ?? (address && (await store.readAddress(address, ({ hot }) => hot.lastCustomer)));
  await refuse(deps, { ...said, answered }, { isErased: await isErased(whose) });
}

/** A consent; a withdrawal is a person's no, and what the store cannot take of it is kept. */
export async function sayConsent(
  { reader, clock, kept }: Pick<GuardDeps, 'reader' | 'clock' | 'kept'>,
  consents: Pick<Consents, 'record'>,
  input: ConsentInput,
  caller: Caller,
): Promise<object> {
  const name = nameOf(reader, input, caller);
  try {
    return await consents.record(input, caller, name);
  } catch (error) {
    if (input.level !== 'withdrawn' || !isAway(error)) throw error;
    const askedMs = clock.nowMs();
    const withdrawal = { ...input, atMs: input.atMs ?? askedMs };
    checkInstants({ level: input.level, atMs: withdrawal.atMs, expiresMs: input.expiresAtMs ?? null }, askedMs);
    throw keep(kept, { withdrawal, caller: caller.name, askedMs, name });
  }
}

/** Of one that nobody gave an operation id: it is told from all others, and found again when it is entered twice. */
export function nameOf(reader: RequestReader, input: RefusalInput | ConsentInput, caller: Caller): string {
  return reader.act(caller.name, input) ?? Buffer.from(newKey(), 'base64url').toString('latin1');
}
