import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { type Row, readRows } from './rows.ts';

async function rowsIn(lines: readonly string[]): Promise<Row[]> {
  const rows: Row[] = [];
  const noHeader = () => {
    throw new Error('no CSV');
  };
  for await (const row of readRows(Readable.from([Buffer.from(lines.join('\n'))]), 'ndjson', noHeader)) rows.push(row);
  return rows;
}

test('a row whose number would lose digits is rejected as it stands, and the others are read', async () => {
  const lines = ['{"evidence":{"id":9007199254740993}}', '{"evidence":{"id":9007199254740992}}'];
  expect(await rowsIn(lines)).toMatchObject([
    { fields: lines[0], problem: 'id is a number with more digits than can be kept exactly: send it as text' },
    { fields: { evidence: { id: 2 ** 53 } }, problem: undefined },
  ]);
});

test('a row that gives a field twice is rejected as it stands', async () => {
  const line = '{"customerId":"a","keys":{"k":"1","k":"2"},"customerId":"b"}';
  expect(await rowsIn([line])).toMatchObject([
    { fields: line, problem: 'k is given twice; customerId is given twice' },
  ]);
});

test('a line of a list of rejected rows is the row that stands in it, and keeps its problem where it was not mended', async () => {
  const listed = (row: unknown, problem = 'not JSON') => JSON.stringify({ line: 9, problem, row });
  expect(
    await rowsIn([
      listed({ customerId: 'a' }, 'channel is required'),
      listed('{"customerId":"b"}'),
      listed('{not json'),
      listed('a,b', '2 cells, but the first line names 3 columns'),
    ]),
  ).toEqual([
    { line: 1, fields: { customerId: 'a' }, problem: undefined },
    { line: 2, fields: { customerId: 'b' }, problem: undefined },
    { line: 3, fields: '{not json', problem: 'not JSON' },
    { line: 4, fields: 'a,b', problem: '2 cells, but the first line names 3 columns' },
  ]);
});
