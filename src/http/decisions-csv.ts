/** Log entries as a table for spreadsheets: what people filter by in columns of its own, the rest as JSON. */
import { stringify } from 'csv-stringify/sync';

type Entry = Readonly<Record<string, unknown>>;

const columns: readonly (readonly [name: string, value: (entry: Entry) => unknown])[] = [
  ['decidedAt', (entry) => entry.decidedAt],
  ['decisionId', (entry) => entry.decisionId],
  ['allowed', (entry) => entry.allowed],
  ['caller', (entry) => written(entry.caller)],
  ['customerId', (entry) => written(requestOf(entry).customerId)],
  // Where the person was erased these two stand outside of the request.
  ['channel', (entry) => requestOf(entry).channel ?? entry.channel],
  ['purpose', (entry) => requestOf(entry).purpose ?? entry.purpose],
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

/**
 * A header line and a line for each entry (RFC 4180). What people wrote and would run as a formula in a spreadsheet has an apostrophe
 * before it; the column `entry` holds it as it is. Our own ids, instants, numbers and codes are never changed.
 */
export function entriesAsCsv(entries: readonly Entry[]): string {
  const rows = entries.map((entry) => columns.map(([, value]) => cell(value(entry))));
  return stringify([columns.map(([name]) => name), ...rows], { record_delimiter: 'windows' });
}

/** Text that people chose. */
function written(text: unknown): unknown {
  return typeof text === 'string' && /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text;
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
