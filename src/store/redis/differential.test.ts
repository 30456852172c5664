/**
 * The window arithmetic stands twice, in decide.lua and in engine/judge.ts: over random policies, histories, requests and clock steps the two must
 * agree. What the script allows, the judge allows, with the same counts and the same record afterwards; what the script hands back, it
 * hands back for a reason that is listed here. Decisions come by the call, as in use: several of one customer and those of other customers with
 * other policies, each of which sees what the one before it wrote.
 */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectedLink } from '../../../test/support/redis-link.ts';
import { addressConcerned } from '../../engine/facts.ts';
import { kindKey, planFor } from '../../engine/plan.ts';
import { createFastPlans, type FastPlan, type FastPlans } from '../../engine/prove/fast-plan.ts';
import { prove } from '../../engine/prove/prove.ts';
import {
  type AddressCold,
  type AddressHot,
  coverAddressCold,
  decodeAddressHot,
  emptyAddressCold,
  encodeAddressHot,
} from '../../engine/record/address.ts';
import { decodeRecord, encodeRecord } from '../../engine/record/codec.ts';
import { coverCold } from '../../engine/record/cold.ts';
import { UnknownName } from '../../engine/record/names.ts';
import {
  type ColdRecord,
  type CustomerRecord,
  emptyCold,
  emptyRecord,
  insertContact,
  type StoredContact,
  takeSeq,
} from '../../engine/record/record.ts';
import type { AddressRef, DecideRequest, KeyedHash } from '../../engine/request.ts';
import { type DecideInput, type DecideOutcome, decideStep } from '../../engine/steps/decide.ts';
import { applyOutcome } from '../../engine/steps/outcome.ts';
import type { StepTools } from '../../engine/steps/step.ts';
import { createZoneClock } from '../../engine/time/zone-clock.ts';
import type { CapRule, CooldownRule, Filter, HoursRule, PolicySet, Purpose, Rule, Window } from '../../policy/types.ts';
import { addressKindOf, channels, outcomes } from '../../vocabulary.ts';
import type { RedisLink } from './client.ts';
import { type Ask as Asked, callOf, type RawReply, type Reply, repliesIn } from './decide-call.ts';
import { createKeys } from './keys.ts';
import { createNames, type RedisNames } from './names.ts';

const runs = Number(process.env['DIFFERENTIAL_RUNS'] ?? 4000);
const seed = Number(process.env['DIFFERENTIAL_SEED'] ?? Date.now() % 2 ** 31);
const decisionsAWorld = 60;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const purposes = ['marketing.promotions', 'marketing.newsletter', 'research.survey', 'service.account', 'legal.notice'];
const classes = ['marketing', 'marketing', 'marketing', 'service', 'critical'] as const;
const regions = [null, 'US', 'US-FL', 'DE'];
const callers = ['crm', 'shop'];
const zones = [undefined, 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe'];
const keyValues = ['k1', 'k2'];
/** Callers of contacts that only make many kinds. */
const crowd = Array.from({ length: 700 }, (_, place) => `crowd-${place}`);

const register: ReadonlyMap<string, Purpose> = new Map(
  purposes.map((name, place) => [
    name,
    {
      name,
      describes: '',
      describesIn: new Map<string, string>(),
      class: classes[place] ?? 'service',
      onStoreFailure: 'deny',
      record: 'blocks',
      retainBlocksMs: dayMs,
      retainOthersMs: dayMs,
    },
  ]),
);

const filter: fc.Arbitrary<Filter> = fc.record(
  {
    channels: fc.uniqueArray(fc.constantFrom(...channels), { minLength: 1, maxLength: 4 }),
    purposes: fc.uniqueArray(fc.constantFrom('marketing', 'research', 'service.account', 'legal'), {
      minLength: 1,
      maxLength: 2,
    }),
    classes: fc.uniqueArray(fc.constantFrom('marketing' as const, 'service' as const, 'critical' as const), {
      minLength: 1,
      maxLength: 2,
    }),
    regions: fc.uniqueArray(fc.constantFrom('US', 'US-FL', 'DE'), { minLength: 1, maxLength: 2 }),
    callers: fc.constant(['crm']),
  },
  { requiredKeys: [] },
);
const broad: fc.Arbitrary<Filter> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  { weight: 2, arbitrary: filter },
);
const matcher = fc.record({ when: fc.array(broad, { maxLength: 2 }), unless: fc.array(filter, { maxLength: 1 }) });
const clockOf = fc.constantFrom<'recipient' | { zone: string }>('recipient', { zone: 'America/New_York' });
const window: fc.Arbitrary<Window> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc
      .constantFrom(1000, hourMs, dayMs, 7 * dayMs, 30 * dayMs)
      .map((ms) => ({ kind: 'sliding' as const, ms })),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('days' as const), days: fc.integer({ min: 1, max: 10 }), clock: clockOf }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('calendar' as const),
      unit: fc.constantFrom('day' as const, 'week' as const, 'month' as const),
      clock: clockOf,
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'forever' as const }) },
);

const startMs = Date.parse('2026-10-20T00:00:00Z');
const base = {
  index: 0,
  policy: 'p',
  force: 'own-policy' as const,
  because: 'Because.',
  becauseIn: new Map<string, string>(),
  assumeZones: ['Europe/Berlin', 'America/New_York'],
};
const common = fc.record({
  mode: fc.oneof(
    { weight: 9, arbitrary: fc.constant('enforce' as const) },
    { weight: 1, arbitrary: fc.constant('shadow' as const) },
  ),
  applies: matcher,
  effectiveFromMs: fc.oneof(
    { weight: 8, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 30 }).map((day) => startMs + day * dayMs) },
  ),
  effectiveUntilMs: fc.oneof(
    { weight: 8, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.integer({ min: 5, max: 40 }).map((day) => startMs + day * dayMs) },
  ),
});
const per = fc.oneof(
  { weight: 4, arbitrary: fc.constant<string[]>([]) },
  { weight: 1, arbitrary: fc.constant(['campaign']) },
  { weight: 1, arbitrary: fc.constant(['brand', 'campaign']) },
);
const counts = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: broad.map((one) => ({ when: [one], unless: [] })) },
);
const cap = fc
  .tuple(common, fc.record({ limit: fc.integer({ min: 1, max: 20 }), window, per, counts, failedCounts: fc.boolean() }))
  .map(
    ([shared, own]) =>
      ({
        ...base,
        ...shared,
        ...own,
        counts: own.counts ?? shared.applies,
        kind: 'cap' as const,
        id: '',
        windowText: '',
      }) satisfies CapRule,
  );
const band = [{ fromMinute: 360, toMinute: 1320 }];
const hours = common.map(
  (shared) =>
    ({
      ...base,
      ...shared,
      kind: 'hours' as const,
      id: '',
      clock: 'recipient' as const,
      whenRegions: [],
      bands: { weekdays: [band, band, band, band, band, band, band], holiday: undefined },
    }) satisfies HoursRule,
);
const cooldown = fc
  .tuple(
    common,
    fc.record({ after: fc.constantFrom(['conversation' as const], ['clicked' as const, 'opened' as const]), per }),
  )
  .map(
    ([shared, own]) =>
      ({
        ...base,
        ...shared,
        ...own,
        kind: 'cooldown' as const,
        id: '',
        counts: shared.applies,
        length: { kind: 'duration' as const, ms: 3 * dayMs },
      }) satisfies CooldownRule,
  );
const rules = fc
  .array(fc.oneof({ weight: 6, arbitrary: cap }, { weight: 1, arbitrary: hours }, { weight: 1, arbitrary: cooldown }), {
    minLength: 1,
    maxLength: 7,
  })
  .map((list): Rule[] => list.map((rule, index) => ({ ...rule, index, id: `r${index}` })));

const request = fc.record({
  channel: fc.constantFrom(...channels),
  purpose: fc.constantFrom(...purposes),
  region: fc.constantFrom(...regions),
  caller: fc.constantFrom(...callers),
  timeZone: fc.constantFrom(...zones),
  campaign: fc.constantFrom(undefined, ...keyValues),
  brand: fc.constantFrom(undefined, ...keyValues),
  address: fc.constantFrom(undefined, undefined, 'a', 'b'),
  operation: fc.oneof(
    { weight: 3, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 5 }) },
  ),
  /** How many decisions of the same customer follow in the same call. */
  followers: fc.constantFrom(0, 0, 0, 1, 3),
  /** What happens to the history before it. */
  event: fc.oneof(
    { weight: 16, arbitrary: fc.constant('none' as const) },
    {
      weight: 6,
      arbitrary: fc.constantFrom('outcome' as const, 'elsewhere' as const, 'inbound' as const, 'settle' as const),
    },
    { weight: 1, arbitrary: fc.constantFrom('hold' as const, 'suppress' as const, 'crowd' as const) },
  ),
  /** How many kinds come at once, where many do: around and past what one byte can tell apart. */
  crowd: fc.constantFrom(3, 240, 300, 700),
  outcome: fc.constantFrom(...outcomes),
});
/** Between a call and the one before, for all customers alike: mostly on, sometimes back. */
const stepMs = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 5000 }) },
  { weight: 5, arbitrary: fc.integer({ min: 0, max: 20 * hourMs }) },
  { weight: 1, arbitrary: fc.integer({ min: -2 * hourMs, max: 0 }) },
  { weight: 1, arbitrary: fc.constantFrom(hourMs, dayMs, 7 * dayMs) },
);
type Ask = typeof request extends fc.Arbitrary<infer T> ? T : never;

let link: RedisLink;
let names: RedisNames;
const prefix = `diff${process.pid}`;
const keys = createKeys(prefix);
const clock = createZoneClock();

beforeAll(async () => {
  link = await connectedLink();
  names = createNames(link, keys.names);
  for (const purpose of purposes) await names.learn(new UnknownName('purpose', purpose));
  await Promise.all([...callers, ...crowd].map((caller) => link.run('intern', [keys.names], ['caller', caller])));
  for (const region of regions) if (region) await names.learn(new UnknownName('region', region));
});
afterAll(() => link.close());

function toolsFor(policies: PolicySet): StepTools {
  const forever = policies.rules.some((rule) => rule.kind === 'cap' && rule.window.kind === 'forever');
  return {
    clock,
    contactId: (_customer, seq, createdMs) => `${seq}@${createdMs}`,
    allowedIds: (_customer, seq, atMs) => ({ decisionId: 'd', contactId: `${seq}@${atMs}` }),
    newKey: () => 'AAAAAAAAAAAAAAAAAAAAAA',
    register: () => policies.purposes,
    historyMs: () => 45 * dayMs,
    keptForEver: () => forever,
    observe: () => {},
  };
}

/** Something that happened to the customer by other ways than a decision. */
function happen({ record, cold, there }: World, ask: Ask, nowMs: number): void {
  const contact = record.contacts[Math.floor(record.contacts.length / 2)];
  if (ask.event === 'outcome' && contact) applyOutcome(record, contact, ask.outcome, Math.max(nowMs, contact.atMs));
  if (ask.event === 'suppress') {
    // By turns of the customer's own and of the address.
    const part = ask.campaign === undefined ? cold : there;
    part.suppressions = part.suppressions.length > 0 ? [] : [suppressionOf(ask.channel, nowMs)];
  }
  if (ask.event === 'settle') {
    cold.suppressions = [];
    there.suppressions = [];
    record.contacts = record.contacts.filter(({ kind }) => !kind.caller.startsWith('crowd'));
    for (const one of record.contacts) one.held = false;
    for (const hold of record.holds) hold.state = 'confirmed';
  }
  if (ask.event === 'crowd') {
    // Newer than what is counted, whose kinds get the far places.
    for (const caller of crowd.slice(0, ask.crowd)) insertContact(record, contactOf(record, ask, nowMs, caller));
  }
  if (ask.event !== 'elsewhere' && ask.event !== 'inbound' && ask.event !== 'hold') return;
  const made = contactOf(record, ask, nowMs - (ask.event === 'hold' ? 0 : 3 * hourMs), ask.caller);
  insertContact(record, made);
  if (ask.event === 'hold') {
    record.holds.push({
      seq: made.seq,
      confirmByMs: nowMs + 4 * hourMs,
      state: 'open',
      createdMs: made.atMs,
    });
  }
}

function contactOf(record: CustomerRecord, ask: Ask, atMs: number, caller: string): StoredContact {
  return {
    seq: takeSeq(record),
    atMs,
    kind: { channel: ask.channel, purpose: ask.purpose, region: ask.region, caller },
    status: ask.event === 'inbound' || ask.event === 'crowd' ? 'inbound' : 'counts',
    held: ask.event === 'hold',
    arrived: false,
    moved: false,
    address: undefined,
    keys: ask.campaign ? [keyHash('campaign', ask.campaign)] : [],
  };
}

function suppressionOf(channel: string, sinceMs: number) {
  return {
    suppressionId: 's',
    customer: 'c',
    address: undefined,
    addressKind: undefined,
    channel,
    purpose: '*',
    keys: {},
    targeting: [],
    origin: 'operator' as const,
    signal: 'x',
    source: 'x',
    eventId: 'e',
    said: 1,
    sinceMs,
    receivedMs: sinceMs,
    affirmedMs: sinceMs,
    expiresMs: sinceMs + 5 * hourMs,
    sealed: undefined,
  };
}

function keyHash(name: string, value: string): string {
  return `${name.slice(0, 4)}${value}`;
}

function requestOf(ask: Ask, customer: KeyedHash, reached: AddressRef): DecideRequest {
  return {
    customer,
    channel: ask.channel,
    purpose: ask.purpose,
    region: ask.region,
    caller: ask.caller,
    timeZone: ask.timeZone,
    targeting: [],
    address:
      ask.address === undefined
        ? undefined
        : ask.address === 'a'
          ? reached
          : { kind: 'phone', hash: `z${reached.hash.slice(1)}` as KeyedHash },
    keys: new Map([
      ...(ask.campaign ? [['campaign', keyHash('campaign', ask.campaign)] as const] : []),
      ...(ask.brand ? [['brand', keyHash('brand', ask.brand)] as const] : []),
    ]),
  };
}

/** One customer under one policy set, and the address that the customer was reached at. */
interface World {
  record: CustomerRecord;
  readonly cold: ColdRecord;
  readonly there: AddressCold;
  readonly thereHot: AddressHot;
  readonly customer: KeyedHash;
  readonly reached: AddressRef;
  readonly policies: PolicySet;
  readonly tools: StepTools;
  readonly plans: FastPlans;
  /** What is asked, the next one last. */
  readonly asks: Ask[];
}

/** Each world has an address of its own. */
function hashAt(world: number): KeyedHash {
  return `a${String(world).padStart(9, '0')}` as KeyedHash;
}

interface Tally {
  decisions: number;
  allowedByScript: number;
  handedBack: number;
}

function worldOf(number: number, list: Rule[], asks: Ask[]): World {
  const policies: PolicySet = {
    revision: `sha256:${number}`,
    rules: list,
    purposes: register,
    refusals: new Map(),
    longestWindowMs: 30 * dayMs,
    warnings: [],
    sources: [],
    summaries: [],
  };
  const customer = `w${String(number).padStart(9, '0')}` as KeyedHash;
  const reached = { kind: 'phone', hash: hashAt(number) } as const;
  const record = emptyRecord(65_500);
  record.addresses.push({ ...reached, lastMs: startMs });
  return {
    record,
    cold: emptyCold(),
    there: emptyAddressCold(),
    thereHot: { suppressed: 0, lastCustomer: customer, lastMs: startMs, coldVersion: 0 },
    customer,
    reached,
    policies,
    tools: toolsFor(policies),
    plans: createFastPlans(names),
    asks,
  };
}

function judgeOn(world: World, record: CustomerRecord, input: DecideInput, nowMs: number): DecideOutcome {
  const { cold, reached, thereHot, there } = world;
  const at = ({ hash }: AddressRef) =>
    hash === reached.hash
      ? { hot: thereHot, suppressions: () => there.suppressions }
      : { hot: decodeAddressHot(undefined), suppressions: () => [] };
  return decideStep(input, { record, cold: () => cold, held: () => [], at, nowMs }, world.tools).value;
}

/** What a world's customer is asked in one call, as the script takes it; undefined: no plan for it, the judge alone answers. */
function askOf({ plans, tools, customer, record }: World, input: DecideInput, nowMs: number): Going['asked'] {
  const { request: asked } = input.plan;
  const plan = plans.for(input, tools, nowMs);
  const concerned = addressConcerned(asked, record);
  return (
    plan && {
      plan,
      customer,
      place: keys.customer(customer),
      there: concerned && keys.address(concerned),
      operation: input.operation,
      address: asked.address,
      addressKind: asked.address?.kind ?? addressKindOf(asked.channel),
      looked: asked.address ? undefined : concerned?.hash,
      keys: asked.keys,
      allowedIds: tools.allowedIds,
      untilMs: Number.POSITIVE_INFINITY,
    }
  );
}

/** One decision under way; `asked` as the script takes it. */
interface Going {
  readonly world: World;
  readonly ask: Ask;
  readonly input: DecideInput;
  readonly asked: (Asked & { readonly plan: FastPlan }) | undefined;
}

/** A call with some decisions of each world. Their records are carried on as the judge leaves them. */
async function playCall(worlds: readonly World[], nowMs: number, tally: Tally): Promise<void> {
  const going = (await Promise.all(worlds.map((world) => begin(world, nowMs)))).flat();
  const before = new Map(worlds.map((world) => [world, encodeRecord(world.record, names)]));
  tally.decisions += going.length;
  /** What the prover in TypeScript makes of each record, decision by decision. */
  const proven = new Map(before);
  const left: Going[] = going.filter(({ asked }) => !asked);
  const allowedIn = new Set<World>();
  for (const call of chunks(going.filter(({ asked }) => asked))) {
    for (const [one, reply] of await answersOf(call, nowMs)) {
      proven.set(one.world, compareProvers(one, reply, nowMs, proven.get(one.world) as Buffer));
      if (compare(one, reply, nowMs, before.get(one.world) as Buffer)) {
        tally.allowedByScript++;
        allowedIn.add(one.world);
      } else {
        tally.handedBack++;
        left.push(one);
      }
    }
  }
  for (const world of worlds) {
    const after = (await link.call((client) => client.getBuffer(keys.customer(world.customer).hot))) as Buffer;
    if (!allowedIn.has(world))
      expect(after.equals(before.get(world) as Buffer), 'what is handed back is untouched').toBe(true);
    expect(after.toString('hex'), 'both provers leave the same bytes').toBe(proven.get(world)?.toString('hex'));
    const written = decodeRecord(after, names);
    if (!isDeepStrictEqual(comparable(written, nowMs), comparable(world.record, nowMs)))
      expect(comparable(written, nowMs)).toEqual(comparable(world.record, nowMs));
  }
  for (const { world, input } of left) judgeOn(world, world.record, input, nowMs);
}

/** The rest of a call that has read enough is asked again, as the store does. */
async function answersOf(call: readonly Going[], nowMs: number): Promise<[Going, Reply][]> {
  const asks = call.map(({ asked }) => asked as Asked);
  const { keys: touched, args } = callOf(asks, String(nowMs));
  const replies = repliesIn((await link.run('decide', touched, args)) as RawReply, asks);
  expect(replies).toHaveLength(call.length);
  const answered = replies.findIndex(({ kind }) => kind === 'ask-again');
  const pairs = call.map((one, place): [Going, Reply] => [one, replies[place] as Reply]);
  if (answered === -1) return pairs;
  expect(answered, 'the first of a call is always looked at').toBeGreaterThan(0);
  return [...pairs.slice(0, answered), ...(await answersOf(call.slice(answered), nowMs))];
}

function chunks(all: readonly Going[]): Going[][] {
  return Array.from({ length: Math.ceil(all.length / 32) }, (_, place) => all.slice(place * 32, place * 32 + 32));
}

/** Lets happen what happens, stores the parts, and asks for one decision or several. */
async function begin(world: World, nowMs: number): Promise<Going[]> {
  const first = world.asks.pop();
  if (!first) return [];
  happen(world, first, nowMs);
  coverCold(world.record, world.cold);
  coverAddressCold(world.thereHot, world.there);
  const { hot } = keys.customer(world.customer);
  const there = keys.address(world.reached).hot;
  await link.call((client) =>
    client.mset(hot, encodeRecord(world.record, names), there, encodeAddressHot(world.thereHot)),
  );
  const followers = world.asks.splice(Math.max(0, world.asks.length - first.followers));
  return [first, ...followers].map((ask) => {
    const input = inputOf(ask, requestOf(ask, world.customer, world.reached), world.policies);
    return { world, ask, input, asked: askOf(world, input, nowMs) };
  });
}

/** Holds one reply against the prover in TypeScript. @returns the record as that one leaves it */
function compareProvers({ world, input, asked }: Going, reply: Reply, nowMs: number, hot: Buffer): Buffer {
  const proof =
    asked &&
    reply.kind !== 'look-at' &&
    prove(input, asked.plan, {
      hot,
      firstSeq: () => 65_500,
      suppressedAt: ({ hash }) => (hash === world.reached.hash ? world.thereHot.suppressed : 0),
      nowMs,
    });
  if (!proof) {
    expect(reply.kind, 'both provers allow, or neither does').not.toBe('allowed');
    return hot;
  }
  expect(reply, 'both count the same').toEqual({
    kind: 'allowed',
    nowMs,
    ids: world.tools.allowedIds(world.customer, proof.seq, nowMs),
    used: [...proof.used],
  });
  return proof.hot;
}

/** Holds one reply against the judge. @returns true where it was allowed; the world's record is then as the judge leaves it */
function compare({ world, ask, input, asked }: Going, reply: Reply, nowMs: number, before: Buffer): boolean {
  const judged = decodeRecord(encodeRecord(world.record, names), names);
  const value = judgeOn(world, judged, input, nowMs);
  const isAllowed = value.kind === 'decided' && value.judgement.allowed && !value.replayed;
  if (reply.kind === 'allowed') {
    if (!isAllowed) expect.fail(`the script allowed what the judge did not: ${JSON.stringify({ ask, value, nowMs })}`);
    expect(
      usedByScript(
        (asked?.plan.tables.caps ?? []).map(({ rule }) => rule),
        reply.used,
        input,
      ),
    ).toEqual(value.judgement.caps.map((one) => `${one.rule} ${one.used}`).sort());
    const operation = input.operation && judged.operations[0];
    expect(operation?.id).toBe(input.operation?.id);
    world.record = judged;
    return true;
  }
  if (reply.kind === 'look-at') {
    // One before it in the same call reached the customer elsewhere.
    expect(reply.hash).toBe(addressConcerned(input.plan.request, world.record)?.hash ?? '');
    expect(reply.hash).not.toBe(asked?.looked ?? '');
    return false;
  }
  expect(reply.kind, 'a plan made for this instant holds at it').toBe('handed-back');
  if (isAllowed && value.judgement.shadow.length === 0) {
    // The script drops nothing: what was there before the call may still be there.
    const reasons = [world.record, decodeRecord(before, names)].flatMap((record) =>
      reasonsToHandBack({ ...world, record }, input, nowMs),
    );
    expect(reasons, JSON.stringify({ ask, nowMs, caps: value.judgement.caps })).not.toEqual([]);
  }
  return false;
}

function forget({ customer, reached }: World): Promise<number> {
  const elsewhere = { ...reached, hash: `z${reached.hash.slice(1)}` as KeyedHash };
  return link.call((client) =>
    client.del(keys.customer(customer).hot, keys.address(reached).hot, keys.address(elsewhere).hot),
  );
}

function inputOf(ask: Ask, asked: DecideRequest, policies: PolicySet): DecideInput {
  const id = ask.operation === undefined ? undefined : `op${ask.operation}`.padEnd(8, '-');
  return {
    plan: planFor(asked, policies),
    decisionId: () => 'd',
    mode: 'reserve',
    confirmByMs: undefined,
    operation: id === undefined ? undefined : { id, body: 'body--' },
    entry: () => ({
      decisionId: 'd',
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
    }),
    sealRequest: () => '',
  };
}

function usedByScript(caps: readonly CapRule[], used: readonly number[], input: DecideInput): string[] {
  const most = new Map<string, number>();
  caps.forEach((rule, place) => {
    if (rule.mode === 'shadow') return;
    const own = planFor(input.plan.request, { ...input.plan.policies, rules: [{ ...rule, applies: rule.counts }] })
      .rules.length;
    most.set(rule.id, Math.max(most.get(rule.id) ?? 0, (used[place] ?? 0) + own));
  });
  return [...most].map(([id, count]) => `${id} ${count}`).sort();
}

/** What both must leave the same: the judge also tidies, which the script leaves for later. */
function comparable(record: CustomerRecord, nowMs: number) {
  return {
    nextSeq: record.nextSeq,
    contacts: record.contacts
      .filter((contact) => contact.atMs > nowMs - 45 * dayMs)
      .map(({ seq, atMs, kind, status, held, arrived, keys: own, address }) => ({
        seq,
        atMs,
        kind,
        status,
        held,
        arrived,
        keys: own,
        address,
      })),
    operations: record.operations.filter(({ untilMs }) => untilMs >= nowMs),
    addresses: record.addresses,
  };
}

/** Why the script may hand back what the judge allows: it must be one of these. */
function reasonsToHandBack(
  { record, cold, there, policies }: Pick<World, 'record' | 'cold' | 'there' | 'policies'>,
  input: DecideInput,
  nowMs: number,
): string[] {
  const reasons: string[] = [];
  const { request: asked } = input.plan;
  if (record.contacts.some((contact) => contact.atMs > nowMs)) reasons.push('the clock went back');
  if ([...cold.suppressions, ...there.suppressions].some((one) => one.channel === asked.channel || one.channel === '*'))
    reasons.push('a suppression on the channel');
  if (record.contacts.some((contact) => contact.held)) reasons.push('a hold');
  if (record.operations.some((operation) => operation.id === input.operation?.id))
    reasons.push('an operation met before');
  const started = new Set(record.outcomes.map((outcome) => outcome.outcome));
  if (policies.rules.some((rule) => rule.kind === 'cooldown' && rule.after.some((outcome) => started.has(outcome))))
    reasons.push('an outcome that may start a cooldown');
  if (record.contacts.length > 2000) reasons.push('more contacts than the script counts');
  const kinds = new Set(record.contacts.map(({ kind }) => kindKey(kind)));
  if (kinds.size === 256 && !kinds.has(kindKey(asked))) reasons.push('places of kinds turn to two bytes');
  const oldest = record.contacts.at(-1);
  if (oldest && oldest.atMs < nowMs - 46 * dayMs) reasons.push('history to drop');
  return reasons;
}

describe('decide.lua and the judge', () => {
  test(`agree over ${runs} random decisions that reach the script (DIFFERENTIAL_SEED=${seed})`, async () => {
    const tally: Tally = { decisions: 0, allowedByScript: 0, handedBack: 0 };
    const worldsACall = 12;
    for (let batch = 0; tally.allowedByScript + tally.handedBack < runs; batch++) {
      const [made = []] = fc.sample(
        fc.array(fc.tuple(rules, fc.array(request, { minLength: decisionsAWorld, maxLength: decisionsAWorld })), {
          minLength: worldsACall,
          maxLength: worldsACall,
        }),
        { numRuns: 1, seed: seed + batch },
      );
      const [steps = []] = fc.sample(fc.array(stepMs, { minLength: decisionsAWorld, maxLength: decisionsAWorld }), {
        numRuns: 1,
        seed: seed + batch,
      });
      const worlds = made.map(([list, asks], place) => worldOf(batch * worldsACall + place, list, asks));
      let nowMs = startMs;
      for (const step of steps) {
        nowMs += step;
        await playCall(
          worlds.filter(({ asks }) => asks.length > 0),
          nowMs,
          tally,
        );
      }
      await Promise.all(worlds.map(forget));
    }
    process.stdout.write(`differential: seed ${seed}, ${JSON.stringify(tally)}\n`);
    // A test that never reaches the script proves nothing about it.
    expect(tally.allowedByScript).toBeGreaterThan(runs / 4);
    expect(tally.handedBack).toBeGreaterThan(runs / 8);
  }, 600_000);
});
