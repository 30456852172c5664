/** An operator's suppression, as an act. */
import type { Caller, SuppressionInput } from '../guard-contract.ts';
import { isoTime } from '../iso-time.ts';
import type { Act, Subject } from './act.ts';
import type { RefusalDeps } from './deps.ts';
import { draftsOf, secretOf } from './refuse.ts';
import { showSuppression } from './show.ts';

/** @param name of what is said, where it was read before */
export function suppressionAct<S extends Subject>(
  { ids, reader }: Pick<RefusalDeps, 'ids' | 'reader'>,
  input: SuppressionInput,
  subject: S,
  caller: Caller,
  name = reader.act(caller.name, input),
): Act & S {
  const eventId = ids.eventId(name);
  return {
    eventId: () => eventId,
    kind: 'suppression',
    ...subject,
    reachesLast: false,
    drafts: draftsOf(
      { ids, reader },
      {
        channels: [input.channel],
        purposes: [{ purpose: input.purpose }],
        keys: input.keys,
        targeting: input.targeting,
        origin: 'operator',
        signal: input.reason,
        source: input.source,
        receivedMs: undefined,
        expiresMs: input.expiresAtMs ?? null,
      },
    ),
    fields: ({ standing, atMs }) => ({
      ...(standing[0] && showSuppression(standing[0], undefined)),
      caller: caller.name,
      at: isoTime(atMs),
    }),
    secret: secretOf({ keys: input.keys, evidence: input.evidence }),
  };
}
