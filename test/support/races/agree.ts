/**
 * What was answered must agree with some order of the questions, one at a time, in which whoever was acknowledged comes before whoever was asked
 * after that. What each of them does, one at a time, says `model.ts`.
 */
import { after } from './model.ts';
import { nothing, type State } from './model-state.ts';
import type { Asked, Question } from './question.ts';

/** @returns an order that explains everything, or undefined */
export function orderThatAgrees(all: readonly Asked[]): readonly Question[] | undefined {
  const search = (
    left: readonly Asked[],
    state: State,
    sofar: readonly Question[],
  ): readonly Question[] | undefined => {
    if (left.every(({ endedAt }) => endedAt === undefined)) return sofar;
    for (const asked of left) {
      if (left.some((other) => other !== asked && other.endedAt !== undefined && other.endedAt < asked.beganAt))
        continue;
      for (const next of after(asked, state, all)) {
        const found = search(
          left.filter((other) => other !== asked),
          next,
          [...sofar, asked.what],
        );
        if (found) return found;
      }
    }
    return undefined;
  };
  return search(all, nothing, []);
}
