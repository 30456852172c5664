import { createHmac, randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createHashes, toBase64Url } from './hashes.ts';
import { seal, subjectOf, unseal } from './seal.ts';

describe('keyed hashes', () => {
  const one = createHashes(Buffer.alloc(32, 1));
  const other = createHashes(Buffer.alloc(32, 2));

  test('are the same under one pepper and others under another', () => {
    expect(one.customer('ann')).toBe(createHashes(Buffer.alloc(32, 1)).customer('ann'));
    expect(one.customer('ann')).not.toBe(other.customer('ann'));
    expect(one.canary).not.toBe(other.canary);
    expect(one.forLog(one.customer('ann'))).not.toBe(other.forLog(one.customer('ann')));
  });

  test('have the lengths that the record keeps', () => {
    expect([one.customer('a').length, one.address('email', 'a').length, one.scopeKey('a', 'b').length]).toEqual([
      10, 10, 6,
    ]);
    const { id, body } = one.operation('crm', 'op', '{}');
    expect([id.length, body.length]).toEqual([8, 6]);
  });

  test.each([0, 1, 55, 56, 64, 341, 342, 1024, 100_000])('are HMAC-SHA-256 of a text of %i characters', (length) => {
    for (const text of ['a', 'ü', '€', '\u{1f4ec}', '\ud800'].map((letter) => letter.repeat(length))) {
      const mac = createHmac('sha256', one.derive('customer')).update(text).digest('latin1');
      expect(one.customer(text)).toBe(mac.slice(0, 10));
    }
  });

  test('keep apart kinds of address, names and values of keys, callers and their ids', () => {
    expect(one.address('email', 'x')).not.toBe(one.address('push', 'x'));
    expect(one.scopeKey('ab', 'c')).not.toBe(one.scopeKey('a', 'bc'));
    expect(one.operation('ab', 'c', '').id).not.toBe(one.operation('a', 'bc', '').id);
  });
});

test("base64url is Node's at every length", () => {
  for (let length = 0; length < 300; length++) {
    const bytes = randomBytes(length);
    expect(toBase64Url(bytes.toString('latin1'))).toBe(bytes.toString('base64url'));
  }
});

describe('a sealed text', () => {
  const key = 'AAAAAAAAAAAAAAAAAAAAAA';

  test('opens with its key alone, and not where a byte was changed', () => {
    const sealed = seal(key, 'Ann ünd 🎈');
    expect(unseal(key, sealed)).toBe('Ann ünd 🎈');
    expect(unseal('BBBBBBBBBBBBBBBBBBBBBB', sealed)).toBeUndefined();
    const bytes = Buffer.from(sealed, 'base64url');
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect(unseal(key, changed.toString('base64url'))).toBeUndefined();
    }
    for (const short of ['', 'AAAA', sealed.slice(0, 30)]) expect(unseal(key, short)).toBeUndefined();
  });

  test.each([0, 1, 4060, 4068, 4069, 20_000])('opens to all of its %i characters', (length) => {
    for (const text of ['a', '€'].map((letter) => letter.repeat(length)))
      expect(unseal(key, seal(key, text))).toBe(text);
  });

  test('is another text each time', () => {
    expect(seal(key, 'same')).not.toBe(seal(key, 'same'));
    expect(subjectOf(key)).toBe(subjectOf(key));
  });
});
