/** One decision, for people at a terminal. */
import type { FullAnswer } from '../decisions/answer.ts';
import { styled } from './terminal.ts';

type Reason = Readonly<Record<string, unknown>>;

/** Which message it was about. `customerId` is undefined where the person was erased. */
export interface AskedAbout {
  readonly customerId: string | undefined;
  readonly channel: string;
  readonly purpose: string;
}

/** @returns several lines: the verdict, every reason with its rule, when it would be allowed, how much is left. */
export function describeDecision(answer: FullAnswer, { customerId, channel, purpose }: AskedAbout): string {
  const verdict = answer.allowed ? styled(['green', 'bold'], 'allowed') : styled(['red', 'bold'], 'denied');
  const lines = [
    `${verdict}  ${channel} ${purpose} to ${customerId ?? '(erased)'}${answer.degraded ? styled('yellow', '  (degraded: the store is out of reach)') : ''}`,
  ];
  for (const reason of answer.reasons) lines.push(...describeReason(reason));
  if (!answer.allowed)
    lines.push(
      '',
      answer.retryAt === null
        ? 'No time will make it allowed.'
        : `Allowed from ${styled('bold', answer.retryAt)} if nothing else happens.`,
    );
  if (answer.shadow.length > 0)
    lines.push('', 'Rules in shadow mode would have denied:', ...answer.shadow.flatMap(describeReason));
  if (answer.allowed && answer.caps.length > 0) {
    lines.push(
      ...answer.caps.map(({ policy, rule, limit, used, remaining }) =>
        styled('dim', `  ${policy}/${rule}: ${used} of ${limit} used, ${remaining} left`),
      ),
    );
  }
  return lines.join('\n');
}

function describeReason({
  code,
  policy,
  rule,
  force,
  message,
  limit,
  used,
  window,
  retryAt,
  suppressionId,
  since,
}: Reason): string[] {
  const where = policy === undefined ? '' : `  ${policy}/${rule} (${force})`;
  const facts = [
    ...(limit === undefined ? [] : [`${used} of ${limit} used${window === undefined ? '' : ` in ${window}`}`]),
    ...(suppressionId === undefined ? [] : [`suppression ${suppressionId} since ${since}`]),
    ...(typeof retryAt === 'string' ? [`until ${retryAt}`] : []),
  ];
  return [
    `  ${styled('bold', String(code))}${where}`,
    `    ${message}`,
    ...(facts.length > 0 ? [styled('dim', `    ${facts.join(', ')}`)] : []),
  ];
}
