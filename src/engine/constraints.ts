/** Every kind of rule as a constraint over one customer's state. Reasons begin with the rule's `because`, then what would help. */
import type { CapRule, ConsentRule, CooldownRule, HoursRule, Rule, TargetingRule } from '../policy/types.ts';
import { type Constraint, namesOf, neverPasses, searchMs, withEffective } from './constraint.ts';
import { contactsInScope, leaveTimes, missingKeys, zonesOfClock } from './counting.ts';
import { consentAt, consentCovers, type Facts, forbiddenData } from './facts.ts';
import { restsOnUnknownRegion } from './matching.ts';
import type { Plan } from './plan.ts';
import type { ZoneClock } from './zone-clock.ts';

export interface CapConstraint extends Constraint {
  readonly cap: { readonly rule: CapRule; readonly used: number };
}

/** One constraint a rule that takes in the request; undefined where the rule has nothing to say to it. */
export function ruleConstraint(
  rule: Rule,
  plan: Plan,
  facts: Facts,
  clock: ZoneClock,
  nowMs: number,
): Constraint | undefined {
  switch (rule.kind) {
    case 'cap':
      return capConstraint(rule, plan, facts, clock, nowMs);
    case 'hours':
      return withEffective(rule, hoursConstraint(rule, plan, clock));
    case 'cooldown':
      return cooldownConstraint(rule, plan, facts, clock);
    case 'consent':
      return withEffective(rule, consentConstraint(rule, rule.level, plan, facts));
    case 'targeting':
      return targetingConstraint(rule, plan, facts);
  }
}

export function isCap(constraint: Constraint): constraint is CapConstraint {
  return 'cap' in constraint;
}

/**
 * What to send so that the rule might let the request pass, as the end of its message; empty where nothing that is unknown matters.
 * @param zoneMatters the zones that the customer may be in disagree
 */
function helpOf(rule: Rule, { request, policies }: Plan, zoneMatters = false): string {
  const regionMatters =
    restsOnUnknownRegion(rule.applies, request, policies.purposes) || (zoneMatters && request.region === null);
  const missing = [...(zoneMatters ? ['timeZone'] : []), ...(regionMatters ? ['region'] : [])];
  return missing.length === 0 ? '' : ` Send ${missing.join(' or ')}.`;
}

function missingKeyConstraint(rule: CapRule | CooldownRule, missing: readonly string[], plan: Plan): Constraint {
  const names = missing.map((name) => `keys.${name}`).join(' and ');
  return withEffective(rule, neverPasses(rule, `${rule.because} Send ${names}.${helpOf(rule, plan)}`, 'missing-key'));
}

export function capConstraint(rule: CapRule, plan: Plan, facts: Facts, clock: ZoneClock, nowMs: number): Constraint {
  const missing = missingKeys(rule, plan.request);
  if (missing.length > 0) return missingKeyConstraint(rule, missing, plan);
  const window = rule.window;
  const zones =
    window.kind === 'days' || window.kind === 'calendar' ? zonesOfClock(window.clock, rule, plan.request, clock) : [];
  const inScope = contactsInScope(rule, plan, facts.record);
  const contacts =
    facts.exceptSeq === undefined ? inScope : inScope.filter((contact) => contact.seq !== facts.exceptSeq);
  const lists = leaveTimes(rule, contacts, facts.record, zones, clock, nowMs);
  let used = 0;
  for (const { length } of lists) used = Math.max(used, length);
  const [first = [], ...others] = lists;
  const leaves = others.length === 0 ? first : lists.flat();
  const inner: CapConstraint = {
    rule,
    cap: { rule, used },
    endsMs: rule.window.kind === 'forever' ? leaves.filter(Number.isFinite) : leaves,
    nextPassMs(atMs) {
      let nextMs = atMs;
      for (const list of lists) {
        if (rule.limit === 0) return null;
        const last = list[rule.limit - 1];
        if (last === undefined) continue;
        if (last === Number.POSITIVE_INFINITY) return null;
        nextMs = Math.max(nextMs, last);
      }
      return rule.limit === 0 ? null : nextMs;
    },
    // Written out, without a spread: the most usual reason.
    reason: (_atMs, retryAtMs) => ({
      code: 'cap',
      policy: rule.policy,
      rule: rule.id,
      force: rule.force,
      message: rule.because + helpOf(rule, plan, rule.limit > 0 && lists.length > 1),
      limit: rule.limit,
      used,
      window: rule.windowText,
      retryAtMs,
    }),
  };
  const bound = withEffective(rule, inner);
  return bound === inner ? inner : ({ ...bound, cap: inner.cap } as CapConstraint);
}

function hoursConstraint(rule: HoursRule, plan: Plan, clock: ZoneClock): Constraint {
  const { request } = plan;
  const zones =
    rule.clock === 'recipient'
      ? clock.zonesOf({
          timeZone: request.timeZone,
          region: request.region ?? undefined,
          assumeZones: rule.assumeZones,
        })
      : clock.single(rule.clock.zone);
  const holidayRegions = request.region === null ? rule.whenRegions : [request.region];
  return {
    rule,
    endsMs: [],
    nextPassMs(atMs, limitMs) {
      if (clock.openAt(rule.bands, zones, holidayRegions, atMs).open) return atMs;
      // Bands repeat within the search's length: further on there is nothing new, and an end may lie thousands of years ahead.
      return clock.nextOpen(rule.bands, zones, holidayRegions, atMs, Math.min(limitMs, atMs + searchMs));
    },
    reason: (_atMs, retryAtMs) => ({
      code: 'hours',
      ...namesOf(rule),
      message: rule.because + helpOf(rule, plan, zones.zones.length > 1),
      retryAtMs,
    }),
  };
}

function cooldownConstraint(rule: CooldownRule, plan: Plan, facts: Facts, clock: ZoneClock): Constraint | undefined {
  const missing = missingKeys(rule, plan.request);
  if (missing.length > 0) return missingKeyConstraint(rule, missing, plan);
  const scope = new Set<number>();
  for (const contact of contactsInScope(rule, plan, facts.record)) {
    if (contact.status === 'counts' || contact.status === 'inbound') scope.add(contact.seq);
  }
  const starts = facts.record.outcomes
    .filter((outcome) => rule.after.includes(outcome.outcome) && scope.has(outcome.seq))
    .map((outcome) => outcome.atMs);
  if (starts.length === 0) return undefined;
  const { length } = rule;
  const startMs = Math.max(...starts);
  const ends =
    length.kind === 'duration'
      ? [startMs + length.ms]
      : zonesOfClock(length.clock, rule, plan.request, clock).map((zone) =>
          clock.startOfDay(zone, startMs, length.days),
        );
  const endMs = Math.max(...ends);
  return withEffective(rule, {
    rule,
    endsMs: [endMs],
    nextPassMs: (atMs) => Math.max(atMs, endMs),
    reason: (_atMs, retryAtMs) => ({
      code: 'cooldown',
      ...namesOf(rule),
      message: rule.because + helpOf(rule, plan, new Set(ends).size > 1),
      retryAtMs,
    }),
  });
}

function targetingConstraint(rule: TargetingRule, plan: Plan, facts: Facts): Constraint | undefined {
  const forbidden = forbiddenData(rule.forbid, plan.request);
  if (forbidden.length === 0) return undefined;
  const named = forbidden.join(', ');
  if (!rule.unlessExpressConsent) {
    return withEffective(
      rule,
      neverPasses(rule, `${rule.because} Selected by: ${named}.${helpOf(rule, plan)}`, 'targeting'),
    );
  }
  const inner = consentConstraint(rule, 'express', plan, facts);
  return withEffective(rule, {
    ...inner,
    reason: (_atMs, retryAtMs) => ({
      code: 'targeting',
      ...namesOf(rule),
      message: `${rule.because} Selected by: ${named}. An express consent to ${plan.request.purpose} by ${plan.request.channel} would help.${helpOf(rule, plan)}`,
      retryAtMs,
    }),
  });
}

function consentConstraint(
  rule: ConsentRule | TargetingRule,
  level: 'express' | 'implied',
  plan: Plan,
  facts: Facts,
): Constraint {
  const { request } = plan;
  const consents = facts.consents ?? [];
  const satisfied = (atMs: number): boolean => {
    const consent = consentAt(consents, request, atMs);
    return consent !== undefined && (consent.level === 'express' || level === 'implied');
  };
  const covering = consents.filter((consent) => consentCovers(consent, request));
  const endsMs = covering.flatMap((consent) =>
    consent.expiresMs === null ? [consent.atMs] : [consent.atMs, consent.expiresMs],
  );
  return {
    rule,
    endsMs,
    nextPassMs(atMs) {
      if (satisfied(atMs)) return atMs;
      const later = endsMs.filter((instant) => instant > atMs && satisfied(instant));
      return later.length > 0 ? Math.min(...later) : null;
    },
    reason: (_atMs, retryAtMs) => ({
      code: 'consent',
      ...namesOf(rule),
      message: `${rule.because} An ${level === 'express' ? 'express' : 'express or implied'} consent to ${request.purpose} by ${request.channel} would help.${helpOf(rule, plan)}`,
      retryAtMs,
    }),
  };
}
