/** Tables of the embedded store. The customer's record is one value, as on Redis; entries stand in columns for what is asked of them. */
export const schemaVersion = 14;

export const schema = `
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS names (kind TEXT NOT NULL, id INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID;
-- In the order they came: those who are written to in that order again share pages.
CREATE TABLE IF NOT EXISTS customers (id INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, hot BLOB NOT NULL, expires_ms INTEGER);
CREATE INDEX IF NOT EXISTS customers_by_expiry ON customers (expires_ms) WHERE expires_ms IS NOT NULL;
CREATE TABLE IF NOT EXISTS customers_cold (hash BLOB PRIMARY KEY, cold BLOB NOT NULL, review INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS customers_review ON customers_cold (review) WHERE review > 0;
-- Requests of holds, by the customer and the contact's number.
CREATE TABLE IF NOT EXISTS holds (hash BLOB NOT NULL, seq INTEGER NOT NULL, request TEXT NOT NULL, PRIMARY KEY (hash, seq)) WITHOUT ROWID;
-- Hashes come in no order, so that each place that is found by one costs a page: the hot part alone is, and it says where the cold one lies.
CREATE TABLE IF NOT EXISTS addresses (hash BLOB PRIMARY KEY, hot BLOB NOT NULL, cold INTEGER, expires_ms INTEGER) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS addresses_by_expiry ON addresses (expires_ms) WHERE expires_ms IS NOT NULL;
CREATE TABLE IF NOT EXISTS addresses_cold (id INTEGER PRIMARY KEY, hash BLOB NOT NULL, cold BLOB NOT NULL, pending INTEGER NOT NULL, review INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS addresses_pending ON addresses_cold (pending) WHERE pending > 0;
CREATE INDEX IF NOT EXISTS addresses_review ON addresses_cold (review) WHERE review > 0;
CREATE TABLE IF NOT EXISTS events (
  seq INTEGER PRIMARY KEY, home BLOB NOT NULL, at_ms INTEGER NOT NULL, event_id TEXT NOT NULL, json TEXT NOT NULL,
  -- When to look whether it may go.
  look_ms INTEGER NOT NULL
);
-- An event that is stored twice is of the same instant. One index for both: what is said about many comes to as many places of each.
CREATE UNIQUE INDEX IF NOT EXISTS events_by_home ON events (home, at_ms, event_id);
CREATE INDEX IF NOT EXISTS events_by_look ON events (look_ms);
-- Numbered in the order they came, as customers are: entries of those who are denied in that order again share pages of the person's index.
-- Both are null of who was forgotten, so that no other is given the number as long as an entry has it.
CREATE TABLE IF NOT EXISTS subjects (id INTEGER PRIMARY KEY, subject TEXT UNIQUE, key TEXT);
-- All that the log can be asked for beside person and time, as JSON, and how long an entry is kept; entries of one kind agree in both.
CREATE TABLE IF NOT EXISTS entry_kinds (id INTEGER PRIMARY KEY AUTOINCREMENT, what TEXT NOT NULL, keep_ms INTEGER NOT NULL, UNIQUE (what, keep_ms));
CREATE TABLE IF NOT EXISTS entries (
  -- made_ms: when the id was made, which the id itself tells.
  seq INTEGER PRIMARY KEY, decision_id TEXT NOT NULL, made_ms INTEGER NOT NULL, at_ms INTEGER NOT NULL, allowed INTEGER NOT NULL, kind INTEGER NOT NULL,
  subject INTEGER NOT NULL, json TEXT NOT NULL
);
-- A degraded denial whose write went through after all, allowed, stands beside that: both were said. Ids have no order, and each new one would be
-- written to another page; by their instants they come to the end.
CREATE UNIQUE INDEX IF NOT EXISTS entries_by_id ON entries (made_ms, decision_id, allowed);
-- SQLite ends each with seq. The first tells the kind too, so that no entry is read for it.
CREATE INDEX IF NOT EXISTS entries_by_time ON entries (at_ms, seq, kind);
CREATE INDEX IF NOT EXISTS entries_by_kind ON entries (kind, at_ms);
CREATE INDEX IF NOT EXISTS entries_by_subject ON entries (subject, at_ms, seq, kind);
CREATE TABLE IF NOT EXISTS revisions (revision TEXT PRIMARY KEY, sources TEXT NOT NULL, longest_window_ms INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS revision_spans (revision TEXT NOT NULL, from_ms INTEGER NOT NULL, until_ms INTEGER, PRIMARY KEY (revision, from_ms)) WITHOUT ROWID;
`;
