/**
 * Pages of the decision log. Entries are numbered by their kind (all that can be asked for beside person and time), and an index goes by kind and
 * time: whatever is asked for is a set of kinds, and its newest entries are those of each kind, merged. So a page costs what it shows and a look
 * at each kind, however large the log is. What is common is found among the newest of all, before any kind is looked at.
 */
import type { DatabaseSync } from 'node:sqlite';
import { monotonicMs } from '../../clock.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { type EntryKind, fitsKind } from '../entry-kind.ts';
import type { EntryFilter, EntryPage, StoredEntry } from '../store.ts';

export interface EntryQueries {
  /**
   * Yields between pieces of work: whoever runs it can do something else meanwhile, or leave it.
   * @throws UnknownCursor
   */
  page(filter: EntryFilter, limit: number, cursor: string | undefined): Generator<void, EntryPage>;
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
/** Where more kinds fit, the newest entries are looked through first: so many for each kind, which costs less than a look at each kind, and so many at most. */
const manyKinds = 64;
const rowsForKind = 16;
const mostLookedThrough = 16 * largestPiece;
/** Kinds are read anew after so long: those without an entry are gone. */
const knownMs = 3_600_000;
/** Entries read at once. */
const textPiece = 16;
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
  const subjectNumber = db.prepare('SELECT id FROM subjects WHERE subject = ?');
  const text = 'SELECT e.seq, e.json, s.key FROM entries e LEFT JOIN subjects s ON s.id = e.subject';
  const one = db.prepare(`${text} WHERE e.seq = ?`);
  const following = db.prepare(`${text} WHERE e.seq > ? ORDER BY e.seq LIMIT ?`);

  let forgetAtMs = monotonicMs() + knownMs;
  const kindsFor = (filter: EntryFilter): number[] => {
    if (monotonicMs() > forgetAtMs) {
      known.clear();
      newest = 0;
      forgetAtMs = monotonicMs() + knownMs;
    }
    for (const { id, what } of newKinds.all(newest) as unknown as { id: number; what: string }[]) {
      known.set(id, JSON.parse(what) as EntryKind);
      newest = id;
    }
    return [...known].filter(([, kind]) => fitsKind(kind, filter)).map(([id]) => id);
  };

  const streamsFor = (filter: EntryFilter, kinds: readonly number[], piece: number): Stream[] => {
    const fromMs = filter.fromMs ?? Number.MIN_SAFE_INTEGER;
    const stream = (statement: typeof byTime, first: readonly (string | number)[], size: number): Stream => ({
      rows: [],
      more: ({ at_ms, seq }, most) => statement.all(...first, fromMs, at_ms, seq, most) as unknown as Row[],
      piece: size,
    });
    if (filter.subject) {
      const found = subjectNumber.get(filter.subject.subject) as { id: number } | undefined;
      return found ? [stream(bySubject, [found.id], piece)] : [];
    }
    if (kinds.length === known.size) return [stream(byTime, [], piece)];
    const share = Math.max(4, Math.ceil((2 * piece) / kinds.length));
    return kinds.map((kind) => stream(byKind, [kind], Math.min(piece, share)));
  };

  /** Those that fit among the newest of all, and where these end; `over`: there are no others. */
  function* amongNewest(
    filter: EntryFilter,
    wanted: ReadonlySet<number>,
    limit: number,
    until: Place,
  ): Generator<void, { found: Row[]; below: Place; over: boolean }> {
    const found: Row[] = [];
    const most = Math.min(mostLookedThrough, rowsForKind * wanted.size);
    let below = until;
    for (let looked = 0; looked < most && found.length <= limit; looked += largestPiece) {
      const fromMs = filter.fromMs ?? Number.MIN_SAFE_INTEGER;
      const rows = byTime.all(fromMs, below.at_ms, below.seq, largestPiece) as unknown as Row[];
      found.push(...rows.filter(({ kind }) => wanted.has(kind)));
      below = rows.at(-1) ?? below;
      if (rows.length < largestPiece) return { found, below, over: true };
      yield;
    }
    return { found, below, over: false };
  }

  function* rowsFor(filter: EntryFilter, limit: number, until: Place): Generator<void, Row[]> {
    const kinds = kindsFor(filter);
    if (kinds.length === 0) return [];
    const wanted = new Set(kinds);
    const isCommon = filter.subject === undefined && kinds.length > manyKinds && kinds.length < known.size;
    const { found, below, over } = isCommon
      ? yield* amongNewest(filter, wanted, limit, until)
      : { found: [], below: until, over: false };
    if (over || found.length > limit) return found;
    for (const row of merge(streamsFor(filter, kinds, Math.min(limit + 1, largestPiece)), below)) {
      if (row === undefined) yield;
      else if (wanted.has(row.kind)) found.push(row);
      if (found.length > limit) break;
    }
    return found;
  }

  return {
    *page(filter, limit, cursor) {
      const until = earlier(cursor === undefined ? end : placeOf(cursor), { at_ms: filter.toMs ?? end.at_ms, seq: 0 });
      const found = yield* rowsFor(filter, limit, until);
      const shown = found.slice(0, limit);
      const last = shown.at(-1);
      const entries: StoredEntry[] = [];
      for (const [at, { seq }] of shown.entries()) {
        if (at % textPiece === textPiece - 1) yield;
        // It may have been removed since it was found.
        const row = one.get(seq) as unknown as Text | undefined;
        if (row) entries.push(toEntry(row));
      }
      const hasMore = found.length > limit && last !== undefined;
      return { entries, nextCursor: hasMore ? writeCursor(last.at_ms, last.seq) : null };
    },
    after: (seq, most) =>
      (following.all(seq, most) as unknown as Text[]).map((row) => ({ seq: row.seq, entry: toEntry(row) })),
  };
}

/** Rows of all streams, newest first; undefined: a piece was read. */
function* merge(streams: readonly Stream[], until: Place): Generator<Row | undefined> {
  const refill = (stream: Stream, before: Place): void => {
    const rows = stream.more?.(before, stream.piece) ?? [];
    if (rows.length < stream.piece) stream.more = undefined;
    stream.rows.push(...rows);
    stream.piece = Math.min(2 * stream.piece, largestPiece);
  };
  for (const stream of streams) {
    yield undefined;
    refill(stream, until);
  }
  let open = streams.filter(({ rows }) => rows.length > 0);
  for (let [first] = open; first !== undefined; [first] = open) {
    for (const stream of open) if (isEarlier(first.rows[0] as Row, stream.rows[0] as Row)) first = stream;
    const row = first.rows.shift() as Row;
    yield row;
    if (first.rows.length > 0) continue;
    yield undefined;
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

/** @throws UnknownCursor */
function placeOf(cursor: string): Place {
  const [at_ms, seq] = readCursor(cursor);
  return { at_ms, seq };
}
