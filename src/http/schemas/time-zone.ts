/** Whether a text names a zone of the IANA database: what `Intl` accepts, old names included, but no bare offset. */

const known = new Map<string, string>();
const maxKnown = 4096;

/** @returns the zone in its usual letter case, or undefined where there is no such zone. */
export function knownTimeZone(text: string): string | undefined {
  const hit = known.get(text);
  if (hit !== undefined) return hit;
  if (text.length > 64 || !/^[A-Za-z]/.test(text)) return undefined;
  let resolved: string;
  try {
    resolved = new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
  const zone = resolved.toLowerCase() === text.toLowerCase() ? resolved : text;
  // Names in odd letter case are endless: only so many are remembered.
  if (known.size < maxKnown) known.set(text, zone);
  return zone;
}
