/** What counts as this machine: where a service without keys listens, and the `Host` it answers to (a page elsewhere may rebind its name). */
import { isIPv4 } from 'node:net';
import { Problem } from '../errors.ts';

/** @returns whether `host` (a name or address, IPv6 bare or in brackets) is this machine and nothing else. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  return name === 'localhost' || name === '::1' || (isIPv4(name) && name.startsWith('127.'));
}

const hostForm = /^(\[[0-9a-f:.]+\]|[^:[\]]+)(?::\d{1,5})?$/i;
const goodHosts = new Set<string>();

/** @throws Problem 403 where the request was not addressed to this machine, or a page of another origin sent it. */
export function requireLoopbackHost(host: string | undefined, origin: string | undefined): void {
  if (!isLoopbackAuthority(host))
    throw new Problem('not-local', 'The Host header must be localhost or a loopback address.');
  if (origin !== undefined && !isLoopbackAuthority(/^https?:\/\/([^/]+)$/i.exec(origin)?.[1])) {
    throw new Problem('not-local', 'Requests of pages from other origins are not served.');
  }
}

function isLoopbackAuthority(authority: string | undefined): boolean {
  if (authority === undefined) return false;
  if (goodHosts.has(authority)) return true;
  const name = hostForm.exec(authority)?.[1];
  if (name === undefined || !isLoopback(name)) return false;
  if (goodHosts.size < 64) goodHosts.add(authority);
  return true;
}
