/** The head of a packed record (layout.ts): how much of what follows. */
import * as layout from './layout.ts';

export interface Header {
  /** Those of `layout.flags` but `more`, which follows from the counts. */
  readonly flags: number;
  /** Channels, as bits. */
  readonly suppressed: number;
  readonly kinds: number;
  readonly nextSeq: number;
  readonly contacts: number;
  readonly extraBytes: number;
  readonly operations: number;
  readonly addresses: number;
  readonly outcomes: number;
  readonly holds: number;
  readonly coldVersion: number;
}

export const noHeader: Header = {
  flags: layout.flags.row,
  suppressed: 0,
  kinds: 0,
  nextSeq: 0,
  contacts: 0,
  extraBytes: 0,
  operations: 0,
  addresses: 0,
  outcomes: 0,
  holds: 0,
  coldVersion: 0,
};

export function readHeader(bytes: Buffer): Header {
  const flags = bytes.readUInt8(1);
  const hasMore = (flags & layout.flags.more) !== 0;
  return {
    flags: flags & ~layout.flags.more,
    suppressed: bytes.readUInt8(2),
    kinds: bytes.readUInt16LE(3),
    nextSeq: bytes.readUInt16LE(5),
    contacts: bytes.readUInt16LE(7),
    extraBytes: hasMore ? bytes.readUIntLE(9, 3) : 0,
    operations: hasMore ? bytes.readUInt16LE(12) : 0,
    addresses: hasMore ? bytes.readUInt8(14) : 0,
    outcomes: hasMore ? bytes.readUInt16LE(15) : 0,
    holds: hasMore ? bytes.readUInt16LE(17) : 0,
    coldVersion: hasMore ? bytes.readUInt16LE(19) : 0,
  };
}

/** @returns how long it is */
export function headerBytes(header: Header): number {
  return hasMore(header) ? layout.headBytes + layout.moreBytes : layout.headBytes;
}

/** @returns where it ends */
export function writeHeader(bytes: Buffer, header: Header): number {
  const isLong = hasMore(header);
  bytes.writeUInt8(layout.version, 0);
  bytes.writeUInt8(header.flags | (isLong ? layout.flags.more : 0), 1);
  bytes.writeUInt8(header.suppressed, 2);
  bytes.writeUInt16LE(header.kinds, 3);
  bytes.writeUInt16LE(header.nextSeq, 5);
  bytes.writeUInt16LE(header.contacts, 7);
  if (!isLong) return layout.headBytes;
  bytes.writeUIntLE(header.extraBytes, 9, 3);
  bytes.writeUInt16LE(header.operations, 12);
  bytes.writeUInt8(header.addresses, 14);
  bytes.writeUInt16LE(header.outcomes, 15);
  bytes.writeUInt16LE(header.holds, 17);
  bytes.writeUInt16LE(header.coldVersion, 19);
  return layout.headBytes + layout.moreBytes;
}

function hasMore({ extraBytes, operations, addresses, outcomes, holds, coldVersion }: Header): boolean {
  return (extraBytes | operations | addresses | outcomes | holds | coldVersion) !== 0;
}

/** Whether the numbers of the contacts stand beside them; else they count down from the one before the next. */
export function isNumbered({ flags }: Pick<Header, 'flags'>): boolean {
  return (flags & layout.flags.row) === 0;
}

export function contactBytes(header: Pick<Header, 'flags' | 'kinds'>): number {
  return 6 + layout.placeBytes(header.kinds) + (isNumbered(header) ? 2 : 0);
}
