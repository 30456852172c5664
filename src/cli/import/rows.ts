/** Rows of a file, one at a time: CSV with a header, or NDJSON. Field names are those of the endpoint that the rows go to. */
import type { Readable } from 'node:stream';
import { parseExactJson, type Unfit } from '../../exact-json.ts';
import { CommandError } from '../terminal.ts';
import type { Header } from './columns.ts';
import { type CsvRow, createCsvReader, QuoteNeverClosed } from './csv.ts';

export type RowFormat = 'csv' | 'ndjson';

export interface Row {
  /** Line of the file where the row begins, from 1. */
  readonly line: number;
  /** The fields as the endpoint takes them; the text as it stands where that could not be read. */
  readonly fields: object | string;
  /** Why it could not be read. */
  readonly problem: string | undefined;
  /** There is nothing to record of it. */
  readonly isPassed?: boolean;
}

/** What the service takes in one line: bytes of JSON there, characters while it is being read. */
const maxRowLength = 64 * 1024;
/** What may come to a row beside its cells and the names of its columns: what a list says of every row. */
const addedLength = 256;
/** Of a row that is too long, for the list of rejected ones. */
const shownLength = 200;

/**
 * Reads until the end of `input`; holds one row and one chunk at a time.
 * @throws CommandError where the file as a whole cannot be read: an unknown column, a quote that is never closed.
 */
export async function* readRows(
  input: Readable,
  format: RowFormat | undefined,
  headerOf: (first: readonly string[]) => Header,
): AsyncGenerator<Row> {
  const chunks = textOf(input);
  const { first, rest } = await peek(chunks);
  const start = first.trimStart();
  if (start.startsWith('['))
    throw new CommandError('this is a JSON list; NDJSON is one object a line, without brackets and commas around them');
  const isNdjson = format === 'ndjson' || (format === undefined && (start === '' || start.startsWith('{')));
  const parts = isNdjson ? ndjsonRows(rest) : csvRows(rest, delimiterOf(first), headerOf);
  // Row by row only here: each further generator in between would cost a row as much as its cells do.
  for await (const rows of parts) for (const row of rows) yield row;
}

async function* textOf(input: Readable): AsyncGenerator<string> {
  input.setEncoding('utf8');
  for await (const chunk of input) yield chunk as string;
}

/** The first line, without taking it away. */
async function peek(chunks: AsyncGenerator<string>): Promise<{ first: string; rest: AsyncGenerator<string> }> {
  let text = '';
  while (!/[\r\n]./s.test(text) && text.length < maxRowLength) {
    const { done, value } = await chunks.next();
    if (done) break;
    text += value;
  }
  const bare = text.replace(/^\ufeff/, '');
  async function* all(): AsyncGenerator<string> {
    yield bare;
    yield* chunks;
  }
  const first = /^[\r\n]*([^\r\n]*)/.exec(bare)?.[1] ?? '';
  if (bare.startsWith('PK\u0003\u0004'))
    throw new CommandError('the file is a workbook of a spreadsheet or an archive: save it as CSV in UTF-8');
  if (bare.startsWith('\u001f\ufffd')) throw new CommandError('the file is compressed: unpack it first');
  // Spreadsheets save "Unicode text" so: every other byte of it is a zero.
  if (first.includes('\0')) throw new CommandError('the file is UTF-16: save it as UTF-8');
  return { first, rest: all() };
}

/** Spreadsheets write what their country's settings say: the one that parts the header into most columns. */
function delimiterOf(header: string): string {
  const parts = (delimiter: string): number => header.split(delimiter).length;
  return [',', ';', '\t'].reduce((best, next) => (parts(next) > parts(best) ? next : best));
}

async function* ndjsonRows(chunks: AsyncIterable<string>): AsyncGenerator<Row[]> {
  let line = 0;
  for await (const lines of linesOf(chunks)) {
    const rows: Row[] = [];
    for (const text of lines) {
      line++;
      if (text.trim() !== '') rows.push(ndjsonRow(text, line));
    }
    yield rows;
  }
}

function ndjsonRow(text: string, line: number): Row {
  if (text.length > maxRowLength) return { line, fields: text.slice(0, shownLength), problem: 'longer than 64 KiB' };
  try {
    const unfit: Unfit[] = [];
    const value = parseExactJson(text, (one) => unfit.push(one));
    if (unfit.length > 0)
      return { line, fields: text, problem: unfit.map(({ name, message }) => `${name} ${message}`).join('; ') };
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return { line, fields: text, problem: 'not an object' };
    const listed = rejectedRow(value);
    if (typeof listed?.row === 'string') {
      // What could not be read stands there as the text it was, and may be mended as that.
      const again = ndjsonRow(listed.row, line);
      return again.problem === undefined ? again : { line, fields: listed.row, problem: listed.problem };
    }
    const row: Row = { line, fields: listed?.row ?? value, problem: undefined };
    return isPlainlyFine(text) ? row : checked(row);
  } catch {
    return { line, fields: text, problem: 'not JSON' };
  }
}

/** Nearly every line: whatever it holds is shorter than a row may be, and no character in it was lost or is written as a code. */
function isPlainlyFine(text: string): boolean {
  return text.length * 3 <= maxRowLength && !/\\u|\ufffd/i.test(text);
}

/** A line of an earlier run's list of rejected rows, mended in place or not. */
function rejectedRow(value: object): { readonly row: object | string; readonly problem: string } | undefined {
  if (Object.keys(value).join() !== 'line,problem,row') return undefined;
  const { row, problem } = value as { row: unknown; problem: unknown };
  const isRow = typeof row === 'string' || (typeof row === 'object' && row !== null);
  return isRow ? { row, problem: String(problem) } : undefined;
}

/** Cuts at LF, CRLF and CR. What is longer than a row may be is cut off, so that no file fills the memory. */
async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string[]> {
  let held = '';
  let afterCr = false;
  for await (const chunk of chunks) {
    // The second half of a line break.
    const text = afterCr && chunk.startsWith('\n') ? chunk.slice(1) : chunk;
    if (chunk !== '') afterCr = chunk.endsWith('\r');
    const lines = text.split(/\r\n|\n|\r/);
    const last = lines.pop() ?? '';
    if (lines.length > 0) {
      lines[0] = held + lines[0];
      held = '';
      yield lines;
    }
    if (held.length <= maxRowLength) held += last;
  }
  if (held !== '') yield [held];
}

async function* csvRows(
  chunks: AsyncIterable<string>,
  delimiter: string,
  headerOf: (first: readonly string[]) => Header,
): AsyncGenerator<Row[]> {
  const reader = createCsvReader(delimiter, maxRowLength);
  let header: Header | undefined;
  let first = { columns: 0, namesLength: 0 };
  const rowsOf = (records: readonly CsvRow[]): Row[] => {
    const rows: Row[] = [];
    for (const record of records) {
      if (header === undefined) {
        if (record.problem !== undefined) throw new CommandError(`the first line cannot be read: ${record.problem}`);
        header = headerOf(record.cells);
        first = { columns: record.cells.length, namesLength: record.text.length };
        if (!header.isBare) continue;
      }
      rows.push(csvRow(header, first, record));
    }
    return rows;
  };
  try {
    for await (const chunk of chunks) yield rowsOf(reader.push(chunk));
    yield rowsOf(reader.end());
  } catch (error) {
    if (!(error instanceof QuoteNeverClosed)) throw error;
    throw new CommandError(
      `line ${error.line}: not CSV: a quote that begins there is never closed; the rows from here on were not read`,
    );
  }
  if (header === undefined) throw new CommandError('the file is empty: a CSV file begins with a line of column names');
}

function csvRow(
  header: Header,
  { columns, namesLength }: { readonly columns: number; readonly namesLength: number },
  { cells, text, line, problem }: CsvRow,
): Row {
  if (problem !== undefined) return { line, fields: text.slice(0, shownLength), problem };
  if (cells.length !== columns)
    return { line, fields: text, problem: `${cells.length} cells, but the first line names ${columns} columns` };
  const fields = header.read(cells);
  if (fields === undefined) return { line, fields: text, problem: undefined, isPassed: true };
  const row: Row = { line, fields, problem: undefined };
  // Nearly every row is short, with each character as a code and the names of its fields, and no character in it was lost.
  const isFine = (text.length + namesLength + addedLength) * 6 <= maxRowLength && !text.includes('\ufffd');
  return isFine ? row : checked(row);
}

function checked(row: Row): Row {
  const text = JSON.stringify(row.fields);
  if (Buffer.byteLength(text) > maxRowLength)
    return { ...row, fields: text.slice(0, shownLength), problem: 'longer than 64 KiB' };
  if (!text.includes('\ufffd')) return row;
  return { ...row, problem: 'holds bytes that are not UTF-8: save the file as UTF-8' };
}
