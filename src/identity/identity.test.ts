import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { kindOfAnyAddress, normaliseAddress } from './addresses.ts';
import { createHashes } from './hashes.ts';
import { seal, subjectOf, unseal } from './seal.ts';

describe('an address', () => {
  const read: readonly [string, 'email' | 'phone' | 'push' | 'post', string, string | undefined, string | undefined][] =
    [
      ['e-mail in lower case', 'email', 'Ann.Lee+News@Example.ORG', undefined, 'ann.lee+news@example.org'],
      ['e-mail with a name before it', 'email', '"Lee, Ann" <ann@example.org>', undefined, 'ann@example.org'],
      ['e-mail in full-width letters', 'email', 'ａｎｎ＠ｅｘａｍｐｌｅ.org', undefined, 'ann@example.org'],
      [
        'an international domain in its one form',
        'email',
        'ann@bücher.example',
        undefined,
        'ann@xn--bcher-kva.example',
      ],
      [
        'the same domain written otherwise',
        'email',
        'ann@xn--BCHER-kva.example.',
        undefined,
        'ann@xn--bcher-kva.example',
      ],
      ['a number in international form', 'phone', '+49 (0)151 1234-5678', undefined, '+4915112345678'],
      ['a national number with its country', 'phone', '(415) 555-0100', 'US', '+14155550100'],
      ['a national number with a part of its country', 'phone', '415.555.0100', 'US-CA', '+14155550100'],
      ['a number with the prefix for abroad', 'phone', '0014155550100', 'DE', '+14155550100'],
      ['a token word for word', 'push', ' Token:ABC ', undefined, 'Token:ABC'],
      [
        'a postal address without its breaks',
        'post',
        'Main Street 1\n12345  Town',
        undefined,
        'main street 1 12345 town',
      ],
    ];
  test.each(read)('%s', (_name, kind, given, region, text) => {
    expect(normaliseAddress(kind, given, region)?.text).toBe(text);
  });

  const unread: readonly [string, 'email' | 'phone' | 'push', string][] = [
    ['without an @', 'email', 'ann'],
    ['without a name', 'email', '@example.org'],
    ['with two names', 'email', 'a@b@example.org'],
    ['with a space', 'email', 'a b@example.org'],
    ['with a path for a domain', 'email', 'ann@example.org/x'],
    ['with a port for a domain', 'email', 'ann@example.org:25'],
    ['of more than 64 characters before the @', 'email', `${'a'.repeat(65)}@example.org`],
    ['that is a national number of nowhere', 'phone', '415 555 0100'],
    ['that is too short a number', 'phone', '+1 23'],
    ['that is words', 'phone', 'call me'],
    ['that is empty', 'push', '  '],
    ['with a control character', 'push', 'to\u0007ken'],
    ['that is no well-formed text', 'push', 'to\ud800ken'],
    ['of more than 512 characters', 'push', 'x'.repeat(513)],
  ];
  test.each(unread)('%s cannot be read', (_name, kind, given) => {
    expect(normaliseAddress(kind, given, undefined)).toBeUndefined();
  });

  test('reading it again changes nothing', () => {
    for (const [, kind, given, region] of read) {
      const once = normaliseAddress(kind, given, region)?.text as string;
      expect(normaliseAddress(kind, once, undefined)?.text).toBe(once);
    }
  });

  test('of any channel is e-mail where it holds @, else a phone where it parses as a number', () => {
    expect(kindOfAnyAddress('a@example.org', undefined)).toBe('email');
    expect(kindOfAnyAddress('ａ＠example.org', undefined)).toBe('email');
    expect(kindOfAnyAddress('+14155550100', undefined)).toBe('phone');
    expect(kindOfAnyAddress('415 555 0100', 'US')).toBe('phone');
    expect(kindOfAnyAddress('415 555 0100', undefined)).toBeUndefined();
  });
});

describe('keyed hashes', () => {
  const one = createHashes(Buffer.alloc(32, 1));
  const other = createHashes(Buffer.alloc(32, 2));

  test('are the same under one pepper and others under another', () => {
    expect(one.customer('ann')).toBe(createHashes(Buffer.alloc(32, 1)).customer('ann'));
    expect(one.customer('ann')).not.toBe(other.customer('ann'));
    expect(one.canary).not.toBe(other.canary);
    expect(one.forLog('ann')).not.toBe(other.forLog('ann'));
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

  test('is another text each time', () => {
    expect(seal(key, 'same')).not.toBe(seal(key, 'same'));
    expect(subjectOf(key)).toBe(subjectOf(key));
  });
});
