/**
 * AES-256-GCM (NIST SP 800-38D) for many short texts. Node makes a cipher for each text that it seals, which costs more than all the rest. Here one
 * cipher that was made once enciphers the counters of many texts to come in one call; what is left is to add them, and the tag. Only sealing is done
 * here: what it seals, Node's own `aes-256-gcm` opens.
 *
 * Beside each sealed text come two proofs: blocks of the same key stream that no text reaches. Who is shown one of them knows nothing of the other.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { someRandomBytes } from '../random.ts';
import { createGhash } from './ghash.ts';

const blockBytes = 16;
export const nonceBytes = 12;
export const tagBytes = 16;
export const proofBytes = 15;
const proofs = 2;
/** Far beyond the longest text. */
const proofCounter = 2 ** 31;
/** Of a nonce: so many bytes are drawn, behind them stands a number. */
const drawnBytes = 9;
const numbers = 2 ** 24;
/** So many nonces are made ready at once, each with so many blocks: the proofs, that of the tag, and those of a text of usual length. */
const nonces = 32;
const usualBlocks = proofs + 8;
/** Longest text. */
export const mostBytes = 4096;

/** In base64url. */
export interface Sealed {
  /** Nonce, sealed text and tag. */
  readonly sealed: string;
  readonly proofs: readonly [string, string];
}

/** @returns seals the first `length` bytes of a text. @param key 32 bytes, under which nothing but this seals */
export function createSealer(key: Buffer): (text: Buffer, length: number) => Sealed {
  // In this mode each block stands for itself: one cipher serves for ever.
  const cipher = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false);
  const ghash = createGhash(cipher.update(Buffer.alloc(blockBytes)));
  const nonce = Buffer.alloc(nonceBytes);
  let number = numbers;
  let ready: Buffer = Buffer.alloc(0);
  const room = Buffer.alloc(nonceBytes + mostBytes + tagBytes);

  const setNumber = (value: number): void => void nonce.writeUIntBE(value, drawnBytes, nonceBytes - drawnBytes);

  /** Key streams of this nonce and those behind it: the proofs, the tag's block, the text's. */
  const streams = (count: number, blocks: number): Buffer => {
    const counters = Buffer.allocUnsafe(count * blocks * blockBytes);
    for (let at = 0, place = 0; place < count; place++) {
      setNumber(number + place);
      for (let block = 0; block < blocks; block++, at += blockBytes) {
        for (let byte = 0; byte < nonceBytes; byte++) counters[at + byte] = nonce[byte] as number;
        counters.writeUInt32BE(block < proofs ? proofCounter + block : block - proofs + 1, at + nonceBytes);
      }
    }
    return cipher.update(counters);
  };

  return (text, length) => {
    if (number === numbers) {
      someRandomBytes(drawnBytes).copy(nonce);
      number = 0;
    }
    if (number % nonces === 0) ready = streams(nonces, usualBlocks);
    const blocks = proofs + 1 + Math.ceil(length / blockBytes);
    const isUsual = blocks <= usualBlocks;
    const stream = isUsual ? ready : streams(1, blocks);
    const proofAt = isUsual ? (number % nonces) * usualBlocks * blockBytes : 0;
    const tagAt = proofAt + proofs * blockBytes;
    const textAt = tagAt + blockBytes;
    setNumber(number++);
    for (let at = 0; at < nonceBytes; at++) room[at] = nonce[at] as number;
    const end = nonceBytes + length;
    for (let at = 0; at < length; at++) room[nonceBytes + at] = (text[at] as number) ^ (stream[textAt + at] as number);
    ghash(room, nonceBytes, end);
    for (let at = 0; at < tagBytes; at++) room[end + at] = (room[end + at] as number) ^ (stream[tagAt + at] as number);
    const proof = (at: number) => stream.toString('base64url', at, at + proofBytes);
    return {
      sealed: room.toString('base64url', 0, end + tagBytes),
      proofs: [proof(proofAt), proof(proofAt + blockBytes)],
    };
  };
}

/** @param sealed nonce, sealed text and tag. @returns undefined where it was sealed with another key or was changed */
export function openSealed(key: Buffer, sealed: Buffer): Buffer | undefined {
  if (sealed.length < nonceBytes + tagBytes) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes));
  decipher.setAuthTag(sealed.subarray(-tagBytes));
  const text = decipher.update(sealed.subarray(nonceBytes, -tagBytes));
  try {
    decipher.final();
    return text;
  } catch {
    return undefined;
  }
}

/** The proof that came with what was sealed under this nonce. */
export function proofOf(key: Buffer, nonce: Buffer, which: 0 | 1): Buffer {
  const counter = Buffer.alloc(blockBytes);
  nonce.copy(counter);
  counter.writeUInt32BE(proofCounter + which, nonceBytes);
  return createCipheriv('aes-256-ctr', key, counter).update(Buffer.alloc(proofBytes));
}
