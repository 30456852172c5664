/** The thread of read-thread.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '../../clock.ts';
import { readListed } from '../../guard/read-listed.ts';
import { createHashes } from '../../identity/hashes.ts';
import { createRequestReader } from '../../requests/reader.ts';
import { CommandError } from '../terminal.ts';
import { type LookedRow, readBatches } from './batches.ts';
import { kindFor } from './list-kind.ts';
import type { Reading, ReadTask, ReadTold } from './read-thread.ts';

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

let free = ahead;
let goOn = (): void => {};
parentPort?.on('message', () => {
  free++;
  goOn();
});

try {
  const kind = kindFor(wanted, (list) => tell({ list }));
  for await (const batch of readBatches({ ...wanted, kind }, begin)) {
    // What waits to be recorded fills no memory.
    while (free === 0)
      await new Promise<void>((resolve) => {
        goOn = resolve;
      });
    free--;
    tell({ batch: JSON.stringify({ ...batch, rows: batch.rows.map(withReading) }) });
  }
  tell({ isEnd: true });
} catch (error) {
  if (!(error instanceof CommandError)) throw error;
  tell({ fault: error.message, exitCode: error.exitCode });
}
