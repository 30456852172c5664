/**
 * Who a request is about, as keyed hashes: no customer id and no address is kept in clear (I10). HMAC-SHA-256 with keys derived from the
 * pepper, cut to 10 bytes for customers and addresses (a collision among 10^8 customers: about 4 in 10^9) and 6 for a customer's scope keys.
 */
import { createHmac, hkdfSync } from 'node:crypto';
import type { KeyedHash, Operation } from '../engine/request.ts';
import type { AddressKind } from '../vocabulary.ts';

export interface Hashes {
  customer(customerId: string): KeyedHash;
  address(kind: AddressKind, normalised: string): KeyedHash;
  scopeKey(name: string, value: string): string;
  operation(caller: string, operationId: string, body: string): Operation;
  /** For log lines: stable, and of no use without the pepper. */
  forLog(customerId: string): string;
  /** Proves at start that this is the pepper the store was made with. */
  readonly canary: string;
  /** A key for one use, 32 bytes. */
  derive(purpose: string): Buffer;
}

/** @param pepper 32 bytes */
export function createHashes(pepper: Buffer): Hashes {
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', pepper, '', `contact-guard/${purpose}`, 32));
  const keys = {
    customer: derive('customer'),
    address: derive('address'),
    scopeKey: derive('scope-key'),
    operation: derive('operation'),
    log: derive('log'),
  };
  const cut = (key: Buffer, text: string, bytes: number) =>
    createHmac('sha256', key).update(text).digest().toString('latin1', 0, bytes);
  return {
    customer: (customerId) => cut(keys.customer, customerId, 10) as KeyedHash,
    address: (kind, normalised) => cut(keys.address, `${kind}\0${normalised}`, 10) as KeyedHash,
    scopeKey: (name, value) => cut(keys.scopeKey, `${name}\0${value}`, 6),
    operation: (caller, operationId, body) => ({
      id: cut(keys.operation, `${caller}\0${operationId}`, 8),
      body: cut(keys.operation, body, 6),
    }),
    forLog: (customerId) => createHmac('sha256', keys.log).update(customerId).digest('base64url').slice(0, 16),
    canary: createHmac('sha256', derive('canary')).update('canary').digest('hex').slice(0, 32),
    derive,
  };
}

export function toBase64Url(hash: string): string {
  return Buffer.from(hash, 'latin1').toString('base64url');
}
