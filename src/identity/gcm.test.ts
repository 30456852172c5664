import { createCipheriv, randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createSealer, mostBytes, nonceBytes, openSealed, proofOf, tagBytes } from './gcm.ts';

const key = randomBytes(32);
const sealWith = createSealer(key);
const seal = (text: Buffer) => {
  const { sealed, proofs } = sealWith(text, text.length);
  return { sealed: Buffer.from(sealed, 'base64url'), proofs };
};

describe('what is sealed', () => {
  test('is what Node seals under the same key and nonce, at every length', () => {
    const lengths = [...Array.from({ length: 300 }, (_, length) => length), 1000, mostBytes - 1, mostBytes];
    for (const length of lengths) {
      const text = randomBytes(length);
      const { sealed } = seal(text);
      const cipher = createCipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes));
      const expected = Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]);
      expect(sealed.subarray(nonceBytes).equals(expected)).toBe(true);
      expect(openSealed(key, sealed)?.equals(text)).toBe(true);
    }
  });

  test('is opened by no other key, and not once a byte of it was changed or is missing', () => {
    const { sealed } = seal(Buffer.from('whom it is about'));
    expect(openSealed(randomBytes(32), sealed)).toBeUndefined();
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect(openSealed(key, changed)).toBeUndefined();
      expect(openSealed(key, sealed.subarray(0, at))).toBeUndefined();
    }
  });

  test('has two proofs of its own, which stand nowhere in it', () => {
    const seen = new Set<string>();
    for (let count = 0; count < 200; count++) {
      // Short texts, of which the key streams were made ready, and long ones.
      const text = Buffer.alloc(count % 2 ? 40 : 400);
      const { sealed, proofs } = seal(text);
      const nonce = sealed.subarray(0, nonceBytes);
      for (const which of [0, 1] as const) {
        const proof = proofOf(key, nonce, which);
        expect(proof.toString('base64url')).toBe(proofs[which]);
        // Of a text of zeros the key stream itself is seen.
        expect(sealed.includes(proof)).toBe(false);
        seen.add(proofs[which]);
      }
      expect(sealed.length).toBe(nonceBytes + text.length + tagBytes);
    }
    expect(seen.size).toBe(400);
  });
});
