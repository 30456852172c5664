/**
 * An address as it is stored: its own truth about who refused there and who was last contacted there, in two parts as the customer's record.
 *
 *   hot (20)   0 version · 1 suppressed channels · 2 last customer (10, zeros: none) · 12 ms of that contact (6) · 18 version of the cold part
 *   cold       a format version and JSON: suppressions, events that are not yet applied everywhere, opt-ins that were heard, what was lifted lately, its own key
 */
import { OtherVersion, readable } from '../../errors.ts';
import type { StoredEvent } from '../events.ts';
import type { KeyedHash } from '../request.ts';
import { channelBits } from './cold.ts';
import type { Lifted, Suppression } from './record.ts';

export interface AddressHot {
  suppressed: number;
  lastCustomer: KeyedHash | undefined;
  lastMs: number;
  coldVersion: number;
}

/** An event whose first step is done and whose last is not: whoever finds it applies the rest, and that does no harm twice. */
export interface PendingEvent {
  readonly event: StoredEvent;
  readonly atMs: number;
  /** Whose record the event concerns as well. */
  readonly customer: string | undefined;
  /** What stands at the address because of it. */
  readonly standing: readonly Suppression[];
  /** What it takes. */
  readonly lifts: readonly Lifted[];
  /** Sealed with the address's key, to be sealed with the customer's. */
  readonly secret: string | undefined;
}

/** An opt-in of this address, so that it is told from its repetition. */
export interface OptInHeard {
  /** A hash of the provider's own id of it. */
  readonly id: string;
  /** What it takes back, settled when it was first heard. */
  readonly takes: readonly { readonly suppressionId: string; readonly said: number }[];
}

export interface AddressCold {
  suppressions: Suppression[];
  pending: PendingEvent[];
  heard: OptInHeard[];
  /** What was taken lately, so that nobody who does an earlier event again puts it back. */
  lifted: Lifted[];
  /** 16 bytes, base64url: seals what was said by this address alone. */
  key: string | undefined;
}

const dayMs = 86_400_000;
const addressHotBytes = 20;
const version = 1;
const coldVersionText = '1';

/** Whether a contact is to be noted at the address: for another customer or a day after the one that is, and never an older one. */
export function isNewsAt(hot: AddressHot, customer: KeyedHash, atMs: number): boolean {
  return atMs >= hot.lastMs && (hot.lastCustomer !== customer || atMs >= hot.lastMs + dayMs);
}

/** @throws StoreUnavailable for bytes that are damaged or of another version */
export function decodeAddressHot(bytes: Buffer | undefined): AddressHot {
  if (bytes === undefined) return { suppressed: 0, lastCustomer: undefined, lastMs: 0, coldVersion: 0 };
  return readable('an address', () => decodeHotBytes(bytes));
}

function decodeHotBytes(bytes: Buffer): AddressHot {
  if (bytes[0] !== version) throw new OtherVersion(bytes[0], version);
  const lastMs = bytes.readUIntLE(12, 6);
  return {
    suppressed: bytes.readUInt8(1),
    lastCustomer: lastMs === 0 ? undefined : (bytes.toString('latin1', 2, 12) as KeyedHash),
    lastMs,
    coldVersion: bytes.readUInt16LE(18),
  };
}

export function encodeAddressHot(hot: AddressHot): Buffer {
  const bytes = Buffer.alloc(addressHotBytes);
  bytes.writeUInt8(version, 0);
  bytes.writeUInt8(hot.suppressed, 1);
  if (hot.lastCustomer !== undefined) bytes.write(hot.lastCustomer, 2, 'latin1');
  bytes.writeUIntLE(hot.lastMs, 12, 6);
  bytes.writeUInt16LE(hot.coldVersion, 18);
  return bytes;
}

export function emptyAddressCold(): AddressCold {
  return { suppressions: [], pending: [], heard: [], lifted: [], key: undefined };
}

/** @throws StoreUnavailable for text that is damaged or of another version */
export function decodeAddressCold(text: string | undefined): AddressCold {
  if (text === undefined || text === '') return emptyAddressCold();
  return readable("an address's cold part", () => {
    if (text[0] !== coldVersionText) throw new OtherVersion(text[0], coldVersionText);
    return { ...emptyAddressCold(), ...(JSON.parse(text.slice(1)) as Partial<AddressCold>) };
  });
}

/** @returns '' where nothing is in it */
export function encodeAddressCold(cold: AddressCold): string {
  const { suppressions, pending, heard, lifted, key } = cold;
  if (suppressions.length + pending.length + heard.length + lifted.length === 0 && key === undefined) return '';
  const fields = {
    suppressions: filled(suppressions),
    pending: filled(pending),
    heard: filled(heard),
    lifted: filled(lifted),
    key,
  } satisfies Record<keyof AddressCold, unknown>;
  return coldVersionText + JSON.stringify(fields);
}

function filled<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length > 0 ? list : undefined;
}

/** Makes the hot part say what the cold one holds, and that it was written. */
export function coverAddressCold(hot: AddressHot, cold: AddressCold): void {
  hot.suppressed = channelBits(cold.suppressions);
  hot.coldVersion = (hot.coldVersion % 0xffff) + 1;
}
