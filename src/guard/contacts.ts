/** What becomes of contacts: outcomes, contacts made elsewhere, and the refusals that follow from them. */
import { makeOutcomeEntry } from '../decisions/entry.ts';
import { purposeOf } from '../engine/plan.ts';
import { findContact } from '../engine/steps/confirm.ts';
import { outcomeStep, type ReportedOutcome } from '../engine/steps/outcome.ts';
import { recordContactStep } from '../engine/steps/record-contact.ts';
import { invalid } from '../errors.ts';
import type { Caller, ElsewhereInput, Guard, OutcomeInput, RefusalInput } from '../guard-types.ts';
import type { Subject, Suppressions } from '../refusals/suppressions.ts';
import type { Channel, Outcome } from '../vocabulary.ts';
import type { GuardDeps } from './deps.ts';
import { asProblem } from './patience.ts';
import type { RequestReader } from './requests.ts';
import { recorded, reported, unknownContact } from './verdicts.ts';

export function createContacts(
  deps: GuardDeps,
  reader: RequestReader,
  suppressions: Suppressions,
): Pick<Guard, 'outcome' | 'recordContact' | 'refuse'> {
  const { store, tools, ids, policies } = deps;

  /** `refused` and `complained` are refusals, of what the message was for too. A refusal that stands already is not doubled. */
  const refuseByOutcome = async (
    said: Outcome,
    contact: { channel: Channel; purpose: string },
    subject: Subject,
  ): Promise<void> => {
    if (said !== 'refused' && said !== 'complained') return;
    const signal = said === 'complained' ? 'complaint' : 'unsubscribe';
    await asProblem(
      suppressions.refuse({ channel: contact.channel, signal, source: `outcome:${said}` }, subject, contact.purpose),
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
    const result = reported(
      await asProblem(
        store.transact({ customer: place.customer, address: undefined }, (state) => outcomeStep(step, state, tools)),
      ),
    );
    await refuseByOutcome(input.outcome, result.contact, { customer: place.customer, address: result.address });
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
    const result = await asProblem(
      store.transact({ customer: request.customer, address: request.address }, (state) =>
        recordContactStep(step, state, tools),
      ),
    );
    const { contactId, replayed } = recorded(result);
    // Also when replayed: the first try may have ended between the two; a refusal that stands already is not doubled.
    if (input.outcome)
      await refuseByOutcome(input.outcome, input, { customer: request.customer, address: request.address });
    return { contactId, replayed };
  };

  const refuse = async (input: RefusalInput) => {
    if (input.contactId === undefined) return asProblem(suppressions.refuse(input));
    const { subject, purpose } = await contactAnswered(deps, reader, input);
    return asProblem(suppressions.refuse(input, subject, input.purpose === undefined ? purpose : undefined));
  };

  return { outcome, recordContact, refuse };
}

/** A refusal that names the message it answers: the contact's customer and the address that it went to. */
async function contactAnswered(
  deps: GuardDeps,
  reader: RequestReader,
  input: RefusalInput,
): Promise<{ subject: Subject; purpose: string }> {
  const place = deps.ids.openContactId(input.contactId ?? '');
  const found =
    place &&
    (await asProblem(
      deps.store.read({ customer: place.customer, address: undefined }, (state) => {
        const contact = findContact(state, { ...place, caller: undefined });
        return (
          contact && {
            address: contact.address === undefined ? undefined : state.record.addresses[contact.address],
            kind: contact.kind,
          }
        );
      }),
    ));
  if (!place || !found) throw invalid('contactId', 'names no contact');
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
    purpose: found.kind.purpose,
  };
}
