/** Log entries as a table for spreadsheets: what people filter by in columns of its own, the rest as JSON. */
import { stringify } from 'csv-stringify/sync';

type Entry = Readonly<Record<string, unknown>>;

const columns: readonly (readonly [name: string, value: (entry: Entry) => unknown])[] = [
  ['decidedAt', (entry) => entry.decidedAt],
  ['decisionId', (entry) => entry.decisionId],
  ['allowed', (entry) => entry.allowed],
  ['caller', (entry) => entry.caller],
  ['customerId', (entry) => requestOf(entry).customerId],
  ['channel', (entry) => requestOf(entry).channel],
  ['purpose', (entry) => requestOf(entry).purpose],
  [
    'codes',
    (entry) =>
      reasonsOf(entry)
        .map(({ code }) => code)
        .join(' '),
  ],
  [
    'rules',
    (entry) =>
      reasonsOf(entry)
        .filter(({ rule }) => rule)
        .map(({ policy, rule }) => `${policy}/${rule}`)
        .join(' '),
  ],
  ['retryAt', (entry) => entry.retryAt],
  ['contactId', (entry) => entry.contactId],
  ['degraded', (entry) => entry.degraded],
  ['policyRevision', (entry) => entry.policyRevision],
  ['entry', (entry) => entry],
];

/** A header line and a line for each entry (RFC 4180). Text that a spreadsheet would run as a formula is quoted with an apostrophe. */
export function entriesAsCsv(entries: readonly Entry[]): string {
  const rows = entries.map((entry) => columns.map(([, value]) => cell(value(entry))));
  return stringify([columns.map(([name]) => name), ...rows], { escape_formulas: true, record_delimiter: 'windows' });
}

function cell(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function requestOf(entry: Entry): Entry {
  return (entry.request ?? {}) as Entry;
}

function reasonsOf(entry: Entry): readonly Entry[] {
  return Array.isArray(entry.reasons) ? entry.reasons : [];
}
