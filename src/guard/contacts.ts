/** What becomes of contacts: outcomes, contacts made elsewhere, and the refusals that follow from them. */
import { makeOutcomeEntry } from '../decisions/entry.ts';
import { purposeOf } from '../engine/plan.ts';
import { findContact } from '../engine/steps/confirm.ts';
import { outcomeStep, type ReportedOutcome } from '../engine/steps/outcome.ts';
import { recordContactStep } from '../engine/steps/record-contact.ts';
import { invalid } from '../errors.ts';
import type { Caller, ElsewhereInput, Guard, OutcomeInput, RefusalInput } from '../guard-contract.ts';
import type { Subject } from '../refusals/act.ts';
import type { RefusalDeps } from '../refusals/deps.ts';
import { type Answered, type RefusalAnswer, refuse as refuseBy, type Said } from '../refusals/refuse.ts';
import type { Suppressions } from '../refusals/suppressions.ts';
import type { RequestReader } from '../requests/reader.ts';
import { type Channel, type Outcome, refusingOutcomes } from '../vocabulary.ts';
import type { GuardDeps } from './deps.ts';
import { isAway, keepRefusal, nameOf, subjectWithoutStore } from './kept-refusals.ts';
import { lastAnswered } from './last-answered.ts';
import { asProblem } from './patience.ts';
import { contactsOf, showContact } from './show-contact.ts';
import { recorded, reported, unknownContact } from './verdicts.ts';

export function createContacts(
  deps: GuardDeps,
  reader: RequestReader,
  refusals: RefusalDeps,
  suppressions: Suppressions,
): Pick<Guard, 'outcome' | 'recordContact' | 'refuse' | 'contact' | 'contactsOf'> {
  const { store, tools, ids, policies } = deps;

  /** `refused` and `complained` are refusals, of what the message was for too. Of one contact each is said once: reported again, it brings back nothing that was lifted since. */
  const refuseByOutcome = async (
    said: Outcome,
    contact: { channel: Channel; purpose: string },
    subject: Subject,
    caller: Caller,
    { contactId, atMs }: { contactId: string; atMs?: number | undefined },
  ): Promise<void> => {
    const signal = refusingOutcomes[said];
    if (signal === undefined) return;
    const operationId = `outcome/${contactId}/${said}`;
    const input = { channel: contact.channel, signal, source: `outcome:${said}`, contactId, operationId } as const;
    const answered = { subject, purpose: contact.purpose };
    // Named alike whoever reports it, and whenever they say that it was.
    const name = nameOf(reader, input, { ...caller, name: '' });
    await asProblem(
      saying({ input: { ...input, receivedAtMs: atMs }, caller: caller.name, name }, async () => answered),
    );
  };

  const outcome = async (input: OutcomeInput, caller: Caller) => {
    const place = ids.openContactId(input.contactId);
    if (!place) throw unknownContact();
    const everyCaller = caller.scopes.has('outcome') || caller.scopes.has('admin');
    const set = policies.current();
    const decisionId = ids.decisionId(place.customer, deps.clock.nowMs());
    const step = {
      ...place,
      caller: everyCaller ? undefined : caller.name,
      outcome: input.outcome,
      atMs: input.atMs,
      policies: set,
      entry: (done: ReportedOutcome, key: string) =>
        makeOutcomeEntry({ ...done, ...input, decisionId }, key, {
          caller: caller.name,
          purpose: purposeOf(done.contact.purpose, set),
          policyRevision: set.revision,
        }),
    };
    const found = await asProblem(store.transact(place.customer, (state) => outcomeStep(step, state, tools)));
    // Who answered a message that was thought cancelled said no all the same: the contact stays as it is, and the refusal binds.
    if (found.kind === 'done' || found.kind === 'conflict')
      await refuseByOutcome(
        input.outcome,
        found.contact,
        { customer: place.customer, address: found.address },
        caller,
        input,
      );
    const result = reported(found);
    return { contactId: input.contactId, outcome: input.outcome, counts: result.counts };
  };

  const recordContact = async (input: ElsewhereInput, caller: Caller) => {
    const request = reader.read(input, caller.name, policies.current());
    const operation = reader.operation(caller.name, input.operationId, input, request);
    const step = {
      request,
      operation,
      atMs: input.atMs,
      direction: input.direction,
      outcome: input.outcome,
      outcomeAtMs: input.outcomeAtMs,
    };
    const result = await asProblem(store.transact(request.customer, (state) => recordContactStep(step, state, tools)));
    const { contactId, replayed } = recorded(result);
    // Also when replayed: the first try may have ended between the two.
    if (input.outcome)
      await refuseByOutcome(input.outcome, input, { customer: request.customer, address: request.address }, caller, {
        contactId,
        atMs: input.outcomeAtMs ?? input.atMs,
      });
    return { contactId, replayed };
  };

  const newSaid = (input: RefusalInput, caller: Caller) => ({
    input,
    caller: caller.name,
    name: nameOf(reader, input, caller),
  });

  /** What the store cannot take is kept. */
  const saying = async (
    said: Omit<Said, 'answered' | 'askedMs'>,
    answeredOf: () => Promise<Answered>,
  ): Promise<RefusalAnswer> => {
    let answered: Answered | undefined;
    try {
      answered = await answeredOf();
      return await refuseBy(refusals, { ...said, answered, askedMs: await store.nowMs() });
    } catch (error) {
      if (!isAway(error)) throw error;
      const without = () => subjectWithoutStore(refusals, said.input, suppressions.subjectOf);
      throw keepRefusal(refusals, deps.kept, {
        ...said,
        answered: answered ?? { subject: without(), purpose: undefined },
        askedMs: deps.clock.nowMs(),
      });
    }
  };

  const refuse = async (input: RefusalInput, caller: Caller) => {
    let isContactKnown = false;
    const answer = await asProblem(
      saying(newSaid(input, caller), async () => {
        if (input.answers) {
          const { address, purpose } = input.answers;
          const named = suppressions.subjectOf(input);
          return { subject: address ? { ...named, address } : named, purpose };
        }
        const found = input.contactId === undefined ? undefined : await contactAnswered(deps, reader, input);
        // The address of one that is known is read where its message was.
        if (found) suppressions.check({ purpose: input.purpose, region: input.region });
        isContactKnown = found !== undefined;
        if (found) return found;
        const subject = suppressions.subjectOf(input);
        return { subject, purpose: undefined, lastPurpose: await lastAnswered(deps, input, subject) };
      }),
    );
    return input.contactId === undefined ? answer : { ...answer, contactKnown: isContactKnown };
  };

  return {
    outcome,
    recordContact,
    refuse,
    contact: (contactId) => asProblem(showContact(deps, contactId)),
    contactsOf: (customerId) => asProblem(contactsOf(deps, customerId)),
  };
}

/**
 * A refusal that names the message it answers: the contact's customer and the address that it went to.
 * @returns undefined where the contact is no longer known, and the refusal says of whom it is
 */
export async function contactAnswered(
  deps: Pick<GuardDeps, 'ids' | 'store'>,
  reader: RequestReader,
  input: RefusalInput,
): Promise<Answered | undefined> {
  const place = deps.ids.openContactId(input.contactId ?? '');
  const found =
    place &&
    (await deps.store.read(place.customer, (state) => {
      const contact = findContact(state, { ...place, caller: undefined });
      return (
        contact && {
          address: contact.address === undefined ? undefined : state.record.addresses[contact.address],
          kind: contact.kind,
        }
      );
    }));
  if (!place || !found) {
    if (input.customerId === undefined && input.address === undefined) throw unknownContact();
    return undefined;
  }
  const customer = input.customerId === undefined ? place.customer : reader.customer(input.customerId);
  if (input.customerId !== undefined && customer !== place.customer)
    throw invalid('contactId', 'is a contact of another customer');
  const address =
    input.address === undefined
      ? found.address
      : // A national number is read where the message was: its own region first, then the contact's.
        reader.address(input.address, found.kind.channel, input.region ?? found.kind.region ?? undefined);
  return {
    subject: { customer, address: address && { kind: address.kind, hash: address.hash } },
    // What it names itself is what it means.
    purpose: input.purpose === undefined ? found.kind.purpose : undefined,
    lastPurpose: found.kind.purpose,
  };
}
