/** What an API key may open (contract 5). */
import { Problem } from '../errors.ts';
import type { Caller } from '../guard-types.ts';

export const scopes = [
  'decide',
  'outcome',
  'record',
  'refuse',
  'suppress',
  'suppress:lift',
  'consent',
  'read',
  'admin',
] as const;
export type Scope = (typeof scopes)[number];

/** @throws Problem `forbidden` where the caller has none of `anyOf`; `admin` opens all. */
export function requireScope(caller: Caller, anyOf: readonly Scope[]): void {
  for (const scope of anyOf) if (caller.scopes.has(scope)) return;
  if (caller.scopes.has('admin')) return;
  throw new Problem('forbidden', `This needs a key with scope ${anyOf.join(' or ')}.`);
}
