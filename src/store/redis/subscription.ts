/**
 * A subscription over a connection of its own, to any node that holds data: made again elsewhere when it is lost, falls silent, or its node is none of
 * these any more. It leans on no re-subscription of the client's, which ends the process where it fails.
 */
import type { Redis } from 'ioredis';
import { nodeName } from './nodes.ts';

export interface Subscription {
  /** The nodes may have changed behind their names: a new connection finds them. */
  renew(): void;
  close(): void;
}

const againMs = 250;
/** A connection without messages shows in no other way that it is there. */
const lookEveryMs = 2000;

/** @param onBegin told of each time it begins: what was sent before may have been missed */
export function subscribe(
  nodes: () => Redis[],
  channel: string,
  onMessage: (message: string) => void,
  onBegin?: () => void,
): Subscription {
  let current: { readonly connection: Redis; readonly node: string } | undefined;
  let turn = 0;
  let isClosed = false;
  let waiting: NodeJS.Timeout | undefined;

  const later = (): void => {
    clearTimeout(waiting);
    if (isClosed) return;
    waiting = setTimeout(begin, againMs);
    waiting.unref();
  };

  const leave = (): void => {
    const left = current;
    current = undefined;
    left?.connection.disconnect();
  };

  const begin = (): void => {
    leave();
    const known = nodes();
    const node = known[turn++ % Math.max(1, known.length)];
    if (!node) {
      later();
      return;
    }
    const connection = node.duplicate({
      // It may be silent for long.
      socketTimeout: undefined as never,
      autoResubscribe: false,
      retryStrategy: () => null,
      lazyConnect: true,
    });
    current = { connection, node: nodeName(node) };
    const again = () => {
      if (current?.connection !== connection) return;
      leave();
      later();
    };
    connection.on('error', () => {});
    connection.on('message', (_channel: string, message: string) => {
      if (current?.connection === connection) onMessage(message);
    });
    connection.on('ready', () => void connection.subscribe(channel).then(onBegin).catch(again));
    connection.on('end', again);
    connection.connect().catch(again);
  };

  const look = async (): Promise<void> => {
    const looked = current;
    if (looked?.connection.status !== 'ready') return;
    const isThere = nodes().some((node) => nodeName(node) === looked.node);
    const answers =
      isThere &&
      (await looked.connection.ping().then(
        () => true,
        () => false,
      ));
    if (!answers && current === looked) begin();
  };

  const looking = setInterval(() => void look(), lookEveryMs);
  looking.unref();
  begin();
  return {
    renew() {
      if (!isClosed) begin();
    },
    close() {
      isClosed = true;
      clearInterval(looking);
      clearTimeout(waiting);
      leave();
    },
  };
}
