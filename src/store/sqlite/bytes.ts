/** Keyed hashes and stored values between SQLite's bytes and the engine's strings. */

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
