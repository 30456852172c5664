/**
 * The window arithmetic stands twice, in decide.lua and in engine/judge.ts: over random policies, histories, requests and clock steps the two must
 * agree. What the script allows, the judge allows, with the same counts and the same record afterwards; what the script hands back, it
 * hands back for a reason that is listed here.
 */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sharedRedisUrl } from '../../../test/support/redis-server.ts';
import { addressConcerned } from '../../engine/facts.ts';
import { kindKey, planFor } from '../../engine/plan.ts';
import { createFastPlans, type FastPlans } from '../../engine/prove/fast-plan.ts';
import { prove } from '../../engine/prove/prove.ts';
import {
  type AddressCold,
  coverAddressCold,
  decodeAddressHot,
  emptyAddressCold,
  encodeAddressHot,
} from '../../engine/record/address.ts';
import { decodeRecord, encodeRecord, UnknownName } from '../../engine/record/codec.ts';
import { coverCold } from '../../engine/record/cold.ts';
import { addressKinds } from '../../engine/record/layout.ts';
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
import { type DecideInput, decideStep } from '../../engine/steps/decide.ts';
import { applyOutcome } from '../../engine/steps/outcome.ts';
import type { StepTools } from '../../engine/steps/step.ts';
import { createZoneClock } from '../../engine/time/zone-clock.ts';
import type { CapRule, CooldownRule, Filter, HoursRule, PolicySet, Purpose, Rule, Window } from '../../policy/types.ts';
import { addressKindOf, channels, outcomes } from '../../vocabulary.ts';
import { createLink, type RedisLink } from './client.ts';
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
  /** Between this decision and the one before: mostly on, sometimes back. */
  stepMs: fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: 0, max: 5000 }) },
    { weight: 5, arbitrary: fc.integer({ min: 0, max: 20 * hourMs }) },
    { weight: 1, arbitrary: fc.integer({ min: -2 * hourMs, max: 0 }) },
    { weight: 1, arbitrary: fc.constantFrom(hourMs, dayMs, 7 * dayMs) },
  ),
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
type Ask = typeof request extends fc.Arbitrary<infer T> ? T : never;

let link: RedisLink;
let names: RedisNames;
const prefix = `diff${process.pid}`;
const keys = createKeys(prefix);
const clock = createZoneClock();

beforeAll(async () => {
  await new Promise<void>((resolve) => {
    link = createLink({ kind: 'single', url: sharedRedisUrl() }, 10_000, { ready: resolve, lost: () => {} });
    link.connect();
  });
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
    newKey: () => 'AAAAAAAAAAAAAAAAAAAAAA',
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

interface World {
  record: CustomerRecord;
  readonly cold: ColdRecord;
  /** The address that the customer was reached at. */
  readonly there: AddressCold;
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

/** One customer under one policy set: every decision through both, the record carried on as the judge leaves it. */
async function playWorld(policies: PolicySet, asks: readonly Ask[], world: number, tally: Tally): Promise<void> {
  const tools = toolsFor(policies);
  const plans: FastPlans = createFastPlans(names);
  const customer = `w${String(world).padStart(9, '0')}` as KeyedHash;
  const place = keys.customer(customer);
  const reached = { kind: 'phone', hash: hashAt(world) } as const;
  const thePlace = keys.address(reached);
  const theirs: World = { record: emptyRecord(65_500), cold: emptyCold(), there: emptyAddressCold() };
  theirs.record.addresses.push({ ...reached, lastMs: startMs });
  const thereHot = { suppressed: 0, lastCustomer: customer, lastMs: startMs, coldVersion: 0 };
  let nowMs = startMs;
  for (const ask of asks) {
    nowMs += ask.stepMs;
    happen(theirs, ask, nowMs);
    coverCold(theirs.record, theirs.cold);
    coverAddressCold(thereHot, theirs.there);
    const before = encodeRecord(theirs.record, names);
    await link.call((client) => client.mset(place.hot, before, thePlace.hot, encodeAddressHot(thereHot)));
    const input = inputOf(ask, requestOf(ask, customer, reached), policies);
    const judged = decodeRecord(before, names);
    const { value } = decideStep(
      input,
      {
        record: judged,
        cold: () => theirs.cold,
        at: ({ hash }) =>
          hash === reached.hash
            ? { hot: thereHot, suppressions: () => theirs.there.suppressions }
            : { hot: decodeAddressHot(undefined), suppressions: () => [] },
        nowMs,
      },
      tools,
    );
    tally.decisions++;
    const plan = plans.for(input, tools, nowMs);
    if (plan) {
      const operation = input.operation ? Buffer.from(input.operation.id + input.operation.body, 'latin1') : '';
      const kind = String.fromCharCode(
        addressKinds.indexOf(input.plan.request.address?.kind ?? addressKindOf(ask.channel)),
      );
      const concerned = addressConcerned(input.plan.request, decodeRecord(before, names));
      const address = Buffer.from((input.plan.request.address?.hash ?? '') + kind, 'latin1');
      const looked = input.plan.request.address || !concerned ? '' : Buffer.from(concerned.hash, 'latin1');
      const pairs = Buffer.from([...input.plan.request.keys.values()].join(''), 'latin1');
      const reply = (await link.run(
        'decide',
        [place.hot, place.cold, ...(concerned ? [keys.address(concerned).hot, keys.address(concerned).cold] : [])],
        [plan.bytes, operation, address, looked, pairs, 65_500, Buffer.from(customer, 'latin1'), String(nowMs)],
      )) as [number, number, ...number[]];
      expect(reply[0], 'a plan made for this instant holds at it').not.toBe(2);
      const after = await link.call((client) => client.getBuffer(place.hot));
      const proof = prove(input, plan, {
        hot: before,
        firstSeq: () => 65_500,
        suppressedAt: ({ hash }) => (hash === reached.hash ? thereHot.suppressed : 0),
        nowMs,
      });
      expect(proof !== undefined, 'both provers allow, or neither does').toBe(reply[0] === 1);
      if (proof) {
        expect([proof.seq, ...proof.used], 'both count the same').toEqual(reply.slice(2));
        expect(proof.hot.toString('hex'), 'both leave the same bytes').toBe(after?.toString('hex'));
      }
      if (reply[0] === 1) {
        tally.allowedByScript++;
        if (value.kind !== 'decided' || !value.judgement.allowed || value.replayed) {
          expect.fail(`the script allowed what the judge did not: ${JSON.stringify({ ask, value, nowMs })}`);
        }
        expect(
          usedByScript(
            plan.tables.caps.map(({ rule }) => rule),
            reply.slice(3),
            input,
          ),
        ).toEqual(value.judgement.caps.map((one) => `${one.rule} ${one.used}`).sort());
        const left = comparable(decodeRecord(after as Buffer, names), input, nowMs);
        const wanted = comparable(judged, input, nowMs);
        if (!isDeepStrictEqual(left, wanted)) expect(left).toEqual(wanted);
      } else {
        tally.handedBack++;
        expect(after?.equals(before), 'what is handed back is untouched').toBe(true);
        if (
          value.kind === 'decided' &&
          value.judgement.allowed &&
          !value.replayed &&
          value.judgement.shadow.length === 0
        ) {
          expect(
            reasonsToHandBack({ ...theirs, record: decodeRecord(before, names) }, input, nowMs, policies),
            JSON.stringify({ ask, nowMs, caps: value.judgement.caps }),
          ).not.toEqual([]);
        }
      }
    }
    theirs.record = judged;
  }
  await link.call((client) =>
    client.del(
      place.hot,
      thePlace.hot,
      keys.address({ ...reached, hash: `z${reached.hash.slice(1)}` as KeyedHash }).hot,
    ),
  );
}

function inputOf(ask: Ask, asked: DecideRequest, policies: PolicySet): DecideInput {
  const id = ask.operation === undefined ? undefined : `op${ask.operation}`.padEnd(8, '-');
  return {
    plan: planFor(asked, policies),
    decisionId: 'd',
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
function comparable(record: CustomerRecord, input: DecideInput, nowMs: number) {
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
    operation: input.operation && record.operations[0],
    addresses: record.addresses,
  };
}

/** Why the script may hand back what the judge allows: it must be one of these. */
function reasonsToHandBack(
  { record, cold, there }: World,
  input: DecideInput,
  nowMs: number,
  policies: PolicySet,
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
    const inFlight = 16;
    for (let batch = 0; tally.allowedByScript + tally.handedBack < runs; batch++) {
      const worlds = fc.sample(
        fc.tuple(rules, fc.array(request, { minLength: decisionsAWorld, maxLength: decisionsAWorld })),
        { numRuns: inFlight, seed: seed + batch },
      );
      await Promise.all(
        worlds.map(async ([list, asks], place) => {
          const world = batch * inFlight + place;
          const policies: PolicySet = {
            revision: `sha256:${world}`,
            rules: list,
            purposes: register,
            refusals: new Map(),
            longestWindowMs: 30 * dayMs,
            warnings: [],
            sources: [],
            summaries: [],
          };
          await playWorld(policies, asks, world, tally);
        }),
      );
    }
    process.stdout.write(`differential: seed ${seed}, ${JSON.stringify(tally)}\n`);
    // A test that never reaches the script proves nothing about it.
    expect(tally.allowedByScript).toBeGreaterThan(runs / 4);
    expect(tally.handedBack).toBeGreaterThan(runs / 8);
  }, 600_000);
});
