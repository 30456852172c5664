/** Where imported rows go: to the running service, a request for each batch, or to a store of our own. */
import { setTimeout as sleep } from 'node:timers/promises';
import { monotonicMs } from '../../clock.ts';
import { Problem } from '../../errors.ts';
import type { Caller, Guard } from '../../guard-contract.ts';
import { dataHeader } from '../../http/json-or-lines.ts';
import type { ServiceClient } from '../service-client.ts';
import { ServiceGone } from '../service-client.ts';
import { CommandError, fieldProblems } from '../terminal.ts';
import type { ImportTarget } from './checkpoint.ts';
import type { Item } from './kinds.ts';

export type RowResult =
  | { readonly kind: 'recorded' }
  | { readonly kind: 'known' }
  /** There is nothing to record of it. */
  | { readonly kind: 'passed' }
  | { readonly kind: 'rejected'; readonly problem: string };

export interface Recorder {
  /** What the rows go into, and who records, as far as ids of rows go. @throws CommandError as `record` does */
  target(): Promise<ImportTarget>;
  /** Batches worked on at once, and rows of each. */
  readonly inFlight: number;
  readonly batchRows: number;
  /** One result for each, in order. @throws CommandError where the store or service stays away. */
  record(items: readonly Item[]): Promise<RowResult[]>;
}

/** How many batches at once, rows of each, and how many of those at once. */
export interface Window {
  readonly batches: number;
  readonly batchRows: number;
  readonly atOnce: number;
}

/** Few enough that each row is written within the deadline of its write. */
const window: Window = { batches: 2, batchRows: 500, atOnce: 128 };
/** What is committed as a whole knows no such deadline, and each commit waits for the disk. */
export const wideWindow: Window = { batches: 1, batchRows: 1000, atOnce: 1000 };

const recorded: RowResult = { kind: 'recorded' };
const known: RowResult = { kind: 'known' };

/** How long a service that restarts, or a store that is away, is waited for. */
const patienceMs = 30_000;

/** Asks again what may pass, until patience ends; the ids of rows make that safe. */
async function withPatience<T>(work: () => Promise<T | 'again'>, away: string): Promise<T> {
  const until = monotonicMs() + patienceMs;
  for (let waitMs = 100; ; waitMs = Math.min(waitMs * 2, 2000)) {
    const result = await work();
    if (result !== 'again') return result;
    if (monotonicMs() + waitMs > until)
      throw new CommandError(`${away}; what was recorded is safe, run the same command again to go on`);
    await sleep(waitMs);
  }
}

export function storeRecorder(
  guard: Guard,
  caller: Caller,
  into: string,
  { batches, batchRows, atOnce } = window,
): Recorder {
  const recordOne = (item: Item): Promise<RowResult> => {
    let isTriedBefore = false;
    return withPatience(async () => {
      try {
        const { replayed } = await item.record(guard, caller);
        return replayed && !isTriedBefore ? known : recorded;
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        // It may have been written all the same.
        isTriedBefore = true;
        if (error.code === 'store-unavailable') return 'again';
        return { kind: 'rejected', problem: fieldProblems(error.errors) || error.message };
      }
    }, 'the store is out of reach');
  };
  const last = new Map<string, Promise<RowResult>>();
  const inOrder = async (item: Item): Promise<RowResult> => {
    const before = last.get(item.key);
    const done = before === undefined ? recordOne(item) : before.then(() => recordOne(item));
    last.set(item.key, done);
    try {
      return await done;
    } finally {
      if (last.get(item.key) === done) last.delete(item.key);
    }
  };
  return {
    inFlight: batches,
    batchRows,
    target: async () => ({ into, data: await guard.dataId(), caller: caller.name }),
    async record(items) {
      const results: RowResult[] = [];
      let next = 0;
      const recordSome = async (): Promise<void> => {
        while (next < items.length) {
          const place = next++;
          results[place] = await inOrder(items[place] as Item);
        }
      };
      await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, recordSome));
      return results;
    },
  };
}

/** @param path where the rows go, or most of them */
export function serviceRecorder(client: ServiceClient, path: string): Recorder {
  const away = `the service at ${client.url} does not answer`;
  /** Batches under way, by the keys of their rows. */
  const underWay = new Map<ReadonlySet<string>, Promise<unknown>>();

  const send = async (items: readonly Item[]): Promise<(RowResult | 'again')[]> => {
    const [first] = items as [Item];
    const lines = items.map(({ body }) => JSON.stringify(body)).join('\n');
    try {
      const { text } = await client.postLines(first.path, `${lines}\n`, first.under);
      const answers = text.trimEnd().split('\n');
      // Lines that the service did not look at any more leave their rows unknown.
      return items.map((_item, index) => resultOf(answers[index]));
    } catch (error) {
      if (error instanceof ServiceGone) return items.map(() => 'again');
      throw error;
    }
  };
  /** No row at all: the answer names the data all the same. */
  const dataId = (): Promise<string> =>
    withPatience(async () => {
      try {
        return (await client.postLines(path, '\n')).headers.get(dataHeader) ?? 'again';
      } catch (error) {
        if (error instanceof ServiceGone) return 'again';
        throw error;
      }
    }, away);
  const recordAll = (items: readonly Item[]): Promise<RowResult[]> => {
    const results: (RowResult | 'again')[] = items.map(() => 'again');
    return withPatience(async () => {
      const open = [...results.keys()].filter((index) => results[index] === 'again');
      const sent = Map.groupBy(open, (index) => `${items[index]?.path} ${items[index]?.under}`);
      await Promise.all(
        [...sent.values()].map(async (places) => {
          const answers = await send(places.map((index) => items[index] as Item));
          for (const [at, index] of places.entries()) results[index] = answers[at] ?? 'again';
        }),
      );
      return results.includes('again') ? 'again' : (results as RowResult[]);
    }, away);
  };
  return {
    inFlight: 4,
    batchRows: 500,
    target: async () => ({ into: client.url, data: await dataId(), caller: client.caller }),
    async record(items) {
      const keys = new Set(items.map(({ key }) => key));
      const earlier = [...underWay].filter(([others]) => !keys.isDisjointFrom(others)).map(([, done]) => done);
      const done = Promise.allSettled(earlier).then(() => recordAll(items));
      underWay.set(keys, done);
      try {
        return await done;
      } finally {
        underWay.delete(keys);
      }
    },
  };
}

interface Line {
  readonly contactId?: string;
  readonly refusalId?: string;
  readonly suppressionId?: string;
  readonly consentId?: string;
  readonly replayed?: boolean;
  readonly status?: number;
  readonly detail?: string;
  readonly errors?: readonly { path: string; message: string }[];
}

function resultOf(text: string | undefined): RowResult | 'again' {
  let line: Line;
  try {
    line = JSON.parse(text ?? '') as Line;
  } catch {
    return 'again';
  }
  const id = line.contactId ?? line.refusalId ?? line.suppressionId ?? line.consentId;
  if (typeof id === 'string' && line.status === undefined) return line.replayed ? known : recorded;
  if (line.status === 503) return 'again';
  return { kind: 'rejected', problem: fieldProblems(line.errors ?? []) || (line.detail ?? 'not understood') };
}
