/** From what a step found to what the caller is told: a value, or the problem that stands for it. */
import type { ConfirmOutcome } from '../engine/steps/confirm.ts';
import type { Decided, DecideOutcome } from '../engine/steps/decide.ts';
import type { OutcomeResult } from '../engine/steps/outcome.ts';
import type { RecordContactResult } from '../engine/steps/record-contact.ts';
import { invalid, Problem } from '../errors.ts';

export function unknownContact(): Problem {
  return new Problem('not-found', 'no such contact');
}

export function settled(outcome: DecideOutcome): Decided {
  if (outcome.kind === 'operation-mismatch') throw mismatch();
  if (outcome.kind === 'confirm-by') throw invalid('confirmBy', outcome.message);
  return outcome;
}

function mismatch(): Problem {
  const message = 'was used before with another body; an operationId names one attempt';
  return new Problem('operation-mismatch', `operationId ${message}`, [{ path: 'operationId', message }]);
}

export function confirmed(outcome: ConfirmOutcome): Extract<ConfirmOutcome, { kind: 'decided' }> {
  if (outcome.kind === 'unknown') throw unknownContact();
  if (outcome.kind === 'conflict') throw new Problem('conflict', outcome.message);
  return outcome;
}

export function reported(result: OutcomeResult): Extract<OutcomeResult, { kind: 'done' }> {
  if (result.kind === 'unknown') throw unknownContact();
  if (result.kind === 'conflict') throw new Problem('conflict', result.message);
  if (result.kind === 'at') throw invalid('at', result.message);
  return result;
}

export function recorded(result: RecordContactResult): Extract<RecordContactResult, { kind: 'recorded' }> {
  if (result.kind === 'operation-mismatch') throw mismatch();
  if (result.kind === 'at') throw invalid(result.path, result.message);
  return result;
}
