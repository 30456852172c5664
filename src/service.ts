/** Puts the parts together around a store: the service, the command line, policy tests and benches all build theirs here. */

import type { WallClock } from './clock.ts';
import { makeEntry } from './decisions/entry.ts';
import { createMakeLinks } from './decisions/links.ts';
import type { Spool } from './decisions/spool.ts';
import type { StoredEvent } from './engine/events.ts';
import type { KeyedHash } from './engine/request.ts';
import type { Decided } from './engine/steps/decide.ts';
import type { StepTools } from './engine/steps/step.ts';
import { createZoneClock } from './engine/time/zone-clock.ts';
import { nameFor } from './guard/block-log.ts';
import { contactAnswered } from './guard/contacts.ts';
import { enterKept } from './guard/kept-refusals.ts';
import { createPolicyHolder, type PolicyHolder } from './guard/policy-holder.ts';
import { createStoreTrouble } from './guard/store-trouble.ts';
import { createGuard } from './guard.ts';
import type { Guard, RefusalInput } from './guard-contract.ts';
import { createHashes, type Hashes } from './identity/hashes.ts';
import { seal } from './identity/seal.ts';
import { createLinkTokens, type LinkTokens } from './identity/tokens.ts';
import { createIds, newKey } from './ids.ts';
import type { Ledger, LedgerParts, LedgerRow } from './ledger/ledger.ts';
import type { PolicySet } from './policy/types.ts';
import type { TellEvent } from './refusals/act.ts';
import { createActs } from './refusals/acts.ts';
import { createAgreement } from './refusals/agreement.ts';
import { createCommit, ledgerAway } from './refusals/committed.ts';
import { withdrawalAct } from './refusals/consent-act.ts';
import { isErasedSince } from './refusals/erasure.ts';
import { eventLine } from './refusals/event-line.ts';
import { createKeptRefusals, type Kept } from './refusals/kept.ts';
import { createKnownRefusals } from './refusals/known-refusals.ts';
import { bindMissed, refusalAct } from './refusals/refuse.ts';
import { createRequestReader, type LoggedRequest } from './requests/reader.ts';
import type { ContactStore, StoreParts } from './store/store.ts';
import type { Log } from './telemetry/log.ts';

export interface ServiceOptions {
  /** 32 bytes. */
  readonly pepper: Buffer;
  readonly policies: PolicySet;
  readonly clock: WallClock;
  readonly log: Log;
  readonly makeStore: (parts: StoreParts) => ContactStore;
  readonly makeSpool?: (key: string) => Spool;
  /** Where refusals are kept that the store cannot take; each line is on the disk when it is added. */
  readonly makeRefusalSpool?: (key: string) => Spool<Kept>;
  /** Absent: what was said is in the store alone. */
  readonly makeLedger?: ((parts: LedgerParts) => Ledger) | undefined;
  /** Where events wait that the ledger did not take. */
  readonly makeLedgerSpool?: (key: string) => Spool<LedgerRow>;
  /** Where the store is, without passwords: for the log. */
  readonly storeLabel?: string;
  readonly clearCustomerIds?: boolean;
  readonly defaultRegion?: string | undefined;
  /** Where customers reach the service, without a slash at its end; undefined: messages get no links. */
  readonly publicUrl?: string | undefined;
  /** Told of each event once it is stored; of one that a crash interrupted perhaps twice. */
  readonly onEvent?: (event: StoredEvent) => void;
  /** Customers, and as many addresses, whose refusals are known while the store is away; default 100,000. */
  readonly mostKnown?: number;
}

/** What a running service repeats; what keeps one of them from being done keeps no other. */
export interface Chore {
  readonly name: string;
  readonly everyMs: number;
  run(): Promise<unknown>;
}

export interface Service {
  readonly guard: Guard;
  readonly store: ContactStore;
  readonly policies: PolicyHolder;
  readonly hashes: Hashes;
  /** Opens what the links of messages carry. */
  readonly tokens: LinkTokens;
  readonly spool: Spool | undefined;
  readonly refusalSpool: Spool<Kept> | undefined;
  readonly ledger: Ledger | undefined;
  readonly ledgerSpool: Spool<LedgerRow> | undefined;
  /** How many events of the ledger the store was brought, or brought again. */
  readonly restored: () => number;
  /** Swaps the policy set and tells the store. */
  swapPolicies(set: PolicySet): Promise<void>;
  readonly chores: readonly Chore[];
  /** Does every chore once, each alone. @throws the first failure, once all that can be done is */
  tend(): Promise<void>;
  /** Opens the store and tells it which policies are active. @throws Error with one line that says what is wrong */
  open(): Promise<void>;
  close(): Promise<void>;
}

const choresEveryMs = 10_000;
/** How much is done again at the next start is what was said since. */
const ledgerEveryMs = 5000;
/** What one slow answer kept out of the store is entered soon. */
const keptEveryMs = 250;
/** With `leftMs`: what a crash left is applied within 10 s. */
const pendingEveryMs = 4000;

export function createService(options: ServiceOptions): Service {
  const hashes = createHashes(options.pepper);
  const ids = createIds(hashes);
  const tokens = createLinkTokens(hashes);
  const policies = createPolicyHolder(options.policies);
  const known = createKnownRefusals(options.mostKnown);
  const tools: StepTools = {
    clock: createZoneClock(),
    contactId: ids.contactId,
    allowedIds: ids.allowedIds,
    newKey,
    register: () => policies.current().purposes,
    historyMs: policies.historyMs,
    keptForEver: policies.keptForEver,
    observe: known.see,
  };
  const keyFor = (use: string) => hashes.derive(use).subarray(0, 16).toString('base64url');
  const ledger = options.makeLedger?.({ canary: hashes.canary, pepperKey: keyFor('ledger') });
  const ledgerSpool = ledger && options.makeLedgerSpool?.(keyFor('ledger-spool'));
  const commit = ledger && createCommit(ledger, ledgerSpool);
  const ownStore: ContactStore = options.makeStore({
    tools,
    clock: options.clock,
    canary: hashes.canary,
    madeMs: (decisionId) => ids.openDecisionId(decisionId)?.atMs ?? 0,
    onMissed: (customer, address) => bindMissed({ store, acts, ids }, customer, address),
  });
  const agreement =
    ledger &&
    createAgreement({
      store: ownStore,
      ledger,
      tools,
      onRestored: (restored) =>
        options.log.warn(
          { event: 'ledger.restored', ...restored },
          'the store was behind the ledger: what it lacked was restored',
        ),
    });
  const store = agreement?.store ?? ownStore;
  const name = nameFor({ hashes, clearCustomerIds: options.clearCustomerIds ?? false });
  const tell: TellEvent = (event, customer) => {
    const isHarassment = event.kind === 'refusal' && event.fields['signal'] === 'harassment';
    const level = isHarassment ? 'warn' : 'info';
    // An import says a million of them to a log that is silent.
    if (options.log.isLevelEnabled(level)) options.log[level]({ ...eventLine(event), ...name(customer) });
    options.onEvent?.(event);
  };
  const acts = createActs(store, tools, tell, commit);
  if (options.mostKnown !== 0) store.followEffects({ onEffect: known.heed, onGap: known.missed });
  const spool = options.makeSpool?.(keyFor('spool'));
  const reader = createRequestReader(hashes, options.defaultRegion, options.clock.nowMs);
  const refusals = { store, acts, commit, tools, reader, ids, known, policies: policies.current };
  const refusalSpool = options.makeRefusalSpool?.(keyFor('refusal-spool'));
  // With a ledger that is away it is not: what waits is no fault of its own.
  const isStoreWell = async () => (await store.health()).problems.length === 0 && ledger?.problem() === undefined;
  const kept =
    refusalSpool &&
    createKeptRefusals({
      spool: refusalSpool,
      act: (said) => ('withdrawal' in said ? withdrawalAct(refusals, said) : refusalAct(refusals, said)),
      isStoreWell,
      onSetAside: (done) =>
        options.log.error(
          { event: 'refusals.rejected', ...done },
          'refusals that were kept could not be entered: they stand apart',
        ),
    });
  const enterKeptRefusals = async (): Promise<void> => {
    const answeredBy = (input: RefusalInput) => contactAnswered({ store, ids }, reader, input);
    const entered = await kept?.enter((said) => enterKept(refusals, policies, answeredBy, said));
    if (entered) options.log.info({ event: 'refusals.entered', refusals: entered });
  };
  const trouble = createStoreTrouble({ log: options.log, host: options.storeLabel ?? 'the store' });
  let stopFollowing: (() => void) | undefined;
  const guard = createGuard({
    store,
    trouble,
    tools,
    hashes,
    ids,
    clock: options.clock,
    policies,
    known,
    acts,
    commit,
    ledgerProblem: () => agreement?.problem(),
    reader,
    spool,
    kept,
    enterWaiting: async () => {
      if (kept?.isWaiting()) await enterKeptRefusals();
      if (spool && spool.waiting() > 0) await enterSpooled();
    },
    log: options.log,
    clearCustomerIds: options.clearCustomerIds ?? false,
    links: options.publicUrl === undefined ? undefined : createMakeLinks(options.publicUrl, tokens),
  });

  const enterSpooled = async (): Promise<void> => {
    const entered = await spool?.drain(
      async ({ customer, decided, context, request }) => {
        const isErased = await isErasedSince(store, customer as KeyedHash, (decided as Decided).atMs);
        const make = (key: string) =>
          makeEntry(
            decided as Decided,
            isErased ? newKey() : key,
            // Of somebody who was erased meanwhile with a key that nobody has.
            seal(isErased ? newKey() : key, JSON.stringify(request as LoggedRequest)),
            context as Parameters<typeof makeEntry>[3],
          );
        await store.enter(customer as KeyedHash, make, newKey);
      },
      {
        isStoreWell,
        onSetAside: (done) =>
          options.log.error(
            { event: 'spool.rejected', ...done },
            'denials of the spool could not be entered: they stand apart',
          ),
      },
    );
    if (entered) options.log.info({ event: 'spool.entered', entries: entered });
  };

  const keepLedger = async (): Promise<void> => {
    await agreement?.agree();
    const committed = await ledgerSpool?.drain(
      async (row) => {
        await agreement?.redo(row);
        await ledger?.commit(row).catch(ledgerAway);
      },
      {
        onSetAside: (done) =>
          options.log.error(
            { event: 'ledger.rejected', ...done },
            'events that waited for the ledger could not be committed: they stand apart',
          ),
      },
    );
    if (committed) options.log.info({ event: 'ledger.caught-up', events: committed });
  };

  const chores: readonly Chore[] = [
    ...(ledger ? [{ name: 'ledger', everyMs: ledgerEveryMs, run: keepLedger }] : []),
    {
      name: 'refusals',
      everyMs: keptEveryMs,
      run: async () => (kept?.isWaiting() ? enterKeptRefusals() : undefined),
    },
    { name: 'refusals of others', everyMs: choresEveryMs, run: enterKeptRefusals },
    { name: 'policies', everyMs: choresEveryMs, run: () => policies.remember(store) },
    { name: 'pending', everyMs: pendingEveryMs, run: () => acts.recover() },
    { name: 'spool', everyMs: choresEveryMs, run: enterSpooled },
    { name: 'expiry', everyMs: choresEveryMs, run: () => store.expireEntries() },
  ];

  return {
    guard,
    chores,
    store,
    policies,
    hashes,
    tokens,
    spool,
    refusalSpool,
    ledger,
    ledgerSpool,
    restored: () => agreement?.restored() ?? 0,
    async swapPolicies(set) {
      policies.swap(set);
      await policies.remember(store);
    },
    async tend() {
      const failures: unknown[] = [];
      for (const chore of chores) await chore.run().catch((error: unknown) => failures.push(error));
      if (failures.length > 0) throw failures[0];
    },
    async open() {
      try {
        await store.open();
        await policies.remember(store);
      } finally {
        stopFollowing ??= trouble.follow(store.problems);
      }
    },
    async close() {
      stopFollowing?.();
      await store.close();
      spool?.close();
      refusalSpool?.close();
      ledgerSpool?.close();
      await ledger?.close();
    },
  };
}
