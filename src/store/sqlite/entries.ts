/** The decision log in the embedded store as it is written: append, one entry by its id, retention. What reads it beside that is entry-reader.ts. */
import type { DatabaseSync } from 'node:sqlite';
import { readEntryText } from '../../engine/entry-text.ts';
import type { LogEntry } from '../../engine/log-entry.ts';
import { unlessDamaged } from '../../errors.ts';
import { keepNewest } from '../../keep-newest.ts';
import { createKindNumbers } from '../entry-kind.ts';
import type { StoredEntry } from '../store.ts';

export interface EntryTable {
  /** Inside a transaction; takes the place of the same entry where that is damaged. @returns false where the decision is there already. */
  append(entry: LogEntry): boolean;
  get(decisionId: string): StoredEntry | undefined;
  /** Inside a transaction: nothing opens what is sealed in the entries of this subject from now on. */
  forget(subject: string): void;
  expire(nowMs: number, most: number): number;
  removeUpTo(seq: number): void;
  /** After a rollback, what was made inside it is forgotten. */
  reload(): void;
}

const mostSubjects = 10_000;

/** @param madeMs when the id of a decision was made */
export function createEntryTable(db: DatabaseSync, madeMs: (decisionId: string) => number): EntryTable {
  const insert = db.prepare(
    'INSERT OR IGNORE INTO entries (decision_id, made_ms, at_ms, allowed, kind, subject, json) VALUES (?,?,?,?,?,?,?)',
  );
  const insertKind = db.prepare('INSERT OR IGNORE INTO entry_kinds (what, keep_ms) VALUES (?,?)');
  const kindOf = db.prepare('SELECT id FROM entry_kinds WHERE what = ? AND keep_ms = ?');
  const insertSubject = db.prepare('INSERT INTO subjects (subject, key) VALUES (?,?)');
  const idOfSubject = db.prepare('SELECT id FROM subjects WHERE subject = ?');
  const byId = db.prepare(
    'SELECT e.json, s.key FROM entries e LEFT JOIN subjects s ON s.id = e.subject WHERE e.made_ms = ? AND e.decision_id = ? ORDER BY e.allowed LIMIT 1',
  );
  const same = db.prepare(
    'SELECT seq, subject, json FROM entries WHERE made_ms = ? AND decision_id = ? AND allowed = ?',
  );
  const replace = db.prepare('UPDATE entries SET json = ?, subject = ? WHERE seq = ?');
  const overdue = db.prepare(
    'SELECT e.seq FROM entry_kinds k CROSS JOIN entries e INDEXED BY entries_by_kind WHERE e.kind = k.id AND e.at_ms <= ? - k.keep_ms LIMIT ?',
  );
  const remove = db.prepare('DELETE FROM entries WHERE seq = ? RETURNING subject, kind');
  const dropSubject = db.prepare(
    'DELETE FROM subjects WHERE id = ? AND NOT EXISTS (SELECT 1 FROM entries WHERE subject = ?) RETURNING subject',
  );
  const dropKind = db.prepare(
    'DELETE FROM entry_kinds WHERE id = ? AND NOT EXISTS (SELECT 1 FROM entries WHERE kind = ?)',
  );
  const forgetSubject = db.prepare('UPDATE subjects SET subject = NULL, key = NULL WHERE subject = ?');
  const upTo = db.prepare('SELECT seq FROM entries WHERE seq <= ?');
  /** By what their fields say, in the order in which they say it: to write that down is a part of each entry's time. */
  const kinds = new Map<string, number>();
  /** Whose key stands there, and by which number: to look for it costs a page that nothing else of the entry needs. */
  const subjects = new Map<string, number>();
  const keepSubject = keepNewest(subjects, mostSubjects);

  const kindNumbers = createKindNumbers(({ allowed, channel, purpose, caller, tags }, keepMs, said) => {
    let id = kinds.get(said);
    if (id === undefined) {
      const what = JSON.stringify({ allowed, channel, purpose, caller, tags: [...tags].sort() });
      insertKind.run(what, keepMs);
      id = (kindOf.get(what, keepMs) as { id: number }).id;
      kinds.set(said, id);
    }
    return id;
  });
  const forgetKinds = (): void => {
    kinds.clear();
    kindNumbers.forget();
  };

  const subjectNumber = ({ subject, key }: LogEntry): number => {
    const known = subjects.get(subject);
    if (known !== undefined) return known;
    const stored = idOfSubject.get(subject) as { id: number } | undefined;
    const id = stored?.id ?? Number(insertSubject.run(subject, key).lastInsertRowid);
    keepSubject(subject, id);
    return id;
  };

  /** The key that unsealed its entries goes with the last of them. */
  const dropUnused = (id: number): void => {
    const dropped = dropSubject.get(id, id) as { subject: string | null } | undefined;
    if (dropped?.subject) subjects.delete(dropped.subject);
  };

  const removeAll = (rows: readonly unknown[]): void => {
    const seen = new Set<number>();
    for (const { seq } of rows as { seq: number }[]) {
      const row = remove.get(seq) as { subject: number; kind: number } | undefined;
      if (!row) continue;
      dropUnused(row.subject);
      seen.add(row.kind);
    }
    for (const kind of seen) {
      if (dropKind.run(kind, kind).changes > 0) forgetKinds();
    }
  };

  const replaceDamaged = (entry: LogEntry, subject: number): boolean => {
    const known = [madeMs(entry.decisionId), entry.decisionId, entry.allowed ? 1 : 0];
    const stored = same.get(...known) as { seq: number; subject: number; json: string };
    const isReadable = unlessDamaged(() => readEntryText(stored.json, () => true)) ?? false;
    if (!isReadable) replace.run(entry.json, subject, stored.seq);
    // Of the two persons' keys, if they are two, one has no entry more.
    dropUnused(isReadable ? subject : stored.subject);
    return !isReadable;
  };

  return {
    append(entry) {
      const subject = subjectNumber(entry);
      const { changes } = insert.run(
        entry.decisionId,
        madeMs(entry.decisionId),
        entry.atMs,
        entry.allowed ? 1 : 0,
        kindNumbers.of(entry, entry.keepUntilMs - entry.atMs),
        subject,
        entry.json,
      );
      return changes > 0 || replaceDamaged(entry, subject);
    },

    get(decisionId) {
      const row = byId.get(madeMs(decisionId), decisionId) as { json: string; key: string | null } | undefined;
      return row && { json: row.json, key: row.key ?? undefined };
    },

    forget(subject) {
      forgetSubject.run(subject);
      subjects.delete(subject);
    },

    expire(nowMs, most) {
      const rows = overdue.all(nowMs, most);
      removeAll(rows);
      return rows.length;
    },

    removeUpTo: (seq) => removeAll(upTo.all(seq)),
    reload() {
      forgetKinds();
      subjects.clear();
    },
  };
}
