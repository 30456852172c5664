/**
 * Sorted, disjoint, half-open intervals as one flat list of boundaries `[from, until, from, until, …]`, strictly rising:
 * touching intervals are always merged, so the number of boundaries at or before an instant is odd exactly inside.
 */
export type Intervals = readonly number[];

/** Appends `[from, until)`, which must not begin before the last interval ends; empty ones are dropped, touching ones merged. */
export function append(intervals: number[], from: number, until: number): void {
  if (from >= until) return;
  if (intervals.at(-1) === from) intervals[intervals.length - 1] = until;
  else intervals.push(from, until);
}

/** The number of boundaries at or before `at`; odd means `at` lies inside an interval. */
export function boundariesUpTo(intervals: Intervals, at: number): number {
  let low = 0;
  let high = intervals.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((intervals[middle] as number) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What lies in both. */
export function intersect(a: Intervals, b: Intervals): Intervals {
  return combine(a, b, 2);
}

/** What lies in at least one. */
export function union(a: Intervals, b: Intervals): Intervals {
  return combine(a, b, 1);
}

/** Sweeps both lists once and keeps where at least `depth` of the two are inside. */
function combine(a: Intervals, b: Intervals, depth: 1 | 2): Intervals {
  const result: number[] = [];
  let i = 0;
  let j = 0;
  let inside = false;
  while (i < a.length || j < b.length) {
    const at = Math.min(a[i] ?? Infinity, b[j] ?? Infinity);
    if (a[i] === at) i += 1;
    if (b[j] === at) j += 1;
    const now = (i % 2) + (j % 2) >= depth;
    if (now !== inside) result.push(at);
    inside = now;
  }
  return result;
}
