/** Seals a person's fields with that person's own key: erasing the key makes them unreadable wherever they were written (crypto-shredding). */
import { createCipheriv, createDecipheriv, hash } from 'node:crypto';
import { someRandomBytes } from '../random.ts';

const tagBytes = 16;
/** Shared: nothing waits between writing into it and reading it. */
const room = Buffer.alloc(4096);

/** @param key 16 bytes, base64url. @returns base64url of nonce, text and tag (AES-128-GCM) */
export function seal(key: string, text: string): string {
  const nonce = someRandomBytes(12);
  const cipher = createCipheriv('aes-128-gcm', Buffer.from(key, 'base64url'), nonce);
  const sealed = cipher.update(text, 'utf8');
  // In this mode the end adds nothing but the tag.
  cipher.final();
  const length = nonce.length + sealed.length + tagBytes;
  const bytes = length <= room.length ? room : Buffer.allocUnsafe(length);
  bytes.set(nonce);
  bytes.set(sealed, nonce.length);
  bytes.set(cipher.getAuthTag(), length - tagBytes);
  return bytes.toString('base64url', 0, length);
}

/** @returns undefined where the text was sealed with another key or was changed */
export function unseal(key: string, sealed: string): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length < 28) return undefined;
  try {
    const decipher = createDecipheriv('aes-128-gcm', Buffer.from(key, 'base64url'), bytes.subarray(0, 12));
    decipher.setAuthTag(bytes.subarray(-16));
    return decipher.update(bytes.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return undefined;
  }
}

/** Names the holder of a key in the log without naming the person: useless once the key is gone. */
export function subjectOf(key: string): string {
  return hash('sha256', `subject\0${key}`, 'base64url').slice(0, 16);
}
