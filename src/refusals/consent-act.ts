/** A consent as an act: what it changes in the customer's record, and what a withdrawal suppresses. */
import type { Consent } from '../engine/record/record.ts';
import type { KeyedHash } from '../engine/request.ts';
import { invalid } from '../errors.ts';
import type { ConsentInput } from '../guard-contract.ts';
import { isoTime } from '../iso-time.ts';
import type { Act } from './act.ts';
import type { RefusalDeps } from './deps.ts';
import { putConsent } from './put-consent.ts';
import { draftsOf, latestMs, secretOf } from './refuse.ts';
import { showConsent, showSuppression } from './show.ts';

/** A withdrawal that the store could not take: the same one, however often it is entered. */
export interface SaidWithdrawal {
  readonly withdrawal: ConsentInput;
  readonly caller: string;
  readonly askedMs: number;
  /** 16 bytes, latin1: its id follows from this. */
  readonly name: string;
}

export interface ConsentAct extends Act {
  readonly customer: KeyedHash;
  readonly consentAt: (nowMs: number) => Consent;
}

type Deps = Pick<RefusalDeps, 'ids' | 'reader'>;

/** @param saidMs of a clock that it was said by: a store's clock that is behind does not make it lie in the future */
export function consentAct(
  deps: Deps,
  input: ConsentInput,
  { caller, consentId, saidMs }: { caller: string; consentId: string; saidMs?: number },
): ConsentAct {
  const { reader } = deps;
  const { keys } = input;
  const customer = reader.customer(input.customerId);
  const consentAt = (nowMs: number, seal?: (text: string) => string): Consent => ({
    consentId,
    channel: input.channel,
    purpose: input.purpose,
    keys: Object.fromEntries(reader.keyHashes(keys)),
    level: input.level,
    source: input.source,
    atMs: input.atMs ?? nowMs,
    expiresMs: input.expiresAtMs ?? null,
    sealed: keys === undefined ? undefined : seal?.(JSON.stringify({ keys })),
  });
  return {
    consentAt,
    eventId: () => consentId,
    kind: 'consent',
    customer,
    address: undefined,
    reachesLast: false,
    begin(cold, { nowMs, seal }) {
      const consent = consentAt(nowMs, seal);
      checkInstants(consent, Math.max(nowMs, saidMs ?? 0));
      putConsent(cold, consent);
      return consent;
    },
    drafts: (step) => (input.level === 'withdrawn' ? withdrawal(deps, input, consentAt(step.nowMs).atMs)(step) : []),
    fields: ({ standing, atMs }) => ({
      ...showConsent(consentAt(atMs), undefined),
      caller,
      recordedAt: isoTime(atMs),
      ...(standing.length > 0 && { suppressions: standing.map((one) => showSuppression(one, undefined)) }),
    }),
    secret: secretOf({ keys, evidence: input.evidence }),
  };
}

export function withdrawalAct(deps: Deps, { withdrawal: input, caller, askedMs, name }: SaidWithdrawal): ConsentAct {
  const consentId = deps.ids.consentId(deps.reader.customer(input.customerId), name);
  return consentAct(deps, input, { caller, consentId, saidMs: askedMs });
}

/** @throws Problem 422 */
export function checkInstants(
  { level, atMs, expiresMs }: Pick<Consent, 'level' | 'atMs' | 'expiresMs'>,
  nowMs: number,
): void {
  if (atMs > nowMs + (level === 'withdrawn' ? latestMs : 0)) throw invalid('at', 'may not lie in the future');
  if (expiresMs !== null && expiresMs <= atMs) throw invalid('expiresAt', 'must lie after at');
}

/** What a withdrawal suppresses: all that the consent would have covered. */
function withdrawal(deps: Deps, { channel, purpose, keys, source }: ConsentInput, receivedMs: number) {
  return draftsOf(deps, {
    channels: [channel],
    purposes: [{ purpose }],
    keys,
    targeting: undefined,
    origin: 'refusal',
    signal: 'withdrawn',
    source,
    receivedMs,
    expiresMs: null,
  });
}
