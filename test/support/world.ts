/** A service as tests speak to it: short questions with defaults, a clock that is set, problems as values. */
import type { DecisionQuery } from '../../src/decision-query.ts';
import type { FullAnswer } from '../../src/decisions/answer.ts';
import { Problem, type ProblemCode, problems } from '../../src/errors.ts';
import type {
  Caller,
  CanContactInput,
  ConsentInput,
  ElsewhereInput,
  Guard,
  RefusalInput,
  SuppressionInput,
} from '../../src/guard-contract.ts';
import type { Service } from '../../src/service.ts';
import type { EntryFilter } from '../../src/store/store.ts';
import type { Outcome } from '../../src/vocabulary.ts';

export const minuteMs = 60_000;
export const hourMs = 3_600_000;
export const dayMs = 86_400_000;
/** A Monday. */
export const startMs = Date.parse('2026-06-01T10:00:00.000Z');

export const iso = (ms: number): string => new Date(ms).toISOString();

export function caller(name: string, ...scopes: string[]): Caller {
  return { name, scopes: new Set(scopes) };
}

export const crm = caller('crm', 'decide', 'record', 'refuse', 'suppress', 'consent');
export const billing = caller('billing', 'decide', 'record');
export const admin = caller('admin', 'admin');

/** A suppression as the guard shows it. */
export interface Shown {
  readonly suppressionId: string;
  readonly channel: string;
  readonly purpose: string;
  readonly since: string;
  readonly expiresAt: string | null;
  readonly [field: string]: unknown;
}

export type Entry = FullAnswer & {
  readonly caller: string;
  readonly request: Record<string, unknown> | null;
  readonly basis: Record<string, unknown>;
  readonly [field: string]: unknown;
};

export interface World {
  readonly service: Service;
  readonly guard: Guard;
  nowMs(): number;
  setNow(ms: number): void;
  pass(ms: number): void;
  /** `reserve` of a marketing e-mail to customer c1 by crm, unless said otherwise. */
  ask(fields?: Partial<CanContactInput>, by?: Caller): Promise<FullAnswer>;
  check(fields?: Partial<CanContactInput>, by?: Caller): Promise<FullAnswer>;
  /** Asks, and @throws where it is denied. @returns its contactId */
  contact(fields?: Partial<CanContactInput>, by?: Caller): Promise<string>;
  confirm(contactId: string, by?: Caller): Promise<FullAnswer>;
  outcome(contactId: string, outcome: Outcome, atMs?: number, by?: Caller): Promise<boolean>;
  elsewhere(fields: Partial<ElsewhereInput>, by?: Caller): Promise<{ contactId: string; replayed: boolean }>;
  refuse(fields: Partial<RefusalInput>): Promise<Shown[]>;
  suppress(fields: Partial<SuppressionInput>): Promise<Shown>;
  lift(suppressionId: string, by?: Caller): Promise<object | undefined>;
  consent(fields: Partial<ConsentInput>, by?: Caller): Promise<Record<string, unknown>>;
  entries(query?: Partial<DecisionQuery>): Promise<Entry[]>;
}

export function createWorld(service: Service, clock: { nowMs(): number; set(ms: number): void }): World {
  const { guard } = service;
  let operations = 0;
  const ask: World['ask'] = async (fields = {}, by = crm) =>
    (await guard.decide(
      { customerId: 'c1', channel: 'email', purpose: 'marketing.promotions', mode: 'reserve', ...fields },
      by,
    )) as unknown as FullAnswer;
  return {
    service,
    guard,
    nowMs: clock.nowMs,
    setNow: clock.set,
    pass: (ms) => clock.set(clock.nowMs() + ms),
    ask,
    check: (fields = {}, by) => ask({ ...fields, mode: 'check' }, by),
    async contact(fields, by) {
      const answer = await ask(fields, by);
      if (answer.contactId === null) throw new Error(`denied: ${JSON.stringify(answer.reasons)}`);
      return answer.contactId;
    },
    confirm: async (contactId, by = crm) => (await guard.confirm(contactId, by)) as unknown as FullAnswer,
    outcome: async (contactId, outcome, atMs, by = crm) =>
      (await guard.outcome({ contactId, outcome, atMs }, by)).counts,
    elsewhere: (fields, by = crm) =>
      guard.recordContact(
        {
          customerId: 'c1',
          channel: 'email',
          purpose: 'marketing.promotions',
          atMs: clock.nowMs(),
          operationId: `elsewhere-${operations++}`,
          direction: 'outbound',
          ...fields,
        },
        by,
      ),
    refuse: async (fields) =>
      (await guard.refuse({ channel: 'email', signal: 'unsubscribe', source: 'test', ...fields }, crm))
        .suppressions as Shown[],
    suppress: async (fields) =>
      (await guard.suppress(
        { channel: '*', purpose: '*', reason: 'asked by phone', source: 'test', ...fields },
        crm,
      )) as Shown,
    lift: (suppressionId, by = admin) => guard.lift(suppressionId, { reason: 'a mistake', source: 'test' }, by),
    consent: async (fields, by = crm) =>
      (await guard.consent(
        { customerId: 'c1', channel: 'email', purpose: 'marketing', level: 'express', source: 'form', ...fields },
        by,
      )) as Record<string, unknown>,
    entries: async (query = {}) => (await guard.decisions({ limit: 1000, ...query })).decisions as unknown as Entry[],
  };
}

/** @returns the problem that `work` was refused with. @throws where it succeeded. */
export async function problemOf(
  work: Promise<unknown>,
): Promise<{ code: ProblemCode; status: number; paths: string[] }> {
  const result = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(result instanceof Problem)) throw result instanceof Error ? result : new Error('no problem came');
  return { code: result.code, status: problems[result.code].status, paths: result.errors.map(({ path }) => path) };
}

export const codes = (answer: Pick<FullAnswer, 'reasons'>): unknown[] => answer.reasons.map((reason) => reason['code']);
export const rules = (answer: Pick<FullAnswer, 'reasons'>): unknown[] => answer.reasons.map((reason) => reason['rule']);

/** A filter of the store's log that leaves nothing out. */
export const everyEntry: EntryFilter = {
  allowed: undefined,
  channel: undefined,
  purpose: undefined,
  caller: undefined,
  tags: [],
  subject: undefined,
  fromMs: undefined,
  toMs: undefined,
};
