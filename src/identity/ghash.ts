/**
 * GHASH, by which GCM authenticates (NIST SP 800-38D, 6.4): a text as a polynomial in GF(2^128), and its value at one point.
 */
const blockBytes = 16;

/**
 * By a table of what each byte makes of the point (Shoup).
 * @param point 16 bytes. @returns writes the hash of the bytes in [from, end), and of nothing that is authenticated beside them, behind them
 */
export function createGhash(point: Buffer): (bytes: Buffer, from: number, end: number) => void {
  const table = tableOf(point);
  const dropped = droppedBytes();
  const sum = new Int32Array(4);

  const multiply = (): void => {
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let word = 3; word >= 0; word--) {
      for (let shift = 0; shift < 32; shift += 8) {
        const fell = dropped[d & 0xff] as number;
        const at = (((sum[word] as number) >>> shift) & 0xff) * 4;
        d = ((d >>> 8) | (c << 24)) ^ (table[at + 3] as number);
        c = ((c >>> 8) | (b << 24)) ^ (table[at + 2] as number);
        b = ((b >>> 8) | (a << 24)) ^ (table[at + 1] as number);
        a = (a >>> 8) ^ fell ^ (table[at] as number);
      }
    }
    sum[0] = a;
    sum[1] = b;
    sum[2] = c;
    sum[3] = d;
  };

  return (bytes, from, end) => {
    sum.fill(0);
    for (let start = from; start < end; start += blockBytes) {
      const stop = Math.min(end, start + blockBytes);
      for (let at = start; at < stop; at++) {
        const place = at - start;
        sum[place >> 2] = (sum[place >> 2] as number) ^ ((bytes[at] as number) << (24 - (place & 3) * 8));
      }
      multiply();
    }
    // The lengths in bits, of which that of what stands beside it is none.
    sum[3] = (sum[3] as number) ^ ((end - from) * 8);
    multiply();
    for (let word = 0; word < 4; word++) bytes.writeInt32BE(sum[word] as number, end + word * 4);
  };
}

type Element = readonly [number, number, number, number];

/** Times x, which moves every coefficient on by one; the first bit is that of the lowest. */
function timesX([a, b, c, d]: Element): Element {
  return [(a >>> 1) ^ (d & 1 ? 0xe1000000 : 0), (b >>> 1) | (a << 31), (c >>> 1) | (b << 31), (d >>> 1) | (c << 31)];
}

/** What each byte is worth, multiplied by the point: four words each. */
function tableOf(point: Buffer): Int32Array {
  const table = new Int32Array(256 * 4);
  let power: Element = [point.readInt32BE(0), point.readInt32BE(4), point.readInt32BE(8), point.readInt32BE(12)];
  for (let bit = 128; bit > 0; bit >>= 1, power = timesX(power)) {
    for (let byte = 0; byte < 256; byte++) {
      if (byte & bit)
        for (let word = 0; word < 4; word++)
          table[byte * 4 + word] = (table[byte * 4 + word] as number) ^ (power[word] as number);
    }
  }
  return table;
}

/** What a last byte that is moved out comes back as, in the first word. */
function droppedBytes(): Int32Array {
  return Int32Array.from({ length: 256 }, (_, byte) => {
    let moved: Element = [0, 0, 0, byte];
    for (let bit = 0; bit < 8; bit++) moved = timesX(moved);
    return moved[0];
  });
}
