/** Whether this Redis may be trusted with refusals: from INFO, which managed servers answer too. */
import type { Redis } from 'ioredis';
import { monotonicMs } from '../../clock.ts';
import type { Durability } from './durability.ts';

export interface Checked {
  /** Why it takes no writes now: the store is out of reach, whatever is enforced. */
  readonly refusals: readonly string[];
  /** What makes the store count as out of reach where checks are enforced. */
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
  readonly version: string;
  readonly isReplica: boolean;
  readonly durability: Durability;
  /** Its clock, and when it was asked and told (monotonic). */
  readonly clock: { readonly nowMs: number; readonly askedMs: number; readonly receivedMs: number };
}

/**
 * Is refused, as every script that may write is, while the memory is full, the disk cannot be written or replicas are missing; it writes nothing
 * and needs no key, so that each node of a Cluster can be asked. And where this user may not use a channel: what a script publishes last would
 * fail once all else is written.
 */
const writeProbe = `#!lua
for _, channel in ipairs(redis.acl_check_cmd and ARGV or {}) do
  if not (redis.acl_check_cmd('PUBLISH', channel, '') and redis.acl_check_cmd('SUBSCRIBE', channel)) then
    return redis.error_reply('NOPERM this user may not publish and subscribe to the channel ' .. channel)
  end
end
return 1`;

/** Oldest patch level of each line without the Lua use-after-free CVE-2025-49844. */
const fixed: Readonly<Record<string, readonly [number, number, number][]>> = {
  redis: [
    [6, 2, 20],
    [7, 2, 11],
    [7, 4, 6],
    [8, 0, 4],
    [8, 2, 2],
  ],
  valkey: [
    [7, 2, 11],
    [8, 0, 6],
    [8, 1, 4],
  ],
};

/** @param channels that are published to */
export async function checkNode(node: Redis, channels: readonly string[]): Promise<Checked> {
  const info = parseInfo(await node.info());
  const refusals: string[] = [];
  const problems: string[] = [];
  const warnings: string[] = [];
  const isValkey = info['server_name'] === 'valkey' || info['valkey_version'] !== undefined;
  const version = (isValkey ? info['valkey_version'] : undefined) ?? info['redis_version'] ?? '';
  const numbers = version.split('.').map(Number);
  const policy = info['maxmemory_policy'];
  if (policy !== 'noeviction')
    problems.push(`maxmemory-policy is ${policy ?? 'not shown'}, not noeviction: refusals could be evicted silently`);
  if (info['aof_enabled'] !== '1')
    problems.push('appendonly is off: a restart would forget refusals (set appendonly yes)');
  if (info['aof_last_write_status'] !== undefined && info['aof_last_write_status'] !== 'ok')
    problems.push('the append-only file could not be written');
  const isReplica = info['role'] === 'slave';
  if (isReplica) refusals.push('this node is a replica, not a primary: it takes no writes');
  else if (info['role'] !== 'master')
    problems.push(`this node is a ${info['role'] ?? 'node of unknown role'}, not a primary`);
  const isOld = !((numbers[0] ?? 0) >= 7);
  if (isOld) problems.push(`version ${version || 'not shown'} is older than 7.0`);
  else if (lacksFix(isValkey ? 'valkey' : 'redis', numbers))
    warnings.push(`version ${version} lacks the fix of CVE-2025-49844; upgrade to a patched level`);
  if (!isReplica && !isOld) refusals.push(...(await refusalOf(node, channels)));
  const server = `${isValkey ? 'valkey' : 'redis'} ${version}`;
  const [major = 0, minor = 0] = numbers;
  return {
    refusals,
    problems,
    warnings,
    version: server,
    isReplica,
    durability: {
      version: server,
      appendOnly: info['aof_enabled'] === '1',
      sync: await appendSyncOf(node),
      replicas: Number(info['connected_slaves'] ?? 0),
      waitsForDisk: major > 7 || (major === 7 && minor >= 2),
    },
    clock: await clockOf(node),
  };
}

/** @returns undefined where the server does not show it, as managed ones do not */
async function appendSyncOf(node: Redis): Promise<string | undefined> {
  try {
    const [, sync] = (await node.config('GET', 'appendfsync')) as string[];
    return sync;
  } catch (error) {
    if (!/^(NOPERM|ERR)/.test(error instanceof Error ? error.message : '')) throw error;
    return undefined;
  }
}

async function clockOf(node: Redis): Promise<Checked['clock']> {
  const askedMs = monotonicMs();
  const [seconds, micros] = await node.time();
  return { nowMs: Number(seconds) * 1000 + Math.floor(Number(micros) / 1000), askedMs, receivedMs: monotonicMs() };
}

async function refusalOf(node: Redis, channels: readonly string[]): Promise<string[]> {
  try {
    await node.eval(writeProbe, 0, ...channels);
    return [];
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (!/^(OOM|MISCONF|NOREPLICAS|READONLY|NOPERM)/.test(message)) throw error;
    return [`writes are refused: ${message}`];
  }
}

/** @param server with the numbers of its version */
export function lacksFix(server: 'redis' | 'valkey', [major = 0, minor = 0, patch = 0]: readonly number[]): boolean {
  const line = fixed[server]?.find(([a, b]) => a === major && b === minor);
  if (line) return patch < line[2];
  const newest = fixed[server]?.at(-1);
  return newest !== undefined && (major < newest[0] || (major === newest[0] && minor < newest[1]));
}

function parseInfo(text: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) fields[line.slice(0, colon)] = line.slice(colon + 1);
  }
  return fields;
}
