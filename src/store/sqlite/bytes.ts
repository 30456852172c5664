/** Keyed hashes and stored values between SQLite's bytes and the engine's strings. */
import { addressKinds } from '../../engine/record/layout.ts';
import type { AddressRef, KeyedHash } from '../../engine/request.ts';

export function toBytes(hash: string): Buffer {
  return Buffer.from(hash, 'latin1');
}

/** The same memory as a buffer. */
export function fromBytes(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export function toText(bytes: Uint8Array | null | undefined): string | undefined {
  return bytes ? fromBytes(bytes).toString('utf8') : undefined;
}

/** Hashes of different kinds never meet; the kind goes in front so that a key alone says where it leads. */
export function addressKey({ kind, hash }: AddressRef): Buffer {
  return toBytes(String.fromCharCode(addressKinds.indexOf(kind)) + hash);
}

export function addressOf(key: Buffer): AddressRef {
  return { kind: addressKinds[key.readUInt8(0)] ?? 'post', hash: key.toString('latin1', 1) as KeyedHash };
}
