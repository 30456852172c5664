/**
 * When what was written may be acknowledged (`REDIS_ACK`). Each such write leaves a proof: a key of its own in the same bucket, put there by the
 * same script. To acknowledge, the proof is removed over a connection that only waits, to whichever node has the bucket then, and that connection
 * waits (WAIT, WAITAOF). Removed means: this node has the write, whatever failed over or moved in between; a node that lost it lost its proof.
 * And the removal is a write that comes after it in the node's one order of writes, so that a replica or a disk that has the removal has it too.
 */
import type { Cluster, Redis } from 'ioredis';
import { monotonicMs } from '../../clock.ts';
import type { RedisAck } from '../../config.ts';
import { deadlines } from '../../deadlines.ts';
import { NotAcknowledged } from '../../errors.ts';
import type { Written } from '../store.ts';
import { nodeName, ownerOf } from './nodes.ts';
import { createWaiter, type Waiter } from './waiter.ts';

export interface Acknowledger {
  /** @throws NotAcknowledged where it is not so within `deadlines.ackMs` */
  settled(proofs: Written): Promise<void>;
  close(): void;
}

interface Nodes {
  readonly client: Redis | Cluster;
  masters(): Redis[];
}

/** Where to ask once a slot has moved, with all that was in it. (ASK, of one that is moving, is not followed: a part of it may lie at either end.) */
const moved = /^MOVED \d+ (\S+:\d+)$/;
const mostHops = 3;

export function createAcknowledger(link: Nodes, ack: Exclude<RedisAck, { kind: 'written' }>): Acknowledger {
  const waiters = new Map<string, Waiter>();

  const waiterOf = (name: string): Waiter => {
    const known = waiters.get(name);
    if (known) return known;
    const masters = link.masters();
    const like = masters.find((node) => nodeName(node) === name) ?? masters[0];
    if (!like) throw new Error('no node is known');
    const made = createWaiter(like, name, ack, () => {
      if (waiters.get(name) === made) waiters.delete(name);
    });
    waiters.set(name, made);
    return made;
  };

  const isProved = async (proof: string, untilMs: number): Promise<void> => {
    let name = ownerOf(link.client, proof);
    for (let hops = 0; ; hops++) {
      try {
        return await waiterOf(name).add(proof, untilMs);
      } catch (error) {
        const where = moved.exec(error instanceof Error ? error.message : '')?.[1];
        if (where === undefined || hops >= mostHops) throw error;
        name = where;
      }
    }
  };

  return {
    async settled(proofs) {
      const untilMs = monotonicMs() + deadlines.ackMs;
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<never>((_resolve, reject) => {
        timer = setTimeout(() => reject(new Error('not in time')), deadlines.ackMs);
      });
      try {
        await Promise.race([Promise.all(proofs.map((proof) => isProved(proof, untilMs))), late]);
      } catch (error) {
        throw new NotAcknowledged(wordsOf(ack), error);
      } finally {
        clearTimeout(timer);
      }
    },
    close() {
      for (const waiter of waiters.values()) waiter.close();
    },
  };
}

function wordsOf({ kind, replicas }: Exclude<RedisAck, { kind: 'written' }>): string {
  const others = `${replicas} ${replicas === 1 ? 'replica' : 'replicas'}`;
  if (kind === 'replicated') return `it has not reached ${others}`;
  return replicas === 0 ? 'it is not on the disk' : `it is not on the disk here and of ${others}`;
}
