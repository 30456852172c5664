/** The embedded store: `node:sqlite`, WAL, synchronous=FULL, one process, decisions that wait together committed together. */
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { WallClock } from '../../clock.ts';
import { decodeRecord, encodeRecord, isEmpty } from '../../engine/record/codec.ts';
import { type CustomerRecord, emptyRecord, type Suppression } from '../../engine/record/record.ts';
import type { KeyedHash } from '../../engine/request.ts';
import { decideStep } from '../../engine/steps/decide.ts';
import { enterStep } from '../../engine/steps/sealed-entry.ts';
import type { LogEntry, StepResult, StepState, StepTools } from '../../engine/steps/step.ts';
import { StoreInUse, StoreUnavailable } from '../../errors.ts';
import { makeFolder, wordsOf } from '../../files.ts';
import { firstSeq, newKey } from '../../ids.ts';
import { type ContactStore, recordExpiryMs, type StepTarget, type StoredEntry } from '../store.ts';
import { asAddressCopy, mergeSuppressions } from '../suppressions.ts';
import { type DiskWatch, watchDisk } from './disk-watch.ts';
import { createEntryTable } from './entries.ts';
import { createGroupCommit } from './group-commit.ts';
import { createNameTable } from './names.ts';
import { createRevisionTable } from './revisions.ts';
import { schema, schemaVersion } from './schema.ts';

export interface SqliteOptions {
  /** A file, or `:memory:`. */
  readonly path: string;
  readonly clock: WallClock;
  readonly tools: StepTools;
  /** Proof that the pepper is the one the file was made with. */
  readonly canary: string;
  /** Called where the file held no store before. */
  readonly created?: (() => void) | undefined;
}

/** @throws Error with one line where the file is in use, of another version, or was made with another pepper */
export function createSqliteStore(options: SqliteOptions): ContactStore {
  const { clock, tools } = options;
  const db = openDatabase(options.path);
  const { isNew, dataId } = checkMeta(db, options.canary);
  if (isNew) options.created?.();
  const names = createNameTable(db);
  const entries = createEntryTable(db);
  const revisions = createRevisionTable(db);
  const commits = createGroupCommit(db, names.reload);
  const followers = new Set<(entry: StoredEntry) => void>();
  const getRecord = db.prepare('SELECT record FROM customers WHERE hash = ?');
  const putRecord = db.prepare(
    'INSERT INTO customers (hash, record, expires_ms) VALUES (?,?,?) ON CONFLICT (hash) DO UPDATE SET record = excluded.record, expires_ms = excluded.expires_ms',
  );
  const dropRecord = db.prepare('DELETE FROM customers WHERE hash = ?');
  const expiredRecords = db.prepare('SELECT hash FROM customers WHERE expires_ms <= ? LIMIT ?');
  const putOffExpiry = db.prepare('UPDATE customers SET expires_ms = ? WHERE hash = ?');
  const getSuppressions = db.prepare('SELECT json FROM address_suppressions WHERE address = ?');
  const putSuppression = db.prepare(
    'INSERT OR REPLACE INTO address_suppressions (address, suppression_id, json) VALUES (?,?,?)',
  );
  const dropSuppression = db.prepare('DELETE FROM address_suppressions WHERE address = ? AND suppression_id = ?');
  const getLast = db.prepare('SELECT customer FROM address_last WHERE address = ?');
  const putLast = db.prepare(
    'INSERT INTO address_last (address, customer, at_ms) VALUES (?,?,?) ON CONFLICT (address) DO UPDATE SET customer = excluded.customer, at_ms = excluded.at_ms WHERE excluded.at_ms >= at_ms',
  );
  const putMeta = db.prepare('INSERT OR REPLACE INTO meta (name, value) VALUES (?,?)');
  const countChanges = db.prepare('SELECT total_changes() AS changes');
  let open = false;
  let disk: DiskWatch | undefined;

  const load = (customer: KeyedHash): CustomerRecord => {
    const row = getRecord.get(toBytes(customer)) as { record: Uint8Array } | undefined;
    if (!row) return emptyRecord(firstSeq());
    try {
      return decodeRecord(Buffer.from(row.record.buffer, row.record.byteOffset, row.record.byteLength), names);
    } catch (error) {
      throw new StoreUnavailable(`a customer's record cannot be read: ${wordsOf(error)}`, { cause: error });
    }
  };
  const save = (customer: KeyedHash, record: CustomerRecord, nowMs: number): void => {
    for (const contact of record.contacts) names.intern(contact.kind);
    if (isEmpty(record)) dropRecord.run(toBytes(customer));
    else putRecord.run(toBytes(customer), encodeRecord(record, names), recordExpiryMs(record, tools, nowMs));
  };
  const suppressionsAt = (address: string): Suppression[] =>
    (getSuppressions.all(toBytes(address)) as { json: string }[]).map(({ json }) => JSON.parse(json) as Suppression);
  const stateOf = (target: StepTarget): StepState => {
    const record = load(target.customer);
    return {
      record,
      ofAddresses: addressesConcerned(target, record).flatMap(suppressionsAt),
      addressShared: false,
      nowMs: clock.nowMs(),
    };
  };
  const announce = (made: readonly LogEntry[]): void => {
    for (const { json, key } of made) for (const follower of followers) follower({ json, key });
  };
  /** Why this store is not to be used; what a write says is no reason not to try the next one. */
  const fault = (): string | undefined => {
    if (!open) return 'the embedded store is closed';
    return disk?.isGone()
      ? `the file ${options.path} was moved or removed while this service ran: put it back, or restart`
      : undefined;
  };
  const usable = (): void => {
    const found = fault();
    if (found !== undefined) throw new StoreUnavailable(found);
  };
  const problems = (): readonly string[] => {
    const found = fault() ?? commits.failure();
    return found === undefined ? [] : [found];
  };
  let changesSeen = 0;
  /** Where nothing was written since the last look, or the last write failed. */
  const tryWrite = (): void => {
    const { changes } = countChanges.get() as { changes: number };
    if (changes !== changesSeen && commits.failure() === undefined) changesSeen = changes;
    else void commits.write(() => putMeta.run('written', String(clock.nowMs()))).catch(() => {});
  };

  const transact = async <T>(
    target: StepTarget,
    step: (state: StepState) => StepResult<T>,
    untilMs?: number,
  ): Promise<T> => {
    usable();
    const result = await commits.write(() => {
      const state = stateOf(target);
      const before = state.record.addresses.map(({ lastMs }) => lastMs);
      const done = step(state);
      if (done.changed) save(target.customer, state.record, state.nowMs);
      for (const entry of done.entries) entries.append(entry);
      state.record.addresses.forEach(({ hash, lastMs }, place) => {
        if (done.changed && lastMs !== before[place]) putLast.run(toBytes(hash), toBytes(target.customer), lastMs);
      });
      return done;
    }, untilMs);
    announce(result.entries);
    return result.value;
  };
  const guarded = <T>(work: () => T): T => {
    usable();
    try {
      return work();
    } catch (error) {
      if (error instanceof RangeError || error instanceof StoreUnavailable) throw error;
      throw new StoreUnavailable(`the embedded store refused a read: ${wordsOf(error)}`, { cause: error });
    }
  };
  const read = async <T>(target: StepTarget, look: (state: StepState) => T): Promise<T> => {
    // What waits to be committed was asked earlier and counts for this reader.
    await commits.settled();
    return guarded(() => look(stateOf(target)));
  };

  return {
    async open() {
      open = db.isOpen;
      disk ??= watchDisk(options.path, tryWrite);
    },
    async close() {
      disk?.close();
      await commits.settled();
      if (db.isOpen) db.close();
      open = false;
    },
    decide: (input, stepTools, untilMs) => {
      const target = { customer: input.plan.request.customer, address: input.plan.request.address };
      return input.mode === 'check'
        ? read(target, (state) => decideStep(input, state, stepTools).value)
        : transact(target, (state) => decideStep(input, state, stepTools), untilMs);
    },
    transact,
    read,
    async suppress(suppressions, target) {
      usable();
      return commits.write(() => {
        const nowMs = clock.nowMs();
        let inForce: Suppression[] = [...suppressions];
        if (target.customer) {
          const record = load(target.customer);
          const own = record.suppressions.length;
          inForce = mergeSuppressions(record.suppressions, inForce, nowMs);
          if (record.suppressions.length > own) save(target.customer, record, nowMs);
        }
        if (target.address) {
          const list = suppressionsAt(target.address.hash);
          inForce = mergeSuppressions(list, inForce, nowMs);
          for (const one of inForce)
            putSuppression.run(toBytes(target.address.hash), one.suppressionId, JSON.stringify(asAddressCopy(one)));
        }
        return inForce;
      });
    },
    suppressionsOfAddress: async (address) => guarded(() => suppressionsAt(address.hash)),
    lastCustomerAt: async (address) =>
      guarded(() => {
        const row = getLast.get(toBytes(address.hash)) as { customer: Uint8Array } | undefined;
        return row && (Buffer.from(row.customer).toString('latin1') as KeyedHash);
      }),
    findSuppression: async (home) =>
      guarded(() => {
        const list = home.customer
          ? load(home.customer).suppressions
          : home.address
            ? suppressionsAt(home.address.hash)
            : [];
        return list.find((one) => one.suppressionId === home.suppressionId);
      }),
    async lift(suppression) {
      usable();
      await commits.write(() => {
        if (suppression.customer !== undefined) {
          const customer = suppression.customer as KeyedHash;
          const record = load(customer);
          record.suppressions = record.suppressions.filter((one) => one.suppressionId !== suppression.suppressionId);
          save(customer, record, clock.nowMs());
        }
        if (suppression.address !== undefined)
          dropSuppression.run(toBytes(suppression.address), suppression.suppressionId);
      });
    },
    enter: (customer, make, newKey) =>
      transact({ customer, address: undefined }, ({ record }) => enterStep(record, make, newKey)),
    entries: async (filter, limit, cursor) => guarded(() => entries.query(filter, limit, cursor)),
    entry: async (decisionId) => guarded(() => entries.get(decisionId)),
    follow: (onEntry, signal) =>
      new Promise((resolve) => {
        followers.add(onEntry);
        signal.addEventListener('abort', () => {
          followers.delete(onEntry);
          resolve();
        });
      }),
    async expireEntries() {
      usable();
      return commits.write(() => {
        const nowMs = clock.nowMs();
        for (const { hash } of expiredRecords.all(nowMs, 1000) as { hash: Uint8Array }[]) {
          // What was written when it was to end may have to stay by now: a rule that counts for ever, a longer window.
          const expiry = recordExpiryMs(load(Buffer.from(hash).toString('latin1') as KeyedHash), tools, nowMs);
          if (expiry === null || expiry > nowMs) putOffExpiry.run(expiry, hash);
          else dropRecord.run(hash);
        }
        return entries.expire(nowMs, 1000);
      });
    },
    async exportEntries(onEntry, drain) {
      let seq = 0;
      let count = 0;
      for (;;) {
        const page = guarded(() => entries.after(seq, 500));
        if (page.length === 0) return count;
        for (const row of page) await onEntry(row.entry);
        seq = page.at(-1)?.seq ?? seq;
        count += page.length;
        if (drain) await commits.write(() => entries.removeUpTo(seq));
      }
    },
    async activate(revision) {
      usable();
      return commits.write(() => revisions.activate(revision, clock.nowMs()));
    },
    revisions: async () => guarded(() => revisions.all()),
    dataId: async () => guarded(() => dataId),
    problems,
    async health() {
      const details: Record<string, unknown> = { store: 'sqlite', version: process.versions['sqlite'] };
      if (fault() !== undefined) return { problems: problems(), details };
      try {
        db.prepare('SELECT 1').get();
        // A full disk still reads: after a refused write, one more is tried before all is said to be well.
        if (commits.failure() !== undefined) await commits.write(() => putMeta.run('written', String(clock.nowMs())));
        return { problems: [], details };
      } catch (error) {
        return { problems: [`the embedded store does not answer: ${wordsOf(error)}`], details };
      }
    },
    nowMs: async () => clock.nowMs(),
  };
}

/** The addresses whose suppressions a step may need: the request's, a hold's, and the last ones, which bind requests without an address. */
function addressesConcerned(target: StepTarget, record: CustomerRecord): string[] {
  const concerned = new Set<string>();
  if (target.address) concerned.add(target.address.hash);
  for (const address of record.addresses) concerned.add(address.hash);
  return [...concerned];
}

function toBytes(hash: string): Buffer {
  return Buffer.from(hash, 'latin1');
}

function openDatabase(path: string): DatabaseSync {
  let db: DatabaseSync | undefined;
  try {
    if (path !== ':memory:') makeFolder(dirname(path));
    db = new DatabaseSync(path, { timeout: 200 });
    // Exclusive: a second process that opens the file is refused instead of counting beside this one.
    db.exec(
      'PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 8192; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;',
    );
    db.exec('BEGIN EXCLUSIVE');
    db.exec(schema);
    db.exec('COMMIT');
    return db;
  } catch (error) {
    db?.close();
    if (/locked|busy/i.test(String(error)))
      throw new StoreInUse(`STORE_URL: ${path} is in use by another process; one service works on one SQLite file`, {
        cause: error,
      });
    throw new Error(`STORE_URL: ${path} ${whyNotOpen(error)}`, { cause: error });
  }
}

function whyNotOpen(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (/readonly/i.test(message))
    return 'cannot be written: give this user the right to write the file and its folder, or name another file';
  return `cannot be used: ${message}`;
}

/** @returns whether the file held no store before, and what names its data */
function checkMeta(db: DatabaseSync, canary: string): { isNew: boolean; dataId: string } {
  const get = db.prepare('SELECT value FROM meta WHERE name = ?');
  const put = db.prepare('INSERT OR IGNORE INTO meta (name, value) VALUES (?,?)');
  const isNew = Number(put.run('schema', String(schemaVersion)).changes) > 0;
  put.run('pepper', canary);
  put.run('data', newKey());
  const value = (name: string) => (get.get(name) as { value: string } | undefined)?.value;
  const refuse = (message: string): never => {
    db.close();
    throw new Error(message);
  };
  if (value('schema') !== String(schemaVersion))
    refuse(`STORE_URL: the file has schema ${value('schema')}, this program knows ${schemaVersion}`);
  if (value('pepper') !== canary)
    refuse('ADDRESS_PEPPER: not the pepper this store was made with; every refusal would be missed');
  return { isNew, dataId: value('data') as string };
}
