/** Where the parts of a packed record begin (record/layout.ts). */
import { contactBytes, type Header, headerBytes, isNumbered, noHeader, readHeader } from '../record/header.ts';
import * as layout from '../record/layout.ts';

/** How many there are of what, and where it begins. */
export interface Parts {
  readonly header: Header;
  readonly contactBytes: number;
  readonly kindsAt: number;
  readonly contactsAt: number;
  readonly extrasAt: number;
  readonly operationsAt: number;
  readonly addressesAt: number;
  readonly outcomesAt: number;
  readonly holdsAt: number;
}

export function partsOf(hot: Buffer): Parts {
  const header = hot.length === 0 ? noHeader : readHeader(hot);
  const bytes = contactBytes(header);
  const kindsAt = headerBytes(header);
  const contactsAt = kindsAt + header.kinds * layout.kindBytes;
  const extrasAt = contactsAt + header.contacts * bytes;
  const operationsAt = extrasAt + header.extraBytes;
  const addressesAt = operationsAt + header.operations * layout.operationBytes;
  const outcomesAt = addressesAt + header.addresses * layout.addressBytes;
  const holdsAt = outcomesAt + header.outcomes * layout.outcomeBytes;
  return {
    header,
    contactBytes: bytes,
    kindsAt,
    contactsAt,
    extrasAt,
    operationsAt,
    addressesAt,
    outcomesAt,
    holdsAt,
  };
}

/** The number of the contact that stands there. */
export function seqAt(hot: Buffer, { header, contactBytes: bytes, contactsAt }: Parts, at: number): number {
  return isNumbered(header)
    ? hot.readUInt16LE(at + bytes - 2)
    : (header.nextSeq - 1 - (at - contactsAt) / bytes) & 0xffff;
}

export function stampMs(hot: Buffer, at: number): number {
  return Math.floor(hot.readUIntLE(at, 6) / layout.stampUnit);
}

export function standsAt(hot: Buffer, at: number, text: string): boolean {
  for (let index = 0; index < text.length; index++) if (hot[at + index] !== text.charCodeAt(index)) return false;
  return true;
}
