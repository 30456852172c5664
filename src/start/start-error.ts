/** Why the service cannot start. */
import { wordsOf } from '../files.ts';

/** The service cannot start: one line for each reason. */
export class StartError extends Error {
  readonly lines: readonly string[];
  /** 1: found a problem. 2: a setting cannot be right. */
  readonly exitCode: 1 | 2;

  constructor(lines: readonly string[], exitCode: 1 | 2) {
    super(lines.join('\n'));
    this.lines = lines;
    this.exitCode = exitCode;
  }
}

export function startError(error: unknown, exitCode: 1 | 2): StartError {
  return error instanceof StartError ? error : new StartError([wordsOf(error)], exitCode);
}
