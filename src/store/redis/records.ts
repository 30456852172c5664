/**
 * One atomic step over a customer's record by optimistic writing: read, run the step here, write with commit.lua only where the record is still
 * the same, else again. Together with the second look at addresses that are shared by too many for copies.
 */
import { createHash } from 'node:crypto';
import { monotonicMs } from '../../clock.ts';
import { decodeRecord, encodeRecord, isEmpty, UnknownName } from '../../engine/record/codec.ts';
import { type CustomerRecord, emptyRecord, type Suppression } from '../../engine/record/record.ts';
import type { KeyedHash } from '../../engine/request.ts';
import type { LogEntry, StepResult, StepState, StepTools } from '../../engine/steps/step.ts';
import { StoreUnavailable } from '../../errors.ts';
import { firstSeq, randomFraction } from '../../ids.ts';
import { recordExpiryMs, type StepTarget } from '../store.ts';
import { asAddressCopy } from '../suppressions.ts';
import type { RedisLink } from './client.ts';
import { bucketOf, type Keys } from './keys.ts';
import type { RedisNames } from './names.ts';
import { createTurns } from './turns.ts';

/** A record as it was read. */
export interface Read {
  readonly nowMs: number;
  readonly bytes: Buffer | null;
}

export interface RecordDeps {
  readonly link: RedisLink;
  readonly keys: Keys;
  readonly names: RedisNames;
  readonly tools: StepTools;
  /** The instant to hand to scripts for now; empty: the store's clock. */
  readonly now: () => string;
  readonly noteClock: (nowMs: number) => void;
  /** @throws StoreUnavailable while the store must not be used */
  readonly usable: () => void;
  /** A write for which the caller names no deadline must have begun by then. */
  readonly writeMs: number;
  /** Most customers of one address that a refusal is copied to. */
  readonly mostLinked: number;
}

export interface Records {
  readRaw(customer: KeyedHash): Promise<Read>;
  decode(bytes: Buffer | null): Promise<CustomerRecord>;
  /**
   * @param untilMs nothing begins to be written from then on (monotonic)
   * @param first the record as it was just read, for a first try without waiting for a turn
   */
  transact<T>(
    target: StepTarget,
    step: (state: StepState) => StepResult<T>,
    untilMs?: number,
    first?: Read,
  ): Promise<T>;
  read<T>(target: StepTarget, look: (state: StepState) => T): Promise<T>;
  /** @param customer linked to the address before it is read; empty: only read */
  lookAtAddress(
    hash: string,
    customer: string,
    untilMs?: number,
  ): Promise<{ shared: boolean; suppressions: Suppression[] }>;
}

export function createRecords(deps: RecordDeps): Records {
  const { link, keys, names, tools, now, noteClock, usable, mostLinked } = deps;
  const inTurn = createTurns();

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
        if (!(error instanceof UnknownName))
          throw new StoreUnavailable(`redis: a customer's record cannot be read: ${String(error)}`, { cause: error });
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

  const lookAtAddress = async (
    hash: string,
    customer: string,
    untilMs?: number,
  ): Promise<{ shared: boolean; suppressions: Suppression[] }> => {
    const [shared, ...list] = (await link.run(
      'link',
      keys.address(hash),
      [Buffer.from(customer, 'latin1'), mostLinked],
      untilMs,
    )) as [number, ...Buffer[]];
    return { shared: shared === 1, suppressions: list.map((json) => JSON.parse(json.toString()) as Suppression) };
  };

  /** The state a step works on: the record with copies of its address's suppressions, and a second look where an address is shared. */
  const stateOf = async (target: StepTarget, read: Read, mayLink: boolean, untilMs?: number): Promise<StepState> => {
    const record = await decode(read.bytes);
    const known = target.address && record.addresses.find((address) => address.hash === target.address?.hash);
    const ofAddresses: Suppression[] = [];
    let addressShared = false;
    if (target.address && (!known || known.shared)) {
      const linksNow = mayLink && !known;
      const seen = await lookAtAddress(target.address.hash, mayLink ? target.customer : '', untilMs);
      addressShared = seen.shared || (known?.shared ?? false);
      if (addressShared || !linksNow) ofAddresses.push(...seen.suppressions);
      else addCopies(record, seen.suppressions);
    }
    if (!target.address) {
      for (const address of record.addresses) {
        if (address.shared) ofAddresses.push(...(await lookAtAddress(address.hash, '', untilMs)).suppressions);
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
    untilMs: number,
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
      bucket,
    ];
    for (const entry of made)
      args.push(entry.atMs, entry.json, entry.key, Math.max(1000, entry.keepUntilMs - state.nowMs));
    const written = await link.run(
      'commit',
      [keys.customer(customer), keys.log(bucket), ...made.map((entry) => keys.subject(bucket, entry.subject))],
      args,
      untilMs,
    );
    return written === 1;
  };

  /** One try. @returns undefined where the record changed in between */
  const attempt = async <T>(
    target: StepTarget,
    step: (state: StepState) => StepResult<T>,
    current: Read,
    untilMs: number,
  ): Promise<{ value: T } | undefined> => {
    const state = await stateOf(target, current, true, untilMs);
    const result = step(state);
    if (!result.changed && result.entries.length === 0) return result;
    usable();
    return (await commit(target.customer, current, state, result.changed, result.entries, untilMs))
      ? result
      : undefined;
  };

  /** A first try on a record that was handed back; then, in turn with this process's other writers of the customer, until one goes through. */
  const transact = async <T>(
    target: StepTarget,
    step: (state: StepState) => StepResult<T>,
    untilMs = monotonicMs() + deps.writeMs,
    first?: Read,
  ): Promise<T> => {
    usable();
    const done = first && (await attempt(target, step, first, untilMs));
    if (done) return done.value;
    return inTurn(target.customer, async () => {
      for (let count = 0; ; count++) {
        if (monotonicMs() >= untilMs) throw new StoreUnavailable('redis: no answer in time');
        const again = await attempt(target, step, await readRaw(target.customer), untilMs);
        if (again) return again.value;
        // Another process that writes in step with this one would be first every time.
        if (count > 1) await new Promise((resolve) => setTimeout(resolve, randomFraction() * Math.min(count, 10)));
      }
    });
  };

  const read = async <T>(target: StepTarget, look: (state: StepState) => T): Promise<T> => {
    usable();
    return look(await stateOf(target, await readRaw(target.customer), false));
  };

  return { readRaw, decode, transact, read, lookAtAddress };
}

/** @returns true where the record did not hold one of them yet */
export function addCopies(record: CustomerRecord, suppressions: readonly Suppression[]): boolean {
  const held = new Set(record.suppressions.map((one) => one.suppressionId));
  const missing = suppressions.filter((one) => !held.has(one.suppressionId));
  record.suppressions.push(...missing.map(asAddressCopy));
  return missing.length > 0;
}
