/**
 * A page of the decision log as one SQL statement. Whatever is asked for, entries are met in the order in which they are answered, along an index
 * that begins with the narrowest thing asked for: a person, else a tag, else time. So a page costs what lies before its end, and nothing is sorted.
 */
import type { SQLInputValue } from 'node:sqlite';
import type { EntryFilter } from '../store.ts';

export interface EntryQuery {
  /** Gives `seq`, `at_ms`, `json` and the unsealing `key`, newest first; one row more than the limit where there is a next page. */
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
}

/** @throws RangeError for a cursor that this store did not make */
export function entryQuery(filter: EntryFilter, limit: number, cursor: string | undefined): EntryQuery {
  const where: string[] = [];
  const values: SQLInputValue[] = [];
  const add = (condition: string, ...more: SQLInputValue[]): void => {
    where.push(condition);
    values.push(...more);
  };
  const [tag, ...otherTags] = filter.subject === undefined ? byBreadth(filter.tags) : [undefined, ...filter.tags];
  // CROSS JOIN keeps the order in which the tables are gone through; the index knows what else is asked for without reading the entry.
  const from =
    tag === undefined
      ? 'entries e'
      : 'entry_tags t CROSS JOIN entries e INDEXED BY entries_by_time ON e.at_ms = t.at_ms AND e.seq = t.seq';
  const order = tag === undefined ? 'e' : 't';
  if (tag !== undefined) add('t.tag = ?', tag);
  if (filter.subject !== undefined) add('e.subject = ?', filter.subject.subject);
  if (filter.fromMs !== undefined) add(`${order}.at_ms >= ?`, filter.fromMs);
  if (filter.toMs !== undefined) add(`${order}.at_ms < ?`, filter.toMs);
  const after = readCursor(cursor);
  if (after) add(`(${order}.at_ms, ${order}.seq) < (?, ?)`, after.atMs, after.seq);
  for (const other of otherTags)
    add('EXISTS (SELECT 1 FROM entry_tags o WHERE o.tag = ? AND o.at_ms = e.at_ms AND o.seq = e.seq)', other as string);
  if (filter.allowed !== undefined) add('e.allowed = ?', filter.allowed ? 1 : 0);
  if (filter.channel !== undefined) add('e.channel = ?', filter.channel);
  if (filter.caller !== undefined) add('e.caller = ?', filter.caller);
  // `marketing` and all that begins with `marketing.`: "/" follows the full stop.
  if (filter.purpose !== undefined)
    add(
      '(e.purpose = ? OR (e.purpose >= ? AND e.purpose < ?))',
      filter.purpose,
      `${filter.purpose}.`,
      `${filter.purpose}/`,
    );
  const condition = where.length > 0 ? `WHERE ${where.join(' AND ')}` : '';
  return {
    sql: `SELECT e.seq, e.at_ms, e.json, s.key FROM ${from} LEFT JOIN subjects s ON s.subject = e.subject ${condition} ORDER BY ${order}.at_ms DESC, ${order}.seq DESC LIMIT ?`,
    values: [...values, limit + 1],
  };
}

/** A rule denies less than a reason does: the tag that names more comes first. */
function byBreadth(tags: readonly string[]): string[] {
  const narrow = ['policy/rule:', 'rule:', 'policy:', 'code:'];
  const rank = (tag: string): number => narrow.findIndex((prefix) => tag.startsWith(prefix));
  return [...tags].sort((a, b) => rank(a) - rank(b));
}

export function writeCursor(last: { readonly at_ms: number; readonly seq: number }): string {
  return Buffer.from(`${last.at_ms}.${last.seq}`).toString('base64url');
}

/** @throws RangeError for a cursor that this store did not make */
function readCursor(cursor: string | undefined): { atMs: number; seq: number } | undefined {
  if (cursor === undefined) return undefined;
  const [atMs, seq] = Buffer.from(cursor, 'base64url').toString().split('.').map(Number);
  if (!Number.isSafeInteger(atMs) || !Number.isSafeInteger(seq)) throw new RangeError('cursor');
  return { atMs: atMs as number, seq: seq as number };
}
