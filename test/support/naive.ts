/**
 * A second, naive reading of the contract, shared with nothing of the engine: a rule is asked at one instant whether it passes, by counting
 * and by the wall clock as `Intl` prints it. Slow and plain; the engine is held against it.
 */
import type { Consent, CustomerRecord, StoredContact, Suppression } from '../../src/engine/record/record.ts';
import type { DecideRequest } from '../../src/engine/request.ts';
import type { CapRule, Clock, CooldownRule, Filter, Rule, WeekBands } from '../../src/policy/types.ts';

export interface Situation {
  readonly request: DecideRequest;
  readonly record: CustomerRecord;
  readonly suppressions: readonly Suppression[];
  readonly consents: readonly Consent[];
  readonly rules: readonly Rule[];
  /** The zones that `recipient` stands for. */
  readonly zones: readonly string[];
}

/** Whether every enforced rule and every suppression passes at `atMs`. */
export function passes(situation: Situation, atMs: number): boolean {
  return (
    situation.rules.every((rule) => rule.mode === 'shadow' || rulePasses(rule, situation, atMs)) &&
    !suppressed(situation, atMs)
  );
}

export function rulePasses(rule: Rule, situation: Situation, atMs: number): boolean {
  if (rule.effectiveFromMs !== undefined && atMs < rule.effectiveFromMs) return true;
  if (rule.effectiveUntilMs !== undefined && atMs >= rule.effectiveUntilMs) return true;
  const { request, record } = situation;
  switch (rule.kind) {
    case 'cap': {
      if (rule.per.some((name) => !request.keys.has(name))) return false;
      return zonesFor(rule, situation).every((zone) => used(rule, situation, zone, atMs) < rule.limit);
    }
    case 'hours':
      return (rule.clock === 'recipient' ? situation.zones : [rule.clock.zone]).every((zone) =>
        open(rule.bands, zone, atMs),
      );
    case 'cooldown': {
      if (rule.per.some((name) => !request.keys.has(name))) return false;
      return record.outcomes.every(({ seq, outcome, atMs: startMs }) => {
        const contact = record.contacts.find((one) => one.seq === seq);
        const concerned =
          contact &&
          rule.after.includes(outcome) &&
          inScope(rule, contact, request) &&
          ['counts', 'inbound'].includes(contact.status);
        if (!concerned) return true;
        const { length } = rule;
        if (length.kind === 'duration') return atMs >= startMs + length.ms;
        return zonesOf(length.clock, situation).every(
          (zone) => localDay(zone, atMs) >= localDay(zone, startMs) + length.days,
        );
      });
    }
    case 'consent':
      return consented(situation, rule.level, atMs);
    case 'targeting':
      if (!request.targeting.some((basis) => rule.forbid.includes(basis))) return true;
      return rule.unlessExpressConsent && consented(situation, 'express', atMs);
  }
}

function used(rule: CapRule, { request, record }: Situation, zone: string, atMs: number): number {
  // A new contact is never stamped before the newest one: windows are those of that stamp.
  const stampMs = Math.max(atMs, ...record.contacts.map((contact) => contact.atMs));
  return record.contacts.filter((contact) => {
    if (!inScope(rule, contact, request)) return false;
    if (contact.status !== 'counts' && !(contact.status === 'failed' && rule.failedCounts)) return false;
    const hold = contact.held ? record.holds.find((one) => one.seq === contact.seq) : undefined;
    if (hold && atMs >= hold.confirmByMs) return false;
    return holds(rule.window, zone, contact.atMs, stampMs);
  }).length;
}

function holds(window: CapRule['window'], zone: string, madeMs: number, stampMs: number): boolean {
  switch (window.kind) {
    case 'sliding':
      return stampMs < madeMs + window.ms;
    case 'days':
      return localDay(zone, stampMs) < localDay(zone, madeMs) + window.days;
    case 'calendar':
      return period(window.unit, zone, stampMs) === period(window.unit, zone, madeMs);
    case 'forever':
      return true;
  }
}

/** Only channels are told apart here: the table of matching has its own test. */
function inScope(rule: CapRule | CooldownRule, contact: StoredContact, request: DecideRequest): boolean {
  const channelFits = ({ channels }: Filter) => channels === undefined || channels.includes(contact.kind.channel);
  return (
    rule.counts.when.every(channelFits) &&
    rule.per.every((name) => contact.keys.includes(request.keys.get(name) as string))
  );
}

function consented({ consents, request }: Situation, level: 'express' | 'implied', atMs: number): boolean {
  const covering = consents
    .filter((consent) => consent.channel === '*' || consent.channel === request.channel)
    .filter((consent) => consent.atMs <= atMs);
  const newest = Math.max(...covering.map((consent) => consent.atMs));
  const last = covering.filter((consent) => consent.atMs === newest).at(-1);
  if (!last || (last.expiresMs !== null && atMs >= last.expiresMs)) return false;
  return last.level === 'express' || (last.level === 'implied' && level === 'implied');
}

function suppressed({ suppressions, request }: Situation, atMs: number): boolean {
  return suppressions.some(
    ({ channel, expiresMs }) =>
      (channel === '*' || channel === request.channel) && (expiresMs === null || atMs < expiresMs),
  );
}

function zonesFor(rule: CapRule, situation: Situation): readonly string[] {
  return rule.window.kind === 'days' || rule.window.kind === 'calendar'
    ? zonesOf(rule.window.clock, situation)
    : ['UTC'];
}

function zonesOf(clock: Clock, situation: Situation): readonly string[] {
  return clock === 'recipient' ? situation.zones : [clock.zone];
}

function open(bands: WeekBands, zone: string, atMs: number): boolean {
  const { day, minute } = wallClock(zone, atMs);
  const today = bands.weekdays[(day + 3) % 7] ?? [];
  return today.some((band) => minute >= band.fromMinute && minute < band.toMinute);
}

function localDay(zone: string, atMs: number): number {
  return wallClock(zone, atMs).day;
}

function period(unit: 'day' | 'week' | 'month', zone: string, atMs: number): number {
  const { day, month } = wallClock(zone, atMs);
  // Day 0 was a Thursday: weeks begin with Monday, day 4.
  return unit === 'day' ? day : unit === 'week' ? Math.floor((day + 3) / 7) : month;
}

interface WallClock {
  /** Days since 1970-01-01, as the zone's calendar has it. */
  readonly day: number;
  readonly month: number;
  readonly minute: number;
}

const printers = new Map<string, Intl.DateTimeFormat>();
const printed = new Map<string, WallClock>();

function wallClock(zone: string, atMs: number): WallClock {
  const quarterMs = Math.floor(atMs / 60_000) * 60_000;
  const key = `${zone} ${quarterMs}`;
  let clock = printed.get(key);
  if (!clock) {
    let printer = printers.get(zone);
    if (!printer) {
      printer = new Intl.DateTimeFormat('en-US', {
        timeZone: zone,
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        hourCycle: 'h23',
      });
      printers.set(zone, printer);
    }
    const part = Object.fromEntries(printer.formatToParts(quarterMs).map(({ type, value }) => [type, Number(value)]));
    clock = {
      day: Date.UTC(part['year'] ?? 0, (part['month'] ?? 1) - 1, part['day']) / 86_400_000,
      month: (part['year'] ?? 0) * 12 + (part['month'] ?? 0),
      minute: (part['hour'] ?? 0) * 60 + (part['minute'] ?? 0),
    };
    printed.set(key, clock);
  }
  return clock;
}
