import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KeyedHash } from '../engine/request.ts';
import { channels } from '../vocabulary.ts';
import { createHashes } from './hashes.ts';
import { createLinkTokens, type LinkSubject } from './tokens.ts';

const tokens = createLinkTokens(createHashes(Buffer.alloc(32, 7)));
const nowMs = Date.parse('2026-11-22T10:00:00Z');
const subject: LinkSubject = {
  customerId: 'c-42',
  channel: 'email',
  purpose: 'marketing.promotions',
  address: '\n\0\u00ff3456789' as KeyedHash,
  keys: { brand: 'acme\n' },
  contactId: 'con_AAAAAAAAAAAAAAAAAAAAAA',
  madeMs: nowMs,
};
const dayMs = 86_400_000;
const kinds = ['unsubscribe', 'preferences'] as const;

describe('the token of a link', () => {
  test('gives back what it was made of', () => {
    const arbitrary = fc.record({
      customerId: fc.string({ minLength: 1, maxLength: 128, unit: 'grapheme' }).filter((id) => !/\p{Cc}/u.test(id)),
      channel: fc.constantFrom(...channels),
      purpose: fc.constantFrom('marketing.promotions', 'service.account', 'a'),
      address: fc.option(fc.uint8Array({ minLength: 10, maxLength: 10 }), { nil: undefined }),
      keys: fc.option(fc.dictionary(fc.string(), fc.string()), { nil: undefined }),
      contactId: fc.option(fc.constant('con_AAAAAAAAAAAAAAAAAAAAAA')),
      timeZone: fc.option(fc.constantFrom('Europe/Berlin', 'America/Argentina/Buenos_Aires'), { nil: undefined }),
    });
    fc.assert(
      fc.property(arbitrary, ({ address, ...rest }) => {
        const given: LinkSubject = {
          ...rest,
          address: address && (Buffer.from(address).toString('latin1') as KeyedHash),
          madeMs: nowMs,
        };
        const made = tokens.make(given);
        expect(tokens.open('unsubscribe', made.unsubscribe, nowMs)).toEqual(given);
        expect(tokens.open('preferences', made.preferences, nowMs)).toEqual(given);
      }),
    );
  });

  test('opens under no other pepper, and not where a bit or a letter was changed', () => {
    const made = tokens.make(subject);
    const others = createLinkTokens(createHashes(Buffer.alloc(32, 8)));
    for (const kind of kinds) {
      const token = made[kind];
      expect(others.open(kind, token, nowMs)).toBeUndefined();
      const bytes = Buffer.from(token, 'base64url');
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        const changed = Buffer.from(bytes);
        changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
        expect(tokens.open(kind, changed.toString('base64url'), nowMs)).toBeUndefined();
      }
      for (let length = 0; length < token.length; length++)
        expect(tokens.open(kind, token.slice(0, length), nowMs)).toBeUndefined();
      for (const odd of [`${token}=`, `${token} `, ` ${token}`, `${token}A`, 'x'.repeat(9999)])
        expect(tokens.open(kind, odd, nowMs)).toBeUndefined();
    }
  });

  test('of one kind is none of the other, whatever part of another link is put in', () => {
    const own = tokens.make(subject);
    const other = tokens.make({ ...subject, customerId: 'c-43' });
    const [proofAt, sealedAt] = [3, 18];
    for (const [kind, wrong] of [kinds, kinds.toReversed()] as const) {
      expect(tokens.open(kind, own[wrong], nowMs)).toBeUndefined();
      const [mine, theirs] = [Buffer.from(own[wrong], 'base64url'), Buffer.from(other[kind], 'base64url')];
      const withProof = (token: Buffer, proof: Buffer): string =>
        Buffer.concat([token.subarray(0, proofAt), proof, token.subarray(sealedAt)]).toString('base64url');
      const proofOf = (token: Buffer): Buffer => token.subarray(proofAt, sealedAt);
      // The proof of the right kind, from a link to somebody else's page, and the other way round.
      expect(tokens.open(kind, withProof(mine, proofOf(theirs)), nowMs)).toBeUndefined();
      expect(tokens.open(kind, withProof(theirs, proofOf(mine)), nowMs)).toBeUndefined();
      // What both links have in common, and no proof, one of nothing but zeros, or what stands in the link itself.
      for (const proof of [Buffer.alloc(0), Buffer.alloc(15), mine.subarray(18, 33), mine.subarray(-15)])
        expect(tokens.open(kind, withProof(mine, proof), nowMs)).toBeUndefined();
      // It is the proof alone that is lacking.
      expect(tokens.open(kind, withProof(mine, proofOf(Buffer.from(own[kind], 'base64url'))), nowMs)).toEqual(subject);
    }
  });

  test('opens under the key of the day it was made, after a restart too', () => {
    const before = Array.from({ length: 40 }, (_, day) => ({ ...subject, madeMs: nowMs + day * dayMs }));
    const made = before.map((one) => tokens.make(one).unsubscribe);
    const restarted = createLinkTokens(createHashes(Buffer.alloc(32, 7)));
    for (const [day, token] of made.entries()) {
      expect(restarted.open('unsubscribe', token, nowMs)).toEqual(before[day]);
      const moved = Buffer.from(token, 'base64url');
      moved.writeUInt16BE(moved.readUInt16BE(1) + 1, 1);
      expect(restarted.open('unsubscribe', moved.toString('base64url'), nowMs)).toBeUndefined();
    }
  });

  test('is sealed with the key of its own day', () => {
    const dayOf = (madeMs: number) =>
      Buffer.from(tokens.make({ ...subject, madeMs }).unsubscribe, 'base64url').readUInt16BE(1);
    for (const madeMs of [nowMs, nowMs + dayMs, nowMs - dayMs]) expect(dayOf(madeMs)).toBe(Math.floor(madeMs / dayMs));
  });

  test('has a nonce that no other one of the day has', () => {
    const nonces = Array.from({ length: 2000 }, () => tokens.make(subject).unsubscribe.slice(24, 40));
    expect(new Set(nonces).size).toBe(2000);
    const restarted = createLinkTokens(createHashes(Buffer.alloc(32, 7)));
    expect(restarted.make(subject).unsubscribe.slice(24, 36)).not.toBe(nonces[0]?.slice(0, 12));
  });

  test('goes into a URL as it is, and shows nothing of whom it is about', () => {
    for (const token of Object.values(tokens.make(subject))) {
      expect(token).toMatch(/^[\w-]+$/);
      const bytes = Buffer.from(token, 'base64url').toString('latin1');
      for (const clear of ['c-42', 'marketing', 'acme', subject.address ?? '']) expect(bytes).not.toContain(clear);
    }
  });

  test('of an unsubscribe link never ends, that of a preferences page after 30 days', () => {
    const { unsubscribe, preferences } = tokens.make(subject);
    expect(tokens.open('unsubscribe', unsubscribe, nowMs + 40_000 * dayMs)).toEqual(subject);
    expect(tokens.open('preferences', preferences, nowMs + 30 * dayMs - 1)).toEqual(subject);
    expect(tokens.open('preferences', preferences, nowMs + 30 * dayMs)).toBeUndefined();
  });

  test('is short enough for the line of a mail header, however long the id', () => {
    const longest = { ...subject, customerId: '\u{1f4ec}'.repeat(64), keys: undefined };
    expect(tokens.make(longest).unsubscribe.length).toBeLessThan(500);
    expect(tokens.make(subject).unsubscribe.length).toBeLessThan(170);
  });

  test('costs little beside a decision: both kinds of a message, best of 100 rounds, printed', () => {
    let bestUs = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 100; round++) {
      const beganNs = process.hrtime.bigint();
      for (let i = 0; i < 1000; i++) tokens.make(subject);
      bestUs = Math.min(bestUs, Number(process.hrtime.bigint() - beganNs) / 1_000_000);
    }
    // biome-ignore lint/suspicious/noConsole: the figure is what this prints
    console.log(`links of one message: ${bestUs.toFixed(2)} us`);
    expect(bestUs).toBeLessThan(30);
  });
});
