/**
 * The sender's own memory, one row for each customer of a campaign, on disk before a message leaves: what a crash leaves behind tells the next
 * run who has had the message. One process at a time.
 */
import { DatabaseSync } from 'node:sqlite';

/**
 * asked: the guard was asked, nothing left. sending: handed to the mail server, and its answer is not known. sent, bounced: over.
 * deferred: the mail server did not take it; a later run may try again. lost: granted to a run whose log is gone.
 */
export type State = 'asked' | 'sending' | 'sent' | 'bounced' | 'deferred' | 'lost';

export interface SentLog {
  /** To be called before the guard is asked. @returns where an earlier run left this customer; undefined: nowhere, it is `asked` now. */
  begin(customerId: string): State | undefined;
  /** To be called before the message is handed over. `contactId` is null where the guard granted it without its store. */
  sending(customerId: string, contactId: string | null): void;
  finish(customerId: string, state: 'sent' | 'bounced' | 'deferred' | 'lost'): void;
  /** What the guard has not been told yet. */
  unreported(): { customerId: string; contactId: string; outcome: 'sent' | 'failed' }[];
  reported(customerId: string): void;
  close(): void;
}

/** @throws where another run has the file open */
export function openSentLog(path: string, campaign: string): SentLog {
  const db = openAlone(path);
  const begin = db.prepare("INSERT OR IGNORE INTO message (campaign, customer, state) VALUES (?, ?, 'asked')");
  const find = db.prepare('SELECT state FROM message WHERE campaign = ? AND customer = ?');
  const sending = db.prepare(
    "UPDATE message SET state = 'sending', contact = ?, reported = 0 WHERE campaign = ? AND customer = ?",
  );
  const finish = db.prepare('UPDATE message SET state = ? WHERE campaign = ? AND customer = ?');
  const unreported = db.prepare(
    "SELECT customer, contact, state FROM message WHERE campaign = ? AND reported = 0 AND contact IS NOT NULL AND state IN ('sent', 'bounced', 'deferred')",
  );
  const reported = db.prepare('UPDATE message SET reported = 1 WHERE campaign = ? AND customer = ?');
  return {
    begin(customerId) {
      if (begin.run(campaign, customerId).changes === 1) return undefined;
      return find.get(campaign, customerId)?.['state'] as State;
    },
    sending: (customerId, contactId) => void sending.run(contactId, campaign, customerId),
    finish: (customerId, state) => void finish.run(state, campaign, customerId),
    unreported: () =>
      unreported.all(campaign).map(({ customer, contact, state }) => ({
        customerId: String(customer),
        contactId: String(contact),
        outcome: state === 'sent' ? 'sent' : 'failed',
      })),
    reported: (customerId) => void reported.run(campaign, customerId),
    close: () => db.close(),
  };
}

function openAlone(path: string): DatabaseSync {
  const db = new DatabaseSync(path);
  try {
    // The lock is the operating system's: it ends with the process, however that ends. NORMAL loses nothing when the process is killed; after
    // a power cut the last few rows may be older than the mail server's. FULL rules that out, for a wait on the disk at each step.
    db.exec(`
      PRAGMA locking_mode = EXCLUSIVE;
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      CREATE TABLE IF NOT EXISTS message (
        campaign TEXT, customer TEXT, state TEXT NOT NULL, contact TEXT, reported INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (campaign, customer)
      ) WITHOUT ROWID;
      BEGIN IMMEDIATE; COMMIT`);
    return db;
  } catch (error) {
    db.close();
    throw new Error(`${path} cannot be opened (is another run under way?): ${(error as Error).message}`);
  }
}
