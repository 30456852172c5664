/**
 * Who a request is about, as keyed hashes: no customer id and no address is kept in clear (I10). HMAC-SHA-256 with keys derived from the
 * pepper, cut to 10 bytes for customers and addresses (a collision among 10^8 customers: about 4 in 10^9) and 6 for a customer's scope keys.
 */
import { createHmac, hash, hkdfSync } from 'node:crypto';
import type { KeyedHash, Operation } from '../engine/request.ts';
import type { AddressKind } from '../vocabulary.ts';

export interface Hashes {
  customer(customerId: string): KeyedHash;
  address(kind: AddressKind, normalised: string): KeyedHash;
  scopeKey(name: string, value: string): string;
  operation(caller: string, operationId: string, body: string): Operation;
  /** Names what a caller said, 16 bytes: said again under the same operation id, word for word, it has the same name. */
  act(caller: string, operationId: string, body: string): string;
  /** For log lines: stable, and of no use without the pepper. */
  forLog(customer: KeyedHash): string;
  /** Proves at start that this is the pepper the store was made with. */
  readonly canary: string;
  /** A key for one use, 32 bytes. */
  derive(purpose: string): Buffer;
  /** HMAC-SHA-256 under a key for one use: 32 bytes as latin1. */
  mac(purpose: string): (text: string) => string;
}

/** @param pepper 32 bytes */
export function createHashes(pepper: Buffer): Hashes {
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', pepper, '', `contact-guard/${purpose}`, 32));
  const customer = hmac(derive('customer'));
  const address = hmac(derive('address'));
  const scopeKey = hmac(derive('scope-key'));
  const operation = hmac(derive('operation'));
  const act = hmac(derive('act'));
  const log = hmac(derive('log'));
  return {
    customer: (customerId) => customer(customerId).slice(0, 10) as KeyedHash,
    address: (kind, normalised) => address(`${kind}\0${normalised}`).slice(0, 10) as KeyedHash,
    scopeKey: (name, value) => scopeKey(`${name}\0${value}`).slice(0, 6),
    operation: (caller, operationId, body) => ({
      id: operation(`${caller}\0${operationId}`).slice(0, 8),
      body: operation(body).slice(0, 6),
    }),
    act: (caller, operationId, body) => act(`${caller}\0${operationId}\0${body}`).slice(0, 16),
    forLog: (customer) => toBase64Url(log(customer).slice(0, 12)),
    canary: createHmac('sha256', derive('canary')).update('canary').digest('hex').slice(0, 32),
    derive,
    mac: (purpose) => hmac(derive(purpose)),
  };
}

const blockBytes = 64;
/** Texts up to so many bytes are hashed where they lie; the few longer ones take Node's own way. */
const roomBytes = 1024;

/**
 * HMAC-SHA-256 under one key, 32 bytes as latin1: its two hashes over pads made once, in a quarter of the time of `createHmac`, which begins
 * with the key each time (RFC 2104).
 */
function hmac(key: Buffer): (text: string) => string {
  const inner = Buffer.alloc(blockBytes + roomBytes, 0x36);
  const outer = Buffer.alloc(blockBytes + 32, 0x5c);
  for (const [at, byte] of key.entries()) {
    inner[at] = 0x36 ^ byte;
    outer[at] = 0x5c ^ byte;
  }
  return (text) => {
    // A character is at most three bytes for each of its code units.
    if (text.length * 3 > roomBytes) return createHmac('sha256', key).update(text).digest('latin1');
    const end = blockBytes + inner.write(text, blockBytes);
    outer.write(hash('sha256', inner.subarray(0, end), 'latin1'), blockBytes, 'latin1');
    return hash('sha256', outer, 'latin1');
  };
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** Two digits for each twelve bits. */
const pairs = Array.from({ length: 4096 }, (_, bits) => `${digits[bits >> 6]}${digits[bits & 63]}`);

/** Each key of the store is made by it: by a table in half of the time of a Buffer. @param hash as latin1 */
export function toBase64Url(hash: string): string {
  let text = '';
  for (let at = 0; at < hash.length; at += 3) {
    // What is past the end is no number, and no bits.
    const bits = (hash.charCodeAt(at) << 16) | (hash.charCodeAt(at + 1) << 8) | hash.charCodeAt(at + 2);
    // Not a template, which would make texts of what are texts.
    text = text + (pairs[bits >> 12] as string) + (pairs[bits & 0xfff] as string);
  }
  return text.slice(0, Math.ceil((hash.length * 4) / 3));
}
