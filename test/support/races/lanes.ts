/**
 * Holds every command of an operation until it is let go, so that the commands of several operations can be put in any order. An operation runs
 * in a lane (an async context); what runs in none, such as the looks of a running service at its store, passes.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as turn } from 'node:timers/promises';
import { StoreUnavailable } from '../../../src/errors.ts';
import type { RedisLink } from '../../../src/store/redis/client.ts';

/** What one command touches. */
export interface Command {
  readonly name: string;
  readonly keys: readonly string[];
  readonly writes: boolean;
}

interface Parked {
  readonly command: Command;
  go(): void;
  die(error: Error): void;
}

export interface Lane {
  /** What waits to be let go: one command, or several that were sent together. */
  waiting(): readonly Command[];
  isDone(): boolean;
  /** Lets what waits go, and returns when the lane waits again or is done. */
  step(): Promise<void>;
  /** Nothing of it reaches the store any more, as after a kill. */
  kill(): Promise<void>;
  readonly ended: Promise<void>;
}

interface Inner {
  parked: Parked[];
  inFlight: number;
  isDead: boolean;
  /** Held, or only watched. */
  readonly holds: boolean;
  readonly touched: Set<string>;
}

const lanes = new AsyncLocalStorage<Inner>();

/** A link whose commands wait, where they belong to a lane. */
export function heldLink(link: RedisLink): RedisLink {
  const through = async <T>(command: Command, work: () => Promise<T>): Promise<T> => {
    const lane = lanes.getStore();
    if (!lane) return work();
    for (const key of command.keys) lane.touched.add(key);
    if (lane.isDead) throw killed();
    if (!lane.holds) return work();
    await new Promise<void>((go, die) => lane.parked.push({ command, go, die }));
    lane.inFlight++;
    try {
      return await work();
    } finally {
      lane.inFlight--;
    }
  };
  const heldClient = new Proxy(link.client, {
    get(client, name) {
      const value = Reflect.get(client, name, client) as unknown;
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        const isDel = name === 'del';
        const command = { name: String(name), keys: (isDel ? args : args.slice(0, 1)).map(String), writes: isDel };
        return through(command, () => (value as (...all: unknown[]) => Promise<unknown>).apply(client, args));
      };
    },
  });
  return {
    ...link,
    run: (script, keys, args, untilMs, at) =>
      through({ name: script, keys, writes: script !== 'read' }, () => link.run(script, keys, args, untilMs, at)),
    call: (work) => (lanes.getStore() ? link.call(() => work(heldClient)) : link.call(work)),
  };
}

function killed(): StoreUnavailable {
  return new StoreUnavailable('the process was killed', { unknown: true });
}

/** Begins `work` in a lane of its own; returns when it waits with its first command. */
export async function beginLane(work: () => Promise<void>, touched: Set<string>): Promise<Lane> {
  const inner: Inner = { parked: [], inFlight: 0, isDead: false, holds: true, touched };
  let isDone = false;
  const ended = lanes.run(inner, work).finally(() => {
    isDone = true;
  });
  ended.catch(() => {});
  const quiet = async (): Promise<void> => {
    do await turn();
    while (!isDone && !(inner.parked.length > 0 && inner.inFlight === 0));
  };
  await quiet();
  return {
    waiting: () => inner.parked.map(({ command }) => command),
    isDone: () => isDone,
    async step() {
      const parked = inner.parked;
      inner.parked = [];
      for (const { go } of parked) go();
      await quiet();
    },
    async kill() {
      inner.isDead = true;
      for (const { die } of inner.parked) die(killed());
      inner.parked = [];
      while (!isDone) await turn();
    },
    ended,
  };
}

/** Runs `work` with nothing held; what it touches is noted all the same. */
export function watched<T>(work: () => Promise<T>, touched: Set<string>): Promise<T> {
  return lanes.run({ parked: [], inFlight: 0, isDead: false, holds: false, touched }, work);
}

/** The same lane, which is killed once so many of its steps are done. */
export function mortal(lane: Lane, steps: number): Lane {
  let left = steps;
  return {
    ...lane,
    waiting: () => (left > 0 ? lane.waiting() : []),
    step: () => (left-- > 0 ? lane.step() : lane.kill()),
  };
}
