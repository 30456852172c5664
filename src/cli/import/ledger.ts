/** Keeps count of an import, and the two files beside the imported one: how far it came, and the rows that were rejected. */
import { appendFileSync, closeSync, existsSync, openSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { monotonicMs } from '../../clock.ts';
import { CommandError, writing } from '../terminal.ts';
import type { Batch, LookedRow } from './batches.ts';
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
  /** Undefined: of standard input no row was rejected. */
  readonly rejectedFile: string | undefined;
  /** Where an earlier run had the same rows to import into other data; undefined: nowhere. */
  readonly elsewhere: string | undefined;
  /** Before the first row is given away: without it nobody would know afterwards which import those rows were of. */
  begin(): void;
  /** @returns how many rows are done, those of earlier runs too */
  add(batch: Batch, results: readonly RowResult[]): number;
  save(): void;
}

const checkpointEveryMs = 250;
const reportedRejections = 20;

/** Of standard input each import has a file of its own: another one may be under way in the same folder, or its rejected rows not be mended yet. */
function makeRejectedFile(): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? 'stdin.rejected.ndjson' : `stdin-${number}.rejected.ndjson`;
    try {
      writing(name, () => closeSync(openSync(name, 'wx', 0o600)));
      return name;
    } catch (error) {
      if (!existsSync(name)) throw error;
    }
  }
}

export function openLedger({ file, restart, target, onRejected }: LedgerOptions): Ledger {
  const path = file === '-' ? undefined : `${file}.progress`;
  let rejectedFile = path && `${file}.rejected.ndjson`;
  const [earlier, others] = path === undefined ? [undefined, []] : findCheckpoint(path, restart, target);
  let state: Checkpoint = earlier ? { ...earlier, into: target.into } : atStart(target);
  let open = noneOpen(state.line);
  let savedMs = 0;
  let isCut = false;
  /** What stands there after the checkpoint comes again. Where no row is new the file is left alone: somebody may be mending it. */
  const cutRejected = (): void => {
    if (isCut) return;
    isCut = true;
    const earlierFile = rejectedFile;
    if (earlierFile === undefined || !existsSync(earlierFile)) return;
    writing(earlierFile, () => {
      if (state.rejectedBytes === 0) rmSync(earlierFile);
      else truncateSync(earlierFile, state.rejectedBytes);
    });
  };

  const reject = ({ line: at, fields: row, problem }: Rejected): void => {
    const line = `${JSON.stringify({ line: at, problem, row })}\n`;
    rejectedFile ??= makeRejectedFile();
    const into = rejectedFile;
    writing(into, () => {
      if (state.rejectedBytes === 0) writeFileSync(into, line, { mode: 0o600 });
      else appendFileSync(into, line);
    });
    if (state.rejected < reportedRejections) onRejected(at, problem);
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
    get rejectedFile() {
      return rejectedFile;
    },
    elsewhere: earlier === undefined ? others.find(({ rows }) => rows > 0)?.into : undefined,
    save,
    begin() {
      if (hasBegun) return;
      hasBegun = true;
      if (state.rows === 0) save();
    },
    add({ rows, fieldsAt, digest }, results) {
      cutRejected();
      for (const [place, result] of results.entries()) {
        const { line } = rows[place] as LookedRow;
        if (result.kind === 'rejected') open.rejected.push({ line, fields: fieldsAt(place), problem: result.problem });
        else open[result.kind]++;
        open.line = Math.max(open.line, line);
      }
      open.rows += rows.length;
      // A checkpoint is of all rows up to one of the file.
      if (digest === undefined) return state.rows + open.rows;
      for (const row of open.rejected.sort((one, other) => one.line - other.line)) reject(row);
      const { recorded, known, passed } = state;
      state = {
        ...state,
        digest,
        rows: state.rows + open.rows,
        line: open.line,
        recorded: recorded + open.recorded,
        known: known + open.known,
        passed: passed + open.passed,
      };
      open = noneOpen(open.line);
      if (monotonicMs() - savedMs >= checkpointEveryMs) save();
      return state.rows;
    },
  };
}

interface Rejected extends Pick<Row, 'line' | 'fields'> {
  readonly problem: string;
}

/** What became of rows in front of which others are still to come. */
const noneOpen = (line: number) => ({ rows: 0, line, recorded: 0, known: 0, passed: 0, rejected: [] as Rejected[] });

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
