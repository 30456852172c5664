/** Where the store and the ledger are, from their URLs. */
import { urlFault } from './url-fault.ts';

export type StoreLocation =
  | { readonly kind: 'sqlite' /** A path, or `:memory:`. */; readonly path: string }
  | { readonly kind: 'redis' /** With user and password: never logged. */; readonly url: string }
  | {
      readonly kind: 'redis-cluster';
      readonly nodes: readonly { readonly host: string; readonly port: number }[];
      readonly username?: string;
      readonly password?: string;
    };

/** @returns the store, or the line that says what is wrong; passwords are never part of it. */
export function parseStoreUrl(url: string): StoreLocation | string {
  const forms =
    'sqlite:PATH, sqlite::memory:, redis://HOST:PORT, rediss://HOST:PORT or redis+cluster://HOST:PORT,HOST:PORT';
  if (url.startsWith('sqlite:')) {
    const path = url.slice('sqlite:'.length);
    return path === '' || path.startsWith('//') || (path.startsWith(':') && path !== ':memory:')
      ? `STORE_URL must name a file: sqlite:./data/contact-guard.db or sqlite:/absolute/path.db, or be sqlite::memory:`
      : { kind: 'sqlite', path };
  }
  const fault = /^redis(s|\+cluster)?:/.test(url) ? urlFault(url) : undefined;
  if (fault !== undefined) return `STORE_URL cannot be read: ${fault}`;
  if (url.startsWith('redis+cluster://'))
    return (
      parseCluster(url.slice('redis+cluster://'.length)) ??
      'STORE_URL must name the nodes of the cluster: redis+cluster://HOST:PORT,HOST:PORT'
    );
  if (/^rediss?:\/\//.test(url)) {
    if (!URL.canParse(url) || new URL(url).hostname === '')
      return 'STORE_URL must name the Redis host: redis://HOST:PORT';
    const { hostname, pathname } = new URL(url);
    if (hostname.includes(','))
      return 'STORE_URL names several hosts: a Cluster is redis+cluster://HOST:PORT,HOST:PORT';
    // Behind a ? the client would take options of its own, those too that keep a command from being sent twice.
    const isBare = !/[?#]/.test(url.slice(url.indexOf('@') + 1).replace(/\?family=[046]$/, ''));
    return isBare && /^(?:\/\d{0,3})?$/.test(pathname)
      ? { kind: 'redis', url }
      : 'STORE_URL may end with the number of a database, such as redis://HOST:PORT/2, and nothing else';
  }
  return `STORE_URL must be one of ${forms}`;
}

function parseCluster(rest: string): StoreLocation | undefined {
  const at = rest.lastIndexOf('@');
  const nodes = rest
    .slice(at + 1)
    .replace(/\/$/, '')
    .split(',')
    .map(parseNode);
  if (nodes.some((node) => node === undefined)) return undefined;
  const store = { kind: 'redis-cluster', nodes: nodes as { host: string; port: number }[] } as const;
  if (at < 0) return store;
  const [username = '', ...password] = rest.slice(0, at).split(':');
  try {
    const secret = decodeURIComponent(password.join(':'));
    return { ...store, ...(username ? { username: decodeURIComponent(username) } : {}), password: secret };
  } catch {
    return undefined;
  }
}

function parseNode(text: string): { host: string; port: number } | undefined {
  const match = /^(\[[0-9a-f:.]+\]|[^\s:@/[\]]+)(?::(\d{1,5}))?$/i.exec(text);
  const port = Number(match?.[2] ?? 6379);
  if (!match?.[1] || port < 1 || port > 65_535) return undefined;
  return { host: match[1].replace(/^\[(.*)\]$/, '$1'), port };
}

/** @returns the line that says what is wrong */
export function ledgerUrlFault(url: string): string | undefined {
  const isPostgres = /^postgres(ql)?:\/\//.test(url);
  const fault = isPostgres ? urlFault(url) : undefined;
  if (fault !== undefined) return `LEDGER_URL cannot be read: ${fault}`;
  return isPostgres && URL.canParse(url) && new URL(url).hostname !== ''
    ? undefined
    : 'LEDGER_URL must name a PostgreSQL database: postgres://USER:PASSWORD@HOST/DATABASE';
}
