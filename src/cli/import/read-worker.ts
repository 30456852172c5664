/** The thread of read-thread.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '../../clock.ts';
import { readListed } from '../../guard/read-listed.ts';
import { createHashes } from '../../identity/hashes.ts';
import { createRequestReader } from '../../requests/reader.ts';
import { CommandError } from '../terminal.ts';
import { type Batch, type LookedRow, readBatches } from './batches.ts';
import { kindFor } from './list-kind.ts';
import type { BatchTold, Reading, ReadTask, ReadTold } from './read-thread.ts';
import { createWindow, type WindowRow } from './window.ts';

const { wanted, begin, ahead } = workerData as ReadTask;
const tell = (told: ReadTold): void => parentPort?.postMessage(told);

/** With what the guard would make of an address, hashes and all, and without what no service is told. */
const withReading = readerOf(wanted.reading);

function readerOf(reading: Reading | undefined): (row: LookedRow) => LookedRow {
  if (!reading) return (row) => row;
  const { pepper, defaultRegion, caller } = reading;
  const reader = createRequestReader(createHashes(Buffer.from(pepper)), defaultRegion, systemClock.nowMs);
  return (row) => {
    const { looked } = row;
    if (!('said' in looked)) return row;
    const { key, said } = looked;
    if (said.kind !== 'suppression' && said.kind !== 'refusal') return { ...row, looked: { key, said } };
    return { ...row, looked: { key, said: { ...said, read: readListed(reader, said, caller) } } };
  };
}

const { batchRows, windowRows = batchRows } = begin;
const isSorted = windowRows > batchRows;
const window = createWindow(batchRows, windowRows);

function push({ rows, fieldsAt }: Batch): void {
  for (const [at, bare] of rows.entries()) {
    const row = withReading(bare);
    const key = 'said' in row.looked ? row.looked.key : '';
    window.push({
      key,
      place: isSorted ? placeOf(row) : '',
      row: JSON.stringify(row),
      fields: JSON.stringify(fieldsAt(at)),
    });
  }
}

/** Addresses lie in the order of their kinds and hashes. */
function placeOf({ looked }: LookedRow): string {
  if (!('said' in looked) || !('read' in looked.said) || looked.said.read === undefined) return '';
  const { kind, hash } = looked.said.read.address;
  return `${kind} ${hash}`;
}

let free = ahead;
let goOn = (): void => {};
parentPort?.on('message', () => {
  free++;
  goOn();
});

async function tellWindow(parts: WindowRow[][], { digest, bytesRead }: Batch): Promise<void> {
  for (const [at, part] of parts.entries()) {
    // What waits to be recorded fills no memory.
    while (free < 1)
      await new Promise<void>((resolve) => {
        goOn = resolve;
      });
    free--;
    const rest: Omit<BatchTold, 'rows'> = { digest: at === parts.length - 1 ? digest : undefined, bytesRead };
    const batch = `{"rows":[${part.map(({ row }) => row).join()}],${JSON.stringify(rest).slice(1)}`;
    tell({ batch, fields: `[${part.map(({ fields }) => fields).join()}]` });
  }
}

try {
  const kind = kindFor(wanted, (list) => tell({ list }));
  let last: Batch | undefined;
  let telling = Promise.resolve();
  for await (const batch of readBatches({ ...wanted, kind }, begin)) {
    push(batch);
    last = batch;
    if (!window.isFull()) continue;
    await telling;
    // Beside it the next window is read.
    telling = tellWindow(window.take(), batch);
  }
  await telling;
  if (last) await tellWindow(window.take(), last);
  tell({ isEnd: true });
} catch (error) {
  if (!(error instanceof CommandError)) throw error;
  tell({ fault: error.message, exitCode: error.exitCode });
}
