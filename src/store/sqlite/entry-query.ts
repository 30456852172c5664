/**
 * Pages of the decision log. Entries are numbered by their kind (all that can be asked for beside person and time), and an index goes by kind and
 * time: whatever is asked for is a set of kinds, and its newest entries are those of each kind, merged. So a page costs what it shows and a look
 * at each kind, however large the log is.
 */
import type { DatabaseSync } from 'node:sqlite';
import { type EntryKind, fitsKind } from '../entry-kind.ts';
import type { EntryFilter, EntryPage, StoredEntry } from '../store.ts';

export interface EntryQueries {
  /**
   * @param isStopped asked between pieces of work; where it says so the page ends early, for nobody
   * @throws RangeError for a cursor that this store did not make
   */
  page(filter: EntryFilter, limit: number, cursor: string | undefined, isStopped: () => boolean): EntryPage;
  /** Entries after `seq`, oldest first. */
  after(seq: number, most: number): { seq: number; entry: StoredEntry }[];
}

interface Place {
  readonly at_ms: number;
  readonly seq: number;
}
type Row = Place & { readonly kind: number };

/** Entries of one index, newest first, a piece at a time. */
interface Stream {
  readonly rows: Row[];
  more: ((before: Place, most: number) => Row[]) | undefined;
  piece: number;
}

/** Most rows read at once. */
const largestPiece = 512;
const end: Place = { at_ms: Number.MAX_SAFE_INTEGER, seq: Number.MAX_SAFE_INTEGER };

export function createEntryQueries(db: DatabaseSync): EntryQueries {
  const known = new Map<number, EntryKind>();
  let newest = 0;
  const newKinds = db.prepare('SELECT id, what FROM entry_kinds WHERE id > ? ORDER BY id');
  const along = (index: string, condition: string) =>
    db.prepare(
      `SELECT at_ms, seq, kind FROM entries INDEXED BY ${index} WHERE ${condition} at_ms >= ? AND (at_ms, seq) < (?, ?) ORDER BY at_ms DESC, seq DESC LIMIT ?`,
    );
  const byTime = along('entries_by_time', '');
  const bySubject = along('entries_by_subject', 'subject = ? AND');
  const byKind = along('entries_by_kind', 'kind = ? AND');
  const text = 'SELECT e.seq, e.json, s.key FROM entries e LEFT JOIN subjects s ON s.subject = e.subject';
  const one = db.prepare(`${text} WHERE e.seq = ?`);
  const following = db.prepare(`${text} WHERE e.seq > ? ORDER BY e.seq LIMIT ?`);

  const kindsFor = (filter: EntryFilter): number[] => {
    for (const { id, what } of newKinds.all(newest) as unknown as { id: number; what: string }[]) {
      known.set(id, JSON.parse(what) as EntryKind);
      newest = id;
    }
    return [...known].filter(([, kind]) => fitsKind(kind, filter)).map(([id]) => id);
  };

  const streamsFor = (filter: EntryFilter, kinds: readonly number[], piece: number): Stream[] => {
    if (kinds.length === 0) return [];
    const fromMs = filter.fromMs ?? Number.MIN_SAFE_INTEGER;
    const stream = (statement: typeof byTime, first: readonly (string | number)[], size: number): Stream => ({
      rows: [],
      more: ({ at_ms, seq }, most) => statement.all(...first, fromMs, at_ms, seq, most) as unknown as Row[],
      piece: size,
    });
    if (filter.subject) return [stream(bySubject, [filter.subject.subject], piece)];
    if (kinds.length === known.size) return [stream(byTime, [], piece)];
    const share = Math.max(4, Math.ceil((2 * piece) / Math.max(1, kinds.length)));
    return kinds.map((kind) => stream(byKind, [kind], Math.min(piece, share)));
  };

  return {
    page(filter, limit, cursor, isStopped) {
      const kinds = kindsFor(filter);
      const wanted = new Set(kinds);
      const until = earlier(readCursor(cursor) ?? end, { at_ms: filter.toMs ?? end.at_ms, seq: 0 });
      const found: Row[] = [];
      for (const row of merge(streamsFor(filter, kinds, Math.min(limit + 1, largestPiece)), until, isStopped)) {
        if (wanted.has(row.kind)) found.push(row);
        if (found.length > limit) break;
      }
      const shown = found.slice(0, limit);
      const last = shown.at(-1);
      return {
        entries: shown
          .map(({ seq }) => one.get(seq) as unknown as Text | undefined)
          .flatMap((row) => row ?? [])
          .map(toEntry),
        nextCursor:
          found.length > limit && last ? Buffer.from(`${last.at_ms}.${last.seq}`).toString('base64url') : null,
      };
    },
    after: (seq, most) =>
      (following.all(seq, most) as unknown as Text[]).map((row) => ({ seq: row.seq, entry: toEntry(row) })),
  };
}

function* merge(streams: readonly Stream[], until: Place, isStopped: () => boolean): Generator<Row> {
  const refill = (stream: Stream, before: Place): void => {
    const rows = stream.more?.(before, stream.piece) ?? [];
    if (rows.length < stream.piece) stream.more = undefined;
    stream.rows.push(...rows);
    stream.piece = Math.min(2 * stream.piece, largestPiece);
  };
  for (const stream of streams) {
    if (isStopped()) return;
    refill(stream, until);
  }
  let open = streams.filter(({ rows }) => rows.length > 0);
  for (let [first] = open; first !== undefined; [first] = open) {
    for (const stream of open) if (isEarlier(first.rows[0] as Row, stream.rows[0] as Row)) first = stream;
    const row = first.rows.shift() as Row;
    yield row;
    if (first.rows.length > 0) continue;
    if (isStopped()) return;
    refill(first, row);
    if (first.rows.length === 0) open = open.filter((stream) => stream !== first);
  }
}

function isEarlier(a: Place, b: Place): boolean {
  return a.at_ms < b.at_ms || (a.at_ms === b.at_ms && a.seq < b.seq);
}

function earlier(a: Place, b: Place): Place {
  return isEarlier(a, b) ? a : b;
}

interface Text {
  readonly seq: number;
  readonly json: string;
  readonly key: string | null;
}

function toEntry(row: Text): StoredEntry {
  return { json: row.json, key: row.key ?? undefined };
}

/** @throws RangeError for a cursor that this store did not make */
function readCursor(cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return undefined;
  const [atMs, seq] = Buffer.from(cursor, 'base64url').toString().split('.').map(Number);
  if (!Number.isSafeInteger(atMs) || !Number.isSafeInteger(seq)) throw new RangeError('cursor');
  return { at_ms: atMs as number, seq: seq as number };
}
