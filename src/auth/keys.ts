/**
 * API keys: `cg_<id>_<secret>`. The id finds the entry, the secret (256 random bits) proves it. Of the secret only its SHA-256 is kept: at
 * that entropy a plain hash cannot be searched, and each request pays a microsecond instead of a password hash.
 */
import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { isoTime } from '../iso-time.ts';
import { didYouMean } from '../near-name.ts';
import { scopes } from './scopes.ts';

export const keyEntry = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{12}$/, { error: 'must be 12 hex digits' }),
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, {
    error: 'must be 1-64 letters, digits, ".", "_" or "-", a letter or digit first',
  }),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, { error: 'must be 64 hex digits' }),
  scopes: z
    .array(z.enum(scopes, { error: `must be one of ${scopes.join(', ')}` }))
    .min(1, { error: 'must name at least one' }),
  createdAt: z.iso.datetime({ offset: true, error: 'must be an instant such as 2026-11-22T09:12:44Z' }),
  expiresAt: z.iso.datetime({ offset: true, error: 'must be an instant such as 2026-11-22T09:12:44Z' }).optional(),
});

export type KeyEntry = z.output<typeof keyEntry>;

/**
 * A new key. `key` is shown once and kept nowhere; `entry` goes to the key file.
 * @param expiresAtMs a text says why there is none: what was asked for is no instant
 * @throws Error that names everything that is wrong with the name, the scopes and the end, a line each.
 */
export function createKey(
  name: string,
  wanted: readonly string[],
  nowMs: number,
  expiresAtMs?: number | string,
): { key: string; entry: KeyEntry } {
  const problems = wanted.filter((scope) => !(scopes as readonly string[]).includes(scope)).map(unknownScope);
  if (typeof expiresAtMs === 'string') problems.push(`expires: ${expiresAtMs}`);
  else if (expiresAtMs !== undefined && expiresAtMs <= nowMs) problems.push('expires: must lie in the future');
  const id = randomBytes(6).toString('hex');
  const secret = randomBytes(32).toString('hex');
  const result = keyEntry.safeParse({
    id,
    name,
    sha256: hash('sha256', secret),
    scopes: [...new Set(wanted)],
    createdAt: isoTime(nowMs),
    ...(typeof expiresAtMs === 'number' && { expiresAt: isoTime(expiresAtMs) }),
  });
  // An item of scopes is told above, by its name.
  for (const { path, message } of result.error?.issues ?? [])
    if (path.length === 1) problems.push(`${String(path[0])}: ${message}`);
  if (!result.success || problems.length > 0) throw new Error(problems.join('\n'));
  return { key: `cg_${id}_${secret}`, entry: result.data };
}

function unknownScope(scope: string): string {
  return `scopes: there is no scope ${JSON.stringify(scope)}; there are ${scopes.join(', ')}${didYouMean(scope, scopes)}`;
}

/** Length of `cg_` + id + `_` + secret. */
const keyLength = 3 + 12 + 1 + 64;

/** The two parts of a key, or undefined where the text has not the form of one. */
export function splitKey(key: string): { id: string; secret: string } | undefined {
  if (key.length !== keyLength || !key.startsWith('cg_') || key[15] !== '_') return undefined;
  return { id: key.slice(3, 15), secret: key.slice(16) };
}

/** Compares in constant time: digests of equal length. */
export function secretMatches(secret: string, digest: Buffer): boolean {
  return timingSafeEqual(hash('sha256', secret, 'buffer'), digest);
}
