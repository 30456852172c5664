/** What both stores agree on about suppressions. Pure. */
import type { Suppression } from '../engine/record/record.ts';

/** Only the same signal, source, subject, scope and expiry repeats an earlier one; a refusal never merges with an operator's. */
function repeats(a: Suppression, b: Suppression): boolean {
  return fingerprint(a) === fingerprint(b);
}

/** What makes a suppression the same as an earlier one, as text. */
export function fingerprint(s: Suppression): string {
  const keys = Object.entries(s.keys).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([
    s.origin,
    s.signal,
    s.source,
    s.customer,
    s.address,
    s.channel,
    s.purpose,
    keys,
    [...s.targeting].sort(),
    s.expiresMs,
  ]);
}

function inForceAt(suppression: Suppression, nowMs: number): boolean {
  return suppression.expiresMs === null || suppression.expiresMs > nowMs;
}

/** The copy that binds by address alone, kept with the address and with other customers reached at it. */
export function asAddressCopy(suppression: Suppression): Suppression {
  return { ...suppression, self: false };
}

/** @returns what stands in the list for each of `added`: the earlier one it repeats, or itself, which is then appended. */
export function mergeSuppressions(list: Suppression[], added: readonly Suppression[], nowMs: number): Suppression[] {
  return added.map((suppression) => {
    const earlier = list.find((other) => inForceAt(other, nowMs) && repeats(other, suppression));
    if (earlier) return earlier;
    list.push(suppression);
    return suppression;
  });
}
