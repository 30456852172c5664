/** One rule of a valid policy file to its compiled form. */
import { startOfDayMs } from './days.ts';
import { dayMs, durationMs } from './durations.ts';
import { compileBands } from './hours.ts';
import type { FilterEntry, PolicyFile, RuleEntry } from './schema.ts';
import { inLanguages } from './terms.ts';
import type { CapRule, Clock, CooldownRule, Filter, Matcher, Rule, Window } from './types.ts';

/** @param index position of the rule in the set. */
export function compileRule(policy: PolicyFile, entry: RuleEntry, index: number): Rule {
  const applies: Matcher = {
    when: [policy.when, entry.when].filter((filter) => filter !== undefined).map(compileFilter),
    unless: entry.unless === undefined ? [] : [compileFilter(entry.unless)],
  };
  const { from, until, zone = 'UTC' } = policy.effective ?? {};
  const { text: because, byLanguage: becauseIn } = inLanguages(entry.because);
  const base = {
    index,
    policy: policy.policy,
    id: entry.id,
    force: entry.force ?? policy.force ?? ('own-policy' as const),
    mode: entry.mode ?? ('enforce' as const),
    because,
    becauseIn,
    applies,
    effectiveFromMs: from === undefined ? undefined : startOfDayMs(from, zone),
    effectiveUntilMs: until === undefined ? undefined : startOfDayMs(until, zone),
    assumeZones: policy.assume,
  };
  if (entry.cap !== undefined) return { ...base, kind: 'cap', ...compileCap(entry.cap, applies) };
  if (entry.cooldown !== undefined) return { ...base, kind: 'cooldown', ...compileCooldown(entry.cooldown, applies) };
  if (entry.consent !== undefined) return { ...base, kind: 'consent', level: entry.consent.level };
  if (entry.targeting !== undefined) {
    const { forbid, unless } = entry.targeting;
    return { ...base, kind: 'targeting', forbid, unlessExpressConsent: unless === 'express-consent' };
  }
  if (entry.hours === undefined) throw new Error('a rule without a kind passed its schema');
  return {
    ...base,
    kind: 'hours',
    bands: compileBands(entry.hours.allow),
    clock: compileClock(entry.hours.clock),
    whenRegions: [...new Set(applies.when.flatMap(({ regions }) => regions ?? []))],
  };
}

type CapFields = Pick<CapRule, 'limit' | 'window' | 'windowText' | 'per' | 'counts' | 'failedCounts'>;

function compileCap(cap: NonNullable<RuleEntry['cap']>, applies: Matcher): CapFields {
  return {
    limit: cap.limit,
    window: compileWindow(cap.window),
    windowText: windowText(cap.window),
    per: cap.per ?? [],
    counts: compileCounts(cap.counts, applies),
    failedCounts: cap.failed === 'counts',
  };
}

type CooldownFields = Pick<CooldownRule, 'after' | 'length' | 'per' | 'counts'>;

function compileCooldown(cooldown: NonNullable<RuleEntry['cooldown']>, applies: Matcher): CooldownFields {
  const given = cooldown.for;
  return {
    after: cooldown.after,
    length:
      typeof given === 'string'
        ? { kind: 'duration', ms: durationMs(given) }
        : { kind: 'days', days: given.days, clock: compileClock(given.clock) },
    per: cooldown.per ?? [],
    counts: compileCounts(cooldown.counts, applies),
  };
}

type WindowEntry = NonNullable<RuleEntry['cap']>['window'];

function compileWindow(window: WindowEntry): Window {
  if (window === 'forever') return { kind: 'forever' };
  if (typeof window === 'string') return { kind: 'sliding', ms: durationMs(window) };
  if ('days' in window) return { kind: 'days', days: window.days, clock: compileClock(window.clock) };
  return { kind: 'calendar', unit: window.calendar, clock: compileClock(window.clock) };
}

function windowText(window: WindowEntry): string {
  if (typeof window === 'string') return window;
  if ('days' in window) return window.days === 1 ? '1 day' : `${window.days} days`;
  return `calendar ${window.calendar}`;
}

function compileCounts(counts: FilterEntry | undefined, applies: Matcher): Matcher {
  return counts === undefined ? applies : { when: [compileFilter(counts)], unless: [] };
}

/** Absent fields stay absent: whoever asks for one gets undefined either way. */
function compileFilter(filter: FilterEntry): Filter {
  return Object.fromEntries(Object.entries(filter).filter(([, values]) => values !== undefined)) as Filter;
}

function compileClock(clock: string | undefined): Clock {
  return clock === undefined || clock === 'recipient' ? 'recipient' : { zone: clock };
}

const calendarMs = { day: 2 * dayMs, week: 8 * dayMs, month: 32 * dayMs } as const;

/**
 * @returns the longest time, in milliseconds, that a contact can matter to one of the rules, `forever` aside; 0 without such a rule.
 * Local days and calendar periods get a day's slack: for zones, and for days longer than 24 hours.
 */
export function longestWindowMs(rules: readonly Rule[]): number {
  return Math.max(0, ...rules.map(windowMsOf));
}

function windowMsOf(rule: Rule): number {
  const span = rule.kind === 'cap' ? rule.window : rule.kind === 'cooldown' ? rule.length : undefined;
  switch (span?.kind) {
    case 'sliding':
    case 'duration':
      return span.ms;
    case 'days':
      return (span.days + 1) * dayMs;
    case 'calendar':
      return calendarMs[span.unit];
    default:
      return 0;
  }
}
