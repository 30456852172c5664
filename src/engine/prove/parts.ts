/** Where the parts of a packed record begin (record/layout.ts). */
import * as layout from '../record/layout.ts';

/** How many there are of what, and where it begins. */
export interface Parts {
  readonly kinds: number;
  readonly contacts: number;
  readonly contactBytes: number;
  readonly addresses: number;
  readonly contactsAt: number;
  readonly extrasAt: number;
  readonly operationsAt: number;
  readonly addressesAt: number;
  readonly outcomesAt: number;
  readonly holdsAt: number;
}

const noParts: Parts = {
  kinds: 0,
  contacts: 0,
  contactBytes: layout.contactBytes(0),
  addresses: 0,
  contactsAt: layout.headerBytes,
  extrasAt: layout.headerBytes,
  operationsAt: layout.headerBytes,
  addressesAt: layout.headerBytes,
  outcomesAt: layout.headerBytes,
  holdsAt: layout.headerBytes,
};

export function partsOf(hot: Buffer): Parts {
  if (hot.length === 0) return noParts;
  const kinds = hot.readUInt16LE(3);
  const contacts = hot.readUInt16LE(7);
  const addresses = hot.readUInt8(14);
  const contactBytes = layout.contactBytes(kinds);
  const contactsAt = layout.headerBytes + kinds * layout.kindBytes;
  const extrasAt = contactsAt + contacts * contactBytes;
  const operationsAt = extrasAt + hot.readUIntLE(9, 3);
  const addressesAt = operationsAt + hot.readUInt16LE(12) * layout.operationBytes;
  const outcomesAt = addressesAt + addresses * layout.addressBytes;
  const holdsAt = outcomesAt + hot.readUInt16LE(15) * layout.outcomeBytes;
  return {
    kinds,
    contacts,
    contactBytes,
    addresses,
    contactsAt,
    extrasAt,
    operationsAt,
    addressesAt,
    outcomesAt,
    holdsAt,
  };
}

export function stampMs(hot: Buffer, at: number): number {
  return Math.floor(hot.readUIntLE(at, 6) / layout.stampUnit);
}

export function standsAt(hot: Buffer, at: number, text: string): boolean {
  for (let index = 0; index < text.length; index++) if (hot[at + index] !== text.charCodeAt(index)) return false;
  return true;
}
