/**
 * A plan as the provers read it (prove.ts the tables, decide.lua the same in bytes), with the span of instants it holds for: whatever depends on
 * the clock but not on the customer (hours, effective dates, where local days begin) is settled here, and the provers check only that now lies in
 * the span. A request that cannot be proven allowed that way has no fast plan and takes the other path.
 */

import type { CapRule, HoursRule, Matcher, PolicySet } from '../../policy/types.ts';
import { type Channel, channels, outcomes } from '../../vocabulary.ts';
import { inForce } from '../constraint.ts';
import { zonesOfClock } from '../counting.ts';
import type { Basis } from '../decision.ts';
import { type Dimension, dimensionMatches, dimensions, dimensionsOf, matches } from '../matching.ts';
import type { Plan } from '../plan.ts';
import type { NameLists, Names } from '../record/names.ts';
import type { Kind } from '../request.ts';
import type { DecideInput } from '../steps/decide.ts';
import { basisOf, type StepTools } from '../steps/step.ts';
import type { Cut, FastCap, FastTables } from './fast-tables.ts';
import { planBytes } from './plan-bytes.ts';

export interface FastPlan {
  /** The tables and the span as decide.lua reads them. */
  readonly bytes: Buffer;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly tables: FastTables;
  /** What the answer says of each cap that is enforced. */
  readonly answers: readonly CapAnswer[];
  /** What the answer says of the place, the same for every request of the plan. */
  readonly basis: Basis;
}

export interface CapAnswer {
  readonly policy: string;
  readonly rule: string;
  readonly limit: number;
  /** Where it stands among the caps. */
  readonly places: readonly number[];
  /** 1 where the contact itself counts. */
  readonly itself: 0 | 1;
}

const endOfTime = 2 ** 48 - 1;
const dayMs = 86_400_000;
const mostCuts = 8;
/** Each has a bit of a number in the provers. */
const mostCaps = 31;

export interface FastPlans {
  /** @returns undefined where the request needs the other path at this instant */
  for(input: DecideInput, tools: StepTools, nowMs: number): FastPlan | undefined;
}

const most = 5000;

export function createFastPlans(names: NameLists): FastPlans {
  let made = new Map<string, FastPlan | { readonly none: true; readonly fromMs: number; readonly untilMs: number }>();
  let policies: PolicySet | undefined;
  let version = -1;

  return {
    for(input, tools, nowMs) {
      const { plan } = input;
      const { request } = plan;
      if (input.confirmByMs !== undefined || request.targeting.length > 0 || plan.purpose.record === 'all')
        return undefined;
      if (policies !== plan.policies || version !== names.version()) {
        made = new Map();
        policies = plan.policies;
        version = names.version();
      }
      // Most say no more, and the text of their kind was looked up already.
      const key =
        request.timeZone === undefined && request.keys.size === 0
          ? plan.kind
          : `${plan.kind}\0${request.timeZone ?? ''}\0${[...request.keys.keys()].join('\0')}`;
      let found = made.get(key);
      if (!found || nowMs < found.fromMs || nowMs >= found.untilMs) {
        found = build(plan, tools, names, nowMs);
        if (made.size >= most) made.clear();
        made.set(key, found);
      }
      return 'none' in found ? undefined : found;
    },
  };
}

class Span {
  fromMs = 0;
  untilMs = endOfTime;
  /** Keeps to the part of the span around `nowMs` that `instant` does not cross. */
  boundary(instant: number, nowMs: number): void {
    if (instant <= nowMs) this.fromMs = Math.max(this.fromMs, instant);
    else this.untilMs = Math.min(this.untilMs, instant);
  }
}

function build(
  plan: Plan,
  tools: StepTools,
  names: NameLists,
  nowMs: number,
): FastPlan | { none: true; fromMs: number; untilMs: number } {
  const span = new Span();
  // What is kept, and so when records expire, is looked at again within the hour.
  span.boundary(nowMs + 3_600_000, nowMs);
  const none = () => ({ none: true as const, fromMs: span.fromMs, untilMs: span.untilMs });
  const { request } = plan;
  const caps: FastCap[] = [];
  const cooldown = new Set<number>();
  const kindId = kindBytes(request, names);
  if (!kindId || tools.keptForEver(request, nowMs)) return none();
  for (const rule of plan.rules) {
    if (rule.effectiveFromMs !== undefined) span.boundary(rule.effectiveFromMs, nowMs);
    if (rule.effectiveUntilMs !== undefined) span.boundary(rule.effectiveUntilMs, nowMs);
    if (!inForce(rule, nowMs)) continue;
    if (rule.kind === 'consent') return none();
    if (rule.kind === 'targeting') continue;
    if (rule.kind === 'hours') {
      if (!isOpen(rule, plan, tools, nowMs, span)) return none();
      continue;
    }
    const names = [...request.keys.keys()];
    const places = rule.per.map((name) => names.indexOf(name));
    if (places.includes(-1)) return none();
    if (rule.kind === 'cooldown') {
      for (const outcome of rule.after) cooldown.add(outcomes.indexOf(outcome));
      continue;
    }
    const cuts = cutsOf(rule, plan, tools, nowMs, span);
    if (!isProduct(rule.counts) || !cuts) return none();
    for (const cut of cuts) caps.push({ ...cut, rule, places });
  }
  if (caps.length > mostCaps) return none();
  const historyMs = tools.historyMs(nowMs);
  const tables: FastTables = {
    historyMs,
    ttlMs: historyMs + dayMs,
    channelBit: 1 << channels.indexOf(request.channel),
    prunes: !keepsForEver(plan.policies),
    startCooldown: outcomes.map((_, place) => cooldown.has(place)),
    kind: kindId,
    caps,
    masks: dimensions.map((dimension) => masksOf(dimension, caps, plan.policies, names)),
  };
  const { fromMs, untilMs } = span;
  return {
    bytes: planBytes(tables, fromMs, untilMs),
    fromMs,
    untilMs,
    tables,
    answers: answersOf(caps, plan),
    basis: basisOf(plan, tools.clock, undefined),
  };
}

function answersOf(caps: readonly FastCap[], { request, policies }: Plan): CapAnswer[] {
  const places = Map.groupBy(caps.keys(), (place) => (caps[place] as FastCap).rule);
  return [...places]
    .filter(([rule]) => rule.mode !== 'shadow')
    .map(([{ policy, id, limit, counts }, found]) => ({
      policy,
      rule: id,
      limit,
      places: found,
      itself: matches(counts, request, policies.purposes) ? 1 : 0,
    }));
}

function keepsForEver(policies: PolicySet): boolean {
  return policies.rules.some((rule) => rule.kind === 'cap' && rule.window.kind === 'forever');
}

function isOpen(rule: HoursRule, plan: Plan, tools: StepTools, nowMs: number, span: Span): boolean {
  const { request } = plan;
  const zones =
    rule.clock === 'recipient'
      ? tools.clock.zonesOf({
          timeZone: request.timeZone,
          region: request.region ?? undefined,
          assumeZones: rule.assumeZones,
        })
      : tools.clock.single(rule.clock.zone);
  const state = tools.clock.openAt(
    rule.bands,
    zones,
    request.region === null ? rule.whenRegions : [request.region],
    nowMs,
  );
  span.boundary(state.fromMs, nowMs);
  span.boundary(state.untilMs, nowMs);
  return state.open;
}

/** Where the window begins, once for each different beginning among the zones that must agree; undefined where there are too many. */
function cutsOf(rule: CapRule, plan: Plan, tools: StepTools, nowMs: number, span: Span): Cut[] | undefined {
  const { window } = rule;
  if (window.kind === 'sliding') return [{ backMs: window.ms, fromMs: 0 }];
  if (window.kind === 'forever') return [{ backMs: endOfTime, fromMs: 0 }];
  const starts = new Set<number>();
  for (const zone of zonesOfClock(window.clock, rule, plan.request, tools.clock)) {
    const unit = window.kind === 'days' ? 'day' : window.unit;
    span.boundary(tools.clock.startOfPeriod(zone, unit, nowMs, 0), nowMs);
    span.boundary(tools.clock.startOfPeriod(zone, unit, nowMs, 1), nowMs);
    starts.add(
      window.kind === 'days'
        ? tools.clock.startOfDay(zone, nowMs, 1 - window.days)
        : tools.clock.startOfPeriod(zone, unit, nowMs, 0),
    );
    if (starts.size > mostCuts) return undefined;
  }
  return [...starts].map((value) => ({ backMs: endOfTime, fromMs: Math.max(0, value) }));
}

/** True where what a matcher takes in is one set for each dimension: not with an `unless` over several. */
function isProduct(matcher: Matcher): boolean {
  return matcher.unless.every((filter) => dimensionsOf(filter).length <= 1);
}

/** For each value of the dimension a number whose bits are the caps that count it. */
function masksOf(dimension: Dimension, caps: readonly FastCap[], policies: PolicySet, names: NameLists): number[] {
  return valuesOf(dimension, names).map((kind) =>
    caps.reduce((all, { rule }, cap) => (takesIn(rule.counts, dimension, kind, policies) ? all + 2 ** cap : all), 0),
  );
}

function takesIn(matcher: Matcher, dimension: Dimension, kind: Kind, policies: PolicySet): boolean {
  return (
    matcher.when.every((filter) => dimensionMatches(filter, dimension, kind, policies.purposes, 'when')) &&
    !matcher.unless.some(
      (filter) =>
        dimensionsOf(filter).includes(dimension) &&
        dimensionMatches(filter, dimension, kind, policies.purposes, 'unless'),
    )
  );
}

/** A kind for each number of the dimension, in order from 0; the other fields do not matter. */
function valuesOf(dimension: Dimension, names: NameLists): Kind[] {
  const any: Kind = { channel: 'email', purpose: '', region: null, caller: '' };
  switch (dimension) {
    case 'channel':
      return channels.map((channel: Channel) => ({ ...any, channel }));
    case 'purpose':
      return [any, ...names.all('purpose').map((purpose) => ({ ...any, purpose }))];
    case 'region':
      return [any, ...names.all('region').map((region) => ({ ...any, region }))];
    case 'caller':
      return [any, ...names.all('caller').map((caller) => ({ ...any, caller }))];
  }
}

/** The request's own kind as the record keeps it; undefined where a name has no number yet. */
function kindBytes(kind: Kind, names: Names): Buffer | undefined {
  const purpose = names.idOf('purpose', kind.purpose);
  const region = kind.region === null ? 0 : names.idOf('region', kind.region);
  const caller = names.idOf('caller', kind.caller);
  if (purpose === undefined || region === undefined || caller === undefined) return undefined;
  const bytes = Buffer.alloc(7);
  bytes.writeUInt8(channels.indexOf(kind.channel), 0);
  bytes.writeUInt16LE(purpose, 1);
  bytes.writeUInt16LE(region, 3);
  bytes.writeUInt16LE(caller, 5);
  return bytes;
}
