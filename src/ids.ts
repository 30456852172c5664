/**
 * Identifiers, and what else is drawn by chance. Each says what it is (`con_…`), so that none begins with a sign that a shell or a
 * spreadsheet takes for its own. What follows are 16 bytes, written as 22 characters: where the thing lives, sealed by one AES block, or
 * random ones. A forged id opens to a place that does not exist.
 */
import { type Cipheriv, createCipheriv, createDecipheriv, randomBytes, randomInt } from 'node:crypto';
import { addressKinds } from './engine/record/layout.ts';
import type { AddressRef, KeyedHash } from './engine/request.ts';
import type { AllowedIds } from './engine/steps/step.ts';
import type { Hashes } from './identity/hashes.ts';
import { someRandomBytes, writeRandom } from './random.ts';

/** Whose it is: where it is looked for. */
export type Home = { readonly customer: KeyedHash } | { readonly address: AddressRef };

export interface Ids {
  contactId(customer: KeyedHash, seq: number, createdMs: number): string;
  openContactId(contactId: string): { customer: KeyedHash; seq: number; createdSeconds: number } | undefined;
  decisionId(customer: KeyedHash, atMs: number): string;
  /** That of a decision to come, the same each time it is read: all that are expected by then are sealed by one call of the cipher. */
  expectedDecisionId(customer: KeyedHash, atMs: number): () => string;
  /** Both ids of an allowed decision. A call of the cipher is most of what an id costs: all that were asked for are sealed by one when the first is read. */
  allowedIds(customer: KeyedHash, seq: number, atMs: number): AllowedIds;
  openDecisionId(decisionId: string): { atMs: number; bucket: number } | undefined;
  suppressionId(home: Home): string;
  /** One for each, sealed by one call of the cipher, which is most of what an id costs. */
  suppressionIds(homes: readonly Home[]): string[];
  openSuppressionId(id: string): Home | undefined;
  /** @param name of what was said (Hashes.act): said again it has the same id */
  refusalId(home: Home, name?: string): string;
  openRefusalId(id: string): Home | undefined;
  consentId(customer: KeyedHash, name?: string): string;
  openConsentId(id: string): Home | undefined;
  /** Of an event that has no id of its own in the API. */
  eventId(name?: string): string;
}

/** What an id begins with (contract 1). */
const prefixes = {
  decision: 'dec_',
  contact: 'con_',
  suppression: 'sup_',
  refusal: 'ref_',
  consent: 'cns_',
} as const;

export type IdKind = keyof typeof prefixes;

/** The form of an id, for schemas and tests. 16 bytes leave two bits for the last character: any other there would be a second spelling. */
export function idForm(kind: IdKind): RegExp {
  return new RegExp(`^${prefixes[kind]}[\\w-]{21}[AQgw]$`);
}

const random16 = (): Buffer => someRandomBytes(16);

/** 16 random bytes: a customer's sealing key. */
export function newKey(): string {
  return random16().toString('base64url');
}

/** Where a customer's contact numbers begin: a record that ended and began again does not reuse the same ones. */
export function firstSeq(): number {
  return randomInt(0x10000);
}

/** A fraction for jitter, [0, 1). */
export function randomFraction(): number {
  return randomInt(1 << 30) / (1 << 30);
}

export function createIds(hashes: Hashes): Ids {
  const key = (purpose: string) => hashes.derive(purpose).subarray(0, 16);
  // One cipher, so that both can be sealed together: an id under the other's name opens to nothing that is there.
  const ofDecision = key('decision-id');
  const contacts = sealedIds('contact', ofDecision);
  const openDecision = openerOf('decision', ofDecision);
  const together = sealedTogether(ofDecision);
  const writeContact = (bytes: Buffer, at: number, customer: KeyedHash, seq: number, createdMs: number): void => {
    bytes.write(customer, at, 'latin1');
    bytes.writeUInt16LE(seq, at + 10);
    bytes.writeUInt32LE(Math.floor(createdMs / 1000), at + 12);
  };
  /** An entry is stored right after its id was made, by what the id tells. */
  let newest = { decisionId: '', tells: { atMs: 0, bucket: 0 } };
  const writeDecision = (bytes: Buffer, at: number, customer: KeyedHash, atMs: number): void => {
    bytes.writeUIntLE(atMs, at, 6);
    bytes.writeUInt8(customer.charCodeAt(0) & 0xff, at + 6);
    writeRandom(bytes, at + 7, at + 16);
  };
  const expectedDecisionId = (customer: KeyedHash, atMs: number): (() => string) => {
    const blocks = together(16);
    const at = blocks.add(16);
    writeDecision(blocks.bytes, at, customer, atMs);
    let decisionId: string | undefined;
    return () => {
      if (decisionId === undefined) {
        decisionId = prefixes.decision + blocks.sealed().toString('base64url', at, at + 16);
        newest = { decisionId, tells: { atMs, bucket: customer.charCodeAt(0) & 0xff } };
      }
      return decisionId;
    };
  };
  const suppressions = homeIds('suppression', key('suppression-id'));
  const refusals = homeIds('refusal', key('refusal-id'));
  const consents = homeIds('consent', key('consent-id'));
  return {
    contactId(customer, seq, createdMs) {
      const bytes = Buffer.alloc(16);
      writeContact(bytes, 0, customer, seq, createdMs);
      return contacts.seal(bytes);
    },
    openContactId(contactId) {
      const bytes = contacts.open(contactId);
      return (
        bytes && {
          customer: bytes.toString('latin1', 0, 10) as KeyedHash,
          seq: bytes.readUInt16LE(10),
          createdSeconds: bytes.readUInt32LE(12),
        }
      );
    },
    decisionId: (customer, atMs) => expectedDecisionId(customer, atMs)(),
    expectedDecisionId,
    allowedIds(customer, seq, atMs) {
      const blocks = together(32);
      const at = blocks.add(32);
      writeDecision(blocks.bytes, at, customer, atMs);
      writeContact(blocks.bytes, at + 16, customer, seq, atMs);
      return new Pair(blocks, at);
    },
    openDecisionId(decisionId) {
      if (decisionId === newest.decisionId) return newest.tells;
      const bytes = openDecision(decisionId);
      return bytes && { atMs: bytes.readUIntLE(0, 6), bucket: bytes.readUInt8(6) };
    },
    suppressionId: (home) => suppressions.seal(home),
    suppressionIds: suppressions.sealAll,
    openSuppressionId: suppressions.open,
    refusalId: refusals.seal,
    openRefusalId: refusals.open,
    consentId: (customer, name) => consents.seal({ customer }, name),
    openConsentId: consents.open,
    eventId,
  };
}

function eventId(name?: string): string {
  return name === undefined ? newKey() : Buffer.from(name, 'latin1').toString('base64url');
}

/** Names of things that belong to a customer or an address: where to look for them, and five bytes, random or of a name. */
function homeIds(
  kind: IdKind,
  key: Buffer,
): {
  seal(home: Home, name?: string): string;
  sealAll(homes: readonly Home[]): string[];
  open(id: string): Home | undefined;
} {
  const blocks = sealedIds(kind, key);
  const write = (bytes: Buffer, at: number, home: Home): void => {
    bytes.write('customer' in home ? home.customer : home.address.hash, at, 'latin1');
    bytes.writeUInt8('customer' in home ? 0 : 1 + addressKinds.indexOf(home.address.kind), at + 10);
  };
  return {
    seal(home, name) {
      const bytes = random16();
      if (name !== undefined) bytes.write(name.slice(0, 5), 11, 'latin1');
      write(bytes, 0, home);
      return blocks.seal(bytes);
    },
    sealAll(homes) {
      const bytes = randomBytes(homes.length * 16);
      for (const [at, home] of homes.entries()) write(bytes, at * 16, home);
      return blocks.sealAll(bytes);
    },
    open(id) {
      const bytes = blocks.open(id);
      if (!bytes) return undefined;
      const hash = bytes.toString('latin1', 0, 10) as KeyedHash;
      const type = bytes.readUInt8(10);
      if (type === 0) return { customer: hash };
      const addressKind = addressKinds[type - 1];
      return addressKind && { address: { kind: addressKind, hash } };
    },
  };
}

const roomTogether = 64 * 32;

/** Blocks that are sealed by one call. */
class Blocks {
  readonly bytes: Buffer;
  readonly #cipher: Cipheriv;
  #end = 0;
  #sealed: Buffer | undefined;

  constructor(cipher: Cipheriv, bytes: Buffer) {
    this.#cipher = cipher;
    this.bytes = bytes;
  }

  takes(length: number): boolean {
    return this.#sealed === undefined && this.#end + length <= this.bytes.length;
  }

  /** @returns where so many bytes are to be written */
  add(length: number): number {
    this.#end += length;
    return this.#end - length;
  }

  sealed(): Buffer {
    this.#sealed ??= this.#cipher.update(this.bytes.subarray(0, this.#end));
    return this.#sealed;
  }
}

/** A class: an object with getters of its own is a hidden class of its own too, which is never collected with the young. */
class Pair implements AllowedIds {
  readonly #blocks: Blocks;
  readonly #at: number;

  constructor(blocks: Blocks, at: number) {
    this.#blocks = blocks;
    this.#at = at;
  }

  get decisionId(): string {
    return prefixes.decision + this.#blocks.sealed().toString('base64url', this.#at, this.#at + 16);
  }

  get contactId(): string {
    return prefixes.contact + this.#blocks.sealed().toString('base64url', this.#at + 16, this.#at + 32);
  }
}

/** Blocks, each standing for itself, that wait until the first of them is read. @returns those that so many more bytes fit among */
function sealedTogether(key: Buffer): (length: number) => Blocks {
  const cipher = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false);
  const bytes = Buffer.alloc(roomTogether);
  let waiting = new Blocks(cipher, bytes);
  return (length) => {
    if (!waiting.takes(length)) {
      // Its bytes are written over from now on.
      waiting.sealed();
      waiting = new Blocks(cipher, bytes);
    }
    return waiting;
  };
}

/** One AES-128 block as a sealed 16-byte name: a permutation, so no two things share an id. */
function sealedIds(
  kind: IdKind,
  key: Buffer,
): { seal(bytes: Buffer): string; sealAll(bytes: Buffer): string[]; open(text: string): Buffer | undefined } {
  // In this mode, without padding, each block stands for itself: one cipher serves for ever.
  const cipher = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false);
  const prefix = prefixes[kind];
  return {
    seal: (bytes) => prefix + cipher.update(bytes).toString('base64url'),
    sealAll(bytes) {
      const sealed = cipher.update(bytes);
      const ids: string[] = [];
      for (let at = 0; at < sealed.length; at += 16) ids.push(prefix + sealed.toString('base64url', at, at + 16));
      return ids;
    },
    open: openerOf(kind, key),
  };
}

function openerOf(kind: IdKind, key: Buffer): (text: string) => Buffer | undefined {
  const decipher = createDecipheriv('aes-128-ecb', key, null).setAutoPadding(false);
  const form = idForm(kind);
  return (text) =>
    form.test(text) ? decipher.update(Buffer.from(text.slice(prefixes[kind].length), 'base64url')) : undefined;
}
