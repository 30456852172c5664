/**
 * What the links of a message carry: whom it was for, where it went and why, sealed and authenticated. They are read without any record, so an
 * unsubscribe link works as long as the pepper is kept. Synthetic-IV encryption (the shape of RFC 5297, ADR 0054): the nonce is the MAC of the
 * text, so nothing random can repeat, and the same message has the same links. The two kinds take different halves of that MAC: neither opens
 * as the other.
 */
import { createCipheriv, timingSafeEqual } from 'node:crypto';
import type { KeyedHash } from '../engine/request.ts';
import { type Channel, channels } from '../vocabulary.ts';
import { type Hashes, toBase64Url } from './hashes.ts';

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

/** Says which key sealed it: one that is replaced stays, to open what it sealed. */
const keyVersion = 1;
const kinds: readonly TokenKind[] = ['unsubscribe', 'preferences'];
const blockBytes = 16;
export const preferencesMs = 30 * 86_400_000;
/** A customer id has at most 128 characters, a purpose and the keys are bounded: no token of ours is longer. */
const mostLetters = 4096;

export function createLinkTokens(hashes: Hashes): LinkTokens {
  const mac = hashes.mac(`link-mac/${keyVersion}`);
  // In this mode each block stands for itself: one cipher makes the key streams of all tokens.
  const cipher = createCipheriv('aes-256-ecb', hashes.derive(`link-text/${keyVersion}`), null).setAutoPadding(false);

  /** CTR: block i of a stream is the nonce with i added to it, enciphered; two nonces, two streams in a row. */
  const streamsOf = (nonces: Buffer, blocks: number): Buffer => {
    const counters = Buffer.allocUnsafe(nonces.length * blocks);
    let at = 0;
    for (let nonce = 0; nonce < nonces.length; nonce += blockBytes) {
      for (let block = 0; block < blocks; block++) {
        for (let i = 0; i < blockBytes; i++) counters[at + i] = nonces[nonce + i] as number;
        counters[at] = (counters[at] as number) ^ (block >> 8);
        counters[at + 1] = (counters[at + 1] as number) ^ (block & 0xff);
        at += blockBytes;
      }
    }
    return cipher.update(counters);
  };

  return {
    make(subject) {
      const text = write(subject);
      const body = Buffer.from(text);
      const blocks = Math.ceil(body.length / blockBytes);
      const nonces = Buffer.from(mac(text), 'latin1');
      const streams = streamsOf(nonces, blocks);
      const token = Buffer.allocUnsafe(1 + blockBytes + body.length);
      token[0] = keyVersion;
      const seal = (kind: number): string => {
        for (let i = 0; i < blockBytes; i++) token[1 + i] = nonces[kind * blockBytes + i] as number;
        mix(body, streams, kind * blocks * blockBytes, token, 1 + blockBytes);
        return token.toString('base64url');
      };
      return { unsubscribe: seal(0), preferences: seal(1) };
    },
    open(kind, token, nowMs) {
      if (token.length > mostLetters) return undefined;
      const bytes = Buffer.from(token, 'base64url');
      if (bytes[0] !== keyVersion || bytes.length <= 1 + blockBytes) return undefined;
      const nonce = bytes.subarray(1, 1 + blockBytes);
      const sealed = bytes.subarray(1 + blockBytes);
      const body = Buffer.allocUnsafe(sealed.length);
      mix(sealed, streamsOf(nonce, Math.ceil(sealed.length / blockBytes)), 0, body, 0);
      const text = body.toString();
      const at = kinds.indexOf(kind) * blockBytes;
      const expected = Buffer.from(mac(text), 'latin1').subarray(at, at + blockBytes);
      if (!timingSafeEqual(nonce, expected)) return undefined;
      // One spelling: what a tool put around or into it is not ours.
      if (bytes.toString('base64url') !== token) return undefined;
      const subject = read(text);
      return kind === 'preferences' && subject.madeMs + preferencesMs <= nowMs ? undefined : subject;
    },
  };
}

function mix(text: Buffer, stream: Buffer, streamAt: number, into: Buffer, at: number): void {
  for (let i = 0; i < text.length; i++) into[at + i] = (text[i] as number) ^ (stream[streamAt + i] as number);
}

/** One field a line. Neither an id nor a purpose holds a line feed; what may hold one, the keys, is JSON. */
function write({ madeMs, channel, address, contactId, purpose, customerId, keys, timeZone }: LinkSubject): string {
  const where = address === undefined ? '' : toBase64Url(address);
  const named = keys === undefined ? '' : JSON.stringify(keys);
  return `${Math.floor(madeMs / 1000).toString(36)}\n${channels.indexOf(channel)}\n${where}\n${contactId ?? ''}\n${purpose}\n${customerId}\n${named}${timeZone === undefined ? '' : `\n${timeZone}`}`;
}

function read(text: string): LinkSubject {
  const [made = '', channel = '', address = '', contactId = '', purpose = '', customerId = '', keys = '', timeZone] =
    text.split('\n');
  return {
    madeMs: Number.parseInt(made, 36) * 1000,
    channel: channels[Number(channel)] as Channel,
    address: address === '' ? undefined : (Buffer.from(address, 'base64url').toString('latin1') as KeyedHash),
    contactId: contactId === '' ? null : contactId,
    purpose,
    customerId,
    keys: keys === '' ? undefined : (JSON.parse(keys) as Record<string, string>),
    timeZone,
  };
}
