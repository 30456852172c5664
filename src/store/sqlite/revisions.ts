/** Which policy sets were active when: `GET /policies/{revision}`, and how far back history must be kept. */
import type { DatabaseSync } from 'node:sqlite';
import type { ActiveRevision, StoredRevision } from '../store.ts';

export interface RevisionTable {
  activate(revision: ActiveRevision, nowMs: number): StoredRevision[];
  all(): StoredRevision[];
}

export function createRevisionTable(db: DatabaseSync): RevisionTable {
  const insert = db.prepare('INSERT OR IGNORE INTO revisions (revision, sources, longest_window_ms) VALUES (?,?,?)');
  const openSpan = db.prepare('SELECT revision FROM revision_spans WHERE until_ms IS NULL');
  const closeSpans = db.prepare('UPDATE revision_spans SET until_ms = ? WHERE until_ms IS NULL');
  const startSpan = db.prepare('INSERT OR REPLACE INTO revision_spans (revision, from_ms, until_ms) VALUES (?,?,NULL)');
  const stretchSpan = db.prepare(
    'UPDATE revision_spans SET until_ms = ?2 WHERE revision = ?1 AND until_ms < ?2 AND from_ms = (SELECT MAX(from_ms) FROM revision_spans WHERE revision = ?1)',
  );
  const list = db.prepare(
    'SELECT r.revision, r.sources, r.longest_window_ms, s.from_ms, s.until_ms FROM revisions r JOIN revision_spans s ON s.revision = r.revision ORDER BY s.from_ms',
  );

  const all = (): StoredRevision[] => {
    const found = new Map<string, StoredRevision & { active: { fromMs: number; untilMs: number | null }[] }>();
    for (const row of list.all() as unknown as Row[]) {
      let revision = found.get(row.revision);
      if (!revision) {
        revision = {
          revision: row.revision,
          sources: JSON.parse(row.sources),
          longestWindowMs: row.longest_window_ms,
          active: [],
        };
        found.set(row.revision, revision);
      }
      revision.active.push({ fromMs: row.from_ms, untilMs: row.until_ms });
    }
    return [...found.values()];
  };

  return {
    all,
    activate({ isStill = false, ...revision }, nowMs) {
      if (isStill) {
        stretchSpan.run(revision.revision, nowMs);
        return all();
      }
      insert.run(revision.revision, JSON.stringify(revision.sources), revision.longestWindowMs);
      const open = openSpan.all() as unknown as { revision: string }[];
      if (open.length !== 1 || open[0]?.revision !== revision.revision) {
        closeSpans.run(nowMs);
        startSpan.run(revision.revision, nowMs);
      }
      return all();
    },
  };
}

interface Row {
  readonly revision: string;
  readonly sources: string;
  readonly longest_window_ms: number;
  readonly from_ms: number;
  readonly until_ms: number | null;
}
