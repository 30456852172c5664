import { expect, test } from 'vitest';
import { policySet } from '../../../test/support/policies.ts';
import { planFor } from '../plan.ts';
import { createKnownNames } from '../record/names.ts';
import type { DecideRequest, KeyedHash } from '../request.ts';
import type { DecideInput } from '../steps/decide.ts';
import type { StepTools } from '../steps/step.ts';
import { createZoneClock } from '../time/zone-clock.ts';
import { createFastPlans } from './fast-plan.ts';

const nowMs = Date.parse('2026-06-01T10:00:00Z');
const hourMs = 3_600_000;
const policies = policySet('- { id: three, because: Three., cap: { limit: 3, window: 24h } }');
const request: DecideRequest = {
  customer: 'c123456789' as KeyedHash,
  channel: 'email',
  purpose: 'marketing.promotions',
  region: null,
  caller: 'crm',
  address: undefined,
  keys: new Map(),
  timeZone: undefined,
  targeting: [],
};
const input: DecideInput = {
  plan: planFor(request, policies),
  decisionId: () => 'd',
  mode: 'reserve',
  confirmByMs: undefined,
  operation: undefined,
  entry: () => expect.unreachable(),
  sealRequest: () => '',
};
const tools: StepTools = {
  clock: createZoneClock(),
  contactId: () => 'c',
  allowedIds: () => ({ decisionId: 'd', contactId: 'c' }),
  newKey: () => 'k',
  register: () => policies.purposes,
  historyMs: () => 31 * 24 * hourMs,
  keptForEver: () => false,
  observe: () => {},
};

test('a plan is made once, and again after an hour: how far history is kept may have changed', () => {
  const names = createKnownNames();
  names.add({ table: 'purpose', name: request.purpose, id: 1 });
  names.add({ table: 'caller', name: request.caller, id: 1 });
  const plans = createFastPlans(names);
  const at = (ms: number) => plans.for(input, tools, ms);
  const first = at(nowMs);
  expect(first?.tables.historyMs).toBe(31 * 24 * hourMs);
  expect(at(nowMs + hourMs - 1)).toBe(first);
  expect(at(nowMs + hourMs)).not.toBe(first);
});
