/** A file as it is recorded: batches of rows, each row looked at as far as that needs nobody to be asked. */
import { createHash, hash } from 'node:crypto';
import { accessSync, constants, createReadStream, statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { Problem } from '../../errors.ts';
import { CommandError, cannot, fieldProblems } from '../terminal.ts';
import type { ImportKind, Item } from './kinds.ts';
import type { RowResult } from './recorder.ts';
import { type Row, type RowFormat, readRows } from './rows.ts';

/** Characters: a batch of rows that are as long as they may be is shorter. */
export const mostBatchLength = 2_000_000;

export interface RowFile {
  readonly kind: ImportKind;
  /** A path, or `-` for standard input. */
  readonly file: string;
  readonly format: RowFormat | undefined;
}

/** Where to begin, and how. */
export interface Begin {
  /** Names this import of the file; one that is carried on is the same. */
  readonly run: string;
  /** Rows that an earlier run has done, and the digest over them. */
  readonly rows: number;
  readonly digest: string;
  readonly batchRows: number;
  /** Of so many rows those of one batch may be picked; absent: they come as they stand in the file. */
  readonly windowRows?: number | undefined;
}

/** A row that fits, or what becomes of one that needs not be asked about. */
export interface LookedRow extends Pick<Row, 'line'> {
  readonly looked: Item | RowResult;
}

export interface Batch {
  readonly rows: readonly LookedRow[];
  /** What the row at this place says. */
  fieldsAt(place: number): Row['fields'];
  /** Over all rows up to the last of this batch. Undefined: of the rows in front of its last one, some come in a batch behind it. */
  readonly digest: string | undefined;
  readonly bytesRead: number;
}

/** @throws CommandError where the file as a whole cannot be read, or the rows that an earlier run has done are not there any more */
export async function* readBatches({ kind, file, format }: RowFile, begin: Begin): AsyncGenerator<Batch> {
  const source = openSource(file);
  try {
    const rows = readRows(source.input, format, kind.headerOf);
    const digest = createHash('sha256');
    await passOver(rows, begin, digest, file);
    let batch: LookedRow[] = [];
    let fields: Row['fields'][] = [];
    let length = 0;
    const end = (): Batch => {
      const [rows, said] = [batch, fields];
      [batch, fields, length] = [[], [], 0];
      const fieldsAt = (place: number): Row['fields'] => said[place] ?? '';
      return { rows, fieldsAt, digest: digest.copy().digest('base64url'), bytesRead: source.bytesRead() };
    };
    for await (const row of rows) {
      const text = JSON.stringify(row.fields);
      const id = idOf(text, row.line);
      digest.update(id);
      batch.push({ line: row.line, looked: lookAt(row, id, kind, begin.run) });
      fields.push(row.fields);
      length += text.length;
      if (batch.length >= begin.batchRows || length >= mostBatchLength) yield end();
    }
    if (batch.length > 0) yield end();
  } finally {
    source.input.destroy();
  }
}

/** The rows that an earlier run has done must still be there, unchanged. */
async function passOver(
  rows: AsyncGenerator<Row>,
  done: Begin,
  digest: ReturnType<typeof createHash>,
  file: string,
): Promise<void> {
  for (let passed = 0; passed < done.rows; passed++) {
    const { done: isOver, value } = await rows.next();
    if (isOver) throw changed(file);
    digest.update(idOf(JSON.stringify(value.fields), value.line));
  }
  if (done.rows > 0 && digest.copy().digest('base64url') !== done.digest) throw changed(file);
}

function changed(file: string): CommandError {
  return new CommandError(
    `${file} was changed in the rows that an earlier run has imported. Import what is new as a file of its own, or begin anew with --restart: rows that say neither an operationId nor when they were said are then recorded again`,
  );
}

/** Names a row by what it says and where it stands: the same in every run, and two equal rows are two contacts. */
function idOf(fields: string, line: number): string {
  return `import:${hash('sha256', fields, 'base64url').slice(0, 24)}:${line}`;
}

function lookAt({ fields, problem, isPassed }: Row, id: string, kind: ImportKind, run: string): Item | RowResult {
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
    throw cannot(file, 'read', error);
  }
}

export function openSource(file: string): { input: Readable; bytesRead: () => number } {
  checkSource(file);
  if (file === '-') return { input: process.stdin, bytesRead: () => 0 };
  const input = createReadStream(file);
  return { input, bytesRead: () => input.bytesRead };
}
