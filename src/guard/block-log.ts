/** What operators see at once of every denial: one JSON line, and the spool where no store could take the entry. */
import { monotonicMs } from '../clock.ts';
import type { EntryContext } from '../decisions/entry.ts';
import type { KeyedHash } from '../engine/request.ts';
import type { Decided } from '../engine/steps/decide.ts';
import { isoTime } from '../iso-time.ts';
import type { LoggedRequest } from '../requests/reader.ts';
import type { GuardDeps } from './deps.ts';

const overflowSaidEveryMs = 60_000;

/** How a line names a customer: by keyed hash, or as `LOG_CUSTOMER_IDS` says, where the id is known. */
export function nameFor({ hashes, clearCustomerIds }: Pick<GuardDeps, 'hashes' | 'clearCustomerIds'>) {
  return (customer: string | undefined, customerId?: string): Record<string, string> => {
    if (customer === undefined) return {};
    return clearCustomerIds && customerId !== undefined
      ? { customerId }
      : { customerHash: hashes.forLog(customer as KeyedHash) };
  };
}

/** Every denial is one JSON line on standard output; those without a store are spooled as well. */
export function createBlockLog(deps: Pick<GuardDeps, 'log' | 'hashes' | 'spool' | 'clearCustomerIds'>) {
  const name = nameFor(deps);
  let overflowSaidMs = Number.NEGATIVE_INFINITY;
  /** Said once a minute; each denial that was not kept stands on standard output by itself. */
  const overflowed = (): void => {
    const nowMs = monotonicMs();
    if (nowMs - overflowSaidMs < overflowSaidEveryMs) return;
    overflowSaidMs = nowMs;
    deps.log.error({ event: 'spool.overflow', lost: deps.spool?.lost() }, 'denials are on standard output only');
  };
  const say = (decided: Decided, context: EntryContext, customer: KeyedHash, customerId: string | undefined): void => {
    if (decided.judgement.allowed || !deps.log.isLevelEnabled('info')) return;
    deps.log.info({
      event: 'contact.blocked',
      decisionId: decided.decisionId,
      decidedAt: isoTime(decided.atMs),
      ...name(customer, customerId),
      caller: context.caller,
      channel: context.channel,
      purpose: context.purpose.name,
      reasons: decided.judgement.reasons.map(({ code, policy, rule }) => ({
        code,
        ...(policy === undefined ? {} : { policy, rule }),
      })),
      retryAt: decided.judgement.retryAtMs === null ? null : isoTime(decided.judgement.retryAtMs),
      degraded: context.degraded,
      policyRevision: context.policyRevision,
      ...(context.confirms === undefined ? {} : { contactId: context.confirms }),
    });
  };
  return {
    say,
    degraded(
      decided: Decided,
      context: EntryContext,
      request: LoggedRequest,
      customer: KeyedHash,
      customerId: string,
    ): void {
      say(decided, context, customer, customerId);
      if (decided.judgement.allowed) return;
      if (deps.spool?.add({ customer, decided, context, request }) === false) overflowed();
    },
  };
}
