/** Instants as the reader's clock shows them. */
import { zonesOfRegion } from '../engine/time/regions.ts';
import type { LinkSubject } from '../identity/tokens.ts';
import type { Language } from './language.ts';
import type { Overview } from './overview.ts';
import { textsOf } from './texts/texts-of.ts';

export interface Times {
  readonly language: Language;
  /** IANA; undefined: nobody told, and it is UTC. */
  readonly zone: string | undefined;
}

/**
 * The zone that the message of the link was sent by, else the latest that a sender named, else that of the region of the latest contact where
 * all its clocks agree.
 */
export function zoneOf(
  { timeZone }: LinkSubject,
  { held, contacts }: Pick<Overview, 'held' | 'contacts'>,
  nowMs: number,
): string | undefined {
  const named = timeZone ?? held.find((one) => one.timeZone !== undefined)?.timeZone;
  if (named !== undefined) return named;
  const region = contacts.find((one) => one.region !== null)?.region ?? undefined;
  const zones = (region === undefined ? undefined : zonesOfRegion(region)) ?? [];
  const clocks = new Set(zones.map((zone) => part({ language: 'en', zone }, nowMs, 'longOffset')));
  return clocks.size === 1 ? zones[0] : undefined;
}

/** "5 June 2026 at 14:12". */
export function whenText(times: Times, at: string | number): string {
  return textsOf(times.language).when(dayText(times, at), timeText(times, at));
}

/** "5 June 2026". */
export function dayText(times: Times, at: string | number): string {
  return format(times, { day: 'numeric', month: 'long', year: 'numeric' }).format(new Date(at));
}

/** "14:12". */
export function timeText(times: Times, at: string | number): string {
  return format(times, { hour: '2-digit', minute: '2-digit' }).format(new Date(at));
}

/** "Central European Time". */
export function zoneText(times: Times, nowMs: number): string {
  return times.zone === undefined ? textsOf(times.language).page.noZone : part(times, nowMs, 'longGeneric');
}

function part(times: Times, at: number, timeZoneName: 'longGeneric' | 'longOffset'): string {
  const parts = format(times, { timeZoneName }).formatToParts(at);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
}

/** One takes a hundred times as long to make as to use. Bounded by the languages and zones that there are. */
const formats = new Map<string, Intl.DateTimeFormat>();

function format({ language, zone = 'UTC' }: Times, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = [language, zone, ...Object.values(options)].join(' ');
  const made =
    formats.get(key) ?? new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { ...options, timeZone: zone });
  formats.set(key, made);
  return made;
}
