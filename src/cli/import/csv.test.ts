import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../../test/support/property.ts';
import { type CsvRow, createCsvReader, QuoteNeverClosed } from './csv.ts';

const maxLength = 64;

/** Read in parts of `step` characters. */
function rowsOf(text: string, { delimiter = ',', step = text.length + 1 } = {}): CsvRow[] {
  const reader = createCsvReader(delimiter, maxLength);
  const rows: CsvRow[] = [];
  for (let at = 0; at < text.length; at += step) rows.push(...reader.push(text.slice(at, at + step)));
  return [...rows, ...reader.end()];
}
const cellsOf = (text: string, options = {}): (readonly string[])[] => rowsOf(text, options).map(({ cells }) => cells);

describe('rows of CSV', () => {
  test.each([
    ['LF', 'a,b\n1,2\n3,4\n'],
    ['CRLF', 'a,b\r\n1,2\r\n3,4\r\n'],
    ['CR', 'a,b\r1,2\r3,4\r'],
    ['CRLF, then LF', 'a,b\r\n1,2\n3,4\n'],
    ['LF, then CRLF', 'a,b\n1,2\r\n3,4\r\n'],
    ['CR, then CRLF, then nothing', 'a,b\r1,2\r\n3,4'],
    ['empty lines between', 'a,b\n\n1,2\r\n\r\n\r3,4\n\n'],
  ])('end at %s, however the text is cut', (_what, text) => {
    for (let step = 1; step <= text.length; step++)
      expect(cellsOf(text, { step }), `parts of ${step}`).toEqual([
        ['a', 'b'],
        ['1', '2'],
        ['3', '4'],
      ]);
  });

  test('keep line breaks, delimiters and doubled quotes inside of quotes', () => {
    const text = '"a\r\nb","c\nd"\r\n"e\rf","g,""h"""\n';
    for (let step = 1; step <= text.length; step++)
      expect(cellsOf(text, { step })).toEqual([
        ['a\r\nb', 'c\nd'],
        ['e\rf', 'g,"h"'],
      ]);
  });

  test('say the line of the file on which they begin', () => {
    const text = 'a\r\n"b\nc\r\nd"\r\n\r\ne\rf';
    for (let step = 1; step <= text.length; step++)
      expect(rowsOf(text, { step }).map(({ line }) => line)).toEqual([1, 2, 6, 7]);
  });

  test('lose the blanks around a cell, and keep those in quotes', () => {
    expect(cellsOf('  a , " b " ,\tc\t\n')).toEqual([['a', ' b ', 'c']]);
    expect(cellsOf('a\t\t" b"\n', { delimiter: '\t' })).toEqual([['a', '', ' b']]);
  });

  test.each([
    ['one long cell', 'x'.repeat(70)],
    ['a long cell in quotes, with line breaks', `"${'x\n'.repeat(40)}"`],
    ['many cells', Array(30).fill('xyz').join()],
  ])('that are too long are passed over as one row each: %s', (_what, long) => {
    const text = `a,b\r\n${long},2\r\n3,4\n`;
    for (let step = 1; step <= text.length; step++) {
      const [first, second, third, ...more] = rowsOf(text, { step });
      expect([first?.cells, second?.problem, third?.cells, more]).toEqual([
        ['a', 'b'],
        'longer than 64 KiB',
        ['3', '4'],
        [],
      ]);
      expect(second?.text.length).toBeLessThanOrEqual(maxLength);
      expect(third?.problem).toBeUndefined();
    }
  });

  test.each([
    ['a quote within a cell', 'a"b,1'],
    ['text behind the closing quote', '"a"b,1'],
  ])('that are wrong are told with what stands there, and the next one is read: %s', (_what, wrong) => {
    const [first, second] = rowsOf(`${wrong}\r\n3,4\n`);
    expect(first).toMatchObject({ problem: expect.stringContaining('quote'), text: wrong, line: 1 });
    expect(second).toMatchObject({ cells: ['3', '4'], problem: undefined, line: 2 });
  });

  test('a quote that is never closed says where it began', () => {
    expect(() => rowsOf('a\n"b\nc\n')).toThrow(QuoteNeverClosed);
    expect(() => rowsOf('a\n"b\nc\n')).toThrow(expect.objectContaining({ line: 2 }));
  });

  test('are those that csv-parse finds', () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', 'ü', ' ', ',', ';', '\t', '"', '\n', '\r', "'"),
      maxLength: 6,
    });
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(
        table,
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.integer({ min: 1, max: 9 }),
        (cells, delimiter, rowEnd, step) => {
          const quoted = (text: string): string => (/^\w+$/.test(text) ? text : `"${text.replaceAll('"', '""')}"`);
          const text = cells.map((row) => row.map(quoted).join(delimiter) + rowEnd).join('');
          const theirs = parse(text, { delimiter, trim: true, relax_column_count: true, record_delimiter: rowEnd });
          // More than the rows of this test may hold is another test's.
          fc.pre(cells.every((row) => row.join('').length <= maxLength));
          expect(cellsOf(text, { delimiter, step })).toEqual(theirs);
        },
      ),
      runs(200),
    );
  });
});
