/** Which requests and contacts a filter means. What cannot be judged is held to the stricter rule (contract 6, Matching). */
import type { Filter, Matcher } from '../policy/types.ts';
import { purposeCovers, type Register, regionCovers } from '../vocabulary.ts';
import type { Kind } from './request.ts';

/** True where the rule's `when` and `unless` take in this request or contact. */
export function matches(matcher: Matcher, kind: Kind, register: Register): boolean {
  for (const filter of matcher.when) if (!filterMatches(filter, kind, register, 'when')) return false;
  for (const filter of matcher.unless) if (filterMatches(filter, kind, register, 'unless')) return false;
  return true;
}

/** Which part of a filter is looked at; each depends on one field of the kind alone. */
export type Dimension = 'channel' | 'purpose' | 'region' | 'caller';
export const dimensions: readonly Dimension[] = ['channel', 'purpose', 'region', 'caller'];
type Side = 'when' | 'unless';

/** An unknown region or class satisfies a `when` and never an `unless`. */
function filterMatches(filter: Filter, kind: Kind, register: Register, side: Side): boolean {
  return dimensions.every((dimension) => dimensionMatches(filter, dimension, kind, register, side));
}

/** Whether one dimension of a filter matches; true where the filter does not speak of it. */
export function dimensionMatches(
  filter: Filter,
  dimension: Dimension,
  kind: Kind,
  register: Register,
  side: Side,
): boolean {
  switch (dimension) {
    case 'channel':
      return !filter.channels || filter.channels.includes(kind.channel);
    case 'purpose':
      return purposeMatches(filter, kind.purpose, register, side);
    case 'region':
      return !filter.regions || regionMatches(filter.regions, kind.region, side);
    case 'caller':
      return !filter.callers || filter.callers.includes(kind.caller);
  }
}

/** The dimensions that a filter speaks of. */
export function dimensionsOf(filter: Filter): Dimension[] {
  const spoken: Dimension[] = [];
  if (filter.channels) spoken.push('channel');
  if (filter.purposes || filter.classes) spoken.push('purpose');
  if (filter.regions) spoken.push('region');
  if (filter.callers) spoken.push('caller');
  return spoken;
}

/**
 * Whether a rule that takes in this request does so only because its region is unknown, or named too coarsely (`US` where the rule is
 * about `US-FL`): a region, or a finer one, could take the request out of it.
 */
export function restsOnUnknownRegion(matcher: Matcher, kind: Kind, register: Register): boolean {
  const { region } = kind;
  if (matcher.when.some(({ regions }) => regions && !surelyIn(regions, region))) return true;
  return matcher.unless.some(
    (filter) =>
      filter.regions &&
      !surelyIn(filter.regions, region) &&
      regionMatches(filter.regions, region, 'when') &&
      filterMatches({ ...filter, regions: undefined }, kind, register, 'unless'),
  );
}

function surelyIn(patterns: readonly string[], region: string | null): boolean {
  return region !== null && patterns.some((pattern) => regionCovers(pattern, region));
}

function purposeMatches(filter: Filter, purpose: string, register: Register, side: Side): boolean {
  if (filter.purposes && !filter.purposes.some((pattern) => purposeCovers(pattern, purpose))) return false;
  if (!filter.classes) return true;
  const known = register.get(purpose)?.class;
  return known === undefined ? side === 'when' : filter.classes.includes(known);
}

function regionMatches(patterns: readonly string[], region: string | null, side: Side): boolean {
  if (region === null) return side === 'when';
  return patterns.some(
    (pattern) => regionCovers(pattern, region) || (side === 'when' && regionCovers(region, pattern)),
  );
}
