/**
 * The store on Redis and Valkey, one node or a Cluster. An allowed decision is one script in one slot (decide.lua). Whatever that script cannot
 * prove allowed is judged here on the record it handed back, and written by commit.lua only where the record is still the same.
 */
import { monotonicMs, type WallClock } from '../../clock.ts';
import type { RedisAck } from '../../config.ts';
import { deadlines } from '../../deadlines.ts';
import { takeSeq } from '../../engine/record/record.ts';
import type { AddressRef, KeyedHash } from '../../engine/request.ts';
import { enterStep } from '../../engine/steps/sealed-entry.ts';
import type { StepTools } from '../../engine/steps/step.ts';
import { StoreUnavailable } from '../../errors.ts';
import type { ContactStore, Written } from '../store.ts';
import { createAcknowledger } from './acknowledge.ts';
import { createAddresses } from './addresses.ts';
import { createLink, type RedisLink, type RedisUrl } from './client.ts';
import { createCustomers } from './customers.ts';
import { createDecide } from './decide.ts';
import { createDenials } from './denials.ts';
import { describeAck } from './durability.ts';
import { createEffectFeed } from './effects.ts';
import { createEntries } from './entries.ts';
import { mostEntries } from './entry-expiry.ts';
import { createEntryFeed } from './entry-feed.ts';
import { createEvents } from './events.ts';
import { createIdentity } from './identity.ts';
import { bucketOf, createKeys } from './keys.ts';
import { createLedgerMark } from './ledger-mark.ts';
import { createNames } from './names.ts';
import { topologyOf } from './nodes.ts';
import type { PartDeps } from './parts.ts';
import { createRevisions } from './revisions.ts';
import { oncePerTurn } from './together.ts';
import { createWatch } from './watch.ts';

export interface RedisStoreOptions {
  readonly url: RedisUrl;
  readonly prefix: string;
  /** The process's clock: only to guess the store's, and for `now` where the clock is set. */
  readonly clock: WallClock;
  readonly tools: StepTools;
  readonly canary: string;
  readonly checks: 'enforce' | 'report';
  /** Absent: as soon as it is written. */
  readonly ack?: RedisAck | undefined;
  /** Called where nothing was there under this prefix before. */
  readonly created?: (() => void) | undefined;
  /** Tests and simulation: the process's clock is taken for the store's. */
  readonly setClock?: boolean;
  /** Tests: the link that is used in place of the real one, around it. */
  readonly around?: ((link: RedisLink) => RedisLink) | undefined;
  /** Told of a contact at an address where somebody refused since it was looked at: the refusal is of this customer too. */
  readonly onMissed?: ((customer: KeyedHash, address: AddressRef) => Promise<void>) | undefined;
}

const reportedDifferenceMs = 2000;

function databaseIn(url: RedisUrl): number {
  return url.kind === 'single' ? Number(new URL(url.url).pathname.slice(1)) : 0;
}

export function createRedisStore(options: RedisStoreOptions): ContactStore {
  const { tools, clock } = options;
  const keys = createKeys(options.prefix, databaseIn(options.url));
  const ack = options.ack ?? { kind: 'written' };
  let differenceMs = 0;
  const realLink = createLink(options.url, deadlines.commandMs, {
    ready() {
      entries.renew();
      watch.connected();
    },
    lost: () => watch.lost(),
    failed: (problem) => watch.failed(problem),
    refused: () => watch.nudge(),
    nodesChanged() {
      entries.renew();
      watch.nodesChanged();
    },
  });
  const link = options.around?.(realLink) ?? realLink;
  const oneNode = options.url.kind === 'single';
  const names = createNames(link, keys.names);
  const entries = createEntries(link, keys, {
    oneNode,
    differenceMs: () => differenceMs,
  });
  const feed = createEntryFeed(link, keys.entries, entries);
  const now = (): string => (options.setClock ? String(clock.nowMs()) : '');

  let isClockKnown = false;
  let clockSteps = 0;
  const noteClock = (nowMs: number): void => {
    const before = differenceMs;
    differenceMs = nowMs - clock.nowMs();
    if (isClockKnown && Math.abs(differenceMs - before) > reportedDifferenceMs) clockSteps++;
    isClockKnown = true;
  };

  const identity = createIdentity(link, keys, options.canary, options.created);
  const watch = createWatch({
    link,
    identity,
    checks: options.checks,
    ack,
    channels: [keys.entries, keys.effects],
    topology: () => topologyOf(link.client, keys),
    async prepare() {
      // A replica may have taken a part over while every connection stood.
      entries.renew();
      await names.load();
      return names.problems();
    },
    sawClock(nowMs) {
      if (!options.setClock) noteClock(nowMs);
    },
  });

  const usable = (): void => {
    const [problem] = [...watch.problems(), ...names.problems()];
    if (problem !== undefined) throw new StoreUnavailable(problem);
  };

  const effects = createEffectFeed(link, keys.effects);
  const parts: PartDeps = {
    link,
    keys,
    names,
    tools,
    now,
    noteClock,
    usable,
    deny: createDenials(link, keys, oneNode),
    told: effects.tell,
    writeMs: deadlines.writeMs,
    oneNode,
  };
  const events = createEvents(link, keys, usable);
  const customers = createCustomers({ ...parts, onMissed: options.onMissed ?? (async () => {}) });

  /** Whoever asks in one turn of the event loop is told by one answer. */
  const serverMs = oncePerTurn(() =>
    link.call(async () => {
      const [node] = link.masters();
      if (!node) throw new Error("Stream isn't writeable: no node is known");
      const [seconds, micros] = await node.time();
      return Number(seconds) * 1000 + Math.floor(Number(micros) / 1000);
    }),
  );

  const acknowledger = ack.kind === 'written' ? undefined : createAcknowledger(link, ack);
  // Where nothing is waited for, nothing is to be proved.
  const noted = (written: Written | undefined) => (acknowledger ? written : undefined);
  const addresses = createAddresses(parts);

  return {
    async open() {
      link.connect();
      effects.begin();
      const deadline = monotonicMs() + deadlines.openMs;
      while (watch.problems().length > 0 && monotonicMs() < deadline) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        const setting = watch.problems().find((problem) => /^(STORE_URL|ADDRESS_PEPPER|REDIS_ACK)/.test(problem));
        if (setting !== undefined) throw new Error(setting);
      }
    },
    async close() {
      watch.close();
      feed.close();
      effects.close();
      acknowledger?.close();
      link.close();
    },
    decide: createDecide({ ...parts, customers, clock, differenceMs: () => differenceMs }),
    transact: (customer, step, writeByMs, written) =>
      customers.transact(customer, step, writeByMs, undefined, noted(written)),
    read: customers.read,
    ...addresses,
    transactAddress: (address, step, written) => addresses.transactAddress(address, step, noted(written)),
    transactNewAddresses: (steps, written) => addresses.transactNewAddresses(steps, noted(written)),
    settled: async (written) => acknowledger?.settled(written),
    ...events,
    followEffects: effects.follow,
    ...createRevisions(parts),
    ...createLedgerMark(parts),
    epoch: watch.epoch,
    async enter(customer, make, newKey) {
      // First the record changes: a write of the same denial that is still under way was made for another record, and does nothing from now on.
      await customers.transact(customer, ({ record }) => {
        record.key ??= newKey();
        takeSeq(record);
        return { value: undefined, changed: true, entries: [] };
      });
      const made = make(newKey());
      const standing = await entries.same(made, { atMs: made.atMs, bucket: bucketOf(customer) });
      if (standing?.head) return;
      await customers.transact(customer, ({ record }) => enterStep(record, make, newKey));
      if (standing) await entries.remove(standing);
    },
    async entries(filter, limit, cursor, signal, pace) {
      usable();
      return entries.query(filter, limit, cursor, signal, pace);
    },
    async entry(decisionId, hint) {
      usable();
      return entries.get(decisionId, hint);
    },
    follow: feed.follow,
    async expireEntries() {
      usable();
      return entries.expire(clock.nowMs() + differenceMs);
    },
    async exportEntries(onEntry, drain) {
      usable();
      return entries.exportAll(onEntry, drain);
    },
    problems: watch.problems,
    async health() {
      const problems = watch.seen();
      const details: Record<string, unknown> = {
        store: 'redis',
        version: watch.version(),
        warnings: watch.warnings(),
        clockDifferenceMs: differenceMs,
        clockSteps,
        refusals: describeAck(ack, watch.durability()),
      };
      if (Math.abs(differenceMs) > reportedDifferenceMs)
        details['clock'] = `the store's clock differs from this process's by ${differenceMs} ms`;
      if (problems.length === 0) {
        const length = entries.lastLength();
        details['logEntries'] = length;
        if (length !== undefined && length > mostEntries * 0.8)
          details['log'] =
            `the decision log holds ${length} of at most ${mostEntries} entries: contact-guard export --drain`;
      }
      return { problems, details };
    },
    async dataId() {
      usable();
      const data = identity.name();
      if (data === undefined) throw new StoreUnavailable('redis has not been looked at yet');
      return data;
    },
    async nowMs() {
      if (options.setClock) return clock.nowMs();
      usable();
      return serverMs();
    },
  };
}
