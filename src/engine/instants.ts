/** The bounds of instants that callers name: held by the steps, with the store's clock, and told beside other problems. Pure. */

const longestHoldMs = 31 * 86_400_000;
const oldestMs = 400 * 86_400_000;

/** @returns undefined where it holds, as the others do. */
export function confirmByFault(confirmByMs: number, nowMs: number): string | undefined {
  if (confirmByMs <= nowMs) return 'must be an instant to come';
  return confirmByMs > nowMs + longestHoldMs ? 'may be at most 31 days ahead' : undefined;
}

/** When a contact made elsewhere was made. */
export function contactAtFault(atMs: number, nowMs: number): string | undefined {
  return futureFault(atMs, nowMs) ?? (atMs < nowMs - oldestMs ? 'may lie at most 400 days back' : undefined);
}

export function outcomeAtFault(atMs: number, contactAtMs: number | undefined, nowMs: number): string | undefined {
  const early = contactAtMs !== undefined && atMs < contactAtMs;
  return futureFault(atMs, nowMs) ?? (early ? 'may not lie before the contact' : undefined);
}

function futureFault(atMs: number, nowMs: number): string | undefined {
  return atMs > nowMs ? 'may not lie in the future' : undefined;
}
