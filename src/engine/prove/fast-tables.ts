/** A fast plan as tables: what both provers read. */
import type { CapRule } from '../../policy/types.ts';

/** What the bytes say. */
export interface FastTables {
  readonly historyMs: number;
  readonly ttlMs: number;
  readonly channelBit: number;
  /** Whether contacts past their history are dropped now and then. */
  readonly prunes: boolean;
  /** Outcomes, by their number, after which the other path looks for a cooldown. */
  readonly startCooldown: readonly boolean[];
  /** The request's own kind as the record keeps it. */
  readonly kind: Buffer;
  /** What is counted; a rule stands once for each way its zones cut. */
  readonly caps: readonly FastCap[];
  /** By dimension, by the number of a name: a bit for each cap that counts it. */
  readonly masks: readonly (readonly number[])[];
}

export interface FastCap extends Cut {
  readonly rule: CapRule;
  /** Which of the request's keys it is for each of. */
  readonly places: readonly number[];
}

/** A contact counts where it is later than `backMs` before now, and not before `fromMs`. */
export interface Cut {
  readonly backMs: number;
  readonly fromMs: number;
}
