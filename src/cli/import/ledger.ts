/** Keeps count of an import, and the two files beside the imported one: how far it came, and the rows that were rejected. */
import { appendFileSync, existsSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { monotonicMs } from '../../clock.ts';
import { CommandError, writing } from '../terminal.ts';
import { atStart, type Checkpoint, type ImportTarget, readCheckpoints, writeCheckpoints } from './checkpoint.ts';
import type { RowResult } from './recorder.ts';
import type { Row } from './rows.ts';

export interface LedgerOptions {
  /** The imported file, or `-`, of which no checkpoint is kept. */
  readonly file: string;
  /** Begin at the first row, whatever an earlier run has done. */
  readonly restart: boolean;
  readonly target: ImportTarget;
  /** Called for each of the first rejected rows; the others are counted and written. */
  readonly onRejected: (line: number, problem: string) => void;
}

export interface Ledger {
  readonly state: Checkpoint;
  /** Where an earlier run had the same rows to import into other data; undefined: nowhere. */
  readonly elsewhere: string | undefined;
  /** Before the first row is given away: without it nobody would know afterwards which import those rows were of. */
  begin(): void;
  add(rows: readonly Pick<Row, 'line' | 'fields'>[], results: readonly RowResult[], digest: string): void;
  save(): void;
}

const checkpointEveryMs = 250;
const reportedRejections = 20;

export function rejectedFileOf(file: string): string {
  return file === '-' ? 'stdin.rejected.ndjson' : `${file}.rejected.ndjson`;
}

export function openLedger({ file, restart, target, onRejected }: LedgerOptions): Ledger {
  const path = file === '-' ? undefined : `${file}.progress`;
  const rejectedFile = rejectedFileOf(file);
  const [earlier, others] = path === undefined ? [undefined, []] : findCheckpoint(path, restart, target);
  let state: Checkpoint = earlier ? { ...earlier, into: target.into } : atStart(target);
  let savedMs = 0;
  let isCut = false;
  /** What stands there after the checkpoint comes again. Where no row is new the file is left alone: somebody may be mending it. */
  const cutRejected = (): void => {
    if (isCut) return;
    isCut = true;
    if (!existsSync(rejectedFile)) return;
    writing(rejectedFile, () => {
      if (state.rejectedBytes === 0) rmSync(rejectedFile);
      else truncateSync(rejectedFile, state.rejectedBytes);
    });
  };

  const reject = (row: Pick<Row, 'line' | 'fields'>, problem: string): void => {
    const line = `${JSON.stringify({ line: row.line, problem, row: row.fields })}\n`;
    writing(rejectedFile, () => {
      if (state.rejectedBytes === 0) writeFileSync(rejectedFile, line, { mode: 0o600 });
      else appendFileSync(rejectedFile, line);
    });
    if (state.rejected < reportedRejections) onRejected(row.line, problem);
    state = { ...state, rejected: state.rejected + 1, rejectedBytes: state.rejectedBytes + Buffer.byteLength(line) };
  };
  let hasBegun = false;
  const save = (): void => {
    if (path !== undefined && (hasBegun || state.rows > 0)) writeCheckpoints(path, state, others);
    savedMs = monotonicMs();
  };
  return {
    get state() {
      return state;
    },
    elsewhere: earlier === undefined ? others.find(({ rows }) => rows > 0)?.into : undefined,
    save,
    begin() {
      if (hasBegun) return;
      hasBegun = true;
      if (state.rows === 0) save();
    },
    add(rows, results, digest) {
      cutRejected();
      for (const [index, result] of results.entries()) {
        if (result.kind === 'rejected') reject(rows[index] as Row, result.problem);
        else state = { ...state, [result.kind]: state[result.kind] + 1 };
      }
      state = { ...state, digest, rows: state.rows + rows.length, line: rows.at(-1)?.line ?? state.line };
      if (monotonicMs() - savedMs >= checkpointEveryMs) save();
    },
  };
}

/** @returns what an earlier run had done in this data, and the checkpoints of other data. */
function findCheckpoint(
  path: string,
  restart: boolean,
  { data, caller }: ImportTarget,
): [Checkpoint | undefined, readonly Checkpoint[]] {
  const all = readOrForget(path, restart);
  const others = all.filter((one) => one.data !== data);
  const earlier = restart ? undefined : all.find((one) => one.data === data);
  if (earlier === undefined) return [undefined, others];
  // One that got no answer may have been turned away: another key may begin.
  if (earlier.caller !== caller && earlier.rows === 0) return [undefined, others];
  if (earlier.caller !== caller)
    throw new CommandError(
      `an earlier run imported the first ${earlier.rows} rows as caller ${earlier.caller}, this one would as ${caller}: use the same GUARD_KEY, or begin anew with --restart, and what that run recorded counts twice`,
    );
  // The file of rejected rows is the newest run's: of another run's only the count is known.
  return [earlier === all[0] ? earlier : { ...earlier, rejectedBytes: 0 }, others];
}

function readOrForget(path: string, restart: boolean): readonly Checkpoint[] {
  try {
    return readCheckpoints(path);
  } catch (error) {
    if (restart) return [];
    throw error;
  }
}
