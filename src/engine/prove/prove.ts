/**
 * Proves one request allowed over the packed record, without decoding it, and makes the record that has it; the twin of decide.lua.
 *
 * Guarantee: it never allows what the judge (judge.ts) would deny. What it cannot prove (a full cap, a suppression on the channel, a clock that
 * went back) it leaves to the judge; differential.test.ts holds the two provers equal, byte by byte, and each against the judge.
 */
import { addressKindOf } from '../../vocabulary.ts';
import { isNumbered } from '../record/header.ts';
import * as layout from '../record/layout.ts';
import type { AddressRef, KeyedHash } from '../request.ts';
import type { DecideInput } from '../steps/decide.ts';
import { addressMs } from '../steps/step.ts';
import { count } from './count.ts';
import type { FastPlan } from './fast-plan.ts';
import { type Parts, partsOf, seqAt, stampMs, standsAt } from './parts.ts';
import { write } from './write.ts';

export interface ProofState {
  /** The customer's hot part; undefined: there is none. */
  readonly hot: Buffer | undefined;
  /** First contact number for a new record. */
  firstSeq(): number;
  /** The suppressed channels of an address, as bits. */
  suppressedAt(address: AddressRef): number;
  readonly nowMs: number;
}

export interface Proof {
  /** The customer's new hot part. */
  readonly hot: Buffer;
  readonly seq: number;
  /** What each cap of the plan counts, without this contact. */
  readonly used: readonly number[];
  /** The record is kept so long from now on; longer where it was to live longer and `keepsLonger`. */
  readonly ttlMs: number;
  readonly keepsLonger: boolean;
}

const dayMs = 86_400_000;
const mostContacts = 2000;
const mostAddresses = 250;
const empty = Buffer.alloc(0);

/** @param plan made for this request, and holding at `nowMs` @returns undefined where the judge must look */
export function prove(input: DecideInput, plan: FastPlan, state: ProofState): Proof | undefined {
  const { request } = input.plan;
  const { tables } = plan;
  const { nowMs } = state;
  const hot = state.hot ?? empty;
  if (hot.length > 0 && hot[0] !== layout.version) return undefined;
  const parts = partsOf(hot);
  const { header } = parts;
  const { address } = request;
  const kind = layout.addressKinds.indexOf(address?.kind ?? addressKindOf(request.channel));
  const addressPlace = address ? placeOfAddress(hot, parts, address, kind) : layout.noAddress;
  const concerned = address ?? lastReached(hot, parts, kind);
  const suppressed = header.suppressed | (concerned ? state.suppressedAt(concerned) : 0);
  if (suppressed & tables.channelBit) return undefined;
  // A hold (it may have ended), or a record at its limits.
  if ((header.flags & layout.flags.holds) !== 0 || header.contacts > mostContacts) return undefined;
  if (address && addressPlace === layout.noAddress && header.addresses >= mostAddresses) return undefined;
  if (header.contacts > 0) {
    if (stampMs(hot, parts.contactsAt) > nowMs) return undefined;
    // What is past its history is dropped by the judge's path, now and then.
    const oldestMs = stampMs(hot, parts.extrasAt - parts.contactBytes);
    if (tables.prunes && oldestMs < nowMs - tables.historyMs - dayMs) return undefined;
  }
  if (input.operation && knowsOperation(hot, parts, input.operation.id)) return undefined;
  for (let at = parts.outcomesAt; at < parts.holdsAt; at += layout.outcomeBytes) {
    if (tables.startCooldown[hot[at + 2] as number]) return undefined;
  }
  const used = count(hot, parts, tables, [...request.keys.values()], nowMs);
  if (used === undefined) return undefined;
  const kindPlace = placeOfKind(hot, parts, tables.kind);
  // One more than one byte can tell apart: every contact is written anew, which is not done here.
  if (kindPlace === header.kinds && header.kinds === 256) return undefined;
  const seq = hot.length > 0 ? freeSeq(hot, parts) : state.firstSeq();
  return {
    hot: write(hot, parts, input, tables, { seq, kindPlace, addressPlace, kind, nowMs }),
    seq,
    used,
    ttlMs: address ? Math.max(tables.ttlMs, addressMs) : tables.ttlMs,
    keepsLonger: (header.flags & layout.flags.keepTtl) !== 0 || header.addresses > 0,
  };
}

function placeOfAddress(hot: Buffer, parts: Parts, address: AddressRef, kind: number): number {
  for (let place = 0, at = parts.addressesAt; place < parts.header.addresses; place++, at += layout.addressBytes) {
    if (hot[at + 10] === kind && standsAt(hot, at, address.hash)) return place;
  }
  return layout.noAddress;
}

/** Where the customer was last reached by this kind of channel. */
function lastReached(hot: Buffer, parts: Parts, kind: number): AddressRef | undefined {
  let lastAt = -1;
  let lastMs = -1;
  for (let at = parts.addressesAt; at < parts.outcomesAt; at += layout.addressBytes) {
    if (hot[at + 10] !== kind) continue;
    const reachedMs = hot.readUIntLE(at + 11, 6);
    if (reachedMs > lastMs) [lastAt, lastMs] = [at, reachedMs];
  }
  const addressKind = layout.addressKinds[kind];
  if (lastAt === -1 || addressKind === undefined) return undefined;
  return { kind: addressKind, hash: hot.toString('latin1', lastAt, lastAt + 10) as KeyedHash };
}

function knowsOperation(hot: Buffer, parts: Parts, id: string): boolean {
  for (let at = parts.operationsAt; at < parts.addressesAt; at += layout.operationBytes) {
    if (standsAt(hot, at, id)) return true;
  }
  return false;
}

/** @returns the number of kinds where it is a new one */
function placeOfKind(hot: Buffer, parts: Parts, kind: Buffer): number {
  for (let place = 0, at = parts.kindsAt; place < parts.header.kinds; place++, at += layout.kindBytes) {
    if (kind.compare(hot, at, at + layout.kindBytes) === 0) return place;
  }
  return parts.header.kinds;
}

/** The next number that no contact has. */
function freeSeq(hot: Buffer, parts: Parts): number {
  let seq = parts.header.nextSeq;
  if (!isNumbered(parts.header)) return seq;
  for (let at = parts.contactsAt; at < parts.extrasAt; at += parts.contactBytes) {
    if (seqAt(hot, parts, at) !== seq) continue;
    seq = (seq + 1) & 0xffff;
    at = parts.contactsAt - parts.contactBytes;
  }
  return seq;
}
