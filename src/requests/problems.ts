/** What is wrong with a request beyond its schema, all of it at once. */

import { confirmByFault, contactAtFault, outcomeAtFault } from '../engine/instants.ts';
import { type FieldProblem, Problem } from '../errors.ts';

/** Runs every check. @returns the problems that they threw. */
export function problemsFoundBy(checks: readonly (() => unknown)[]): FieldProblem[] {
  return checks.flatMap((check) => {
    try {
      check();
      return [];
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return error.errors;
    }
  });
}

/** Instants out of bounds. The steps hold the same bounds again, with the store's clock. */
export function instantProblems(
  { confirmByMs, atMs, outcomeAtMs }: { confirmByMs?: number; atMs?: number; outcomeAtMs?: number },
  nowMs: number,
): FieldProblem[] {
  const faults = {
    confirmBy: confirmByMs === undefined ? undefined : confirmByFault(confirmByMs, nowMs),
    at: atMs === undefined ? undefined : contactAtFault(atMs, nowMs),
    outcomeAt: outcomeAtMs === undefined ? undefined : outcomeAtFault(outcomeAtMs, atMs, nowMs),
  };
  return Object.entries(faults).flatMap(([path, message]) => (message === undefined ? [] : [{ path, message }]));
}
