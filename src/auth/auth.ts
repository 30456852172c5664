/** Who asks: found by the API key, or `local` where no keys are configured and only this machine is served. */
import { readFile } from 'node:fs/promises';
import type { WallClock } from '../clock.ts';
import { Problem } from '../errors.ts';
import type { Caller } from '../guard-contract.ts';
import type { Log } from '../telemetry/log.ts';
import { howToMakeAKey, parseKeyFile, readKeyFile } from './key-file.ts';
import type { KeyEntry } from './keys.ts';
import { secretMatches, splitKey } from './keys.ts';

export interface Auth {
  /** No keys: the `Host` of every request must be this machine too. */
  readonly loopbackOnly: boolean;
  /** @throws Problem `unauthorized`. */
  callerOf(authorization: string | undefined): Caller;
}

const localCaller: Caller = { name: 'local', scopes: new Set(['admin']) };

/** For a service without keys, which listens on loopback only. */
export const loopbackAuth: Auth = { loopbackOnly: true, callerOf: () => localCaller };

interface LiveKey {
  readonly caller: Caller;
  readonly digest: Buffer;
  readonly expiresAtMs: number;
}

/** Keys that do not change; `openKeys` reads them from a file. */
export function keyAuth(
  entries: readonly KeyEntry[],
  clock: WallClock,
): Auth & { replace(entries: readonly KeyEntry[]): void } {
  let keys = new Map<string, LiveKey>();

  function replace(next: readonly KeyEntry[]): void {
    keys = new Map(next.map((entry) => [entry.id, liveKey(entry)]));
  }
  replace(entries);

  return {
    loopbackOnly: false,
    replace,
    callerOf(authorization) {
      if (authorization === undefined) throw new Problem('unauthorized', 'Send Authorization: Bearer cg_…');
      const given = /^bearer +(\S+)$/i.exec(authorization)?.[1];
      const parts = given === undefined ? undefined : splitKey(given);
      const key = parts && keys.get(parts.id);
      if (parts && key && secretMatches(parts.secret, key.digest) && clock.nowMs() < key.expiresAtMs) return key.caller;
      throw new Problem('unauthorized', 'The API key is not one of ours, or has expired.');
    },
  };
}

function liveKey(entry: KeyEntry): LiveKey {
  return {
    caller: { name: entry.name, scopes: new Set(entry.scopes) },
    digest: Buffer.from(entry.sha256, 'hex'),
    expiresAtMs: entry.expiresAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(entry.expiresAt),
  };
}

const pollMs = 500;

/**
 * The keys of a file, read again when its content changes (looked at twice a second: this also sees a mounted secret that is swapped by a link).
 * A file that cannot be read or is no list of keys leaves the last good set in force and is logged once.
 * @throws Error where the file is wrong or holds no key at the start.
 */
export function openKeys(path: string, clock: WallClock, log: Log): Auth & { close(): void } {
  const atStart = readKeyFile(path);
  if (atStart.length === 0) throw new Error(`API_KEYS_FILE ${path} holds no key; ${howToMakeAKey}`);
  const auth = keyAuth(atStart, clock);
  let seen: string | undefined;
  let reading = false;

  async function look(): Promise<void> {
    if (reading) return;
    reading = true;
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => `unreadable: ${error.code}`);
    reading = false;
    if (text === seen) return;
    const first = seen === undefined;
    seen = text;
    try {
      const entries = parseKeyFile(text, path);
      auth.replace(entries);
      if (!first) log.info({ event: 'keys.reloaded', keys: entries.length }, 'API keys were read again');
    } catch (error) {
      log.error(
        { event: 'keys.bad', err: error },
        'API_KEYS_FILE is not readable now: the keys that were in force stay',
      );
    }
  }

  const timer = setInterval(() => void look(), pollMs);
  timer.unref();
  return { ...auth, close: () => clearInterval(timer) };
}
