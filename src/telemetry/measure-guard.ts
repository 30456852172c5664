/** Counts and times what the guard does, from outside: a guard around a guard. No address, customer or scope key is ever an attribute. */
import { monotonicMs } from '../clock.ts';
import { isOfStore } from '../errors.ts';
import type { Caller, DecisionAnswer, Guard } from '../guard-contract.ts';
import { catalogue } from './catalogue.ts';
import type { Metrics } from './metrics.ts';

type Instruments = ReturnType<typeof createInstruments>;

function createInstruments(metrics: Metrics) {
  return {
    caller: metrics.caller,
    decisions: metrics.counter(catalogue.decisions),
    duration: metrics.histogram(catalogue.decisionDuration),
    blocks: metrics.counter(catalogue.blocks),
    reasons: metrics.counter(catalogue.reasons),
    shadow: metrics.counter(catalogue.shadow),
    degraded: metrics.counter(catalogue.degraded),
    outcomes: metrics.counter(catalogue.outcomes),
    recorded: metrics.counter(catalogue.recorded),
    readings: metrics.counter(catalogue.readings),
    reviewDecisions: metrics.counter(catalogue.reviewDecisions),
    storeErrors: metrics.counter(catalogue.storeErrors),
  };
}

type Decide = 'reserve' | 'check' | 'confirm';

/** @returns a guard that does the same and measures it with `metrics`. */
export function measureGuard(guard: Guard, metrics: Metrics): Guard {
  const instruments = createInstruments(metrics);

  async function decided(
    mode: Decide,
    channel: string,
    { name }: Caller,
    run: () => Promise<DecisionAnswer>,
  ): Promise<DecisionAnswer> {
    const started = monotonicMs();
    const caller = instruments.caller(name);
    try {
      const answer = await run();
      countDecision(instruments, answer, mode, channel, caller);
      return answer;
    } catch (error) {
      instruments.decisions('problem', mode, channel, caller).value++;
      countStoreError(instruments, error, mode);
      throw error;
    } finally {
      instruments.duration(mode).record((monotonicMs() - started) / 1000);
    }
  }

  async function counted<T>(operation: string, run: () => Promise<T>, after?: (answer: T) => void): Promise<T> {
    try {
      const answer = await run();
      after?.(answer);
      return answer;
    } catch (error) {
      countStoreError(instruments, error, operation);
      throw error;
    }
  }

  return {
    problemsOf: guard.problemsOf,
    decide: (input, caller, options) =>
      decided(input.mode, input.channel, caller, () => guard.decide(input, caller, options)),
    confirm: (contactId, caller, options) =>
      decided('confirm', '', caller, () => guard.confirm(contactId, caller, options)),
    outcome: (input, caller) =>
      counted(
        'outcome',
        () => guard.outcome(input, caller),
        ({ outcome, counts }) => void instruments.outcomes(outcome, String(counts)).value++,
      ),
    recordContact: (input, caller) =>
      counted(
        'record',
        () => guard.recordContact(input, caller),
        ({ replayed }) => void instruments.recorded(input.direction, String(replayed)).value++,
      ),
    refuse: (input, caller) =>
      counted(
        'refuse',
        () => guard.refuse(input, caller),
        ({ reading }) => {
          if (reading !== undefined) instruments.readings(reading).value++;
        },
      ),
    optIn: (input, caller) => counted('opt-in', () => guard.optIn(input, caller)),
    suppress: (input, caller) => counted('suppress', () => guard.suppress(input, caller)),
    recordUnseen: (said, caller) => counted('suppress', () => guard.recordUnseen(said, caller)),
    suppressionsOfCustomer: (customerId) => counted('suppressions', () => guard.suppressionsOfCustomer(customerId)),
    suppressionsOfAddress: (input) => counted('suppressions', () => guard.suppressionsOfAddress(input)),
    suppression: (id) => counted('suppressions', () => guard.suppression(id)),
    refusalEvents: (query) => counted('refusals', () => guard.refusalEvents(query)),
    refusal: (id) => counted('refusals', () => guard.refusal(id)),
    reviews: (query) => counted('refusals', () => guard.reviews(query)),
    decideReview: (id, decision, caller) =>
      counted(
        'refuse',
        () => guard.decideReview(id, decision, caller),
        () => void instruments.reviewDecisions(decision.decision).value++,
      ),
    contact: (id) => counted('contact', () => guard.contact(id)),
    contactsOf: (id) => counted('contacts', () => guard.contactsOf(id)),
    lift: (id, why, caller) => counted('lift', () => guard.lift(id, why, caller)),
    consent: (input, caller) => counted('consent', () => guard.consent(input, caller)),
    consentsOf: (customerId) => counted('consents', () => guard.consentsOf(customerId)),
    customer: (customerId, caller) => counted('customer', () => guard.customer(customerId, caller)),
    exportCustomer: (customerId) => counted('customer', () => guard.exportCustomer(customerId)),
    erase: (customerId, caller) => counted('erase', () => guard.erase(customerId, caller)),
    decisions: (...args) => counted('decisions', () => guard.decisions(...args)),
    decision: (decisionId) => counted('decisions', () => guard.decision(decisionId)),
    follow: (signal) => guard.follow(signal),
    policies: () => guard.policies(),
    policyRevision: (revision) => counted('policies', () => guard.policyRevision(revision)),
    dataId: () => guard.dataId(),
    readiness: () => guard.readiness(),
  };
}

interface AnsweredReason {
  readonly code?: string;
  readonly policy?: string;
  readonly rule?: string;
}

function countDecision(
  instruments: Instruments,
  answer: DecisionAnswer,
  mode: Decide,
  channel: string,
  caller: string,
): void {
  const result = answer.allowed ? (answer.replayed === true ? 'replayed' : 'allowed') : 'denied';
  instruments.decisions(result, mode, channel, caller).value++;
  if (answer.degraded === true) instruments.degraded(result).value++;
  if (!answer.allowed) {
    if (mode !== 'check') instruments.blocks(mode, channel, caller).value++;
    for (const { code, policy, rule } of listOf(answer.reasons))
      instruments.reasons(code ?? '', policy ?? '', rule ?? '').value++;
  }
  for (const { code, policy, rule } of listOf(answer.shadow))
    instruments.shadow(code ?? '', policy ?? '', rule ?? '').value++;
}

function listOf(reasons: unknown): readonly AnsweredReason[] {
  return Array.isArray(reasons) ? reasons : [];
}

function countStoreError(instruments: Instruments, error: unknown, operation: string): void {
  if (isOfStore(error)) instruments.storeErrors(operation).value++;
}
