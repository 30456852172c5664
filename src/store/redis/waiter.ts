/** A connection to one node that only waits: what is asked for in one turn, or while it waits, waits together. */
import type { Redis } from 'ioredis';
import { monotonicMs } from '../../clock.ts';
import type { RedisAck } from '../../config.ts';
import { deadlines } from '../../deadlines.ts';
import { holdToDatabase } from './database.ts';

export interface Waiter {
  /**
   * Takes the proof away and waits until that is where REDIS_ACK wants it.
   * @throws Error where the proof is not there, or in vain; the node's own, such as where the slot has moved to
   */
  add(proof: string, untilMs: number): Promise<void>;
  close(): void;
}

interface Item {
  readonly proof: string;
  readonly untilMs: number;
  readonly met: () => void;
  readonly failed: (error: unknown) => void;
}

/** @param like a connection to the same deployment · @param name the node, `host:port`; empty: the same one · @param ended told when it is of no use any more */
export function createWaiter(
  like: Redis,
  name: string,
  ack: Exclude<RedisAck, { kind: 'written' }>,
  ended: () => void,
): Waiter {
  const colon = name.lastIndexOf(':');
  const place = name === '' ? {} : { host: name.slice(0, colon), port: Number(name.slice(colon + 1)) };
  const connection = holdToDatabase(
    like.duplicate({
      ...place,
      lazyConnect: true,
      // It is silent while it waits; and where it is lost, another one is made for who asks next.
      commandTimeout: deadlines.ackMs + 500,
      retryStrategy: () => null,
    }),
  );
  connection.on('error', () => {});
  connection.on('end', ended);
  const connected = connection.connect();
  connected.catch(ended);

  let queue: Item[] = [];
  let isBusy = false;

  const wait = async (leftMs: number): Promise<boolean> => {
    if (ack.kind === 'replicated') return (await connection.wait(ack.replicas, leftMs)) >= ack.replicas;
    const [own, others] = (await connection.call('WAITAOF', 1, ack.replicas, leftMs)) as [number, number];
    return own >= 1 && others >= ack.replicas;
  };

  const settle = async (group: readonly Item[]): Promise<void> => {
    const removed = group.map(({ proof }) => connection.del(proof));
    // 0 would wait for ever.
    const leftMs = Math.max(1, Math.ceil(Math.max(...group.map(({ untilMs }) => untilMs)) - monotonicMs()));
    const [[all], found] = await Promise.all([Promise.allSettled([wait(leftMs)]), Promise.allSettled(removed)]);
    group.forEach((item, place) => {
      const one = found[place];
      if (one?.status === 'rejected') item.failed(one.reason);
      else if (one?.value !== 1) item.failed(new Error('the node does not have it'));
      else if (all.status === 'rejected') item.failed(all.reason);
      else if (!all.value) item.failed(new Error('not in time'));
      else item.met();
    });
  };

  const work = async (): Promise<void> => {
    isBusy = true;
    try {
      await connected;
      // Of one turn of the event loop.
      await new Promise((resolve) => setImmediate(resolve));
      while (queue.length > 0) {
        const group = queue;
        queue = [];
        await settle(group);
      }
    } catch (error) {
      for (const { failed } of queue.splice(0)) failed(error);
    } finally {
      isBusy = false;
    }
  };

  return {
    add: (proof, untilMs) =>
      new Promise((met, failed) => {
        queue.push({ proof, untilMs, met, failed });
        if (!isBusy) void work();
      }),
    close: () => connection.disconnect(),
  };
}
