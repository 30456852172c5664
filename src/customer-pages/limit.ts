/** How often one token may be asked for: a page that a person reads, not a door to knock at. */
import { createHash } from 'node:crypto';

const perMinute = 60;
const mostRemembered = 10_000;

/** @returns whether one more is within the bound now; by the minute, bounded in memory */
export function createTokenLimit(): (token: string, nowMs: number) => boolean {
  let counts = new Map<string, number>();
  let minute = 0;
  return (token, nowMs) => {
    const now = Math.floor(nowMs / 60_000);
    if (now !== minute || counts.size >= mostRemembered) counts = new Map();
    minute = now;
    const name = createHash('sha256').update(token).digest('base64url').slice(0, 16);
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return count <= perMinute;
  };
}
