/**
 * What the links of a message carry: whom it was for, where it went and why, sealed and authenticated (AES-256-GCM, ADR 0054). They are read without
 * any record, so an unsubscribe link works as long as the pepper is kept. Both links of a message hold the same sealed text; before it each shows
 * the proof of its own kind, which nobody can make from the other.
 *
 *   token   version (1) · day it was made (2) · proof of its kind (15) · nonce (12) · sealed text · tag (16)
 *   text    channel, and what is there of the next ones (1) · second it was made (4) · address (10) · contact id (16) · a field a line
 */
import { timingSafeEqual } from 'node:crypto';
import type { KeyedHash } from '../engine/request.ts';
import { type Channel, channels } from '../vocabulary.ts';
import { createSealer, mostBytes, nonceBytes, openSealed, proofBytes, proofOf } from './gcm.ts';
import type { Hashes } from './hashes.ts';

export type TokenKind = 'unsubscribe' | 'preferences';

export interface LinkSubject {
  readonly customerId: string;
  readonly channel: Channel;
  readonly purpose: string;
  /** Where the message went; its kind follows from the channel. */
  readonly address: KeyedHash | undefined;
  readonly keys: Readonly<Record<string, string>> | undefined;
  readonly contactId: string | null;
  /** To the second. */
  readonly madeMs: number;
  /** IANA, where the sender named it: by which the own page tells the time. */
  readonly timeZone?: string | undefined;
}

export interface LinkTokens {
  make(subject: LinkSubject): Readonly<Record<TokenKind, string>>;
  /** @returns undefined for what is no such token, of another kind, or (preferences) older than 30 days */
  open(kind: TokenKind, token: string, nowMs: number): LinkSubject | undefined;
}

/** Says how and under which key it was sealed: one that is replaced stays, to open what it sealed. */
const version = 1;
/** Which of a sealed text's proofs. */
const proofs = { unsubscribe: 0, preferences: 1 } as const;
export const preferencesMs = 30 * 86_400_000;
/** A customer id has at most 128 characters, a purpose and the keys are bounded: no token of ours is longer. */
const mostLetters = 4096;

const proofAt = 3;
const nonceAt = proofAt + proofBytes;
const addressBytes = 10;
const contactBytes = 16;
const contactPrefix = 'con_';
/** In the first byte of a text, beside the channel. */
const has = { address: 0x80, contact: 0x40 } as const;
const fixedBytes = 5;
const dayMs = 86_400_000;
/** Where a text is put together before it is sealed. */
const room = Buffer.alloc(mostBytes);

export function createLinkTokens(hashes: Hashes): LinkTokens {
  // One key a day: nonces are drawn, and under one key they must not be too many.
  const keyOf = (day: number): Buffer => hashes.derive(`links/${version}/${day}`);
  const sealerFor = (day: number) => ({
    day,
    head: Buffer.from([version, day >> 8, day & 0xff]).toString('base64url'),
    seal: createSealer(keyOf(day)),
  });
  let today: ReturnType<typeof sealerFor> | undefined;

  return {
    make(subject) {
      const day = Math.floor(subject.madeMs / dayMs);
      if (today?.day !== day) today = sealerFor(day);
      const { head, seal } = today;
      const { sealed, proofs: made } = seal(room, write(subject, room));
      const link = (kind: TokenKind) => head + made[proofs[kind]] + sealed;
      return { unsubscribe: link('unsubscribe'), preferences: link('preferences') };
    },
    open(kind, token, nowMs) {
      if (token.length > mostLetters) return undefined;
      const bytes = Buffer.from(token, 'base64url');
      // One spelling: what a tool put around or into it is not ours.
      if (bytes[0] !== version || bytes.length < nonceAt + nonceBytes || bytes.toString('base64url') !== token)
        return undefined;
      const key = keyOf(bytes.readUInt16BE(1));
      const sealed = bytes.subarray(nonceAt);
      const proof = proofOf(key, sealed.subarray(0, nonceBytes), proofs[kind]);
      const text = timingSafeEqual(proof, bytes.subarray(proofAt, nonceAt)) ? openSealed(key, sealed) : undefined;
      if (!text) return undefined;
      const subject = read(text);
      return kind === 'preferences' && subject.madeMs + preferencesMs <= nowMs ? undefined : subject;
    },
  };
}

/** Neither an id nor a purpose holds a line feed; what may hold one, the keys, is JSON. @returns where it ends */
function write(subject: LinkSubject, into: Buffer): number {
  const { madeMs, channel, address, contactId, purpose, customerId, keys, timeZone } = subject;
  let first = channels.indexOf(channel);
  into.writeUInt32BE(Math.floor(madeMs / 1000), 1);
  let at = fixedBytes;
  if (address !== undefined) {
    first |= has.address;
    at += into.write(address, at, 'latin1');
  }
  if (contactId !== null) {
    first |= has.contact;
    at += into.write(contactId.slice(contactPrefix.length), at, 'base64url');
  }
  into[0] = first;
  const named = keys === undefined ? '' : JSON.stringify(keys);
  return at + into.write(`${purpose}\n${customerId}\n${named}\n${timeZone ?? ''}`, at);
}

function read(text: Buffer): LinkSubject {
  const first = text[0] as number;
  const contactAt = fixedBytes + (first & has.address ? addressBytes : 0);
  const linesAt = contactAt + (first & has.contact ? contactBytes : 0);
  const [purpose = '', customerId = '', keys = '', timeZone = ''] = text.toString('utf8', linesAt).split('\n');
  return {
    madeMs: text.readUInt32BE(1) * 1000,
    channel: channels[first & ~(has.address | has.contact)] as Channel,
    address: first & has.address ? (text.toString('latin1', fixedBytes, contactAt) as KeyedHash) : undefined,
    contactId: first & has.contact ? contactPrefix + text.toString('base64url', contactAt, linesAt) : null,
    purpose,
    customerId,
    keys: keys === '' ? undefined : (JSON.parse(keys) as Record<string, string>),
    timeZone: timeZone === '' ? undefined : timeZone,
  };
}
