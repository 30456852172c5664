/** What stands against a request as constraints: each suppression that covers it, and the caps that the person set. */
import type { CapRule } from '../policy/types.ts';
import type { Constraint } from './constraint.ts';
import { capConstraint } from './constraints.ts';
import { coveringSuppressions, type Facts } from './facts.ts';
import type { Plan } from './plan.ts';
import type { Suppression } from './record/record.ts';
import type { ZoneClock } from './zone-clock.ts';

const dayMs = 86_400_000;

/** One constraint a suppression that covers the request. */
export function suppressionConstraints(plan: Plan, facts: Facts): Constraint[] {
  return coveringSuppressions(plan, facts)
    .filter(({ atMost }) => atMost === undefined)
    .map(suppressionConstraint);
}

const marketingOnly: CapRule['counts'] = { when: [{ classes: ['marketing'] }], unless: [] };

/** One constraint for each cap that the person set: counted as the caps of policies are, and told as what it is, the person's own word. */
export function ownCapConstraints(plan: Plan, facts: Facts, clock: ZoneClock, nowMs: number): Constraint[] {
  return coveringSuppressions(plan, facts).flatMap((suppression) => {
    const { atMost, expiresMs } = suppression;
    if (atMost === undefined || (expiresMs !== null && expiresMs <= nowMs)) return [];
    const days = atMost.windowMs / dayMs;
    const because = `The customer asked for at most ${atMost.limit} marketing contacts in ${days} days.`;
    const counted = capConstraint(ownCap(atMost, because), plan, facts, clock, nowMs);
    const { reason } = suppressionConstraint(suppression);
    return [
      {
        rule: undefined,
        endsMs: counted.endsMs,
        nextPassMs: counted.nextPassMs,
        reason: (atMs: number, retryAtMs: number | null) => ({ ...reason(atMs, retryAtMs), message: because }),
      },
    ];
  });
}

function ownCap({ limit, windowMs }: NonNullable<Suppression['atMost']>, because: string): CapRule {
  return {
    kind: 'cap',
    index: -1,
    policy: '',
    id: '',
    force: 'own-policy',
    mode: 'enforce',
    because,
    becauseIn: new Map(),
    applies: marketingOnly,
    counts: marketingOnly,
    effectiveFromMs: undefined,
    effectiveUntilMs: undefined,
    assumeZones: undefined,
    limit,
    window: { kind: 'sliding', ms: windowMs },
    windowText: '',
    per: [],
    failedCounts: false,
  };
}

function suppressionConstraint(suppression: Suppression): Constraint {
  const { expiresMs, classes, except } = suppression;
  return {
    rule: undefined,
    endsMs: expiresMs === null ? [] : [expiresMs],
    nextPassMs: (atMs) => (expiresMs === null ? null : Math.max(atMs, expiresMs)),
    reason: (_atMs, retryAtMs) => ({
      code: 'suppressed',
      message: suppressionMessage(suppression),
      suppressionId: suppression.suppressionId,
      channel: suppression.channel,
      purpose: suppression.purpose,
      ...(classes && { classes }),
      ...(except && { except }),
      sinceMs: suppression.sinceMs,
      retryAtMs,
    }),
  };
}

function suppressionMessage(suppression: Suppression): string {
  const where = suppression.channel === '*' ? 'any channel' : suppression.channel;
  const data = suppression.targeting.includes('*') ? 'any data about the customer' : suppression.targeting.join(', ');
  const chosen = suppression.targeting.length > 0 ? ` when selected by ${data}` : '';
  return `${whoseNo(suppression)}: no contact for ${whatFor(suppression)} by ${where}${chosen}.`;
}

/** A dead address is nobody's word, and what nobody has decided yet may be none. */
function whoseNo({ origin, signal, unsure }: Suppression): string {
  if (origin === 'operator') return `Suppressed (${signal})`;
  if (signal === 'hard_bounce') return `Nothing can be delivered to the address (${signal})`;
  if (unsure) return 'The customer may have said no, and a person is to decide (GET /refusals/review)';
  return `The customer said no (${signal})`;
}

function whatFor({ purpose, classes, except }: Suppression): string {
  const what = purpose === '*' ? 'anything' : purpose;
  const of = classes ? ` of class ${classes.join(' or ')}` : '';
  const open = except ? ` (${except.join(', ')} aside)` : '';
  return what + of + open;
}
