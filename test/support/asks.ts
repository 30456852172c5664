/** Decisions as decide.lua takes them, with plans that no policy is needed for. */
import type { FastCap } from '../../src/engine/prove/fast-tables.ts';
import { planBytes } from '../../src/engine/prove/plan-bytes.ts';
import type { KeyedHash } from '../../src/engine/request.ts';
import type { CapRule } from '../../src/policy/types.ts';
import type { Ask } from '../../src/store/redis/decide-call.ts';
import type { Keys } from '../../src/store/redis/keys.ts';
import { outcomes } from '../../src/vocabulary.ts';

/** Its record lives for a second. */
const noCaps = planOf([], 1000);
/** Counts every contact: whatever comes within 100 s of one is handed back. */
export const oneContact = planOf(
  [{ rule: { limit: 1, failedCounts: false } as CapRule, backMs: 100_000, fromMs: 0, places: [] }],
  100_000,
);

/** At any instant. */
function planOf(caps: readonly FastCap[], ttlMs: number): Ask['plan'] {
  const request = { channelBit: 1, kind: Buffer.alloc(7), startCooldown: outcomes.map(() => false) };
  const tables = { historyMs: 0, ttlMs, prunes: false, ...request, caps, masks: [[], [], [], []] };
  return { bytes: planBytes(tables, 0, 2 ** 48 - 1) };
}

/** Of a customer in a bucket. */
export function askFor(keys: Keys, bucket: number, customer: number, more: Partial<Ask> = {}): Ask {
  const hash = (String.fromCharCode(bucket) + String(customer).padStart(9, '0')) as KeyedHash;
  return {
    plan: noCaps,
    customer: hash,
    place: keys.customer(hash),
    there: undefined,
    operation: undefined,
    address: undefined,
    addressKind: 'email',
    looked: undefined,
    keys: new Map(),
    allowedIds: (_customer, seq) => ({ decisionId: '', contactId: String(seq) }),
    untilMs: Number.POSITIVE_INFINITY,
    ...more,
  };
}
