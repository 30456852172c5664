/** The decision log in the embedded store: append, query by index, retention. */
import type { DatabaseSync } from 'node:sqlite';
import type { LogEntry } from '../../engine/steps/step.ts';
import type { EntryFilter, EntryPage, StoredEntry } from '../store.ts';
import { entryQuery, writeCursor } from './entry-query.ts';

export interface EntryTable {
  /** Inside a transaction. @returns false where the decision is there already. */
  append(entry: LogEntry): boolean;
  query(filter: EntryFilter, limit: number, cursor: string | undefined): EntryPage;
  get(decisionId: string): StoredEntry | undefined;
  expire(nowMs: number, most: number): number;
  /** Entries after `seq`, oldest first. */
  after(seq: number, most: number): { seq: number; entry: StoredEntry }[];
  removeUpTo(seq: number): void;
}

export function createEntryTable(db: DatabaseSync): EntryTable {
  const insert = db.prepare(
    'INSERT OR IGNORE INTO entries (decision_id, at_ms, allowed, channel, purpose, caller, subject, keep_until_ms, json) VALUES (?,?,?,?,?,?,?,?,?)',
  );
  const insertTag = db.prepare('INSERT OR IGNORE INTO entry_tags (tag, at_ms, seq) VALUES (?,?,?)');
  const insertSubject = db.prepare('INSERT OR IGNORE INTO subjects (subject, key) VALUES (?,?)');
  const select = 'SELECT e.seq, e.at_ms, e.json, s.key FROM entries e LEFT JOIN subjects s ON s.subject = e.subject';
  const byId = db.prepare(`${select} WHERE e.decision_id = ? ORDER BY e.allowed LIMIT 1`);
  const following = db.prepare(`${select} WHERE e.seq > ? ORDER BY e.seq LIMIT ?`);
  const overdue = db.prepare('SELECT seq FROM entries WHERE keep_until_ms <= ? ORDER BY keep_until_ms LIMIT ?');
  const removeTags = db.prepare(
    'DELETE FROM entry_tags WHERE seq = ? AND at_ms = (SELECT at_ms FROM entries WHERE seq = ?) AND tag = ?',
  );
  const tagsOf = db.prepare('SELECT json FROM entries WHERE seq = ?');
  const remove = db.prepare('DELETE FROM entries WHERE seq = ?');
  const dropSubject = db.prepare(
    'DELETE FROM subjects WHERE subject = ? AND NOT EXISTS (SELECT 1 FROM entries WHERE subject = ?)',
  );
  const upTo = db.prepare('SELECT seq FROM entries WHERE seq <= ?');

  const removeOne = (seq: number): void => {
    const row = tagsOf.get(seq) as { json: string } | undefined;
    const { tags, subject } = row ? (JSON.parse(row.json) as { tags?: string[]; subject?: string }) : {};
    for (const tag of tags ?? []) removeTags.run(seq, seq, tag);
    remove.run(seq);
    // The key that unsealed it goes with the last entry.
    if (subject !== undefined) dropSubject.run(subject, subject);
  };

  return {
    append(entry) {
      const { changes, lastInsertRowid } = insert.run(
        entry.decisionId,
        entry.atMs,
        entry.allowed ? 1 : 0,
        entry.channel,
        entry.purpose,
        entry.caller,
        entry.subject,
        entry.keepUntilMs,
        entry.json,
      );
      if (changes === 0) return false;
      for (const tag of entry.tags) insertTag.run(tag, entry.atMs, lastInsertRowid);
      insertSubject.run(entry.subject, entry.key);
      return true;
    },

    query(filter, limit, cursor) {
      const { sql, values } = entryQuery(filter, limit, cursor);
      const rows = db.prepare(sql).all(...values) as unknown as Row[];
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      return {
        entries: page.map(toEntry),
        nextCursor: rows.length > limit && last ? writeCursor(last) : null,
      };
    },

    get(decisionId) {
      const row = byId.get(decisionId) as Row | undefined;
      return row && toEntry(row);
    },

    expire(nowMs, most) {
      const rows = overdue.all(nowMs, most) as unknown as Row[];
      for (const { seq } of rows) removeOne(seq);
      return rows.length;
    },

    after: (seq, most) =>
      (following.all(seq, most) as unknown as Row[]).map((row) => ({ seq: row.seq, entry: toEntry(row) })),

    removeUpTo(seq) {
      for (const row of upTo.all(seq) as unknown as Row[]) removeOne(row.seq);
    },
  };
}

interface Row {
  readonly seq: number;
  readonly at_ms: number;
  readonly json: string;
  readonly key: string | null;
}

function toEntry(row: Row): StoredEntry {
  return { json: row.json, key: row.key ?? undefined };
}
