/** The two questions: may this go out, and may this hold go out now. */
import { monotonicMs } from '../clock.ts';
import { deadlines } from '../deadlines.ts';
import { answer } from '../decisions/answer.ts';
import { makeEntry, openRequest, sealRequest } from '../decisions/entry.ts';
import type { MessageLinks } from '../decisions/links.ts';
import type { Judgement } from '../engine/decision.ts';
import type { Asked, Facts } from '../engine/facts.ts';
import { planFor } from '../engine/plan.ts';
import type { Suppression } from '../engine/record/record.ts';
import type { DecideRequest } from '../engine/request.ts';
import { confirmStep } from '../engine/steps/confirm.ts';
import type { Decided, DecideInput } from '../engine/steps/decide.ts';
import type { StepState } from '../engine/steps/state.ts';
import { basisOf } from '../engine/steps/step.ts';
import { StoreUnavailable } from '../errors.ts';
import type { Caller, CanContactInput, DecideOptions, DecisionAnswer, Guard } from '../guard-contract.ts';
import type { Traffic } from '../pace.ts';
import type { PolicySet } from '../policy/types.ts';
import type { LoggedRequest, RequestReader } from '../requests/reader.ts';
import { createBlockLog } from './block-log.ts';
import { judgeDegraded } from './degraded.ts';
import type { GuardDeps } from './deps.ts';
import { asProblem, type Deadline, deadlineOf, withDeadline } from './patience.ts';
import { confirmed, settled, unknownContact } from './verdicts.ts';

/** @param deps.traffic is told of each question */
export function createDecisions(
  deps: GuardDeps & { readonly traffic: Traffic },
  reader: RequestReader,
): Pick<Guard, 'decide' | 'confirm'> {
  const { store, tools, ids, policies } = deps;
  const deadlineFor = ({ stream, arrivedMs = monotonicMs() }: DecideOptions): Deadline =>
    deadlineOf(arrivedMs, stream ? deadlines.streamAnswerMs : deadlines.answerMs);
  const blocked = createBlockLog(deps);
  /** What was said and is not in the store yet. */
  const keptFor = (asked: Asked): readonly Suppression[] =>
    !deps.kept || deps.kept.isEmpty()
      ? []
      : deps.kept.covering(asked, deps.known.factsFor(asked.request), deps.clock.nowMs());
  /** What this process knows by itself. */
  const factsWithout = (asked: Asked): Facts => {
    const facts = deps.known.factsFor(asked.request);
    return { ...facts, own: [...(facts.own ?? []), ...keptFor(asked)] };
  };

  const linksOf = (
    { customerId, keys }: Pick<CanContactInput, 'customerId' | 'keys'>,
    { channel, purpose, address, timeZone }: DecideRequest,
    decided: Decided,
    set: PolicySet,
  ): MessageLinks | undefined =>
    decided.judgement.allowed
      ? deps.links?.(
          { customerId, channel, purpose, address: address?.hash, keys, contactId: decided.contactId, timeZone },
          decided.atMs,
          set,
        )
      : undefined;

  const decide = async (
    input: CanContactInput,
    caller: Caller,
    options: DecideOptions = {},
  ): Promise<DecisionAnswer> => {
    deps.traffic.passes();
    const deadline = deadlineFor(options);
    const set = policies.current();
    const request = reader.read(input, caller.name, set);
    const plan = planFor(request, set);
    const logged = () => reader.logged(input, request);
    const stored = {
      caller: caller.name,
      channel: request.channel,
      purpose: plan.purpose,
      policyRevision: set.revision,
      degraded: false,
    };
    let id: (() => string) | undefined;
    const expectId = () => (id ??= ids.expectedDecisionId(request.customer, deps.clock.nowMs()));
    const decisionId = () => expectId()();
    const hasLinks = deps.links !== undefined && input.mode === 'reserve' && !options.minimal;
    const step: DecideInput = {
      plan,
      decisionId,
      expectJudging: expectId,
      mode: input.mode,
      confirmByMs: input.confirmByMs,
      operation:
        input.operationId === undefined ? undefined : reader.operation(caller.name, input.operationId, input, request),
      entry: (decided, key) => makeEntry(decided, key, sealRequest(logged())(key), stored),
      sealRequest: (key) => sealRequest(logged())(key),
    };
    try {
      if (keptFor(plan).length > 0) throw new StoreUnavailable(keptWaits);
      const outcome = settled(await withDeadline(store.decide(step, tools, deadline.writeByMs), deadline));
      if (outcome.judgement.allowed) deps.known.seeAllowed(plan, outcome.atMs);
      if (input.mode === 'reserve') blocked.say(outcome, stored, request.customer, input.customerId);
      const links = hasLinks ? linksOf(input, request, outcome, set) : undefined;
      return answer(outcome, { ...stored, minimal: options.minimal ?? false, links });
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      deps.trouble.missed(error);
      const judgement = judgeDegraded(plan, factsWithout(plan), tools.clock, deps.clock.nowMs());
      const decided = degradedDecision(deps, judgement, decisionId(), plan);
      if (input.mode === 'reserve')
        blocked.degraded(decided, { ...stored, degraded: true }, logged(), request.customer, input.customerId);
      return answer(decided, {
        policyRevision: set.revision,
        degraded: true,
        minimal: options.minimal ?? false,
        links: hasLinks ? linksOf(input, request, decided, set) : undefined,
      });
    }
  };

  const confirm = async (contactId: string, caller: Caller, options: DecideOptions = {}): Promise<DecisionAnswer> => {
    deps.traffic.passes();
    const deadline = deadlineFor(options);
    const set = policies.current();
    const place = ids.openContactId(contactId);
    if (!place) throw unknownContact();
    const decisionId = ids.decisionId(place.customer, deps.clock.nowMs());
    const hasLinks = deps.links !== undefined && !options.minimal;
    // Only the hold knows it, sealed: who the customer is, for the log line of a denial and the links.
    let asked: LoggedRequest | undefined;
    const contextOf = (purpose: ReturnType<typeof planFor>['purpose'], channel: string) => ({
      caller: caller.name,
      channel,
      purpose,
      policyRevision: set.revision,
      degraded: false,
      confirms: contactId,
    });
    const outcome = await asProblem(
      withDeadline(
        store.transact(
          place.customer,
          (state): ReturnType<typeof confirmStep> => {
            const request = deps.kept && !deps.kept.isEmpty() ? state.held([place.seq])[0]?.request : undefined;
            if (request && keptFor({ request, policies: set }).length > 0) throw new StoreUnavailable(keptWaits);
            const found = confirmStep(
              {
                ...place,
                contactId,
                decisionId,
                caller: caller.name,
                policies: set,
                entry(decided, key, held, plan) {
                  asked = openRequest(key, held.sealed);
                  return makeEntry(decided, key, held.sealed, contextOf(plan.purpose, plan.request.channel));
                },
              },
              state,
              tools,
            );
            if (hasLinks && found.value.kind === 'decided' && found.value.decided.judgement.allowed)
              asked ??= keptRequest(state, place.seq);
            return found;
          },
          deadline.writeByMs,
        ),
        deadline,
      ),
    );
    const { decided, plan } = confirmed(outcome);
    blocked.say(
      decided,
      contextOf(plan.purpose, plan.request.channel),
      place.customer,
      asked?.['customerId'] as string | undefined,
    );
    return answer(decided, {
      policyRevision: set.revision,
      degraded: false,
      minimal: options.minimal ?? false,
      links: hasLinks && asked ? linksOf(asked as unknown as CanContactInput, plan.request, decided, set) : undefined,
    });
  };

  return { decide, confirm };
}

/** The request of a hold as it was sent. */
function keptRequest(state: StepState, seq: number): LoggedRequest | undefined {
  const [held] = state.held([seq]);
  return held && state.record.key !== undefined ? openRequest(state.record.key, held.sealed) : undefined;
}

const keptWaits = 'a refusal of this customer or address waits to be entered';

function degradedDecision(
  deps: GuardDeps,
  judgement: Judgement,
  decisionId: string,
  plan: ReturnType<typeof planFor>,
): Decided {
  const atMs = deps.clock.nowMs();
  return {
    kind: 'decided',
    decisionId,
    atMs,
    judgement,
    contactId: null,
    replayed: false,
    basis: basisOf(plan, deps.tools.clock, judgement.consentId),
  };
}
