import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { policySet } from '../../../test/support/policies.ts';
import { runs } from '../../../test/support/property.ts';
import type { LogEntry } from '../log-entry.ts';
import { planFor } from '../plan.ts';
import { decodeAddressHot } from '../record/address.ts';
import { decodeRecord, encodeRecord } from '../record/codec.ts';
import type { Names } from '../record/names.ts';
import { type ColdRecord, type CustomerRecord, emptyCold, emptyRecord, type HeldRequest } from '../record/record.ts';
import type { DecideRequest, KeyedHash } from '../request.ts';
import { createZoneClock } from '../time/zone-clock.ts';
import { confirmStep } from './confirm.ts';
import { type DecideInput, decideStep } from './decide.ts';
import { outcomeStep } from './outcome.ts';
import type { StepState } from './state.ts';
import type { StepResult, StepTools } from './step.ts';

const minute = 60_000;
const hour = 60 * minute;
const startMs = Date.parse('2026-06-01T10:00:00Z');
const windows = [
  { id: 'hour', limit: 2, ms: hour },
  { id: 'six', limit: 4, ms: 6 * hour },
  { id: 'day', limit: 7, ms: 24 * hour },
];
const set = policySet(
  windows
    .map(({ id, limit, ms }) => `- { id: ${id}, because: Because., cap: { limit: ${limit}, window: ${ms / hour}h } }`)
    .join('\n'),
);
const customer = 'customer10' as KeyedHash;
const request: DecideRequest = {
  customer,
  channel: 'email',
  purpose: 'marketing.promotions',
  region: null,
  caller: 'crm',
  address: undefined,
  keys: new Map(),
  timeZone: undefined,
  targeting: [],
};

const tools: StepTools = {
  clock: createZoneClock(),
  contactId: (_customer, seq, createdMs) => `${seq}.${Math.floor(createdMs / 1000)}`,
  allowedIds: (customer, seq, atMs) => ({ decisionId: 'd', contactId: tools.contactId(customer, seq, atMs) }),
  newKey: () => 'AAAAAAAAAAAAAAAAAAAAAA',
  register: () => new Map(),
  historyMs: () => 31 * 24 * hour,
  keptForEver: () => false,
  observe: () => {},
};
const entry = (): LogEntry => ({
  decisionId: '',
  atMs: 0,
  allowed: false,
  channel: '',
  purpose: '',
  caller: '',
  tags: [],
  subject: '',
  key: '',
  keepUntilMs: 0,
  json: '',
});
const names: Names = { idOf: () => 1, nameOf: (table) => (table === 'purpose' ? request.purpose : request.caller) };

/** The record goes through its bytes at every step, as in a store. */
function subject() {
  let record: CustomerRecord = emptyRecord(0xfffd);
  const cold: ColdRecord = emptyCold();
  const kept: HeldRequest[] = [];
  const run = <T>(nowMs: number, step: (state: StepState) => StepResult<T>): T => {
    const state: StepState = {
      record: decodeRecord(encodeRecord(record, names), names),
      cold: () => cold,
      held: (seqs) => kept.filter(({ seq }) => seqs.includes(seq)),
      at: () => ({ hot: decodeAddressHot(undefined), suppressions: () => [] }),
      nowMs,
    };
    const { value, changed, held } = step(state);
    if (changed) record = state.record;
    if (held) kept.push(held);
    return value;
  };
  const named = (contactId: string) => {
    const [seq, createdSeconds] = contactId.split('.').map(Number) as [number, number];
    return { seq, createdSeconds, contactId, decisionId: 'd', caller: undefined, policies: set };
  };
  return {
    decide(nowMs: number, fields: Partial<DecideInput> = {}) {
      const input: DecideInput = {
        plan: planFor(request, set),
        decisionId: () => 'd',
        mode: 'reserve',
        confirmByMs: undefined,
        operation: undefined,
        entry,
        sealRequest: () => '',
        ...fields,
      };
      const value = run(nowMs, (state) => decideStep(input, state, tools));
      if (value.kind !== 'decided') throw new Error(value.kind);
      return value;
    },
    confirm(nowMs: number, contactId: string) {
      const value = run(nowMs, (state) => confirmStep({ ...named(contactId), entry }, state, tools));
      return value.kind === 'decided' ? value.decided.judgement.allowed : false;
    },
    cancel: (nowMs: number, contactId: string) =>
      run(nowMs, (state) =>
        outcomeStep({ ...named(contactId), outcome: 'cancelled', atMs: undefined, entry }, state, tools),
      ),
  };
}

interface Modelled {
  readonly id: string;
  stampMs: number;
  counts: boolean;
  holdMs: number | undefined;
}

const command = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ do: 'ask' as const }) },
  {
    weight: 3,
    arbitrary: fc.integer({ min: 1, max: 8 * 60 }).map((minutes) => ({ do: 'hold' as const, ms: minutes * minute })),
  },
  { weight: 3, arbitrary: fc.nat().map((which) => ({ do: 'confirm' as const, which })) },
  { weight: 1, arbitrary: fc.nat().map((which) => ({ do: 'cancel' as const, which })) },
  {
    weight: 6,
    arbitrary: fc
      .oneof(
        fc.integer({ min: 1, max: 90 }).map((minutes) => minutes * minute),
        fc.constantFrom(1, hour - 1, hour, 6 * hour),
      )
      .map((ms) => ({ do: 'pass' as const, ms })),
  },
  {
    weight: 1,
    arbitrary: fc
      .integer({ min: 1, max: 2 * 24 * 60 })
      .map((minutes) => ({ do: 'back' as const, ms: minutes * minute })),
  },
);

/** What a window holds for a contact that would be made now. */
function naivelyUsed(model: readonly Modelled[], ms: number, nowMs: number): number {
  const stampMs = Math.max(nowMs, ...model.map((contact) => contact.stampMs));
  return model.filter(
    (contact) =>
      contact.counts && stampMs < contact.stampMs + ms && (contact.holdMs === undefined || nowMs < contact.holdMs),
  ).length;
}

/** I1: no span as long as the window holds more than the limit of contacts that are final. */
function expectExact(model: readonly Modelled[]): void {
  const final = model.filter((contact) => contact.counts && contact.holdMs === undefined);
  for (const { limit, ms, id } of windows) {
    for (const { stampMs } of final) {
      const within = final.filter((other) => other.stampMs > stampMs - ms && other.stampMs <= stampMs);
      expect(within.length, `${id} up to ${stampMs}`).toBeLessThanOrEqual(limit);
    }
  }
}

describe('a customer’s contacts', () => {
  test('fill every sliding window exactly to its limit and never beyond, holds, confirmations, cancellations and clock steps back included (I1)', () => {
    fc.assert(
      fc.property(fc.array(command, { minLength: 5, maxLength: 60 }), (commands) => {
        const contacts = subject();
        const model: Modelled[] = [];
        let nowMs = startMs;
        for (const one of commands) {
          const room = windows.every(({ limit, ms }) => naivelyUsed(model, ms, nowMs) < limit);
          if (one.do === 'pass') nowMs += one.ms;
          else if (one.do === 'back') nowMs -= one.ms;
          else if (one.do === 'ask' || one.do === 'hold') {
            const holdMs = one.do === 'hold' ? nowMs + one.ms : undefined;
            const answer = contacts.decide(nowMs, { confirmByMs: holdMs });
            expect(answer.judgement.allowed).toBe(room);
            const stampMs = Math.max(nowMs, ...model.map((contact) => contact.stampMs));
            if (room) model.push({ id: answer.contactId as string, stampMs, counts: true, holdMs });
            expect(answer.judgement.caps.map((cap) => cap.used)).toEqual(
              windows.map(({ ms }) => naivelyUsed(model, ms, nowMs)),
            );
          } else {
            const open = model.filter(
              (contact) => contact.counts && (one.do === 'cancel' || contact.holdMs !== undefined),
            );
            const chosen = open[one.which % open.length];
            if (!chosen) continue;
            if (one.do === 'cancel') {
              contacts.cancel(nowMs, chosen.id);
              chosen.counts = false;
            } else {
              const over = nowMs >= (chosen.holdMs as number);
              const others = model.map((contact) => (contact === chosen ? { ...contact, counts: false } : contact));
              const fits = windows.every(({ limit, ms }) => naivelyUsed(others, ms, nowMs) < limit);
              expect(contacts.confirm(nowMs, chosen.id)).toBe(!over && fits);
              if (over) continue;
              chosen.counts = fits;
              chosen.holdMs = undefined;
              if (fits) chosen.stampMs = Math.max(nowMs, ...model.map((contact) => contact.stampMs));
            }
          }
          expectExact(model);
        }
      }),
      runs(800),
    );
  });

  test('a denied request changes nothing, whatever is asked next (I2)', () => {
    const contacts = subject();
    for (let times = 0; times < 2; times++) contacts.decide(startMs);
    const before = contacts.decide(startMs, { mode: 'check' }).judgement;
    for (let times = 0; times < 50; times++) expect(contacts.decide(startMs + times).judgement.allowed).toBe(false);
    expect(contacts.decide(startMs, { mode: 'check' }).judgement).toEqual(before);
  });
});
