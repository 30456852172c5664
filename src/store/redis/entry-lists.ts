/**
 * The lists that name log entries, written by the step's own script (enter.lua): in each bucket those of all, those that came late, and those of each
 * person. An item is an entry's stamp (its id in its stream as a number of seven bytes, `ms * 256 + seq`) and, in six, the number of its kind
 * (entry-kinds.ts).
 */

/** Bytes before the items of a subject: the key that unseals. */
export const keyLength = 22;
export const itemBytes = 13;
export const stampBytes = 7;
/** Above all stamps. */
export const lastStamp = stampAt(2 ** 44);

/** The first stamp of a millisecond. */
export function stampAt(ms: number): number {
  return ms * 256;
}

export function stampOf(id: string): number {
  const [ms = 0, seq = 0] = id.split('-').map(Number);
  return stampAt(ms) + seq;
}

export function idOf(stamp: number): string {
  return `${msOf(stamp)}-${stamp % 256}`;
}

export function msOf(stamp: number): number {
  return Math.floor(stamp / 256);
}

/** The stamp of an item of a list. */
export function stampIn(items: Buffer, place: number): number {
  const at = place * itemBytes;
  return items.readUInt32BE(at) * 2 ** 24 + items.readUIntBE(at + 4, 3);
}

/** How many items lie below a stamp. */
export function placeOf(items: Buffer, below: number): number {
  let [low, high] = [0, items.length / itemBytes];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (stampIn(items, middle) < below) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The kind of an item of a list. */
export function kindIn(items: Buffer, place: number): number {
  return items.readUIntBE(place * itemBytes + stampBytes, 6);
}

export function packItems(items: readonly { readonly stamp: number; readonly kind: number }[]): Buffer {
  const stamps = packStamps(items.map(({ stamp }) => stamp));
  const bytes = Buffer.alloc(items.length * itemBytes);
  items.forEach(({ kind }, place) => {
    stamps.copy(bytes, place * itemBytes, place * stampBytes, (place + 1) * stampBytes);
    bytes.writeUIntBE(kind, place * itemBytes + stampBytes, 6);
  });
  return bytes;
}

export function packStamps(stamps: readonly number[]): Buffer {
  const bytes = Buffer.alloc(stamps.length * stampBytes);
  stamps.forEach((stamp, place) => {
    bytes.writeUInt32BE(Math.floor(stamp / 2 ** 24), place * stampBytes);
    bytes.writeUIntBE(stamp % 2 ** 24, place * stampBytes + 4, 3);
  });
  return bytes;
}
