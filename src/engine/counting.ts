/** Which contacts a cap or a cooldown looks at, and until when each counts: the window arithmetic (its other half is decide.lua). */
import type { CapRule, Clock, CooldownRule, Window } from '../policy/types.ts';
import { matches } from './matching.ts';
import type { Plan } from './plan.ts';
import { type CustomerRecord, holdOf, newestMs, type StoredContact } from './record/record.ts';
import type { DecideRequest, Kind } from './request.ts';
import type { ZoneClock } from './zone-clock.ts';

/** Names of the rule's `per` keys that the request lacks. */
export function missingKeys(rule: CapRule | CooldownRule, request: DecideRequest): string[] {
  return rule.per.filter((name) => !request.keys.has(name));
}

/** Contacts of the kinds that the rule counts and with the request's values of its `per` keys. */
export function contactsInScope(rule: CapRule | CooldownRule, plan: Plan, record: CustomerRecord): StoredContact[] {
  const wanted = rule.per.map((name) => plan.request.keys.get(name) as string);
  const found: StoredContact[] = [];
  // Contacts that were read together share their kind, and most are of one.
  let counted: Map<Kind, boolean> | undefined;
  let last: Kind | undefined;
  let inScope = false;
  for (const contact of record.contacts) {
    const { kind } = contact;
    if (kind !== last) {
      if (last) counted = (counted ?? new Map()).set(last, inScope);
      inScope = counted?.get(kind) ?? matches(rule.counts, kind, plan.policies.purposes);
      last = kind;
    }
    if (inScope && (wanted.length === 0 || wanted.every((pair) => contact.keys.includes(pair)))) found.push(contact);
  }
  return found;
}

/**
 * For every zone that must agree, the instants at which the counted contacts stop counting, latest first.
 * An instant at or before `nowMs` means it no longer counts. Infinity: it counts for ever.
 */
export function leaveTimes(
  rule: CapRule,
  contacts: readonly StoredContact[],
  record: CustomerRecord,
  zones: readonly string[],
  clock: ZoneClock,
  nowMs: number,
): number[][] {
  const newest = newestMs(record);
  const perZone = needsZones(rule.window) ? zones : zones.slice(0, 1);
  const leavesIn = (zone: string): number[] => {
    const leaves: number[] = [];
    // Contacts lie newest first, and where they leave in that order, too, there is nothing to sort.
    let isSorted = true;
    for (const contact of contacts) {
      if (contact.status !== 'counts' && !(contact.status === 'failed' && rule.failedCounts)) continue;
      const windowEnd = windowEndMs(rule.window, contact.atMs, zone, clock);
      // Windows are judged at max(now, newest stamp): what has left by the newest stamp has left already.
      const left = windowEnd <= newest ? Number.NEGATIVE_INFINITY : windowEnd;
      const hold = contact.held ? holdOf(record, contact.seq) : undefined;
      const leaveMs = hold ? Math.min(left, hold.confirmByMs) : left;
      if (leaveMs <= nowMs) continue;
      isSorted &&= leaveMs <= (leaves.at(-1) ?? leaveMs);
      leaves.push(leaveMs);
    }
    return isSorted ? leaves : leaves.sort((a, b) => b - a);
  };
  if (perZone.length <= 1) return [leavesIn(perZone[0] ?? 'UTC')];
  const lists = perZone.map(leavesIn);
  return [...new Map(lists.map((leaves) => [leaves.join(), leaves])).values()];
}

/** When a contact made at `atMs` stops counting in this window, as the clock of `zone` has it. */
function windowEndMs(window: Window, atMs: number, zone: string, clock: ZoneClock): number {
  switch (window.kind) {
    case 'sliding':
      return atMs + window.ms;
    case 'days':
      return clock.startOfDay(zone, atMs, window.days);
    case 'calendar':
      return clock.startOfPeriod(zone, window.unit, atMs, 1);
    case 'forever':
      return Number.POSITIVE_INFINITY;
  }
}

function needsZones(window: Window): boolean {
  return window.kind === 'days' || window.kind === 'calendar';
}

/** The zones a rule's clock stands for. */
export function zonesOfClock(
  clockOf: Clock,
  rule: CapRule | CooldownRule,
  request: DecideRequest,
  clock: ZoneClock,
): readonly string[] {
  if (clockOf !== 'recipient') return [clockOf.zone];
  return clock.zonesOf({
    timeZone: request.timeZone,
    region: request.region ?? undefined,
    assumeZones: rule.assumeZones,
  }).zones;
}
