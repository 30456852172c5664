/** Where imported rows go: to the running service, a request for each batch, or to a store of our own. */
import { setTimeout as sleep } from 'node:timers/promises';
import { monotonicMs } from '../../clock.ts';
import { Problem } from '../../errors.ts';
import type { Caller, ElsewhereInput, Guard } from '../../guard-contract.ts';
import { dataHeader } from '../../http/json-or-lines.ts';
import type { ServiceClient } from '../service-client.ts';
import { ServiceGone } from '../service-client.ts';
import { CommandError, fieldProblems } from '../terminal.ts';
import type { ImportTarget } from './checkpoint.ts';

export type RowResult =
  | { readonly kind: 'recorded' }
  | { readonly kind: 'known' }
  | { readonly kind: 'rejected'; readonly problem: string };

/** A row that fits: as it is sent, and as the guard takes it. */
export interface Contact {
  readonly body: object;
  readonly input: ElsewhereInput;
}

export interface Recorder {
  /** What the rows go into, and who records, as far as ids of rows go. @throws CommandError as `record` does */
  target(): Promise<ImportTarget>;
  /** Batches worked on at once. */
  readonly inFlight: number;
  /** One result for each, in order. @throws CommandError where the store or service stays away. */
  record(contacts: readonly Contact[]): Promise<RowResult[]>;
}

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

export function storeRecorder(guard: Guard, caller: Caller, into: string): Recorder {
  const recordOne = ({ input }: Contact): Promise<RowResult> =>
    withPatience(async () => {
      try {
        const { replayed } = await guard.recordContact(input, caller);
        return replayed ? known : recorded;
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        if (error.code === 'store-unavailable') return 'again';
        return { kind: 'rejected', problem: fieldProblems(error.errors) || error.message };
      }
    }, 'the store is out of reach');
  return {
    inFlight: 2,
    target: async () => ({ into, data: await guard.dataId(), caller: caller.name }),
    record: (contacts) => Promise.all(contacts.map(recordOne)),
  };
}

export function serviceRecorder(client: ServiceClient): Recorder {
  const away = `the service at ${client.url} does not answer`;
  const send = async (contacts: readonly Contact[]): Promise<(RowResult | 'again')[]> => {
    const lines = contacts.map(({ body }) => JSON.stringify(body)).join('\n');
    try {
      const { text } = await client.postLines('/contacts', `${lines}\n`);
      const answers = text.trimEnd().split('\n');
      // Lines that the service did not look at any more leave their rows unknown.
      return contacts.map((_contact, index) => resultOf(answers[index]));
    } catch (error) {
      if (error instanceof ServiceGone) return contacts.map(() => 'again');
      throw error;
    }
  };
  /** No contact at all: the answer names the data all the same. */
  const dataId = (): Promise<string> =>
    withPatience(async () => {
      try {
        return (await client.postLines('/contacts', '\n')).headers.get(dataHeader) ?? 'again';
      } catch (error) {
        if (error instanceof ServiceGone) return 'again';
        throw error;
      }
    }, away);
  return {
    inFlight: 4,
    target: async () => ({ into: client.url, data: await dataId(), caller: client.caller }),
    async record(contacts) {
      const results: (RowResult | 'again')[] = contacts.map(() => 'again');
      return withPatience(async () => {
        const open = [...results.keys()].filter((index) => results[index] === 'again');
        const answers = await send(open.map((index) => contacts[index] as Contact));
        for (const [at, index] of open.entries()) results[index] = answers[at] ?? 'again';
        return results.includes('again') ? 'again' : (results as RowResult[]);
      }, away);
    },
  };
}

interface Line {
  readonly contactId?: string;
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
  if (typeof line.contactId === 'string') return line.replayed ? known : recorded;
  if (line.status === 503) return 'again';
  return { kind: 'rejected', problem: fieldProblems(line.errors ?? []) || (line.detail ?? 'not understood') };
}
