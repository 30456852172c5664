/** What a refusal suppresses: the signal's scope in `policies/refusals.yaml`, narrowed or named by the refusal itself. Pure. */
import type { Suppression } from '../engine/record/record.ts';
import { invalid } from '../errors.ts';
import type { RefusalInput } from '../guard-contract.ts';
import { untilFault } from '../policy/refusals.ts';
import type { PolicySet } from '../policy/types.ts';
import type { TextReading } from './text/read-text.ts';

export interface RefusedScope {
  readonly channels: readonly string[];
  readonly purposes: readonly string[];
  readonly keys: Readonly<Record<string, string>>;
  readonly expiresMs: number | null;
  readonly atMost?: Suppression['atMost'];
}

/**
 * @param reading of the person's own words: a refusal in them reaches as far as `stop`
 * @throws Problem 422 for an end where there is none or none where one is needed
 */
export function scopeOf(
  input: RefusalInput,
  reading: TextReading['reading'] | undefined,
  policies: PolicySet,
  nowMs: number,
): RefusedScope {
  if (reading === 'not-a-refusal') return { channels: [], purposes: [], keys: {}, expiresMs: null };
  if (reading === 'unsure') return { channels: [input.channel], purposes: ['*'], keys: {}, expiresMs: null };
  const scope = policies.refusals.get(reading === 'refusal' ? 'stop' : input.signal);
  if (!scope) throw invalid('signal', 'has no scope in policies/refusals.yaml');
  const fault = untilFault(input.signal, input.untilMs !== undefined);
  if (fault !== undefined) throw invalid('until', fault);
  if (input.untilMs !== undefined && input.untilMs <= nowMs) throw invalid('until', 'must lie in the future');
  const keys = Object.entries(input.keys ?? {}).filter(([name]) => scope.keys.includes(name));
  if (input.scope) return { ...input.scope, keys: {}, expiresMs: input.untilMs ?? null };
  return {
    channels: scope.channels === 'same' ? [input.channel] : scope.channels === '*' ? ['*'] : scope.channels,
    purposes: scope.narrowable && input.purpose !== undefined ? [input.purpose] : scope.purposes,
    keys: Object.fromEntries(keys),
    expiresMs: input.untilMs ?? (scope.forMs === null ? null : nowMs + scope.forMs),
  };
}
