/** What a refusal suppresses: the signal's scope in `policies/refusals.yaml`, narrowed or named by the refusal itself. Pure. */
import type { Suppression } from '../engine/record/record.ts';
import { invalid } from '../errors.ts';
import type { RefusalInput } from '../guard-contract.ts';
import { untilFault } from '../policy/refusals.ts';
import type { PolicySet, RefusalCase, RefusalScope } from '../policy/types.ts';
import type { PurposeClass, PurposeScope } from '../vocabulary.ts';
import type { TextReading } from './text/read-text.ts';

export interface RefusedScope {
  readonly channels: readonly string[];
  readonly purposes: readonly PurposeScope[];
  readonly keys: Readonly<Record<string, string>>;
  readonly expiresMs: number | null;
  readonly atMost?: Suppression['atMost'];
}

/**
 * @param reading of the person's own words: a refusal in them reaches as far as `stop`
 * @param answered the purpose of the message that it answers, where that is known
 * @throws Problem 422 for an end where there is none or none where one is needed
 */
export function scopeOf(
  input: RefusalInput,
  reading: TextReading['reading'] | undefined,
  policies: PolicySet,
  nowMs: number,
  answered?: string | undefined,
): RefusedScope {
  if (reading === 'not-a-refusal') return { channels: [], purposes: [], keys: {}, expiresMs: null };
  if (reading === 'unsure')
    return { channels: [input.channel], purposes: [{ purpose: '*' }], keys: {}, expiresMs: null };
  const scope = policies.refusals.get(reading === 'refusal' ? 'stop' : input.signal);
  if (!scope) throw invalid('signal', 'has no scope in policies/refusals.yaml');
  const fault = untilFault(input.signal, input.untilMs !== undefined);
  if (fault !== undefined) throw invalid('until', fault);
  const keys = Object.entries(input.keys ?? {}).filter(([name]) => scope.keys.includes(name));
  if (input.scope) return { ...input.scope, keys: {}, expiresMs: input.untilMs ?? null };
  const replied = answered === undefined ? undefined : policies.purposes.get(answered)?.class;
  const { channels, purposes, forMs } = caseOf(scope, input.channel, replied) ?? scope;
  return {
    channels: channels === 'same' ? [input.channel] : channels === '*' ? ['*'] : channels,
    purposes: scope.narrowable && input.purpose !== undefined ? [{ purpose: input.purpose }] : purposes,
    keys: Object.fromEntries(keys),
    expiresMs: input.untilMs ?? (forMs === null ? null : nowMs + forMs),
  };
}

/** Asked where it is said for the first time alone. @throws Problem 422 */
export function checkUntil({ untilMs }: Pick<RefusalInput, 'untilMs'>, nowMs: number): void {
  if (untilMs !== undefined && untilMs <= nowMs) throw invalid('until', 'must lie in the future');
}

/** A refusal of every channel came from none of them. */
function caseOf({ cases }: RefusalScope, channel: string, replied: PurposeClass | undefined): RefusalCase | undefined {
  return cases.find(
    ({ on, to }) =>
      (on === undefined || on.includes(channel)) &&
      (to === undefined || (replied !== undefined && to.includes(replied))),
  );
}

/** Whether what a refusal answers makes a difference. */
export function asksWhatWasAnswered(signal: string, policies: PolicySet): boolean {
  return policies.refusals.get(signal)?.cases.some(({ to }) => to !== undefined) ?? false;
}
