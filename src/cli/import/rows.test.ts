import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { type Row, readRows } from './rows.ts';

test('a row whose number would lose digits is rejected as it stands, and the others are read', async () => {
  const lines = ['{"evidence":{"id":9007199254740993}}', '{"evidence":{"id":9007199254740992}}'];
  const rows: Row[] = [];
  const noHeader = () => {
    throw new Error('no CSV');
  };
  for await (const row of readRows(Readable.from([Buffer.from(lines.join('\n'))]), 'ndjson', noHeader)) rows.push(row);
  expect(rows).toMatchObject([
    { fields: lines[0], problem: 'id is a number with more digits than can be kept exactly: send it as text' },
    { fields: { evidence: { id: 2 ** 53 } }, problem: undefined },
  ]);
});
