/**
 * The store on Redis and Valkey, one node or a Cluster. An allowed decision is one script in one slot (decide.lua). Whatever that script cannot
 * prove allowed is judged here on the record it handed back, and written by commit.lua only where the record is still the same.
 */
import { createHash } from 'node:crypto';
import { monotonicMs, type WallClock } from '../../clock.ts';
import type { CapState } from '../../engine/decision.ts';
import { matches } from '../../engine/matching.ts';
import { decodeRecord, encodeRecord, isEmpty, UnknownName } from '../../engine/record/codec.ts';
import { addressKinds } from '../../engine/record/layout.ts';
import {
  type CustomerRecord,
  contactBySeq,
  emptyRecord,
  removeContact,
  type Suppression,
  takeSeq,
} from '../../engine/record/record.ts';
import type { AddressRef, KeyedHash } from '../../engine/request.ts';
import { type DecideInput, type DecideOutcome, decideStep } from '../../engine/steps/decide.ts';
import { enterStep } from '../../engine/steps/sealed-entry.ts';
import { basisOf, type LogEntry, type StepResult, type StepState, type StepTools } from '../../engine/steps/step.ts';
import { StoreUnavailable } from '../../errors.ts';
import { firstSeq, randomOperation } from '../../ids.ts';
import { type ContactStore, recordExpiryMs, type StepTarget, type StoredRevision } from '../store.ts';
import { asAddressCopy, fingerprint, mergeSuppressions } from '../suppressions.ts';
import { createLink, type RedisUrl } from './client.ts';
import { createEntries, mostEntries } from './entries.ts';
import { createFastPlans, type FastPlan } from './fast-plan.ts';
import { bucketOf, createKeys } from './keys.ts';
import { createNames } from './names.ts';
import { createTurns } from './turns.ts';
import { createWatch } from './watch.ts';

export interface RedisStoreOptions {
  readonly url: RedisUrl;
  readonly prefix: string;
  /** The process's clock: only to guess the store's, and for `now` where the clock is set. */
  readonly clock: WallClock;
  readonly tools: StepTools;
  readonly canary: string;
  readonly checks: 'enforce' | 'report';
  /** Tests and simulation: the process's clock is taken for the store's. */
  readonly setClock?: boolean;
  /** Milliseconds for one command, and until a write must have begun; default 300 and 400. */
  readonly timeouts?: { readonly commandMs: number; readonly writeMs: number };
  /** Most customers of one address that a refusal is copied to. */
  readonly mostLinked?: number;
}

/** A record as it was read. */
interface Read {
  readonly nowMs: number;
  readonly bytes: Buffer | null;
}

const maxAttempts = 40;
/** A step that could not begin its write by then is given up; the guard's own deadline is a little later. */
const defaultTimeouts = { commandMs: 300, writeMs: 400 };
const reportedDifferenceMs = 2000;

export function createRedisStore(options: RedisStoreOptions): ContactStore {
  const { tools, clock } = options;
  const keys = createKeys(options.prefix);
  const mostLinked = options.mostLinked ?? 64;
  let differenceMs = 0;
  const timeouts = options.timeouts ?? defaultTimeouts;
  const link = createLink(options.url, timeouts.commandMs, {
    ready: () => watch.connected(),
    lost: () => watch.lost(),
    refused: () => watch.nudge(),
  });
  const names = createNames(link, keys.names);
  const entries = createEntries(link, keys, () => differenceMs);
  const fastPlans = createFastPlans(names);
  const inTurn = createTurns();
  const now = (): string => (options.setClock ? String(clock.nowMs()) : '');

  const noteClock = (nowMs: number): void => {
    differenceMs = nowMs - clock.nowMs();
  };

  const watch = createWatch({
    link,
    infoKey: keys.info,
    canary: options.canary,
    checks: options.checks,
    prepare: names.load,
    sawClock(nowMs) {
      if (!options.setClock) noteClock(nowMs);
    },
  });

  const usable = (): void => {
    const [problem] = watch.problems();
    if (problem !== undefined) throw new StoreUnavailable(problem);
  };

  const readRaw = async (customer: KeyedHash): Promise<Read> => {
    const [nowMs, bytes] = (await link.run('read', [keys.customer(customer)], [now()])) as [number, Buffer | null];
    noteClock(nowMs);
    return { nowMs, bytes };
  };

  /** Decodes, learning names that other processes made. */
  const decode = async (bytes: Buffer | null): Promise<CustomerRecord> => {
    if (!bytes) return emptyRecord(firstSeq());
    for (let attempt = 0; ; attempt++) {
      try {
        return decodeRecord(bytes, names);
      } catch (error) {
        if (!(error instanceof UnknownName)) throw error;
        if (attempt > 2) throw new StoreUnavailable('redis: a record holds a name that the table of names lacks');
        await names.learn(error);
      }
    }
  };

  const encode = async (record: CustomerRecord, lives: 'for-ever' | 'for-a-time'): Promise<Buffer> => {
    for (;;) {
      try {
        return encodeRecord(record, names, lives);
      } catch (error) {
        if (!(error instanceof UnknownName) || error.missing === undefined) throw error;
        await names.learn(error);
      }
    }
  };

  const addressKeys = (hash: string): string[] => [
    keys.addressSuppressions(hash),
    keys.addressCustomers(hash),
    keys.addressLast(hash),
  ];

  const lookAtAddress = async (
    hash: string,
    customer: string,
  ): Promise<{ shared: boolean; suppressions: Suppression[] }> => {
    const [shared, ...list] = (await link.run('link', addressKeys(hash), [
      Buffer.from(customer, 'latin1'),
      mostLinked,
    ])) as [number, ...Buffer[]];
    return { shared: shared === 1, suppressions: list.map((json) => JSON.parse(json.toString()) as Suppression) };
  };

  /** The state a step works on: the record with copies of its address's suppressions, and a second look where an address is shared. */
  const stateOf = async (target: StepTarget, read: Read, mayLink: boolean): Promise<StepState> => {
    const record = await decode(read.bytes);
    const known = target.address && record.addresses.find((address) => address.hash === target.address?.hash);
    const ofAddresses: Suppression[] = [];
    let addressShared = false;
    if (target.address && (!known || known.shared)) {
      const linksNow = mayLink && !known;
      const seen = await lookAtAddress(target.address.hash, mayLink ? target.customer : '');
      addressShared = seen.shared || (known?.shared ?? false);
      if (addressShared || !linksNow) ofAddresses.push(...seen.suppressions);
      else addCopies(record, seen.suppressions);
    }
    if (!target.address) {
      for (const address of record.addresses) {
        if (address.shared) ofAddresses.push(...(await lookAtAddress(address.hash, '')).suppressions);
      }
    }
    return { record, ofAddresses, addressShared, nowMs: read.nowMs };
  };

  /** @returns false where the record has changed since it was read */
  const commit = async (
    customer: KeyedHash,
    read: Read,
    state: StepState,
    changed: boolean,
    made: readonly LogEntry[],
  ): Promise<boolean> => {
    const bucket = bucketOf(customer);
    const expiry = recordExpiryMs(state.record, tools, state.nowMs);
    const empty = changed && isEmpty(state.record);
    const value = changed && !empty ? await encode(state.record, expiry === null ? 'for-ever' : 'for-a-time') : '';
    const args: (string | number | Buffer)[] = [
      read.bytes ? createHash('sha1').update(read.bytes).digest('hex') : '',
      empty ? 'del' : changed ? 'set' : 'keep',
      value,
      expiry === null ? '' : Math.max(1000, expiry - state.nowMs),
      keys.entries,
    ];
    for (const entry of made)
      args.push(entry.atMs, entry.json, entry.key, Math.max(1000, entry.keepUntilMs - state.nowMs));
    const written = await link.run(
      'commit',
      [keys.customer(customer), keys.log(bucket), ...made.map((entry) => keys.subject(bucket, entry.subject))],
      args,
    );
    return written === 1;
  };

  /** True where a first sending of the same write has stored these entries. */
  const areEntered = async (customer: KeyedHash, made: readonly LogEntry[]): Promise<boolean> => {
    const bucket = bucketOf(customer);
    const found = await Promise.all(made.map((entry) => entries.has(entry.decisionId, { atMs: entry.atMs, bucket })));
    return made.length > 0 && found.every(Boolean);
  };

  /** One try. @returns undefined where the record changed in between */
  const attempt = async <T>(
    target: StepTarget,
    step: (state: StepState) => StepResult<T>,
    current: Read,
    deadline: number,
  ): Promise<{ value: T } | undefined> => {
    const state = await stateOf(target, current, true);
    const result = step(state);
    if (!result.changed && result.entries.length === 0) return result;
    // Who asked has been told that the store is out of reach: nothing may be written for them any more.
    if (monotonicMs() > deadline) throw new StoreUnavailable('redis: no answer in time');
    usable();
    if (await commit(target.customer, current, state, result.changed, result.entries)) return result;
    return link.mayResend && (await areEntered(target.customer, result.entries)) ? result : undefined;
  };

  /** A first try on a record that was handed back; then, in turn with this process's other writers of the customer, until one goes through. */
  const transact = async <T>(
    target: StepTarget,
    step: (state: StepState) => StepResult<T>,
    first?: Read,
  ): Promise<T> => {
    usable();
    const deadline = monotonicMs() + timeouts.writeMs;
    const done = first && (await attempt(target, step, first, deadline));
    if (done) return done.value;
    return inTurn(target.customer, async () => {
      for (let count = 0; count < maxAttempts; count++) {
        const again = await attempt(target, step, await readRaw(target.customer), deadline);
        if (again) return again.value;
      }
      throw new StoreUnavailable('redis: too many writers at one customer', { unknown: false });
    });
  };

  const read = async <T>(target: StepTarget, look: (state: StepState) => T): Promise<T> => {
    usable();
    return look(await stateOf(target, await readRaw(target.customer), false));
  };

  /** An address that is shared is looked at once more after its contact is recorded: a refusal that came in between takes it back. */
  const decideSlowly = async (
    input: DecideInput,
    stepTools: StepTools,
    first: Read | undefined,
  ): Promise<DecideOutcome> => {
    const { request } = input.plan;
    const target = { customer: request.customer, address: request.address };
    let sharedWith: number | undefined;
    const outcome = await transact(
      target,
      (state) => {
        sharedWith = state.addressShared ? state.ofAddresses.length : undefined;
        return decideStep(input, state, stepTools);
      },
      first,
    );
    if (
      sharedWith === undefined ||
      !request.address ||
      outcome.kind !== 'decided' ||
      outcome.contactId === null ||
      outcome.replayed
    )
      return outcome;
    const again = await lookAtAddress(request.address.hash, '');
    if (again.suppressions.length <= sharedWith) return outcome;
    await transact(target, ({ record }) => {
      const made = record.contacts.find(
        (contact) => stepTools.contactId(request.customer, contact.seq, contact.atMs) === outcome.contactId,
      );
      if (made && contactBySeq(record, made.seq)) removeContact(record, made.seq);
      record.holds = record.holds.filter((hold) => hold.seq !== made?.seq);
      return { value: undefined, changed: made !== undefined, entries: [] };
    });
    return transact(target, (state) => decideStep(input, state, stepTools));
  };

  const decideFast = async (
    input: DecideInput,
    stepTools: StepTools,
    plan: FastPlan,
  ): Promise<DecideOutcome | Read | undefined> => {
    const { request } = input.plan;
    const reply = (await link.run(
      'decide',
      [keys.customer(request.customer)],
      [
        plan.bytes,
        input.operation ? Buffer.from(input.operation.id + input.operation.body, 'latin1') : '',
        request.address
          ? Buffer.from(
              request.address.hash + String.fromCharCode(addressKinds.indexOf(request.address.kind)),
              'latin1',
            )
          : '',
        Buffer.from(Object.values(request.keys).join(''), 'latin1'),
        firstSeq(),
        now(),
      ],
    )) as [number, number, ...unknown[]];
    const [verdict, nowMs] = reply;
    noteClock(nowMs);
    if (verdict === 2) return undefined;
    if (verdict === 0) return { nowMs, bytes: (reply[2] as Buffer | null) ?? null };
    return {
      kind: 'decided',
      decisionId: input.decisionId,
      atMs: nowMs,
      judgement: {
        allowed: true,
        reasons: [],
        shadow: [],
        retryAtMs: null,
        caps: capStates(input, plan, reply.slice(3) as number[]),
        consentId: undefined,
      },
      contactId: stepTools.contactId(request.customer, reply[2] as number, nowMs),
      replayed: false,
      basis: basisOf(input.plan, stepTools.clock, undefined),
    };
  };

  return {
    async open() {
      link.connect();
      const deadline = monotonicMs() + 3000;
      while (watch.problems().length > 0 && monotonicMs() < deadline) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        const setting = watch.problems().find((problem) => problem.startsWith('ADDRESS_PEPPER'));
        if (setting !== undefined) throw new Error(setting);
      }
    },
    async close() {
      watch.close();
      link.close();
    },
    async decide(asked, stepTools) {
      usable();
      const { request } = asked.plan;
      // Where a script may be sent twice, the contact needs a name of its own to count once.
      const unnamed = link.mayResend && asked.operation === undefined && asked.mode === 'reserve';
      const input = unnamed ? { ...asked, operation: randomOperation() } : asked;
      if (input.mode === 'check') {
        return read(
          { customer: request.customer, address: request.address },
          (state) => decideStep(input, state, stepTools).value,
        );
      }
      const guess = clock.nowMs() + differenceMs;
      for (const atMs of [guess, undefined]) {
        const plan = fastPlans.for(input, stepTools, atMs ?? clock.nowMs() + differenceMs);
        if (!plan) break;
        const answer = await decideFast(input, stepTools, plan);
        if (answer && 'kind' in answer) return answer;
        if (answer) return firstTime(await decideSlowly(input, stepTools, answer), unnamed);
      }
      return firstTime(await decideSlowly(input, stepTools, undefined), unnamed);
    },
    transact: (target, step) => transact(target, step),
    read,
    async suppress(suppressions, target) {
      usable();
      let inForce: Suppression[] = [...suppressions];
      const { customer, address } = target;
      if (customer) {
        inForce = await transact({ customer, address: undefined }, ({ record, nowMs }) => {
          const before = record.suppressions.length;
          const value = mergeSuppressions(record.suppressions, suppressions, nowMs);
          return { value, changed: record.suppressions.length > before, entries: [] };
        });
      }
      if (!address) return inForce;
      const copies = inForce.map(asAddressCopy);
      const [standing, linked] = (await link.run(
        'suppress',
        addressKeys(address.hash).slice(0, 2),
        copies.flatMap((one) => [fingerprint(one), JSON.stringify(one)]),
      )) as [Buffer[], Buffer[]];
      const onAddress = standing.map((json) => JSON.parse(json.toString()) as Suppression);
      const others = linked.map((hash) => hash.toString('latin1') as KeyedHash).filter((hash) => hash !== customer);
      await Promise.all(
        others.map((hash) =>
          transact({ customer: hash, address: undefined }, ({ record }) => ({
            value: undefined,
            changed: addCopies(record, onAddress),
            entries: [],
          })),
        ),
      );
      return customer ? inForce : onAddress;
    },
    async suppressionsOfAddress(address) {
      usable();
      return (await lookAtAddress(address.hash, '')).suppressions;
    },
    async lastCustomerAt(address) {
      usable();
      return lastCustomer(address);
    },
    async findSuppression(home) {
      usable();
      const list = home.customer
        ? await read({ customer: home.customer, address: undefined }, ({ record }) => record.suppressions)
        : home.address
          ? (await lookAtAddress(home.address.hash, '')).suppressions
          : [];
      return list.find((one) => one.suppressionId === home.suppressionId);
    },
    async lift(suppression) {
      usable();
      const drop = (hash: KeyedHash) =>
        transact({ customer: hash, address: undefined }, ({ record }) => {
          const before = record.suppressions.length;
          record.suppressions = record.suppressions.filter((one) => one.suppressionId !== suppression.suppressionId);
          return { value: undefined, changed: record.suppressions.length < before, entries: [] };
        });
      const { address } = suppression;
      if (address !== undefined) {
        await link.call((client) => client.hdel(keys.addressSuppressions(address), fingerprint(suppression)));
        const linked = await link.call((client) => client.smembersBuffer(keys.addressCustomers(address)));
        await Promise.all(linked.map((hash) => drop(hash.toString('latin1') as KeyedHash)));
      }
      if (suppression.customer !== undefined) await drop(suppression.customer as KeyedHash);
    },
    async enter(customer, make, newKey) {
      const target = { customer, address: undefined };
      // First the record changes: a write of the same denial that is still under way was made for another record, and does nothing from now on.
      await transact(target, ({ record }) => {
        record.key ??= newKey();
        takeSeq(record);
        return { value: undefined, changed: true, entries: [] };
      });
      const { decisionId, atMs } = make(newKey());
      if (await entries.has(decisionId, { atMs, bucket: bucketOf(customer) })) return;
      await transact(target, ({ record }) => enterStep(record, make, newKey));
    },
    async entries(filter, limit, cursor) {
      usable();
      return entries.query(filter, limit, cursor);
    },
    async entry(decisionId, hint) {
      usable();
      return entries.get(decisionId, hint);
    },
    async follow(onEntry, signal) {
      const subscriber = link.subscriber();
      subscriber.on('error', () => {});
      subscriber.on('message', (_channel: string, json: string) => {
        entries.withKey(json, undefined).then(onEntry, () => {});
      });
      const ended = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      await subscriber.connect().catch(() => {});
      await subscriber.subscribe(keys.entries).catch(() => {});
      await ended;
      subscriber.disconnect();
    },
    async expireEntries() {
      usable();
      return entries.expire(clock.nowMs() + differenceMs);
    },
    async exportEntries(onEntry, drain) {
      usable();
      return entries.exportAll(onEntry, drain);
    },
    async activate(revision) {
      usable();
      const { revision: name, ...rest } = revision;
      await link.run('activate', [keys.revisions, keys.spans, keys.info], [name, JSON.stringify(rest), now()]);
      return revisions();
    },
    async revisions() {
      usable();
      return revisions();
    },
    async health() {
      const problems = await watch.look();
      const details: Record<string, unknown> = {
        store: 'redis',
        version: watch.version(),
        warnings: watch.warnings(),
        clockDifferenceMs: differenceMs,
      };
      if (Math.abs(differenceMs) > reportedDifferenceMs)
        details['clock'] = `the store's clock differs from this process's by ${differenceMs} ms`;
      if (problems.length === 0) {
        const length = await entries.length().catch(() => undefined);
        details['logEntries'] = length;
        if (length !== undefined && length > mostEntries * 0.8)
          details['log'] =
            `the decision log holds ${length} of at most ${mostEntries} entries: contact-guard export --drain`;
      }
      return { problems, details };
    },
    async nowMs() {
      if (options.setClock) return clock.nowMs();
      usable();
      const [seconds, micros] = await link.call(async () => {
        const [node] = link.masters();
        if (!node) throw new Error("Stream isn't writeable: no node is known");
        return node.time();
      });
      return Number(seconds) * 1000 + Math.floor(Number(micros) / 1000);
    },
  };

  async function revisions(): Promise<StoredRevision[]> {
    const [all, ended, active] = await Promise.all([
      link.call((client) => client.hgetall(keys.revisions)),
      link.call((client) => client.lrange(keys.spans, 0, -1)),
      link.call((client) => client.hget(keys.info, 'active')),
    ]);
    const spans = [...ended, ...(active === null ? [] : [active])].map((span) => span.split(' '));
    const firstActive = (revision: string) => spans.findIndex(([name]) => name === revision);
    const oldestFirst = Object.entries(all).sort(([a], [b]) => firstActive(a) - firstActive(b));
    return oldestFirst.map(([revision, json]) => ({
      revision,
      ...(JSON.parse(json) as Pick<StoredRevision, 'sources' | 'longestWindowMs'>),
      active: spans
        .filter(([name]) => name === revision)
        .map(([, from, until]) => ({ fromMs: Number(from), untilMs: until === undefined ? null : Number(until) })),
    }));
  }

  async function lastCustomer(address: AddressRef): Promise<KeyedHash | undefined> {
    const linked = await link.call((client) => client.smembersBuffer(keys.addressCustomers(address.hash)));
    const shared = await link.call((client) => client.getBuffer(keys.addressLast(address.hash)));
    let last: { customer: KeyedHash; atMs: number } | undefined;
    for (const hash of shared ? [...linked, shared] : linked) {
      const customer = hash.toString('latin1') as KeyedHash;
      const record = await decode((await readRaw(customer)).bytes);
      const atMs = record.addresses.find((one) => one.hash === address.hash)?.lastMs;
      if (atMs !== undefined && (!last || atMs >= last.atMs)) last = { customer, atMs };
    }
    return last?.customer;
  }
}

/** An attempt that nobody named cannot be a replay for its caller: what it met was its own first sending. */
function firstTime(outcome: DecideOutcome, unnamed: boolean): DecideOutcome {
  return unnamed && outcome.kind === 'decided' && outcome.replayed ? { ...outcome, replayed: false } : outcome;
}

/** @returns true where the record did not hold one of them yet */
function addCopies(record: CustomerRecord, suppressions: readonly Suppression[]): boolean {
  const held = new Set(record.suppressions.map((one) => one.suppressionId));
  const missing = suppressions.filter((one) => !held.has(one.suppressionId));
  record.suppressions.push(...missing.map(asAddressCopy));
  return missing.length > 0;
}

/** The caps of an allowed decision, itself included; a rule that was counted once for each zone stands with its fullest. */
function capStates(input: DecideInput, plan: FastPlan, used: readonly number[]): CapState[] {
  const states = new Map<number, CapState>();
  plan.caps.forEach((rule, place) => {
    if (rule.mode === 'shadow') return;
    const itself = matches(rule.counts, input.plan.request, input.plan.policies.purposes) ? 1 : 0;
    const count = Math.max((used[place] ?? 0) + itself, states.get(rule.index)?.used ?? 0);
    states.set(rule.index, {
      policy: rule.policy,
      rule: rule.id,
      limit: rule.limit,
      used: count,
      remaining: Math.max(0, rule.limit - count),
    });
  });
  return [...states.values()];
}
