/** What a bench hands back: one figure against its goal, and how it is measured against a peer in turns. */
import { setTimeout as sleep } from 'node:timers/promises';

export interface Figure {
  readonly name: string;
  /** What is divided by what, in one line. */
  readonly what: string;
  readonly unit: 'x' | 'bytes' | 'ms' | 'us';
  /** Undefined: reported for its own sake. */
  readonly goal: { readonly atLeast: number } | { readonly atMost: number } | undefined;
  /** The middle one of the rounds. */
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** The measured sides behind the ratio: the middle of each, for the results file. */
  readonly sides?: Readonly<Record<string, number>>;
}

export interface Bench {
  readonly name: string;
  run(say: (line: string) => void): Promise<Figure[]>;
}

export function isReached({ goal, value }: Figure): boolean | undefined {
  if (goal === undefined) return undefined;
  return 'atLeast' in goal ? value >= goal.atLeast : value <= goal.atMost;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

export type Rounds<Side extends string> = Readonly<Record<Side, readonly number[]>>;

let quick = false;

/** From now on everything is measured once and shortly: enough to see that it runs. */
export function beQuick(): void {
  quick = true;
}

export function isQuick(): boolean {
  return quick;
}

/** Measures the sides in turns, A B A B, so that a slow minute of the machine meets them all. */
export async function inTurns<Side extends string>(
  rounds: number,
  sides: Readonly<Record<Side, () => Promise<number>>>,
): Promise<Rounds<Side>> {
  const names = Object.keys(sides) as Side[];
  const found = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Side, number[]>;
  for (let round = 0; round < (quick ? 1 : rounds); round++) {
    for (const name of names) {
      found[name].push(await sides[name]());
      await sleep(100);
    }
  }
  return found;
}

/** A figure from two sides: a ratio for each round, of which the middle one counts and the outer ones show the machine's noise. */
export function ratio<Side extends string>(
  about: Pick<Figure, 'name' | 'what' | 'goal'>,
  rounds: Rounds<Side>,
  over: Side,
  under: Side,
): Figure {
  const ratios = rounds[over].map((value, round) => value / (rounds[under][round] ?? Number.NaN));
  return {
    ...about,
    unit: 'x',
    value: median(ratios),
    min: Math.min(...ratios),
    max: Math.max(...ratios),
    sides: { [over]: median(rounds[over]), [under]: median(rounds[under]) },
  };
}
