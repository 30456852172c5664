/** How safe an acknowledged refusal is on this deployment, in words for `/readyz`: what REDIS_ACK waits for, and what may be lost all the same. */
import type { RedisAck } from '../../config.ts';

/** Of one node that holds data. */
export interface Durability {
  readonly version: string;
  readonly appendOnly: boolean;
  /** `appendfsync`; undefined: the server does not show it. */
  readonly sync: string | undefined;
  readonly replicas: number;
  /** WAITAOF is there, from 7.2 on. */
  readonly waitsForDisk: boolean;
}

function settingOf({ kind, ...rest }: RedisAck): string {
  const replicas = 'replicas' in rest ? rest.replicas : 0;
  return replicas === 0 ? kind : `${kind}:${replicas}`;
}

/** @returns why REDIS_ACK can never be met there */
export function ackProblems(ack: RedisAck, nodes: readonly Durability[]): string[] {
  if (ack.kind !== 'fsynced') return [];
  const old = nodes.find(({ waitsForDisk }) => !waitsForDisk);
  return old
    ? [
        `REDIS_ACK=${settingOf(ack)} needs a server from 7.2 on, and this is ${old.version}: upgrade it, or set REDIS_ACK to replicated:N or written`,
      ]
    : [];
}

/** @returns why REDIS_ACK is not met now, or not always */
export function ackWarnings(ack: RedisAck, nodes: readonly Durability[]): string[] {
  if (ack.kind === 'written') return [];
  const found: string[] = [];
  const fewest = Math.min(...nodes.map(({ replicas }) => replicas));
  if (fewest < ack.replicas)
    found.push(
      `REDIS_ACK=${settingOf(ack)} is not met: a primary has ${fewest} connected replicas, and refusals are answered 503 until it has ${ack.replicas}`,
    );
  if (ack.kind === 'fsynced' && nodes.some(({ sync }) => sync === 'everysec' || sync === 'no'))
    found.push(
      `REDIS_ACK=${settingOf(ack)} is often not met within 400 ms where the disk is written once a second: set appendfsync always`,
    );
  return found;
}

/** What is said of it in `/readyz`. @param nodes none before the first one answered, of which nothing is promised */
export function describeAck(ack: RedisAck, nodes: readonly Durability[]): Readonly<Record<string, string>> {
  const acknowledgedWhen = settingOf(ack);
  if (nodes.length === 0) return { acknowledgedWhen, lostInPowerCut: unseen, lostInFailOver: unseen };
  return {
    acknowledgedWhen,
    lostInPowerCut: ack.kind === 'fsynced' ? 'nothing' : worst(nodes.map(lostInPowerCut)),
    lostInFailOver: lostInFailOver(ack, Math.max(0, ...nodes.map(({ replicas }) => replicas))),
  };
}

const unseen = 'unknown: the server has not answered yet';
const everySecond = 'up to one second (appendfsync everysec)';
const losses = [
  'nothing (appendfsync always)',
  everySecond,
  'up to half a minute (appendfsync no)',
  'unknown: the server does not show appendfsync',
  'everything since the last snapshot (appendonly no)',
];

function lostInPowerCut({ appendOnly, sync }: Durability): number {
  if (!appendOnly) return 4;
  return sync === undefined ? 3 : ['always', 'everysec', 'no'].indexOf(sync);
}

function worst(found: readonly number[]): string {
  return losses[Math.max(0, ...found)] ?? everySecond;
}

function lostInFailOver(ack: RedisAck, replicas: number): string {
  const wanted = ack.kind === 'written' ? 0 : ack.replicas;
  if (wanted > 0)
    return wanted >= replicas ? 'nothing' : `nothing, where one of the ${wanted} replicas that have it takes over`;
  return replicas === 0
    ? 'no replica is there to take over'
    : 'what the replica had not received yet: milliseconds as a rule, and as much as replication is behind (REDIS_ACK=replicated:N)';
}
