/** The rows of a long file, read and looked at on a thread of their own while the ones before them are recorded: most of an import on a second core. */
import { on } from 'node:events';
import { Worker } from 'node:worker_threads';
import { CommandError } from '../terminal.ts';
import { type Batch, type Begin, readBatches } from './batches.ts';
import { type KindWanted, kindFor } from './list-kind.ts';
import type { Row, RowFormat } from './rows.ts';

/** What to read, in words that a thread can be told. */
export interface FileWanted extends KindWanted {
  readonly file: string;
  readonly format: RowFormat | undefined;
  /** Where rows go into a store of our own: addresses are read and hashed beside it too. */
  readonly reading?: Reading | undefined;
}

export interface Reading {
  readonly pepper: Uint8Array;
  readonly defaultRegion: string | undefined;
  readonly caller: string;
}

/** What the thread is told at its start. */
export interface ReadTask {
  readonly wanted: FileWanted;
  readonly begin: Begin;
  /** Batches that it may be ahead of whoever records them. */
  readonly ahead: number;
}

/** What `ReadTold.batch` holds. */
export type BatchTold = Omit<Batch, 'fieldsAt'>;

/** What the thread says. */
export type ReadTold =
  | { readonly list: string }
  /** As JSON: that is read faster than the same objects are copied. What rows say stands apart: it is read of those alone that are rejected. */
  | { readonly batch: string; readonly fields: string }
  | { readonly fault: string; readonly exitCode: 1 | 2 }
  | { readonly isEnd: true };

const ahead = 2;
/** Of the thread's memory, for what is read and soon over: half of what it would take by itself. */
const youngMb = 48;
/** A shorter file is read before a thread has begun. */
const longBytes = 1_000_000;

/** @param onList told what was found in the columns of a list. @throws CommandError as `readBatches` does */
export function batchesOf(
  wanted: FileWanted,
  bytes: number | undefined,
  onList: (words: string) => void,
): (begin: Begin) => AsyncGenerator<Batch> {
  if (bytes === undefined || bytes < longBytes)
    return (begin) => readBatches({ ...wanted, kind: kindFor(wanted, onList) }, begin);
  return (begin) => readOnThread({ wanted, begin, ahead }, onList);
}

function batchOf({ batch, fields }: { batch: string; fields: string }): Batch {
  let all: Row['fields'][] | undefined;
  const fieldsAt = (place: number): Row['fields'] => {
    all ??= JSON.parse(fields) as Row['fields'][];
    return all[place] ?? '';
  };
  return { ...(JSON.parse(batch) as BatchTold), fieldsAt };
}

async function* readOnThread(task: ReadTask, onList: (words: string) => void): AsyncGenerator<Batch> {
  const worker = new Worker(new URL('./read-worker.ts', import.meta.url), {
    workerData: task,
    resourceLimits: { maxYoungGenerationSizeMb: youngMb },
  });
  try {
    for await (const [told] of on(worker, 'message', { close: ['exit'] }) as AsyncIterable<[ReadTold]>) {
      if ('list' in told) onList(told.list);
      else if ('fault' in told) throw new CommandError(told.fault, told.exitCode);
      else if ('isEnd' in told) return;
      else {
        worker.postMessage('more');
        yield batchOf(told);
      }
    }
    throw new CommandError(
      'the thread that reads the file ended; what was recorded is safe, run the same command again to go on',
    );
  } finally {
    await worker.terminate();
  }
}
