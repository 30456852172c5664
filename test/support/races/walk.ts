/**
 * Walks through all orders of the commands of several lanes: each order is run from its beginning on the real store. Two commands that share no
 * key, or that both only read, have the same effect in either order; of orders that differ in nothing else one is walked (dynamic partial order
 * reduction with sleep sets, Flanagan and Godefroid 2005). With `everyOrder` nothing is left out.
 */
import type { Command, Lane } from './lanes.ts';

export interface Walked {
  /** Orders that were run and checked. */
  readonly orders: number;
  /** Runs that turned out to be one of those again. */
  readonly again: number;
  /** Commands of the longest order. */
  readonly commands: number;
}

export interface Run {
  readonly lanes: readonly Lane[];
  /** Looks at what came of it, once all lanes are done. @throws where it is wrong */
  check(order: string): Promise<void>;
  end(): Promise<void>;
}

type Batch = readonly Command[];

interface Node {
  readonly enabled: ReadonlyMap<number, Batch>;
  readonly sleep: Map<number, Batch>;
  readonly wanted: Set<number>;
  readonly tried: Set<number>;
}

interface Step {
  readonly lane: number;
  readonly batch: Batch;
}

export interface WalkOptions {
  readonly everyOrder?: boolean;
  /** Where there are more, the walk fails: nothing is left out in silence. */
  readonly most?: number;
  /** Walks so many orders instead, each drawn step by step. */
  readonly drawn?: { readonly orders: number; drawBelow(bound: number): number };
}

export async function walk(
  begin: () => Promise<Run>,
  { everyOrder = false, most = 20_000, drawn }: WalkOptions = {},
): Promise<Walked> {
  if (drawn) return walkDrawn(begin, drawn);
  const path: { node: Node; lane: number }[] = [];
  let [orders, again, commands] = [0, 0, 0];
  for (;;) {
    const run = await begin();
    const steps: Step[] = [];
    let isRepeated = false;
    try {
      for (let depth = 0; run.lanes.some((lane) => !lane.isDone()); depth++) {
        const enabled = new Map(
          run.lanes.flatMap((lane, at) => (lane.isDone() ? [] : [[at, lane.waiting()] as const])),
        );
        if (!path[depth] && !isRepeated) {
          const sleep = sleepAfter(path[depth - 1], steps[depth - 1], everyOrder);
          const lane = [...enabled.keys()].find((one) => !sleep.has(one));
          const wanted = new Set(everyOrder ? enabled.keys() : [lane ?? 0]);
          // All that could go on here was walked before: the rest is run to its end, and is no order of its own.
          if (lane === undefined) isRepeated = true;
          else path.push({ node: { enabled, sleep, wanted, tried: new Set() }, lane });
        }
        const lane = path[depth]?.lane ?? ([...enabled.keys()][0] as number);
        steps.push({ lane, batch: enabled.get(lane) ?? [] });
        await run.lanes[lane]?.step();
      }
      if (!isRepeated) await run.check(describe(steps));
    } finally {
      await run.end();
    }
    if (isRepeated) again++;
    else orders++;
    commands = Math.max(commands, steps.length);
    if (orders + again > most) throw new Error(`more than ${most} orders: make the race smaller`);
    if (!everyOrder) wantRaces(path, steps);
    if (!advance(path)) return { orders, again, commands };
  }
}

async function walkDrawn(
  begin: () => Promise<Run>,
  { orders, drawBelow }: NonNullable<WalkOptions['drawn']>,
): Promise<Walked> {
  let commands = 0;
  for (let order = 0; order < orders; order++) {
    const run = await begin();
    const steps: Step[] = [];
    try {
      for (;;) {
        const open = [...run.lanes.entries()].filter(([, lane]) => !lane.isDone());
        const next = open[drawBelow(open.length)];
        if (!next) break;
        const [at, lane] = next;
        steps.push({ lane: at, batch: lane.waiting() });
        await lane.step();
      }
      await run.check(describe(steps));
    } finally {
      await run.end();
    }
    commands = Math.max(commands, steps.length);
  }
  return { orders, again: 0, commands };
}

function sleepAfter(before: { node: Node; lane: number } | undefined, step: Step | undefined, everyOrder: boolean) {
  const sleep = new Map<number, Batch>();
  if (!before || !step || everyOrder) return sleep;
  for (const [lane, batch] of before.node.sleep) if (!dependent(batch, step.batch)) sleep.set(lane, batch);
  for (const lane of before.node.tried) {
    const batch = before.node.enabled.get(lane) ?? [];
    if (lane !== before.lane && !dependent(batch, step.batch)) sleep.set(lane, batch);
  }
  sleep.delete(before.lane);
  return sleep;
}

/** Of two commands in a race (dependent, of different lanes, nothing between them that orders them) the later lane is to go first, too. */
function wantRaces(path: readonly { node: Node }[], steps: readonly Step[]): void {
  const before = steps.map(() => new Set<number>());
  steps.forEach((step, at) => {
    const mine = before[at] as Set<number>;
    for (let other = at - 1; other >= 0; other--) {
      const earlier = steps[other] as Step;
      const isSame = earlier.lane === step.lane;
      if (mine.has(other) || !(isSame || dependent(earlier.batch, step.batch))) continue;
      const place = path[other];
      if (!isSame && place) {
        const { enabled, wanted } = place.node;
        for (const lane of enabled.has(step.lane) ? [step.lane] : enabled.keys()) wanted.add(lane);
      }
      mine.add(other);
      for (const one of before[other] as Set<number>) mine.add(one);
    }
  });
}

/** Sets the path to the next order. @returns false where there is none */
function advance(path: { node: Node; lane: number }[]): boolean {
  for (let here = path.at(-1); here; here = path.at(-1)) {
    here.node.tried.add(here.lane);
    const { wanted, tried, sleep } = here.node;
    const next = [...wanted].find((lane) => !tried.has(lane) && !sleep.has(lane));
    if (next !== undefined) {
      here.lane = next;
      return true;
    }
    path.pop();
  }
  return false;
}

function dependent(one: Batch, other: Batch): boolean {
  return one.some((a) => other.some((b) => (a.writes || b.writes) && a.keys.some((key) => b.keys.includes(key))));
}

function describe(steps: readonly Step[]): string {
  return steps
    .map(({ lane, batch }) => {
      const [first] = batch;
      const parts = first?.keys.map((key) => key.split(':')[2] ?? key).join('') ?? '';
      return `${'ABC'[lane]}:${first?.name}(${parts})${batch.length > 1 ? `x${batch.length}` : ''}`;
    })
    .join(' ');
}
