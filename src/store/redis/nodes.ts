/** Which node of a Cluster has a key, as this client knows it. */
import { Cluster, type Redis } from 'ioredis';
import { buckets, type Keys } from './keys.ts';

/** As the slots' table names nodes. */
export function nodeName({ options }: Redis): string {
  return `${options.host}:${options.port}`;
}

/** @returns the name of the primary that has the key; empty on one node, and while no primary is known */
export function ownerOf(client: Redis | Cluster, key: string): string {
  return client instanceof Cluster ? (client.slots[slotOf(key)]?.[0] ?? '') : '';
}

/** The primary of this name, where there is a connection to it. */
export function connectedNode(masters: readonly Redis[], name: string): Redis | undefined {
  return masters.find((node) => node.status === 'ready' && nodeName(node) === name);
}

/** Which primary has which bucket: equal as long as nothing moved. */
export function topologyOf(client: Redis | Cluster, keys: Keys): string {
  if (!(client instanceof Cluster)) return 'one node';
  return Array.from({ length: buckets }, (_, bucket) => ownerOf(client, keys.mark(bucket))).join();
}

const slots = 16_384;

/** By hash tag: a few hundred for each prefix. */
const knownSlots = new Map<string, number>();

/** The slot of a key with a hash tag, as all of ours have one: CRC16 (XMODEM) of what stands between the first braces. */
export function slotOf(key: string): number {
  const from = key.indexOf('{') + 1;
  const tag = key.slice(from, key.indexOf('}', from));
  const known = knownSlots.get(tag);
  if (known !== undefined) return known;
  let crc = 0;
  for (const byte of Buffer.from(tag)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : crc << 1;
  }
  knownSlots.set(tag, crc % slots);
  return crc % slots;
}
