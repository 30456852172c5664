/**
 * The use case: request -> plan -> store (one atomic step) -> explain -> answer. HTTP, the command line, policy tests and simulation all call
 * this; none decides by itself.
 */
import type { Logger } from 'pino';
import type { WallClock } from './clock.ts';
import { answer, isoTime } from './decisions/answer.ts';
import { type LoggedRequest, makeEntry, makeOutcomeEntry, sealRequest } from './decisions/entry.ts';
import { createLogQueries } from './decisions/log.ts';
import type { Spool } from './decisions/spool.ts';
import type { Judgement } from './engine/decision.ts';
import { planFor, purposeOf } from './engine/plan.ts';
import { type ConfirmOutcome, confirmStep, findContact } from './engine/steps/confirm.ts';
import type { Decided, DecideInput, DecideOutcome } from './engine/steps/decide.ts';
import { type OutcomeResult, outcomeStep, type ReportedOutcome } from './engine/steps/outcome.ts';
import { type RecordContactResult, recordContactStep } from './engine/steps/record-contact.ts';
import { basisOf, type StepTools } from './engine/steps/step.ts';
import { invalid, Problem, StoreUnavailable } from './errors.ts';
import { judgeDegraded } from './guard/degraded.ts';
import type { KnownRefusals } from './guard/known-refusals.ts';
import type { PolicyHolder } from './guard/policy-holder.ts';
import { createRequestReader, type RequestReader } from './guard/requests.ts';
import type {
  Caller,
  CanContactInput,
  DecideOptions,
  DecisionAnswer,
  ElsewhereInput,
  Guard,
  OutcomeInput,
  RefusalInput,
} from './guard-types.ts';
import type { Hashes } from './identity/hashes.ts';
import type { Ids } from './ids.ts';
import { createConsents } from './refusals/consents.ts';
import { createSuppressions, type Subject } from './refusals/suppressions.ts';
import type { ContactStore } from './store/store.ts';
import { addressKindOf, type Channel, type Outcome } from './vocabulary.ts';

export interface GuardDeps {
  readonly store: ContactStore;
  readonly tools: StepTools;
  readonly hashes: Hashes;
  readonly ids: Ids;
  readonly clock: WallClock;
  readonly policies: PolicyHolder;
  readonly known: KnownRefusals;
  readonly spool: Spool | undefined;
  readonly log: Logger;
  /** Log lines name customers by keyed hash unless this is set. */
  readonly clearCustomerIds: boolean;
  readonly defaultRegion: string | undefined;
  /** No decision waits for its store longer than this; adapters have tighter limits of their own. Default 450 ms. */
  readonly deadlineMs?: number | undefined;
}

const defaultDeadlineMs = 450;

export function createGuard(deps: GuardDeps): Guard {
  const { store, tools, ids, policies } = deps;
  const deadlineMs = deps.deadlineMs ?? defaultDeadlineMs;
  const reader = createRequestReader(deps.hashes, deps.defaultRegion);
  const sealingKey = deps.hashes.derive('evidence').subarray(0, 16).toString('base64url');
  const say = (event: string, fields: Record<string, unknown>) => deps.log.info({ event, ...fields });
  const shared = {
    store,
    reader,
    ids,
    known: deps.known,
    policies: policies.current,
    sealingKey,
    defaultRegion: deps.defaultRegion,
    say,
  };
  const suppressions = createSuppressions(shared);
  const consents = createConsents(shared, suppressions);
  const log = createLogQueries(store, reader, ids);
  const blocked = createBlockLog(deps);

  const decide = async (
    input: CanContactInput,
    caller: Caller,
    options: DecideOptions = {},
  ): Promise<DecisionAnswer> => {
    const set = policies.current();
    const request = reader.read(input, caller.name, set);
    const plan = planFor(request, set);
    const logged = () => reader.logged(input, request);
    const context = {
      caller: caller.name,
      channel: request.channel,
      purpose: plan.purpose,
      policyRevision: set.revision,
    };
    const decisionId = ids.decisionId(request.customer, deps.clock.nowMs());
    const step: DecideInput = {
      plan,
      decisionId,
      mode: input.mode,
      confirmByMs: input.confirmByMs,
      operation:
        input.operationId === undefined ? undefined : reader.operation(caller.name, input.operationId, input, request),
      entry: (decided, key) => makeEntry(decided, key, sealRequest(logged())(key), { ...context, degraded: false }),
      sealRequest: (key) => sealRequest(logged())(key),
    };
    try {
      const outcome = settled(await withDeadline(store.decide(step, tools), deadlineMs));
      if (input.mode === 'reserve') blocked.say(outcome, { ...context, degraded: false }, input.customerId);
      return answer(outcome, { policyRevision: set.revision, degraded: false, minimal: options.minimal ?? false });
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      blocked.storeFailed(error);
      const judgement = judgeDegraded(plan, deps.known.factsFor(request), tools.clock, deps.clock.nowMs());
      const decided = degradedDecision(deps, judgement, decisionId, plan);
      if (input.mode === 'reserve')
        blocked.degraded(decided, { ...context, degraded: true }, logged(), input.customerId, request.customer);
      return answer(decided, { policyRevision: set.revision, degraded: true, minimal: options.minimal ?? false });
    }
  };

  const confirm = async (contactId: string, caller: Caller, options: DecideOptions = {}): Promise<DecisionAnswer> => {
    const set = policies.current();
    const place = ids.openContactId(contactId);
    if (!place) throw unknownContact();
    const decisionId = ids.decisionId(place.customer, deps.clock.nowMs());
    const contextOf = (purpose: ReturnType<typeof planFor>['purpose'], channel: string) => ({
      caller: caller.name,
      channel,
      purpose,
      policyRevision: set.revision,
      degraded: false,
      confirms: contactId,
    });
    const outcome = await asProblem(
      withDeadline(
        store.transact({ customer: place.customer, address: undefined }, (state): ReturnType<typeof confirmStep> => {
          tools.observe(place.customer, state.record, state.ofAddresses);
          return confirmStep(
            {
              ...place,
              contactId,
              decisionId,
              caller: caller.name,
              policies: set,
              entry: (decided, key, hold, plan) =>
                makeEntry(decided, key, hold.sealed, contextOf(plan.purpose, plan.request.channel)),
            },
            state,
            tools,
          );
        }),
        deadlineMs,
      ),
    );
    const { decided, plan } = confirmed(outcome);
    blocked.say(decided, contextOf(plan.purpose, plan.request.channel), undefined);
    return answer(decided, { policyRevision: set.revision, degraded: false, minimal: options.minimal ?? false });
  };

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

  return {
    decide,
    confirm,
    outcome,
    recordContact,
    refuse,
    suppress: (input) => asProblem(suppressions.suppress(input)),
    suppressionsOfCustomer: (customerId) => asProblem(suppressions.ofCustomer(customerId)),
    suppressionsOfAddress: (address, channel) => asProblem(suppressions.ofAddress(address, channel)),
    lift: (suppressionId, why, caller) => asProblem(suppressions.lift(suppressionId, why, caller)),
    consent: (input, caller) => asProblem(consents.record(input, caller)),
    consentsOf: (customerId) => asProblem(consents.of(customerId)),
    decisions: (query) => asProblem(log.query(query)),
    decision: (decisionId) => asProblem(log.get(decisionId)),
    follow: log.follow,
    policies: policies.describe,
    policyRevision: (revision) => asProblem(policies.revision(revision)),
    async readiness() {
      const health = await store.health();
      const state = policies.state();
      const reasons = [...health.problems, ...(state.problem === undefined ? [] : [state.problem])];
      const spool = deps.spool ? { spoolWaiting: deps.spool.waiting(), spoolLost: deps.spool.lost() } : {};
      return { ready: reasons.length === 0, reasons, details: { ...health.details, ...state.details, ...spool } };
    },
  };
}

function unknownContact(): Problem {
  return new Problem('not-found', 'no such contact');
}

function settled(outcome: DecideOutcome): Decided {
  if (outcome.kind === 'operation-mismatch') throw mismatch();
  if (outcome.kind === 'confirm-by') throw invalid('confirmBy', outcome.message);
  return outcome;
}

function mismatch(): Problem {
  const message = 'was used before with another body; an operationId names one attempt';
  return new Problem('operation-mismatch', `operationId ${message}`, [{ path: 'operationId', message }]);
}

function confirmed(outcome: ConfirmOutcome): Extract<ConfirmOutcome, { kind: 'decided' }> {
  if (outcome.kind === 'unknown') throw unknownContact();
  if (outcome.kind === 'conflict') throw new Problem('conflict', outcome.message);
  return outcome;
}

function reported(result: OutcomeResult): Extract<OutcomeResult, { kind: 'done' }> {
  if (result.kind === 'unknown') throw unknownContact();
  if (result.kind === 'conflict') throw new Problem('conflict', result.message);
  if (result.kind === 'at') throw invalid('at', result.message);
  return result;
}

function recorded(result: RecordContactResult): Extract<RecordContactResult, { kind: 'recorded' }> {
  if (result.kind === 'operation-mismatch') throw mismatch();
  if (result.kind === 'at') throw invalid(result.path, result.message);
  return result;
}

/** Endpoints other than a decision answer 503 where the store is out of reach. */
async function asProblem<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof StoreUnavailable)
      throw new Problem('store-unavailable', 'the store is out of reach; try again soon');
    throw error;
  }
}

function withDeadline<T>(work: Promise<T>, deadlineMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new StoreUnavailable('the store did not answer in time', { unknown: true })),
      deadlineMs,
    );
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

function degradedDecision(
  deps: GuardDeps,
  judgement: Judgement,
  decisionId: string,
  plan: ReturnType<typeof planFor>,
): Decided {
  const atMs = deps.clock.nowMs();
  return {
    kind: 'decided',
    decisionId,
    atMs,
    judgement,
    contactId: null,
    replayed: false,
    basis: basisOf(plan, deps.tools.clock, judgement.consentId),
  };
}

type BlockContext = Parameters<typeof makeEntry>[3];

/** Every denial is one JSON line on standard output; those without a store are spooled as well. */
function createBlockLog(deps: GuardDeps) {
  const name = (customerId: string | undefined) =>
    customerId === undefined
      ? {}
      : deps.clearCustomerIds
        ? { customerId }
        : { customerHash: deps.hashes.forLog(customerId) };
  const say = (decided: Decided, context: BlockContext, customerId: string | undefined): void => {
    if (decided.judgement.allowed) return;
    deps.log.info({
      event: 'contact.blocked',
      decisionId: decided.decisionId,
      decidedAt: isoTime(decided.atMs),
      ...name(customerId),
      caller: context.caller,
      channel: context.channel,
      purpose: context.purpose.name,
      reasons: decided.judgement.reasons.map(({ code, policy, rule }) => ({
        code,
        ...(policy === undefined ? {} : { policy, rule }),
      })),
      retryAt: decided.judgement.retryAtMs === null ? null : isoTime(decided.judgement.retryAtMs),
      degraded: context.degraded,
      policyRevision: context.policyRevision,
      ...(context.confirms === undefined ? {} : { contactId: context.confirms }),
    });
  };
  return {
    say,
    storeFailed: (error: StoreUnavailable) =>
      deps.log.warn({ event: 'store.unavailable', unknown: error.unknown, err: error.message }),
    degraded(
      decided: Decided,
      context: BlockContext,
      request: LoggedRequest,
      customerId: string,
      customer: string,
    ): void {
      say(decided, context, customerId);
      if (decided.judgement.allowed) return;
      const kept = deps.spool?.add({ customer, decided, context, request });
      if (kept === false) deps.log.error({ event: 'spool.overflow', decisionId: decided.decisionId });
    },
  };
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
      : reader.addressRef(input.address, addressKindOf(found.kind.channel), undefined, 'address').ref;
  return {
    subject: { customer, address: address && { kind: address.kind, hash: address.hash } },
    purpose: found.kind.purpose,
  };
}
