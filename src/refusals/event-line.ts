/** Each event is one JSON line on standard output: who, where, what follows; never text, evidence, keys or an id in clear. */
import type { EventKind, StoredEvent } from '../engine/events.ts';
import { masked } from '../identity/masked.ts';

const names: Readonly<Record<EventKind, string>> = {
  refusal: 'refusal.received',
  lift: 'suppression.lifted',
  consent: 'consent.recorded',
  suppression: 'suppression.set',
  erasure: 'customer.erased',
};

const shownOf = (name: string, value: unknown) => (typeof value === 'string' ? [[name, masked(value)]] : []);

/** Without the customer: lines name one as decisions' lines do. */
export function eventLine({ kind, fields }: StoredEvent): Record<string, unknown> {
  const { customerHash: _hash, keys: _keys, suppressions, level, ...said } = fields;
  const made = suppressions as readonly { suppressionId: string }[] | undefined;
  return {
    event: names[kind],
    ...said,
    // `level` is the line's own.
    ...(level !== undefined && { consentLevel: level }),
    // As they were sent: whoever sends them may write an address there.
    ...Object.fromEntries(['source', 'reason'].flatMap((name) => shownOf(name, said[name]))),
    ...(made && { suppressions: made.map(({ suppressionId }) => suppressionId) }),
  };
}
