/**
 * `import KIND FILE`: a company goes live with its history. Bounded memory; what a crash interrupts is carried on by the next run: rows up to the
 * checkpoint are passed over, the few after it are recognised by what they were said under.
 */
import { accessSync, constants } from 'node:fs';
import { dirname } from 'node:path';
import { monotonicMs } from '../../clock.ts';
import { type Lock, makeLock } from '../../process-lock.ts';
import type { ProgressBar } from '../progress.ts';
import { CommandError, fileExitCode } from '../terminal.ts';
import type { Batch, Begin, LookedRow } from './batches.ts';
import type { Checkpoint, ImportTarget } from './checkpoint.ts';
import { openLedger } from './ledger.ts';
import type { Recorder, RowResult } from './recorder.ts';

export interface ImportOptions {
  /** A path, or `-` for standard input, of which no checkpoint is kept. */
  readonly file: string;
  /** Undefined: nobody knows. */
  readonly bytes: number | undefined;
  /** The file's rows, from where an import begins. */
  readonly batches: (begin: Begin) => AsyncGenerator<Batch>;
  /** Begin at the first row, whatever an earlier run has done. */
  readonly restart: boolean;
  readonly recorder: Recorder;
  readonly progress: ProgressBar;
  /** Called for each of the first rejected rows; the others are counted and written. */
  readonly onRejected: (line: number, problem: string) => void;
  /** Told where an earlier run imported the file into other data. */
  readonly onElsewhere: (into: string) => void;
}

export interface ImportSummary extends Omit<Checkpoint, 'digest' | 'run' | keyof ImportTarget> {
  /** Rows that an earlier run had done. */
  readonly resumedRows: number;
  /** Undefined: of standard input no row was rejected. */
  readonly rejectedFile: string | undefined;
  readonly rowsPerSecond: number;
}

interface UnderWay extends Batch {
  readonly results: Promise<RowResult[]>;
}

/** @throws CommandError where it cannot go on; all that was recorded until then is kept. */
export async function importRows(options: ImportOptions): Promise<ImportSummary> {
  const lock = options.file === '-' ? undefined : lockOf(options.file);
  try {
    return await importLocked(options);
  } finally {
    lock?.release({ remove: true });
  }
}

/** Two imports of one file would each write over how far the other has come, and over its rejected rows. */
function lockOf(file: string): Lock {
  let lock: Lock | undefined;
  try {
    // SQLite's own error has no code that says what is wrong with the folder.
    accessSync(dirname(file), constants.W_OK);
    lock = makeLock(`${file}.lock`);
  } catch (error) {
    throw new CommandError(
      `${file}.lock cannot be made: its folder cannot be written, or knows no locks`,
      fileExitCode(error),
    );
  }
  if (!lock) throw new CommandError(`${file} is being imported by another process: wait until that has ended`);
  return lock;
}

async function importLocked(options: ImportOptions): Promise<ImportSummary> {
  const { recorder, progress } = options;
  const startedMs = monotonicMs();
  const ledger = openLedger({ ...options, target: await recorder.target() });
  if (ledger.elsewhere !== undefined) options.onElsewhere(ledger.elsewhere);
  const resumed = ledger.state;
  const waiting: UnderWay[] = [];
  progress.start(options.bytes);

  const settleOldest = async (): Promise<void> => {
    const batch = waiting.shift();
    if (!batch) return;
    progress.update(ledger.add(batch, await batch.results), batch.bytesRead);
  };
  try {
    const { batchRows, windowRows } = recorder;
    for await (const batch of options.batches({ ...resumed, batchRows, windowRows })) {
      ledger.begin();
      const results = recordBatch(batch.rows, recorder);
      // Looked at when its turn comes; until then its failure is not unhandled.
      results.catch(() => undefined);
      waiting.push({ ...batch, results });
      if (waiting.length >= recorder.inFlight) await settleOldest();
    }
    while (waiting.length > 0) await settleOldest();
  } catch (error) {
    // What is done is done: the rows before the trouble are not asked for again.
    try {
      while (waiting.length > 0) await settleOldest();
    } catch {
      // The same trouble.
    }
    throw error;
  } finally {
    ledger.save();
    progress.stop();
  }
  const { rows: done, line, recorded, known, passed, rejected, rejectedBytes } = ledger.state;
  const seconds = Math.max((monotonicMs() - startedMs) / 1000, 0.001);
  const rowsPerSecond = Math.round((done - resumed.rows) / seconds);
  return {
    rows: done,
    line,
    recorded,
    known,
    passed,
    rejected,
    rejectedBytes,
    resumedRows: resumed.rows,
    rejectedFile: ledger.rejectedFile,
    rowsPerSecond,
  };
}

async function recordBatch(rows: readonly LookedRow[], recorder: Recorder): Promise<RowResult[]> {
  const items = rows.flatMap(({ looked }) => ('said' in looked ? [looked] : []));
  const answers = items.length === 0 ? [] : await recorder.record(items);
  let next = 0;
  return rows.map(({ looked }) => ('said' in looked ? (answers[next++] as RowResult) : looked));
}
