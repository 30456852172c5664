import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { StoreUnavailable } from '../errors.ts';
import type { Caller, CanContactInput } from '../guard-contract.ts';
import { fakeGuard } from '../http/testing/fake-guard.ts';
import { catalogue } from './catalogue.ts';
import { createLog } from './log.ts';
import { measureGuard } from './measure-guard.ts';
import { observeState } from './observe-state.ts';
import { startTelemetry } from './sdk.ts';

const caller: Caller = { name: 'crm', scopes: new Set() };
const input: CanContactInput = {
  customerId: 'anna-the-customer',
  channel: 'email',
  purpose: 'marketing.promotions',
  address: 'anna@example.com',
  mode: 'reserve',
};

describe('metrics', () => {
  test('what differs in one label is counted apart, whatever was counted before', async () => {
    const { metrics, render } = startTelemetry({ version: '1' });
    const decisions = metrics.counter(catalogue.decisions);
    const usual = ['allowed', 'reserve', 'email', 'crm'];
    for (const [place, other] of ['denied', 'check', 'sms', 'shop'].entries()) {
      decisions(...usual).value++;
      decisions(...usual.with(place, other)).value++;
    }
    const counts = (await render())
      .match(/^contact_guard_decisions_total\{.*$/gm)
      ?.map((line) => line.split(' ').at(-1));
    expect(counts).toEqual(['4', '1', '1', '1', '1']);
  });

  test('count decisions, blocks and every reason, and name nobody', async () => {
    const telemetry = startTelemetry({ version: '1' });
    const guard = measureGuard(
      fakeGuard({
        async decide({ mode }) {
          if (mode === 'check')
            return {
              allowed: true,
              decisionId: 'd',
              reasons: [],
              shadow: [{ code: 'hours', policy: 'p', rule: 'r' }],
              degraded: true,
            };
          return {
            allowed: false,
            decisionId: 'd',
            reasons: [{ code: 'cap', policy: 'default', rule: 'email-daily' }, { code: 'suppressed' }],
            degraded: false,
          };
        },
      }),
      telemetry.metrics,
    );
    await guard.decide(input, caller);
    await guard.decide(input, caller);
    await guard.decide({ ...input, mode: 'check' }, caller);
    await guard.outcome({ contactId: 'c', outcome: 'sent' }, caller);
    const text = await telemetry.render();
    expect(text).toContain(
      'contact_guard_decisions_total{result="denied",mode="reserve",channel="email",caller="crm"} 2',
    );
    expect(text).toContain(
      'contact_guard_decisions_total{result="allowed",mode="check",channel="email",caller="crm"} 1',
    );
    expect(text).toContain('contact_guard_blocks_total{mode="reserve",channel="email",caller="crm"} 2');
    expect(text).toContain('contact_guard_denial_reasons_total{code="cap",policy="default",rule="email-daily"} 2');
    expect(text).toContain('contact_guard_denial_reasons_total{code="suppressed"} 2');
    expect(text).toContain('contact_guard_shadow_reasons_total{code="hours",policy="p",rule="r"} 1');
    expect(text).toContain('contact_guard_degraded_decisions_total{result="allowed"} 1');
    expect(text).toContain('contact_guard_decision_duration_seconds_count{mode="reserve"} 2');
    expect(text).toContain('contact_guard_outcomes_total{outcome="sent",counts="true"} 1');
    expect(text).not.toMatch(/anna|example\.com/);
  });

  test('count what the store did not answer, by operation', async () => {
    const telemetry = startTelemetry({ version: '1' });
    const gone = () => Promise.reject(new StoreUnavailable('gone'));
    const guard = measureGuard(fakeGuard({ outcome: gone, refuse: gone }), telemetry.metrics);
    await expect(guard.outcome({ contactId: 'c', outcome: 'sent' }, caller)).rejects.toThrow('gone');
    await expect(guard.refuse({ channel: '*', signal: 'stop', source: 'x' }, caller)).rejects.toThrow('gone');
    const text = await telemetry.render();
    expect(text).toContain('contact_guard_store_errors_total{operation="outcome"} 1');
    expect(text).toContain('contact_guard_store_errors_total{operation="refuse"} 1');
  });

  test('show the state of the parts as it is when somebody looks', async () => {
    const telemetry = startTelemetry({ version: '1' });
    let spooled = 0;
    observeState(
      telemetry.metrics,
      () => ({ spooled, policyProblems: 2, storeReachable: true }),
      () => 'sha256:1',
    );
    spooled = 7;
    const text = await telemetry.render();
    expect(text).toContain('contact_guard_spool_entries 7');
    expect(text).toContain('contact_guard_policy_problems 2');
    expect(text).toContain('contact_guard_store_reachable 1');
    expect(text).toContain('contact_guard_policy_info{revision="sha256:1"} 1');
    expect(text).not.toMatch(/^contact_guard_clock_steps_total \d/m);
  });

  test('say nothing any more of what was: the policy set before, a state that cannot be told now', async () => {
    const telemetry = startTelemetry({ version: '1' });
    let [revision, storeReachable]: [string, boolean | undefined] = ['sha256:1', true];
    observeState(
      telemetry.metrics,
      () => ({ storeReachable, policyReloadsRefused: 1 }),
      () => revision,
    );
    const seen = async () =>
      (await telemetry.render()).match(/^contact_guard_(policy_info|store_reachable|policy_reloads).*/gm)?.toSorted();
    expect(await seen()).toEqual([
      'contact_guard_policy_info{revision="sha256:1"} 1',
      'contact_guard_policy_reloads_refused_total 1',
      'contact_guard_store_reachable 1',
    ]);
    [revision, storeReachable] = ['sha256:2', undefined];
    const now = ['contact_guard_policy_info{revision="sha256:2"} 1', 'contact_guard_policy_reloads_refused_total 1'];
    expect(await seen()).toEqual(now);
    expect(await seen()).toEqual(now);
  });

  test('are off where OTEL_SDK_DISABLED says so', async () => {
    const telemetry = startTelemetry({ version: '1', off: true });
    await measureGuard(fakeGuard(), telemetry.metrics).decide(input, caller);
    expect(await telemetry.render()).toBe('');
  });
});

describe('the log', () => {
  function lines(options: Partial<Parameters<typeof createLog>[0]> = {}) {
    const written: string[] = [];
    const to = new Writable({
      write(chunk: Buffer, _encoding, done) {
        written.push(chunk.toString());
        done();
      },
    });
    return { log: createLog({ level: 'info', to, ...options }).log, written };
  }

  test('is JSON lines with UTC instants, and hides what names a person', () => {
    const { log, written } = lines();
    log.info(
      { event: 'x', customerId: 'anna', request: { address: 'anna@example.com', authorization: 'Bearer cg_' } },
      'said\nso',
    );
    expect(written).toHaveLength(1);
    const line = JSON.parse(written[0] ?? '') as Record<string, unknown>;
    expect(line).toMatchObject({ level: 30, event: 'x', msg: 'said\nso', customerId: '[hidden]' });
    expect(line.time).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
    expect(written[0]).not.toMatch(/anna|cg_/);
  });

  test('shows customer ids where the operator asked for it, and keeps its level', () => {
    const { log, written } = lines({ customerIds: 'clear', level: 'warn' });
    log.info('not this');
    log.warn({ customerId: 'anna' }, 'this');
    expect(written.join('')).toContain('"anna"');
    expect(written).toHaveLength(1);
  });
});
