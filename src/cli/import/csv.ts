/**
 * Reads CSV as spreadsheets and programs of every kind write it (RFC 4180 and what strays from it): a row ends at CRLF, LF or CR, mixed as
 * they may be. Memory is bounded: a row that is too long is passed over as one row. One that is wrong is handed out with its problem, and the
 * next one is read.
 */

export interface CsvRow {
  readonly cells: readonly string[];
  /** As it stands in the file; cut where it is too long. */
  readonly text: string;
  /** Line of the file where the row begins, from 1. */
  readonly line: number;
  readonly problem: string | undefined;
}

/** The quote that begins a cell on this line is never closed. */
export class QuoteNeverClosed extends Error {
  readonly line: number;

  constructor(line: number) {
    super('a quote is never closed');
    this.line = line;
  }
}

export interface CsvReader {
  /** @returns the rows that end in this part of the text */
  push(text: string): CsvRow[];
  /** @throws QuoteNeverClosed */
  end(): CsvRow[];
}

const tooLong = 'longer than 64 KiB';
const strayQuote = 'a quote stands inside of a cell: put the cell in quotes, and write each quote in it twice';
const afterQuote = 'something stands between the closing quote and the end of the cell';

/** @param maxLength characters of a row's cells together */
export function createCsvReader(delimiter: string, maxLength: number): CsvReader {
  const endOfPlain = new RegExp(`["\\r\\n${delimiter}]`, 'g');
  const endOfQuoted = /["\r\n]/g;
  let state: 'before' | 'plain' | 'quoted' | 'quote' | 'after' = 'before';
  let cells: string[] = [];
  let cell = '';
  let wasQuoted = false;
  let length = 0;
  let problem: string | undefined;
  let line = 1;
  let begins = 1;
  let quotedSince = 1;
  let lastWasCr = false;
  /** The row so far, of the parts of the text before this one. */
  let earlier = '';

  const take = (text: string): void => {
    length += text.length;
    if (length <= maxLength) cell += text;
    else {
      problem = tooLong;
      cell = '';
      cells = [];
    }
  };
  const endCell = (): void => {
    cells.push(wasQuoted ? cell : cell.trim());
    cell = '';
    wasQuoted = false;
    state = 'before';
  };
  const endRow = (text: string): CsvRow | undefined => {
    const isEmpty = cells.length === 0 && cell.trim() === '' && !wasQuoted && problem === undefined;
    endCell();
    const row = isEmpty ? undefined : { cells, text: text.slice(0, maxLength), line: begins, problem };
    cells = [];
    length = 0;
    problem = undefined;
    earlier = '';
    return row;
  };
  const find = (pattern: RegExp, text: string, from: number): number => {
    pattern.lastIndex = from;
    return pattern.test(text) ? pattern.lastIndex - 1 : text.length;
  };

  return {
    push(text) {
      const rows: CsvRow[] = [];
      let rowAt = 0;
      let at = 0;
      while (at < text.length) {
        const isBreak = text[at] === '\n' || text[at] === '\r';
        // The second half of a line break, perhaps of the text before.
        if (lastWasCr && text[at] === '\n') {
          if (state === 'quoted') take('\n');
          else rowAt = at + 1;
          lastWasCr = false;
          at++;
          continue;
        }
        lastWasCr = text[at] === '\r';
        if (state === 'quoted') {
          const next = find(endOfQuoted, text, at);
          take(text.slice(at, next));
          at = next;
          if (at === text.length) break;
          if (text[at] === '"') state = 'quote';
          else {
            take(text[at] as string);
            line++;
            lastWasCr = text[at] === '\r';
          }
          at++;
        } else if (state === 'quote' && text[at] === '"') {
          take('"');
          state = 'quoted';
          at++;
        } else if (isBreak) {
          const row = endRow(earlier + text.slice(rowAt, at));
          if (row) rows.push(row);
          line++;
          begins = line;
          at++;
          rowAt = at;
        } else if (text[at] === delimiter) {
          endCell();
          at++;
        } else if (state === 'before') {
          if (text[at] === '"') {
            state = 'quoted';
            wasQuoted = true;
            quotedSince = line;
            at++;
          } else if (text[at] === ' ' || text[at] === '\t') at++;
          else state = 'plain';
        } else if (state === 'plain') {
          const next = find(endOfPlain, text, at);
          take(text.slice(at, next));
          at = next;
          if (text[at] === '"') {
            problem ??= strayQuote;
            at++;
          }
        } else {
          if (!/\s/.test(text[at] as string)) problem ??= afterQuote;
          state = 'after';
          at++;
        }
      }
      earlier = (earlier + text.slice(rowAt)).slice(0, maxLength);
      return rows;
    },
    end() {
      if (state === 'quoted') throw new QuoteNeverClosed(quotedSince);
      const row = endRow(earlier);
      return row ? [row] : [];
    },
  };
}
