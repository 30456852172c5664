/** Customer record <-> bytes (layout.ts). Pure; names become numbers through the store's tables. */
import { OtherVersion, readable } from '../../errors.ts';
import { channels, outcomes } from '../../vocabulary.ts';
import type { KeyedHash, Kind } from '../request.ts';
import { contactBytes, type Header, headerBytes, isNumbered, readHeader, writeHeader } from './header.ts';
import * as layout from './layout.ts';
import { type Names, type NameTable, UnknownName } from './names.ts';
import { type CustomerRecord, emptyRecord, type StoredContact } from './record.ts';

/** @throws UnknownName where a number has no name yet; StoreUnavailable for bytes that are damaged or of another version */
export function decodeRecord(bytes: Buffer, names: Names): CustomerRecord {
  return readable("a customer's record", () => decodeBytes(bytes, names));
}

function decodeBytes(bytes: Buffer, names: Names): CustomerRecord {
  if (bytes[0] !== layout.version) throw new OtherVersion(bytes[0], layout.version);
  const header = readHeader(bytes);
  const record = emptyRecord(header.nextSeq);
  let at = headerBytes(header);
  const kinds: Kind[] = [];
  for (let index = header.kinds; index > 0; index--, at += layout.kindBytes) kinds.push(readKind(bytes, at, names));
  const extras = new Map<number, StoredContact>();
  const step = contactBytes(header);
  for (let index = 0; index < header.contacts; index++, at += step) {
    const seq = isNumbered(header) ? bytes.readUInt16LE(at + step - 2) : (header.nextSeq - 1 - index) & 0xffff;
    const contact = readContact(bytes, at, kinds, seq);
    if (bytes.readUIntLE(at, 6) & layout.state.extra) extras.set(seq, contact);
    record.contacts.push(contact);
  }
  const extrasEnd = at + header.extraBytes;
  while (at < extrasEnd) at = readExtra(bytes, at, extras);
  for (let index = header.operations; index > 0; index--, at += layout.operationBytes) {
    record.operations.push({
      id: bytes.toString('latin1', at, at + 8),
      body: bytes.toString('latin1', at + 8, at + 14),
      seq: bytes.readUInt16LE(at + 14),
      untilMs: bytes.readUIntLE(at + 16, 6),
    });
  }
  for (let index = header.addresses; index > 0; index--, at += layout.addressBytes) {
    const kind = bytes.readUInt8(at + 10);
    record.addresses.push({
      hash: bytes.toString('latin1', at, at + 10) as KeyedHash,
      kind: layout.addressKinds[kind] ?? 'post',
      lastMs: bytes.readUIntLE(at + 11, 6),
    });
  }
  for (let index = header.outcomes; index > 0; index--, at += layout.outcomeBytes) {
    const outcome = outcomes[bytes.readUInt8(at + 2)];
    if (outcome) record.outcomes.push({ seq: bytes.readUInt16LE(at), outcome, atMs: bytes.readUIntLE(at + 3, 6) });
  }
  for (let index = header.holds; index > 0; index--, at += layout.holdBytes) {
    record.holds.push({
      seq: bytes.readUInt16LE(at),
      state: layout.holdStates[bytes.readUInt8(at + 2)] ?? 'open',
      confirmByMs: bytes.readUIntLE(at + 3, 6),
      createdMs: bytes.readUIntLE(at + 9, 6),
    });
  }
  if (header.flags & layout.flags.key) {
    record.key = bytes.toString('base64url', at, at + 16);
    record.keyUntilMs = bytes.readUIntLE(at + 16, 6);
    at += layout.keyBytes;
  }
  if (header.flags & layout.flags.consents) record.consented = bytes.readUInt8(at);
  record.suppressed = header.suppressed;
  record.coldVersion = header.coldVersion;
  return record;
}

function readKind(bytes: Buffer, at: number, names: Names): Kind {
  const name = (table: NameTable, id: number): string => {
    const found = names.nameOf(table, id);
    if (found === undefined) throw new UnknownName(table, undefined);
    return found;
  };
  const region = bytes.readUInt16LE(at + 3);
  const channel = channels[bytes.readUInt8(at)];
  if (channel === undefined) throw new RangeError('a channel that this program does not know');
  return {
    channel,
    purpose: name('purpose', bytes.readUInt16LE(at + 1)),
    region: region === 0 ? null : name('region', region),
    caller: name('caller', bytes.readUInt16LE(at + 5)),
  };
}

function readContact(bytes: Buffer, at: number, kinds: readonly Kind[], seq: number): StoredContact {
  const value = bytes.readUIntLE(at, 6);
  const bits = value % layout.stampUnit;
  const kind = kinds[bytes.readUIntLE(at + 6, layout.placeBytes(kinds.length))];
  if (kind === undefined) throw new RangeError('a contact of a kind that it lacks');
  return {
    seq,
    atMs: Math.floor(value / layout.stampUnit),
    kind,
    status: layout.statuses[Math.floor(bits / layout.statusShift)] ?? 'counts',
    held: (bits & layout.state.held) !== 0,
    arrived: (bits & layout.state.arrived) !== 0,
    moved: (bits & layout.state.moved) !== 0,
    address: undefined,
    keys: [],
  };
}

function readExtra(bytes: Buffer, at: number, contacts: ReadonlyMap<number, StoredContact>): number {
  const contact = contacts.get(bytes.readUInt16LE(at));
  const address = bytes.readUInt8(at + 2);
  const keys: string[] = [];
  let next = at + 4;
  for (let index = bytes.readUInt8(at + 3); index > 0; index--, next += layout.keyHashBytes) {
    keys.push(bytes.toString('latin1', next, next + layout.keyHashBytes));
  }
  if (contact) {
    contact.address = address === layout.noAddress ? undefined : address;
    contact.keys = keys;
  }
  return next;
}

/**
 * @param lives `for-ever` where the record must never expire: fast paths then leave its expiry alone
 * @throws UnknownName where a name has no number yet
 */
export function encodeRecord(
  record: CustomerRecord,
  names: Names,
  lives: 'for-ever' | 'for-a-time' = 'for-a-time',
): Buffer {
  trim(record);
  const { kinds, places } = kindTable(record, names);
  const extras = record.contacts.filter(hasExtra);
  const header = headerOf(record, {
    kinds: kinds.length,
    extraBytes: extras.reduce((sum, contact) => sum + 4 + contact.keys.length * layout.keyHashBytes, 0),
    livesForEver: lives === 'for-ever',
  });
  const bytes = Buffer.alloc(
    headerBytes(header) +
      kinds.length * layout.kindBytes +
      record.contacts.length * contactBytes(header) +
      header.extraBytes +
      record.operations.length * layout.operationBytes +
      record.addresses.length * layout.addressBytes +
      record.outcomes.length * layout.outcomeBytes +
      record.holds.length * layout.holdBytes +
      (record.key === undefined ? 0 : layout.keyBytes) +
      (record.consented === 0 ? 0 : layout.consentBytes),
  );
  let at = writeHeader(bytes, header);
  for (const tuple of kinds) {
    bytes.writeUInt8(tuple[0], at);
    bytes.writeUInt16LE(tuple[1], at + 1);
    bytes.writeUInt16LE(tuple[2], at + 3);
    bytes.writeUInt16LE(tuple[3], at + 5);
    at += layout.kindBytes;
  }
  const placeBytes = layout.placeBytes(kinds.length);
  for (const [index, contact] of record.contacts.entries()) {
    bytes.writeUIntLE(contact.atMs * layout.stampUnit + stateBits(contact), at, 6);
    bytes.writeUIntLE(places[index] as number, at + 6, placeBytes);
    at += 6 + placeBytes;
    if (isNumbered(header)) at = bytes.writeUInt16LE(contact.seq, at);
  }
  for (const contact of extras) {
    bytes.writeUInt16LE(contact.seq, at);
    bytes.writeUInt8(contact.address ?? layout.noAddress, at + 2);
    bytes.writeUInt8(contact.keys.length, at + 3);
    at += 4;
    for (const key of contact.keys) at += bytes.write(key, at, 'latin1');
  }
  for (const operation of record.operations) {
    bytes.write(operation.id, at, 'latin1');
    bytes.write(operation.body, at + 8, 'latin1');
    bytes.writeUInt16LE(operation.seq, at + 14);
    bytes.writeUIntLE(operation.untilMs, at + 16, 6);
    at += layout.operationBytes;
  }
  for (const address of record.addresses) {
    bytes.write(address.hash, at, 'latin1');
    bytes.writeUInt8(layout.addressKinds.indexOf(address.kind), at + 10);
    bytes.writeUIntLE(address.lastMs, at + 11, 6);
    at += layout.addressBytes;
  }
  for (const outcome of record.outcomes) {
    bytes.writeUInt16LE(outcome.seq, at);
    bytes.writeUInt8(outcomes.indexOf(outcome.outcome), at + 2);
    bytes.writeUIntLE(outcome.atMs, at + 3, 6);
    at += layout.outcomeBytes;
  }
  for (const hold of record.holds) {
    bytes.writeUInt16LE(hold.seq, at);
    bytes.writeUInt8(layout.holdStates.indexOf(hold.state), at + 2);
    bytes.writeUIntLE(hold.confirmByMs, at + 3, 6);
    bytes.writeUIntLE(hold.createdMs, at + 9, 6);
    at += layout.holdBytes;
  }
  if (record.key !== undefined) {
    bytes.write(record.key, at, 'base64url');
    bytes.writeUIntLE(record.keyUntilMs, at + 16, 6);
    at += layout.keyBytes;
  }
  if (record.consented !== 0) bytes.writeUInt8(record.consented, at);
  return bytes;
}

function headerOf(
  record: CustomerRecord,
  { kinds, extraBytes, livesForEver }: { kinds: number; extraBytes: number; livesForEver: boolean },
): Header {
  const open = record.contacts.some((contact) => contact.held);
  // What lives longer than its contacts must not be cut to their time by a fast path.
  const isLong = livesForEver || record.key !== undefined || record.holds.length > 0 || record.coldVersion !== 0;
  const isRow = record.contacts.every(({ seq }, index) => seq === ((record.nextSeq - 1 - index) & 0xffff));
  return {
    flags:
      (isLong ? layout.flags.keepTtl : 0) |
      (open ? layout.flags.holds : 0) |
      (record.key === undefined ? 0 : layout.flags.key) |
      (record.consented === 0 ? 0 : layout.flags.consents) |
      (isRow ? layout.flags.row : 0),
    suppressed: record.suppressed,
    kinds,
    nextSeq: record.nextSeq,
    contacts: record.contacts.length,
    extraBytes,
    operations: record.operations.length,
    addresses: record.addresses.length,
    outcomes: record.outcomes.length,
    holds: record.holds.length,
    coldVersion: record.coldVersion,
  };
}

function hasExtra(contact: StoredContact): boolean {
  return contact.address !== undefined || contact.keys.length > 0;
}

function stateBits(contact: StoredContact): number {
  return (
    (hasExtra(contact) ? layout.state.extra : 0) |
    (contact.held ? layout.state.held : 0) |
    (contact.arrived ? layout.state.arrived : 0) |
    (contact.moved ? layout.state.moved : 0) |
    (layout.statuses.indexOf(contact.status) * layout.statusShift)
  );
}

type Tuple = readonly [channel: number, purpose: number, region: number, caller: number];

/** The kinds that contacts have, in one pass, with the place of each contact's. There are never more kinds than contacts, and those fit. */
function kindTable(record: CustomerRecord, names: Names): { kinds: Tuple[]; places: number[] } {
  const number = (table: NameTable, name: string): number => {
    const id = names.idOf(table, name);
    if (id === undefined) throw new UnknownName(table, name);
    return id;
  };
  const kinds: Tuple[] = [];
  const placeByKey = new Map<string, number>();
  // Contacts that were read together share their kind.
  const placeByKind = new Map<Kind, number>();
  const placeOf = (kind: Kind): number => {
    const tuple: Tuple = [
      channels.indexOf(kind.channel),
      number('purpose', kind.purpose),
      kind.region === null ? 0 : number('region', kind.region),
      number('caller', kind.caller),
    ];
    const key = tuple.join();
    const place = placeByKey.get(key) ?? kinds.push(tuple) - 1;
    placeByKey.set(key, place);
    placeByKind.set(kind, place);
    return place;
  };
  const places = record.contacts.map(({ kind }) => placeByKind.get(kind) ?? placeOf(kind));
  return { kinds, places };
}

/** Keeps within what the counters can say: the oldest go first. */
function trim(record: CustomerRecord): void {
  if (record.contacts.length > layout.maxContacts) record.contacts.length = layout.maxContacts;
  if (record.outcomes.length > layout.maxContacts)
    record.outcomes.splice(0, record.outcomes.length - layout.maxContacts);
  if (record.operations.length > layout.maxContacts) record.operations.length = layout.maxContacts;
  if (record.addresses.length <= 250) return;
  const kept = [...record.addresses].sort((a, b) => b.lastMs - a.lastMs).slice(0, 250);
  const moved = new Map(record.addresses.map((address, place) => [place, kept.indexOf(address)]));
  for (const contact of record.contacts) {
    const place = contact.address === undefined ? -1 : (moved.get(contact.address) ?? -1);
    contact.address = place === -1 ? undefined : place;
  }
  record.addresses = kept;
}
