/**
 * What the servers' clocks show at an instant of this process: deadlines are handed to scripts in the clock of the server that runs them. A reply
 * tells the difference only within the time it took, so bounds are kept; the earlier end is taken, and a deadline comes rather too early than too late.
 */
import { monotonicMs } from '../../clock.ts';

export interface ServerClocks {
  /** A reply: asked and received at these instants (monotonic), the server's clock showed `serverMs` in between. */
  saw(node: string, askedMs: number, receivedMs: number, serverMs: number): void;
  /** What the node's clock shows at an instant (monotonic), or somewhat less; 0 where it is not known. */
  at(node: string, instantMs: number): number;
}

/** The server's clock less this process's monotonic one. */
interface Difference {
  readonly leastMs: number;
  readonly mostMs: number;
  readonly seenMs: number;
}

/** Two clocks part by less than this, unless one is set. */
const drift = 0.001;

export function createServerClocks(nowMs: () => number = monotonicMs): ServerClocks {
  const known = new Map<string, Difference>();
  return {
    saw(node, askedMs, receivedMs, serverMs) {
      // The server tells whole milliseconds.
      const leastMs = serverMs - receivedMs;
      const mostMs = serverMs + 1 - askedMs;
      const before = known.get(node);
      const slackMs = before ? (receivedMs - before.seenMs) * drift : 0;
      const isSet = !before || leastMs > before.mostMs + slackMs || mostMs < before.leastMs - slackMs;
      known.set(node, {
        leastMs: isSet ? leastMs : Math.max(leastMs, before.leastMs - slackMs),
        mostMs: isSet ? mostMs : Math.min(mostMs, before.mostMs + slackMs),
        seenMs: receivedMs,
      });
    },
    at(node, instantMs) {
      const difference = known.get(node);
      if (!difference) return 0;
      return Math.floor(instantMs + difference.leastMs - (nowMs() - difference.seenMs) * drift);
    },
  };
}
