/** A slot of a Cluster that another master takes over from the one that has it, stopped anywhere on its way. */
import type { Redis } from 'ioredis';

export interface MovingSlot {
  /** These keys go over, as if the server had come to them. */
  send(...keys: string[]): Promise<void>;
  /** All that are left go over, and every master hears of it. */
  end(): Promise<void>;
}

/** @param masters one connection to each */
export async function beginMove(
  masters: readonly Redis[],
  slot: number,
  source: Redis,
  target: Redis,
): Promise<MovingSlot> {
  const ids = await Promise.all([source, target].map(async (node) => String(await node.call('CLUSTER', 'MYID'))));
  const send: MovingSlot['send'] = async (...keys) =>
    void (await source.call('MIGRATE', '127.0.0.1', target.options.port ?? 0, '', 0, 5000, 'KEYS', ...keys));
  await target.call('CLUSTER', 'SETSLOT', slot, 'IMPORTING', String(ids[0]));
  await source.call('CLUSTER', 'SETSLOT', slot, 'MIGRATING', String(ids[1]));
  return {
    send,
    async end() {
      const left = (await source.call('CLUSTER', 'GETKEYSINSLOT', slot, 1000)) as string[];
      if (left.length > 0) await send(...left);
      const others = masters.filter((one) => one !== source && one !== target);
      for (const node of [target, source, ...others])
        await node.call('CLUSTER', 'SETSLOT', slot, 'NODE', String(ids[1]));
    },
  };
}
