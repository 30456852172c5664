/**
 * What every store must do, in one suite for all adapters: through the guard, as callers meet it, and at the port where the guard does not reach.
 * An adapter's test calls `describeContactStore` with a harness; a test that cannot hold there is skipped by name and with its reason.
 */
import { afterEach, describe, expect, test } from 'vitest';
import { policySet } from '../../test/support/policies.ts';
import { createWorld, startMs } from '../../test/support/world.ts';
import { addressTests } from './conformance/addresses.ts';
import { boundTests } from './conformance/bounds.ts';
import { classTests } from './conformance/classes.ts';
import { clockTests } from './conformance/clocks.ts';
import { consentTests } from './conformance/consents.ts';
import { countingTests } from './conformance/counting.ts';
import { cursorTests } from './conformance/cursors.ts';
import { elsewhereTests } from './conformance/elsewhere.ts';
import { erasureTests } from './conformance/erasure.ts';
import { eventTests } from './conformance/events.ts';
import { evidenceTests } from './conformance/evidence.ts';
import type { NewHarness, StoreHarness, StoreTest, StoreWorld } from './conformance/harness.ts';
import { historyTests } from './conformance/history.ts';
import { holdTests } from './conformance/holds.ts';
import { logTests } from './conformance/log.ts';
import { logKeptTests } from './conformance/log-kept.ts';
import { manyAtOnceTests } from './conformance/many-at-once.ts';
import { operationTests } from './conformance/operations.ts';
import { optInTests } from './conformance/opt-ins.ts';
import { outcomeTests } from './conformance/outcomes.ts';
import { outsideNameTests } from './conformance/outside-names.ts';
import { portTests } from './conformance/port.ts';
import { portAddressTests } from './conformance/port-addresses.ts';
import { reviewTests } from './conformance/reviews.ts';
import { saidOnceTests } from './conformance/said-once.ts';
import { signalTests } from './conformance/signals.ts';
import { suppressionTests } from './conformance/suppressions.ts';

export interface Skip {
  readonly reason: string;
  readonly tests: readonly string[];
}

const parts: Readonly<Record<string, (declare: StoreTest) => void>> = {
  counting: countingTests,
  'how far back history is kept': historyTests,
  clocks: clockTests,
  'operation ids': operationTests,
  holds: holdTests,
  outcomes: outcomeTests,
  'contacts made elsewhere': elsewhereTests,
  suppressions: suppressionTests,
  'signals of refusals': signalTests,
  'opt-ins': optInTests,
  'refusals of classes': classTests,
  addresses: addressTests,
  reviews: reviewTests,
  consents: consentTests,
  evidence: evidenceTests,
  events: eventTests,
  'what is said once': saidOnceTests,
  cursors: cursorTests,
  erasure: erasureTests,
  'bounds of refusals': boundTests,
  'the decision log': logTests,
  'the decision log as time goes by': logKeptTests,
  'many at once': manyAtOnceTests,
  'names from outside': outsideNameTests,
  'the port': portTests,
  'addresses at the port': portAddressTests,
};

export function describeContactStore(
  name: string,
  newHarness: NewHarness,
  options: { skip?: readonly Skip[] } = {},
): void {
  const skipped = new Map(
    (options.skip ?? []).flatMap(({ reason, tests }) => tests.map((one) => [one, reason] as const)),
  );
  const declared = new Set<string>();
  let harness: StoreHarness | undefined;

  const declare: StoreTest = (title, rules, run) => {
    declared.add(title);
    const reason = skipped.get(title);
    if (reason !== undefined) {
      test.skip(`${title} (not here: ${reason})`, () => {});
      return;
    }
    test(title, async () => {
      harness = await newHarness(typeof rules === 'string' ? policySet(rules) : rules, startMs);
      await run(worldOf(harness));
    });
  };

  describe(name, () => {
    afterEach(async () => {
      await harness?.close();
      harness = undefined;
    });
    for (const [part, tests] of Object.entries(parts)) describe(part, () => tests(declare));
    test('names only tests that exist where it skips', () => {
      expect([...skipped.keys()].filter((title) => !declared.has(title))).toEqual([]);
    });
  });
}

function worldOf(harness: StoreHarness): StoreWorld {
  let nowMs = startMs;
  const clock = {
    nowMs: () => nowMs,
    set(ms: number) {
      nowMs = ms;
      harness.setNow(ms);
    },
  };
  const world = createWorld(harness.service, clock);
  return {
    ...world,
    hasSecond: harness.second !== undefined,
    second: async () => (harness.second ? createWorld(await harness.second(), clock) : world),
  };
}
