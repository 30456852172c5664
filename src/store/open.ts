/** From the settings to a store that can be built: which adapter `STORE_URL` names, and the pepper that goes with it. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Config } from '../config.ts';
import { errorCode, syncFolder } from '../files.ts';
import { newKey } from '../ids.ts';
import { requireNewLedger } from '../ledger/open.ts';
import type { StoreLocation } from '../store-url.ts';
import { requireUsablePlace } from './sqlite/place.ts';
import { createSqliteStore } from './sqlite/sqlite-store.ts';
import type { ContactStore, StoreParts } from './store.ts';

export type StoreSettings = Pick<Config, 'store' | 'storePrefix' | 'storeChecks' | 'addressPepper'> &
  Partial<Pick<Config, 'redisAck' | 'ledgerUrl'>>;

export interface PreparedStore {
  /** Where it is, without credentials: for people and logs. */
  readonly label: string;
  readonly pepper: Buffer;
  readonly makeStore: (parts: StoreParts) => ContactStore;
}

/**
 * Finds or makes the pepper and loads the adapter; nothing is opened yet.
 * @param isAlone the store is one command's own: nobody else waits for what it commits
 * @throws Error with one line that names the setting that cannot be right
 */
export async function prepareStore(
  { store, storePrefix, storeChecks, redisAck, addressPepper, ledgerUrl }: StoreSettings,
  isAlone = false,
): Promise<PreparedStore> {
  const label = storeLabel(store);
  const given = addressPepper === undefined ? undefined : Buffer.from(addressPepper, 'hex');
  if (store.kind === 'sqlite') {
    requireUsablePlace(store.path);
    return {
      label,
      pepper: given ?? (await sqlitePepper(store.path, ledgerUrl)),
      makeStore: (parts) => createSqliteStore({ path: store.path, isAlone, ...parts }),
    };
  }
  if (!given) throw new Error('ADDRESS_PEPPER must be set where the store is Redis: give every instance the same');
  // Only who uses Redis pays for its client.
  const { createRedisStore } = await import('./redis/redis-store.ts');
  const url =
    store.kind === 'redis' ? ({ ...store, kind: 'single' } as const) : ({ ...store, kind: 'cluster' } as const);
  return {
    label,
    pepper: given,
    makeStore: (parts) => createRedisStore({ url, prefix: storePrefix, checks: storeChecks, ack: redisAck, ...parts }),
  };
}

/** Where the store is, without credentials. */
export function storeLabel(store: StoreLocation): string {
  // The whole path: `./data` is another folder wherever the service is started.
  if (store.kind === 'sqlite') return `sqlite:${store.path === ':memory:' ? store.path : resolve(store.path)}`;
  if (store.kind === 'redis-cluster')
    return `redis+cluster://${store.nodes.map(({ host, port }) => `${host}:${port}`).join()}`;
  const { protocol, host, pathname } = new URL(store.url);
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
}

/** The pepper beside the database; made with a new one. Without it no refusal in the database would ever be found again. */
async function sqlitePepper(path: string, ledgerUrl: string | undefined): Promise<Buffer> {
  if (path === ':memory:') return newPepper();
  const file = `${path}.pepper`;
  if (!existsSync(file)) {
    if (existsSync(path) && statSync(path).size > 0) {
      throw new Error(
        `ADDRESS_PEPPER: ${path} is there, but not the pepper it was made with, ${file}: put that file back, or give the pepper`,
      );
    }
    // Nothing is left behind by a start that can only fail.
    if (ledgerUrl !== undefined) await requireNewLedger(ledgerUrl, file);
    makePepper(file);
  }
  const text = readPepper(file).trim();
  if (!/^[0-9a-f]{64}$/i.test(text)) throw new Error(`ADDRESS_PEPPER: ${file} does not hold 64 hex digits`);
  return Buffer.from(text, 'hex');
}

function readPepper(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`STORE_URL: the pepper beside the database, ${file}, cannot be read (${errorCode(error)})`);
  }
}

function newPepper(): Buffer {
  return Buffer.concat([newKey(), newKey()].map((half) => Buffer.from(half, 'base64url')));
}

/** Whole or not at all, and never over one that is there: of two processes that start at once, one's pepper stands. */
function makePepper(file: string): void {
  const draft = `${file}.${newKey()}.new`;
  try {
    const handle = openSync(draft, 'wx', 0o600);
    try {
      writeSync(handle, `${newPepper().toString('hex')}\n`);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    linkSync(draft, file);
    syncFolder(dirname(file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST')
      throw new Error(`STORE_URL: the pepper beside the database, ${file}, cannot be written (${errorCode(error)})`);
  } finally {
    rmSync(draft, { force: true });
  }
}
