/** The tables of a fast plan in the bytes that decide.lua reads: its first lines say where what stands. */
import type { FastCap, FastTables } from './fast-tables.ts';

export function planBytes(tables: FastTables, fromMs: number, untilMs: number): Buffer {
  const head = Buffer.alloc(46);
  head.writeUIntLE(fromMs, 0, 6);
  head.writeUIntLE(untilMs, 6, 6);
  head.writeUIntLE(tables.historyMs, 12, 6);
  head.writeUIntLE(tables.ttlMs, 18, 6);
  head.writeUInt8(tables.channelBit, 24);
  head.writeUInt8(tables.prunes ? 1 : 0, 25);
  head.write(tables.startCooldown.map((starts) => (starts ? '1' : '0')).join(''), 26, 'latin1');
  tables.kind.copy(head, 38);
  head.writeUInt8(tables.caps.length, 45);
  return Buffer.concat([head, ...tables.caps.map(capBytes), ...tables.masks.map(maskBytes)]);
}

function capBytes({ rule, backMs, fromMs, places }: FastCap): Buffer {
  const head = Buffer.alloc(15);
  head.writeUInt16LE(rule.limit, 0);
  head.writeUIntLE(backMs, 2, 6);
  head.writeUIntLE(fromMs, 8, 6);
  head.writeUInt8(rule.failedCounts ? 1 : 0, 14);
  return Buffer.concat([head, Buffer.from([places.length, ...places])]);
}

/** How many values the dimension has, then the mask of each. */
function maskBytes(masks: readonly number[]): Buffer {
  const bytes = Buffer.alloc(2 + masks.length * 4);
  bytes.writeUInt16LE(masks.length);
  masks.forEach((mask, value) => {
    bytes.writeUInt32LE(mask, 2 + value * 4);
  });
  return bytes;
}
