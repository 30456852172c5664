/**
 * The one gate for zone names from outside. Asked of Temporal, which computes with them: `Intl` also takes abbreviations such as `PST` and
 * names of its own that Temporal does not know.
 */

export const zoneForm = 'an IANA time zone such as Europe/Berlin';

const named = new Map<string, string>();
/** Names in odd letter case are endless: only so many are remembered. */
const maxNamed = 4096;

/** @returns the zone in its usual letter case, links such as `US/Eastern` as they are; undefined where there is none. A bare offset is no zone. */
export function zoneNamed(text: string): string | undefined {
  const known = named.get(text);
  if (known !== undefined) return known;
  // Temporal reads more: offsets, and the zone out of a whole date and time.
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(text)) return undefined;
  let zone: string;
  try {
    zone = Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text).timeZoneId;
  } catch {
    return undefined;
  }
  if (zone.toLowerCase() !== text.toLowerCase()) return undefined;
  if (named.size < maxNamed) named.set(text, zone);
  return zone;
}

const itself = new Map<string, string>();

const atZero = (zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
let zones: readonly Temporal.ZonedDateTime[] | undefined;

/** Makes what `zoneItself` looks through: one name for each zone, some milliseconds' work. UTC is in no list of `Intl`. */
export function prepareZones(): readonly Temporal.ZonedDateTime[] {
  zones ??= ['UTC', ...Intl.supportedValuesOf('timeZone')].map(atZero);
  return zones;
}

/** @param zone as `zoneNamed` gives it @returns the one name of a zone that has several: the same for `Asia/Kolkata` and `Asia/Calcutta` */
export function zoneItself(zone: string): string {
  let found = itself.get(zone);
  if (found === undefined) {
    const instant = atZero(zone);
    found = prepareZones().find((one) => one.equals(instant))?.timeZoneId ?? zone;
    itself.set(zone, found);
  }
  return found;
}

/** What is usually meant by what is no zone, as the end of a message; empty where nothing is known of it. */
export function zoneHint(text: string): string {
  if (/^[A-Za-z]{2,5}$/.test(text)) return ': an abbreviation such as PST stands for several zones';
  if (/^(UTC|GMT)?[+-]\d/i.test(text)) return ': an offset such as +01:00 knows no summer time';
  return '';
}
