/**
 * `import KIND FILE`: a company goes live with its history. Bounded memory; what a crash interrupts is carried on by the next run: rows up to the
 * checkpoint are passed over, the few after it are recognised by what they were said under.
 */
import { createHash, hash } from 'node:crypto';
import { accessSync, constants, createReadStream, statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { monotonicMs } from '../../clock.ts';
import { Problem } from '../../errors.ts';
import type { ProgressBar } from '../progress.ts';
import { CommandError, fieldProblems, fileFault } from '../terminal.ts';
import type { Checkpoint, ImportTarget } from './checkpoint.ts';
import type { ImportKind, Item } from './kinds.ts';
import { openLedger, rejectedFileOf } from './ledger.ts';
import type { Recorder, RowResult } from './recorder.ts';
import { type Row, type RowFormat, readRows } from './rows.ts';

export interface ImportOptions {
  readonly kind: ImportKind;
  /** A path, or `-` for standard input, of which no checkpoint is kept. */
  readonly file: string;
  readonly format: RowFormat | undefined;
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
  readonly rejectedFile: string;
  readonly rowsPerSecond: number;
}

/** A row with the id that it has in every run. */
interface NamedRow extends Row {
  readonly id: string;
}

interface Batch {
  readonly rows: readonly NamedRow[];
  readonly results: Promise<RowResult[]>;
  /** Digest over all rows up to the last of this batch. */
  readonly digest: string;
}

/** @throws CommandError where it cannot go on; all that was recorded until then is kept. */
export async function importRows(options: ImportOptions): Promise<ImportSummary> {
  const { kind, recorder, progress } = options;
  const startedMs = monotonicMs();
  const source = openSource(options.file);
  const ledger = openLedger({ ...options, target: await recorder.target() });
  if (ledger.elsewhere !== undefined) options.onElsewhere(ledger.elsewhere);
  const resumed = ledger.state;
  const rows = readRows(source.input, options.format, kind.headerOf);
  const digest = createHash('sha256');
  const waiting: Batch[] = [];
  progress.start(source.bytes);

  const settleOldest = async (): Promise<void> => {
    const batch = waiting.shift();
    if (!batch) return;
    ledger.add(batch.rows, await batch.results, batch.digest);
    progress.update(ledger.state.rows, source.bytesRead());
  };
  try {
    await passOver(rows, resumed, digest, options.file);
    for await (const batch of inBatches(rows, recorder.batchRows)) {
      for (const { id } of batch) digest.update(id);
      const results = recordBatch(batch, options, ledger.state.run);
      // Looked at when its turn comes; until then its failure is not unhandled.
      results.catch(() => undefined);
      waiting.push({ rows: batch, results, digest: digest.copy().digest('base64url') });
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
    source.input.destroy();
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
    rejectedFile: rejectedFileOf(options.file),
    rowsPerSecond,
  };
}

/** The rows that an earlier run has done must still be there, unchanged. */
async function passOver(
  rows: AsyncGenerator<Row>,
  resumed: Checkpoint,
  digest: ReturnType<typeof createHash>,
  file: string,
): Promise<void> {
  for (let passed = 0; passed < resumed.rows; passed++) {
    const { done, value } = await rows.next();
    if (done) throw changed(file);
    digest.update(idOf(value));
  }
  if (resumed.rows > 0 && digest.copy().digest('base64url') !== resumed.digest) throw changed(file);
}

function changed(file: string): CommandError {
  return new CommandError(
    `${file} was changed in the rows that an earlier run has imported. Import what is new as a file of its own, or begin anew with --restart: rows that say neither an operationId nor when they were said are then recorded again`,
  );
}

/** Names a row by what it says and where it stands: the same in every run, and two equal rows are two contacts. */
function idOf({ fields, line }: Row): string {
  return `import:${hash('sha256', JSON.stringify(fields), 'base64url').slice(0, 24)}:${line}`;
}

async function* inBatches(rows: AsyncIterable<Row>, batchRows: number): AsyncGenerator<NamedRow[]> {
  let batch: NamedRow[] = [];
  for await (const row of rows) {
    batch.push({ ...row, id: idOf(row) });
    if (batch.length < batchRows) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function recordBatch(
  rows: readonly NamedRow[],
  { kind, recorder }: Pick<ImportOptions, 'kind' | 'recorder'>,
  run: string,
): Promise<RowResult[]> {
  const looked = rows.map((row) => lookAt(row, kind, run));
  const items = looked.filter((one) => 'body' in one);
  const answers = items.length === 0 ? [] : await recorder.record(items);
  let next = 0;
  return looked.map((one) => ('body' in one ? (answers[next++] as RowResult) : one));
}

/** What can be said of a row without asking anybody: it fits, or it is rejected. */
function lookAt({ fields, problem, isPassed, id }: NamedRow, kind: ImportKind, run: string): Item | RowResult {
  if (isPassed) return { kind: 'passed' };
  if (problem !== undefined) return { kind: 'rejected', problem };
  try {
    return kind.itemOf(fields as object, id, run);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { kind: 'rejected', problem: fieldProblems(error.errors) };
  }
}

/** @returns bytes of the file; undefined where nobody knows. @throws CommandError 2 where it cannot be read */
export function checkSource(file: string): number | undefined {
  if (file === '-') return undefined;
  try {
    const stat = statSync(file);
    accessSync(file, constants.R_OK);
    if (stat.isDirectory()) throw new CommandError(`${file} cannot be read: it is a folder`, 2);
    // A pipe has no size.
    return stat.isFile() && stat.size > 0 ? stat.size : undefined;
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(`${file} cannot be read: ${fileFault(error)}`, 2);
  }
}

export function openSource(file: string): { input: Readable; bytes: number | undefined; bytesRead: () => number } {
  const bytes = checkSource(file);
  if (file === '-') return { input: process.stdin, bytes, bytesRead: () => 0 };
  const input = createReadStream(file);
  return { input, bytes, bytesRead: () => input.bytesRead };
}
