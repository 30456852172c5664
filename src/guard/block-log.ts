/** What operators see at once of every denial: one JSON line, and the spool where no store could take the entry. */
import { isoTime } from '../decisions/answer.ts';
import type { EntryContext, LoggedRequest } from '../decisions/entry.ts';
import type { Decided } from '../engine/steps/decide.ts';
import type { StoreUnavailable } from '../errors.ts';
import type { GuardDeps } from './deps.ts';

/** Every denial is one JSON line on standard output; those without a store are spooled as well. */
export function createBlockLog(deps: Pick<GuardDeps, 'log' | 'hashes' | 'spool' | 'clearCustomerIds'>) {
  const name = (customerId: string | undefined) =>
    customerId === undefined
      ? {}
      : deps.clearCustomerIds
        ? { customerId }
        : { customerHash: deps.hashes.forLog(customerId) };
  const say = (decided: Decided, context: EntryContext, customerId: string | undefined): void => {
    if (decided.judgement.allowed) return;
    deps.log.info({
      event: 'contact.blocked',
      decisionId: decided.decisionId,
      decidedAt: isoTime(decided.atMs),
      ...name(customerId),
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
    storeFailed: (error: StoreUnavailable) =>
      deps.log.warn({ event: 'store.unavailable', unknown: error.unknown, err: error.message }),
    degraded(
      decided: Decided,
      context: EntryContext,
      request: LoggedRequest,
      customerId: string,
      customer: string,
    ): void {
      say(decided, context, customerId);
      if (decided.judgement.allowed) return;
      const kept = deps.spool?.add({ customer, decided, context, request });
      if (kept === false) deps.log.error({ event: 'spool.overflow', decisionId: decided.decisionId });
    },
  };
}
