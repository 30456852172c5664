/** Where imported rows go: to the running service, a request for each batch. */
import { setTimeout as sleep } from 'node:timers/promises';
import { monotonicMs } from '../../clock.ts';
import { dataHeader } from '../../http/json-or-lines.ts';
import type { ServiceClient } from '../service-client.ts';
import { ServiceGone } from '../service-client.ts';
import { CommandError, fieldProblems } from '../terminal.ts';
import type { ImportTarget } from './checkpoint.ts';
import type { Item, Sent } from './kinds.ts';

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
  /** Of so many rows of a long file, those of a batch are to be picked that are stored near to each other; absent: they cost alike in any order. */
  readonly windowRows?: number;
  /** One result for each, in order. @throws CommandError where the store or service stays away. */
  record(items: readonly Item[]): Promise<RowResult[]>;
}

export const recorded: RowResult = { kind: 'recorded' };
export const known: RowResult = { kind: 'known' };

/** How long a service that restarts, or a store that is away, is waited for. */
const patienceMs = 30_000;

/** Asks again what may pass, until patience ends; the ids of rows make that safe. */
export async function withPatience<T>(work: () => Promise<T | 'again'>, away: string): Promise<T> {
  const until = monotonicMs() + patienceMs;
  for (let waitMs = 100; ; waitMs = Math.min(waitMs * 2, 2000)) {
    const result = await work();
    if (result !== 'again') return result;
    if (monotonicMs() + waitMs > until)
      throw new CommandError(`${away}; what was recorded is safe, run the same command again to go on`);
    await sleep(waitMs);
  }
}

/** @param path where the rows go, or most of them */
export function serviceRecorder(client: ServiceClient, path: string): Recorder {
  const away = `the service at ${client.url} does not answer`;
  /** Batches under way, by the keys of their rows. */
  const underWay = new Map<ReadonlySet<string>, Promise<unknown>>();

  const send = async (items: readonly Sent[]): Promise<(RowResult | 'again')[]> => {
    const [first] = items as [Sent];
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
    const sentOf = (place: number): Sent => (items[place] as Item).sent as Sent;
    return withPatience(async () => {
      const open = [...results.keys()].filter((index) => results[index] === 'again');
      const sent = Map.groupBy(open, (place) => `${sentOf(place).path} ${sentOf(place).under}`);
      await Promise.all(
        [...sent.values()].map(async (places) => {
          const answers = await send(places.map(sentOf));
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
