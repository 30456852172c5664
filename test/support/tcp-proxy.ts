/** A connection between a client and its server that delays, goes silent, or loses replies when a test says so. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface TcpProxy {
  readonly port: number;
  /** Both directions wait this long; 0: none. */
  delay(ms: number): void;
  /** Requests go through, replies are swallowed, connections stay open: a half-open connection. */
  swallow(on: boolean): void;
  /** The next reply that is `wanted` is lost, and its connection is cut. */
  loseReply(wanted?: (reply: string) => boolean): void;
  /** The next request that is `wanted` stays on its way, whatever becomes of its client, until the returned function lets it arrive. */
  holdRequest(wanted: (request: string) => boolean): () => void;
  /** The next request that is `wanted`, and what follows it on its connection, is kept until the returned function lets it go on. */
  keepRequest(wanted: (request: string) => boolean): { readonly isKept: () => boolean; goOn(): void };
  /** New connections go there; those that are open stay where they are. */
  moveTo(target: { readonly port: number }): void;
  /** Cuts what is open; new connections are taken. */
  cut(): void;
  close(): Promise<void>;
}

export async function startTcpProxy(target: { readonly port: number }): Promise<TcpProxy> {
  const open = new Set<() => void>();
  /** Behind a client that is gone, with a request still on its way. */
  const left = new Set<Socket>();
  let port = target.port;
  let delayMs = 0;
  let swallows = false;
  let lost: ((reply: string) => boolean) | undefined;
  let kept: { wanted(request: string): boolean; begin(goOn: () => void): void } | undefined;
  let held: { wanted(request: string): boolean; keep(arrive: () => void): void } | undefined;

  const pass = (bytes: Buffer, to: Socket): void => {
    const write = () => {
      if (!to.destroyed) to.write(bytes);
    };
    if (delayMs === 0) write();
    else setTimeout(write, delayMs).unref();
  };

  const server = createServer((client) => {
    const behind = connect(port, '127.0.0.1');
    let isHeld = false;
    let queue: Buffer[] | undefined;
    const end = () => {
      open.delete(end);
      client.destroy();
      if (isHeld || queue) left.add(behind);
      else behind.destroy();
    };
    open.add(end);
    for (const socket of [client, behind]) {
      socket.setNoDelay(true);
      socket.on('error', end);
      socket.on('close', end);
    }
    client.on('data', (bytes: Buffer) => {
      if (!queue && kept?.wanted(bytes.toString('latin1'))) {
        queue = [];
        kept.begin(() => {
          for (const waiting of queue ?? []) behind.write(waiting);
          queue = undefined;
        });
        kept = undefined;
      }
      if (queue) {
        queue.push(bytes);
        return;
      }
      if (held?.wanted(bytes.toString('latin1'))) {
        isHeld = true;
        held.keep(() => behind.write(bytes));
        held = undefined;
      } else if (!isHeld) pass(bytes, behind);
    });
    behind.on('data', (bytes: Buffer) => {
      if (lost?.(bytes.toString('latin1'))) {
        lost = undefined;
        end();
      } else if (!swallows) pass(bytes, client);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = () => {
    for (const end of open) end();
  };

  return {
    port: (server.address() as AddressInfo).port,
    delay(ms) {
      delayMs = ms;
    },
    swallow(on) {
      swallows = on;
    },
    loseReply(wanted = () => true) {
      lost = wanted;
    },
    holdRequest(wanted) {
      let arrive = () => {};
      const keep = (now: () => void) => {
        arrive = now;
      };
      held = { wanted, keep };
      return () => arrive();
    },
    keepRequest(wanted) {
      let isKept = false;
      let goOn = () => {};
      kept = {
        wanted,
        begin(release) {
          isKept = true;
          goOn = release;
        },
      };
      return { isKept: () => isKept, goOn: () => goOn() };
    },
    moveTo(other) {
      port = other.port;
    },
    cut,
    async close() {
      cut();
      for (const socket of left) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
