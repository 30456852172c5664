/**
 * A plan in the bytes that decide.lua reads, with the span of instants it holds for: whatever depends on the clock but not on the customer (hours,
 * effective dates, where local days begin) is settled here, and the script checks only that now lies in the span. A request that cannot be
 * proven allowed that way has no fast plan and takes the other path.
 */
import { inForce } from '../../engine/constraint.ts';
import { zonesOfClock } from '../../engine/counting.ts';
import { type Dimension, dimensionMatches, dimensions, dimensionsOf } from '../../engine/matching.ts';
import type { Plan } from '../../engine/plan.ts';
import type { Names } from '../../engine/record/codec.ts';
import type { Kind } from '../../engine/request.ts';
import type { DecideInput } from '../../engine/steps/decide.ts';
import type { StepTools } from '../../engine/steps/step.ts';
import type { CapRule, HoursRule, Matcher, PolicySet } from '../../policy/types.ts';
import { type Channel, channels, outcomes } from '../../vocabulary.ts';

export interface FastPlan {
  readonly bytes: Buffer;
  readonly fromMs: number;
  readonly untilMs: number;
  /** The rule of each cap that the script counts; a rule stands once for each way its zones cut. */
  readonly caps: readonly CapRule[];
}

/** The names of one store, with how many there are: masks are as long as that. */
export interface NameLists extends Names {
  all(table: 'purpose' | 'region' | 'caller'): readonly string[];
  /** Changes when a name is added. */
  version(): number;
}

const endOfTime = 2 ** 48 - 1;
const dayMs = 86_400_000;
const mostCuts = 8;
/** Each has a bit of a number in the script. */
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
      const key = `${request.channel}\0${request.purpose}\0${request.region ?? ''}\0${request.caller}\0${request.timeZone ?? ''}\0${[...request.keys.keys()].join('\0')}`;
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
  const caps: CapRule[] = [];
  const parts: Buffer[] = [];
  const cooldown = new Set<number>();
  const kindId = kindBytes(request, names);
  if (!kindId || tools.keptForEver(request)) return none();
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
    for (const cut of cuts) {
      caps.push(rule);
      parts.push(capBytes(rule, cut, places));
    }
  }
  if (caps.length > mostCaps) return none();
  for (const dimension of dimensions) parts.push(maskBytes(dimension, caps, plan.policies, names));
  const historyMs = tools.historyMs(nowMs);
  const head = Buffer.alloc(45);
  head.writeUIntLE(span.fromMs, 0, 6);
  head.writeUIntLE(span.untilMs, 6, 6);
  head.writeUIntLE(historyMs, 12, 6);
  head.writeUIntLE(historyMs + dayMs, 18, 6);
  head.writeUInt8(1 << channels.indexOf(request.channel), 24);
  head.writeUInt8(keepsForEver(plan.policies) ? 0 : 1, 25);
  head.write(outcomes.map((_, place) => (cooldown.has(place) ? '1' : '0')).join(''), 26, 'latin1');
  kindId.copy(head, 38);
  return {
    bytes: Buffer.concat([head, Buffer.from([caps.length]), ...parts]),
    fromMs: span.fromMs,
    untilMs: span.untilMs,
    caps,
  };
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

/** A contact counts where it is later than `backMs` before now, and not before `fromMs`. */
interface Cut {
  readonly backMs: number;
  readonly fromMs: number;
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

/** How many values the dimension has, then a number for each whose bits are the caps that count it. */
function maskBytes(dimension: Dimension, caps: readonly CapRule[], policies: PolicySet, names: NameLists): Buffer {
  const kinds = valuesOf(dimension, names);
  const bytes = Buffer.alloc(2 + kinds.length * 4);
  bytes.writeUInt16LE(kinds.length);
  kinds.forEach((kind, value) => {
    const bits = caps.reduce(
      (all, rule, cap) => (takesIn(rule.counts, dimension, kind, policies) ? all + 2 ** cap : all),
      0,
    );
    bytes.writeUInt32LE(bits, 2 + value * 4);
  });
  return bytes;
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

function capBytes(rule: CapRule, cut: Cut, places: readonly number[]): Buffer {
  const head = Buffer.alloc(15);
  head.writeUInt16LE(rule.limit, 0);
  head.writeUIntLE(cut.backMs, 2, 6);
  head.writeUIntLE(cut.fromMs, 8, 6);
  head.writeUInt8(rule.failedCounts ? 1 : 0, 14);
  return Buffer.concat([head, Buffer.from([places.length, ...places])]);
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
