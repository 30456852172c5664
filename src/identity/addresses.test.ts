import fc from 'fast-check';
import { getCountries, getExampleNumber } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { describe, expect, test } from 'vitest';
import type { AddressKind } from '../vocabulary.ts';
import { kindOfAnyAddress, normaliseAddress } from './addresses.ts';

function read(kind: AddressKind, address: string, country?: string): string | undefined {
  const result = normaliseAddress(kind, address, country);
  return 'fault' in result ? undefined : result.text;
}

function fault(kind: AddressKind, address: string, country?: string): string | undefined {
  const result = normaliseAddress(kind, address, country);
  return 'fault' in result ? result.fault : undefined;
}

describe('an address', () => {
  const readable: readonly [
    string,
    'email' | 'phone' | 'push' | 'post',
    string,
    string | undefined,
    string | undefined,
  ][] = [
    ['e-mail in lower case', 'email', 'Ann.Lee+News@Example.ORG', undefined, 'ann.lee+news@example.org'],
    ['e-mail with a name before it', 'email', '"Lee, Ann" <ann@example.org>', undefined, 'ann@example.org'],
    ['e-mail in full-width letters', 'email', 'ａｎｎ＠ｅｘａｍｐｌｅ.org', undefined, 'ann@example.org'],
    ['an international domain in its one form', 'email', 'ann@bücher.example', undefined, 'ann@xn--bcher-kva.example'],
    [
      'the same domain written otherwise',
      'email',
      'ann@xn--BCHER-kva.example.',
      undefined,
      'ann@xn--bcher-kva.example',
    ],
    ['a number in international form', 'phone', '+49 (0)151 1234-5678', undefined, '+4915112345678'],
    ['a national number with its country', 'phone', '(415) 555-0100', 'US', '+14155550100'],
    ['a national number with dots', 'phone', '415.555.0100', 'US', '+14155550100'],
    ['a number as a link', 'phone', 'tel:+49-151-12345678', undefined, '+4915112345678'],
    ['a national number of a territory', 'phone', '0262 12 34 56', 'RE', '+262262123456'],
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
  test.each(readable)('%s', (_name, kind, given, region, text) => {
    expect(read(kind, given, region)).toBe(text);
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
    ['that is a list of numbers', 'phone', '+1 415 555 0100;4155550101'],
    ['that is a list of numbers with a space', 'phone', '+14155550100; 4155550101'],
    ['that is empty', 'push', '  '],
    ['with a control character', 'push', 'to\u0007ken'],
    ['that is no well-formed text', 'push', 'to\ud800ken'],
    ['of more than 512 characters', 'push', 'x'.repeat(513)],
    ['with a character that was lost', 'email', 'a\ufffdn@example.org'],
    ['of characters that cannot be seen', 'push', '\u200b\u2060'],
  ];
  test.each(unread)('%s cannot be read', (_name, kind, given) => {
    expect(read(kind, given)).toBeUndefined();
  });

  test('reading it again changes nothing', () => {
    for (const [, kind, given, region] of readable) {
      const once = read(kind, given, region) as string;
      expect(read(kind, once)).toBe(once);
    }
  });

  test('that is plain e-mail reads as the same one in angle brackets, which takes the whole way', () => {
    const text = (letters: string, most: number) =>
      fc.array(fc.constantFrom(...letters), { maxLength: most }).map((all) => all.join(''));
    const domain = fc.oneof(
      text('aB.-_9', 10),
      fc.constantFrom('Example.org', 'example.org.', 'xn--bcher-kva.example', 'xn--a', '1.2', 'a..b', '0x7f.1'),
      fc.integer({ min: 245, max: 256 }).map((length) =>
        'ab.'
          .repeat(90)
          .slice(0, length - 1)
          .concat('c'),
      ),
    );
    const local = fc.oneof(
      text("aZ09.+-_!#$%&'*/=?^`{|}~", 12),
      text('aZ.@":;,()[]\\\u007f\u00e9\u212a\u200b', 6),
      fc.integer({ min: 62, max: 66 }).map((length) => 'A'.repeat(length)),
    );
    fc.assert(
      fc.property(local, domain, (before, after) => {
        const given = `${before}@${after}`;
        expect(read('email', given)).toBe(read('email', `<${given}>`));
      }),
      { numRuns: 3000 },
    );
  });

  test('of any channel is e-mail where it holds @, else a phone where it parses as a number', () => {
    expect(kindOfAnyAddress('a@example.org', undefined)).toBe('email');
    expect(kindOfAnyAddress('ａ＠example.org', undefined)).toBe('email');
    expect(kindOfAnyAddress('+14155550100', undefined)).toBe('phone');
    expect(kindOfAnyAddress('415 555 0100', 'US')).toBe('phone');
    expect(kindOfAnyAddress('415 555 0100', undefined)).toBeUndefined();
  });
});

/** Letters that folding has trouble with: marks that join only in capitals, two small sigmas, expansions, signs that are letters. */
const odd = [
  ...[
    'i',
    'I',
    'ı',
    'İ',
    'j',
    'J',
    'ǰ',
    'Σ',
    'σ',
    'ς',
    'ß',
    'ẞ',
    'ſ',
    'K',
    'Å',
    'ŉ',
    'ΐ',
    'ᾳ',
    'ᾼ',
    'Ω',
    'ﬁ',
    'Ⅷ',
    'ⅷ',
    'Ꭰ',
    'ꭰ',
  ],
  ...[
    '\u0307',
    '\u030c',
    '\u0308',
    '\u0345',
    '\u0300',
    '\u0301',
    '\u0327',
    'é',
    'ü',
    'ё',
    'ა',
    'Ა',
    'ａ',
    '한',
    '각',
    '\u11a8',
  ],
  ...['\u200b', '\u200d', '\u00ad', '\u2060', '\ufeff', '\ufe0f', '\u180e', '\u3164', '\uffa0', '\u115f', '\u{e0001}'],
];
const invisible = odd.slice(odd.indexOf('\u200b'));
const letters = fc
  .array(
    fc.oneof(
      fc.constantFrom(...odd),
      fc.constantFrom(...'abcxyz09.+-_'),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    ),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  .map((parts) => parts.join(''));
const kinds = fc.constantFrom<AddressKind>('email', 'phone', 'push', 'in_app', 'post');

describe('what looks the same is the same', () => {
  test('reading a read address changes nothing', () => {
    fc.assert(
      fc.property(
        kinds,
        letters,
        letters,
        fc.constantFrom('DE', 'MX', 'US', undefined),
        (kind, local, domain, country) => {
          for (const given of [local, `${local}@example.org`, `${local}@${domain}.gr`, `a@${domain}`]) {
            const once = read(kind, given, country);
            if (once !== undefined) expect(read(kind, once)).toBe(once);
          }
        },
      ),
      { numRuns: 3000 },
    );
  });

  /** Each of these changes nothing that can be seen, but for the case. */
  const spellings: readonly ((text: string) => string)[] = [
    (text) => text.normalize('NFD'),
    (text) => text.normalize('NFC'),
    (text) => text.normalize('NFKC'),
    (text) => text.normalize('NFKD'),
    (text) => text.toLowerCase(),
    (text) => text.replaceAll('σ', 'ς'),
    (text) =>
      [...text]
        .map((letter) => (lowerOf(letter.toUpperCase()) === lowerOf(letter) ? letter.toUpperCase() : letter))
        .join(''),
    (text) => text.replace(/[a-z]/g, (letter) => String.fromCodePoint(letter.charCodeAt(0) - 0x61 + 0xff41)),
    ...invisible.map((hidden) => (text: string) => [...text].join(hidden)),
    ...invisible.map((hidden) => (text: string) => hidden + text),
  ];
  const lowerOf = (text: string): string => text.normalize('NFKC').toLowerCase().normalize('NFKC');

  test('spellings of one e-mail address read the same', () => {
    fc.assert(
      fc.property(letters, fc.array(fc.constantFrom(...spellings), { maxLength: 4 }), (local, steps) => {
        const other = steps.reduce((text, spell) => spell(text), local);
        expect(read('email', `${other}@example.org`)).toBe(read('email', `${local}@example.org`));
      }),
      { numRuns: 3000 },
    );
  });

  test.each([
    ['a character that cannot be seen', '\u200bann@example.org', 'ann@example.org'],
    ['a soft hyphen', 'an\u00adn@exam\u200bple.org', 'ann@example.org'],
    ['a final sigma', 'νίκος@example.gr', 'ΝΊΚΟΣ@example.gr'],
    ['a mark that only the capital joins', 'İx@example.org', 'I\u0307x@example.org'],
    ['a mark that only the small letter joins', 'J\u030c@example.org', 'ǰ@example.org'],
    ['a mark behind what cannot be seen', 'e\u200b\u0301@example.org', 'é@example.org'],
    ['a domain with a final sigma', 'a@βόλος.gr', 'A@ΒΌΛΟΣ.gr'],
    ['the same domain in ASCII', 'a@βόλος.gr', `a@${new URL('http://βόλος.gr').hostname}`],
    ['a full stop of other scripts', 'a@example。org', 'a@example.org'],
    ['a Kelvin sign', '\u212aate@example.org', 'kate@example.org'],
  ])('%s', (_what, one, other) => {
    expect(read('email', one)).toBeDefined();
    expect(read('email', one)).toBe(read('email', other));
  });

  test('dotless ı and i stay two', () => {
    expect(read('email', 'ışık@example.org')).not.toBe(read('email', 'işik@example.org'));
  });

  test('phones, tokens and postal addresses lose what cannot be seen too', () => {
    expect(read('phone', '\u202a+49 151\u200b 12345678\u202c')).toBe('+4915112345678');
    expect(read('push', '\ufeffTo\u200bken')).toBe('Token');
    expect(read('post', 'Main\u00ad Street\u200b 1')).toBe('main street 1');
  });
});

describe('a phone number that can be read in two ways is not guessed at', () => {
  test.each([
    ['4915123456789', 'DE', '+49…'],
    ['(49) 151 23456789', 'DE', '+49…'],
    ['4915112345678', 'DE', '+49…'],
    ['4670123456', 'SE', '+46…'],
    ['9725012345', 'IL', '+972…'],
  ])('%s in %s: write %s', (given, country, wayOut) => {
    expect(fault('phone', given, country)).toContain(`write ${wayOut}`);
  });

  test('in no country does a number with its country code, the + forgotten, become another number', () => {
    for (const country of getCountries()) {
      const number = getExampleNumber(country, examples)?.number ?? '+4915112345678';
      const result = normaliseAddress('phone', number.slice(1), country);
      if ('text' in result) expect(result.text, country).toBe(number);
      else expect(result.fault, country).toMatch(/write \+\d+…/);
    }
  });

  test('in no country is a national number that is in use turned away', () => {
    for (const country of getCountries()) {
      const number = getExampleNumber(country, examples);
      if (!number) continue;
      expect(read('phone', number.formatNational(), country), country).toBe(read('phone', number.number));
    }
  });

  test.each([
    ['9198765432', 'IN', '+919198765432'],
    ['55 99123-4567', 'BR', '+5555991234567'],
    ['393 123 4567', 'IT', '+393931234567'],
    ['45 12 34 56', 'DK', '+4545123456'],
    ['1 415 555 0100', 'US', '+14155550100'],
    ['393401234567', 'IT', '+393401234567'],
    ['04915 123456', 'DE', '+494915123456'],
  ])('%s in %s is one number', (given, country, number) => {
    expect(read('phone', given, country)).toBe(number);
  });

  test.each([
    '+4915112345678.0',
    '4915112345678.0',
    '4915112345678,0',
    '+49 151 12345678.00',
    '4.9E+12',
    '4,91511E+12',
    '4.91511e12',
    '49151e8',
  ])('%s is what a spreadsheet made', (given) => {
    for (const country of ['DE', undefined]) expect(fault('phone', given, country)).toContain('spreadsheet');
  });

  test("Mexico's old mobile 1 goes, wherever it is written", () => {
    for (const given of ['+5215512345678', '+52 1 55 1234 5678', '0052 1 55 1234 5678', '+525512345678'])
      expect(read('phone', given, 'DE')).toBe('+525512345678');
    for (const given of ['5215512345678', '1 55 1234 5678', '55 1234 5678'])
      expect(read('phone', given, 'MX')).toBe('+525512345678');
  });

  test('of any channel it is a phone all the same, and told so', () => {
    expect(kindOfAnyAddress('4915123456789', 'DE')).toBe('phone');
    expect(kindOfAnyAddress('\u200b415 555 0100', 'US')).toBe('phone');
  });
});
