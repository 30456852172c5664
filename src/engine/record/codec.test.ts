import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../../test/support/property.ts';
import { StoreUnavailable } from '../../errors.ts';
import { channels, outcomes } from '../../vocabulary.ts';
import type { KeyedHash } from '../request.ts';
import { decodeRecord, encodeRecord } from './codec.ts';
import { isEmpty } from './cold.ts';
import { addressKinds, headBytes, holdStates, maxContacts, statuses, version } from './layout.ts';
import { type Names, type NameTable, UnknownName } from './names.ts';
import { type CustomerRecord, emptyCold, emptyRecord, type Hold, type StoredContact } from './record.ts';

/** Numbers names as stores do. */
function names(): Names & { intern(table: NameTable, name: string): number } {
  const ids = new Map<string, number>();
  const byId = new Map<string, string>();
  return {
    idOf: (table, name) => ids.get(`${table} ${name}`),
    nameOf: (table, id) => byId.get(`${table} ${id}`),
    intern(table, name) {
      const id = ids.get(`${table} ${name}`) ?? ids.size + 1;
      ids.set(`${table} ${name}`, id);
      byId.set(`${table} ${id}`, name);
      return id;
    },
  };
}

function internAll(record: CustomerRecord): ReturnType<typeof names> {
  const table = names();
  for (const { kind } of record.contacts) {
    table.intern('purpose', kind.purpose);
    if (kind.region !== null) table.intern('region', kind.region);
    table.intern('caller', kind.caller);
  }
  return table;
}

const latin1 = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((bytes) => Buffer.from(bytes).toString('latin1'));
const hash = latin1(10) as fc.Arbitrary<KeyedHash>;
const instant = fc.integer({ min: 0, max: 2 ** 42 - 1 });
const seq = fc.integer({ min: 0, max: 0xffff });
const _text = fc.string({ unit: 'binary', maxLength: 12 });

const contact = (addresses: number): fc.Arbitrary<StoredContact> =>
  fc.record({
    seq,
    atMs: instant,
    kind: fc.record({
      channel: fc.constantFrom(...channels),
      purpose: fc.constantFrom('marketing.promotions', 'service.account', 'x'),
      region: fc.constantFrom(null, 'US', 'US-FL', 'DE'),
      caller: fc.constantFrom('crm', 'billing', 'ünïcode 🎈'),
    }),
    status: fc.constantFrom(...statuses),
    held: fc.boolean(),
    arrived: fc.boolean(),
    moved: fc.boolean(),
    address: addresses === 0 ? fc.constant(undefined) : fc.option(fc.nat(addresses - 1), { nil: undefined }),
    keys: fc.array(latin1(6), { maxLength: 16 }),
  });

const hold: fc.Arbitrary<Hold> = fc.record({
  seq,
  confirmByMs: instant,
  state: fc.constantFrom(...holdStates),
  createdMs: instant,
});

const record: fc.Arbitrary<CustomerRecord> = fc.integer({ min: 0, max: 5 }).chain((addresses) =>
  fc.record({
    nextSeq: seq,
    contacts: fc.uniqueArray(contact(addresses), { maxLength: 30, selector: (one) => one.seq }),
    operations: fc.array(fc.record({ id: latin1(8), body: latin1(6), seq, untilMs: instant }), { maxLength: 5 }),
    addresses: fc.array(fc.record({ hash, kind: fc.constantFrom(...addressKinds), lastMs: instant }), {
      minLength: addresses,
      maxLength: addresses,
    }),
    outcomes: fc.array(fc.record({ seq, outcome: fc.constantFrom(...outcomes), atMs: instant }), { maxLength: 8 }),
    holds: fc.array(hold, { maxLength: 2 }),
    key: fc.option(
      latin1(16).map((bytes) => Buffer.from(bytes, 'latin1').toString('base64url')),
      { nil: undefined },
    ),
    keyUntilMs: fc.constant(0),
    suppressed: fc.nat(127),
    consented: fc.integer({ min: 0, max: 127 }),
    coldVersion: fc.nat(0xffff),
  }),
);

describe('a customer’s record', () => {
  test('comes back from its bytes as it went in', () => {
    fc.assert(
      fc.property(record, (given) => {
        const table = internAll(given);
        const wanted = structuredClone(given);
        const bytes = encodeRecord(given, table);
        expect(decodeRecord(bytes, table)).toEqual(wanted);
        expect(encodeRecord(decodeRecord(bytes, table), table).equals(bytes)).toBe(true);
      }),
      runs(300),
    );
  });

  test('of another format version is refused with both versions named', () => {
    const bytes = encodeRecord(emptyRecord(7), names());
    bytes[0] = version + 1;
    const message = `a customer's record cannot be read: format version ${version + 1}, this program knows ${version}`;
    expect(() => decodeRecord(bytes, names())).toThrow(expect.objectContaining({ isDamaged: false, message }));
  });

  const plain = (seq: number, fields: Partial<StoredContact> = {}): StoredContact => ({
    seq,
    atMs: 1_800_000_000_000 - seq,
    kind: { channel: 'email', purpose: 'p', region: null, caller: 'c' },
    status: 'counts',
    held: false,
    arrived: false,
    moved: false,
    address: undefined,
    keys: [],
    ...fields,
  });

  test('with a name or number that nobody gave yet says which table lacks it', () => {
    const given = { ...emptyRecord(0), contacts: [plain(1)] };
    expect(() => encodeRecord(given, names())).toThrow(new UnknownName('purpose', 'p'));
    expect(() => decodeRecord(encodeRecord(given, internAll(given)), names())).toThrow(
      new UnknownName('purpose', undefined),
    );
  });

  test('keeps its newest contacts and the addresses last reached, where it meets its limits', () => {
    const contacts = Array.from({ length: maxContacts + 5 }, (_, seq) => plain(seq, { address: seq % 300 }));
    const addresses = Array.from({ length: 300 }, (_, i) => ({
      hash: String(i).padStart(10) as KeyedHash,
      kind: 'email' as const,
      shared: false,
      lastMs: i,
    }));
    const given = { ...emptyRecord(0), contacts, addresses };
    const table = internAll(given);
    const back = decodeRecord(encodeRecord(given, table), table);
    expect(back.contacts).toHaveLength(maxContacts);
    expect(back.contacts[0]?.seq).toBe(0);
    expect(back.addresses).toHaveLength(250);
    for (const one of back.contacts.slice(0, 300)) {
      const hash = one.address === undefined ? undefined : back.addresses[one.address]?.hash;
      expect(hash).toBe(one.seq % 300 < 50 ? undefined : String(one.seq % 300).padStart(10));
    }
  });

  test('keeps its latest outcomes and its newest operations, where it meets its limits', () => {
    const many = Array.from({ length: maxContacts + 5 }, (_, place) => place);
    const outcomesOf = many.map((atMs) => ({ seq: 1, outcome: 'opened' as const, atMs }));
    const operations = many.map((untilMs) => ({
      id: 'operation'.slice(0, 8),
      body: 'bodies',
      seq: 1,
      untilMs,
    }));
    const given = { ...emptyRecord(0), contacts: [plain(1)], outcomes: outcomesOf, operations };
    const table = internAll(given);
    const back = decodeRecord(encodeRecord(given, table), table);
    // Outcomes are listed as they came, operations the newest first.
    expect(back.outcomes.map(({ atMs }) => atMs)).toEqual(many.slice(5));
    expect(back.operations.map(({ untilMs }) => untilMs)).toEqual(many.slice(0, maxContacts));
  });

  /** Records of many kinds: what tells two of them apart may be any one field. */
  const ofManyKinds = fc
    .record({
      purposes: fc.integer({ min: 1, max: 40 }),
      regions: fc.integer({ min: 1, max: 60 }),
      callers: fc.integer({ min: 1, max: 40 }),
      contacts: fc.oneof(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 250, max: 260 })),
      stride: fc.constantFrom(1, 7, 101),
    })
    .map(({ purposes, regions, callers, contacts, stride }) =>
      Array.from({ length: contacts }, (_, seq) => {
        const number = seq * stride;
        const region = Math.floor(number / 7 / purposes) % regions;
        return plain(seq, {
          kind: {
            channel: channels[number % 7] ?? 'email',
            purpose: `p${Math.floor(number / 7) % purposes}`,
            region: region === 0 ? null : `R${region}`,
            caller: `c${Math.floor(number / 7 / purposes / regions) % callers}`,
          },
        });
      }),
    );

  test('of any number of kinds keeps each contact’s own, to the byte, and again', () => {
    fc.assert(
      fc.property(ofManyKinds, fc.nat(), (contacts, cut) => {
        const given = { ...emptyRecord(0), contacts };
        const table = internAll(given);
        const wanted = contacts.map(({ seq, kind }) => ({ seq, kind: { ...kind } }));
        const bytes = encodeRecord(given, table);
        const back = decodeRecord(bytes, table);
        expect(back.contacts.map(({ seq, kind }) => ({ seq, kind }))).toEqual(wanted);
        expect(encodeRecord(back, table).equals(bytes)).toBe(true);
        // Fewer contacts: kinds that none has any more are gone from the bytes.
        const few = contacts.slice(0, cut % contacts.length);
        const kept = { ...back, contacts: back.contacts.slice(0, few.length) };
        expect(encodeRecord(kept, table).equals(encodeRecord({ ...emptyRecord(0), contacts: few }, table))).toBe(true);
      }),
      runs(150),
    );
  });

  test.each([255, 256, 257, 2000])(
    'of %i kinds costs 7 bytes a kind, and 7 or 8 a contact, 2 more where they are out of order',
    (kinds) => {
      const contacts = Array.from({ length: kinds }, (_, seq) =>
        plain(seq, { kind: { channel: 'email', purpose: 'p', region: null, caller: `c${seq}` } }),
      );
      const outOfOrder = { ...emptyRecord(0), contacts };
      const inOrder = { ...emptyRecord(kinds), contacts: contacts.toReversed() };
      const bytes = headBytes + kinds * (7 + (kinds > 256 ? 8 : 7));
      expect(encodeRecord(outOfOrder, internAll(outOfOrder))).toHaveLength(bytes + kinds * 2);
      expect(encodeRecord(inOrder, internAll(inOrder))).toHaveLength(bytes);
    },
  );

  test('whose contacts were made in their order keeps their numbers without writing them, past the end of the counter too', () => {
    const contacts = [1, 0, 65_535, 65_534].map((seq) => plain(seq, { keys: seq === 65_535 ? ['abcdef'] : [] }));
    const given = { ...emptyRecord(2), contacts };
    const back = decodeRecord(encodeRecord(given, internAll(given)), internAll(given));
    expect(back).toEqual(given);
  });

  test('with a contact of a kind that it does not hold is refused, and given no other', () => {
    const given = { ...emptyRecord(0), contacts: [plain(1)] };
    const table = internAll(given);
    const bytes = encodeRecord(given, table);
    bytes[headBytes + 7 + 6] = 1;
    expect(() => decodeRecord(bytes, table)).toThrow(StoreUnavailable);
    bytes[headBytes + 7 + 6] = 0;
    bytes[headBytes] = channels.length;
    expect(() => decodeRecord(bytes, table)).toThrow(StoreUnavailable);
  });

  test('is empty only where nothing is in it that could be asked for', () => {
    expect(isEmpty(emptyRecord(5), undefined)).toBe(true);
    expect(isEmpty(emptyRecord(5), emptyCold())).toBe(true);
    expect(isEmpty({ ...emptyRecord(5), contacts: [plain(1)] }, undefined)).toBe(false);
    expect(isEmpty({ ...emptyRecord(5), key: 'k' }, undefined)).toBe(false);
    expect(isEmpty({ ...emptyRecord(5), coldVersion: 3 }, undefined)).toBe(false);
    expect(isEmpty(emptyRecord(5), { ...emptyCold(), consents: [{} as never] })).toBe(false);
  });
});
