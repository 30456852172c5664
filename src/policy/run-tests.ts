/**
 * Runs policy tests through the real engine: each on a fresh service over an empty embedded store, with the clock set and no settings read.
 * What was given is put in force at its own instant, in time order; then the request is asked at the test's `now`.
 */
import { isDeepStrictEqual } from 'node:util';
import { pino } from 'pino';
import { manualClock, monotonicMs } from '../clock.ts';
import { Problem } from '../errors.ts';
import type { Caller, Guard } from '../guard-contract.ts';
import { createService } from '../service.ts';
import { createSqliteStore } from '../store/sqlite/sqlite-store.ts';
import { longestWindowMs } from './rules.ts';
import type { Expectation, ExpectedReason, PolicyTest } from './test-file.ts';
import type { PolicySet } from './types.ts';

export interface TestOutcome {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly col: number;
  readonly ok: boolean;
  readonly expected: Expectation;
  /** What came, the fields that can be judged; undefined where the test could not be run. */
  readonly got: JudgedAnswer | undefined;
  /** Why the test could not be run: what it gives cannot have happened. */
  readonly problem: string | undefined;
  readonly tookMs: number;
}

export interface JudgedAnswer {
  readonly allowed: boolean;
  readonly reasons: readonly Readonly<Record<string, unknown>>[];
  readonly shadow: readonly Readonly<Record<string, unknown>>[];
  readonly retryAt: string | null;
}

/** Hashes in tests never meet those of a real store. */
const testPepper = Buffer.alloc(32, 'policy test');
const testSource = 'policy test';
const silent = pino({ level: 'silent' });

/** @returns the outcome of each test, in order. Never throws for what a test says. */
export async function runTests(tests: readonly PolicyTest[], policies: PolicySet): Promise<TestOutcome[]> {
  const results: TestOutcome[] = [];
  for (const test of tests) results.push(await runTest(test, onlyPolicies(policies, test.policies)));
  return results;
}

/** The set with these policies alone; register and refusals always hold. */
function onlyPolicies(set: PolicySet, names: readonly string[] | undefined): PolicySet {
  if (names === undefined) return set;
  const rules = set.rules.filter(({ policy }) => names.includes(policy));
  const summaries = set.summaries.filter(({ policy }) => names.includes(policy));
  return { ...set, rules, summaries, longestWindowMs: longestWindowMs(rules) };
}

async function runTest(test: PolicyTest, policies: PolicySet): Promise<TestOutcome> {
  const { name, file, line, col, expect: expected } = test;
  const place = { name, file, line, col, expected };
  const beganMs = monotonicMs();
  const took = () => ({ tookMs: monotonicMs() - beganMs });
  try {
    const got = await answerOf(test, policies);
    return { ...place, ok: meets(got, expected), got, problem: undefined, ...took() };
  } catch (error) {
    return { ...place, ok: false, got: undefined, problem: explain(error), ...took() };
  }
}

async function answerOf(test: PolicyTest, policies: PolicySet): Promise<JudgedAnswer> {
  const events = eventsOf(test);
  const clock = manualClock(events[0]?.atMs ?? test.nowMs);
  const service = createService({
    pepper: testPepper,
    policies,
    clock,
    log: silent,
    makeStore: (parts) => createSqliteStore({ path: ':memory:', ...parts }),
  });
  await service.open();
  try {
    for (const event of events) {
      clock.set(event.atMs);
      await happen(event, service.guard);
    }
    clock.set(test.nowMs);
    const { caller, customerId, ...request } = test.request;
    const answer = await service.guard.decide({ ...request, customerId: customerId ?? someone }, callerOf(caller));
    const { allowed, reasons, shadow, retryAt } = answer as JudgedAnswer & typeof answer;
    if (answer['degraded']) throw new Error('the request was not judged: the embedded store did not answer');
    return { allowed, reasons, shadow, retryAt };
  } finally {
    await service.close();
  }
}

/** Whom a test is about where it does not say. */
const someone = 'the customer';

function callerOf(name: string | undefined): Caller {
  return { name: name ?? 'local', scopes: new Set(['admin']) };
}

interface GivenEvent {
  /** Where in the test: `given.contacts[0]`. */
  readonly path: string;
  readonly atMs: number;
  readonly tell: (guard: Guard) => Promise<unknown>;
}

/** In time order, and at one instant in the order of the file's sections: contacts, their outcomes, and what was said about the customer. */
function eventsOf(test: PolicyTest): GivenEvent[] {
  const always = earliestMs(test) - 1;
  const about = test.request.customerId ?? someone;
  const operator = callerOf(undefined);
  /** By an address alone it binds whoever is reached there; without either it is about the customer of the request. */
  const whom = (given: { customerId?: string | undefined; address?: string | undefined }): string | undefined =>
    given.customerId ?? (given.address === undefined ? about : undefined);
  const suppressions = test.suppressions.map(({ atMs = always, ...given }, index): GivenEvent => {
    const reason = given.reason ?? testSource;
    const suppression = { ...given, customerId: whom(given), reason, source: given.source ?? testSource };
    return { path: `given.suppressions[${index}]`, atMs, tell: (guard) => guard.suppress(suppression, operator) };
  });
  const refusals = test.refusals.map(({ atMs = always, answers: purpose, ...given }, index): GivenEvent => {
    const answers = purpose === undefined ? undefined : { address: undefined, purpose };
    const refusal = { ...given, answers, customerId: whom(given), source: given.source ?? testSource };
    return { path: `given.refusals[${index}]`, atMs, tell: (guard) => guard.refuse(refusal, operator) };
  });
  const consents = test.consents.map(({ atMs = always, ...given }, index): GivenEvent => {
    const consent = { ...given, atMs, customerId: given.customerId ?? about, source: given.source ?? testSource };
    return { path: `given.consents[${index}]`, atMs, tell: (guard) => guard.consent(consent, operator) };
  });
  const contacts = test.contacts.flatMap((given, index) => contactEvents(given, index, test.request, about));
  const events = [...contacts, ...suppressions, ...refusals, ...consents];
  const late = events.find(({ atMs }) => atMs > test.nowMs);
  if (late) throw new Error(`${late.path} lies after now: what is given has happened before the request`);
  return events.sort((a, b) => a.atMs - b.atMs);
}

/** A contact counts from its own instant; an outcome that came later is told when it came. */
function contactEvents(
  { caller, outcome, outcomeAtMs, ...given }: PolicyTest['contacts'][number],
  index: number,
  request: PolicyTest['request'],
  about: string,
): GivenEvent[] {
  const path = `given.contacts[${index}]`;
  const by = callerOf(caller ?? request.caller);
  const later = outcome !== undefined && outcomeAtMs !== undefined && outcomeAtMs > given.atMs;
  const contact = {
    ...given,
    ...(later ? {} : { outcome, outcomeAtMs }),
    customerId: given.customerId ?? about,
    operationId: given.operationId ?? `given ${index}`,
  };
  let contactId = '';
  const made: GivenEvent = {
    path,
    atMs: given.atMs,
    async tell(guard) {
      ({ contactId } = await guard.recordContact(contact, by));
    },
  };
  if (!later) return [made];
  const tell = (guard: Guard) => guard.outcome({ contactId, outcome, atMs: outcomeAtMs }, by);
  return [made, { path: `${path}.outcome`, atMs: outcomeAtMs, tell }];
}

async function happen({ path, tell }: GivenEvent, guard: Guard): Promise<void> {
  try {
    await tell(guard);
  } catch (error) {
    throw new Error(`${path}: ${explain(error)}`);
  }
}

/** The first instant that the test names: what was always there was there before it. */
function earliestMs({ nowMs, contacts, suppressions, refusals, consents }: PolicyTest): number {
  let earliest = nowMs;
  for (const { atMs } of contacts) earliest = Math.min(earliest, atMs);
  for (const { atMs, untilMs } of refusals) earliest = Math.min(earliest, atMs ?? earliest, untilMs ?? earliest);
  for (const { atMs, expiresAtMs } of [...suppressions, ...consents])
    earliest = Math.min(earliest, atMs ?? earliest, expiresAtMs ?? earliest);
  return earliest;
}

function explain(error: unknown): string {
  if (error instanceof Problem && error.errors.length > 0)
    return error.errors.map(({ path, message }) => `${path} ${message}`.trim()).join('; ');
  return error instanceof Error ? error.message : String(error);
}

function meets(got: JudgedAnswer, expected: Expectation): boolean {
  if (expected.allowed !== undefined && expected.allowed !== got.allowed) return false;
  if (expected.retryAt !== undefined && expected.retryAt !== got.retryAt) return false;
  if (expected.reasons !== undefined && !sameReasons(got.reasons, expected.reasons)) return false;
  return expected.shadow === undefined || sameReasons(got.shadow, expected.shadow);
}

/** Whether each expected item can be given a reason of its own that holds it, with no reason left over. */
function sameReasons(got: JudgedAnswer['reasons'], expected: readonly ExpectedReason[]): boolean {
  if (got.length !== expected.length) return false;
  const takenBy = new Map<number, number>();
  // Augmenting paths: a loose item gives way to a stricter one that fits only here.
  const place = (item: number, tried: Set<number>): boolean => {
    for (const [index, reason] of got.entries()) {
      if (tried.has(index) || !holds(reason, expected[item] as ExpectedReason)) continue;
      tried.add(index);
      const holder = takenBy.get(index);
      if (holder !== undefined && !place(holder, tried)) continue;
      takenBy.set(index, item);
      return true;
    }
    return false;
  };
  return expected.every((_item, item) => place(item, new Set()));
}

function holds(reason: Readonly<Record<string, unknown>>, expected: ExpectedReason): boolean {
  return Object.entries(expected).every(
    ([field, value]) => value === undefined || isDeepStrictEqual(reason[field], value),
  );
}
