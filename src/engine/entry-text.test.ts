import { expect, test } from 'vitest';
import { Unreadable } from '../errors.ts';
import type { Reason } from './decision.ts';
import { entryText, readEntryText } from './entry-text.ts';

const all = (...read: unknown[]) => read;
const columns = {
  decisionId: 'd',
  allowed: false,
  atMs: 5000,
  keepUntilMs: 9000,
  subject: 's',
  channel: 'email',
  purpose: 'marketing',
  caller: 'crm',
};
const rule = { policy: 'p', rule: 'r', force: 'law', message: 'At most 3, “please”.' } as const;
const reasons: Reason[] = [
  { code: 'cap', ...rule, limit: 3, used: 4, window: '24h', retryAtMs: 6000 },
  { code: 'consent', ...rule, retryAtMs: null },
  { code: 'suppressed', message: 'No.', suppressionId: 'sup', channel: '*', purpose: '*', sinceMs: 1, retryAtMs: null },
];

test('an entry is read as it was written, whatever its reasons', () => {
  const head = { ...columns, reasons };
  expect(readEntryText(entryText(head, [1, 'more']), all)).toEqual([head, [1, 'more']]);
});

test('a text that is damaged or of another version is told as such', () => {
  const text = entryText({ ...columns, reasons }, []);
  for (const other of ['', '{}', text.slice(0, -1), text.replace('[3', '[2')])
    expect(() => readEntryText(other, all)).toThrow(Unreadable);
  expect(() => readEntryText('[2]', all)).toThrow('an entry cannot be read: format version 2, this program knows 3');
});
