/**
 * The use case: request -> plan -> store (one atomic step) -> explain -> answer. HTTP, the command line, policy tests and simulation all call
 * this; none decides by itself.
 */
import { createCursors } from './cursors.ts';
import { createLogQueries } from './decisions/log.ts';
import { createContacts } from './guard/contacts.ts';
import { createCustomerView } from './guard/customer-view.ts';
import { createDecisions } from './guard/decide.ts';
import type { GuardDeps } from './guard/deps.ts';
import { sayConsent } from './guard/kept-refusals.ts';
import { asProblem } from './guard/patience.ts';
import { recordUnseen } from './guard/record-unseen.ts';
import type { Guard } from './guard-contract.ts';
import { createTraffic } from './pace.ts';
import { createConsents } from './refusals/consents.ts';
import type { RefusalDeps } from './refusals/deps.ts';
import { erase } from './refusals/erasure.ts';
import { createEvents } from './refusals/events.ts';
import { optIn } from './refusals/opt-in.ts';
import { createReviews } from './refusals/reviews.ts';
import { createSuppressions } from './refusals/suppressions.ts';

export function createGuard(deps: GuardDeps): Guard {
  const { store, ids, policies, reader } = deps;
  const shared: RefusalDeps = {
    store,
    acts: deps.acts,
    commit: deps.commit,
    tools: deps.tools,
    reader,
    ids,
    policies: policies.current,
  };
  const cursors = createCursors(deps.hashes.derive('cursor'));
  const suppressions = createSuppressions(shared);
  const reviews = createReviews(shared, suppressions, cursors);
  const consents = createConsents(shared, suppressions);
  const events = createEvents(shared, cursors);
  const traffic = createTraffic();
  const log = createLogQueries({ store, reader, ids, traffic, cursors, log: deps.log });
  const { decide, confirm } = createDecisions({ ...deps, traffic }, reader);
  const { outcome, recordContact, refuse, contact, contactsOf } = createContacts(deps, reader, shared, suppressions);

  const view = createCustomerView(deps, { reader, suppressions, consents, events, log, decide });

  return {
    problemsOf: (kind, fields) =>
      kind === 'contact' ? reader.problemsOf(fields, policies.current()) : suppressions.problemsOf(fields),
    decide,
    confirm,
    outcome,
    recordContact,
    refuse,
    optIn: (input, caller) => asProblem(optIn(shared, suppressions, input, caller)),
    contact,
    contactsOf,
    refusalEvents: (query) => asProblem(events.ofCustomer(query)),
    refusal: (refusalId) => asProblem(events.refusal(refusalId)),
    reviews: (query) => asProblem(reviews.list(query)),
    decideReview: (id, decision, caller) => asProblem(reviews.decide(id, decision, caller)),
    suppress: (input, caller) => asProblem(suppressions.suppress(input, caller)),
    recordUnseen: (said, caller) => asProblem(recordUnseen(shared, said, caller)),
    suppression: (suppressionId) => asProblem(suppressions.get(suppressionId)),
    suppressionsOfCustomer: (customerId) => asProblem(suppressions.ofCustomer(customerId)),
    suppressionsOfAddress: (input) => asProblem(suppressions.ofAddress(input)),
    lift: (suppressionId, why, caller) => asProblem(suppressions.lift(suppressionId, why, caller)),
    consent: (input, caller) => asProblem(sayConsent(deps, consents, input, caller)),
    consentsOf: (customerId) => asProblem(consents.of(customerId)),
    customer: (customerId, caller) => asProblem(view.customer(customerId, caller)),
    exportCustomer: (customerId) => asProblem(view.exportCustomer(customerId)),
    // What waits here of the person is erased with the rest.
    erase: (customerId, caller) => asProblem(deps.enterWaiting().then(() => erase(shared, customerId, caller))),
    decisions: (query, signal) => asProblem(log.query(query, signal)),
    decision: (decisionId) => asProblem(log.get(decisionId)),
    follow: log.follow,
    policies: policies.describe,
    policyRevision: (revision) => asProblem(policies.revision(revision)),
    dataId: () => asProblem(store.dataId()),
    async readiness() {
      const health = await store.health();
      const state = policies.state();
      const found = {
        store: health.problems,
        ledger: [deps.ledgerProblem() ?? []].flat(),
        policies: [state.problem ?? []].flat(),
      };
      const parts = (['store', 'ledger', 'policies'] as const).filter((part) => found[part].length > 0);
      const spool = deps.spool
        ? { spoolWaiting: deps.spool.waiting(), spoolLost: deps.spool.lost(), spoolRejected: deps.spool.rejected() }
        : {};
      return {
        ready: parts.length === 0,
        parts,
        reasons: parts.flatMap((part) => found[part]),
        details: { ...health.details, ...state.details, ...spool },
      };
    },
  };
}
