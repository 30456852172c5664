/** Counts and times what the guard does, from outside: a guard around a guard. No address, customer or scope key is ever an attribute. */
import type { Attributes, Counter, Histogram, Meter } from '@opentelemetry/api';
import { monotonicMs } from '../clock.ts';
import { Problem, StoreUnavailable } from '../errors.ts';
import type { DecisionAnswer, Guard } from '../guard-types.ts';

interface Instruments {
  readonly decisions: Counter;
  readonly duration: Histogram;
  readonly blocks: Counter;
  readonly reasons: Counter;
  readonly shadow: Counter;
  readonly degraded: Counter;
  readonly outcomes: Counter;
  readonly recorded: Counter;
  readonly refusals: Counter;
  readonly storeErrors: Counter;
}

/** Seconds, from a decision in memory to the deadline for one without a store. */
const durationBuckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1];

function createInstruments(meter: Meter): Instruments {
  const counter = (name: string, description: string) => meter.createCounter(`contact_guard_${name}`, { description });
  return {
    decisions: counter('decisions', 'Decisions by result, mode and channel'),
    duration: meter.createHistogram('contact_guard_decision_duration_seconds', {
      description: 'From question to answer',
      advice: { explicitBucketBoundaries: durationBuckets },
    }),
    blocks: counter('blocks', 'Contacts held back: denials of reserve and confirm'),
    reasons: counter('denial_reasons', 'Reasons of denials by code, policy and rule'),
    shadow: counter('shadow_reasons', 'What rules in shadow mode would have denied'),
    degraded: counter('degraded_decisions', 'Decisions made without the store'),
    outcomes: counter('outcomes', 'Outcomes reported'),
    recorded: counter('recorded_contacts', 'Contacts made elsewhere that were recorded'),
    refusals: counter('refusals', 'Refusals by signal'),
    storeErrors: counter('store_errors', 'Requests that the store did not answer, by operation'),
  };
}

type Decide = 'reserve' | 'check' | 'confirm';

/** @returns a guard that does the same and measures it with `meter`. */
export function measureGuard(guard: Guard, meter: Meter): Guard {
  const instruments = createInstruments(meter);

  async function decided(
    mode: Decide,
    channel: string | undefined,
    run: () => Promise<DecisionAnswer>,
  ): Promise<DecisionAnswer> {
    const started = monotonicMs();
    try {
      const answer = await run();
      countDecision(instruments, answer, mode, channel);
      return answer;
    } catch (error) {
      instruments.decisions.add(1, { result: 'problem', mode, ...(channel ? { channel } : {}) });
      countStoreError(instruments, error, mode);
      throw error;
    } finally {
      instruments.duration.record((monotonicMs() - started) / 1000, durationAttributes[mode]);
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
    decide: (input, caller, options) => decided(input.mode, input.channel, () => guard.decide(input, caller, options)),
    confirm: (contactId, caller, options) =>
      decided('confirm', undefined, () => guard.confirm(contactId, caller, options)),
    outcome: (input, caller) =>
      counted(
        'outcome',
        () => guard.outcome(input, caller),
        ({ outcome, counts }) => instruments.outcomes.add(1, { outcome, counts }),
      ),
    recordContact: (input, caller) =>
      counted(
        'record',
        () => guard.recordContact(input, caller),
        ({ replayed }) => instruments.recorded.add(1, { direction: input.direction, replayed }),
      ),
    refuse: (input, caller) =>
      counted(
        'refuse',
        () => guard.refuse(input, caller),
        () => instruments.refusals.add(1, { signal: input.signal }),
      ),
    suppress: (input, caller) => counted('suppress', () => guard.suppress(input, caller)),
    suppressionsOfCustomer: (customerId) => counted('suppressions', () => guard.suppressionsOfCustomer(customerId)),
    suppressionsOfAddress: (address, channel, region) =>
      counted('suppressions', () => guard.suppressionsOfAddress(address, channel, region)),
    lift: (id, why, caller) => counted('lift', () => guard.lift(id, why, caller)),
    consent: (input, caller) => counted('consent', () => guard.consent(input, caller)),
    consentsOf: (customerId) => counted('consents', () => guard.consentsOf(customerId)),
    decisions: (query) => counted('decisions', () => guard.decisions(query)),
    decision: (decisionId) => counted('decisions', () => guard.decision(decisionId)),
    follow: (signal) => guard.follow(signal),
    policies: () => guard.policies(),
    policyRevision: (revision) => counted('policies', () => guard.policyRevision(revision)),
    dataId: () => guard.dataId(),
    readiness: () => guard.readiness(),
  };
}

const durationAttributes: Readonly<Record<Decide, Attributes>> = {
  reserve: { mode: 'reserve' },
  check: { mode: 'check' },
  confirm: { mode: 'confirm' },
};

interface AnsweredReason {
  readonly code?: string;
  readonly policy?: string;
  readonly rule?: string;
}

function countDecision(
  instruments: Instruments,
  answer: DecisionAnswer,
  mode: Decide,
  channel: string | undefined,
): void {
  const result = answer.allowed ? (answer.replayed === true ? 'replayed' : 'allowed') : 'denied';
  const about = channel === undefined ? { mode } : { mode, channel };
  instruments.decisions.add(1, { result, ...about });
  if (answer.degraded === true) instruments.degraded.add(1, { result });
  if (!answer.allowed) {
    if (mode !== 'check') instruments.blocks.add(1, about);
    for (const reason of listOf(answer.reasons)) instruments.reasons.add(1, reasonAttributes(reason));
  }
  for (const reason of listOf(answer.shadow)) instruments.shadow.add(1, reasonAttributes(reason));
}

function listOf(reasons: unknown): readonly AnsweredReason[] {
  return Array.isArray(reasons) ? reasons : [];
}

function reasonAttributes({ code, policy, rule }: AnsweredReason): Attributes {
  return policy === undefined ? { code } : { code, policy, rule };
}

function countStoreError(instruments: Instruments, error: unknown, operation: string): void {
  const unreachable =
    error instanceof StoreUnavailable || (error instanceof Problem && error.code === 'store-unavailable');
  if (unreachable) instruments.storeErrors.add(1, { operation });
}
