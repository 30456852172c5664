/**
 * The Redis connection: ioredis with what makes it safe for counting. Its defaults re-send commands whose reply was lost, and
 * hang; here nothing is queued while disconnected, nothing is re-sent, and every command ends within its timeout.
 */
import { readFileSync } from 'node:fs';
import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { monotonicMs } from '../../clock.ts';
import { deadlines } from '../../deadlines.ts';
import { StoreUnavailable } from '../../errors.ts';
import { randomFraction } from '../../ids.ts';
import { connectionFault, plainFault } from './connection-fault.ts';
import { holdToDatabase } from './database.ts';
import { nodeName, ownerOf } from './nodes.ts';
import { createServerClocks } from './server-clocks.ts';
import { type Subscription, subscribe } from './subscription.ts';

export type RedisUrl =
  | { readonly kind: 'single'; readonly url: string }
  | {
      readonly kind: 'cluster';
      readonly nodes: readonly { host: string; port: number }[];
      readonly username?: string;
      readonly password?: string;
    };

/** Read when a connection is made: see `deadlines`. */
const safe = (): RedisOptions => ({
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  autoResendUnfulfilledCommands: false,
  connectTimeout: deadlines.connectMs,
  socketTimeout: deadlines.silenceMs,
  // A server that loads its data is looked at again this soon, whatever it expects to need.
  maxLoadingRetryTime: 500,
  retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 5), 500) + Math.floor(randomFraction() * 50),
  // 1: reconnect and reject; 2 would send the command again.
  reconnectOnError: (error) => (/^(READONLY|MASTERDOWN)/.test(error.message) ? 1 : false),
  lazyConnect: true,
});

export type Argument = string | number | Buffer;

export interface RedisLink {
  readonly client: Redis | Cluster;
  /** Every node that holds data: one, or the masters of a Cluster. */
  masters(): Redis[];
  /**
   * Runs a script; replies carry bytes. One that writes begins nothing from `untilMs` (monotonic) on, nor after this has thrown; absent, it has the
   * time of one command. @throws StoreUnavailable
   * @param at asks this node of a Cluster, whatever slots the keys lie in, and follows nobody elsewhere: the script finds their names behind its
   * arguments, and its commands fail for each key that the node does not have
   */
  run(
    script: ScriptName,
    keys: readonly string[],
    args: readonly Argument[],
    untilMs?: number,
    at?: Redis,
  ): Promise<unknown>;
  /** A node's clock was read: asked and received at these instants (monotonic). */
  sawClock(node: Redis, askedMs: number, receivedMs: number, serverMs: number): void;
  /** What was said so far in this turn of the event loop goes out now. */
  flush(): void;
  /** What an error that a command answered with means to whoever waits for it. */
  failed(error: unknown): StoreUnavailable;
  /** Any other command; @throws StoreUnavailable */
  call<T>(work: (client: Redis | Cluster) => Promise<T>): Promise<T>;
  /** Messages of a channel, over a connection of its own that is made again whenever it is lost. */
  subscriber(channel: string, onMessage: (message: string) => void, onBegin?: () => void): Subscription;
  connect(): void;
  close(): void;
}

const readers = ['read', 'find', 'entries'] as const;
const writers = ['decide', 'commit', 'deny', 'begin', 'note', 'intern', 'restore', 'activate', 'forget'] as const;
/** Those that write log entries. */
const entering: readonly string[] = ['commit', 'deny'];
export type ScriptName = (typeof readers)[number] | (typeof writers)[number];

export interface LinkEvents {
  /** The connection is there. */
  ready(): void;
  lost(): void;
  /** A connection could not be made, or broke: `redis does not answer: ECONNREFUSED 10.0.0.5:6379`. */
  failed?(problem: string): void;
  /** A node of a Cluster came, went, or was connected to again. */
  nodesChanged?(): void;
  /** A command was refused before anything ran. */
  refused?(): void;
}

export function createLink(url: RedisUrl, commandTimeoutMs: number, events: LinkEvents): RedisLink {
  const client =
    url.kind === 'single'
      ? holdToDatabase(new Redis(url.url, { ...safe(), commandTimeout: commandTimeoutMs }), (problem) =>
          events.failed?.(problem),
        )
      : createCluster(url, commandTimeoutMs);
  const masters = (): Redis[] => (client instanceof Cluster ? client.nodes('master') : [client]);
  const clocks = createServerClocks();
  const gate = scriptText('gate');
  const enter = scriptText('enter');
  const scripts = [
    ...readers.map((name) => [`cg_${name}`, { lua: scriptText(name) }] as const),
    ...writers.map(
      (name) => [`cg_${name}`, { lua: gate + (entering.includes(name) ? enter : '') + scriptText(name) }] as const,
    ),
  ];
  const define = (target: Redis | Cluster): void => {
    for (const [name, definition] of scripts) target.defineCommand(name, definition);
  };
  define(client);
  client.on('+node', define);
  // Without a listener ioredis writes to the console; what fails is told to whoever waits for it.
  const broke = (error: Error, node?: string): void =>
    events.failed?.(`redis does not answer: ${connectionFault(error, node)}`);
  client.on('error', broke);
  client.on('node error', broke);
  client.on('ready', events.ready);
  client.on('close', events.lost);
  for (const change of ['+node', '-node']) client.on(change, () => events.nodesChanged?.());
  const cork = createCork(masters);
  const failed = (error: unknown): StoreUnavailable => {
    const found = unavailable(error);
    if (!found.unknown) events.refused?.();
    return found;
  };

  return {
    client,
    masters,
    async run(script, keys, args, untilMs = Number.POSITIVE_INFINITY, at = undefined) {
      const target = at ?? client;
      const said = at ? [0, ...args, ...keys] : [keys.length, ...keys, ...args];
      const commands = target as unknown as Record<string, (...args: Argument[]) => Promise<unknown>>;
      const command = commands[`cg_${script}Buffer`] as (...all: Argument[]) => Promise<unknown>;
      const isWriter = !(readers as readonly string[]).includes(script);
      const togetherByMs = Number.isFinite(untilMs) ? untilMs : monotonicMs() + commandTimeoutMs;
      for (let tries = 1; ; tries++) {
        const askedMs = monotonicMs();
        if (askedMs >= untilMs) throw tooLate();
        // Whoever waits is told by then, so that nothing may begin after it.
        const writeByMs = Math.min(untilMs, askedMs + commandTimeoutMs);
        const node = at ? nodeName(at) : ownerOf(client, keys[0] ?? '');
        cork.hold();
        try {
          return await command.call(target, ...said, ...(isWriter ? [clocks.at(node, writeByMs)] : []));
        } catch (error) {
          if (isMoving(error) && monotonicMs() + moveMs < togetherByMs) {
            await sleepUntil(monotonicMs() + moveMs);
            tries--;
            continue;
          }
          const serverMs = lateAt(error);
          if (serverMs === undefined) {
            const found = failed(error);
            // It may lie before the server still, and begin until then.
            if (isWriter && found.unknown) await sleepUntil(writeByMs);
            throw found;
          }
          // The clock of this server was not known, or has been set.
          clocks.saw(node, askedMs, monotonicMs(), serverMs);
          if (tries >= mostTries) throw tooLate();
        }
      }
    },
    sawClock(node, askedMs, receivedMs, serverMs) {
      clocks.saw(client instanceof Cluster ? nodeName(node) : '', askedMs, receivedMs, serverMs);
    },
    flush: cork.release,
    failed,
    async call(work) {
      cork.hold();
      try {
        return await work(client);
      } catch (error) {
        throw failed(error);
      }
    },
    subscriber(channel, onMessage, onBegin) {
      const made = subscribe(masters, channel, onMessage, onBegin);
      // What answers under the same name by now may be another server.
      client.on('ready', made.renew);
      return {
        renew: made.renew,
        close() {
          client.off('ready', made.renew);
          made.close();
        },
      };
    },
    connect() {
      client.connect().catch(() => {});
    },
    close() {
      client.disconnect();
    },
  };
}

/** A deadline that had not come by this process's clock: once more with the server's clock as it was told, and once for good measure. */
const mostTries = 3;

/** While a slot moves, what it holds of one customer may lie at either end, which send each other who asks: soon it is together again. */
const moveMs = 20;

function isMoving(error: unknown): boolean {
  return error instanceof Error && /TRYAGAIN|Last error: ReplyError: (MOVED|ASK) /.test(error.message);
}

function scriptText(name: string): string {
  return readFileSync(new URL(`./scripts/${name}.lua`, import.meta.url), 'utf8');
}

function tooLate(): StoreUnavailable {
  return new StoreUnavailable('redis: no answer in time');
}

/** @returns the server's clock where gate.lua refused; undefined for any other error */
function lateAt(error: unknown): number | undefined {
  const match = /^LATE (\d+)/.exec(error instanceof Error ? error.message : '');
  return match ? Number(match[1]) : undefined;
}

async function sleepUntil(instantMs: number): Promise<void> {
  for (let leftMs = instantMs - monotonicMs(); leftMs > 0; leftMs = instantMs - monotonicMs())
    await new Promise((resolve) => setTimeout(resolve, Math.ceil(leftMs)));
}

function createCluster(url: Extract<RedisUrl, { kind: 'cluster' }>, commandTimeoutMs: number): Cluster {
  const { username, password } = url;
  const login = { ...(username === undefined ? {} : { username }), ...(password === undefined ? {} : { password }) };
  return new Cluster([...url.nodes], {
    // Only here, at the top, does this switch work; inside redisOptions it is ignored and commands hang.
    enableOfflineQueue: false,
    retryDelayOnFailover: 0,
    retryDelayOnClusterDown: 0,
    retryDelayOnTryAgain: 0,
    maxRedirections: 3,
    slotsRefreshTimeout: 1000,
    // A node that came or went, and slots that moved, are noticed though nobody was sent elsewhere.
    slotsRefreshInterval: 5000,
    clusterRetryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 5), 500),
    lazyConnect: true,
    redisOptions: { ...safe(), ...login, commandTimeout: commandTimeoutMs, lazyConnect: false },
  });
}

/** READONLY, OOM and the like were refused before anything ran; a lost reply or a timeout may have run. */
function unavailable(error: unknown): StoreUnavailable {
  if (error instanceof StoreUnavailable) return error;
  const message = error instanceof Error ? error.message : String(error);
  const unknown =
    !isMoving(error) &&
    !/^(READONLY|MOVED|CLUSTERDOWN|LOADING|OOM|NOSCRIPT|NOREPLICAS|NOPERM|NOAUTH|BUSY|MASTERDOWN|MISCONF|Stream isn't writeable|Cluster isn't ready)/.test(
      message,
    );
  return new StoreUnavailable(`redis: ${plainFault(message)}`, { unknown, cause: error });
}

/**
 * Commands of one turn of the event loop go out in one write: a third less CPU here and half of Redis's own. It leans on ioredis's
 * `stream`, which is not documented: where that is missing, writes go out as they come.
 */
function createCork(masters: () => Redis[]): { hold(): void; release(): void } {
  let held: { cork?: () => void; uncork?: () => void }[] = [];
  const release = (): void => {
    const streams = held;
    held = [];
    for (const stream of streams) stream.uncork?.();
  };
  return {
    hold() {
      if (held.length > 0) return;
      held = masters()
        .map((node) => (node as unknown as { stream?: { cork?: () => void; uncork?: () => void } }).stream ?? {})
        .filter((stream) => typeof stream.cork === 'function' && typeof stream.uncork === 'function');
      if (held.length === 0) return;
      for (const stream of held) stream.cork?.();
      setImmediate(release);
    },
    release,
  };
}
