/** Which requests and contacts a filter means. What cannot be judged is held to the stricter rule (contract 6, Matching). */
import type { Filter, Matcher, Purpose } from '../policy/types.ts';
import { purposeCovers, regionCovers } from '../vocabulary.ts';
import type { Kind } from './request.ts';

type Register = ReadonlyMap<string, Purpose>;

/** True where the rule's `when` and `unless` take in this request or contact. */
export function matches(matcher: Matcher, kind: Kind, register: Register): boolean {
  for (const filter of matcher.when) if (!filterMatches(filter, kind, register, 'when')) return false;
  for (const filter of matcher.unless) if (filterMatches(filter, kind, register, 'unless')) return false;
  return true;
}

/** An unknown region or class satisfies a `when` and never an `unless`. */
function filterMatches(filter: Filter, kind: Kind, register: Register, side: 'when' | 'unless'): boolean {
  if (filter.channels && !filter.channels.includes(kind.channel)) return false;
  if (filter.purposes && !filter.purposes.some((pattern) => purposeCovers(pattern, kind.purpose))) return false;
  if (filter.callers && !filter.callers.includes(kind.caller)) return false;
  if (filter.classes) {
    const known = register.get(kind.purpose)?.class;
    if (known === undefined ? side === 'unless' : !filter.classes.includes(known)) return false;
  }
  if (filter.regions && !regionMatches(filter.regions, kind.region, side)) return false;
  return true;
}

function regionMatches(patterns: readonly string[], region: string | null, side: 'when' | 'unless'): boolean {
  if (region === null) return side === 'when';
  return patterns.some(
    (pattern) => regionCovers(pattern, region) || (side === 'when' && regionCovers(region, pattern)),
  );
}
