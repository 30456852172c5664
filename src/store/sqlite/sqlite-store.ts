/** The embedded store: `node:sqlite`, WAL, one process, decisions that wait together committed together and answered once the disk has them. */
import type { WallClock } from '../../clock.ts';
import type { Effect } from '../../engine/events.ts';
import { decodeAddressHot, emptyAddressCold } from '../../engine/record/address.ts';
import { coverCold } from '../../engine/record/cold.ts';
import type { KeyedHash } from '../../engine/request.ts';
import { decideStep } from '../../engine/steps/decide.ts';
import { enterStep } from '../../engine/steps/sealed-entry.ts';
import type { StepState } from '../../engine/steps/state.ts';
import type { StepResult, StepTools } from '../../engine/steps/step.ts';
import { StoreUnavailable, UnknownCursor } from '../../errors.ts';
import { wordsOf } from '../../files.ts';
import { type ContactStore, type EffectFollower, type EventHome, eventsFromMs } from '../store.ts';
import { createAddressTable } from './addresses.ts';
import { createCheckpoints, seldom } from './checkpoints.ts';
import { createCustomerTable, type LoadedCustomer, type StoredHot } from './customers.ts';
import { createProver } from './decide.ts';
import { createEntryTable } from './entries.ts';
import { createEntryReader } from './entry-reader.ts';
import { createEventTable } from './events.ts';
import { inPieces } from './expiry.ts';
import { createFitness } from './fitness.ts';
import { createFollowers } from './followers.ts';
import { createGroupCommit, wholeGroups } from './group-commit.ts';
import { createLogSync } from './log-sync.ts';
import { createNameTable } from './names.ts';
import { checkMeta, openDatabase } from './open-database.ts';
import { createRevisionTable } from './revisions.ts';
import { scrub } from './scrub.ts';

export interface SqliteOptions {
  /** A file, or `:memory:`. */
  readonly path: string;
  readonly clock: WallClock;
  readonly tools: StepTools;
  /** Proof that the pepper is the one the file was made with. */
  readonly canary: string;
  readonly madeMs: (decisionId: string) => number;
  /** One caller alone: what it asks for at once is committed at once, and nobody waits for a turn in between. */
  readonly isAlone?: boolean | undefined;
  /** Called where the file held no store before. */
  readonly created?: (() => void) | undefined;
}

/** @throws Error with one line where the file is in use, of another version, or was made with another pepper */
export function createSqliteStore(options: SqliteOptions): ContactStore {
  const { clock, tools } = options;
  const { db, lock } = openDatabase(options.path);
  // What a long list touches in one commit is to stay in memory, and pages wait to be brought in together.
  if (options.isAlone) db.exec('PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 262144');
  const { isNew, dataId } = checkMeta(db, options.canary, lock);
  if (isNew) options.created?.();
  const names = createNameTable(db);
  const entries = createEntryTable(db, options.madeMs);
  const log = createEntryReader(options.path, db);
  const logSync = createLogSync(db);
  const revisions = createRevisionTable(db);
  const checkpoints = createCheckpoints(options.path, db, options.isAlone ? seldom : undefined);
  const onRollback = (): void => [names, entries].forEach((table) => void table.reload());
  const commits = createGroupCommit(
    { db, sync: logSync?.sync, onRollback, onCommit: checkpoints.committed },
    options.isAlone ? wholeGroups : undefined,
  );
  const { announce, follow } = createFollowers();
  const customers = createCustomerTable(db, names, tools);
  const addresses = createAddressTable(db);
  const prove = createProver({ customers, addresses, names, clock });
  const events = createEventTable(db);
  const effectFollowers = new Set<EffectFollower>();
  const getMeta = db.prepare('SELECT value FROM meta WHERE name = ?');
  const putMeta = db.prepare('INSERT OR REPLACE INTO meta (name, value) VALUES (?,?)');
  /** What no prover allows, denials above all, comes in rows. */
  let wasJudged = false;
  const fitness = createFitness({ db, path: options.path, commits, nowMs: clock.nowMs });
  const { usable, problems } = fitness;

  const tellEffect = (effect: Effect | undefined): void => {
    if (effect) for (const { onEffect } of effectFollowers) onEffect(effect);
  };
  const stateOf = ({ record, cold, held }: LoadedCustomer): StepState => {
    return { record, cold, held, at: addresses.look, nowMs: clock.nowMs() };
  };

  const keepEvents = (home: EventHome, { events: made = [] }: Pick<StepResult<unknown>, 'events'>): void => {
    for (const event of made) events.append(home, event);
  };
  /** Inside a transaction. @param stored the customer's hot part, where it was read in it */
  const apply = <T>(
    customer: KeyedHash,
    step: (state: StepState) => StepResult<T>,
    stored?: StoredHot,
  ): StepResult<T> => {
    const loaded = customers.load(customer, stored);
    const state = stateOf(loaded);
    const done = step(state);
    if (done.coldChanged) coverCold(loaded.record, loaded.cold());
    if (done.changed || done.coldChanged) customers.save(customer, loaded, done, state.nowMs);
    for (const entry of done.entries) entries.append(entry);
    keepEvents({ customer }, done);
    if (done.erases?.subject !== undefined) entries.forget(done.erases.subject);
    if (done.reached) addresses.note(done.reached.address, customer, done.reached.atMs, state.nowMs);
    return done;
  };
  const tell = <T>({ value, entries: made, effect }: StepResult<T>): T => {
    announce(made);
    tellEffect(effect);
    return value;
  };
  /** The instant before which a home keeps no event. */
  const keptFromMs = (home: EventHome): number => eventsFromMs(coldOf(home), clock.nowMs());
  const coldOf = (home: EventHome) =>
    'customer' in home ? customers.load(home.customer).cold() : addresses.load(home.address).cold;

  const transact = async <T>(
    customer: KeyedHash,
    step: (state: StepState) => StepResult<T>,
    writeByMs?: number,
  ): Promise<T> => {
    usable();
    const done = await commits.write(() => apply(customer, step), writeByMs);
    if (done.erases) await scrub(db);
    return tell(done);
  };
  const decide: ContactStore['decide'] = async (input, stepTools, writeByMs) => {
    const { customer } = input.plan.request;
    const step = (state: StepState) => decideStep(input, state, stepTools);
    if (input.mode === 'check') return read(customer, (state) => step(state).value);
    usable();
    if (wasJudged) input.expectJudging?.();
    const decided = await commits.write(() => {
      const stored = customers.hot(customer);
      return prove(input, stepTools, stored) ?? apply(customer, step, stored);
    }, writeByMs);
    wasJudged = typeof decided !== 'function';
    return typeof decided === 'function' ? decided() : tell(decided);
  };
  const guarded = <T>(work: () => T): T => {
    usable();
    try {
      return work();
    } catch (error) {
      if (error instanceof UnknownCursor || error instanceof StoreUnavailable) throw error;
      throw new StoreUnavailable(`the embedded store refused a read: ${wordsOf(error)}`, { cause: error });
    }
  };
  const read = async <T>(customer: KeyedHash, look: (state: StepState) => T): Promise<T> => {
    // What waits to be committed was asked earlier and counts for this reader.
    await commits.settled();
    return guarded(() => look(stateOf(customers.load(customer))));
  };

  return {
    async open() {
      fitness.open();
    },
    async close() {
      fitness.endWatch();
      await commits.settled();
      const [letGo] = await Promise.all([checkpoints.close(), log.close()]);
      if (db.isOpen) {
        logSync?.close();
        db.close();
      }
      letGo();
      lock?.release({ remove: false });
      fitness.close();
    },
    decide,
    transact,
    read,
    async transactAddress(address, step) {
      usable();
      const result = await commits.write(() => {
        const loaded = addresses.load(address);
        const nowMs = clock.nowMs();
        const done = step({ hot: loaded.hot, cold: loaded.cold, nowMs });
        if (done.changed) addresses.save(address, loaded, nowMs);
        keepEvents({ address }, done);
        return done;
      });
      tellEffect(result.effect);
      return result.value;
    },
    async transactNewAddresses(steps) {
      usable();
      const all = () => {
        const add = addresses.adder();
        return steps.map(({ address, step }) => {
          const nowMs = clock.nowMs();
          const parts = { hot: decodeAddressHot(undefined), cold: emptyAddressCold() };
          const done = step({ ...parts, nowMs });
          if (!add(address, parts, nowMs)) return undefined;
          keepEvents({ address }, done);
          return done;
        });
      };
      const results = await commits.write(all, undefined, steps.length);
      return results.map((done) => {
        tellEffect(done?.effect);
        return done?.value;
      });
    },
    // A commit is on the disk before it resolves.
    async settled() {},
    async readAddress(address, look) {
      await commits.settled();
      return guarded(() => look({ ...addresses.load(address), nowMs: clock.nowMs() }));
    },
    pendingAddresses: async () => guarded(addresses.pending),
    reviewHomes: async () => guarded(() => [...customers.inReview(), ...addresses.inReview()]),
    events: async (home, limit, cursor) => guarded(() => events.page(home, limit, cursor)),
    event: async (home, eventId) => guarded(() => events.get(home, eventId)),
    followEffects: (follower) => void effectFollowers.add(follower),
    enter: (customer, make, newKey) => transact(customer, ({ record }) => enterStep(record, make, newKey)),
    async entries(filter, limit, cursor, signal, pace) {
      usable();
      return log.page(filter, limit, cursor, signal, pace);
    },
    entry: async (decisionId) => guarded(() => entries.get(decisionId)),
    follow,
    async expireEntries() {
      usable();
      const { nowMs } = clock;
      await inPieces(commits, (most) => customers.expire(nowMs(), most));
      await inPieces(commits, (most) => addresses.expire(nowMs(), most));
      await inPieces(commits, (most) => events.expire(nowMs(), most, keptFromMs));
      return inPieces(commits, (most) => entries.expire(nowMs(), most));
    },
    async exportEntries(onEntry, drain) {
      let seq = 0;
      let count = 0;
      for (;;) {
        usable();
        const page = await log.after(seq, 500);
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
    health: fitness.health,
    nowMs: async () => clock.nowMs(),
    epoch: () => 0,
    ledgerMark: async () => guarded(() => (getMeta.get('ledger') as { value: string } | undefined)?.value),
    setLedgerMark: async (mark) => void (await commits.write(() => putMeta.run('ledger', mark))),
  };
}
