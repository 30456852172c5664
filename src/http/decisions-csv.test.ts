import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { entriesAsCsv } from './decisions-csv.ts';

const entry = (fields: object = {}, request: object | null = {}) => ({
  decisionId: 'dec_-AAAAAAAAAAAAAAAAAAAAA',
  allowed: false,
  decidedAt: '2026-11-22T10:00:00.000Z',
  caller: 'crm',
  retryAt: null,
  contactId: null,
  reasons: [{ code: 'cap', policy: 'default', rule: 'email-daily', message: '=not a column of its own' }],
  request: request && { customerId: 'c1', channel: 'email', purpose: 'marketing.newsletter', ...request },
  ...fields,
});

const read = (entries: readonly object[]): Record<string, string>[] =>
  parse(entriesAsCsv(entries as Record<string, unknown>[]), { columns: true });

describe('the log as CSV', () => {
  test.each(['=1+1', '+4915112345678', '-5', '@x', '＝1', '－1'])(
    'guards a customer id such as %s with an apostrophe, and the entry beside it holds it as it is',
    (customerId) => {
      const [row] = read([entry({}, { customerId })]);
      expect(row?.['customerId']).toBe(`'${customerId}`);
      expect(JSON.parse(row?.['entry'] ?? '').request.customerId).toBe(customerId);
    },
  );

  test('leaves ids, instants, names and codes as they are, so that they are found again', () => {
    const [row] = read([entry({ contactId: 'con__-AAAAAAAAAAAAAAAAAAAA', retryAt: '2026-11-23T10:00:00.000Z' })]);
    expect(row).toMatchObject({
      decisionId: 'dec_-AAAAAAAAAAAAAAAAAAAAA',
      contactId: 'con__-AAAAAAAAAAAAAAAAAAAA',
      decidedAt: '2026-11-22T10:00:00.000Z',
      retryAt: '2026-11-23T10:00:00.000Z',
      caller: 'crm',
      customerId: 'c1',
      codes: 'cap',
      rules: 'default/email-daily',
    });
  });

  test('names channel and purpose also where the person was erased', () => {
    const [row] = read([entry({ channel: 'sms', purpose: 'research.survey' }, null)]);
    expect(row).toMatchObject({ customerId: '', channel: 'sms', purpose: 'research.survey' });
  });
});
